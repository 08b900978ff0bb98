"""The course as plain pages: no kernel, no server, no account; ``build`` writes them into a folder."""

from bedside.site.build import build

__all__ = ["build"]
