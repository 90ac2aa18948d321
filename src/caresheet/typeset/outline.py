"""The reader's outline (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.typeset.links import destination_array
from caresheet.typeset.pdf_file import text_string

if TYPE_CHECKING:
    from caresheet.model.setting import Bookmark, Destination, Setting
    from caresheet.typeset.pdf_file import PdfFile


def add_outline(file: PdfFile, setting: Setting, pages: list[int]) -> int | None:
    """The bookmarks as a tree of two levels; returns its root's object number, None without bookmarks."""
    if not setting.bookmarks:
        return None
    destinations = {destination.anchor: destination for destination in setting.destinations}
    root = file.reserve()
    groups: list[tuple[Bookmark, list[Bookmark]]] = []
    for bookmark in setting.bookmarks:
        if bookmark.level == 1:
            groups.append((bookmark, []))
        else:
            groups[-1][1].append(bookmark)
    numbers = [file.reserve() for _ in groups]
    for index, (bookmark, below) in enumerate(groups):
        children = [file.reserve() for _ in below]
        for place, child in enumerate(below):
            file.put(children[place], _entry(child, numbers[index], children, place, destinations, pages))
        span = b"/First %d 0 R/Last %d 0 R/Count -%d" % (children[0], children[-1], len(below)) if below else b""
        file.put(numbers[index], _entry(bookmark, root, numbers, index, destinations, pages, span))
    file.put(root, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (numbers[0], numbers[-1], len(numbers)))
    return root


def _entry(  # noqa: PLR0913 - an outline entry knows its parent, its neighbours and its target
    bookmark: Bookmark,
    parent: int,
    row: list[int],
    place: int,
    destinations: dict[str, Destination],
    pages: list[int],
    span: bytes = b"",
) -> bytes:
    before = b"/Prev %d 0 R" % row[place - 1] if place else b""
    after = b"/Next %d 0 R" % row[place + 1] if place + 1 < len(row) else b""
    target = destination_array(destinations[bookmark.anchor], pages)
    return b"<</Title%s/Parent %d 0 R%s%s%s/Dest%s>>" % (
        text_string(bookmark.title),
        parent,
        before,
        after,
        span,
        target,
    )
