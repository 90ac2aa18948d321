"""The rules that a topic, a handout and its pages are judged by. Pure: the day is told, never looked up.

This door leads to what is asked of every handout that is made; `advice` is the door to the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from caresheet.model.problem import Findings, Problem
from caresheet.rules.context import HandoutContext, PagesContext
from caresheet.rules.contrasts import contrast_of_text
from caresheet.rules.critical import critical_left_out
from caresheet.rules.glyphs import no_glyph
from caresheet.rules.governance import review_ending
from caresheet.rules.headings import heading_level
from caresheet.rules.links import code_target, link_text
from caresheet.rules.page_lines import SET_LINES
from caresheet.rules.page_measures import SET_PAGES
from caresheet.rules.pictures import alt_text
from caresheet.rules.public import patient_on_public
from caresheet.rules.sizes import type_too_small
from caresheet.rules.tables import empty_header, table_width
from caresheet.rules.waivers import WaivedProblem, WaiverOutcome, apply_waivers

__all__ = [
    "HandoutContext",
    "PagesContext",
    "WaivedProblem",
    "WaiverOutcome",
    "apply_waivers",
    "faults",
    "judged",
    "page_findings",
    "review_ending",
]

Subject = TypeVar("Subject")
Judge = Callable[[Subject], Iterator[Problem]]

FAULTS: tuple[Judge[HandoutContext], ...] = (
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
made."""

PAGE_FINDINGS: tuple[Judge[PagesContext], ...] = (
    *SET_PAGES,
    *SET_LINES,
)


def faults(case: HandoutContext) -> tuple[Problem, ...]:
    """What keeps a handout from being made, by file, line and column; empty when all is well."""
    return judged(FAULTS, case)


def page_findings(case: PagesContext) -> tuple[Problem, ...]:
    """What is wrong with a handout's set pages; faults among it keep the handout from being painted."""
    return judged(PAGE_FINDINGS, case)


def judged(judges: tuple[Judge[Subject], ...], subject: Subject) -> tuple[Problem, ...]:
    """What some rules find, by file, line and column."""
    findings = Findings()
    for judge in judges:
        findings.extend(tuple(judge(subject)))
    return findings.sorted()
