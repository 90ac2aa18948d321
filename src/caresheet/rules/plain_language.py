"""Words that a tired reader can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from caresheet.languages import languages
from caresheet.model import rules
from caresheet.model.document import Heading, ItemList, Paragraph
from caresheet.model.kind import NEEDS
from caresheet.model.language import PlainWords
from caresheet.model.problem import Problem
from caresheet.model.text import TextRun
from caresheet.model.topic import ListKind
from caresheet.model.walk import iter_structs
from caresheet.rules.phrases import any_of, one_of
from caresheet.rules.reading import Reading, ReadSection, first_words, read_aloud, word_count

_PERCENTAGE = re.compile(r"\d\s?%")
_FRACTION = re.compile(r"(?<![\d/.])(?P<part>\d{1,2})/(?P<whole>\d{1,3})(?![\d/])|[½⅓⅔¼¾⅕⅛]")
_AT_ONCE = re.compile(r"[\s-]*(?P<word>[^\W\d_]+)")
_BEHIND_SHORT = re.compile(r"\s*(?:\w{1,3}\s+){1,2}(?P<word>[^\W\d_]+)")
_CAPITALS = re.compile(r"\bA{2,}(?:[ -]+A{2,}){2,}\b")
"""Three or more words in capitals, in the outline of a text."""
_MOST_ITALIC = 3
_CELSIUS, _FAHRENHEIT = re.compile(r"\d\s?°\s?C\b"), re.compile(r"\d\s?°\s?F\b")


def sentence_length(reading: Reading) -> Iterator[Problem]:
    """No sentence is longer than the layout's limit (25 words unless the layout sets another).

    Source: NHS digital service manual, "How we write" (sentences of at most 20 words, fewer is better); CDC Simply Put,
    3rd ed.; Elliott and others, Arthrosc Sports Med Rehabil 2022 (15 words on average lowered the grade by three).
    """
    most = reading.limits.sentence_words
    if most is None:
        return
    for text in reading.texts:
        for sentence in text.sentences:
            count = word_count(sentence)
            if count > most:
                message = f"a sentence has {count} words, more than {most:g}: '{first_words(sentence)}'"
                yield Problem(text.position, rules.SENTENCE_LENGTH, message, "split it into two sentences")


def long_steps(reading: Reading) -> Iterator[Problem]:
    """Numbered steps are short, and there are not many of them.

    Source: PEMAT-P, item 22 (breaks down any action into manageable, explicit steps). 20 words and 7 steps are the
    project's own.
    """
    words, steps = reading.limits.step_words, reading.limits.list_steps
    for whole in reading.handout.every(ItemList):
        if whole.kind is not ListKind.STEPS or is_references(whole):
            continue
        if steps is not None and len(whole.items) > steps:
            message = f"a list has {len(whole.items)} steps, more than {steps:g}"
            yield Problem(whole.position, rules.LONG_STEPS, message, "split it into two lists, each with a heading")
        for item in whole.items:
            said = read_aloud(item.text)
            count = word_count(said)
            if words is not None and count > words:
                message = f"a step has {count} words, more than {words:g}: '{first_words(said)}'"
                yield Problem(item.text.position, rules.LONG_STEPS, message, "split it into two steps")


def is_references(whole: ItemList) -> bool:
    """Whether a list is the handout's sources, which the program numbers and prints."""
    return any(item.anchor for item in whole.items)


def one_word_heading(reading: Reading) -> Iterator[Problem]:
    """The heading of a section has at least two words. On posters, plans, forms and labels, a word may do. Languages
    whose words are not counted are not judged.

    Source: CDC Clear Communication Index, item 9; PEMAT-P, item 9 (informative headers).
    """
    is_judged = NEEDS[reading.handout.layout.kind].headings and reading.counts_words
    for section in reading.sections if is_judged else ():
        heading = section.section.heading
        if heading is not None and word_count(heading.text.plain) < 2:
            message = f"the heading '{heading.text.plain}' is a single word"
            hint = "write what the section is about, or the question that it answers"
            yield Problem(heading.text.position, rules.ONE_WORD_HEADING, message, hint)


def bare_percentage(reading: Reading) -> Iterator[Problem]:
    """A percentage for lay readers comes with a frequency, such as 3 in 100, unless its sentence speaks of something
    that is measured in percent, such as oxygen.

    Source: CDC Clear Communication Index, items 15 to 17; PEMAT-P, items 6 and 7.
    """
    for text in reading.texts if reading.limits.lay else ():
        written = "".join(run.text for run in text.text.runs if isinstance(run, TextRun) and not run.value)
        if not _PERCENTAGE.search(written):
            continue  # what a clinic fills in, such as an oxygen reading, is not a share of people
        if any(_is_share(each, reading) for each in text.sentences) and not _frequency().search(text.words):
            hint = "add the frequency, such as '3 in 100 people'"
            yield Problem(text.position, rules.BARE_PERCENTAGE, "a percentage has no frequency beside it", hint)


def _is_share(sentence: str, reading: Reading) -> bool:
    """Whether a sentence has a percentage that is not a measured value."""
    measured = reading.plain.in_percent if reading.plain else ()
    return bool(_PERCENTAGE.search(sentence)) and not any_of(measured).search(sentence.casefold())


