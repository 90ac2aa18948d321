"""Sections that begin a page of their own, in a handout that has too many pages."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from caresheet.model.layout import Break
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import OVER_BUDGET

if TYPE_CHECKING:
    from collections.abc import Callable

    from caresheet.model.composed import Composed
    from caresheet.model.document import Section

Fitted = TypeVar("Fitted")


def naming_page_starts(
    composed: Composed, room_left: Callable[[Composed], float | None], fit: Callable[[], Fitted]
) -> Fitted:
    """What `fit` returns. If it raises CaresheetError because the handout is over budget, and it would not be if a
    section, or else none, began a page, the problem says so: then the text need not be shorter. `room_left` measures a
    handout."""
    try:
        return fit()
    except CaresheetError as fault:
        if all(problem.rule != OVER_BUDGET for problem in fault.problems):
            raise
        starts = _in_the_way(composed, room_left)
        if not starts:
            raise
        raise CaresheetError(tuple(_named(composed, problem, starts) for problem in fault.problems)) from None


def _in_the_way(composed: Composed, room_left: Callable[[Composed], float | None]) -> tuple[Section, ...]:
    """The section without whose page start the handout would fit, or all that begin a page if only all are too many;
    none if the handout would be too long even so."""
    starting = tuple(each for each in composed.document.sections if each.start is Break.PAGE)
    for starts in chain(((each,) for each in starting), (starting,) if len(starting) > 1 else ()):
        try:
            room = room_left(_running_on(composed, starts))
        except CaresheetError:
            continue
        if room is not None and room >= 0:
            return starts
    return ()


def _running_on(composed: Composed, starts: tuple[Section, ...]) -> Composed:
    """The handout if these sections, and their copies, did not begin a new page."""
    places = {each.placed for each in starts}
    sections = tuple(
        replace(each, start=Break.NONE, halves_a_page=False)
        if each in starts or (each.copy and each.placed in places)
        else each
        for each in composed.document.sections
    )
    return replace(composed, document=replace(composed.document, sections=sections))


def _named(composed: Composed, problem: Problem, starts: tuple[Section, ...]) -> Problem:
    """The problem with the page starts that cause it."""
    begun = "panel" if composed.document.look.panels else "page"
    places = ", ".join(dict.fromkeys(str(each.placed or each.position) for each in starts))
    names = ", ".join(f"'{_title(each)}'" for each in starts)
    message = f"{problem.message}; it would fit if {names} did not begin a new {begun}"
    hint = f"delete `start: page` ({places}), shorten the text, leave a section out, or raise pages: max"
    return replace(problem, message=message, hint=hint)


def _title(section: Section) -> str:
    """What a message calls a section."""
    return section.heading.text.plain if section.heading else section.name or section.id
