"""Words that a tired reader can follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from caresheet.languages import languages
from caresheet.model import rules
from caresheet.model.document import Heading, ItemList, Paragraph
from caresheet.model.problem import Problem
from caresheet.model.text import TextRun
from caresheet.model.topic import ListKind
from caresheet.model.walk import iter_structs
from caresheet.rules.phrases import any_of, one_of
from caresheet.rules.reading import Chapter, Reading, begun, read, word_count

_SHARE = re.compile(r"\d\s?%")
_FRACTION = re.compile(r"(?<![\d/.])\d{1,2}/\d{1,3}(?![\d/])|[½⅓⅔¼¾⅕⅛]")
_CAPITALS = re.compile(r"\b[^\W\d_a-zß-ÿ]{2,}(?:[ -]+[^\W\d_a-zß-ÿ]{2,}){2,}\b")
_MOST_SLANTED = 3
_CELSIUS, _FAHRENHEIT = re.compile(r"\d\s?°\s?C\b"), re.compile(r"\d\s?°\s?F\b")


def sentence_length(reading: Reading) -> Iterator[Problem]:
    """No sentence is longer than the layout's limit (25 words where it names none).

    Source: NHS digital service manual, "How we write" (sentences of at most 20 words, fewer is better); CDC Simply Put,
    3rd ed.; Elliott and others, Arthrosc Sports Med Rehabil 2022 (15 words on average lowered the grade by three).
    """
    most = reading.limits.sentence_words
    for said in reading.said if most is not None else ():
        for sentence in said.sentences:
            count = word_count(sentence)
            if most is not None and count > most:
                message = f"a sentence has {count} words, more than {most:g}: '{begun(sentence)}'"
                yield Problem(said.position, rules.SENTENCE_LENGTH, message, "make two sentences of it")


def long_steps(reading: Reading) -> Iterator[Problem]:
    """Numbered steps are short, and few.

    Source: PEMAT-P, item 22 (breaks down any action into manageable, explicit steps). 20 words and 7 steps are the
    project's own.
    """
    words, steps = reading.limits.step_words, reading.limits.list_steps
    for whole in reading.case.every(ItemList):
        if whole.kind is not ListKind.STEPS or is_references(whole):
            continue
        if steps is not None and len(whole.items) > steps:
            message = f"a list has {len(whole.items)} steps, more than {steps:g}"
            yield Problem(whole.position, rules.LONG_STEPS, message, "make two lists with a heading each")
        for item in whole.items:
            count = word_count(read(item.text))
            if words is not None and count > words:
                message = f"a step has {count} words, more than {words:g}: '{begun(read(item.text))}'"
                yield Problem(item.text.position, rules.LONG_STEPS, message, "make two steps of it")


def is_references(whole: ItemList) -> bool:
    """Whether a list is the handout's sources, numbered and printed by the program."""
    return any(item.anchor for item in whole.items)


def heading_words(reading: Reading) -> Iterator[Problem]:
    """A section's heading says more than one word.

    Source: CDC Clear Communication Index, item 9; PEMAT-P, item 9 (informative headers).
    """
    for chapter in reading.chapters:
        heading = chapter.section.heading
        if heading is not None and word_count(heading.text.plain) < 2:
            message = f"the heading '{heading.text.plain}' is a single word"
            yield Problem(heading.text.position, rules.ONE_WORD_HEADING, message, "ask the reader's question")


def bare_percentage(reading: Reading) -> Iterator[Problem]:
    """A percentage for lay readers comes with a frequency, such as 3 in 100.

    Source: CDC Clear Communication Index, items 15 to 17; PEMAT-P, items 6 and 7.
    """
    for said in reading.said if reading.limits.lay else ():
        if _SHARE.search(said.words) and not _frequency().search(said.words):
            hint = "say it as a frequency, too, such as '3 in 100 people'"
            yield Problem(said.position, rules.BARE_PERCENTAGE, "a percentage stands without a frequency", hint)


@cache
def _frequency() -> re.Pattern[str]:
    """A frequency such as `3 in 100`, in any language."""
    joined = one_of(words for each in languages() for words in each.numbers.frequencies)
    return re.compile(rf"\b\d[\d,.]*\s+{joined}\s+\d", re.IGNORECASE)


