"""Every character can be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.document import Item, Mark
from caresheet.model.problem import Position, Problem
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.value import Value
from caresheet.rules.context import HandoutContext

_SHOWN = 5
"""Characters that one message names; a text in another script would fill a page with them."""

_Printed = tuple[Position, str, str]
"""Where words come from, what the message starts with, and the words."""


def no_glyph(context: HandoutContext) -> Iterator[Problem]:
    """Every printed character has a glyph in each font of the typeface.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.21.7 and 7.21.8 forbid `.notdef`; PDF/A-2 (ISO 19005-2:2011) 6.2.11.8.
    """
    printed = tuple(_printed(context))
    everywhere = frozenset().union(*(words for _, _, words in printed))
    none = frozenset(character for character in everywhere if ord(character) not in context.coverage)
    for position, whose, words in printed if none else ():
        lacking = tuple(dict.fromkeys(character for character in words if character in none))
        if lacking:
            message = f"{whose}the typeface does not have {_named(lacking)}"
            remedies = dict.fromkeys(_remedy(character) for character in lacking[:_SHOWN])
            yield Problem(position, rules.NO_GLYPH, message, "; ".join(remedies))


def _printed(context: HandoutContext) -> Iterator[_Printed]:
    """Everything that is printed: a clinic's values at their place in the profile, the program's own words at the
    handout's."""
    document = context.document
    for text in context.every(PrintedText):
        yield text.position, "", "".join(_words(run) for run in text.runs)
        yield from (_given(run.value) for run in text.runs if isinstance(run, TextRun) and run.value)
    for mark in context.every(Mark):
        yield document.position, "", mark.word
    for item in context.every(Item):
        yield document.position, "", item.label
    author = document.author.text if document.author else ""
    contents = (document.contents.title,) if document.contents else ()
    lines = (document.header.on_page(1, 1), document.footer.on_page(1, 1))
    running = (words.replace(author, "") for line in lines for words in line.parts)
    for words in (document.title, document.subtitle, document.banner, document.imprint, *contents, *running):
        yield document.position, "", words
    if document.author:
        yield _given(document.author)


def _given(value: Value) -> _Printed:
    return value.origin.position, f"`{value.origin.key}`: ", value.words


def _words(run: TextRun | FieldBlank) -> str:
    if isinstance(run, TextRun):
        return "" if run.value else run.text
    return f" ({run.label})" if run.captioned else ""


def _remedy(character: str) -> str:
    """What to type in place of a character."""
    name, category = unicodedata.name(character, ""), unicodedata.category(character)
    plain = unicodedata.normalize("NFKC", character)
    if category.startswith("M"):
        return "write the letter without the mark above or below it, or say it in words"
    if category.startswith("C"):
        return "delete the invisible character"
    if "ARROW" in name:
        return "write 'to' or 'then' for an arrow"
    if "CHECK" in name or "BALLOT" in name or "WHITE SQUARE" in name:
        return "use a checklist for boxes and check marks"
    if "SUPERSCRIPT" in name or "SUBSCRIPT" in name:
        return f"write '^{plain}' for a superscript, '{plain}' for a subscript"
    if "VULGAR FRACTION" in name:
        return f"write '{plain.replace('⁄', '/')}' for the fraction, with a space between it and a number before it"
    if plain != character and plain.isascii() and plain.strip():
        return f"write '{plain}'"
    return "use another character, or words"


def _named(characters: tuple[str, ...]) -> str:
    names = (
        f"U+{ord(character):04X} {unicodedata.name(character, 'unnamed character')}"
        for character in characters[:_SHOWN]
    )
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    return ", ".join(names) + more
