"""The fields of a form: where they are on their pages, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from caresheet.outputs.pdf.reader.contents import (
    FormField,
    PageContents,
    PdfContents,
    Rectangle,
    holds,
    overlaps,
    shrunk,
)
from caresheet.proof.comparison import quoted

_INSIDE = 1.0
"""How far words may reach into a field, and a field over its line, in points."""
_NEAR = 1.5


def wrong_with_fields(contents: PdfContents, values: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Everything wrong with the places and values of the fields, each with its page (from 0). Which fields there are,
    and how they are heard, is compared with the structure."""
    for field in contents.fields:
        page = contents.pages[field.page]
        others = (other for other in contents.fields if other is not field and other.page == field.page)
        for message in _misplaced(field, page, (*others,)):
            yield field.page, f"the field {quoted(field.label)} {message}"
        expected = "Off" if field.is_check_box else values.get(field.name, "")
        if field.value != expected:
            yield field.page, f"the field {quoted(field.label)} does not hold what was filled in"
        if field.shown != ("" if field.is_check_box else expected):
            yield field.page, f"the field {quoted(field.label)} does not show what was filled in"


def _misplaced(field: FormField, page: PageContents, others: tuple[FormField, ...]) -> Iterator[str]:
    inner = shrunk(field.box, _INSIDE)
    if not holds(page.box, inner):
        yield "is not on its page"
    if any(text.text.strip() and overlaps(text.box, inner) for text in page.texts):
        yield "covers words"
    if any(overlaps(other.box, inner) for other in others):
        yield "covers another field"
    if not field.is_check_box and not any(_is_below(line.box, field.box) for line in page.lines):
        yield "has no line to write on when it is printed"


def _is_below(line: Rectangle, box: Rectangle) -> bool:
    """Whether a line runs along the foot of a box."""
    return (
        line.bottom - _NEAR <= box.bottom <= line.top + _NEAR
        and abs(line.left - box.left) <= _NEAR
        and abs(line.right - box.right) <= _NEAR
    )
