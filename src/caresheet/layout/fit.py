"""Keeping the page budget: how large the type and how loose the spacing can be.

Spacing and type size are two variables. If the text is too long, spacing shrinks first, within the layout's limits, and
only then type, down to the layout's floor. Spacing also shrinks if that saves a last page of a few lines. If there is
space left on the pages that the text needs, type grows and then spacing, up to the layout's ceilings. The page itself
is never scaled, so a millimeter stays a millimeter.
"""

from __future__ import annotations

from math import ceil, fsum, inf
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout.column_breaks import HOLE
from caresheet.model.counts import count
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import OVER_BUDGET, UNDER_BUDGET

if TYPE_CHECKING:
    from collections.abc import Callable

    from caresheet.layout.paginator import Paginator
    from caresheet.model.document import Document
    from caresheet.model.layout import PageBudget
    from caresheet.model.look import Spacing
    from caresheet.model.problem import Position

_TYPE_STEP = 0.25
"""The step between the type sizes that are tried, in points."""
_SPACE_STEP = 0.05
_FEW_LINES = 0.2
"""A last page that is filled to less than this share of its height is avoided, if tighter spacing can do it."""
_WORTH = 10 * POINTS_PER_MM
"""Tighter spacing is worth it if the tallest empty space is shorter by this, in points."""
_MOST_GUESSES = 2
"""The most guesses in one search at the step where the room ends."""
_NAMED_BLOCKS = 3
"""How many of the longest blocks a problem names."""


class Stacked(Protocol):
    """The result of a trial at one type size and looseness."""

    @property
    def looseness(self) -> float: ...

    @property
    def paginator(self) -> Paginator: ...

    @property
    def context(self) -> Measured: ...


class Measured(Protocol):
    """Holds the height of each block, in points."""

    @property
    def heights(self) -> dict[Position, float]: ...


Trial = TypeVar("Trial", bound=Stacked)
Found = TypeVar("Found")


def fitted(document: Document, attempt: Callable[[float, float], Trial]) -> Trial:
    """The trial that keeps the document's page budget with the largest type, and then the loosest spacing.

    `attempt` stacks the document at a body size in points and a looseness. Raises CaresheetError (over-budget,
    under-budget) if no trial within the layout's limits keeps the budget, and whatever `attempt` raises at the layout's
    own size.
    """
    budget = document.budget
    if budget is None:
        return attempt(document.look.type.body, 1.0)
    trials = _Trials(document, attempt)
    for most in range(budget.aim or budget.maximum, budget.maximum):
        try:
            return _within(document, replace(budget, maximum=most), trials)
        except CaresheetError:
            continue
    return _within(document, budget, trials)


class _Trials(Generic[Trial]):
    """The trials of one document. The number of pages of each is remembered, so that nothing is tried again that is
    known to be too long, and what cannot be laid out is tried only once. The trials at the layout's own size and at the
    smallest are kept, because they are asked for often."""

    def __init__(self, document: Document, attempt: Callable[[float, float], Trial]) -> None:
        look = document.look
        self.tight = _steps(look.spacing.tightest, 1.0, _SPACE_STEP)
        self.plain, self.smallest = (look.type.body, 1.0), (look.type.floor, self.tight[0])
        self._attempt = attempt
        self._pages: dict[tuple[float, float], float] = {}
        self._kept: dict[tuple[float, float], Trial] = {}
        self._refused: dict[tuple[float, float], tuple[Problem, ...]] = {}

    def at(self, body: float, looseness: float) -> Trial:
        """The trial at a type size and a looseness. Raises CaresheetError as `attempt` does."""
        setting = (body, looseness)
        if setting in self._kept:
            return self._kept[setting]
        if setting in self._refused:
            raise CaresheetError(self._refused[setting])
        self._pages[setting] = inf
        try:
            trial = self._attempt(body, looseness)
        except CaresheetError as error:
            self._refused[setting] = error.problems
            raise
        self._pages[setting] = _count(trial)
        if setting in {self.plain, self.smallest}:
            self._kept[setting] = trial
        return trial

    def within(self, body: float, looseness: float, most: int) -> Trial | None:
        """The trial, if it can be laid out and takes at most `most` pages."""
        if self._pages.get((body, looseness), 0) > most:
            return None
        try:
            trial = self.at(body, looseness)
        except CaresheetError:
            return None
        return trial if _count(trial) <= most else None


