"""Whoever needs help finds it: first on the page, with the numbers to call."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from caresheet.model import rules
from caresheet.model.problem import Problem
from caresheet.model.text import Placeholder
from caresheet.model.topic import Section
from caresheet.model.walk import iter_structs
from caresheet.rules.context import HandoutContext

_NEEDED = ("clinic.emergency", "clinic.after_hours_phone")


def late_warning(case: HandoutContext) -> Iterator[Problem]:
    """In a handout for lay readers, critical sections stand before all others.

    Source: PEMAT-P, item 10 (logical sequence); CDC Clear Communication Index, item 2 (main message at the top); the
    project's own plan of each handout.
    """
    background = ""
    for section in sections_of(case) if case.limits.lay else ():
        if not section.critical:
            background = background or section.id
        elif background:
            message = f"the critical section '{section.id}' stands behind '{background}'"
            hint = f"place the role '{section.role}' before it"
            yield Problem(case.layout.placements[0].position, rules.WARNING_TOO_LATE, message, hint)


def emergency_slots(case: HandoutContext) -> Iterator[Problem]:
    """Each handout for lay readers has a place for the emergency number and for the team's number at night.

    Source: PEMAT-P, items 20 and 23 (at least one action; a tangible tool).
    """
    if not case.limits.lay:
        return
    for name in _NEEDED:
        if not prints(case, name):
            message = f"the layout '{case.layout.name}' prints no '{{{{{name}}}}}' of this topic"
            hint = "place a section that holds it, such as one of the role 'contacts'"
            yield Problem(case.document.position, rules.EMERGENCY_SLOTS, message, hint)


def prints(case: HandoutContext, name: str) -> bool:
    """Whether the handout has a place for a value, such as `clinic.phone`, whether or not it is known."""
    return any(isinstance(part, Placeholder) and part.name == name for part in iter_structs(sections_of(case)))


def sections_of(case: HandoutContext) -> tuple[Section, ...]:
    """The topic's sections that the handout prints, in its order."""
    by_place = {section.position: section for section in case.topic.sections}
    return tuple(by_place[each.position] for each in case.document.sections if each.position in by_place)


HELP_FIRST: tuple[Callable[[HandoutContext], Iterator[Problem]], ...] = (late_warning, emergency_slots)
