"""The rules that a topic, a handout and its pages are judged by. Pure: the day is told, never looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from caresheet.check.case import Case, PageCase, TopicCase
from caresheet.check.contrasts import contrast_of_text
from caresheet.check.critical import critical_left_out
from caresheet.check.figures import FIGURES
from caresheet.check.glyphs import no_glyph
from caresheet.check.governance import emergency_numbers, outdated_translation, review_findings
from caresheet.check.headings import heading_level
from caresheet.check.help_first import HELP_FIRST
from caresheet.check.leftovers import CLINIC_LEFTOVERS, LEFTOVERS
from caresheet.check.links import code_target, link_text
from caresheet.check.looks import LOOKS
from caresheet.check.phones import CLINIC_PHONES, PHONES
from caresheet.check.pictures import alt_text
from caresheet.check.plain import PLAIN
from caresheet.check.privacy import PRIVACY
from caresheet.check.public import patient_on_public
from caresheet.check.set_lines import SET_LINES
from caresheet.check.set_pages import SET_PAGES
from caresheet.check.sizes import type_too_small
from caresheet.check.sources import SOURCES, TOPIC_SOURCES
from caresheet.check.tables import empty_header, table_width
from caresheet.check.translations import TRANSLATIONS
from caresheet.check.waivers import Sifted, Waived, sift, unused
from caresheet.model.clinic import Clinic
from caresheet.model.problem import Findings, Problem

__all__ = [
    "Case",
    "PageCase",
    "Sifted",
    "TopicCase",
    "Waived",
    "advice",
    "clinic_advice",
    "emergency_numbers",
    "faults",
    "page_findings",
    "review_findings",
    "sift",
    "topic_advice",
    "unused",
]

Subject = TypeVar("Subject")
Judge = Callable[[Subject], Iterator[Problem]]

FAULTS: tuple[Judge[Case], ...] = (
    critical_left_out,
    alt_text,
    link_text,
    heading_level,
    empty_header,
    table_width,
    contrast_of_text,
    no_glyph,
    type_too_small,
    patient_on_public,
    code_target,
)
"""One function a rule; each says in its docstring what it asks and who asked first. These keep a handout from being
made; the rest is said of one that is."""

ADVICE: tuple[Judge[Case], ...] = (
    *HELP_FIRST,
    *PLAIN,
    *FIGURES,
    *LOOKS,
    *SOURCES,
)

TOPIC_ADVICE: tuple[Judge[TopicCase], ...] = (
    *TOPIC_SOURCES,
    *TRANSLATIONS,
    *PRIVACY,
    *LEFTOVERS,
    *PHONES,
    outdated_translation,
)

CLINIC_ADVICE: tuple[Judge[Clinic], ...] = (
    *CLINIC_LEFTOVERS,
    *CLINIC_PHONES,
)

PAGE_FINDINGS: tuple[Judge[PageCase], ...] = (
    *SET_PAGES,
    *SET_LINES,
)


def faults(case: Case) -> tuple[Problem, ...]:
    """What keeps a handout from being made, by file, line and column; empty when all is well."""
    return _judged(FAULTS, case)


def advice(case: Case) -> tuple[Problem, ...]:
    """What is wrong with a handout's words and looks short of a fault."""
    return _judged(ADVICE, case)


def topic_advice(case: TopicCase) -> tuple[Problem, ...]:
    """What is wrong with a topic as a whole, whatever handout is made of it."""
    return _judged(TOPIC_ADVICE, case)


def clinic_advice(clinic: Clinic) -> tuple[Problem, ...]:
    """What is wrong with a clinic's details."""
    return _judged(CLINIC_ADVICE, clinic)


def page_findings(case: PageCase) -> tuple[Problem, ...]:
    """What is wrong with a handout's set pages; faults among it keep the handout from being painted."""
    return _judged(PAGE_FINDINGS, case)


def _judged(judges: tuple[Judge[Subject], ...], subject: Subject) -> tuple[Problem, ...]:
    findings = Findings()
    for judge in judges:
        findings.extend(tuple(judge(subject)))
    return findings.sorted()
