"""What stands around the middle of every page: its head, the ways to other pages, its foot."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from bedside.content import Content
from bedside.site.book import Page
from bedside.text.markup import render


def framed(pages: Sequence[Page], content: Content) -> Iterator[tuple[Page, str]]:
    """Each page and its whole HTML; the pages are in the order in which they are read."""
    way = [page for page in pages if page.short and page.name not in ("glossary", "search")]
    lessons = [page for page in way if page.where]
    others = [
        page for page in pages if page.short and page not in lessons and page.name not in ("index", "search")
    ]
    for page in pages:
        at = way.index(page) if page in way else None
        yield (
            page,
            render(
                "site/frame.html.j2",
                page=page,
                body=Markup(page.body),
                course=content.course,
                lessons=lessons,
                others=others,
                before=way[at - 1] if at else None,
                after=way[at + 1] if at is not None and at + 1 < len(way) else None,
            ),
        )
