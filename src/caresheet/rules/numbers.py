"""Numbers as people write them: with units, in dates, with the decimal marks of their language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from msgspec import Struct

from caresheet.languages import language as known
from caresheet.model.language import NumberWords
from caresheet.rules.phrases import one_of

_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_WRITTEN = re.compile(
    rf"""
    (?<![\d_])
    (?P<minus>(?:(?<![\w.,)-])[-\N{{MINUS SIGN}}])?)
    (?P<digits>\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?![\d{_SPACES}-]*\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)
    (?:[{_SPACES}]?(?P<unit>
        [°º][{_SPACES}]?[CFK] | ° | % | ‰
        | (?:[kmnpµμ]?g | mcg | mEq | IU | UI | [mdcµμ]?[lL] | [kcmnµμ]?m | [mnpµμ]?mol | m?mHg | k?Pa | m?s | min | h)
          (?:/(?:[mdµμ]?[lL] | k?g | min | h | d))?
    )(?![\w]))?
    """,
    re.VERBOSE,
)
_ONE_SPELLING = {"mcg": "μg", "ui": "iu"}
"""Units with two symbols: micrograms, and international units in English and in Spanish or French."""
_WESTERN = {
    code: str(digit) for code in range(0x660, 0xFF1A) if (digit := unicodedata.decimal(chr(code), None)) is not None
} | {ord("٫"): ".", ord("٬"): ","}
"""The digits of every script in use, and the marks between them in Arabic script, as 0 to 9, point and comma."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?P<mark>[.,])\d{3})(?:(?P=mark)\d{3})*")


class Number(Struct, frozen=True):
    """A number as it was typed, the values that it can have, and the symbol of its unit, if any.

    `named` is True for digits that are part of a name, such as B12.
    """

    typed: str
    values: frozenset[str]
    unit: str = ""
    named: bool = False


def numbers(text: str, language: str, *, months: bool) -> tuple[Number, ...]:
    """Every number that is written in digits of any script; with `months`, also every month next to one."""
    western = text.translate(_WESTERN)
    found = tuple(_month_matches(western, language)) if months else ()
    for match in found:
        western = western[: match.start()] + _without_digits(match[0]) + western[match.end() :]
    written = (_number(match, language, text[match.start() : match.end()]) for match in _WRITTEN.finditer(western))
    return (*written, *(_month(match, language) for match in found))


def _without_digits(month: str) -> str:
    """A month that was found in a text, without the digits in its name: 11月, tháng 11."""
    return re.sub(r"\d", " ", month)


def same(one: Number, two: Number) -> bool:
    """Whether two numbers can mean the same: the same value, and the same unit if both have one."""
    return bool(one.values & two.values) and (one.unit == two.unit or not (one.unit and two.unit))


def knows_months(language: str) -> bool:
    """Whether the months of this language are known."""
    return bool(known(language).numbers.months)


def _number(match: re.Match[str], language: str, typed: str) -> Number:
    minus = "-" if match["minus"] else ""
    values = _values(re.sub(rf"[{_SPACES}]", "", match["digits"]), known(language).numbers.decimal_mark)
    unit = unicodedata.normalize("NFKC", (match["unit"] or "").replace("º", "°"))
    symbol = re.sub(r"\s", "", unit).casefold()
    symbol = _ONE_SPELLING.get(symbol, symbol)
    meant = frozenset(f"{minus}{value}" for value in values)
    return Number(typed.strip(), meant, symbol, named=_is_named(match))


def _is_named(match: re.Match[str]) -> bool:
    before = match.string[: match.start("digits")].removesuffix("-")
    return before[-1:].isalpha()


def _values(digits: str, decimal_mark: str) -> Iterator[str]:
    """The values that digits with points and commas can have. A leading 0 is part of a phone number, not of an amount.

    `decimal_mark` is that of the language; if it is empty because countries differ, '1.500' has both values.
    """
    marks = [letter for letter in digits if letter in ".,"]
    if not marks:
        yield digits if digits.startswith("0") else _plain(digits)
        return
    whole, mark, decimals = digits.rpartition(marks[-1])
    if _GROUPED.fullmatch(digits) and mark != decimal_mark:
        yield _plain(re.sub("[.,]", "", digits))
        if decimal_mark or len(marks) > 1:
            return
    if len(marks) == 1 or (_GROUPED.fullmatch(whole) and mark not in whole):
        yield _plain(f"{re.sub('[.,]', '', whole)}.{decimals}")
    else:
        yield digits


def _plain(number: str) -> str:
    """One spelling for each value: 38.0 is 38."""
    return format(Decimal(number).normalize(), "f")


def _month_matches(text: str, language: str) -> Iterator[re.Match[str]]:
    words = known(language).numbers
    return _months(words).finditer(text) if words.months else iter(())


def _month(match: re.Match[str], language: str) -> Number:
    names = [name.casefold() for name in known(language).numbers.months]
    typed = match["before"] or match["after"] or match["numbered"]
    return Number(typed, frozenset({f"month {names.index(typed.casefold()) + 1}"}))


@cache
def _months(words: NumberWords) -> re.Pattern[str]:
    """A month after a day or before a number, as the language writes it or capitalized; one with a number in its name
    needs neither. It ends where no letter follows, not at a word boundary: a word may end in a combining mark."""
    numbered = [name for name in words.months if any(sign.isdecimal() for sign in name)]
    spelled = [each for name in words.months if name not in numbered for each in (name, name.capitalize())]
    ordinals, links = one_of((".", *words.ordinals)), one_of(words.links)
    before = rf"(?<=\d){ordinals}?\s+(?:{links}\s+)?(?P<before>{one_of(spelled)})(?!\w)"
    after = rf"(?<!\w)(?P<after>{one_of(spelled)})\s+(?:{links}\s+)?(?=\d)"
    by_number = rf"(?<!\d)(?P<numbered>{one_of(numbered)})(?:(?<!\d)|(?!\d))"
    return re.compile(rf"{before}|{after}|{by_number}")
