"""Rules that found nothing because there was nothing to judge: this says nothing good about the handout."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.document import Figure, ItemList, Table
from caresheet.model.problem import Rule
from caresheet.model.topic import ListKind
from caresheet.rules.grades import ENOUGH
from caresheet.rules.plain_language import is_references
from caresheet.rules.reading import Reading

_FOR_LAY_READERS = (
    rules.ACTION_STEPS,
    rules.BARE_PERCENTAGE,
    rules.FRACTION,
    rules.JARGON,
    rules.WARNING_TOO_LATE,
    rules.MAIN_MESSAGE,
    rules.MAIN_MESSAGE_EMPHASIS,
    rules.UNDEFINED_ACRONYM,
    rules.SPEAKS_TO_READER,
    rules.MISSING_SUMMARY,
    rules.TABLE_COLUMNS,
    rules.UNEXPLAINED_TERM,
)
_BY_WORDS_OF_THE_LANGUAGE = (
    rules.ACTION_STEPS,
    rules.FRACTION,
    rules.JARGON,
    rules.UNDEFINED_ACRONYM,
    rules.PASSIVE_VOICE,
    rules.SPEAKS_TO_READER,
)
_BY_COUNTED_WORDS = (rules.LONG_STEPS, rules.ONE_WORD_HEADING)
_OF_LONGER_TEXTS = (rules.AVERAGE_SENTENCE_LENGTH, rules.PASSIVE_VOICE)


class Undecided(Struct, frozen=True):
    """Names of rules: `not_applicable` are about something that the handout does not have; `not_judged` could not be
    judged, or not completely."""

    not_applicable: frozenset[str] = frozenset()
    not_judged: frozenset[str] = frozenset()


def undecided(reading: Reading) -> Undecided:
    """The rules that say nothing about this handout by finding nothing."""
    not_applicable = frozenset(rule.name for rule in _not_applicable(reading))
    return Undecided(not_applicable, frozenset(rule.name for rule in _not_judged(reading)))


def _not_applicable(reading: Reading) -> Iterator[Rule]:
    if not reading.handout.every(Figure):
        yield rules.FIGURE_CAPTION
    if not reading.handout.every(Table):
        yield from (rules.EMPTY_HEADER, rules.TABLE_COLUMNS)


def _not_judged(reading: Reading) -> Iterator[Rule]:
    limits = reading.limits
    if not limits.lay:
        yield from _FOR_LAY_READERS
    if reading.plain is None:
        yield from _BY_WORDS_OF_THE_LANGUAGE
    if not reading.counts_words:
        yield from _BY_COUNTED_WORDS
    if len(reading.running) < ENOUGH:
        yield from _OF_LONGER_TEXTS
    grades = reading.grades.grades if reading.grades else ()
    if all(grade.section or grade.limit is None for grade in grades):
        yield rules.READING_GRADE
    lists = reading.handout.every(ItemList)
    if not any(whole.kind is ListKind.STEPS and not is_references(whole) for whole in lists):
        yield rules.LONG_STEPS
    limited = (
        (limits.main_message_words, rules.MAIN_MESSAGE),
        (limits.passive_share, rules.PASSIVE_VOICE),
        (limits.section_words, rules.LONG_SECTION),
        (limits.sentence_mean, rules.AVERAGE_SENTENCE_LENGTH),
        (limits.sentence_words, rules.SENTENCE_LENGTH),
    )
    yield from (rule for limit, rule in limited if limit is None)
