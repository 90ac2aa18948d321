"""Words of a translation that are still those of its original."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from caresheet.languages import ENGLISH, language
from caresheet.model import rules
from caresheet.model.labels import Labels
from caresheet.model.problem import Position, Problem
from caresheet.rules.context import TopicContext
from caresheet.rules.reading import first_words, primary_language, word_count, words_in
from caresheet.rules.translations import pairs_of_lines

_FEWEST_WORDS = 5
"""Words that are more than the name of a person, a place or a medicine."""
_LETTERS_OF_A_NAME = 4
"""The most letters of a name in a script without capitals."""
_FILLED_IN = re.compile(r"\{[^{}]*\}")


class _Untranslated(Struct, frozen=True):
    """A text that is still in the other language: its words that need translating, how a message shows it, where it
    stands, and what to do."""

    own: str
    shown: str
    position: Position
    hint: str


def untranslated_text(context: TopicContext) -> Iterator[Problem]:
    """No text of a translation is, word for word, that of the original: no title, heading, label, sentence, caption or
    alternative text, in either wording of a line. A few capitalized words may be a name, and words that are marked with
    their language are meant to be in it. While a longer text is left, though, names are reported, too.

    Source: 45 CFR 92.201(c)(3): translations are made, and reviewed, by people who know both languages.
    """
    topic, original = context.topic, context.original
    if original is None or primary_language(original.language) == primary_language(topic.language):
        return
    mark = f"translate it, or write [its words]{{lang={original.language}}} if they must stay"
    same = (mine for mine, theirs in pairs_of_lines(topic, original) if mine.words == theirs.words)
    left = [_Untranslated(line.own, line.words, line.position, mark) for line in same]
    yield from _told(left, original.language)


def untranslated_labels(labels: Labels) -> Iterator[Problem]:
    """No text of a project's own labels is, word for word, the English one.

    Source: as for texts.
    """
    hint = "translate it, or remove the line if caresheet has the language"
    left = tuple(
        _Untranslated(_FILLED_IN.sub("", text), f"{key}: {text}", position, hint)
        for key, text, position in labels.in_english
    )
    yield from _told(left, ENGLISH)


def _told(left: Iterable[_Untranslated], original: str) -> Iterator[Problem]:
    """What was left: everything while there is a longer text, else what cannot be a name."""
    worded = [each for each in left if any(letter.isalpha() for letter in each.own)]
    is_at_work = any(_is_long(each.own, original) for each in worded)
    for each in worded:
        if is_at_work or not _may_be_name(each.own):
            message = f"'{first_words(each.shown)}' is the same as in the original"
            yield Problem(each.position, rules.UNTRANSLATED_TEXT, message, each.hint)


def _is_long(words: str, tag: str) -> bool:
    if language(tag).spaces_between_words:
        return word_count(words) >= _FEWEST_WORDS
    return len([letter for letter in words if letter.isalpha()]) >= 2 * _FEWEST_WORDS


def _may_be_name(words: str) -> bool:
    """Whether a text may be a name: most of its words begin with a capital. Single words may follow it between commas,
    as in a list of medicines. In a script without capitals, whether it is very short."""
    letters = [letter for letter in words if letter.isalpha()]
    if not any(letter.islower() or letter.isupper() for letter in letters):
        return len(letters) <= _LETTERS_OF_A_NAME
    parts = [words_in(part) for part in words.split(",")]
    return all(len(part) == 1 for part in parts[1:]) and _is_capitalized(parts[0])


def _is_capitalized(part: list[str]) -> bool:
    small = [word for word in part[1:] if word[0].islower()]
    return bool(part) and not part[0][0].islower() and 2 * len(small) <= len(part[1:])
