"""One folder a language, named by its BCP 47 tag: everything that caresheet knows about the language.

Every file is optional; what a folder does not have is not printed, or not judged, in that language.

- `labels.yaml`: the words that caresheet prints itself
- `language.toml`: how numbers, plurals, sentences, abbreviations and notes are written, and which reading formula is
  valid
- `language_help.txt`: the official notice that language assistance is free
- `words.toml`: the words that the rules of plain language go by
- `syllables.py`: how many syllables a word has, where `syllable` in `language.toml` cannot say so
"""

from __future__ import annotations

from caresheet.languages.folders import ENGLISH, LABELS, fallbacks, is_english, read, tags
from caresheet.languages.knowledge import language, languages, plain_words
from caresheet.languages.notices import language_notice, notice_tags
from caresheet.languages.plurals import FORMS, plural_form, plural_forms
from caresheet.languages.syllables import SyllableCounter, syllable_counter

__all__ = [
    "ENGLISH",
    "FORMS",
    "SyllableCounter",
    "fallbacks",
    "is_english",
    "labels_file",
    "labels_tags",
    "language",
    "language_notice",
    "languages",
    "notice_tags",
    "plain_words",
    "plural_form",
    "plural_forms",
    "syllable_counter",
]


def labels_tags() -> tuple[str, ...]:
    """The languages that caresheet has printed words in."""
    return tags(LABELS)


def labels_file(tag: str) -> bytes | None:
    """The file with the printed words of exactly this language, None where there is none."""
    return read(tag, LABELS) if tag in labels_tags() else None
