"""Whether a page is painted in the order in which it is read, and read in the order in which it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.model.structure import Content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from caresheet.model.structure import Node
    from caresheet.outputs.pdf.reader.contents import Run, Side


def reading_places(tree: Node) -> dict[Content, int]:
    """When each piece of marked content is read: its place among all."""
    return {content: place for place, content in enumerate(_contents(tree))}


def _contents(tree: Node) -> Iterator[Content]:
    for node in tree.everything():
        yield from node.contents


def painted_out_of_order(side: Side, page: int, places: Mapping[Content, int], columns: int) -> Run | None:
    """The first words that are painted before others that are read before them, within one of `columns` columns."""
    last: dict[int, tuple[int, Run]] = {}
    width = (side.box.right - side.box.left) / columns
    for run in side.runs:
        if run.mcid is None or run.text.isspace():
            continue
        place = places.get(Content(page, run.mcid))
        if place is None:
            continue
        column = int((run.box.left - side.box.left) // width)
        known = last.get(column)
        if known and known[0] > place:
            return run
        last[column] = (place, run)
    return None
