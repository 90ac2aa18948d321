"""What a program can say before people score a handout with PEMAT-P, the CDC Clear Communication Index or SAM.

Most items of these instruments take a person. An item passes here if its rules found nothing against it, which is less
than a person's "agree": a pre-score is never a score.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.problem import Rule
from caresheet.rules.unjudged import Undecided
from caresheet.rules.waivers import PAGE_RULES


class ItemState(Enum):
    """What can be said of an item."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"  # the handout has nothing of the kind
    NOT_JUDGED = "not judged"  # needs laid-out pages, which were not checked
    NEEDS_PERSON = "needs a person"


class InstrumentItem(Struct, frozen=True):
    """One thing that an instrument asks for, in our words, and the rules that are broken if it is not met."""

    number: str
    asks: str
    judged_by: tuple[Rule, ...] = ()


class ScoredItem(Struct, frozen=True):
    """An item with its state; `because` are the names of the rules that are broken."""

    item: InstrumentItem
    state: ItemState
    because: tuple[str, ...] = ()


PEMAT_P = (
    InstrumentItem("1", "its purpose is clear", (rules.MAIN_MESSAGE,)),
    InstrumentItem("2", "nothing distracts from the purpose"),
    InstrumentItem("3", "everyday words", (rules.JARGON,)),
    InstrumentItem("4", "medical terms come with an explanation", (rules.UNEXPLAINED_TERM, rules.UNDEFINED_ACRONYM)),
    InstrumentItem("5", "the active voice", (rules.PASSIVE_VOICE,)),
    InstrumentItem("6", "clear numbers", (rules.BARE_PERCENTAGE, rules.SINGLE_TEMPERATURE_UNIT)),
    InstrumentItem("7", "nothing to calculate", (rules.FRACTION,)),
    InstrumentItem("8", "short sections", (rules.LONG_SECTION,)),
    InstrumentItem("9", "informative headings", (rules.ONE_WORD_HEADING,)),
    InstrumentItem("10", "a logical order", (rules.WARNING_TOO_LATE,)),
    InstrumentItem("11", "a summary", (rules.MISSING_SUMMARY,)),
    InstrumentItem("12", "visual cues to what matters most", (rules.MAIN_MESSAGE_EMPHASIS,)),
    InstrumentItem("15", "pictures where they help"),
    InstrumentItem("16", "pictures that support the text"),
    InstrumentItem("17", "pictures with titles or captions", (rules.FIGURE_CAPTION,)),
    InstrumentItem("18", "clear pictures"),
    InstrumentItem("19", "simple tables with headers", (rules.EMPTY_HEADER, rules.TABLE_COLUMNS)),
    InstrumentItem("20", "something to do", (rules.ACTION_STEPS,)),
    InstrumentItem("21", "talks to the reader", (rules.SPEAKS_TO_READER,)),
    InstrumentItem("22", "actions in steps", (rules.LONG_STEPS,)),
    InstrumentItem("23", "a tool, such as a checklist"),
    InstrumentItem("24", "explains how to do calculations"),
    InstrumentItem("25", "explains how to use charts and tables"),
    InstrumentItem("26", "pictures that make it easier to act"),
)
"""AHRQ, Patient Education Materials Assessment Tool for printable materials: understandability 1 to 19, actionability
20 to 26."""

CDC_INDEX = (
    InstrumentItem("1", "one main message", (rules.MAIN_MESSAGE,)),
    InstrumentItem("2", "the main message comes first", (rules.MAIN_MESSAGE, rules.WARNING_TOO_LATE)),
    InstrumentItem("3", "visual cues to the main message", (rules.MAIN_MESSAGE_EMPHASIS,)),
    InstrumentItem("4", "pictures that support the main message"),
    InstrumentItem("5", "a call to action", (rules.ACTION_STEPS,)),
    InstrumentItem("6", "words that the readers use", (rules.JARGON, rules.UNDEFINED_ACRONYM)),
    InstrumentItem("7", "the active voice", (rules.PASSIVE_VOICE,)),
    InstrumentItem("8", "lists", (rules.LONG_SECTION,)),
    InstrumentItem("9", "chunks with headings", (rules.LONG_SECTION, rules.ONE_WORD_HEADING)),
    InstrumentItem("10", "the most important points are summed up first", (rules.MISSING_SUMMARY,)),
    InstrumentItem("11", "what is known and what is not", (rules.WITHOUT_SOURCE,)),
    InstrumentItem("12", "what to do", (rules.ACTION_STEPS,)),
    InstrumentItem("13", "why to do it"),
    InstrumentItem("14", "how to do it", (rules.LONG_STEPS,)),
    InstrumentItem("15", "numbers that the readers use", (rules.SINGLE_TEMPERATURE_UNIT,)),
    InstrumentItem("16", "what numbers mean", (rules.BARE_PERCENTAGE,)),
    InstrumentItem("17", "nothing to calculate", (rules.FRACTION,)),
    InstrumentItem("18", "what the risk is"),
    InstrumentItem("19", "benefit and harm"),
    InstrumentItem("20", "risks in numbers and in words"),
)
"""CDC Clear Communication Index: core 1 to 11, behavior 12 to 14, numbers 15 to 17, risk 18 to 20."""

