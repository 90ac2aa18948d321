"""Brings the sources of a whole block to where they are printed: behind the block's last text."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from caresheet.model.text import Citation, Text
from caresheet.model.topic import (
    Alert,
    Block,
    ByAudience,
    Figure,
    Log,
    Option,
    Question,
    Questions,
    Section,
    Table,
)
from caresheet.model.walk import with_last

_REMEMBERED = 64
"""How many sections are remembered with their sources."""


@lru_cache(_REMEMBERED)
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


def _cited(block: Block, citation: Citation) -> Block:
    """The block with a citation: in its caption if it has one, or else behind the last of its words."""
    match block:
        case Table() | Log():
            return replace(block, caption=_behind(block.caption, citation))
        case Figure():
            caption = block.caption or Text((), block.alternative.position)
            return replace(block, caption=_behind(caption, citation))
        case Alert():
            return replace(block, blocks=_last(block.blocks, citation))
        case Questions(questions=(*before, last)):
            return replace(block, questions=(*before, Question(last.ask, _last(last.answer, citation))))
        case ByAudience():
            options = tuple(Option(each.audience, _last(each.blocks, citation)) for each in block.options)
            return replace(block, options=options)
        case _:
            return with_last(block, Text, lambda text: _behind(text, citation))


def _behind(text: Text, citation: Citation) -> Text:
    """The text with one citation at its end, also where it ended in one before."""
    match text.inlines:
        case (*before, Citation(sources)):
            return replace(text, inlines=(*before, Citation((*sources, *citation.sources))))
        case _:
            return replace(text, inlines=(*text.inlines, citation))


def _last(blocks: tuple[Block, ...], citation: Citation) -> tuple[Block, ...]:
    return (*blocks[:-1], _cited(blocks[-1], citation)) if blocks else ()
