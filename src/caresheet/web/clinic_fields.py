"""The fields of the clinic's form: what is stored, what was typed, and what the rules say about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.own_names import own_name
from caresheet.app.profiles import doubt_about, mended, one_line, printed, profile_wordings
from caresheet.model.clinic import FOR_ALL, VALUE_KINDS
from caresheet.model.labels import Labels
from caresheet.model.value import ValueKind
from caresheet.web.wording import DeskWords

GROUPS = {
    "lives": (
        "emergency", "phone", "after_hours_phone", "minutes_before_escalation", "fever_threshold", "oxygen_threshold",
    ),
    "clinic": ("name", "address", "website", "country"),
    "visits": (
        "hospital", "arrival_desk", "treating_doctor", "coordinator", "interpreter", "social_work", "support_line",
    ),
    "looks": ("paper", "accent"),
}  # fmt: skip
"""The fields of the form in order: the numbers that save lives come first."""
KEYS = tuple(key for some in GROUPS.values() for key in some)
COUNTED = GROUPS["lives"][:5]
"""The numbers that are counted as life-saving: a team without an oximeter has no oxygen level."""
LONGEST = 300
"""The most letters of an answer; the rest is cut off."""
_MINUTES = 120
_WORDS = {ValueKind.NAME, ValueKind.TEXT}
"""The kinds of values that may be worded differently in each language."""


class Spoken(Struct, frozen=True):
    """The languages that the project's handouts are in: `first` is the one of the plain fields, which the others fall
    back to. `labels` are its words, None if the project cannot be read."""

    first: str
    others: tuple[str, ...] = ()
    labels: Labels | None = None


class AskedField(Struct, frozen=True):
    """A field of the form: its value, what is wrong with it, answers that may have been meant, and how it prints.
    `language` is that of its words, empty for the plain field of a key; `others` are the fields of the same key in
    other languages."""

    key: str
    value: str
    language: str = ""
    message: str = ""
    suggestions: tuple[str, ...] = ()
    prints: str = ""
    others: tuple[AskedField, ...] = ()

    @property
    def name(self) -> str:
        """The name of the field in the form."""
        return field_name(self.key, self.language)

    @property
    def is_number(self) -> bool:
        """Whether a phone should show its number keys."""
        return VALUE_KINDS.get(self.key) is ValueKind.PHONE

    @property
    def is_printed(self) -> bool:
        """Whether its answer is printed, or else a line to write it on."""
        return self.key in VALUE_KINDS and not self.language

    @property
    def has_words(self) -> bool:
        """Whether there is anything to see in the fields of other languages."""
        return any(each.value or each.message for each in self.others)

    def label(self, words: DeskWords) -> str:
        """What the field is called."""
        label = words(f"field.{self.key}")
        return words("clinic.in_language", field=label, language=own_name(self.language)) if self.language else label


def field_name(key: str, language: str) -> str:
    """The name of a field: `hospital`, or `hospital.es` for the words in a language."""
    return f"{key}.{language}" if language else key


def stored_answers(profile: Path, spoken: Spoken) -> dict[str, str]:
    """The answers in a profile by the names of their fields. Raises CaresheetError."""
    return {
        field_name(key, "" if language in {FOR_ALL, spoken.first} else language): text
        for key, worded in profile_wordings(profile).items()
        for language, text in worded.items()
    }


def typed_answers(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed in the fields that the form had; a country code in capitals."""
    given = {
        name: one_line(text)[:LONGEST]
        for name, text in typed.items()
        for key, _, language in (name.partition("."),)
        if key in KEYS and (not language or (key in VALUE_KINDS and language.replace("-", "").isalnum()))
    }
    return {name: text.upper() if name == "country" else text for name, text in given.items()}