def _within(document: Document, budget: PageBudget, trials: _Trials[Trial]) -> Trial:
    """The trial that keeps one number of pages."""
    look, most = document.look, budget.maximum
    body, tight = look.type.body, trials.tight
    plain = _plain(trials, body)
    if plain is not None and _count(plain) <= most:
        return _with_page_saved(document, budget, trials, plain) or _filled(document, budget, trials, plain)
    found = _largest(tight[:-1], lambda space: trials.within(body, space, most), most)
    if found is None:
        smaller = _steps(look.type.floor, body, _TYPE_STEP)
        smallest = _largest(smaller, lambda size: trials.within(size, tight[0], most), most)
        if smallest is None:
            raise CaresheetError((_over(document, budget, trials.at(*trials.smallest)),))
        size = smallest[0]
        found = _largest(tight, lambda space: trials.within(size, space, most), most, smallest[1]) or smallest
        return found[1]
    return _evened(trials, lambda space: trials.within(body, space, most), found[1])


def _plain(trials: _Trials[Trial], body: float) -> Trial | None:
    """The trial at the layout's own size and spacing; None if only tighter spacing fits."""
    try:
        return trials.at(*trials.plain)
    except CaresheetError:
        trials.at(body, trials.tight[0])
        return None


def _with_page_saved(document: Document, budget: PageBudget, trials: _Trials[Trial], plain: Trial) -> Trial | None:
    """The trial with tighter spacing that avoids a last page with only a few lines; None if there is no such page, or
    it cannot be avoided."""
    paginator, fewer = plain.paginator, _count(plain) - 1
    if fewer < max(budget.minimum, budget.aim or 1) or paginator.on_a_side > 1:
        return None
    last = paginator.counted[-1]
    if last.used >= _FEW_LINES * paginator.room_on(paginator.pages.index(last)):
        return None
    body = document.look.type.body
    saved = _largest(trials.tight[:-1], lambda space: trials.within(body, space, fewer), fewer)
    return saved[1] if saved else None


def _filled(document: Document, budget: PageBudget, trials: _Trials[Trial], plain: Trial) -> Trial:
    """The trial with larger type and looser spacing that fills the pages that are needed anyway."""
    look, body = document.look, document.look.type.body
    most = _on_whole_sides(plain, budget)
    larger = _steps(body, look.type.ceiling, _TYPE_STEP)
    size, trial = _largest(larger, lambda size: trials.within(size, 1.0, most), most, plain) or (body, plain)
    loose = _steps(1.0, look.spacing.loosest, _SPACE_STEP)
    trial = (_largest(loose, lambda space: trials.within(size, space, most), most, trial) or (1.0, trial))[1]
    _refuse_too_few(document, budget, trial)
    return _evened(trials, lambda space: trials.within(size, space, most), trial)


def _evened(trials: _Trials[Trial], within: Callable[[float], Trial | None], trial: Trial) -> Trial:
    """The trial or, if it leaves a column empty because what follows must stay whole, one with tighter spacing that
    leaves clearly less empty. Every second step is tried."""
    best = trial
    tighter = [space for space in trials.tight if space < trial.looseness]
    for space in tighter[::-2]:
        if best.paginator.emptiest <= HOLE:
            break
        other = within(space)
        if other and other.paginator.emptiest < best.paginator.emptiest - _WORTH:
            best = other
    return best


def _on_whole_sides(plain: Stacked, budget: PageBudget) -> int:
    """How many pages the text needs or must have; if pages are panels, rounded up to whole sides."""
    together = plain.paginator.on_a_side
    return min(ceil(max(_count(plain), budget.minimum) / together) * together, budget.maximum)


def free_height(document: Document, paginator: Paginator) -> float:
    """The free height on the last counted page and on the pages that the budget still allows, in points."""
    return _free(paginator, document.budget.maximum if document.budget else len(paginator.counted))


def _free(paginator: Paginator, pages: int) -> float:
    """The free height on the last counted page and on the further ones up to `pages` in all, in points."""
    counted = paginator.counted
    if not counted:
        return 0.0
    last = paginator.pages.index(counted[-1])
    spare = pages - len(counted)
    return fsum(paginator.room_on(last + number) for number in range(spare + 1)) - counted[-1].used


def room(document: Document, paginator: Paginator, budget: PageBudget) -> float:
    """The free height within the budget, in points; negative if the document is over budget: what does not fit, less
    what is free below a block that was too tall for the rest of the last page, but at least a line."""
    over = fsum(page.used for page in paginator.counted[budget.maximum :])
    if not over:
        return free_height(document, paginator)
    last = paginator.counted[budget.maximum - 1]
    free = paginator.room_on(paginator.pages.index(last)) - last.used
    return -max(over - max(free, 0.0), document.look.type.floor * document.look.type.leading)


