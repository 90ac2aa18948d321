"""Finished layouts, one after another in one file: copies for many people, to be printed at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.page_layout import ROOT, Bookmark, Destination, Page, PageLayout, Tag

_WHOLE, _PART = "Document", "Part"


class BoundPart(Struct, frozen=True):
    """One of the layouts, with the title of its bookmark, and its language if that is not the language of the file."""

    title: str
    page_layout: PageLayout
    language: str | None = None


def bound(parts: Sequence[BoundPart], *, two_sided: bool) -> PageLayout:
    """All parts, of which there must be at least one, each with its own page numbers and a bookmark. If `two_sided`,
    each part starts on the front of a sheet: a blank page is added to those with an odd number of pages."""
    pages: list[Page] = []
    tags: list[Tag] = [Tag(_WHOLE, ROOT)]
    destinations: list[Destination] = []
    bookmarks: list[Bookmark] = []
    for number, part in enumerate(parts):
        name = f"{number}-"
        destinations.append(Destination(name, len(pages), part.page_layout.pages[0].height))
        destinations += (
            replace(each, anchor=name + each.anchor, page=len(pages) + each.page)
            for each in part.page_layout.destinations
        )
        bookmarks.append(Bookmark(1, part.title, name))
        pages += (_moved_page(page, len(tags)) for page in part.page_layout.pages)
        tags += _moved_tags(part, name, len(tags))
        if two_sided and len(pages) % 2:
            pages.append(replace(pages[-1], pieces=()))
    return replace(
        parts[0].page_layout,
        pages=tuple(pages),
        tags=tuple(tags),
        destinations=tuple(destinations),
        bookmarks=tuple(bookmarks),
        one_sided=not two_sided,
    )


def _moved_page(page: Page, by: int) -> Page:
    pieces = tuple(replace(piece, tag=piece.tag + by) if piece.tag >= 0 else piece for piece in page.pieces)
    return replace(page, pieces=pieces)


def _moved_tags(part: BoundPart, name: str, by: int) -> Iterator[Tag]:
    for tag in part.page_layout.tags:
        if tag.parent == ROOT:
            yield replace(tag, role=_PART, parent=0, language=part.language)
            continue
        yield replace(
            tag,
            parent=tag.parent + by,
            link=f"#{name}{tag.link[1:]}" if tag.link and tag.link.startswith("#") else tag.link,
            identifier=tag.identifier and name + tag.identifier,
        )
