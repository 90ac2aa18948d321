"""Brings the sources of a whole block to where they are printed: behind the block's last text."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from caresheet.model.text import Citation, Text
from caresheet.model.topic import (
    Alert,
    Block,
    ByAudience,
    Definition,
    Definitions,
    Entries,
    Entry,
    Figure,
    Item,
    ItemList,
    Log,
    Option,
    Paragraph,
    Question,
    Questions,
    Section,
    Table,
)


def with_sources(section: Section) -> Section:
    """The section with every block's own `sources` as a citation in its text.

    A table, a form or a figure cites in its caption, because a number in the last cell would speak for that cell only.
    """
    return replace(
        section,
        blocks=_all(section.blocks),
        subsections=tuple(with_sources(part) for part in section.subsections),
    )


def _all(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(_own(_inner(block)) for block in blocks)


def _inner(block: Block) -> Block:
    match block:
        case Alert():
            return replace(block, blocks=_all(block.blocks))
        case Questions():
            return replace(block, questions=tuple(replace(each, answer=_all(each.answer)) for each in block.questions))
        case ByAudience():
            return replace(block, options=tuple(replace(each, blocks=_all(each.blocks)) for each in block.options))
        case _:
            return block


def _own(block: Block) -> Block:
    return _cited(block, Citation(block.common.sources)) if block.common.sources else block


def _cited(block: Block, citation: Citation) -> Block:  # noqa: C901 - a case a kind
    match block:
        case Paragraph():
            return replace(block, text=_behind(block.text, citation))
        case ItemList():
            return _list(block, citation)
        case Alert():
            return replace(block, blocks=_last(block.blocks, citation))
        case Table() | Log():
            return replace(block, caption=_behind(block.caption, citation))
        case Figure():
            caption = block.caption or Text((), block.alternative.position)
            return replace(block, caption=_behind(caption, citation))
        case Questions(questions=(*before, last)):
            return replace(block, questions=(*before, Question(last.ask, _last(last.answer, citation))))
        case Definitions(definitions=(*before, last)):
            meaning = _behind(last.meaning, citation)
            return replace(block, definitions=(*before, Definition(last.id, last.term, meaning)))
        case Entries(entries=(*before, last)):
            return replace(block, entries=(*before, _entry(last, citation)))
        case ByAudience():
            options = tuple(Option(each.audience, _last(each.blocks, citation)) for each in block.options)
            return replace(block, options=options)
        case Questions() | Definitions() | Entries():
            return block
        case _:
            assert_never(block)


def _behind(text: Text, citation: Citation) -> Text:
    """The text with one citation at its end, also where it ended in one before."""
    match text.inlines:
        case (*before, Citation(sources)):
            return Text((*before, Citation((*sources, *citation.sources))), text.position)
        case _:
            return Text((*text.inlines, citation), text.position)


def _last(blocks: tuple[Block, ...], citation: Citation) -> tuple[Block, ...]:
    return (*blocks[:-1], _cited(blocks[-1], citation)) if blocks else ()


def _list(block: ItemList, citation: Citation) -> ItemList:
    if not block.items:
        return block
    last = block.items[-1]
    cited = Item(last.text, _list(last.nested, citation)) if last.nested else Item(_behind(last.text, citation))
    return replace(block, items=(*block.items[:-1], cited))


def _entry(entry: Entry, citation: Citation) -> Entry:
    if entry.value is None:
        return replace(entry, label=_behind(entry.label, citation))
    return replace(entry, value=_behind(entry.value, citation))
