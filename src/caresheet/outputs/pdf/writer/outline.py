"""The outline that a PDF reader shows (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.model.direction import has_right_to_left_letters
from caresheet.outputs.pdf.writer.links import destination_array
from caresheet.outputs.pdf.writer.objects import text_string

if TYPE_CHECKING:
    from caresheet.model.page_layout import Bookmark, Destination, PageLayout
    from caresheet.outputs.pdf.writer.objects import PdfFile


def add_outline(file: PdfFile, page_layout: PageLayout, pages: list[int], language: str) -> int | None:
    """The bookmarks in a language as a tree of two levels; returns the object number of its root, or None without
    bookmarks."""
    if not page_layout.bookmarks:
        return None
    shown = (replace(each, title=_title(each.title, language)) for each in page_layout.bookmarks)
    destinations = {destination.anchor: destination for destination in page_layout.destinations}
    root = file.reserve()
    groups: list[tuple[Bookmark, list[Bookmark]]] = []
    for bookmark in shown:
        if bookmark.level == 1:
            groups.append((bookmark, []))
        else:
            groups[-1][1].append(bookmark)
    numbers = [file.reserve() for _ in groups]
    for index, (bookmark, below) in enumerate(groups):
        children = [file.reserve() for _ in below]
        for place, child in enumerate(below):
            links = _neighbours(numbers[index], children, place)
            file.put(children[place], _entry(child, links, destinations, pages))
        links = _neighbours(root, numbers, index)
        if children:
            links += b"/First %d 0 R/Last %d 0 R/Count -%d" % (children[0], children[-1], len(children))
        file.put(numbers[index], _entry(bookmark, links, destinations, pages))
    file.put(root, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (numbers[0], numbers[-1], len(numbers)))
    return root


def _title(words: str, language: str) -> str:
    """The words with the characters that keep doses and numbers in order between letters that run from right to
    left."""
    if not has_right_to_left_letters(words):
        return words
    from caresheet.text.isolates import level_of, with_embeddings  # most handouts need nothing of it

    return with_embeddings(words, level_of(language))


def _neighbours(parent: int, row: list[int], place: int) -> bytes:
    """The references of an entry to its parent and to the entries before and after it."""
    before = b"/Prev %d 0 R" % row[place - 1] if place else b""
    after = b"/Next %d 0 R" % row[place + 1] if place + 1 < len(row) else b""
    return b"/Parent %d 0 R%s%s" % (parent, before, after)


def _entry(bookmark: Bookmark, links: bytes, destinations: dict[str, Destination], pages: list[int]) -> bytes:
    target = destination_array(destinations[bookmark.anchor], pages)
    return b"<</Title%s%s/Dest%s>>" % (text_string(bookmark.title), links, target)
