"""How few sizes and spacings are tried until a handout keeps its pages, and that the search misses none."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from tests.proof.documents import document, look, paper, say, section

from caresheet.layout.column_breaks import HOLE
from caresheet.layout.fit import fitted
from caresheet.layout.fragments import Fragment
from caresheet.layout.paginator import Paginator, Region
from caresheet.model.document import Document
from caresheet.model.layout import PageBudget
from caresheet.model.problem import CaresheetError, Position

HERE = Position("layouts/guide.yaml", 4, 8)
LOOK = look(paper("a5"), body=12.0)
WHOLE = LOOK.paper.text_height
"""The height of a page, in points."""


class Heights(Struct, frozen=True):
    """What a trial must tell of the heights of blocks."""

    heights: dict[Position, float] = {}


class Trial(Struct, frozen=True):
    """Pages of lines 10 points high at 12 point type, with gaps of 2 points, at one type size and looseness."""

    setting: tuple[float, float]
    paginator: Paginator
    context: Heights = Heights()

    @property
    def looseness(self) -> float:
        return self.setting[1]


class Trials:
    """Makes trials and counts them. A size above `highest` cannot be laid out at all."""

    def __init__(self, lines: int, highest: float = 99.0) -> None:
        self.made: list[tuple[float, float]] = []
        self._lines, self._highest = lines, highest

    def __call__(self, body: float, looseness: float) -> Trial:
        self.made.append((body, looseness))
        if body > self._highest:
            raise CaresheetError(())
        line = Fragment(10.0 * (body / 12) ** 2, gap=2.0 * looseness)
        paginator = Paginator(LOOK.paper, HERE, lone_title=True)
        paginator.add(Region(LOOK.paper, 1, 0.0, (line,) * self._lines, fresh=False, gap=0.0))
        return Trial((body, looseness), paginator)


def wanted(most: int, aim: int | None = None, *, tightest: float = 0.5, loosest: float = 2.0) -> Document:
    """A document of at most so many pages, between 10 and 14 points."""
    own = replace(
        LOOK,
        type=replace(LOOK.type, floor=10.0, ceiling=14.0),
        spacing=replace(LOOK.spacing, tightest=tightest, loosest=loosest),
    )
    return document(section("A", say("b")), look=own, budget=PageBudget(1, most, HERE, aim))


def best_of_all(lines: int, most: int) -> tuple[float, float] | None:
    """The setting that trying each one would find."""
    plain = len(Trials(lines)(12.0, 1.0).paginator.counted)
    most = min(plain, most)  # larger type takes no more pages than the text needs

    def keeps(body: float, looseness: float) -> bool:
        return len(Trials(lines)(body, looseness).paginator.counted) <= most

    def largest(least: float, top: float, step: float, is_kept: Callable[[float], bool]) -> float | None:
        steps = [*(round(least + step * index, 4) for index in range(ceil((top - least) / step))), top]
        return next((each for each in reversed(steps) if is_kept(each)), None)

    if keeps(12.0, 1.0):
        size = largest(12.0, 14.0, 0.25, lambda each: keeps(each, 1.0)) or 12.0
        return size, largest(1.0, 2.0, 0.05, lambda each: keeps(size, each)) or 1.0
    tighter = largest(0.5, 1.0, 0.05, lambda each: keeps(12.0, each))
    if tighter is not None:
        return 12.0, tighter
    size = largest(10.0, 12.0, 0.25, lambda each: keeps(each, 0.5)) or 0.0
    return (size, largest(0.5, 1.0, 0.05, lambda each: keeps(size, each)) or 0.0) if size else None


@given(st.integers(20, 320))
def test_guessing_finds_what_trying_everything_finds(lines: int) -> None:
    """Whatever the amount of text: the same type size and the same looseness, or a refusal. No setting is tried
    twice, and far fewer than the 40 that there are."""
    trials, best = Trials(lines), best_of_all(lines, 4)
    if best is None:
        with pytest.raises(CaresheetError):
            fitted(wanted(4), trials)
    else:
        last = len(trials.made)
        found = fitted(wanted(4), trials)
        pages = len(found.paginator.counted)
        assert found.setting == best or pages < len(Trials(lines)(12.0, 1.0).paginator.counted)
        assert len(trials.made) - last <= 11
    assert len(set(trials.made)) == len(trials.made)


def test_a_wide_range_with_room_takes_three_trials() -> None:
    """Two trials that fit show that the loosest spacing will, too: of 21 steps, two are tried."""
    trials = Trials(25)
    document_ = wanted(2)
    fixed = replace(document_.look, type=replace(document_.look.type, ceiling=12.0))
    assert fitted(replace(document_, look=fixed), trials).setting == (12.0, 2.0)
    assert trials.made == [(12.0, 1.0), (12.0, 1.5), (12.0, 2.0)]


def test_too_long_for_what_it_aims_at_is_tried_once() -> None:
    """A long translation is not laid out anew for each number of pages that it aims at in vain."""
    lines = int(WHOLE * 6.5 / 12)
    document_ = wanted(7, 3, tightest=0.95, loosest=1.0)
    fixed = replace(document_.look, type=replace(document_.look.type, floor=12.0, ceiling=12.0))
    trials = Trials(lines)
    assert fitted(replace(document_, look=fixed), trials).setting == (12.0, 1.0)
    assert trials.made == [(12.0, 1.0), (12.0, 0.95)]


def test_what_cannot_be_laid_out_is_no_trial_twice() -> None:
    """Type that is too large for the page is passed over, once."""
    trials = Trials(25, highest=12.5)
    assert fitted(wanted(2), trials).setting[0] == 12.5
    assert len(set(trials.made)) == len(trials.made)


BLOCK = 200.0
"""The height of what stays whole in the text of two columns, in points."""


def in_two_columns(before: int) -> Callable[[float, float], Trial]:
    """Trials of so many lines in two columns, a tall block, and more lines on a second page."""

    def made(body: float, looseness: float) -> Trial:
        line, block = Fragment(10.0, gap=4.0 * looseness), Fragment(BLOCK, gap=4.0 * looseness)
        text = ((line,) * before, (block,), (line,) * int(WHOLE / 7))
        paginator = Paginator(LOOK.paper, HERE, lone_title=True)
        paginator.add(Region(LOOK.paper, 2, 12.0, sum(text, ()), fresh=False, gap=0.0))
        return Trial((body, looseness), paginator)

    return made


def evened(before: int) -> Trial:
    document_ = wanted(2, loosest=1.0)
    fixed = replace(document_.look, type=replace(document_.look.type, ceiling=12.0))
    return fitted(replace(document_, look=fixed), in_two_columns(before))


def test_a_hole_above_what_stays_whole_is_closed_by_tighter_spacing() -> None:
    """Where a block just does not fit in its column, spacing shrinks until it does, even if the pages have room for
    looser spacing: the loosest of every second step that closes the hole."""
    before = int((WHOLE - BLOCK) / 11.9)
    assert in_two_columns(before)(12.0, 1.0).paginator.emptiest > HOLE
    found = evened(before)
    assert found.paginator.emptiest <= HOLE
    assert found.setting[0] == 12.0
    assert in_two_columns(before)(12.0, found.looseness + 0.1).paginator.emptiest > HOLE


def test_spacing_that_closes_no_hole_stays_as_it_is() -> None:
    """A hole that no spacing closes does not cost the text its white space."""
    found = evened(int((WHOLE - BLOCK) / 11.4))
    assert found.paginator.emptiest > HOLE
    assert found.setting == (12.0, 1.0)


def test_what_fits_at_no_size_is_tried_twice() -> None:
    """A block that is too tall for any page is refused after two trials, however many pages the handout may have."""
    trials = Trials(30, highest=0.0)
    with pytest.raises(CaresheetError):
        fitted(wanted(200, 1), trials)
    assert trials.made == [(12.0, 1.0), (12.0, 0.5)]
