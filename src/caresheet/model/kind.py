"""What kind of handout a layout makes, and what a handout of that kind must have. Defined here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from msgspec import Struct

EMERGENCY = "emergency"
AFTER_HOURS_PHONE = "after_hours_phone"
BOTH_NUMBERS = (EMERGENCY, AFTER_HOURS_PHONE)
"""The keys of a clinic's profile that say whom to call at any hour."""


class HandoutKind(Enum):
    """What a handout is for, by the word that a layout says it with."""

    CARD = "card"
    GUIDE = "guide"
    EXPLAINER = "explainer"
    PLAN = "plan"
    FORM = "form"
    LABEL = "label"
    POSTER = "poster"
    LETTER = "letter"


class Needs(Struct, frozen=True):
    """What a handout of one kind must have when lay readers get it.

    `meaning` says what the kind is. `numbers` are the keys of the clinic's profile that it has a place for. It
    puts `warnings_first`, starts with a `main_message`, has `steps` to take and `headings` of more than a word, says
    how to get an `interpreter`, and has a `summary` if it is longer than a page.
    """

    meaning: str
    numbers: tuple[str, ...] = ()
    warnings_first: bool = False
    main_message: bool = False
    steps: bool = False
    headings: bool = False
    interpreter: bool = False
    summary: bool = False


NEEDS: Mapping[HandoutKind, Needs] = MappingProxyType(
    {
        HandoutKind.CARD: Needs(
            "One page or less to keep handy: what to watch for, what to do, and whom to call.",
            BOTH_NUMBERS,
            warnings_first=True,
            main_message=True,
            steps=True,
            headings=True,
            interpreter=True,
        ),
        HandoutKind.GUIDE: Needs(
            "How to care for oneself or for somebody else.",
            BOTH_NUMBERS,
            warnings_first=True,
            main_message=True,
            steps=True,
            headings=True,
            interpreter=True,
            summary=True,
        ),
        HandoutKind.EXPLAINER: Needs(
            "Background for a reader with time, such as how an illness comes about or what a vaccine does.",
            (EMERGENCY,),
            warnings_first=True,
            main_message=True,
            headings=True,
            interpreter=True,
            summary=True,
        ),
        HandoutKind.PLAN: Needs(
            "A plan that is filled in for one patient, such as an asthma action plan or discharge instructions.",
            BOTH_NUMBERS,
            interpreter=True,
        ),
        HandoutKind.FORM: Needs(
            "Lines to fill in and keep or hand back, such as a consent form, a diary or a list of numbers.",
            interpreter=True,
        ),
        HandoutKind.LABEL: Needs(
            "A few lines to stick, clip or carry, such as a label for a pill box or an appointment slip."
        ),
        HandoutKind.POSTER: Needs(
            "A page for a wall, read in passing by everyone.", (EMERGENCY,), warnings_first=True, main_message=True
        ),
        HandoutKind.LETTER: Needs(
            "A letter to one reader, such as an invitation or a result.",
            warnings_first=True,
            main_message=True,
            headings=True,
            interpreter=True,
        ),
    }
)
"""What each kind must have.

Sources: AHRQ PEMAT-P, items 1, 11, 20 and 23 (purpose, summary, action, tool); CDC Clear Communication Index, items 1,
2 and 10; 45 CFR 92.11(c)(5) (which papers go with a notice of language help: forms and discharge papers do). Which of
these fits which kind is the project's own.
"""

NO_NEEDS = Needs("For health professionals, whose handouts need none of this.")
