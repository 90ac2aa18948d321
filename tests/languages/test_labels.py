"""The printed words of every language: complete, in the letters of the language, with the right plural for every
number; a draft says so in English, too."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from importlib.resources import files

import pytest

from caresheet.compose.dates import long_date
from caresheet.compose.templates import counted, filled
from caresheet.languages import (
    labels_file,
    labels_tags,
    language,
    language_notice,
    notice_tags,
    plural_form,
    plural_forms,
)
from caresheet.model.labels import Labels
from caresheet.model.problem import Findings, Position
from caresheet.rules.numbers import numbers
from caresheet.source.parsed_file import parsed
from caresheet.source.profiles import read_labels

TAGS = labels_tags()
DRAFTS = [tag for tag in TAGS if tag not in {"en", "es"}]
SCRIPTS = {
    "am": "ETHIOPIC",
    "ar": "ARABIC",
    "bn": "BENGALI",
    "el": "GREEK",
    "fa": "ARABIC",
    "he": "HEBREW",
    "hi": "DEVANAGARI",
    "hy": "ARMENIAN",
    "ja": "CJK HIRAGANA KATAKANA KATAKANA-HIRAGANA",
    "km": "KHMER",
    "ko": "HANGUL",
    "my": "MYANMAR",
    "ne": "DEVANAGARI",
    "pa": "GURMUKHI",
    "ru": "CYRILLIC",
    "ta": "TAMIL",
    "th": "THAI",
    "uk": "CYRILLIC",
    "ur": "ARABIC",
    "zh-Hans": "CJK",
    "zh-Hant": "CJK",
}
"""How the Unicode names of each language's letters begin; all other languages are written in Latin letters."""
SAMPLES = {
    "en": {"one": [1], "other": [0, 2, 5, 11, 21, 100]},
    "fr": {"one": [0, 1], "other": [2, 17, 100]},
    "pl": {"one": [1], "few": [2, 3, 4, 22, 24, 102], "other": [0, 5, 11, 12, 14, 21, 112]},
    "ru": {"one": [1, 21, 31, 101], "few": [2, 4, 22, 104], "other": [0, 5, 11, 14, 20, 111]},
    "ro": {"one": [1], "few": [0, 2, 19, 101, 119], "other": [20, 35, 100, 120]},
    "he": {"one": [1], "two": [2], "other": [0, 3, 10, 20]},
    "ar": {
        "zero": [0],
        "one": [1],
        "two": [2],
        "few": [3, 10, 103],
        "many": [11, 26, 99, 111],
        "other": [100, 102, 202],
    },
    "vi": {"other": [0, 1, 2, 15]},
}
"""Whole numbers that Unicode CLDR gives as examples of each form (its `many` of Slavic languages is `other` here)."""


def labels(tag: str) -> Labels:
    findings = Findings()
    read = read_labels(tag, {}, Position("content/x/x.yaml"), findings)
    assert findings.sorted() == ()
    assert read is not None
    return read


def printed(tag: str) -> list[str]:
    """Every text that the labels print."""
    held = labels(tag)
    single = [
        words
        for key in held.__struct_fields__
        if isinstance(words := getattr(held, key), str) and key not in {"language", "mail_file"}
    ]
    pairs = [words for group in (held.levels, held.clinic, held.minutes, held.and_others) for _, words in group]
    return [*single, *pairs, *held.months]


@pytest.mark.parametrize("tag", TAGS)
def test_labels_are_whole_and_valid(tag: str) -> None:
    """The file passes its schema, and no word of it is missing."""
    findings = Findings()
    file = parsed(labels_file(tag) or b"", f"{tag}/labels.yaml", "labels", findings)
    assert findings.sorted() == ()
    assert file is not None
    assert file.valid
    assert all(words == unicodedata.normalize("NFC", words) for words in printed(tag))


