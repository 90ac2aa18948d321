"""Readers in an emergency find help: first on the page, with the numbers to call."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.clinic import Clinic
from caresheet.model.lines import worded_for
from caresheet.model.problem import Problem
from caresheet.model.text import Placeholder
from caresheet.model.topic import Section
from caresheet.model.walk import iter_structs
from caresheet.rules.context import HandoutContext

EMERGENCY_KEYS = ("emergency", "after_hours_phone")
"""The keys of a clinic's profile that say whom to call at any hour."""


def warning_too_late(context: HandoutContext) -> Iterator[Problem]:
    """In a handout for lay readers, critical sections come before all others.

    Source: PEMAT-P, item 10 (logical sequence); CDC Clear Communication Index, item 2 (main message at the top); the
    project's own plan of each handout.
    """
    background = ""
    for section in topic_sections(context) if context.limits.lay else ():
        if not section.critical:
            background = background or section.id
        elif background:
            message = f"the critical section '{section.id}' comes after '{background}'"
            hint = f"place the role '{section.role}' before it"
            yield Problem(context.placement, rules.WARNING_TOO_LATE, message, hint)


def emergency_slots(context: HandoutContext) -> Iterator[Problem]:
    """Every handout for lay readers has a place for the emergency number and for the after-hours number.

    Source: PEMAT-P, items 20 and 23 (at least one action; a tangible tool).
    """
    if not context.limits.lay:
        return
    for key in EMERGENCY_KEYS:
        if not prints(context, f"clinic.{key}"):
            message = f"the layout '{context.layout.name}' does not print '{{{{clinic.{key}}}}}' of this topic"
            hint = "place a section that contains it, such as one with the role 'contacts'"
            yield Problem(context.document.position, rules.EMERGENCY_SLOTS, message, hint)


def emergency_numbers(clinic: Clinic) -> Iterator[Problem]:
    """A clinic's emergency number and after-hours number are filled in before its handouts leave the clinic.

    Source: PEMAT-P items 20 and 23; the project's own: nobody can write on an e-mail, and few people do on paper.
    """
    for key in EMERGENCY_KEYS:
        if clinic.value(key) is None:
            message = f"the clinic's profile has no `{key}`"
            yield Problem(clinic.place(key), rules.EMERGENCY_NUMBERS, message, f"fill in `{key}:`")


def prints(context: HandoutContext, name: str) -> bool:
    """Whether the handout has a place for a value such as `clinic.phone`, filled in or not."""
    parts = iter_structs(topic_sections(context))
    return any(isinstance(part, Placeholder) and part.name == name for part in parts)


def topic_sections(context: HandoutContext) -> tuple[Section, ...]:
    """The topic's sections that the handout prints, in the handout's order, worded for its clinic."""
    by_place = {section.position: section for section in context.topic.sections}
    printed = (by_place[each.position] for each in context.document.sections if each.position in by_place)
    return tuple(worded_for(section, context.job.clinic) for section in printed)
