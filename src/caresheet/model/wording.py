"""What a topic says, in words alone: what a reviewer reads, what a review keeps, and what a change is told by.

Looks, files and clinics' details are no part of it. Two wordings are equal when a reader would read the same.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from typing import assert_never

from msgspec import Struct

from caresheet.model.problem import Position
from caresheet.model.text import Citation, Inline, Placeholder, TermUse, Text, Words
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
    Handout,
    Item,
    ItemList,
    Log,
    Paragraph,
    Picture,
    Questions,
    Row,
    Section,
    Source,
    Table,
    Topic,
)

Leaf = Paragraph | ItemList | Table | Figure | Definitions | Entries | Log
"""A block that holds no other blocks."""
Line = tuple[str, Position]


class Passage(Struct, frozen=True):
    """One text as it is read: the part of the topic that it stands in, for whom, and its words.

    `part` is `topic`, `field NAME`, `handout LAYOUT`, `section ID` or `source ID`. `words` are in Unicode's form NFC
    with single spaces. `position` is where an editor changes them.
    """

    part: str
    audience: str
    words: str
    position: Position


def passages(topic: Topic) -> tuple[Passage, ...]:
    """Everything that a topic says to anyone, in the order of its file, and then its sources."""
    return tuple(_of_topic(topic))


def fingerprint(said: tuple[Passage, ...]) -> str:
    """The sha256 over passages: the same for the same words in the same order, wherever their files break lines."""
    lines = "\n".join(f"{passage.part}\t{passage.audience}\t{passage.words}" for passage in said)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def plain(text: Text) -> str:
    """The words of a text with its placeholders, sources and addresses, and without its looks."""
    return _squeezed("".join(_inline(inline) for inline in text.inlines))


def _squeezed(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).split())


def _inline(inline: Inline) -> str:
    match inline:
        case Words():
            return f"[{inline.text}]({inline.link})" if inline.link else inline.text
        case Placeholder():
            return f"{{{{{inline.name}}}}}"
        case Citation():
            return _cited(inline.sources)
        case TermUse():
            return inline.shown
        case _:
            assert_never(inline)


def _cited(sources: tuple[str, ...]) -> str:
    return f"[{'; '.join(f'@{source}' for source in sources)}]"


def _of_topic(topic: Topic) -> Iterator[Passage]:
    yield Passage("topic", EVERYONE, _squeezed(topic.title), topic.position)
    for field in topic.fields:
        yield Passage(f"field {field.name}", EVERYONE, _squeezed(field.label), topic.position)
    for handout in topic.handouts:
        yield from _of_handout(handout)
    for section in topic.sections:
        yield from _of_section(section, f"section {section.id}", frozenset())
    for source in topic.sources:
        yield _of_source(source)


def _of_handout(handout: Handout) -> Iterator[Passage]:
    part = f"handout {handout.layout}"
    for words in (handout.title, handout.subtitle):
        if words:
            yield Passage(part, EVERYONE, _squeezed(words), handout.position)
    for section, title in handout.titles:
        yield Passage(part, EVERYONE, f"{section}: {plain(title)}", title.position)


def _of_source(source: Source) -> Passage:
    words = f"{source.title}. {source.organization}{f', {source.year}' if source.year else ''}. {source.url}"
    return Passage(f"source {source.id}", EVERYONE, _squeezed(words), source.position)


def _of_section(section: Section, part: str, above: frozenset[str]) -> Iterator[Passage]:
    """The section's own words. Who says nothing of its readers has those of what it stands in."""
    audiences = section.audiences or above
    mark = " (critical)" if section.critical else ""
    yield Passage(part, _named(audiences), f"{plain(section.title)}{mark}", section.title.position)
    yield from _of_blocks(section.blocks, part, audiences)
    for inner in section.subsections:
        yield from _of_section(inner, part, audiences)


def _of_blocks(blocks: tuple[Block, ...], part: str, above: frozenset[str]) -> Iterator[Passage]:
    for block in blocks:
        audiences = block.common.audiences or above
        if isinstance(block, ByAudience):
            for option in block.options:
                yield from _of_blocks(option.blocks, part, frozenset({option.audience}))
        elif isinstance(block, Alert):
            title = f" {plain(block.title)}" if block.title else ""
            yield Passage(part, _named(audiences), f"{block.level.value.upper()}:{title}", block.common.position)
            yield from _of_blocks(block.blocks, part, audiences)
        elif isinstance(block, Questions):
            for question in block.questions:
                yield Passage(part, _named(audiences), plain(question.ask), question.ask.position)
                yield from _of_blocks(question.answer, part, audiences)
        else:
            for words, position in _lines(block):
                yield Passage(part, _named(audiences), words, position)
        if block.common.sources:
            yield Passage(part, _named(audiences), _cited(block.common.sources), block.common.position)


def _lines(block: Leaf) -> Iterator[Line]:
    """The words of a block that holds no others, text by text."""
    match block:
        case Paragraph():
            yield plain(block.text), block.text.position
        case ItemList():
            yield from _items(block.items)
        case Table():
            yield from _texts(block.caption, *block.columns)
            yield from (_row(row) for row in block.rows)
        case Figure():
            yield from _figure(block)
        case Definitions():
            yield from ((f"{plain(one.term)}: {plain(one.meaning)}", one.meaning.position) for one in block.definitions)
        case Entries():
            yield from (_entry(entry) for entry in block.entries)
        case Log():
            yield from _texts(block.caption, *block.columns)
        case _:
            assert_never(block)


def _row(row: Row) -> Line:
    cells = (" / ".join(plain(text) for text in cell) for cell in row.cells)
    mark = f"{row.level.value.upper()} | " if row.level else ""
    return f"{mark}{' | '.join(cells)}", row.position


def _entry(entry: Entry) -> Line:
    return f"{plain(entry.label)}: {plain(entry.value) if entry.value else '…'}", entry.label.position


def _items(items: tuple[Item, ...]) -> Iterator[Line]:
    for item in items:
        yield plain(item.text), item.text.position
        if item.nested:
            yield from _items(item.nested.items)


def _figure(figure: Figure) -> Iterator[Line]:
    """A picture counts by its bytes: another picture is another statement."""
    match figure.drawing:
        case Picture():
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
