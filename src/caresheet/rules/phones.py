"""Phone numbers that can be dialed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from caresheet.languages import languages
from caresheet.model import rules
from caresheet.model.clinic import Clinic
from caresheet.model.problem import Problem
from caresheet.model.text import Text, TextRun
from caresheet.rules.context import TopicContext
from caresheet.rules.phrases import one_of
from caresheet.rules.topic_texts import iter_texts

OWN_LINES = ("phone", "after_hours_phone")
"""Keys of a clinic's profile for its own phone numbers."""
SERVICES = ("interpreter", "social_work", "support_line")
"""Keys for a phone number, short or long, or for words that say where to go."""
EMERGENCY = "emergency"

LONGEST = 15
"""Digits of an international number with its country code (ITU-T E.164, clause 6)."""
SHORTEST = 7
"""Digits of a number that reaches a clinic from outside: fewer are an internal extension."""
_SHORT_CODE = range(3, 7)
"""Digits of the short number of a service, such as 211 (North American Numbering Plan) or 116 117 (EU, 2007/116/EC)."""
_EMERGENCY_CODE = range(2, 5)
"""Digits of an emergency number, such as 15, 112 or 9999."""

_NOTE = re.compile(r"[,;].*|\s\([^()]*[^\W\d_][^()]*\)\s*$", re.DOTALL)
"""A note after the number."""
_WRITTEN = re.compile(r"\+?[\d(][\d\s()./-]*")
"""Digits with spaces, hyphens, periods or slashes in between, some of them in brackets (ITU-T E.123)."""

_HINT = "write it as it is dialed, such as '+1 555 010 0123', and any note after a comma"


def phone_number_of_clinic(clinic: Clinic) -> Iterator[Problem]:
    """A clinic's phone numbers have no letters, and as many digits as it takes to reach someone from outside. Notes
    come after a comma.

    Source: ITU-T E.164, clause 6 (at most 15 digits) and E.123 (how numbers are written); the fewest digits are the
    project's own.
    """
    for value in clinic.filled:
        key, wrong = value.origin.key, _wrong_in(value.origin.key, value.text)
        if wrong:
            yield Problem(value.origin.position, rules.PHONE_NUMBER, f"`{key}` {wrong}: '{value.text}'", _HINT)


def _wrong_in(key: str, value: str) -> str:
    """What is wrong with the value of a key; empty if nothing is."""
    if key == EMERGENCY:
        return _wrong(value, _EMERGENCY_CODE)
    if key in OWN_LINES:
        return _wrong(value, range(0))
    if key in SERVICES and any(letter.isdigit() for letter in value):
        return _wrong(value, _SHORT_CODE)
    return ""


def _wrong(value: str, short: range) -> str:
    numbers = _alternatives().split(_NOTE.sub("", value))
    return next((wrong for number in numbers if (wrong := _wrong_with(_extension().sub("", number), short))), "")


@cache
def _extension() -> re.Pattern[str]:
    """An extension after a number, in any language."""
    words = one_of(word for each in languages() for word in each.phones.extensions)
    return re.compile(rf"\s*\b{words}\b\.?\s*\d{{1,6}}\s*$", re.IGNORECASE)


@cache
def _alternatives() -> re.Pattern[str]:
    """What comes between two numbers of which either will do, in any language."""
    words = one_of(word for each in languages() for word in each.phones.alternatives)
    return re.compile(rf"\s+{words}\s+|\s+/\s+", re.IGNORECASE)


def _wrong_with(number: str, short: range) -> str:
    """What is wrong with one number; numbers with a number of digits in `short` are short codes."""
    digits = _digits(number)
    if not _WRITTEN.fullmatch(number.strip()):
        return "is not just a phone number" if digits else "is not a phone number"
    if len(digits) > LONGEST:
        return f"has {len(digits)} digits, but no phone number has more than {LONGEST}"
    if len(digits) < SHORTEST and len(digits) not in short:
        return f"has only {len(digits)} {'digit' if len(digits) == 1 else 'digits'}"
    return ""


def phone_number_in_link(context: TopicContext) -> Iterator[Problem]:
    """A link that dials has a number that can be dialed, and dials the number that its text shows.

    Source: RFC 3966, 5.1; ITU-T E.164, clause 6.
    """
    for text in iter_texts((context.topic.handouts, context.topic.sections)):
        for shown, dialed in _dialed(text):
            wrong = _wrong_with(dialed, range(2, SHORTEST))
            if wrong:
                yield Problem(text.position, rules.PHONE_NUMBER, f"the link 'tel:{dialed}' {wrong}", _HINT)
            elif not _agree(shown, dialed):
                message = f"the link with the text '{shown.strip()}' dials {dialed}"
                yield Problem(text.position, rules.PHONE_NUMBER, message, "make both the same number")


def _dialed(text: Text) -> Iterator[tuple[str, str]]:
    """The text of each link that dials, with the number that it dials."""
    links = dict.fromkeys(inline.link for inline in text.inlines if isinstance(inline, TextRun) and inline.link)
    for link in links:
        if link.startswith("tel:"):
            shown = (inline.text for inline in text.inlines if isinstance(inline, TextRun) and inline.link == link)
            yield "".join(shown), link.removeprefix("tel:")


def _agree(shown: str, dialed: str) -> bool:
    """Whether the text shows no number, or the one that is dialed, with or without the country code and a 0."""
    one, two = _digits(shown).lstrip("0"), _digits(dialed).lstrip("0")
    return len(one) < min(SHORTEST, len(two)) or one.endswith(two) or two.endswith(one)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