@pytest.mark.parametrize("tag", DRAFTS)
def test_a_draft_says_so_in_english_too(tag: str) -> None:
    """Words that no native speaker has reviewed are marked as a draft, in their language and in English."""
    held = labels(tag)
    assert held.are_draft
    assert held.draft.removesuffix(".").endswith(" DRAFT: do not use with patients")
    assert held.draft_translation.removesuffix(".").endswith(" Translation not reviewed")
    assert held.draft_mark.endswith(" · DRAFT")
    english = labels("en")
    for key in ("draft", "draft_translation", "draft_mark", "mail_draft", "contents", "cut", "cut_here", "fan"):
        assert getattr(held, key) != getattr(english, key), key


@pytest.mark.parametrize("tag", [tag for tag in notice_tags() if tag in TAGS])
def test_the_interpreter_line_is_official(tag: str) -> None:
    """Where a language has the official notice, the line consists of sentences of the notice, word for word."""
    notice = language_notice(tag).replace("{{clinic.interpreter}}", "{number}")
    sentences = re.findall(r"[^.。]+[.。]", labels(tag).interpreter)
    assert len(sentences) > 1
    for sentence in sentences:
        assert sentence.strip().lower() in notice.lower()


@pytest.mark.parametrize("tag", TAGS)
def test_letters_are_those_of_the_language(tag: str) -> None:
    """No letter of another script has slipped in. The only Latin words in another script are names in braces, the
    English words of a draft, and a few abbreviations and units."""
    own = tuple(SCRIPTS.get(tag, "LATIN").split())
    latin = re.compile(r"DRAFT: do not use with patients|Translation not reviewed|DRAFT|\bQR\b|\bPDF\b|\bmm\b|\{\w+\}")
    words = latin.sub(" ", " ".join(printed(tag)))
    strangers = {sign for sign in words if sign.isalpha() and not unicodedata.name(sign, "").startswith(own)}
    assert strangers == set()


@pytest.mark.parametrize("tag", TAGS)
def test_numbers_are_printed_whatever_their_form(tag: str) -> None:
    """Every number of minutes and of other sources is printed in digits; one and two may be spelled out."""
    held = labels(tag)
    for number in range(1, 131):
        said = filled(counted(held.minutes, tag, number), minutes=str(number))
        others = filled(counted(held.and_others, tag, number), count=str(number), publishers="A")
        if number > 2:
            assert re.findall(r"\d+", said) == re.findall(r"\d+", others) == [str(number)]
        assert "{" not in said + others


@pytest.mark.parametrize(
    ("tag", "form", "number"),
    [(tag, form, number) for tag, forms in SAMPLES.items() for form, sample in forms.items() for number in sample],
)
def test_plural_forms(tag: str, form: str, number: int) -> None:
    """A number takes the form for which Unicode CLDR gives it as an example."""
    assert plural_form(tag, number) == form
    assert set(plural_forms(tag)) == set(SAMPLES[tag])


@pytest.mark.parametrize("tag", TAGS)
def test_days_are_written_and_found_again(tag: str) -> None:
    """A date is printed with the name of its month, and the rules for numbers find the same day, month and year in
    it."""
    held = labels(tag)
    for month in range(1, 13):
        found = numbers(long_date(date(2026, month, 27), held), tag, months=True)
        assert sorted(value for each in found for value in each.values) == ["2026", "27", f"month {month}"]


@pytest.mark.parametrize(
    ("tag", "text"), [("fa", "۳۸٫۵ °C"), ("ar", "٣٨٫٥ °C"), ("hi", "३८.५ °C"), ("ja", "３８.５ °C")]
)
def test_digits_of_other_scripts_are_numbers(tag: str, text: str) -> None:
    """A number is the same in the digits of any script, and a message quotes it as it was typed."""
    (number,) = numbers(text, tag, months=False)
    assert (number.values, number.unit) == (frozenset({"38.5"}), "°c")
    assert number.typed == text


def test_no_formula_where_none_is_valid() -> None:
    """Reading grades are calculated only in English and Spanish; in other languages no formula is known to be valid."""
    assert {tag for tag in TAGS if language(tag).reading_formula} == {"en", "es"}


def test_the_manual_names_every_language() -> None:
    """The page about translations lists the languages that have printed words, and no others."""
    page = files("caresheet").joinpath("manual", "translations.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"caresheet\s+has\s+them\s+in:([^.]+)\.", page)
    assert set(re.findall(r"`([\w-]+)`", listed)) == set(TAGS)
