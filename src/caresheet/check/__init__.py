"""The rules that a handout is judged by before a page is set. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from caresheet.check.case import Case
from caresheet.check.contrasts import contrast_of_text
from caresheet.check.critical import critical_left_out
from caresheet.check.glyphs import no_glyph
from caresheet.check.headings import heading_level
from caresheet.check.links import code_target, link_text
from caresheet.check.pictures import alt_text
from caresheet.check.public import patient_on_public
from caresheet.check.sizes import type_too_small
from caresheet.check.tables import empty_header, table_width
from caresheet.model.document import Document
from caresheet.model.layout import Layout
from caresheet.model.problem import Findings, Problem
from caresheet.model.topic import Topic

__all__ = ["JUDGES", "check"]

JUDGES: tuple[Callable[[Case], Iterator[Problem]], ...] = (
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
"""One function a rule; each says in its docstring what it asks and who asked first."""


def check(topic: Topic, layout: Layout, document: Document, coverage: frozenset[int]) -> tuple[Problem, ...]:
    """Everything that is wrong with the handout `document`, by file, line and column; empty when all is well.

    `coverage` are the code points that can be printed.
    """
    findings = Findings()
    case = Case.of(topic, layout, document, coverage)
    for judge in JUDGES:
        findings.extend(tuple(judge(case)))
    return findings.sorted()
