"""The proof of the file from which personal copies are made, with a place for each value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from caresheet.model.composed import Composed
from caresheet.model.page_layout import FieldPiece
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.contents import (
    OpaqueArea,
    PageContents,
    PaintedText,
    Rectangle,
    holds,
    overlaps,
    shrunk,
)
from caresheet.outputs.pdf.reader.last_streams import place_of, read_last_streams
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError
from caresheet.proof.pdf import prove_pdf, read_and_prove
from caresheet.proof.personal import ProvedBlank, Slot, SlottedPage, copy_fault
from caresheet.proof.problems import reported
from caresheet.proof.visibility import inside

_RULE = re.compile(rb"q\n[\d. ]+ (?:RG|G)\n[\d.]+ w\n(-?[\d.]+) (-?[\d.]+) m (-?[\d.]+) (-?[\d.]+) l S\nQ\n")
"""The operators that paint a line to write on."""
_NEAR = 0.02
"""Places that differ by at most this much, in points, count as equal: they are written to a hundredth."""
_SLACK = 0.5
_BELOW = 0.17
"""How far a box reaches below its line to make room for descenders, as a share of the type size."""


class FieldPage(Struct, frozen=True):
    """A page with fields, as its writer describes it: its index, the object number of its stream, what is painted
    around the fields, and the fields. Nothing in it is trusted: the file is compared with it."""

    index: int
    stream: int
    around: tuple[bytes, ...]
    fields: tuple[FieldPiece, ...]


class Specimen(Struct, frozen=True):
    """What the handout says with a different value in every field, these values, and the file that should say so."""

    composed: Composed
    values: Mapping[str, str]
    data: bytes


def prove_blank(composed: Composed, pages: Sequence[FieldPage], data: bytes, specimen: Specimen) -> ProvedBlank:
    """What copies are compared with, once the blank file and the specimen are proved whole and every box is known to be
    free. At least one page has fields.

    Raises CaresheetError (proof-failed) with everything that is wrong.
    """
    proved = read_and_prove(composed, data)
    _refuse((*proved.problems, *prove_pdf(specimen.composed, specimen.data)))
    try:
        start = place_of(data, pages[0].stream)
        last = read_last_streams(data, start, len(pages))
    except UnreadablePdfError:
        _refuse(
            reported(composed.document.position, [(None, "the blank file does not end with the streams of its pages")])
        )
        raise
    found: list[str] = []
    contents, slotted = proved.contents.pages if proved.contents else (), []
    for page, (number, stream) in zip(pages, last.streams, strict=True):
        slots = tuple(_slots(page, stream, contents[page.index], found))
        order = number == page.stream and len(slots) == len(page.fields)
        found += [] if order else [f"page {page.index + 1}: the stream does not have the fields of the page"]
        slotted.append(SlottedPage(page.index, contents[page.index].objects, page.around, slots))
    blank = ProvedBlank(data[:start], last, tuple(slotted))
    if not found and (fault := copy_fault(blank, specimen.data, specimen.values)):
        found.append(f"the specimen: {fault}")
    _refuse(reported(composed.document.position, [(None, message) for message in found]))
    return blank


def _slots(page: FieldPage, stream: bytes, contents: PageContents, found: list[str]) -> Iterator[Slot]:
    """The slots of a page, in painting order. The stream has to be exactly their lines and what is painted around them;
    anything wrong is added to `found`."""
    at, lines = len(page.around[0]), iter([text for text in contents.texts if text.text == BLANK])
    if not stream.startswith(page.around[0]):
        return
    for field, around in zip(page.fields, page.around[1:], strict=True):
        rule = _RULE.match(stream, at)
        if rule is None or not stream.startswith(around, rule.end()):
            return
        at = rule.end() + len(around)
        line = next((line for line in lines if _is_line_of(line.box, rule)), None)
        if line is None or line.mcid is None or not _is_where(field, rule):
            found.append(f"page {page.index + 1}: the line of `{field.name}` is not where it was laid out")
            continue
        box = box_of(field)
        found += [f"page {page.index + 1}: the box of `{field.name}` {why}" for why in _crowded(contents, box, line)]
        yield Slot(field.name, box, rule[0], line.order, line.mcid)
    if at != len(stream):
        found.append(f"page {page.index + 1}: something is painted after the end of the page")


def box_of(field: FieldPiece) -> Rectangle:
    """The box of a field, with room below its line for descenders."""
    return Rectangle(field.x, field.y - _BELOW * field.size, field.x + field.width, field.y + field.height)


def _is_line_of(box: Rectangle, rule: re.Match[bytes]) -> bool:
    left, y, right, _ = map(float, rule.groups())
    middle = (box.bottom + box.top) / 2
    return max(abs(box.left - left), abs(box.right - right), abs(middle - y)) <= _NEAR


def _is_where(field: FieldPiece, rule: re.Match[bytes]) -> bool:
    left, y, right, end = map(float, rule.groups())
    off = (left - field.x, right - field.x - field.width, y - field.y, end - field.y)
    return max(map(abs, off)) <= _NEAR


def _crowded(contents: PageContents, box: Rectangle, own: PaintedText) -> Iterator[str]:
    """What is in the way of a value: everything but its line and a background behind the whole box."""
    inner = shrunk(box, _SLACK)
    if any(text is not own and text.text.strip() and overlaps(text.box, inner) for text in contents.texts):
        yield "has other words in it"
    boxes = (*(line.box for line in contents.lines), *(picture.box for picture in contents.pictures))
    if any(overlaps(each, inner) for each in boxes):
        yield "has a line or a picture in it"
    for area in contents.areas:
        if overlaps(area.box, inner) and (area.order > own.order or not _is_behind(area, inner)):
            yield "is not on one background"


def _is_behind(area: OpaqueArea, box: Rectangle) -> bool:
    if area.picture is not None:
        return False
    if area.outline is None:
        return holds(area.box, box)
    corners = ((x, y) for x in (box.left, box.right) for y in (box.bottom, box.top))
    return all(inside(corner, area.outline) for corner in corners)


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise CaresheetError(problems)