def loosest(spacing: Spacing, within: Callable[[float], Found | None]) -> Found | None:
    """What `within` finds at the loosest spacing that a layout allows and at which it finds anything; None if it finds
    nothing at the tightest."""
    steps = _steps(spacing.tightest, spacing.loosest, _SPACE_STEP)
    found, low, high = within(steps[0]), 0, len(steps)
    while found is not None and high - low > 1:
        middle = (low + high) // 2
        looser = within(steps[middle])
        found, low, high = (found, low, middle) if looser is None else (looser, middle, high)
    return found


def _steps(low: float, high: float, step: float) -> list[float]:
    """The values from `low` to `high`, both included, `step` apart."""
    values = [low]
    while values[-1] + step < high - step / 10:
        values.append(round(values[-1] + step, 4))
    return [*values, high] if high > low else values


def _count(trial: Stacked) -> int:
    return len(trial.paginator.counted)


def _largest(
    steps: list[float], within: Callable[[float], Trial | None], most: int, first: Trial | None = None
) -> tuple[float, Trial] | None:
    """The largest step that takes at most `most` pages, with its trial; None if even the first step takes more, or if
    there are no steps.

    `first` is the trial at the first step, if that is already known to fit. The result was really tried, so it holds
    even if looser spacing happens to need fewer pages.
    """
    if first is None:
        first = within(steps[0]) if steps else None
        if first is None:
            return None
    best = (steps[0], first)
    search = _Search(0, len(steps), [(0, _free(first.paginator, most))])
    while search.high - search.low > 1:
        step = search.next_step()
        trial = within(steps[step])
        if trial is None:
            search.high = step
        else:
            search.low, best = step, (steps[step], trial)
            search.fitting.append((step, _free(trial.paginator, most)))
    return best


class _Search(Struct):
    """A search for the largest step that fits: `low` does and `high` does not. `fitting` are the steps that were tried
    and fit, with the height that they leave free."""

    low: int
    high: int
    fitting: list[tuple[int, float]]
    guesses: int = 0

    def next_step(self) -> int:
        """The step to try next: a guess at where the room ends, from the last two steps that fit; after two guesses,
        the middle. Steps that do not fit tell less: a block that moved to the next page leaves a gap behind."""
        middle = (self.low + self.high) // 2
        if len(self.fitting) < 2 or self.guesses == _MOST_GUESSES:
            return middle
        (before, wider), (last, free) = self.fitting[-2:]
        if wider <= free:
            return middle
        self.guesses += 1
        return min(max(last + int(free * (last - before) / (wider - free)), self.low + 1), self.high - 1)


def _refuse_too_few(document: Document, budget: PageBudget, trial: Stacked) -> None:
    if _count(trial) < budget.minimum:
        message = (
            f"the handout has {_pages(document, _count(trial))}, but its layout requires at least {budget.minimum}"
        )
        hint = "add text, raise the largest type size or the loosest spacing, or lower pages: min"
        raise CaresheetError((Problem(budget.position, UNDER_BUDGET, message, hint, (document.identifier,)),))


def _over(document: Document, budget: PageBudget, trial: Stacked) -> Problem:
    """How much too long the tightest trial is, and which blocks are the longest."""
    over = -room(document, trial.paginator, budget)
    look = document.look
    lines = max(ceil(over / (look.type.floor * look.type.leading)), 1)
    longest = sorted(trial.context.heights.items(), key=lambda item: -item[1])[:_NAMED_BLOCKS]
    blocks = ", ".join(f"{position} ({height / POINTS_PER_MM:.0f} mm)" for position, height in longest)
    both = " in two languages" if document.companion else ""
    message = (
        f"the handout has {_pages(document, _count(trial))}, but its layout allows at most {budget.maximum}{both}: "
        f"at {look.type.floor:g} pt and the tightest spacing it is {count(lines, 'line')} "
        f"({max(ceil(over / POINTS_PER_MM), 1)} mm) too long; the longest blocks are {blocks}"
    )
    hint = "shorten the text, leave a section out, or raise pages: max"
    return Problem(budget.position, OVER_BUDGET, message, hint, (document.identifier,))


def _pages(document: Document, number: int) -> str:
    """What the budget counts, in words: panels if sheets are cut into them."""
    return count(number, "panel" if document.look.panels else "page")
