"""A value is in the box of its field, in the largest type that fits, and never below the floor."""

from __future__ import annotations

import pytest

from caresheet.fonts.faces import metrics
from caresheet.layout.field_values import ValueSizes, letters_that_fit, set_value
from caresheet.model.page_layout import ARTIFACT, Face, FieldPiece

FIELD = FieldPiece("patient.name", 100.0, 200.0, 120.0, 20.0, 12.0, "#1a1a1a", 0.75, 3)
SIZES = ValueSizes(12.0, 9.0)


@pytest.mark.parametrize("letters", range(1, 40))
def test_a_value_is_inside_its_box(letters: int) -> None:
    """However long it is, a value that fits begins at the start of its box, is no wider or higher than the box, and is
    read as separate words. The longest value that fits is in the smallest type."""
    piece = set_value(FIELD, "n" * letters, SIZES)
    if piece is None:
        assert letters > letters_that_fit(FIELD, SIZES) // 2
        assert set_value(FIELD, "n" * (letters + 1), SIZES) is None
        return
    assert piece.x == FIELD.x
    assert piece.width <= FIELD.width
    assert SIZES.floor <= piece.size <= SIZES.full
    assert piece.baseline + metrics(Face.REGULAR).ascent * piece.size <= FIELD.y + FIELD.height
    assert (piece.text, piece.tag) == (f" {'n' * letters} ", FIELD.tag)


def test_sizes_go_down_and_not_below_the_floor() -> None:
    """Short values are in full size, longer ones in smaller sizes down to the floor, then none."""
    sizes = [piece.size if (piece := set_value(FIELD, "n" * count, SIZES)) else 0.0 for count in range(1, 40)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 12.0
    assert sizes[-1] == 0.0
    assert min(size for size in sizes if size) == 9.0


def test_a_low_box_has_smaller_type_or_none() -> None:
    """A value too tall for its box is set smaller, and refused below the floor."""
    low = set_value(FieldPiece("patient.name", 0.0, 0.0, 120.0, 11.5, 12.0, "#000000", 0.75, 3), "Ana", SIZES)
    assert low is not None
    assert 9.0 <= low.size < 12.0
    assert set_value(FieldPiece("patient.name", 0.0, 0.0, 120.0, 8.0, 12.0, "#000000", 0.75, 3), "Ana", SIZES) is None


def test_a_value_starts_where_lines_start() -> None:
    """On a page whose lines start at the right, a value ends at the right edge of its box."""
    piece = set_value(FIELD, "Ana", ValueSizes(12.0, 9.0, from_right=True))
    assert piece is not None
    assert piece.x + piece.width == pytest.approx(FIELD.x + FIELD.width)
    assert piece.x > FIELD.x


def test_which_fields_are_a_patient_s() -> None:
    """Fields whose names say so and that are read out: not a clinic's, and not one that is repeated as an artifact."""
    assert FIELD.is_personal
    assert not FieldPiece("clinic.phone", 0.0, 0.0, 9.0, 9.0, 12.0, "#000000", 0.75, 3).is_personal
    assert not FieldPiece("patient.name", 0.0, 0.0, 9.0, 9.0, 12.0, "#000000", 0.75, ARTIFACT).is_personal
