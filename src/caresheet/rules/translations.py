"""Translations that match their originals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from msgspec import Struct
from msgspec.structs import astuple, replace

from caresheet.model import rules
from caresheet.model.problem import Position, Problem
from caresheet.model.text import Text, TextRun
from caresheet.model.topic import Definition, Topic
from caresheet.model.wording import fingerprint, text_units
from caresheet.rules.context import TopicContext
from caresheet.rules.numbers import Number, knows_months, numbers, same
from caresheet.rules.topic_texts import plain


class TopicLine(Struct, frozen=True):
    """One text of a topic with the position at which an editor can change it. `own` are its words that are not marked
    with a language."""

    words: str
    position: Position
    own: str = ""


def translated_numbers(context: TopicContext) -> Iterator[Problem]:
    """Every text of a translation has the same numbers as the text of the original: amounts with their units, days,
    months and years, percentages, phone numbers.

    Their order and the marks for decimals and thousands make no difference. Numbers in words, and digits that are part
    of a name, are not judged.

    Source: 45 CFR 92.201(c)(3): where accuracy is essential, someone who knows both languages compares the texts; this
    rule finds what they are most likely to overlook.
    """
    original = context.original
    if original is None:
        return
    months = knows_months(context.topic.language) and knows_months(original.language)
    for mine, theirs in pairs_of_lines(context.topic, original):
        here = numbers(mine.words, context.topic.language, months=months)
        there = numbers(theirs.words, original.language, months=months)
        only_here, only_there = _unmatched(here, there)
        if only_here or only_there:
            file = theirs.position.file.rpartition("/")[2]
            message = f"the numbers differ from {file}: {_shown(only_here)} here, {_shown(only_there)} there"
            hint = f"see line {theirs.position.line} of {file}; write the same numbers, as digits, in both"
            yield Problem(mine.position, rules.TRANSLATED_NUMBERS, message, hint)


def _unmatched(here: tuple[Number, ...], there: tuple[Number, ...]) -> tuple[list[Number], list[Number]]:
    """The numbers that are on one side only. Numbers that are written alike are matched first; digits that are part of
    a name may match a number (interleukin-6, interleucina 6), but are not missed themselves."""
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


def pairs_of_lines(mine: Topic, theirs: Topic) -> Iterator[tuple[TopicLine, TopicLine]]:
    """Every text of a topic with the text in its place in another language."""
    yield from zip(_lines(mine), _lines(theirs), strict=False)
    for one, other in _pairs(mine.sections, theirs.sections):
        yield _line(one), _line(other)


def _lines(topic: Topic) -> Iterator[TopicLine]:
    """The texts before the sections, in an order that is the same in all languages."""
    yield _plain_line(topic.title, topic.title_position or topic.position)
    for field in topic.fields:
        yield _plain_line(field.label, field.position or topic.position)
    for handout in topic.handouts:
        places = dict(handout.places)
        for key, words in (
            ("title", handout.title),
            ("subtitle", handout.subtitle),
            ("short_title", handout.short_title),
        ):
            yield _plain_line(words, places.get(key, handout.position))
        for named in (handout.titles, handout.contents):
            yield from (_line(text) for _, text in sorted(named, key=lambda pair: pair[0]))


def _plain_line(words: str, position: Position) -> TopicLine:
    return TopicLine(words, position, words)


def _line(text: Text) -> TopicLine:
    links = (inline.link for inline in text.inlines if isinstance(inline, TextRun) and inline.link)
    dialed = dict.fromkeys(link for link in links if link.startswith("tel:"))
    own = (inline for inline in text.inlines if not (isinstance(inline, TextRun) and inline.language))
    return TopicLine(" ".join((plain(text), *dialed)), text.position, plain(replace(text, inlines=tuple(own))))


def _pairs(mine: object, theirs: object) -> Iterator[tuple[Text, Text]]:
    """The texts in the same places of both, in reading order, the second wording of a line after the first. Glossary
    terms, which each language sorts its own way, are matched by id; a text that only one language has is left out."""
    if isinstance(mine, Text) and isinstance(theirs, Text):
        yield mine, theirs
        yield from _pairs(mine.otherwise, theirs.otherwise)
    elif isinstance(mine, tuple) and isinstance(theirs, tuple):
        for one, other in zip(_in_order(mine), _in_order(theirs), strict=False):
            yield from _pairs(one, other)
    elif isinstance(mine, Struct) and isinstance(theirs, Struct):
        yield from _pairs(astuple(mine), astuple(theirs))


def _in_order(parts: tuple[object, ...]) -> Sequence[object]:
    if _are_definitions(parts):
        return sorted(parts, key=lambda part: part.id)
    return parts


def _are_definitions(parts: tuple[object, ...]) -> TypeGuard[tuple[Definition, ...]]:
    return bool(parts) and all(isinstance(part, Definition) for part in parts)


def outdated_translation(context: TopicContext) -> Iterator[Problem]:
    """The original has not changed since the translation was made, if the translation records which wording it is of.

    Source: 45 CFR 92.201(c)(3), which asks for qualified human review of translations.
    """
    translates = context.topic.translates
    if translates is None or context.original is None or not translates.hash:
        return
    now = fingerprint(text_units(context.original))
    if now != translates.hash:
        message = f"{translates.language}.yaml has changed since this translation was made"
        hint = f"update the translation, then write hash: {now}"
        yield Problem(translates.position, rules.OUTDATED_TRANSLATION, message, hint)
