"""Where the course is: the folder that holds ``content`` and ``notebooks``."""

import os
from pathlib import Path


def root() -> Path:
    """The folder that BEDSIDE_COURSE names, or else the checkout, or what the wheel carries."""
    if named := os.environ.get("BEDSIDE_COURSE"):
        return Path(named).expanduser().resolve()
    package = Path(__file__).parent
    checkout = package.parent
    return checkout if (checkout / "content" / "course.yaml").exists() else package / "course"
