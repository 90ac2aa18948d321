"""What the folders of languages say is what Unicode CLDR says."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date
from tests.languages.test_labels import labels

from caresheet.compose.dates import long_date
from caresheet.languages import labels_tags, language, plural_form
from caresheet.languages.folders import tags

UNKNOWN = {"ht"}
"""Languages without data in CLDR."""
NUMBERS = (*range(1000), *range(1000, 100_000, 37))
BOTH = {"ar", "es", "fa", "km"}
"""Languages whose readers use a comma and a point: no mark is taken for certain."""
ALIKE = {"vi"}
"""Languages for which CLDR 48 has two forms though the words are the same: nouns of Vietnamese do not change."""
OWN_NAMES = {"bn", "tl", "zh-Hans", "zh-Hant"}
"""Bengali, Tagalog and the two ways to write Chinese have the names that patients and staff of clinics use."""
OWN_DATES = {"vi"}
"""Vietnamese letters and forms write ngày and năm; CLDR has not done so since version 46."""


def locale(tag: str) -> Locale:
    return Locale.parse(tag.replace("-", "_"))


KNOWN = [tag for tag in tags("language.toml") if tag not in UNKNOWN]


def same_groups(one: list[str], two: list[str]) -> bool:
    """Whether two lists of names sort the same places into the same groups."""
    return len(set(zip(one, two, strict=True))) == len(set(one)) == len(set(two))


@pytest.mark.parametrize("tag", sorted({*KNOWN} - OWN_NAMES))
def test_names(tag: str) -> None:
    """Each language has the name that its speakers give it, and its English name."""
    known = language(tag)
    assert known.name.casefold() == (locale(tag).get_display_name(locale(tag)) or "").casefold()
    assert known.english_name == locale(tag).get_display_name("en")


@pytest.mark.parametrize("tag", tags("language.toml"))
def test_every_language_has_a_name_for_its_speakers_and_for_staff(tag: str) -> None:
    """No two languages have the same names; those in English are English."""
    assert language(tag).name
    assert language(tag).english_name.isascii()
    assert len({language(each).english_name for each in tags("language.toml")}) == len(tags("language.toml"))


@pytest.mark.parametrize("tag", [tag for tag in KNOWN if tag not in ALIKE])
def test_numbers_take_the_same_forms(tag: str) -> None:
    """Two numbers take one form of a word where they do in CLDR. Names may differ: CLDR keeps "other" for fractions
    where the form of 5 is "many", and here there are no fractions."""
    theirs = [locale(tag).plural_form(number) for number in NUMBERS]
    assert same_groups([plural_form(tag, number) for number in NUMBERS], theirs)


@pytest.mark.parametrize("tag", KNOWN)
def test_decimal_mark(tag: str) -> None:
    """The mark before decimals is that of Latin digits, or is left open."""
    mark = locale(tag).number_symbols["latn"]["decimal"]
    assert language(tag).numbers.decimal_mark == ("" if tag in BOTH else mark)


@pytest.mark.parametrize("tag", sorted({*KNOWN} & {*labels_tags()} - OWN_DATES))
def test_dates(tag: str) -> None:
    """A day of each month is written as in CLDR's long form; spaces that keep words on one line count as spaces."""
    for month in range(1, 13):
        day = date(2026, month, 22)
        printed = long_date(day, labels(tag)).replace("\u00a0", " ")
        assert printed == format_date(day, "long", locale(tag)).replace("\u202f", " ")
