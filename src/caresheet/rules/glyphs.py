"""Every character can be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.document import Item, Mark, RunningLine
from caresheet.model.problem import Position, Problem
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.rules.context import Case

_SHOWN = 5
"""Characters named in one message; a text in another script would fill a page with them."""


def no_glyph(case: Case) -> Iterator[Problem]:
    """Every character that prints has a glyph in each cut of the typeface.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.21.7 and 7.21.8 forbid `.notdef`; PDF/A-2 (ISO 19005-2:2011) 6.2.11.8.
    """
    printed = tuple(_printed(case))
    everywhere = frozenset().union(*(words for _, words in printed))
    none = frozenset(character for character in everywhere if ord(character) not in case.coverage)
    for position, words in printed if none else ():
        lacking = tuple(dict.fromkeys(character for character in words if character in none))
        if lacking:
            message = f"the typeface has no {_named(lacking)}"
            yield Problem(position, rules.NO_GLYPH, message, "use another character, or say it in words")


def _printed(case: Case) -> Iterator[tuple[Position, str]]:
    """Everything that prints, each with the author's place; the program's own words stand at the handout's."""
    document = case.document
    for text in case.every(PrintedText):
        yield text.position, "".join(_words(run) for run in text.runs)
    for mark in case.every(Mark):
        yield document.position, mark.word
    for item in case.every(Item):
        yield document.position, item.label
    contents = (document.contents.title,) if document.contents else ()
    running = (*_running(document.header), *_running(document.footer))
    for words in (document.title, document.subtitle, document.banner, *contents, *running):
        yield document.position, words


def _words(run: TextRun | FieldBlank) -> str:
    if isinstance(run, TextRun):
        return run.text
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
