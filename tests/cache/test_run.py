"""A build that was done before comes back as it was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caresheet.cache import Line, Run, Step, run_from, run_to
from caresheet.model import rules
from caresheet.model.problem import Position, Problem

TEXT = st.text(max_size=12)
POSITIONS = st.builds(Position, TEXT, st.integers(1, 9), st.integers(1, 9))
PROBLEMS = st.builds(Problem, st.none() | POSITIONS, st.sampled_from(rules.ALL), TEXT, TEXT)
LINES = st.builds(
    Line, TEXT, TEXT, TEXT, TEXT, st.integers(1, 99), st.lists(TEXT, max_size=3).map(tuple), TEXT
)  # fmt: skip
RUNS = st.builds(
    Run,
    st.lists(st.builds(Step, TEXT, TEXT, TEXT), max_size=3).map(tuple),
    st.dates(),
    st.dates(),
    st.lists(LINES, max_size=3).map(tuple),
    st.lists(PROBLEMS, max_size=3).map(tuple),
)


@given(RUNS)
def test_it_comes_back(run: Run) -> None:
    """Whatever stands in it."""
    assert run_from(run_to(run)) == run


@pytest.mark.parametrize(
    ("day", "holds"), [("2026-11-23", False), ("2026-11-24", True), ("2027-05-31", True), ("2027-06-01", False)]
)
def test_its_days(day: str, *, holds: bool) -> None:
    """It holds from its first day to the day before a review changes."""
    run = Run((), date(2026, 11, 24), date(2027, 6, 1), (), ())
    assert run.is_of(date.fromisoformat(day)) is holds
