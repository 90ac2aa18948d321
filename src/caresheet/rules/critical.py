"""What can save a life stands in every handout, whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import astuple

from caresheet.model import document, rules
from caresheet.model.problem import Position, Problem
from caresheet.model.text import PrintedText, Text, TextRun
from caresheet.model.topic import EVERYONE, Figure, Section
from caresheet.model.walk import iter_structs
from caresheet.rules.context import HandoutContext


def critical_left_out(case: HandoutContext) -> Iterator[Problem]:
    """Every critical section of the topic is in the handout, with all its words in their order.

    Source: the project's own design: a handout that leaves out when to call for help is not made. (ISO 7010 and
    IEC 82079-1:2019, 7.11 ask the same of safety messages: complete, and where the reader needs them.)
    """
    for section in case.topic.sections:
        if section.critical:
            problem = _judge(case, section)
            if problem is not None:
                yield problem


def _judge(case: HandoutContext, section: Section) -> Problem | None:
    printed = tuple(each for each in case.document.sections if _is_same(each, section))
    if printed:
        return _incomplete(section, printed[0])
    name = f"the critical section '{section.id}' (role '{section.role}')"
    if not section.audiences & {case.layout.audience, EVERYONE}:
        message = f"{name} is not for '{case.layout.audience}', who reads the layout '{case.layout.name}'"
        return Problem(section.position, rules.CRITICAL_LEFT_OUT, message, "write `for: everyone`")
    message = f"{name} has no place in the layout '{case.layout.name}'"
    hint = f"add `- {{role: {section.role}}}` to `place`"
    return Problem(_place_list(case), rules.CRITICAL_LEFT_OUT, message, hint)


def _is_same(printed: document.Section, section: Section) -> bool:
    return printed.id == section.id and printed.position == section.position


def _place_list(case: HandoutContext) -> Position:
    return case.layout.placements[0].position if case.layout.placements else case.layout.position


def _incomplete(section: Section, printed: document.Section) -> Problem | None:
    """The first words of the section that the handout does not have at their place."""
    said = "".join(_squeezed(text) for text in _printed_words(printed))
    reached = 0
    for text, words in _typed_words(section):
        found = said.find(_squeezed(words), reached)
        if found < 0:
            message = f"the critical section '{section.id}' is not whole in this handout: it lacks '{words.strip()}'"
            return Problem(text.position, rules.CRITICAL_LEFT_OUT, message, "a critical section is for all its readers")
        reached = found + len(_squeezed(words))
    return None


def _printed_words(section: document.Section) -> Iterator[str]:
    for part in iter_structs(section.elements):
        if isinstance(part, PrintedText):
            yield from (run.text for run in part.runs if isinstance(run, TextRun))


def _typed_words(whole: object) -> Iterator[tuple[Text, str]]:
    """The fixed words that authors typed, in reading order: no headings, which a handout may word its own way, and no
    alternative texts, which are not printed."""
    if isinstance(whole, tuple):
        for part in whole:
            yield from _typed_words(part)
    elif isinstance(whole, Text):
        yield from ((whole, run.text) for run in whole.inlines if isinstance(run, TextRun))
    elif isinstance(whole, Section):
        yield from _typed_words((whole.blocks, whole.subsections))
    elif isinstance(whole, Figure):
        yield from _typed_words((whole.drawing, whole.caption))
    elif isinstance(whole, Struct):
        yield from _typed_words(astuple(whole))


def _squeezed(text: str) -> str:
    """Without white space and in one Unicode form, so that fine typography makes no difference."""
    return "".join(unicodedata.normalize("NFC", text).split())
