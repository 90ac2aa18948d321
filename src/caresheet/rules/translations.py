"""Translations in which every number is that of the original."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from msgspec import Struct
from msgspec.structs import astuple

from caresheet.model import rules
from caresheet.model.problem import Position, Problem
from caresheet.model.text import Text, TextRun
from caresheet.model.topic import Definition, Topic
from caresheet.rules.context import TopicContext
from caresheet.rules.numbers import Number, knows_months, numbers, same
from caresheet.rules.typed import plain


class _Line(Struct, frozen=True):
    """One text of a topic with the place where an editor changes it."""

    words: str
    position: Position


def translated_numbers(case: TopicContext) -> Iterator[Problem]:
    """Every text of a translation has the numbers of the same text in the original: amounts with their units, days,
    months and years, percentages, telephone numbers.

    In which order they stand, and with which marks for decimals and thousands, makes no difference. Numbers in words,
    and digits of a name, are not judged.

    Source: 45 CFR 92.201(c)(3): where accuracy is essential, a person who knows both languages compares the texts; this
    finds what such a person is most likely to overlook.
    """
    original = case.original
    if original is None:
        return
    months = knows_months(case.topic.language) and knows_months(original.language)
    for mine, theirs in zip(_lines(case.topic), _lines(original), strict=False):
        here = numbers(mine.words, case.topic.language, months=months)
        there = numbers(theirs.words, original.language, months=months)
        only_here, only_there = _unmatched(here, there)
        if only_here or only_there:
            file = theirs.position.file.rpartition("/")[2]
            message = f"the numbers differ from {file}: {_shown(only_here)} here, {_shown(only_there)} there"
            hint = f"see {file} in line {theirs.position.line}; write the same numbers in figures in both"
            yield Problem(mine.position, rules.TRANSLATED_NUMBERS, message, hint)


def _unmatched(here: tuple[Number, ...], there: tuple[Number, ...]) -> tuple[list[Number], list[Number]]:
    """What stands on one side only. Numbers that are written alike find each other first; digits of a name may stand
    for a number (interleukin-6, interleucina 6), but are not missed themselves."""
    mine, theirs = list(here), list(there)
    for agree in (_written_alike, same):
        for number in tuple(mine):
            other = next((each for each in theirs if agree(number, each)), None)
            if other is not None:
                mine.remove(number)
                theirs.remove(other)
    return [one for one in mine if not one.named], [one for one in theirs if not one.named]


def _written_alike(one: Number, two: Number) -> bool:
    return (one.unit, one.named) == (two.unit, two.named) and same(one, two)


def _shown(found: list[Number]) -> str:
    return ", ".join(f"'{number.typed}'" for number in found) or "none"


def _lines(topic: Topic) -> Iterator[_Line]:
    """Every text of a topic in an order that is the same in all its languages."""
    yield _Line(topic.title, topic.position)
    for field in topic.fields:
        yield _Line(field.label, topic.position)
    for handout in topic.handouts:
        yield _Line(handout.title, handout.position)
        yield _Line(handout.subtitle, handout.position)
        for _, title in sorted(handout.titles, key=lambda pair: pair[0]):
            yield _line(title)
    for text in _texts(topic.sections):
        yield _line(text)


def _line(text: Text) -> _Line:
    links = (inline.link for inline in text.inlines if isinstance(inline, TextRun) and inline.link)
    dialled = dict.fromkeys(link for link in links if link.startswith("tel:"))
    return _Line(" ".join((plain(text), *dialled)), text.position)


def _texts(whole: object) -> Iterator[Text]:
    """The texts inside a value in reading order, but glossary terms, which each language sorts its own way, by id."""
    if isinstance(whole, Text):
        yield whole
    elif isinstance(whole, tuple):
        in_order = sorted(whole, key=lambda part: part.id) if _are_definitions(whole) else whole
        for part in in_order:
            yield from _texts(part)
    elif isinstance(whole, Struct):
        yield from _texts(astuple(whole))


def _are_definitions(parts: tuple[object, ...]) -> TypeGuard[tuple[Definition, ...]]:
    return bool(parts) and all(isinstance(part, Definition) for part in parts)


TRANSLATIONS = (translated_numbers,)
