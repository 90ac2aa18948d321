"""Headings in their order."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.document import Heading
from caresheet.model.problem import Problem
from caresheet.rules.context import HandoutContext

_TITLE_LEVEL = 1
_REMEDY = "in the layout, give its section a style whose heading is not none"


def heading_level(context: HandoutContext) -> Iterator[Problem]:
    """No heading is more than one level below the heading before it.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.4.2; WCAG 2.1, 1.3.1 with technique G141.
    """
    before = _TITLE_LEVEL
    for heading in context.every(Heading):
        if heading.level > before + 1:
            message = f"a heading of level {heading.level} follows one of level {before}"
            yield Problem(heading.text.position, rules.HEADING_LEVEL, message, _REMEDY)
        before = heading.level
