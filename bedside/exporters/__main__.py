"""Brings dates.json up to date with the course: python -m bedside.exporters, before a release."""

import json
from datetime import UTC, datetime

from bedside.content import shipped
from bedside.exporters import anki, dates
from bedside.exporters.export import chapters


def main() -> None:
    """Give each card that has changed today's date, and say how many."""
    content, known = shipped(), dates.read()
    cards = anki.cards(chapters(content), content) | anki.FORM
    days = dates.brought_up_to(datetime.now(UTC).date(), known, cards)
    dates.FILE.write_text(json.dumps(days, indent=0) + "\n", "utf-8")
    print(f"{sum(known.get(name) != day for name, day in days.items())} of {len(days)} cards are of today.")


if __name__ == "__main__":
    main()
