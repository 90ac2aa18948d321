"""What is wrong with content that could be printed as it is: asked by `check` and before a release, not by every build.

The rules of plain language read every word of every handout, which takes longer than printing it.
"""

from __future__ import annotations

from caresheet.model import rules
from caresheet.model.clinic import Clinic
from caresheet.model.labels import Labels
from caresheet.model.problem import Problem
from caresheet.rules import REVIEW_CHECKS
from caresheet.rules.actionability import (
    action_steps,
    jargon,
    passive_voice,
    speaks_to_reader,
    undefined_acronym,
    unexplained_term,
)
from caresheet.rules.checks import Check, run
from caresheet.rules.clinic_values import VALUE_CHECKS, unsafe_value_of_default, unusual_value_of_default
from caresheet.rules.context import HandoutContext, TopicContext
from caresheet.rules.contrasts import large_print_contrast
from caresheet.rules.emergency import emergency_numbers, emergency_slots, warning_too_late
from caresheet.rules.figures import alt_length, figure_caption
from caresheet.rules.grades import average_sentence_length, graded, reading_grade, reading_grade_limit
from caresheet.rules.main_message import language_help, main_message, main_message_emphasis
from caresheet.rules.mistyping import mistyped_citation, other_markup, soft_hyphen, typed_marker
from caresheet.rules.own_fonts import font_coverage
from caresheet.rules.phones import phone_number_in_link
from caresheet.rules.plain_language import (
    bare_percentage,
    capitals,
    fraction,
    long_italics,
    long_section,
    long_steps,
    one_word_heading,
    sentence_length,
    single_temperature_unit,
)
from caresheet.rules.plugins import plugin_problems, plugins
from caresheet.rules.privacy import private_data
from caresheet.rules.reading import Reading
from caresheet.rules.reviews import not_reviewed
from caresheet.rules.sources import old_source, unused_source, without_source
from caresheet.rules.tables import table_columns
from caresheet.rules.todo_markers import todo_marker, todo_marker_of_clinic
from caresheet.rules.translations import outdated_translation, translated_numbers
from caresheet.rules.type_sizes import line_spacing
from caresheet.rules.unjudged import undecided
from caresheet.rules.untranslated import untranslated_labels, untranslated_text
from caresheet.rules.waivers import renamed_waivers, unused_waivers

__all__ = [
    "TopicContext",
    "advice",
    "clinic_advice",
    "emergency_numbers",
    "labels_advice",
    "plugin_problems",
    "reading_of",
    "renamed_waivers",
    "topic_advice",
    "undecided",
    "unused_waivers",
]

TOPIC_CHECKS: tuple[Check[TopicContext], ...] = (
    Check(rules.UNUSED_SOURCE, unused_source),
    Check(rules.TRANSLATED_NUMBERS, translated_numbers),
    Check(rules.UNTRANSLATED_TEXT, untranslated_text),
    Check(rules.OUTDATED_TRANSLATION, outdated_translation),
    Check(rules.PRIVATE_DATA, private_data),
    Check(rules.TODO_MARKER, todo_marker),
    Check(rules.SOFT_HYPHEN, soft_hyphen),
    Check(rules.TYPED_MARKER, typed_marker),
    Check(rules.MISTYPED_CITATION, mistyped_citation),
    Check(rules.OTHER_MARKUP, other_markup),
    Check(rules.PHONE_NUMBER, phone_number_in_link),
    Check(rules.UNSAFE_VALUE, unsafe_value_of_default),
    Check(rules.UNUSUAL_VALUE, unusual_value_of_default),
)
CLINIC_CHECKS: tuple[Check[Clinic], ...] = (
    Check(rules.TODO_MARKER, todo_marker_of_clinic),
    *VALUE_CHECKS,
)
HANDOUT_CHECKS: tuple[Check[HandoutContext], ...] = (
    Check(rules.WARNING_TOO_LATE, warning_too_late),
    Check(rules.EMERGENCY_SLOTS, emergency_slots),
    Check(rules.ALT_LENGTH, alt_length),
    Check(rules.FIGURE_CAPTION, figure_caption),
    Check(rules.TABLE_COLUMNS, table_columns),
    Check(rules.LINE_SPACING, line_spacing),
    Check(rules.FONT_COVERAGE, font_coverage),
    Check(rules.LARGE_PRINT_CONTRAST, large_print_contrast),
    Check(rules.WITHOUT_SOURCE, without_source),
    Check(rules.OLD_SOURCE, old_source),
    Check(rules.NOT_REVIEWED, not_reviewed),
    *REVIEW_CHECKS,
)
READING_CHECKS: tuple[Check[Reading], ...] = (
    Check(rules.MAIN_MESSAGE, main_message),
    Check(rules.MAIN_MESSAGE_EMPHASIS, main_message_emphasis),
    Check(rules.LANGUAGE_HELP, language_help),
    Check(rules.ACTION_STEPS, action_steps),
    Check(rules.SPEAKS_TO_READER, speaks_to_reader),
    Check(rules.PASSIVE_VOICE, passive_voice),
    Check(rules.UNEXPLAINED_TERM, unexplained_term),
    Check(rules.JARGON, jargon),
    Check(rules.UNDEFINED_ACRONYM, undefined_acronym),
    Check(rules.SENTENCE_LENGTH, sentence_length),
    Check(rules.LONG_STEPS, long_steps),
    Check(rules.ONE_WORD_HEADING, one_word_heading),
    Check(rules.BARE_PERCENTAGE, bare_percentage),
    Check(rules.FRACTION, fraction),
    Check(rules.SINGLE_TEMPERATURE_UNIT, single_temperature_unit),
    Check(rules.LONG_SECTION, long_section),
    Check(rules.CAPITALS, capitals),
    Check(rules.LONG_ITALICS, long_italics),
    Check(rules.READING_GRADE, reading_grade),
    Check(rules.READING_GRADE_LIMIT, reading_grade_limit),
    Check(rules.AVERAGE_SENTENCE_LENGTH, average_sentence_length),
)


def reading_of(context: HandoutContext) -> Reading:
    """A handout as its reader meets it, with its grades."""
    return graded(Reading.of(context))


def advice(reading: Reading) -> tuple[Problem, ...]:
    """What is wrong with the words, the look and the review of a handout that has no faults."""
    packs = plugins().packs
    handout = (*HANDOUT_CHECKS, *(check for pack in packs for check in pack.handout))
    texts = (*READING_CHECKS, *(check for pack in packs for check in pack.reading))
    return (*run(handout, reading.handout), *run(texts, reading))


def labels_advice(labels: Labels) -> tuple[Problem, ...]:
    """What is wrong with a project's own words for what the program prints."""
    return run((Check(rules.UNTRANSLATED_TEXT, untranslated_labels),), labels)


def topic_advice(context: TopicContext) -> tuple[Problem, ...]:
    """What is wrong with a topic as a whole, whatever handouts are made of it."""
    return run((*TOPIC_CHECKS, *(check for pack in plugins().packs for check in pack.topic)), context)


def clinic_advice(clinic: Clinic) -> tuple[Problem, ...]:
    """What is wrong with the values of a clinic."""
    return run((*CLINIC_CHECKS, *(check for pack in plugins().packs for check in pack.clinic)), clinic)