def wordings(answers: Mapping[str, str], spoken: Spoken) -> dict[str, dict[str, str]]:
    """The words of each key by language, as they are written into the profile."""
    found: dict[str, dict[str, str]] = {}
    for name in answers:
        key = name.partition(".")[0]
        others = {each: text for each in _languages(key, answers) if (text := answers[field_name(key, each)])}
        plain = answers.get(key, "")
        found[key] = {spoken.first: plain, **others} if others else {FOR_ALL: plain}
    return found


def fields(
    words: DeskWords, spoken: Spoken, answers: Mapping[str, str], typed: Mapping[str, str]
) -> dict[str, AskedField]:
    """The plain fields of the form with those in other languages; what was typed just now is checked."""
    return {key: _with_others(words, spoken, key, answers, typed) for key in KEYS}


def checked(words: DeskWords, spoken: Spoken, name: str, answers: Mapping[str, str]) -> AskedField:
    """A field with what the rules find wrong with its answer: the same as `caresheet check`, but worded for a form if
    it is a common mistake."""
    key, _, language = name.partition(".")
    text, country = answers.get(name, ""), answers.get("country", "")
    doubt = "" if language and not text else doubt_about(key, text, country)
    if not doubt:
        return AskedField(key, text, language, prints=_printed(spoken, key, text))
    suggestions = mended(key, text, country)
    message = _message(words, key, text, doubt, suggestions)
    return AskedField(key, text, language, message, suggestions)


def empty_numbers(answers: Mapping[str, str]) -> list[str]:
    """The life-saving numbers that are not filled in, in any language."""
    filled = {name.partition(".")[0] for name, text in answers.items() if text}
    return [key for key in COUNTED if key not in filled]


def _with_others(
    words: DeskWords, spoken: Spoken, key: str, answers: Mapping[str, str], typed: Mapping[str, str]
) -> AskedField:
    offered = spoken.others if VALUE_KINDS.get(key) in _WORDS else ()
    languages = dict.fromkeys((*offered, *_languages(key, answers)))
    plain, *others = (_field(words, spoken, field_name(key, each), answers, typed) for each in ("", *languages))
    return replace(plain, others=tuple(others))


def _field(
    words: DeskWords, spoken: Spoken, name: str, answers: Mapping[str, str], typed: Mapping[str, str]
) -> AskedField:
    key, _, language = name.partition(".")
    text = answers.get(name, "")
    if text and name in typed:
        return checked(words, spoken, name, answers)
    return AskedField(key, text, language, prints=_printed(spoken, key, text))


def _printed(spoken: Spoken, key: str, text: str) -> str:
    return printed(key, text, spoken.labels) if text and spoken.labels and key in VALUE_KINDS else ""


def _languages(key: str, answers: Mapping[str, str]) -> Iterator[str]:
    """The other languages in which a key has answers, even if they are empty."""
    return (name.partition(".")[2] for name in answers if name.startswith(f"{key}."))


def _message(words: DeskWords, key: str, text: str, doubt: str, suggestions: tuple[str, ...]) -> str:
    """Why an answer is refused, worded for a form; in the words of the rule if it is not a common mistake."""
    kind = VALUE_KINDS.get(key)
    letters = [sign for sign in text if sign.isalpha()]
    if key == "name" and not text:
        return words("clinics.nameless")
    if kind is ValueKind.PHONE and not any(sign.isdigit() for sign in text):
        return words("wrong.words", typed=text)
    if kind is ValueKind.PHONE and suggestions and letters:
        return words("wrong.letter", typed=text, letter=letters[0], meant=suggestions[0])
    if kind is ValueKind.TEMPERATURE and not letters and suggestions:
        return words("wrong.unit", typed=text)
    if kind is ValueKind.MINUTES:
        return words("wrong.minutes", typed=text, most=_MINUTES)
    if kind is ValueKind.WEB_ADDRESS:
        return words("wrong.web", typed=text)
    if key in {"country", "paper", "accent"}:
        return words(f"wrong.{key}", typed=text)
    return words("wrong.other", typed=text, doubt=doubt)
