"""Keeping the page budget: how large the type and how loose the spacing can be.

Spacing and type size are two variables. If the text is too long, spacing shrinks first, within the layout's limits, and
only then type, down to the layout's floor. Spacing also shrinks if that saves a last page of a few lines. If there is
space left on the pages that the text needs, type grows and then spacing, up to the layout's ceilings. The page itself
is never scaled, so a millimeter stays a millimeter.
"""

from __future__ import annotations

from math import ceil, fsum
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec.structs import replace

from caresheet.model.counts import count
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import OVER_BUDGET, UNDER_BUDGET

if TYPE_CHECKING:
    from collections.abc import Callable

    from caresheet.layout.paginator import Paginator
    from caresheet.model.document import Document
    from caresheet.model.layout import PageBudget
    from caresheet.model.problem import Position

_TYPE_STEP = 0.25
"""The step between the type sizes that are tried, in points."""
_SPACE_STEP = 0.05
_FEW_LINES = 0.2
"""A last page that is filled to less than this share of its height is avoided, if tighter spacing can do it."""
_NAMED_BLOCKS = 3
"""How many of the longest blocks a problem names."""


class Stacked(Protocol):
    """The result of a trial at one type size and looseness."""

    @property
    def paginator(self) -> Paginator: ...

    @property
    def context(self) -> Measured: ...


class Measured(Protocol):
    """Holds the height of each block, in points."""

    @property
    def heights(self) -> dict[Position, float]: ...


Trial = TypeVar("Trial", bound=Stacked)


def fitted(document: Document, attempt: Callable[[float, float], Trial]) -> Trial:
    """The trial that keeps the document's page budget with the largest type, and then the loosest spacing.

    `attempt` stacks the document at a body size in points and a looseness. Raises CaresheetError (over-budget,
    under-budget) if no trial within the layout's limits keeps the budget, and whatever `attempt` raises at the layout's
    own size.
    """
    budget = document.budget
    if budget is None:
        return attempt(document.look.type.body, 1.0)
    for most in range(budget.aim or budget.maximum, budget.maximum):
        try:
            return _within(document, replace(budget, maximum=most), attempt)
        except CaresheetError:
            continue
    return _within(document, budget, attempt)


def _within(document: Document, budget: PageBudget, attempt: Callable[[float, float], Trial]) -> Trial:
    """The trial that keeps one number of pages."""
    look = document.look
    body, tight = look.type.body, _steps(look.spacing.tightest, 1.0, _SPACE_STEP)
    plain = _plain(attempt, body, tight[0])
    if plain is not None and _count(plain) <= budget.maximum:
        return _with_page_saved(document, budget, attempt, plain) or _filled(document, budget, attempt, plain)
    found = _largest(tight, lambda space: attempt(body, space), budget, None)
    if found is None:
        smaller = _steps(look.type.floor, body, _TYPE_STEP)
        smallest = _largest(smaller, lambda size: attempt(size, tight[0]), budget, None)
        if smallest is None:
            raise CaresheetError((_over(document, budget, attempt(look.type.floor, tight[0])),))
        found = _largest(tight, lambda space: attempt(smallest[0], space), budget, smallest[1]) or smallest
    return found[1]


def _plain(attempt: Callable[[float, float], Trial], body: float, tightest: float) -> Trial | None:
    """The trial at the layout's own size and spacing; None if only tighter spacing fits."""
    try:
        return attempt(body, 1.0)
    except CaresheetError:
        attempt(body, tightest)
        return None


