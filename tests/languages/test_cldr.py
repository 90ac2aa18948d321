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
OWN_DATES = {"vi"}
"""Vietnamese letters and forms write ngày and năm; CLDR has not done so since version 46."""


def locale(tag: str) -> Locale:
    return Locale.parse(tag.replace("-", "_"))


KNOWN = [tag for tag in tags("language.toml") if tag not in UNKNOWN]


def same_groups(one: list[str], two: list[str]) -> bool:
    """Whether two lists of names sort the same places into the same groups."""
    return len(set(zip(one, two, strict=True))) == len(set(one)) == len(set(two))


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
    """A day of each month is written as in CLDR's long form; a narrow space there is a space here."""
    for month in range(1, 13):
        day = date(2026, month, 22)
        assert long_date(day, labels(tag)) == format_date(day, "long", locale(tag)).replace("\u202f", " ")
