"""Type that tired, old and frightened readers can read."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.problem import Problem
from caresheet.rules.context import HandoutContext, PagesContext

LARGE_PRINT = 18.0
"""Points. A handout that is never set smaller is large print, whatever its edition is called (APH, ACB)."""
LEAST_BODY = 12.0
LEAST_ON_PANELS = 10.0
"""A wallet card is held close to the eye, and comes with a handout in larger type."""
LEAST_RUNNING = 9.0
ROUNDING = 0.01
"""Points by which sizes may differ and count as equal."""


def type_too_small(context: HandoutContext) -> Iterator[Problem]:
    """Text is at least 12 points, or 10 on panels to cut out, and never below the layout's own floor; headers and
    footers are at least 9 points.

    Source: RNIB Clear Print Guidelines, "Text size" (at least 12 points, ideally 14); CDC Simply Put, 3rd ed.,
    "Use large enough type" (12 to 14 points). 9 points for headers and footers and 10 for panels are the project's own.
    """
    sizes = context.layout.look.type
    least = LEAST_ON_PANELS if context.layout.look.panels else LEAST_BODY
    for key, size in (("body", sizes.body), ("floor", sizes.floor)):
        if size < least:
            message = f"`type.{key}` is {size:g}pt, below {least:g}pt"
            yield _too_small(context, message, f"write {least:g}pt or more", f"type.{key}")
    if sizes.body < sizes.floor:
        message = f"`type.body` is {sizes.body:g}pt, below its own floor of {sizes.floor:g}pt"
        yield _too_small(context, message, "raise `body` or lower `floor`", "type.body", "type.floor")
    if sizes.running < LEAST_RUNNING:
        message = f"`type.running` is {sizes.running:g}pt, below 9pt"
        yield _too_small(context, message, "write 9pt or more", "type.running", "type.body")


def _too_small(context: HandoutContext, message: str, hint: str, *keys: str) -> Problem:
    return context.at_layout(rules.TYPE_TOO_SMALL, message, hint, *keys)


def small_body_text(context: PagesContext) -> Iterator[Problem]:
    """Text is not set smaller than the limit, whatever size the page budget leaves it.

    Source: RNIB Clear Print Guidelines, "Text size" (at least 12 points, ideally 14); CMS Toolkit, 6.4.
    """
    limit, size = context.handout.limits.body, context.page_layout.body_size
    if limit is not None and size < limit - ROUNDING:
        message = f"the text is set in {size:.4g} pt, below {limit:g} pt"
        hint = "use fewer words, allow more pages, or raise `type: floor`"
        yield context.handout.at_layout(rules.SMALL_BODY_TEXT, message, hint, "type.floor", "type.body")


def line_spacing(context: HandoutContext) -> Iterator[Problem]:
    """The distance between baselines is at least the limit, as a multiple of the type size.

    Source: ACB Best Practices and Guidelines for Large Print Documents, "Line spacing" (1.15 at least); CMS Toolkit for
    Making Written Material Clear and Effective, 6.9; RNIB Clear Print Guidelines, "Leading".
    """
    limit, leading = context.limits.leading, context.document.look.type.leading
    if limit is not None and leading < limit:
        message = f"`type.leading` is {leading:g}, below {limit:g}"
        hint = f"write {limit:g} or more; 1.3 to 1.5 is best"
        yield context.at_layout(rules.LINE_SPACING, message, hint, "type.leading")
