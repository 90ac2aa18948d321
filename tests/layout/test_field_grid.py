"""Entries as a grid of fields: one, two or three side by side."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from tests.layout import kettles

from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.model.edition import REGULAR, Edition, Size
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import FieldPiece, Page, ShapePiece

WORDS = """
title: Kettles
fields: {}
handouts: {form: {title: 'My kettles'}}
sections:
  - id: kettles
    role: identity
    title: 'Which kettles are at home?'
    for: everyone
    blocks:
      - BLOCKS
"""
TOPIC = """
version: '0.4'
facts_checked: 2026-11-22
audiences: [patient]
handouts: [form]
sources: {}
"""
LAYOUT = """
extends: base
audience: patient
kind: form
citations: hidden
pages: {max: 3, small: {max: 2}, giant: {max: 4}}
offers: {regular: [letter, a4, a5]}
styles: {form: {heading: plain, FIELDS}}
place: [{role: identity, style: form, start: page}]
"""


def pages(fields: str, blocks: str, edition: Edition = REGULAR) -> tuple[Page, ...]:
    """The pages of a form with these blocks."""
    project = kettles.project(
        layouts={
            "content/kettles/topic.yaml": TOPIC,
            "content/kettles/en.yaml": WORDS.replace("BLOCKS", blocks),
            "layouts/form.yaml": LAYOUT.replace("FIELDS", fields),
        }
    )
    (job,) = jobs(project, layouts=["form"], edition=edition, today=kettles.TODAY)
    return lay_out(compose(job)).pages


def rows(fields: str, entries: str, edition: Edition = REGULAR) -> list[list[float]]:
    """The widths of the lines to write on, in millimeters, row by row from the top."""
    made: dict[float, list[float]] = {}
    for page in pages(fields, f"entries: [{entries}]", edition):
        for piece in page.pieces:
            if isinstance(piece, FieldPiece):
                made.setdefault(round(piece.y, 1), []).append(piece.width / POINTS_PER_MM)
    return [[round(width) for width in widths] for _, widths in sorted(made.items(), reverse=True)]


SIX = ", ".join(f"{{label: Kettle {number}}}" for number in range(1, 7))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("fields: 12mm, fields_across: 1", [[186]] * 6),
        ("fields: 12mm", [[90, 90]] * 3),
        ("fields: 12mm, fields_across: 2", [[90, 90]] * 3),
        ("fields: 12mm, fields_across: 3", [[58, 58, 58]] * 2),
    ],
)
def test_fields_across(fields: str, expected: list[list[float]]) -> None:
    """As many fields are side by side as the style says, of one width, with 6 mm between them; without it, two."""
    assert rows(fields, SIX) == expected


def test_fewer_entries_than_fields_across() -> None:
    """Two fields in a grid of three fill the row; a last row that is not full keeps the columns of the grid."""
    two, five = (", ".join(["{label: Kettle}"] * count) for count in (2, 5))
    assert rows("fields: 12mm, fields_across: 3", two) == [[90, 90]]
    assert rows("fields: 12mm, fields_across: 3", five) == [[58, 58, 58], [58, 58]]


def test_several_lines_run_across_the_grid() -> None:
    """An entry with several lines has rows of its own, as wide as the grid."""
    entries = "{label: One}, {label: Two}, {label: All, lines: 2}, {label: Three}"
    assert rows("fields: 12mm, fields_across: 3", entries) == [[58, 58], [186], [186], [58]]


@pytest.mark.parametrize(
    ("edition", "widths"),
    [(Edition(paper="a5"), [63, 63]), (Edition(Size.LARGE), [87, 87]), (Edition(Size.GIANT), [93, 93])],
    ids=["a5", "large", "giant"],
)
def test_fields_are_never_too_narrow(edition: Edition, widths: list[float]) -> None:
    """Fewer fields are in a row where they would be narrower than 45 mm: on small paper, and in larger print, where
    they have to be wider by as much as the type is larger."""
    assert rows("fields: 12mm, fields_across: 3", SIX, edition) == [widths] * 3


@pytest.mark.parametrize(("size", "least"), [(Size.REGULAR, 9), (Size.LARGE, 13), (Size.GIANT, 15)])
def test_rows_of_a_form_can_be_written_in(size: Size, least: float) -> None:
    """Readers of larger print write larger, too: the rows of a form are 13 mm high in large print, 15 mm in giant
    print. There, the form has as many rows as fit on its page, and that can be copied."""
    form = "log: {caption: Kettles, columns: [Kettle, Water, Tea], rows: 40, sheets: 1}"
    made = pages("fields: 12mm", form, Edition(size))
    assert len(made) == (3 if size is Size.REGULAR else 2)  # with that of the title
    shapes = [piece.path for piece in made[1].pieces if isinstance(piece, ShapePiece) and len(piece.path) == 2]
    upright = Counter(round(abs(end[1] - start[1]), 1) for (_, start), (_, end) in shapes if start[0] == end[0])
    ((height, _),) = upright.most_common(1)  # but not that of the heads
    assert height >= least * POINTS_PER_MM - 0.1


@pytest.mark.parametrize(
    "block",
    [
        "log: {caption: Kettles, columns: [Medicine, How much, When], rows: 3, sheets: 1}",
        "table: {caption: Kettles, columns: [Medicine, How much, When], rows: [['', '', ''], ['', '', '']]}",
    ],
)
def test_columns_to_write_in_are_alike(block: str) -> None:
    """Columns to write in differ in width no more than their heads do: a head of two words does not starve the others,
    in a form or in a table with blank rows."""
    (page,) = pages("fields: 12mm", block)[1:]
    shapes = [piece.path for piece in page.pieces if isinstance(piece, ShapePiece) and len(piece.path) == 2]
    edges = sorted({round(start[0]) for (_, start), (_, end) in shapes if start[0] == end[0]})
    widths = [after - before for before, after in pairwise(edges)]
    assert len(widths) == 3
    assert max(widths) < 1.5 * min(widths)


@pytest.mark.parametrize(("size", "least"), [(Size.REGULAR, 7.6), (Size.LARGE, 9), (Size.GIANT, 9)])
def test_fields_have_room_above_their_line(size: Size, least: float) -> None:
    """A field of a grid has room for handwriting between its label and its line, more of it in larger print."""
    made = pages("fields: 8mm", f"entries: [{SIX}]", Edition(size))
    fields = [piece for page in made for piece in page.pieces if isinstance(piece, FieldPiece)]
    assert min(field.height for field in fields) >= least * POINTS_PER_MM - 0.01