@cache
def _frequency() -> re.Pattern[str]:
    """A frequency such as `3 in 100`, in any language."""
    joined = one_of(words for each in languages() for words in each.numbers.frequencies)
    return re.compile(rf"\b\d[\d,.]*\s*{joined}\s*\d", re.IGNORECASE)


def single_temperature_unit(reading: Reading) -> Iterator[Problem]:
    """A temperature is given in both °C and °F.

    Source: the project's own: handouts travel with patients, and so do thermometers. (CDC Clear Communication Index,
    item 17: readers should not have to calculate.)
    """
    for text in reading.texts:
        for given, other, missing in ((_CELSIUS, _FAHRENHEIT, "°F"), (_FAHRENHEIT, _CELSIUS, "°C")):
            if given.search(text.words) and not other.search(text.words):
                message = f"a temperature is not given in {missing}"
                yield Problem(text.position, rules.SINGLE_TEMPERATURE_UNIT, message, f"add the value in {missing}")


def fraction(reading: Reading) -> Iterator[Problem]:
    """There are no fractions for lay readers, in digits or in words. Amounts such as ½ cup do not count, nor does
    what is larger than one, such as 24/7 or 90/60.

    Source: CDC Clear Communication Index, items 15 to 17; PEMAT-P, items 6 and 7 (no calculations).
    """
    for text in reading.texts if reading.limits.lay else ():
        for share in _shares(text.words, reading.plain):
            message = f"'{share}' is a fraction, which many readers cannot compare"
            yield Problem(text.position, rules.FRACTION, message, "write a frequency, such as '1 in 3 people'")


def _shares(words: str, plain: PlainWords | None) -> Iterator[str]:
    """The fractions in a text that are not amounts. In a language whose measures are not known, a sign before a word is
    taken for an amount."""
    for match in _FRACTION.finditer(words):
        if not (match["part"] and int(match["part"]) >= int(match["whole"])) and not _is_amount(match, plain):
            yield match[0]
    for match in any_of(plain.fractions).finditer(words.casefold()) if plain else ():
        if not _is_amount(match, plain):
            yield match[0]


def _is_amount(match: re.Match[str], plain: PlainWords | None) -> bool:
    rest = match.string[match.end() :].casefold()
    if plain is None:
        return bool(re.match(r"[^\W\d_]", rest.lstrip()))
    return any(found["word"] in plain.measures for found in _words_behind(rest))


def _words_behind(rest: str) -> Iterator[re.Match[str]]:
    """The next word, and the first one behind short words such as `of a`."""
    for pattern in (_AT_ONCE, _BEHIND_SHORT):
        found = pattern.match(rest)
        if found:
            yield found


def long_section(reading: Reading) -> Iterator[Problem]:
    """No more words than the limit follow each other without a heading or a list in between.

    Source: CDC Clear Communication Index, item 8; PEMAT-P, item 8 (chunks); the number of words is the project's own.
    """
    most = reading.limits.section_words
    if most is None:
        return
    for section in reading.sections:
        for heading, count in _under_headings(section):
            if count > most:
                message = f"{count} words in a row follow the heading '{heading.text.plain}', more than {most:g}"
                yield Problem(heading.text.position, rules.LONG_SECTION, message, "add a heading or a list in between")


def _under_headings(section: ReadSection) -> Iterator[tuple[Heading, int]]:
    """Every heading of a section with the longest run of words in paragraphs until the next heading."""
    whole = section.section
    owners = {id(part.text): part for part in iter_structs(whole) if isinstance(part, Heading | Paragraph)}
    heading, row, longest = whole.heading, 0, 0
    for text in section.texts:
        owner = owners.get(id(text.text))
        row = row + word_count(text.words) if isinstance(owner, Paragraph) else 0
        longest = max(longest, row)
        if isinstance(owner, Heading) and owner is not heading:
            if heading is not None:
                yield heading, longest
            heading, longest = owner, 0
    if heading is not None:
        yield heading, longest


def capitals(reading: Reading) -> Iterator[Problem]:
    """No more than two words in a row are in capitals: their outlines are all alike, so each letter has to be read.

    Source: RNIB Clear Print Guidelines, "Type styles"; CMS Toolkit, 6.5.
    """
    for text in reading.texts:
        found = _CAPITALS.search(_outline(text.words))
        if found:
            message = f"'{text.words[slice(*found.span())]}' is in capitals, which are slow to read"
            hint = "write lower case, and **bold** for what matters most"
            yield Problem(text.position, rules.CAPITALS, message, hint)


def _outline(words: str) -> str:
    """The words with every capital letter of any script as `A`, every other letter as `a`, and the rest unchanged."""
    return "".join("A" if letter.isupper() else "a" if letter.isalpha() else letter for letter in words)


def long_italics(reading: Reading) -> Iterator[Problem]:
    """No more than three words in a row are in italics. Languages whose words are not counted are not judged.

    Source: RNIB Clear Print Guidelines, "Type styles" (no italics); CMS Toolkit, 6.6 (with restraint).
    """
    for text in reading.texts if reading.counts_words else ():
        for run in text.text.runs:
            if isinstance(run, TextRun) and run.emphasis and word_count(run.text) > _MOST_ITALIC:
                message = f"'{first_words(run.text)}' is in italics, which are hard to read"
                yield Problem(text.position, rules.LONG_ITALICS, message, "write **bold**, or no emphasis")
