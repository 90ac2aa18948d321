"""The clinic that gives out a handout."""

from __future__ import annotations

import re
import unicodedata
import zlib

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.problem import Position
from caresheet.model.topic import Picture, SvgPicture
from caresheet.model.value import Value, ValueKind

VALUE_KINDS: dict[str, ValueKind] = {
    "name": ValueKind.NAME,
    "address": ValueKind.TEXT,
    "phone": ValueKind.PHONE,
    "after_hours_phone": ValueKind.PHONE,
    "emergency": ValueKind.PHONE,
    "fever_threshold": ValueKind.TEMPERATURE,
    "oxygen_threshold": ValueKind.PERCENTAGE,
    "minutes_before_escalation": ValueKind.MINUTES,
    "hospital": ValueKind.NAME,
    "arrival_desk": ValueKind.TEXT,
    "treating_doctor": ValueKind.NAME,
    "coordinator": ValueKind.NAME,
    "interpreter": ValueKind.PHONE,
    "social_work": ValueKind.PHONE,
    "support_line": ValueKind.PHONE,
    "website": ValueKind.WEB_ADDRESS,
}
"""Every key of a profile that can follow `clinic.` in a placeholder, and what its value is."""

FOR_ALL = ""
"""The language of a value that is the same in all languages."""
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"})
"""ASCII spellings of Latin letters that Unicode normalization does not decompose."""
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names that no file on Windows can have."""
_LONGEST_NAME = 60
"""Letters of a name that leave room for the rest of a handout's file name, which ends at 255 bytes."""


def ascii_name(name: str) -> str:
    """The name of a clinic for file names on every system: lowercase ASCII words with hyphens between them.

    Letters lose their accents. A name in another script becomes `clinic-` and a number, the same for the same name.
    """
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS)
    kept = (sign for sign in plain if not unicodedata.combining(sign))
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in kept).split()
    if not words or not words[0][0].isalpha() or (len(words) == 1 and _RESERVED.fullmatch(words[0])):
        words = ["clinic", *words]
    words = "-".join(words)[:_LONGEST_NAME].strip("-").split("-")
    if any(sign.isalpha() and not sign.isascii() for sign in plain):
        words.append(f"{zlib.crc32(name.encode()):08x}")
    return "-".join(words)


class Clinic(Struct, frozen=True):
    """A clinic's profile. `name` is the name of its file without the ending; `values` are those that it gives, in the
    order of VALUE_KINDS, some of them empty; one that is worded in several languages is there once for each. `country`,
    a code of ISO 3166-1, says how phone numbers without + are read. `paper` is the paper that it prints on,
    and `accent` is the color of its headings, as `#rrggbb`."""

    name: str
    values: tuple[Value, ...]
    logo: Picture | SvgPicture | None
    position: Position
    country: Value | None = None
    paper: Value | None = None
    accent: Value | None = None

    def in_language(self, language: str) -> Clinic:
        """The clinic with one wording of each value: the one in this language, else the one for all, else the first."""
        return replace(self, values=tuple(_spoken(self.values, key, language) for key in _keys(self.values)))

    def with_defaults(self, defaults: tuple[Value, ...]) -> Clinic:
        """The clinic with a topic's values in the place of those that it does not give."""
        missing = tuple(value for value in defaults if self.value(value.origin.key) is None)
        return replace(self, values=(*self.values, *missing)) if missing else self

    @property
    def filled(self) -> tuple[Value, ...]:
        """The values that are not empty."""
        return tuple(value for value in self.values if value.text)

    def value(self, key: str) -> Value | None:
        """The value of `clinic.<key>`, None if a line to write on is printed instead."""
        return next((value for value in self.filled if value.origin.key == key), None)

    def text(self, key: str) -> str:
        """The text of `clinic.<key>`, empty if it has none."""
        value = self.value(key)
        return value.text if value else ""

    @property
    def country_code(self) -> str:
        """The code of its country, empty if it gives none."""
        return self.country.text if self.country else ""

    def place(self, key: str) -> Position:
        """Where the profile has the key, with or without a value, or else where the profile starts."""
        return next((value.origin.position for value in self.values if value.origin.key == key), self.position)


def _keys(values: tuple[Value, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.origin.key for value in values))


def _spoken(values: tuple[Value, ...], key: str, language: str) -> Value:
    wordings = {value.language: value for value in values if value.origin.key == key}
    tags = (language, language.partition("-")[0], "")
    return next((wordings[tag] for tag in tags if tag in wordings), next(iter(wordings.values())))
