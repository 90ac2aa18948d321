"""The words of the desk itself, in the languages that it is in."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from msgspec import Struct

LANGUAGES = {"en": "English", "es": "Español"}
"""The languages of the desk by tag, each by its own name."""


class DeskWords(Struct, frozen=True):
    """The words in one language, by key."""

    language: str
    entries: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key, with values in the places that they have for them. Raises KeyError."""
        return self.entries[key].format(**values)

    def number(self, key: str, number: int, **values: object) -> str:
        """The words for one of something, or for another number of it."""
        return self(f"{key}.{'one' if number == 1 else 'other'}", number=number, **values)

    def day(self, day: date) -> str:
        """A day as it is written in this language, such as Nov 27, 2027."""
        month = self.entries["months"].split()[day.month - 1]
        return self("day", month=month, day=day.day, year=day.year)


@cache
def words_in(language: str) -> DeskWords:
    """The words in a language, in English where the desk is not in it."""
    known = language if language in LANGUAGES else "en"
    text = (files("caresheet.web") / "labels" / f"{known}.toml").read_text(encoding="utf-8")
    return DeskWords(known, tomllib.loads(text))
