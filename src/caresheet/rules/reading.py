"""A handout as its reader meets it: section by section, text by text, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from msgspec import Struct

from caresheet.languages import language as known
from caresheet.languages import plain_words
from caresheet.model import document as d
from caresheet.model.grade import Grades
from caresheet.model.language import PlainWords
from caresheet.model.limits import Limits
from caresheet.model.problem import Position
from caresheet.model.text import PrintedText, TextRun
from caresheet.model.walk import iter_structs
from caresheet.rules.context import HandoutContext

_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")
"""Letters and digits; what a hyphen, an apostrophe, a point or a slash joins is one word."""


class Said(Struct, frozen=True):
    """One text as it is read: no numbers that lead to sources, no lines to write on. `running` says that it is a text
    of sentences, or an item of a list, and no heading, cell or label."""

    text: PrintedText
    words: str
    sentences: tuple[str, ...]
    running: bool

    @property
    def position(self) -> Position:
        return self.text.position


class Chapter(Struct, frozen=True):
    """A section of the topic with all its texts, in reading order."""

    section: d.Section
    said: tuple[Said, ...]

    @property
    def running(self) -> tuple[str, ...]:
        """The sentences of its running text. What ends without a stop, such as an item of a list, is one."""
        return tuple(sentence for said in self.said if said.running for sentence in said.sentences)


class Reading(Struct, frozen=True):
    """A handout with everything that is read in it; sources are listed, not read. `plain` are the words of plain
    language in its language, None where there is no list of them; `grades` say how hard it is to read."""

    case: HandoutContext
    chapters: tuple[Chapter, ...]
    plain: PlainWords | None
    grades: Grades | None = None

    @classmethod
    def of(cls, case: HandoutContext) -> Reading:
        """The reading of one handout."""
        language = case.document.language
        own = (each for each in case.document.sections if each.position.file == case.topic.position.file)
        chapters = (Chapter(section, tuple(_said(section, language))) for section in own)
        return cls(case, tuple(chapters), plain_words(language))

    @property
    def limits(self) -> Limits:
        return self.case.limits

    @property
    def said(self) -> Iterator[Said]:
        """Every text, in reading order."""
        for chapter in self.chapters:
            yield from chapter.said

    @property
    def running(self) -> tuple[str, ...]:
        """The sentences of the running text."""
        return tuple(sentence for chapter in self.chapters for sentence in chapter.running)


def sentences(text: str, language: str) -> tuple[str, ...]:
    """The sentences of one text. What ends without a full stop, such as a list item, is a sentence of its own.

    A lower-case letter starts none: it follows an abbreviation, as in `8 a.m. today`.
    """
    breaks = _breaks(known(language).abbreviations)
    starts = (match.end(1) for match in breaks.finditer(text) if not match[2].islower())
    ends = [0, *starts, len(text)]
    return tuple(part for start, end in pairwise(ends) if (part := text[start:end].strip()))


@cache
def _breaks(abbreviations: tuple[str, ...]) -> re.Pattern[str]:
    """Where one sentence ends and the next may start, with the next one's first letter."""
    shortened = "".join(rf"(?<!\b{re.escape(word)})" for word in abbreviations)
    return re.compile(rf"{shortened}[.!?…][\"”’)\]]*(\s+)[\"“‘(\[¿¡]*(?=(\w))")


def words_in(text: str) -> list[str]:
    """The words that somebody reads, as they are typed."""
    return _WORD.findall(text)


def word_count(text: str) -> int:
    """How many words somebody reads."""
    return len(words_in(text))


def begun(sentence: str) -> str:
    """The first words of a sentence, for a message."""
    words = sentence.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def read(text: PrintedText) -> str:
    """What is read of a text: its words without the numbers that lead to sources, and without lines to write on."""
    return "".join(
        run.text for run in text.runs if isinstance(run, TextRun) and not (run.link or "").startswith("#ref-")
    )


def _said(section: d.Section, language: str) -> Iterator[Said]:
    running = frozenset(id(text) for text in _running(section.elements))
    for text in iter_structs(section):
        if isinstance(text, PrintedText):
            words = read(text)
            yield Said(text, words, sentences(words, language), id(text) in running)


def _running(elements: tuple[d.Element, ...]) -> Iterator[PrintedText]:
    """The texts that are read one sentence after the other: not the headings, nor the cells and labels of tables,
    figures and forms."""
    for element in elements:
        match element:
            case d.Alert() | d.Part():
                yield from _running(element.elements)
            case d.KeepTogether() | d.InLanguage():
                yield from _running((element.element,))
            case d.Definitions():
                yield from (one.meaning for one in element.definitions)
            case d.Table() | d.Figure() | d.Entries():
                pass
            case _:
                yield from (text for text in iter_structs(element) if isinstance(text, PrintedText))
