"""Where a line may end (UAX 14, and house style): between words, which in some scripts only a dictionary can find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from caresheet.text.unicode import is_stacked

_REMEMBERED = 2048
_NEED_DICTIONARY = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer; Chinese, Japanese and Korean."""
_SPACES = re.compile(r"[ \u200b\u1361]+")
SOFT_BREAK = re.compile(r"(?<=[^\W\d_]{3}[-/])(?=[^\W\d_]{3})|(?<=[–—])(?=[^\W\d_])")
"""Break opportunities inside a word: between the halves of a compound, and after a dash. Nothing is inserted."""
_BESIDE_BLANK = re.compile(r"(?<=\ufffc)|(?=\ufffc)")
"""On either side of a line to write on."""
_NEVER_FIRST = frozenset(" \u00a0.,;:!?)]}»”’،؛؟।፤።")
"""What never begins a line (UAX 14, LB7 and LB13)."""
_KEPT_TOGETHER = re.compile(
    # Addresses have Latin letters only: in a script without spaces, the next word may follow directly.
    r"(?:https?://|www\.)[!-;=?-~\u00a1-\u024f]+|[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|\+?\(?[0-9\u0660-\u0669\u06f0-\u06f9][0-9\u0660-\u0669\u06f0-\u06f9 \-()./\u2013]{4,}"
    r"[0-9\u0660-\u0669\u06f0-\u06f9]"  # numbers to call, dates
    r"|\d\s?[\u2013\-]\s?\d"  # ranges
    r"|[\d\w]\s?[×x]\s?\d|\d\s?×"  # doses and how often to take them
    r"|\d[年月日号號番時时分秒歳岁歲回次片粒錠週周個个년월일번시분세회정]"  # a number and its counter
)
_KOREAN_WORD = re.compile("[가-힣]{2,}")
_STRICTLY = "@lb=strict"
"""Small kana and similar signs of Chinese and Japanese never begin a line (CSS Text 3, 5.3)."""


class MissingDictionaryError(Exception):
    """The words of a language can only be found with ICU, which is not installed."""

    hint = "install it with: pip install 'caresheet[scripts]'"

    def __init__(self, language: str) -> None:
        super().__init__(f"the dictionary that finds the words of '{language}' is not installed")
        self.language = language


@lru_cache(_REMEMBERED)
def break_opportunities(text: str, language: str) -> frozenset[int]:
    """The places in a paragraph where a new line may begin, without its start and end.

    A space stays at the end of its line. Addresses, numbers to call, dates and ranges are kept whole, and so are Korean
    words. Stacked consonants are never parted, although a dictionary may do so in a word that it does not know. Raises
    MissingDictionaryError where a dictionary is needed and not installed.
    """
    found = set(_by_dictionary(text, language) if _needs_dictionary(text) else _by_spaces(text))
    for kept in (_KEPT_TOGETHER, _KOREAN_WORD):
        for match in kept.finditer(text):
            found -= set(range(match.start() + 1, match.end()))
    return frozenset(place for place in found - {0, len(text)} if not is_stacked(text, place))


def _needs_dictionary(text: str) -> bool:
    # Compiled for the first text that needs it: that alone takes a hundredth of the time of a small build.
    return not text.isascii() and re.search(_NEED_DICTIONARY, text) is not None


def _by_spaces(text: str) -> Iterator[int]:
    places = (match.end() for pattern in (_SPACES, SOFT_BREAK, _BESIDE_BLANK) for match in pattern.finditer(text))
    return (place for place in places if place == len(text) or text[place] not in _NEVER_FIRST)


def _by_dictionary(text: str, language: str) -> Iterator[int]:
    """Break opportunities from ICU, which counts UTF-16 units: a character beyond U+FFFF is two of them."""
    try:
        from icu4py.breakers import LineBreaker
    except ImportError as reason:
        raise MissingDictionaryError(language) from reason
    places = [place for place, letter in enumerate(text) for _ in range(1 + (letter > "\uffff"))]
    places.append(len(text))
    return (places[stop] for _, stop in LineBreaker(text, language + _STRICTLY).segments())
