"""Words that a tired reader can follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from caresheet.check.case import Case
from caresheet.model import rules
from caresheet.model.document import ItemList, Section
from caresheet.model.nouns import parts
from caresheet.model.problem import Problem
from caresheet.model.text import PrintedText, Words
from caresheet.model.topic import ListKind

_SENTENCE = re.compile(r"[.!?…][\"”’)\]]*(\s+)(?=[\"“‘(\[¿¡]*\w)")
"""Where one sentence ends and the next begins."""
_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")
"""Letters and digits; what a hyphen, an apostrophe, a point or a slash joins is one word."""
_SHARE = re.compile(r"\d\s?%")
_FREQUENCY = re.compile(r"\b\d[\d,.]*\s+(?:in|out of|of|de cada|de)\s+(?:every\s+)?\d", re.IGNORECASE)
_CELSIUS, _FAHRENHEIT = re.compile(r"\d\s?°\s?C\b"), re.compile(r"\d\s?°\s?F\b")


def sentence_length(case: Case) -> Iterator[Problem]:
    """No sentence is longer than the layout's limit (25 words where it names none).

    Source: NHS digital service manual, "How we write" (sentences of at most 20 words, fewer is better); CDC Simply Put,
    3rd ed.; Elliott and others, Arthrosc Sports Med Rehabil 2022 (15 words on average lowered the grade by three).
    """
    most = case.limits.sentence_words
    for text in _texts(case) if most is not None else ():
        for sentence in sentences(_read(text)):
            count = word_count(sentence)
            if most is not None and count > most:
                message = f"a sentence has {count} words, more than {most:g}: '{_begun(sentence)}'"
                yield Problem(text.position, rules.SENTENCE_LENGTH, message, "make two sentences of it")


def long_steps(case: Case) -> Iterator[Problem]:
    """Numbered steps are short, and few.

    Source: PEMAT-P, item 22 (breaks down any action into manageable, explicit steps). 20 words and 7 steps are the
    project's own.
    """
    words, steps = case.limits.step_words, case.limits.list_steps
    for whole in case.every(ItemList):
        if whole.kind is not ListKind.STEPS or _is_references(whole):
            continue
        if steps is not None and len(whole.items) > steps:
            message = f"a list has {len(whole.items)} steps, more than {steps:g}"
            yield Problem(whole.position, rules.LONG_STEPS, message, "make two lists with a heading each")
        for item in whole.items:
            count = word_count(_read(item.text))
            if words is not None and count > words:
                message = f"a step has {count} words, more than {words:g}: '{_begun(_read(item.text))}'"
                yield Problem(item.text.position, rules.LONG_STEPS, message, "make two steps of it")


def heading_words(case: Case) -> Iterator[Problem]:
    """A section's heading says more than one word.

    Source: CDC Clear Communication Index, item 9; PEMAT-P, item 9 (informative headers).
    """
    for section in case.document.sections:
        heading = section.heading
        if heading is not None and _is_of_the_topic(case, section) and word_count(heading.text.plain) < 2:
            message = f"the heading '{heading.text.plain}' is a single word"
            yield Problem(heading.text.position, rules.HEADING_WORDS, message, "ask the reader's question")


def bare_percentage(case: Case) -> Iterator[Problem]:
    """A percentage for lay readers comes with a frequency, such as 3 in 100.

    Source: CDC Clear Communication Index, items 15 to 17; PEMAT-P, items 6 and 7.
    """
    for text in _texts(case) if case.limits.lay else ():
        if _SHARE.search(text.plain) and not _FREQUENCY.search(text.plain):
            hint = "say it as a frequency, too, such as '3 in 100 people'"
            yield Problem(text.position, rules.BARE_PERCENTAGE, "a percentage stands without a frequency", hint)


def one_unit(case: Case) -> Iterator[Problem]:
    """A temperature stands in °C and in °F.

    Source: the project's own: handouts travel with patients, and so do thermometers. (CDC Clear Communication Index,
    item 17: the reader is asked for no arithmetic.)
    """
    for text in _texts(case):
        for there, other, lacking in ((_CELSIUS, _FAHRENHEIT, "°F"), (_FAHRENHEIT, _CELSIUS, "°C")):
            if there.search(text.plain) and not other.search(text.plain):
                message = f"a temperature stands without {lacking}"
                yield Problem(text.position, rules.ONE_UNIT, message, f"write it in {lacking}, too")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of one text. What ends without a stop, such as a list item, is a sentence of its own."""
    ends = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    return tuple(part for start, end in pairwise(ends) if (part := text[start:end].strip()))


def word_count(text: str) -> int:
    """How many words somebody reads."""
    return len(_WORD.findall(text))


def _read(text: PrintedText) -> str:
    """What is read of a text: its words without the numbers that lead to sources, and without lines to write on."""
    return "".join(run.text for run in text.runs if isinstance(run, Words) and not (run.link or "").startswith("#ref-"))


def _texts(case: Case) -> Iterator[PrintedText]:
    """The texts of the topic's own sections; sources are listed, not read."""
    for section in case.document.sections:
        if _is_of_the_topic(case, section):
            yield from (part for part in parts(section) if isinstance(part, PrintedText))


def _is_of_the_topic(case: Case, section: Section) -> bool:
    return section.position.file == case.topic.position.file


def _is_references(whole: ItemList) -> bool:
    return any(item.anchor for item in whole.items)


def _begun(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


PLAIN: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    sentence_length,
    long_steps,
    heading_words,
    bare_percentage,
    one_unit,
)
