"""The small care of setting words: white space, characters in one form, and numbers that stay with their units."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from msgspec.structs import replace

from caresheet.languages import language as known
from caresheet.model.text import FieldBlank, TextRun

NO_BREAK_SPACE = "\u00a0"

_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_ABBREVIATED = re.compile(r"(?<!\w)([^\W\d_]{1,2}\.) (?=[^\W\d_]{1,2}\.)")
"""The space in an abbreviation of two words, such as the Spanish EE. UU. or the German z. B."""
_LONE = "[B-DF-HJ-NP-XZ]"
"""A capital letter that is not a word by itself; A, E, I, O and Y are, in some languages."""
_WITH_LETTER = re.compile(rf"(?<=(?<![\w°]){_LONE}) (?=[^\W\d_]{{2}})|(?<=[^\W\d_]{{2}}) (?={_LONE}(?![\w.’'-]))")
"""The space between a word and the letter that is part of its name, as in T cells or vitamin D."""
_LONE_MARK = re.compile(r"[:;?!»›%‰]+(?=[\s»›”’)\]]|$)")
_BESIDE_MARK = re.compile(rf" (?={_LONE_MARK.pattern})|(?<=[«‹]) ")
"""The spaces that French puts before high marks and inside guillemets."""
_SYMBOLS = (
    r"°\s?[CFK]|°|%|‰|[kcdmnpµμ]?(?:m|g|[lL]|mol)|m?s|mcg|mEq|min|hr?|d|[kM]?Pa|mmHg|bpm|k?cal|k?J|[IU]U|U|Gy|mSv|pt|in|ft"
    r"|lbs?|oz|[ap]\.?m\.?|[ap]\.\sm\."
)
"""The symbols of units, in any language. What follows in a compound such as mmol/L stands on its own."""


def tidy(runs: tuple[TextRun | FieldBlank, ...], language: str) -> tuple[TextRun | FieldBlank, ...]:
    """The same words ready to be set.

    Single spaces and none at the ends, composed letters (Unicode NFC), no run empty, neighbours of one look joined,
    and a no-break space in an abbreviation of two words, between a word and a letter that belongs to it, and between a
    number and its unit (SI Brochure, 9th ed., 5.4.3), be it a symbol or a word of the language.
    """
    unit = _unit(known(language).numbers.units)
    result: list[TextRun | FieldBlank] = []
    for run in runs:
        if isinstance(run, FieldBlank):
            result.append(run)
            continue
        before = _tail(result)
        text = _WHITE.sub(" ", unicodedata.normalize("NFC", run.text))
        text = text.removeprefix(" ") if before in ("", " ") else text
        text = unit.sub(NO_BREAK_SPACE, text, count=1) if before.isdigit() and unit.match(text) else text
        text = _WITH_LETTER.sub(NO_BREAK_SPACE, _ABBREVIATED.sub(rf"\1{NO_BREAK_SPACE}", text))
        text = _marks_bound(_behind_digit(unit).sub(NO_BREAK_SPACE, text))
        if before == " " and _LONE_MARK.match(text):
            _end_with_no_break_space(result)
        _push(result, replace(run, text=text))
    return _trimmed(result)


@cache
def _unit(words: tuple[str, ...]) -> re.Pattern[str]:
    """The space before a unit."""
    return re.compile(rf" (?=(?:{'|'.join((_SYMBOLS, *map(re.escape, words)))})(?!\w))")


@cache
def _behind_digit(unit: re.Pattern[str]) -> re.Pattern[str]:
    """The same, between a number and its unit."""
    return re.compile(rf"(?<=[\d½¼¾⅓⅔⅛]){unit.pattern}")


def _marks_bound(text: str) -> str:
    """The words with a no-break space before each mark that is parted from the words before it, and inside guillemets
    (UAX 14, LB13 to LB15)."""
    return text if " " not in text else _BESIDE_MARK.sub(NO_BREAK_SPACE, text)


def _end_with_no_break_space(runs: list[TextRun | FieldBlank]) -> None:
    """Words that end with a space, bound to the mark that follows them."""
    last = runs[-1]
    if isinstance(last, TextRun):
        runs[-1] = replace(last, text=f"{last.text[:-1]}{NO_BREAK_SPACE}")


def unbroken(text: str) -> str:
    """The words kept on one line."""
    return _WHITE.sub(NO_BREAK_SPACE, text)


def _tail(runs: list[TextRun | FieldBlank]) -> str:
    """The character before the next one: empty at the start, some mark behind a blank or the number of a source."""
    if not runs:
        return ""
    last = runs[-1]
    return last.text[-1] if isinstance(last, TextRun) and not last.raised else "_"


def _push(runs: list[TextRun | FieldBlank], words: TextRun) -> None:
    if not words.text:
        return
    last = runs[-1] if runs else None
    if isinstance(last, TextRun) and _joins(words) and replace(last, text="") == replace(words, text=""):
        runs[-1] = replace(last, text=last.text + words.text)
    else:
        runs.append(words)


def _joins(words: TextRun) -> bool:
    """Whether words may become one with those before them: a link and a clinic's value stay what they are."""
    return words.link is None and words.value is None


def _trimmed(runs: list[TextRun | FieldBlank]) -> tuple[TextRun | FieldBlank, ...]:
    last = runs[-1] if runs else None
    if not isinstance(last, TextRun) or not last.text.endswith(" "):
        return tuple(runs)
    kept = replace(last, text=last.text.removesuffix(" "))
    return (*runs[:-1], kept) if kept.text else _trimmed(runs[:-1])
