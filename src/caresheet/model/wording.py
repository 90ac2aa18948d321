"""What a topic says, in words alone: what a reviewer reads, what a review records, and what shows a change.

Looks, files and clinics' values are not part of it. Two wordings are equal if a reader would read the same.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never

from msgspec import Struct

from caresheet.model.problem import Position
from caresheet.model.text import Citation, GlossaryReference, Inline, Placeholder, Text, TextRun
from caresheet.model.topic import (
    EVERYONE,
    Alert,
    Block,
    ByAudience,
    Definitions,
    Entries,
    Entry,
    Figure,
    Flow,
    HandoutEntry,
    LeafBlock,
    Picture,
    Questions,
    Row,
    Section,
    Source,
    SvgPicture,
    Table,
    Topic,
)
from caresheet.model.walk import iter_structs

Line = tuple[str, Position]
_REMEMBERED = 16
"""How many topics are remembered with their words: a handout for another clinic says the same."""


class TextUnit(Struct, frozen=True):
    """One text as it is read: the part of the topic that it is in, its audience, and its words.

    `part` is `topic`, `default KEY`, `field NAME`, `handout LAYOUT`, `section ID` or `source ID`. `words` are in
    Unicode's form NFC with single spaces. `position` is where an editor can change them.
    """

    part: str
    audience: str
    words: str
    position: Position


@lru_cache(_REMEMBERED)
def text_units(topic: Topic) -> tuple[TextUnit, ...]:
    """Everything that a topic says to anyone, in the order of its file, then its sources."""
    return tuple(_of_topic(topic))


def fingerprint(said: tuple[TextUnit, ...]) -> str:
    """The SHA-256 of text units: the same for the same words in the same order, wherever the files break lines."""
    lines = "\n".join(f"{unit.part}\t{unit.audience}\t{unit.words}" for unit in said)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def plain(text: Text) -> str:
    """The words of a text with its placeholders, sources and addresses, and without its formatting. A line
    with two wordings is both of them."""
    words = _squeezed("".join(_inline(inline) for inline in text.inlines))
    return f"[{text.needs}] {words} [else] {plain(text.otherwise)}" if text.otherwise else words


def _squeezed(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).split())


def _inline(inline: Inline) -> str:
    match inline:
        case TextRun():
            return f"[{inline.text}]({inline.link})" if inline.link else inline.text
        case Placeholder():
            return f"{{{{{inline.name}}}}}"
        case Citation():
            return _cited(inline.sources)
        case GlossaryReference():
            return inline.shown
        case _:
            assert_never(inline)


def _cited(sources: tuple[str, ...]) -> str:
    return f"[{'; '.join(f'@{source}' for source in sources)}]"


def _of_topic(topic: Topic) -> Iterator[TextUnit]:
    yield TextUnit("topic", EVERYONE, _squeezed(topic.title), topic.position)
    for value in topic.defaults:
        yield TextUnit(f"default {value.origin.key}", EVERYONE, _squeezed(value.text), value.origin.position)
    for field in topic.fields:
        yield TextUnit(f"field {field.name}", EVERYONE, _squeezed(field.label), topic.position)
    for handout in topic.handouts:
        yield from _of_handout(handout)
    for section in topic.sections:
        yield from _of_section(section, f"section {section.id}", frozenset())
    for source in topic.sources:
        yield _of_source(source)


def _of_handout(handout: HandoutEntry) -> Iterator[TextUnit]:
    part = f"handout {handout.layout}"
    for words in (handout.title, handout.subtitle, handout.short_title):
        if words:
            yield TextUnit(part, EVERYONE, _squeezed(words), handout.position)
    for section, title in handout.titles:
        yield TextUnit(part, EVERYONE, f"{section}: {plain(title)}", title.position)
    for section, entry in handout.contents:
        yield TextUnit(part, EVERYONE, f"{section} in the contents: {plain(entry)}", entry.position)


def _of_source(source: Source) -> TextUnit:
    words = f"{source.title}. {source.organization}{f', {source.year}' if source.year else ''}. {source.url}"
    return TextUnit(f"source {source.id}", EVERYONE, _squeezed(words), source.position)


def _of_section(section: Section, part: str, above: frozenset[str]) -> Iterator[TextUnit]:
    """The section's own words. A section without audiences has those of the section around it."""
    audiences = section.audiences or above
    mark = " (critical)" if section.critical else ""
    yield TextUnit(part, _named(audiences), f"{plain(section.title)}{mark}", section.title.position)
    for number in section.numbers:
        label = f"{plain(number.label)}: " if number.label else ""
        yield TextUnit(part, _named(audiences), f"{label}{plain(number.value)}", number.value.position)
    yield from _of_blocks(section.blocks, part, audiences)
    for inner in section.subsections:
        yield from _of_section(inner, part, audiences)


