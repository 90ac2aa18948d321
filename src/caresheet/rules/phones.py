"""Phone numbers that can be dialed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from caresheet.languages import languages
from caresheet.model import rules
from caresheet.model.counts import count
from caresheet.model.problem import Problem
from caresheet.model.text import Text, TextRun
from caresheet.model.value import Value
from caresheet.rules.context import TopicContext
from caresheet.rules.doubt import Doubt
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
_LOCAL = 7
"""How many digits a North American number has without its area code. It cannot be reached from another area."""
_SHORT_CODE = range(3, 7)
"""Digits of the short number of a service, such as 211 (North American Numbering Plan) or 116 117 (EU, 2007/116/EC)."""
_EMERGENCY_CODE = range(2, 5)
"""Digits of an emergency number, such as 15, 112 or 9999."""

_NOTE = re.compile(r"[,;].*|\s\([^()]*[^\W\d_][^()]*\)\s*$", re.DOTALL)
"""A note after the number."""
_WRITTEN = re.compile(r"\+?[\d(][\d\s()./-]*")
"""Digits with spaces, hyphens, periods or slashes in between, some of them in brackets (ITU-T E.123)."""
_PREFIX = re.compile(r"^\s*[*#]{1,2}\d{2,3}[*#]?\s*")
"""A code that switches a service of the network for this call, such as *67."""

_HINT = "write it as it is dialed, such as '+1 212 555 0123', and any note after a comma"
_AREA = "write it with its area code, which reaches the clinic from everywhere"


def doubt_about_phone(value: Value, country: str) -> Doubt | None:
    """What is wrong with the phone numbers of a clinic; None if nothing is. An extension, another number and a note may
    follow the number; services may say in words where to go.

    `country` is empty if it is not known. Then only the number of digits is judged, and whether a short emergency
    number is one of any country.
    """
    if value.origin.key in SERVICES and not any(letter.isdigit() for letter in value.text):
        return None
    numbers = _alternatives().split(_NOTE.sub("", value.text))
    judged = (_doubt(_extension().sub("", number), value.origin.key, country) for number in numbers)
    doubts = [doubt for doubt in judged if doubt]
    return next((each for each in doubts if each.rule == rules.UNSAFE_VALUE), doubts[0] if doubts else None)


def is_country(code: str) -> bool:
    """Whether this is the ISO 3166-1 code of a country whose phone numbers are known. An empty code is not."""
    if not code:  # as in most builds, which then do not load the numbering plans of all countries
        return False
    from phonenumbers import SUPPORTED_REGIONS

    return code in SUPPORTED_REGIONS


def _doubt(number: str, key: str, country: str) -> Doubt | None:
    """What is wrong with one number."""
    number = _PREFIX.sub("", number)
    short = {EMERGENCY: _EMERGENCY_CODE}.get(key, _SHORT_CODE if key in SERVICES else range(0))
    if key in OWN_LINES and len(_digits(number)) in _EMERGENCY_CODE and _number_for_emergencies(number, country):
        return Doubt(rules.PHONE_NUMBER, "is an emergency number", "write the clinic's own number, if it has one")
    local = country and not number.startswith("+") and _possible_in(number, country)
    wrong = "" if local and _WRITTEN.fullmatch(number.strip()) else _wrong_with(number, short)
    if wrong:
        return Doubt(rules.UNSAFE_VALUE, wrong, _HINT)
    digits = _digits(number)
    if len(digits) in short:
        return _doubt_about_emergency(number, country) if key == EMERGENCY else None
    return _doubt_about_number(number.strip(), country)


def _doubt_about_emergency(code: str, country: str) -> Doubt | None:
    if _number_for_emergencies(code, country):
        return None
    if country:
        says = f"is not an emergency number of the country {country}"
        return Doubt(rules.UNSAFE_VALUE, says, "write the number to call there, or correct `country`")
    says = "is not the emergency number of any country"
    return Doubt(rules.PHONE_NUMBER, says, "confirm it, and write `country:`, such as US")


def _doubt_about_number(number: str, country: str) -> Doubt | None:
    """What is wrong with a number that is not a short code."""
    if not country and not number.startswith("+"):
        local = len(_digits(number)) == _LOCAL
        return Doubt(rules.PHONE_NUMBER, "has seven digits and no area code", _AREA) if local else None
    from phonenumbers import NumberParseException, ValidationResult, is_valid_number, parse
    from phonenumbers import is_possible_number_with_reason as possible

    where = f"the country {country}" if not number.startswith("+") else "any country"
    try:
        parsed = parse(number, country or None)
    except NumberParseException:
        return Doubt(rules.UNSAFE_VALUE, f"is not a phone number of {where}", _HINT)
    match possible(parsed):
        case ValidationResult.IS_POSSIBLE if is_valid_number(parsed):
            return None
        case ValidationResult.IS_POSSIBLE:
            says = f"does not start like a phone number of {where}"
            return Doubt(rules.PHONE_NUMBER, says, "call it, to be sure that it is yours")
        case ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return Doubt(rules.PHONE_NUMBER, "has no area code", _AREA)
        case _:
            return Doubt(rules.UNSAFE_VALUE, f"has too few or too many digits for {where}", _HINT)


def _possible_in(number: str, country: str) -> bool:
    """Whether a number, with or without its area code, can be one of the country."""
    from phonenumbers import NumberParseException, ValidationResult, parse
    from phonenumbers import is_possible_number_with_reason as possible

    try:
        reason = possible(parse(number, country))
    except NumberParseException:
        return False
    return bool(reason in {ValidationResult.IS_POSSIBLE, ValidationResult.IS_POSSIBLE_LOCAL_ONLY})


def _number_for_emergencies(number: str, country: str) -> bool:
    """Whether a number is an emergency number of the country, or of any if the country is not known."""
    code = number.strip()
    return any(_is_emergency(code, each) for each in ((country,) if country else _countries()))


def _is_emergency(code: str, country: str) -> bool:
    from phonenumbers import is_emergency_number

    return bool(is_emergency_number(code, country))


def _countries() -> tuple[str, ...]:
    from phonenumbers import SUPPORTED_SHORT_REGIONS

    return tuple(SUPPORTED_SHORT_REGIONS)


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
        return f"has only {count(len(digits), 'digit')}"
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
