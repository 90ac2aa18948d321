"""A handout as its reader meets it: section by section, text by text, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from caresheet.languages import language as known
from caresheet.languages import plain_words
from caresheet.model import document as d
from caresheet.model.grade import Grades
from caresheet.model.language import PlainWords
from caresheet.model.limits import Limits
from caresheet.model.problem import Position
from caresheet.model.punctuation import SENTENCE_ENDS
from caresheet.model.structure import BLANK
from caresheet.model.text import PrintedText, TextRun
from caresheet.model.walk import iter_structs
from caresheet.rules.context import HandoutContext
from caresheet.text.unicode import marks

JOINING = "[-'’./]"
"""What may stand between two parts of one word, as in X-ray, don't, a.m. and and/or."""
_SHOWN, _SHOWN_LETTERS = 6, 60
"""The most words and the most letters of a sentence that a message quotes."""
_WIDE_ENDS = "。！？｡．"
_ENDS_BEFORE_SPACE, _ENDS = f"[{re.escape(''.join(sorted(SENTENCE_ENDS - set(_WIDE_ENDS))))}]", f"[{_WIDE_ENDS}]"
"""What ends a sentence: before a space, or wherever it stands, in scripts that have no spaces."""
_CLOSING, _OPENING = '["”’»›)\\]」』）】》]', '["“‘«‹„(\\[¿¡「『（【《]'


class ReadText(Struct, frozen=True):
    """One text as it is read, without numbers that lead to sources and without lines to write on. `running` is True for
    sentences of paragraphs and items of lists, False for headings, cells and labels."""

    text: PrintedText
    words: str
    sentences: tuple[str, ...]
    running: bool

    @property
    def position(self) -> Position:
        return self.text.position


class ReadSection(Struct, frozen=True):
    """A section of the topic with all its texts, in reading order."""

    section: d.Section
    texts: tuple[ReadText, ...]

    @property
    def running(self) -> tuple[str, ...]:
        """The sentences of its running text. What ends without a period, such as a list item, is one sentence."""
        return tuple(sentence for text in self.texts if text.running for sentence in text.sentences)


class Reading(Struct, frozen=True):
    """A handout with everything that is read in it; sources are looked up, not read, and texts in another language are
    for other readers.

    `plain` are the words of plain language in the handout's language, None if there is no list of them; `grades` say
    how hard the handout is to read.
    """

    handout: HandoutContext
    sections: tuple[ReadSection, ...]
    plain: PlainWords | None
    grades: Grades | None = None

    @classmethod
    def of(cls, handout: HandoutContext) -> Reading:
        """The reading of one handout."""
        document, file = handout.document, handout.topic.position.file
        own = (each for each in document.sections if each.position.file == file)
        sections = (ReadSection(section, tuple(_read_texts(section, document.language))) for section in own)
        return cls(handout, tuple(sections), plain_words(document.language))

    @property
    def document(self) -> d.Document:
        return self.handout.document

    @property
    def language(self) -> str:
        """The handout's language (BCP 47)."""
        return self.document.language

    @property
    def name(self) -> str:
        """The handout's name, as messages give it."""
        return self.handout.name

    @property
    def counts_words(self) -> bool:
        """Whether words of the handout's language can be counted."""
        return known(self.language).spaces_between_words

    @property
    def limits(self) -> Limits:
        """The limits of the handout, without those on numbers of words where words cannot be counted."""
        limits = self.handout.limits
        if self.counts_words:
            return limits
        return replace(limits, step_words=None, sentence_words=None, sentence_mean=None, section_words=None)

    @property
    def texts(self) -> Iterator[ReadText]:
        """Every text, in reading order."""
        for section in self.sections:
            yield from section.texts

    @property
    def running(self) -> tuple[str, ...]:
        """The sentences of the running text."""
        return tuple(sentence for section in self.sections for sentence in section.running)


def sentences(text: str, language: str) -> tuple[str, ...]:
    """The sentences of one text, which end with the punctuation of their script. What ends without any, such as a list
    item, is a sentence of its own.

    A lower-case letter starts none: it follows an abbreviation, as in `8 a.m. today`.
    """
    breaks = _breaks(known(language).abbreviations)
    starts = (match.end("end") for match in breaks.finditer(text) if not match["next"].islower())
    ends = [0, *starts, len(text)]
    return tuple(part for start, end in pairwise(ends) if (part := text[start:end].strip()))


@cache
def _breaks(abbreviations: tuple[str, ...]) -> re.Pattern[str]:
    """Where one sentence ends and the next may start, with the first letter of the next one."""
    shortened = "".join(rf"(?<!\b{re.escape(word)})" for word in abbreviations)
    end = rf"(?:{_ENDS_BEFORE_SPACE}(?:\s?[»›])?{_CLOSING}*\s|{_ENDS}{_CLOSING}*)\s*"
    return re.compile(rf"{shortened}(?P<end>{end})(?:«\s|{_OPENING})*(?=(?P<next>\w))")


def words_in(text: str) -> list[str]:
    """The words that people read, as they are typed."""
    return _word(ascii_only=text.isascii()).findall(text)


@cache
def _word(*, ascii_only: bool) -> re.Pattern[str]:
    """Letters with their marks, and digits; a hyphen, apostrophe, period or slash joins two of them to one word. ASCII
    has no marks, and to compile those of all scripts takes milliseconds."""
    letters = "[A-Za-z0-9]+" if ascii_only else rf"[^\W_](?:[^\W_]|[{marks()}])*"
    return re.compile(rf"{letters}(?:{JOINING}{letters})*")


def word_count(text: str) -> int:
    """How many words people read, in a language that has spaces between its words."""
    return len(words_in(text))


def first_words(sentence: str) -> str:
    """The start of a sentence for a message, with underscores for a line to write on."""
    whole = sentence.replace(BLANK, "____").split()
    words = " ".join(whole[:_SHOWN])
    return f"{words[:_SHOWN_LETTERS]} …" if len(whole) > _SHOWN or len(words) > _SHOWN_LETTERS else words


def read_aloud(text: PrintedText) -> str:
    """The words of a text without the numbers that lead to sources, addresses of links, and lines to write on."""
    runs = (run for run in text.runs if isinstance(run, TextRun) and not run.paper_only)
    return "".join(run.text for run in runs if not run.raised)


def _read_texts(section: d.Section, language: str) -> Iterator[ReadText]:
    running = frozenset(id(text) for text in _running(section.elements))
    for text in iter_structs(section):
        if isinstance(text, PrintedText) and _is_in(language, text):
            words = read_aloud(text)
            yield ReadText(text, words, sentences(words, language), id(text) in running)


def _is_in(language: str, text: PrintedText) -> bool:
    """Whether a text is in a language: at most half of its letters are marked as another. A notice in Russian at the
    end of an English handout is not for readers of English, and its words do not count as theirs."""
    runs = [run for run in text.runs if isinstance(run, TextRun)]
    other = [run for run in runs if run.language and primary_language(run.language) != primary_language(language)]
    return 2 * _letters(other) <= _letters(runs)


def primary_language(tag: str) -> str:
    """The language without its script and region: en-GB may say the same as en."""
    return tag.partition("-")[0]


def _letters(runs: list[TextRun]) -> int:
    return len([letter for run in runs for letter in run.text if letter.isalpha()])


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
            case d.Quote():
                yield element.text
            case d.Table() | d.Figure() | d.Entries():
                pass
            case _:
                yield from (text for text in iter_structs(element) if isinstance(text, PrintedText))