def _of_blocks(blocks: tuple[Block, ...], part: str, above: frozenset[str]) -> Iterator[TextUnit]:
    for block in blocks:
        audiences = block.common.audiences or above
        if isinstance(block, ByAudience):
            for option in block.options:
                yield from _of_blocks(option.blocks, part, frozenset({option.audience}))
        elif isinstance(block, Alert):
            title = f" {plain(block.title)}" if block.title else ""
            yield TextUnit(part, _named(audiences), f"{block.level.value.upper()}:{title}", block.common.position)
            yield from _of_blocks(block.blocks, part, audiences)
        elif isinstance(block, Questions):
            for question in block.questions:
                yield TextUnit(part, _named(audiences), plain(question.ask), question.ask.position)
                yield from _of_blocks(question.answer, part, audiences)
        else:
            for words, position in _lines(block):
                yield TextUnit(part, _named(audiences), words, position)
        if block.common.sources:
            yield TextUnit(part, _named(audiences), _cited(block.common.sources), block.common.position)


def _lines(block: LeafBlock) -> Iterator[Line]:
    """The words of a block that contains no others: all its texts, some of them joined."""
    match block:
        case Table():
            yield from _texts(block.caption, *block.columns)
            yield from (_row(row) for row in block.rows)
            if block.meter:
                squares = ", ".join(map(str, (*block.meter.rows, *block.meter.columns)))
                yield f"squares filled: {squares} of {block.meter.count}", block.common.position
        case Figure():
            yield from _figure(block)
        case Definitions():
            yield from ((f"{plain(one.term)}: {plain(one.meaning)}", one.meaning.position) for one in block.definitions)
        case Entries():
            yield from (_entry(entry) for entry in block.entries)
        case _:
            yield from _texts(*(text for text in iter_structs(block) if isinstance(text, Text)))


def _row(row: Row) -> Line:
    cells = (" / ".join(plain(text) for text in cell) for cell in row.cells)
    mark = f"{row.level.value.upper()} | " if row.level else ""
    return f"{mark}{' | '.join(cells)}", row.position


def _entry(entry: Entry) -> Line:
    return f"{plain(entry.label)}: {plain(entry.value) if entry.value else '…'}", entry.label.position


def _figure(figure: Figure) -> Iterator[Line]:
    """A picture counts by its bytes, because another picture says something else."""
    match figure.drawing:
        case Picture() | SvgPicture():
            digest = hashlib.sha256(figure.drawing.data).hexdigest()
            yield f"picture sha256:{digest}", figure.common.position
        case Flow():
            yield from _texts(*(box.text for box in figure.drawing.boxes))
            yield from _texts(*(loop.text for loop in figure.drawing.loops if loop.text))
            yield from _texts(*(bar.text for bar in figure.drawing.bars))
        case _:
            assert_never(figure.drawing)
    yield from _texts(figure.alternative, *((figure.caption,) if figure.caption else ()))


def _texts(*texts: Text) -> Iterator[Line]:
    yield from ((plain(text), text.position) for text in texts)


def _named(audiences: frozenset[str]) -> str:
    return ", ".join(sorted(audiences)) or EVERYONE
