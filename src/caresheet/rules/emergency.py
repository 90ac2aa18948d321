"""Readers in an emergency find help: first on the page, with the numbers to call."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.clinic import Clinic
from caresheet.model.kind import BOTH_NUMBERS
from caresheet.model.lines import worded_for
from caresheet.model.problem import Problem
from caresheet.model.text import Placeholder
from caresheet.model.topic import Section
from caresheet.model.walk import iter_structs
from caresheet.rules.context import HandoutContext

_NOTICES = frozenset({"about", "notes"})
"""The roles of sections that speak of the handout itself."""


def warning_too_late(context: HandoutContext) -> Iterator[Problem]:
    """In a handout for lay readers, critical sections come before all others except notices in other languages. Plans,
    forms and labels have an order of their own.

    Source: PEMAT-P, item 10 (logical sequence); CDC Clear Communication Index, item 2 (main message at the top); the
    project's own plan of each handout.
    """
    background = ""
    for section in topic_sections(context) if context.needs.warnings_first else ():
        if not section.critical and not _is_notice(section):
            background = background or section.id
        elif section.critical and background:
            message = f"the critical section '{section.id}' comes after '{background}'"
            hint = f"place the role '{section.role}' before it"
            yield Problem(context.placement, rules.WARNING_TOO_LATE, message, hint)


def _is_notice(section: Section) -> bool:
    """Whether a section tells readers of other languages that the handout can be had in theirs."""
    return section.role in _NOTICES and any(block.common.language for block in section.blocks)


def emergency_slots(context: HandoutContext) -> Iterator[Problem]:
    """A handout for lay readers has a place for the numbers that its kind needs: cards, guides and plans for the
    emergency number and the after-hours number, explainers and posters for the first, and the others for none.

    Source: PEMAT-P, items 20 and 23 (at least one action; a tangible tool).
    """
    for key in context.needs.numbers:
        if not prints(context, f"clinic.{key}"):
            message = f"the layout '{context.layout.name}' does not print '{{{{clinic.{key}}}}}' of this topic"
            hint = "place a section that contains it, or write the handout's `kind` in the layout"
            yield Problem(context.document.position, rules.EMERGENCY_SLOTS, message, hint)


def emergency_numbers(clinic: Clinic) -> Iterator[Problem]:
    """A clinic's emergency number and after-hours number are filled in before its handouts leave the clinic.

    Source: PEMAT-P items 20 and 23; the project's own: nobody can write on an e-mail, and few people do on paper.
    """
    for key in BOTH_NUMBERS:
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
