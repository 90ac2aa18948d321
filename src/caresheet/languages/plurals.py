"""Which form of a word goes with a number: 1 minute, 2 minutes; 1 minuta, 2 minuty, 5 minut.

The rules are those of Unicode CLDR, which each `language.toml` holds in the notation of CLDR. Only whole numbers are
counted here, so `n` and `i` are the same and there are no decimals.

Source: UTS 35, part 3, 5 (language plural rules).
"""

from __future__ import annotations

import re
from functools import cache

from caresheet.languages.knowledge import language

OTHER = "other"
"""The form for every number without a rule."""
FORMS = ("zero", "one", "two", "few", "many", OTHER)
"""The names of the forms in CLDR."""
_RANGE = r"\d+(?:\.\.\d+)?"
_RELATION = re.compile(rf"[ni](?: % (?P<modulus>\d+))? (?P<relation>!?=) (?P<ranges>{_RANGE}(?:,{_RANGE})*)")


def plural_form(tag: str, number: int) -> str:
    """The form that goes with a whole number in a language (BCP 47): one of FORMS."""
    rules = language(tag).plurals
    return next((form for form in FORMS if form in rules and _holds(rules[form], number)), OTHER)


def plural_forms(tag: str) -> tuple[str, ...]:
    """The forms that a language has, in the order of FORMS."""
    rules = language(tag).plurals
    return tuple(form for form in FORMS if form in rules or form == OTHER)


def _holds(rule: str, number: int) -> bool:
    """Whether a rule holds for a number. Raises ValueError for a rule that is not in the notation of CLDR."""
    return any(all(_is_true(part, number) for part in either.split(" and ")) for either in rule.split(" or "))


def _is_true(relation: str, number: int) -> bool:
    modulus, equal, ranges = _parsed(relation)
    value = number % modulus if modulus else number
    return any(value in numbers for numbers in ranges) == equal


@cache
def _parsed(relation: str) -> tuple[int, bool, tuple[range, ...]]:
    match = _RELATION.fullmatch(relation.strip())
    if match is None:
        message = f"invalid relation in a plural rule: '{relation}'"
        raise ValueError(message)
    bounds = (part.partition("..") for part in match["ranges"].split(","))
    ranges = tuple(range(int(first), int(last or first) + 1) for first, _, last in bounds)
    return int(match["modulus"] or 0), match["relation"] == "=", ranges
