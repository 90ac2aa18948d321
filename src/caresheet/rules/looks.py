"""Looks that tired eyes can follow."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.problem import Problem
from caresheet.rules.context import HandoutContext
from caresheet.rules.contrasts import Pair, pairs, shown, weakest

LARGE_PRINT = 18.0
"""Points. A handout that is never set smaller is large print, whatever its edition is called (APH, ACB)."""
LEAST_IN_LARGE_PRINT = 7.0


def line_spacing(case: HandoutContext) -> Iterator[Problem]:
    """The distance of baselines is at least the limit, as a multiple of the type size.

    Source: ACB Best Practices and Guidelines for Large Print Documents, "Line spacing" (1.15 at least); CMS Toolkit for
    Making Written Material Clear and Effective, 6.9; RNIB Clear Print Guidelines, "Leading".
    """
    limit, leading = case.limits.leading, case.document.look.type.leading
    if limit is not None and leading < limit:
        message = f"`type.leading` is {leading:g}, under {limit:g}"
        hint = f"write {limit:g} or more; 1.3 to 1.5 is best"
        yield case.at_layout(rules.LINE_SPACING, message, hint, "type.leading")


def large_contrast(case: HandoutContext) -> Iterator[Problem]:
    """In large and giant print, every colour of words has at least 7:1 against every ground that the layout can put
    behind it, as colours and as the grays that a printer makes of them. Each colour is told once, with the pair in
    which it is weakest.

    Source: WCAG 2.1, 1.4.6 Contrast (Enhanced). It lets letters of 18 points have 4.5:1; who asks for a handout in such
    letters has the low vision that 7:1 is meant for, so the project asks for 7:1 all the same.
    """
    if case.document.look.type.floor < LARGE_PRINT:
        return
    least: dict[str, Pair] = {}
    for pair in pairs(case.layout):
        dark = pair.darker
        least[dark] = min(least.get(dark, pair), pair, key=lambda each: weakest(each)[0])
    for dark, pair in least.items():
        ratio, how = weakest(pair)
        if ratio < LEAST_IN_LARGE_PRINT:
            message = f"{pair} has a contrast of {shown(ratio)}:1{how}, under 7:1, which large print needs"
            yield case.at_layout(rules.LARGE_PRINT_CONTRAST, message, f"make {dark} darker", *pair.keys)


LOOKS = (line_spacing, large_contrast)
