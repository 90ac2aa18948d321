"""What the rules know about a language, read from its folder."""

from __future__ import annotations

import tomllib
from functools import cache

from msgspec import convert

from caresheet.languages.folders import nearest, read, tags
from caresheet.model.language import Language, PlainWords

_LANGUAGE = "language.toml"
_WORDS = "words.toml"


@cache
def language(tag: str) -> Language:
    """What is known about a language (BCP 47); nothing where it has no folder. Regions share their language's."""
    folder = nearest(tag, _LANGUAGE)
    return _language(folder) if folder else Language()


@cache
def languages() -> tuple[Language, ...]:
    """What is known about every language, for what is looked for in all of them, because authors mix them."""
    return tuple(_language(tag) for tag in tags(_LANGUAGE))


@cache
def plain_words(tag: str) -> PlainWords | None:
    """The words that the rules of plain language go by, None for a language that has no list of them yet."""
    folder = nearest(tag, _WORDS)
    return _plain_words(folder) if folder else None


@cache
def _language(folder: str) -> Language:
    return convert(tomllib.loads(read(folder, _LANGUAGE).decode("utf-8")), Language)


@cache
def _plain_words(folder: str) -> PlainWords:
    """Lists of single words are texts in the file, with white space between the words."""
    held = tomllib.loads(read(folder, _WORDS).decode("utf-8"))
    lists = {key: value.split() if isinstance(value, str) else value for key, value in held.items()}
    return convert(lists, PlainWords)
