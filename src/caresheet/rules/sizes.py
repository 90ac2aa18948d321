"""Type that tired, old and frightened readers can read."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.problem import Problem
from caresheet.rules.context import HandoutContext

LEAST_BODY = 12.0
LEAST_ON_PANELS = 10.0
"""A card for the wallet is held close to the eye, and is an extra beside a handout in larger type."""
LEAST_RUNNING = 9.0
"""Points."""


def type_too_small(case: HandoutContext) -> Iterator[Problem]:
    """Text is at least 12 points, 10 in panels to cut out, and never under the layout's own floor; running headers and
    footers at least 9.

    Source: RNIB Clear Print Guidelines, "Text size" (12 points at least, better 14); CDC Simply Put, 3rd ed.,
    "Use large enough type" (12 to 14 points). 9 points for what is not read through, and 10 for panels, are the
    project's own.
    """
    sizes = case.layout.look.type
    least = LEAST_ON_PANELS if case.layout.look.panels else LEAST_BODY
    for key, size in (("body", sizes.body), ("floor", sizes.floor)):
        if size < least:
            message = f"`type.{key}` is {size:g}pt, under {least:g}pt"
            yield _too_small(case, message, f"write {least:g}pt or more", f"type.{key}")
    if sizes.body < sizes.floor:
        message = f"`type.body` is {sizes.body:g}pt, under its own floor of {sizes.floor:g}pt"
        yield _too_small(case, message, "raise `body` or lower `floor`", "type.body", "type.floor")
    if sizes.running < LEAST_RUNNING:
        message = f"`type.running` is {sizes.running:g}pt, under 9pt"
        yield _too_small(case, message, "write 9pt or more", "type.running", "type.body")


def _too_small(case: HandoutContext, message: str, hint: str, *keys: str) -> Problem:
    return case.at_layout(rules.TYPE_TOO_SMALL, message, hint, *keys)
