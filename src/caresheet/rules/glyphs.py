"""Every character can be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.document import Item, Mark, RunningLine
from caresheet.model.problem import Position, Problem
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.value import Value
from caresheet.rules.context import HandoutContext

_SHOWN = 5
"""Characters named in one message; a text in another script would fill a page with them."""

_Printed = tuple[Position, str, str]
"""The place that words come from, what to name before the message, and the words."""


def no_glyph(case: HandoutContext) -> Iterator[Problem]:
    """Every character that prints has a glyph in each cut of the typeface.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.21.7 and 7.21.8 forbid `.notdef`; PDF/A-2 (ISO 19005-2:2011) 6.2.11.8.
    """
    printed = tuple(_printed(case))
    everywhere = frozenset().union(*(words for _, _, words in printed))
    none = frozenset(character for character in everywhere if ord(character) not in case.coverage)
    for position, whose, words in printed if none else ():
        lacking = tuple(dict.fromkeys(character for character in words if character in none))
        if lacking:
            message = f"{whose}the typeface has no {_named(lacking)}"
            yield Problem(position, rules.NO_GLYPH, message, "use another character, or say it in words")


def _printed(case: HandoutContext) -> Iterator[_Printed]:
    """Everything that prints: a clinic's values at their place in its profile, the program's own words at the
    handout's."""
    document = case.document
    for text in case.every(PrintedText):
        yield text.position, "", "".join(_words(run) for run in text.runs)
        yield from (_given(run.value) for run in text.runs if isinstance(run, TextRun) and run.value)
    for mark in case.every(Mark):
        yield document.position, "", mark.word
    for item in case.every(Item):
        yield document.position, "", item.label
    author = document.author.text if document.author else ""
    contents = (document.contents.title,) if document.contents else ()
    running = (words.replace(author, "") for line in (document.header, document.footer) for words in _running(line))
    for words in (document.title, document.subtitle, document.banner, *contents, *running):
        yield document.position, "", words
    if document.author:
        yield _given(document.author)


def _given(value: Value) -> _Printed:
    return value.origin.position, f"`{value.origin.key}`: ", value.text


def _words(run: TextRun | FieldBlank) -> str:
    if isinstance(run, TextRun):
        return "" if run.value else run.text
    return f" ({run.label})" if run.captioned else ""


def _running(line: RunningLine) -> tuple[str, str, str]:
    return line.start, line.center, line.end


def _named(characters: tuple[str, ...]) -> str:
    names = (
        f"U+{ord(character):04X} {unicodedata.name(character, 'unnamed character')}"
        for character in characters[:_SHOWN]
    )
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    return ", ".join(names) + more
