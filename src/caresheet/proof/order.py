"""Whether each page is painted in its reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.model.structure import MarkedContent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from caresheet.outputs.pdf.reader.contents import PageContents, PaintedText
    from caresheet.proof.elements import ComparableElement


def reading_places(tree: ComparableElement) -> dict[MarkedContent, int]:
    """The place of each piece of marked content in the reading order."""
    return {content: place for place, content in enumerate(_contents(tree))}


def _contents(tree: ComparableElement) -> Iterator[MarkedContent]:
    for element in tree.everything():
        yield from element.contents


def painted_out_of_order(
    contents: PageContents, page: int, places: Mapping[MarkedContent, int], columns: int
) -> PaintedText | None:
    """The first text that is painted before another that is read earlier, within one of `columns` columns."""
    last: dict[int, tuple[int, PaintedText]] = {}
    width = (contents.box.right - contents.box.left) / columns
    for painted in contents.texts:
        if painted.mcid is None or painted.text.isspace():
            continue
        place = places.get(MarkedContent(page, painted.mcid))
        if place is None:
            continue
        column = int((painted.box.left - contents.box.left) // width)
        known = last.get(column)
        if known and known[0] > place:
            return painted
        last[column] = (place, painted)
    return None
