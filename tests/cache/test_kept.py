"""A kept handout comes back as it was, at today's positions."""

from __future__ import annotations

from caresheet.cache import Kept, kept_from, kept_to, pdf_of
from caresheet.model import rules
from caresheet.model.problem import Position, Problem

WHERE = tuple(Position("content/kettles/en.yaml", line, 3) for line in (4, 8, 15))
PDF = b"%PDF-1.7\n\x00\xff\n%%EOF\n"


def test_it_comes_back() -> None:
    """Bytes, sides and problems are the same."""
    full = Problem(WHERE[1], rules.PAGE_FILL, "page 2 is “full”", "say less")
    problems = (full, Problem(None, rules.LINE_LENGTH, "x"))
    kept = Kept(PDF, 3, problems)
    data = kept_to(kept, WHERE)
    assert data is not None
    assert kept_from(data, WHERE) == kept


def test_problems_move_with_their_lines() -> None:
    """Where lines were added above, a problem is told at its new line."""
    data = kept_to(Kept(PDF, 3, (Problem(WHERE[1], rules.PAGE_FILL, "full"),)), WHERE)
    assert data is not None
    moved = tuple(Position(each.file, each.line + 10, each.column) for each in WHERE)
    assert kept_from(data, moved).problems == (Problem(moved[1], rules.PAGE_FILL, "full"),)


def test_a_problem_at_no_known_place_is_not_kept() -> None:
    """It could not be told at its line another day, so the handout is made again."""
    assert kept_to(Kept(PDF, 3, (Problem(Position("layouts/a.yaml"), rules.PAGE_FILL, "full"),)), WHERE) is None


def test_the_pdf_alone() -> None:
    """Its bytes can be had without looking at positions."""
    data = kept_to(Kept(PDF, 3, ()), ())
    assert data is not None
    assert pdf_of(data) == PDF
