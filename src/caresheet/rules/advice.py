"""What is said of content that can be printed as it is: asked by `check` and before a release, not with every build.

A rule of plain language has to read every word of every handout; whoever only prints need not wait for that.
"""

from __future__ import annotations

from caresheet.model.clinic import Clinic
from caresheet.model.problem import Problem
from caresheet.rules import Judge, judged
from caresheet.rules.actionability import TELLING
from caresheet.rules.context import HandoutContext, TopicContext
from caresheet.rules.emergency_help import HELP_FIRST
from caresheet.rules.figures import FIGURES
from caresheet.rules.first_message import FIRST_WORDS
from caresheet.rules.governance import emergency_numbers, outdated_translation, unreviewed
from caresheet.rules.grades import GRADES, graded
from caresheet.rules.leftovers import CLINIC_LEFTOVERS, LEFTOVERS
from caresheet.rules.looks import LOOKS
from caresheet.rules.phones import CLINIC_PHONES, PHONES
from caresheet.rules.plain import PLAIN
from caresheet.rules.privacy import PRIVACY
from caresheet.rules.reading import Reading
from caresheet.rules.sources import SOURCES, TOPIC_SOURCES
from caresheet.rules.translations import TRANSLATIONS
from caresheet.rules.unjudged import undecided
from caresheet.rules.waivers import renamed_waivers, unused_waivers

__all__ = [
    "TopicContext",
    "advice",
    "clinic_advice",
    "emergency_numbers",
    "reading_of",
    "renamed_waivers",
    "topic_advice",
    "undecided",
    "unreviewed",
    "unused_waivers",
]

ADVICE: tuple[Judge[HandoutContext], ...] = (
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

TOPIC_ADVICE: tuple[Judge[TopicContext], ...] = (
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


def reading_of(case: HandoutContext) -> Reading:
    """A handout as its reader meets it, graded."""
    return graded(Reading.of(case))


def advice(reading: Reading) -> tuple[Problem, ...]:
    """What is wrong with a handout's words and looks short of a fault."""
    return (*judged(ADVICE, reading.case), *judged(READING_ADVICE, reading))


def topic_advice(case: TopicContext) -> tuple[Problem, ...]:
    """What is wrong with a topic as a whole, whatever handout is made of it."""
    return judged(TOPIC_ADVICE, case)


def clinic_advice(clinic: Clinic) -> tuple[Problem, ...]:
    """What is wrong with a clinic's details."""
    return judged(CLINIC_ADVICE, clinic)
