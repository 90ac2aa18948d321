"""What a machine can say before people score a handout with PEMAT-P, the CDC Clear Communication Index or SAM.

Most items of these instruments need a person. An item passes here when its rules looked and found nothing against it,
which is less than a person's "agree": a pre-score is never a score.
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
    ABSENT = "not applicable"  # the handout has nothing of the kind
    UNSEEN = "not judged"  # asks for set pages, which nobody looked at
    PERSON = "needs a person"


class Item(Struct, frozen=True):
    """One thing that an instrument asks for, in words of ours, and the rules that are broken where it is not met."""

    number: str
    asks: str
    judged_by: tuple[Rule, ...] = ()


class Scored(Struct, frozen=True):
    """An item with its state; `because` are the names of the rules that are broken."""

    item: Item
    state: ItemState
    because: tuple[str, ...] = ()


PEMAT_P = (
    Item("1", "its purpose is plain", (rules.MAIN_MESSAGE,)),
    Item("2", "nothing distracts from the purpose"),
    Item("3", "everyday words", (rules.JARGON,)),
    Item("4", "medical terms only with what they mean", (rules.UNEXPLAINED_TERM, rules.UNDEFINED_ACRONYM)),
    Item("5", "the active voice", (rules.PASSIVE_VOICE,)),
    Item("6", "numbers that are clear", (rules.BARE_PERCENTAGE, rules.SINGLE_TEMPERATURE_UNIT)),
    Item("7", "nothing to work out", (rules.FRACTION,)),
    Item("8", "short sections", (rules.LONG_SECTION,)),
    Item("9", "headings that say something", (rules.ONE_WORD_HEADING,)),
    Item("10", "a logical order", (rules.WARNING_TOO_LATE,)),
    Item("11", "a summary", (rules.MISSING_SUMMARY,)),
    Item("12", "cues to what matters most", (rules.MAIN_MESSAGE_EMPHASIS,)),
    Item("15", "pictures wherever they help"),
    Item("16", "pictures that say what the text says"),
    Item("17", "pictures with titles or captions", (rules.FIGURE_CAPTION,)),
    Item("18", "pictures that are clear"),
    Item("19", "simple tables with heads", (rules.EMPTY_HEADER, rules.TABLE_COLUMNS)),
    Item("20", "something to do", (rules.ACTION_STEPS,)),
    Item("21", "speaks to the reader", (rules.SPEAKS_TO_READER,)),
    Item("22", "actions in steps", (rules.LONG_STEPS,)),
    Item("23", "a tool, such as a list to tick"),
    Item("24", "says how to do what has to be worked out"),
    Item("25", "says how to use charts and tables"),
    Item("26", "pictures that make it easier to act"),
)
"""AHRQ, Patient Education Materials Assessment Tool for printable materials: understandability 1 to 19, actionability
20 to 26."""

CDC_INDEX = (
    Item("1", "one main message", (rules.MAIN_MESSAGE,)),
    Item("2", "the main message first", (rules.MAIN_MESSAGE, rules.WARNING_TOO_LATE)),
    Item("3", "cues to the main message", (rules.MAIN_MESSAGE_EMPHASIS,)),
    Item("4", "pictures that carry the main message"),
    Item("5", "a call to act", (rules.ACTION_STEPS,)),
    Item("6", "words that the readers use", (rules.JARGON, rules.UNDEFINED_ACRONYM)),
    Item("7", "the active voice", (rules.PASSIVE_VOICE,)),
    Item("8", "lists", (rules.LONG_SECTION,)),
    Item("9", "chunks with headings", (rules.LONG_SECTION, rules.ONE_WORD_HEADING)),
    Item("10", "what matters most summed up first", (rules.MISSING_SUMMARY,)),
    Item("11", "what is known and not known", (rules.WITHOUT_SOURCE,)),
    Item("12", "what to do", (rules.ACTION_STEPS,)),
    Item("13", "why to do it"),
    Item("14", "how to do it", (rules.LONG_STEPS,)),
    Item("15", "numbers that the readers use", (rules.SINGLE_TEMPERATURE_UNIT,)),
    Item("16", "what numbers mean", (rules.BARE_PERCENTAGE,)),
    Item("17", "nothing to work out", (rules.FRACTION,)),
    Item("18", "what the risk is"),
    Item("19", "benefit and harm"),
    Item("20", "risks in numbers and in words"),
)
"""CDC Clear Communication Index: core 1 to 11, behaviour 12 to 14, numbers 15 to 17, risk 18 to 20."""

SAM = (
    Item("1a", "its purpose is plain", (rules.MAIN_MESSAGE,)),
    Item("1b", "about what to do", (rules.ACTION_STEPS,)),
    Item("1c", "no more than is needed"),
    Item("1d", "a summary", (rules.MISSING_SUMMARY,)),
    Item("2a", "the reading grade", (rules.READING_GRADE, rules.READING_GRADE_LIMIT)),
    Item("2b", "speaks as people speak", (rules.PASSIVE_VOICE, rules.AVERAGE_SENTENCE_LENGTH, rules.SENTENCE_LENGTH)),
    Item("2c", "common words", (rules.JARGON, rules.UNDEFINED_ACRONYM)),
    Item("2d", "the context before what is new"),
    Item("2e", "headings that announce", (rules.ONE_WORD_HEADING,)),
    Item("3a", "a cover that shows what it is about"),
    Item("3b", "simple drawings"),
    Item("3c", "pictures of what matters"),
    Item("3d", "tables and lists with words that explain them"),
    Item("3e", "captions", (rules.FIGURE_CAPTION,)),
    Item("4a", "layout", (rules.PAGE_FILL, rules.LINE_LENGTH)),
    Item("4b", "type", (rules.TYPE_TOO_SMALL, rules.SMALL_BODY_TEXT, rules.CAPITALS, rules.LINE_SPACING)),
    Item("4c", "chunks with headings", (rules.LONG_SECTION,)),
    Item("5a", "something for the reader to answer"),
    Item("5b", "actions that are shown and specific", (rules.LONG_STEPS,)),
    Item("5c", "tasks that the reader can do"),
    Item("6a", "fits the readers' culture"),
    Item("6b", "shows the readers' culture well"),
)
"""Suitability Assessment of Materials (Doak, Doak and Root, Teaching Patients with Low Literacy Skills, 2nd ed.)."""

INSTRUMENTS = {"PEMAT-P": PEMAT_P, "CDC Clear Communication Index": CDC_INDEX, "SAM": SAM}


def prescored(items: tuple[Item, ...], broken: frozenset[str], silent: Undecided, *, pages: bool) -> tuple[Scored, ...]:
    """Every item with its state. `broken` are the names of the rules that a handout breaks, waived or not; `silent` are
    those that say nothing of it; `pages` says whether its set pages were judged."""
    return tuple(_scored(item, broken, silent, pages=pages) for item in items)


def _scored(item: Item, broken: frozenset[str], silent: Undecided, *, pages: bool) -> Scored:
    names = frozenset(rule.name for rule in item.judged_by)
    because = tuple(rule.name for rule in item.judged_by if rule.name in broken)
    if because:
        return Scored(item, ItemState.FAIL, because)
    if names and names <= silent.absent:
        return Scored(item, ItemState.ABSENT)
    if not names or names & silent.unjudged:
        return Scored(item, ItemState.PERSON)
    unseen = not pages and names & PAGE_RULES
    return Scored(item, ItemState.UNSEEN if unseen else ItemState.PASS)
