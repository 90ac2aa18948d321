"""The words of the desk itself, in its languages."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from msgspec import Struct

LANGUAGES = {"en": "English", "es": "Español"}
"""The languages of the desk by tag, each with its own name for itself."""
FIRST_LANGUAGE = "en"
"""The language of the desk where no other of them is asked for."""


class DeskWords(Struct, frozen=True):
    """The words in one language, by key."""

    language: str
    entries: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key, with the values filled in. Raises KeyError for an unknown key."""
        return self.entries[key].format(**values)

    def known(self, *keys: str) -> str:
        """The words of the first of these keys that has any; empty if none has."""
        return next((self(key) for key in keys if key in self.entries), "")

    def number(self, key: str, number: int, **values: object) -> str:
        """The words of a key in the singular or the plural."""
        return self(f"{key}.{'one' if number == 1 else 'other'}", number=number, **values)

    def day(self, day: date) -> str:
        """A day as it is written in this language, such as Nov 27, 2027."""
        month = self.entries["months"].split()[day.month - 1]
        return self("day", month=month, day=day.day, year=day.year)


@cache
def words_in(language: str) -> DeskWords:
    """The words in a language; in English if the desk does not have it."""
    known = language if language in LANGUAGES else FIRST_LANGUAGE
    text = (files("caresheet.web") / "labels" / f"{known}.toml").read_text(encoding="utf-8")
    return DeskWords(known, tomllib.loads(text))
