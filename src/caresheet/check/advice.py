"""What is said of content that can be printed as it is: asked by `check` and before a release, not with every build.

A rule of plain language has to read every word of every handout; whoever only prints need not wait for that.
"""

from __future__ import annotations

from caresheet.check import Judge, judged
from caresheet.check.case import Case, TopicCase
from caresheet.check.figures import FIGURES
from caresheet.check.first_words import FIRST_WORDS
from caresheet.check.governance import emergency_numbers, outdated_translation, unreviewed
from caresheet.check.grades import GRADES, graded
from caresheet.check.help_first import HELP_FIRST
from caresheet.check.leftovers import CLINIC_LEFTOVERS, LEFTOVERS
from caresheet.check.looks import LOOKS
from caresheet.check.phones import CLINIC_PHONES, PHONES
from caresheet.check.plain import PLAIN
from caresheet.check.privacy import PRIVACY
from caresheet.check.reading import Reading
from caresheet.check.silences import silences
from caresheet.check.sources import SOURCES, TOPIC_SOURCES
from caresheet.check.telling import TELLING
from caresheet.check.translations import TRANSLATIONS
from caresheet.check.waivers import unused
from caresheet.model.clinic import Clinic
from caresheet.model.lexicon import Lexicon
from caresheet.model.problem import Problem

__all__ = [
    "TopicCase",
    "advice",
    "clinic_advice",
    "emergency_numbers",
    "reading_of",
    "silences",
    "topic_advice",
    "unreviewed",
    "unused",
]

ADVICE: tuple[Judge[Case], ...] = (
    *HELP_FIRST,
    *FIGURES,
    *LOOKS,
    *SOURCES,
)

READING_ADVICE: tuple[Judge[Reading], ...] = (
    *FIRST_WORDS,
    *TELLING,
    *PLAIN,
    *GRADES,
)

TOPIC_ADVICE: tuple[Judge[TopicCase], ...] = (
    *TOPIC_SOURCES,
    *TRANSLATIONS,
    *PRIVACY,
    *LEFTOVERS,
    *PHONES,
    outdated_translation,
)

CLINIC_ADVICE: tuple[Judge[Clinic], ...] = (
    *CLINIC_LEFTOVERS,
    *CLINIC_PHONES,
)


def reading_of(case: Case, lexicon: Lexicon | None) -> Reading:
    """A handout as its reader meets it, graded. `lexicon` knows its language, None where nothing does."""
    return graded(Reading.of(case, lexicon))


def advice(reading: Reading) -> tuple[Problem, ...]:
    """What is wrong with a handout's words and looks short of a fault."""
    return (*judged(ADVICE, reading.case), *judged(READING_ADVICE, reading))


def topic_advice(case: TopicCase) -> tuple[Problem, ...]:
    """What is wrong with a topic as a whole, whatever handout is made of it."""
    return judged(TOPIC_ADVICE, case)


def clinic_advice(clinic: Clinic) -> tuple[Problem, ...]:
    """What is wrong with a clinic's details."""
    return judged(CLINIC_ADVICE, clinic)
