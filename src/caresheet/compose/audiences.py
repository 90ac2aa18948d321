"""Who reads it: keeps what is meant for the reader and resolves what is said differently to different readers."""

from __future__ import annotations

from msgspec.structs import replace

from caresheet.model.topic import (
    EVERYONE,
    Alert,
    Block,
    ByAudience,
    Common,
    LeafBlock,
    Questions,
    Section,
)


def section_for(section: Section, audience: str) -> Section | None:
    """The section as this audience reads it, or None where it is for others or nothing of it remains.

    A section says whom it is for: one that says nothing is for nobody. In what comes back no block is for somebody
    else and no `ByAudience` is left.
    """
    if not (section.audiences & {audience, EVERYONE}):
        return None
    return _narrowed(section, audience)


def _narrowed(section: Section, audience: str) -> Section | None:
    blocks = _blocks_for(section.blocks, audience)
    inner = (_narrowed(part, audience) for part in section.subsections if _is_for(part.audiences, audience))
    subsections = tuple(part for part in inner if part is not None)
    return replace(section, blocks=blocks, subsections=subsections) if blocks or subsections else None


def _is_for(audiences: frozenset[str], audience: str) -> bool:
    """Inside a section, none given means the audience of the section."""
    return not audiences or bool(audiences & {audience, EVERYONE})


def _blocks_for(blocks: tuple[Block, ...], audience: str) -> tuple[Block, ...]:
    return tuple(
        kept for block in blocks if _is_for(block.common.audiences, audience) for kept in _block_for(block, audience)
    )


def _block_for(block: Block, audience: str) -> tuple[Block, ...]:
    match block:
        case Alert():
            blocks = _blocks_for(block.blocks, audience)
            return (replace(block, blocks=blocks),) if blocks else ()
        case Questions():
            answered = (replace(each, answer=_blocks_for(each.answer, audience)) for each in block.questions)
            questions = tuple(question for question in answered if question.answer)
            return (replace(block, questions=questions),) if questions else ()
        case ByAudience():
            return _inheriting(_blocks_for(_option(block, audience), audience), block.common)
        case _:
            leaf: LeafBlock = block
            return (leaf,)


def _option(block: ByAudience, audience: str) -> tuple[Block, ...]:
    """The first option that names the reader, else the first for everyone, else nothing."""
    for wanted in (audience, EVERYONE):
        for option in block.options:
            if option.audience == wanted:
                return option.blocks
    return ()


def _inheriting(blocks: tuple[Block, ...], common: Common) -> tuple[Block, ...]:
    """The blocks with what was said of all of them: its language, its wish to stay whole, its sources at the end."""
    last = len(blocks) - 1
    return tuple(
        replace(
            block,
            common=replace(
                block.common,
                language=block.common.language or common.language,
                keep=block.common.keep or common.keep,
                sources=block.common.sources + (common.sources if number == last else ()),
            ),
        )
        for number, block in enumerate(blocks)
    )