def _with_page_saved(
    document: Document, budget: PageBudget, attempt: Callable[[float, float], Trial], plain: Trial
) -> Trial | None:
    """The trial with tighter spacing that avoids a last page with only a few lines; None if there is no such page, or
    it cannot be avoided."""
    paginator, fewer = plain.paginator, _count(plain) - 1
    if fewer < max(budget.minimum, budget.aim or 1) or paginator.on_a_side > 1:
        return None
    last = paginator.counted[-1]
    if last.used >= _FEW_LINES * paginator.room_on(paginator.pages.index(last)):
        return None
    look = document.look
    tight = _steps(look.spacing.tightest, 1.0, _SPACE_STEP)
    saved = _largest(tight, lambda space: attempt(look.type.body, space), replace(budget, maximum=fewer), None)
    return saved[1] if saved else None


def _filled(document: Document, budget: PageBudget, attempt: Callable[[float, float], Trial], plain: Trial) -> Trial:
    """The trial with larger type and looser spacing that fills the pages that are needed anyway."""
    look, body = document.look, document.look.type.body
    filled = replace(budget, maximum=_on_whole_sides(plain, budget))
    best = _largest(_steps(body, look.type.ceiling, _TYPE_STEP), lambda size: attempt(size, 1.0), filled, plain)
    size, trial = best or (body, plain)
    loose = _steps(1.0, look.spacing.loosest, _SPACE_STEP)
    trial = (_largest(loose, lambda space: attempt(size, space), filled, trial) or (1.0, trial))[1]
    _refuse_too_few(document, budget, trial)
    return trial


def _on_whole_sides(plain: Stacked, budget: PageBudget) -> int:
    """How many pages the text needs or must have; if pages are panels, rounded up to whole sides."""
    together = plain.paginator.on_a_side
    return min(ceil(max(_count(plain), budget.minimum) / together) * together, budget.maximum)


def free_height(document: Document, paginator: Paginator) -> float:
    """The free height on the last counted page and on the pages that the budget still allows, in points."""
    counted = paginator.counted
    if not counted:
        return 0.0
    last = paginator.pages.index(counted[-1])
    spare = document.budget.maximum - len(counted) if document.budget else 0
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


def _steps(low: float, high: float, step: float) -> list[float]:
    """The values from `low` to `high`, both included, `step` apart."""
    values = [low]
    while values[-1] + step < high - step / 10:
        values.append(round(values[-1] + step, 4))
    return [*values, high] if high > low else values


def _count(trial: Stacked) -> int:
    return len(trial.paginator.counted)


def _largest(
    steps: list[float], attempt: Callable[[float], Trial], budget: PageBudget, first: Trial | None
) -> tuple[float, Trial] | None:
    """The largest step that keeps the budget, found by bisection, with its trial; None if not even the first one does.

    `first` is the trial at the first step, if it is already known to keep the budget. The result was really tried, so
    it holds even if looser spacing happens to need fewer pages.
    """
    if first is None:
        first = _kept(attempt, steps[0], budget)
        if first is None:
            return None
    best = (steps[0], first)
    low, high = 0, len(steps)
    while high - low > 1:
        middle = (low + high) // 2
        trial = _kept(attempt, steps[middle], budget)
        if trial is None:
            high = middle
        else:
            low, best = middle, (steps[middle], trial)
    return best


def _kept(attempt: Callable[[float], Trial], step: float, budget: PageBudget) -> Trial | None:
    """The trial, if it can be laid out and keeps the budget."""
    try:
        trial = attempt(step)
    except CaresheetError:
        return None
    return trial if _count(trial) <= budget.maximum else None


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
    message = (
        f"the handout has {_pages(document, _count(trial))}, but its layout allows at most {budget.maximum}: "
        f"at {look.type.floor:g} pt and the tightest spacing it is {count(lines, 'line')} "
        f"({max(ceil(over / POINTS_PER_MM), 1)} mm) too long; the longest blocks are {blocks}"
    )
    hint = "shorten the text, leave a section out, or raise pages: max"
    return Problem(budget.position, OVER_BUDGET, message, hint, (document.identifier,))


def _pages(document: Document, number: int) -> str:
    """What the budget counts, in words: panels if sheets are cut into them."""
    return count(number, "panel" if document.look.panels else "page")
