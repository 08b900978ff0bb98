"""The lab's texts with their gaps filled: what was typed is never taken for Markdown, HTML or another gap."""

import re
from collections.abc import Mapping
from html import escape

from markupsafe import Markup

from bedside.content.lab_models import Lab
from bedside.text.markdown import html, plain

Gaps = Mapping[str, str]

_GAP = re.compile(r"\{([a-z0-9-]+)\}")


def words(lab: Lab, name: str, gaps: Gaps | None = None) -> str:
    """A text of the lab without markup, not escaped."""
    return _GAP.sub(lambda gap: (gaps or {}).get(gap[1], gap[0]), plain(lab.says[name]))


def markup(lab: Lab, name: str, gaps: Gaps | None = None) -> Markup:
    """A text of the lab as HTML."""
    said = html(lab.says[name])
    return Markup(_GAP.sub(lambda gap: escape((gaps or {}).get(gap[1], gap[0])), said))