def one_unit(reading: Reading) -> Iterator[Problem]:
    """A temperature stands in °C and in °F.

    Source: the project's own: handouts travel with patients, and so do thermometers. (CDC Clear Communication Index,
    item 17: the reader is asked for no arithmetic.)
    """
    for said in reading.said:
        for there, other, lacking in ((_CELSIUS, _FAHRENHEIT, "°F"), (_FAHRENHEIT, _CELSIUS, "°C")):
            if there.search(said.words) and not other.search(said.words):
                message = f"a temperature stands without {lacking}"
                yield Problem(said.position, rules.SINGLE_TEMPERATURE_UNIT, message, f"write it in {lacking}, too")


def fraction(reading: Reading) -> Iterator[Problem]:
    """No fraction for lay readers, neither in digits nor in words.

    Source: CDC Clear Communication Index, items 15 to 17; PEMAT-P, items 6 and 7 (no calculations).
    """
    named = reading.plain.fractions if reading.plain else ()
    for said in reading.said if reading.limits.lay else ():
        shares = [match[0] for match in _FRACTION.finditer(said.words)]
        shares += any_of(named).findall(said.words.casefold()) if named else []
        for share in shares:
            message = f"'{share}' is a fraction, which many readers cannot compare"
            yield Problem(said.position, rules.FRACTION, message, "say it as a frequency, such as '1 in 3 people'")


def long_section(reading: Reading) -> Iterator[Problem]:
    """No more words than the limit follow each other without a heading or a list in between.

    Source: CDC Clear Communication Index, item 8; PEMAT-P, item 8 (chunks); the number of words is the project's own.
    """
    most = reading.limits.section_words
    for chapter in reading.chapters if most is not None else ():
        for heading, count in _under_headings(chapter):
            if most is not None and count > most:
                message = f"{count} words in a row follow the heading '{heading.text.plain}', more than {most:g}"
                yield Problem(heading.text.position, rules.LONG_SECTION, message, "put a heading or a list in between")


def _under_headings(chapter: Chapter) -> Iterator[tuple[Heading, int]]:
    """Every heading of a section with the longest run of words in paragraphs until the next one."""
    owners = {id(part.text): part for part in iter_structs(chapter.section) if isinstance(part, Heading | Paragraph)}
    heading, row, longest = chapter.section.heading, 0, 0
    for said in chapter.said:
        owner = owners.get(id(said.text))
        row = row + word_count(said.words) if isinstance(owner, Paragraph) else 0
        longest = max(longest, row)
        if isinstance(owner, Heading) and owner is not heading:
            if heading is not None:
                yield heading, longest
            heading, longest = owner, 0
    if heading is not None:
        yield heading, longest


def capitals(reading: Reading) -> Iterator[Problem]:
    """No more than two words in a row in capitals: their outlines are all alike, and each letter has to be read.

    Source: RNIB Clear Print Guidelines, "Type styles"; CMS Toolkit, 6.5.
    """
    for said in reading.said:
        found = _CAPITALS.search(said.words)
        if found:
            message = f"'{found[0]}' is in capitals, which are slow to read"
            yield Problem(said.position, rules.CAPITALS, message, "write small letters, and **strong** where it counts")


def long_emphasis(reading: Reading) -> Iterator[Problem]:
    """No more than three words in a row in slanted letters.

    Source: RNIB Clear Print Guidelines, "Type styles" (no italics); CMS Toolkit, 6.6 (with restraint).
    """
    for said in reading.said:
        for run in said.text.runs:
            if isinstance(run, TextRun) and run.emphasis and word_count(run.text) > _MOST_SLANTED:
                message = f"'{begun(run.text)}' is in slanted letters, which are hard to read"
                yield Problem(said.position, rules.LONG_ITALICS, message, "write **strong**, or no emphasis")


PLAIN: tuple[Callable[[Reading], Iterator[Problem]], ...] = (
    sentence_length,
    long_steps,
    heading_words,
    bare_percentage,
    fraction,
    one_unit,
    long_section,
    capitals,
    long_emphasis,
)