SAM = (
    InstrumentItem("1a", "its purpose is clear", (rules.MAIN_MESSAGE,)),
    InstrumentItem("1b", "focuses on what to do", (rules.ACTION_STEPS,)),
    InstrumentItem("1c", "no more content than needed"),
    InstrumentItem("1d", "a summary", (rules.MISSING_SUMMARY,)),
    InstrumentItem("2a", "the reading grade", (rules.READING_GRADE, rules.READING_GRADE_LIMIT)),
    InstrumentItem(
        "2b", "conversational style", (rules.PASSIVE_VOICE, rules.AVERAGE_SENTENCE_LENGTH, rules.SENTENCE_LENGTH)
    ),
    InstrumentItem("2c", "common words", (rules.JARGON, rules.UNDEFINED_ACRONYM)),
    InstrumentItem("2d", "context before new information"),
    InstrumentItem("2e", "headings that say what comes next", (rules.ONE_WORD_HEADING,)),
    InstrumentItem("3a", "a cover that shows the topic"),
    InstrumentItem("3b", "simple drawings"),
    InstrumentItem("3c", "pictures of what matters"),
    InstrumentItem("3d", "tables and lists with explanations"),
    InstrumentItem("3e", "captions", (rules.FIGURE_CAPTION,)),
    InstrumentItem("4a", "layout", (rules.PAGE_FILL, rules.LINE_LENGTH)),
    InstrumentItem("4b", "type", (rules.TYPE_TOO_SMALL, rules.SMALL_BODY_TEXT, rules.CAPITALS, rules.LINE_SPACING)),
    InstrumentItem("4c", "chunks with headings", (rules.LONG_SECTION,)),
    InstrumentItem("5a", "something for the reader to answer"),
    InstrumentItem("5b", "specific actions that are modeled", (rules.LONG_STEPS,)),
    InstrumentItem("5c", "tasks that readers can do"),
    InstrumentItem("6a", "fits the readers' culture"),
    InstrumentItem("6b", "portrays the readers' culture positively"),
)
"""Suitability Assessment of Materials (Doak, Doak and Root, Teaching Patients with Low Literacy Skills, 2nd ed.)."""

INSTRUMENTS = {"PEMAT-P": PEMAT_P, "CDC Clear Communication Index": CDC_INDEX, "SAM": SAM}


def prescored(
    items: tuple[InstrumentItem, ...], broken: frozenset[str], undecided: Undecided, *, pages: bool
) -> tuple[ScoredItem, ...]:
    """Every item with its state. `broken` are the names of the rules that a handout breaks, waived or not; `undecided`
    are those that say nothing about it; `pages` says whether its laid-out pages were checked."""
    return tuple(_scored(item, broken, undecided, pages=pages) for item in items)


def _scored(item: InstrumentItem, broken: frozenset[str], undecided: Undecided, *, pages: bool) -> ScoredItem:
    names = frozenset(rule.name for rule in item.judged_by)
    because = tuple(rule.name for rule in item.judged_by if rule.name in broken)
    if because:
        return ScoredItem(item, ItemState.FAIL, because)
    if names and names <= undecided.not_applicable:
        return ScoredItem(item, ItemState.NOT_APPLICABLE)
    if not names or names & undecided.not_judged:
        return ScoredItem(item, ItemState.NEEDS_PERSON)
    unseen = not pages and names & PAGE_RULES
    return ScoredItem(item, ItemState.NOT_JUDGED if unseen else ItemState.PASS)
