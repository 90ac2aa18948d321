"""Entries as a grid of fields: one, two or three side by side."""

from __future__ import annotations

import pytest
from tests.layout import kettles

from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.model.edition import REGULAR, Edition, Size
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import FieldPiece

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
      - entries: [ENTRIES]
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
pages: {max: 2, small: {max: 2}, giant: {max: 4}}
offers: {regular: [letter, a4, a5]}
styles: {form: {heading: plain, FIELDS}}
place: [{role: identity, style: form}]
"""


def rows(fields: str, entries: str, edition: Edition = REGULAR) -> list[list[float]]:
    """The widths of the lines to write on, in millimeters, row by row from the top."""
    project = kettles.project(
        layouts={
            "content/kettles/topic.yaml": TOPIC,
            "content/kettles/en.yaml": WORDS.replace("ENTRIES", entries),
            "layouts/form.yaml": LAYOUT.replace("FIELDS", fields),
        }
    )
    (job,) = jobs(project, layouts=["form"], edition=edition, today=kettles.TODAY)
    made: dict[float, list[float]] = {}
    for page in lay_out(compose(job)).pages:
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
