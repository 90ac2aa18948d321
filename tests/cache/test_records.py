"""A build that was done before comes back as it was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from caresheet.cache import ArtifactRecord, BuildRecord, HandoutRecord, decode_build, encode_build
from caresheet.model import rules
from caresheet.model.dependencies import Dependency
from caresheet.model.edition import Edition, Size
from caresheet.model.look import PAPERS
from caresheet.model.manifest import InputFile, ManifestEntry
from caresheet.model.problem import Position, Problem

TEXT = st.text(max_size=12)
POSITIONS = st.builds(Position, TEXT, st.integers(1, 9), st.integers(1, 9))
PROBLEMS = st.builds(Problem, st.none() | POSITIONS, st.sampled_from(rules.ALL), TEXT, TEXT)
EDITIONS = st.builds(Edition, st.sampled_from(Size), st.none() | st.sampled_from(sorted(PAPERS)))
ENTRIES = st.builds(
    ManifestEntry,
    name=TEXT,
    media_type=TEXT,
    sha256=TEXT,
    fingerprint=TEXT,
    pages=st.none() | st.integers(1, 99),
    topic=TEXT,
    layout=TEXT,
    language=TEXT,
    clinic=TEXT,
    edition=EDITIONS,
    made_with=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    inputs=st.lists(st.builds(InputFile, TEXT, TEXT), max_size=2).map(tuple),
)
HANDOUTS = st.builds(
    HandoutRecord,
    TEXT,
    TEXT,
    TEXT,
    st.lists(TEXT, max_size=3).map(tuple),
    st.lists(st.builds(ArtifactRecord, TEXT, ENTRIES), max_size=2).map(tuple),
)
RECORDS = st.builds(
    BuildRecord,
    st.lists(st.builds(Dependency, TEXT, TEXT, TEXT), max_size=3).map(tuple),
    st.dates(),
    st.dates(),
    st.lists(HANDOUTS, max_size=2).map(tuple),
    st.lists(PROBLEMS, max_size=3).map(tuple),
)
EMPTY = BuildRecord((), date(2026, 11, 24), date(2027, 6, 1), (), ())


@given(RECORDS)
def test_it_comes_back(record: BuildRecord) -> None:
    """Whatever stands in it."""
    data = encode_build(record)
    assert data is not None
    assert decode_build(data) == record


def test_a_name_that_is_no_text_is_not_kept() -> None:
    """A file name of bytes that are no UTF-8 keeps the build from being recalled, and breaks nothing."""
    assert encode_build(replace(EMPTY, dependencies=(Dependency("project", "content/\udcff.png", ""),))) is None


@pytest.mark.parametrize(
    ("day", "holds"), [("2026-11-23", False), ("2026-11-24", True), ("2027-05-31", True), ("2027-06-01", False)]
)
def test_its_days(day: str, *, holds: bool) -> None:
    """It holds from its first day to the day before a review changes."""
    assert EMPTY.holds_on(date.fromisoformat(day)) is holds
