"""The table of English words that syllapy alone would count wrongly."""

from __future__ import annotations

from tests.languages.write_syllables import TABLE, counts, table_text

from caresheet.languages import syllable_counter


def test_the_table_is_up_to_date() -> None:
    """The table says what CMU's dictionary says. After an update, run tests/languages/write_syllables.py."""
    assert TABLE.read_text(encoding="utf-8") == table_text()


def test_every_word_of_the_dictionary_is_counted_as_it_is_spoken() -> None:
    """Syllapy and the table together count each of CMU's words as CMU pronounces it."""
    count = syllable_counter("en")
    assert count is not None
    known = counts()
    assert len(known) > 100_000
    assert {word for word, spoken in known.items() if count(word) != max(spoken, 1)} == set()


def test_the_table_carries_the_notice_of_the_dictionary() -> None:
    """Whoever passes on CMU's words passes on its terms."""
    text = TABLE.read_text(encoding="utf-8")
    assert text.startswith("# Copyright (C) 1993-2015 Carnegie Mellon University.")
    assert "# 1. Redistributions of source code must retain the above copyright" in text
