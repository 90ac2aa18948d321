"""The rules that a topic, a handout and its pages are judged by. Pure: the date is passed in, never looked up.

Here is what is asked of every handout that is made; `rules.advice` asks the rest. One rule is a constant in
`model.rules`, one function, one line in a tuple of checks, and one page of help in `rules/pages`.
"""

from __future__ import annotations

from caresheet.model import rules
from caresheet.model.problem import Problem
from caresheet.rules.checks import Check, run
from caresheet.rules.context import HandoutContext, PagesContext, TopicContext
from caresheet.rules.contrasts import contrast
from caresheet.rules.critical import critical_left_out, critical_text_too_small
from caresheet.rules.figures import alt_text
from caresheet.rules.glyphs import no_glyph
from caresheet.rules.headings import heading_level
from caresheet.rules.links import bad_link_in_code, link_text
from caresheet.rules.own_fonts import unusable_font
from caresheet.rules.page_lines import line_length
from caresheet.rules.page_space import missing_summary, page_fill
from caresheet.rules.privacy import public_patient_field
from caresheet.rules.reviews import future_date, past_review, review_soon
from caresheet.rules.settings import ignored_setting
from caresheet.rules.tables import empty_header, ragged_table
from caresheet.rules.type_sizes import small_body_text, type_too_small
from caresheet.rules.waivers import WaivedProblem, WaiverOutcome, apply_waivers
from caresheet.rules.zone_bands import zone_contrast

__all__ = [
    "Check",
    "HandoutContext",
    "PagesContext",
    "TopicContext",
    "WaivedProblem",
    "WaiverOutcome",
    "apply_waivers",
    "faults",
    "page_findings",
    "review_findings",
]

FAULT_CHECKS: tuple[Check[HandoutContext], ...] = (
    Check(rules.CRITICAL_LEFT_OUT, critical_left_out),
    Check(rules.ALT_TEXT, alt_text),
    Check(rules.LINK_TEXT, link_text),
    Check(rules.HEADING_LEVEL, heading_level),
    Check(rules.EMPTY_HEADER, empty_header),
    Check(rules.RAGGED_TABLE, ragged_table),
    Check(rules.CONTRAST, contrast),
    Check(rules.ZONE_CONTRAST, zone_contrast),
    Check(rules.NO_GLYPH, no_glyph),
    Check(rules.UNUSABLE_FONT, unusable_font),
    Check(rules.TYPE_TOO_SMALL, type_too_small),
    Check(rules.PUBLIC_PATIENT_FIELD, public_patient_field),
    Check(rules.BAD_LINK, bad_link_in_code),
    Check(rules.FUTURE_DATE, future_date),
)
PAGE_CHECKS: tuple[Check[PagesContext], ...] = (
    Check(rules.CRITICAL_TEXT_TOO_SMALL, critical_text_too_small),
    Check(rules.SMALL_BODY_TEXT, small_body_text),
    Check(rules.PAGE_FILL, page_fill),
    Check(rules.MISSING_SUMMARY, missing_summary),
    Check(rules.LINE_LENGTH, line_length),
    Check(rules.IGNORED_SETTING, ignored_setting),
)
REVIEW_CHECKS: tuple[Check[HandoutContext], ...] = (
    Check(rules.PAST_REVIEW, past_review),
    Check(rules.REVIEW_SOON, review_soon),
)


def faults(context: HandoutContext) -> tuple[Problem, ...]:
    """What prevents a handout from being made, by file, line and column."""
    return tuple(problem for each in context.alone for problem in run(FAULT_CHECKS, each))


def page_findings(context: PagesContext) -> tuple[Problem, ...]:
    """What is wrong with the laid-out pages of a handout. Faults among it prevent the handout from being written."""
    return run(PAGE_CHECKS, context)


def review_findings(context: HandoutContext) -> tuple[Problem, ...]:
    """Whether the review of a handout has expired, or soon will."""
    return tuple(problem for each in context.alone for problem in run(REVIEW_CHECKS, each))
