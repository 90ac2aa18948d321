"""Blocks become elements, each at the level of headings where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from caresheet.compose.context import ComposeContext, OutlinePosition, term_anchor
from caresheet.compose.figures import figure
from caresheet.compose.inline import is_only_placeholder, printed
from caresheet.compose.tables import sheets, table
from caresheet.model import document, topic
from caresheet.model.look import StepMarker
from caresheet.model.topic import ListKind


def elements(
    context: ComposeContext, blocks: tuple[topic.Block, ...], outline: OutlinePosition
) -> tuple[document.Element, ...]:
    """What the blocks print, in order. `outline` is where they stand: it gives headings among them their level."""
    return tuple(
        _framed(context, block.common, element)
        for number, block in enumerate(blocks, start=1)
        for element in _elements(context, block, outline.inside(number))
    )


def _framed(context: ComposeContext, common: topic.Common, element: document.Element) -> document.Element:
    if common.language and common.language != context.language:
        element = document.InLanguage(common.language, element)
    return document.KeepTogether(element) if common.keep else element


def _elements(context: ComposeContext, block: topic.Block, outline: OutlinePosition) -> tuple[document.Element, ...]:  # noqa: C901 - a case a kind
    match block:
        case topic.Paragraph():
            return _paragraph(context, block)
        case topic.ItemList():
            return (_list(context, block),)
        case topic.Alert():
            return (_alert(context, block, outline),)
        case topic.Table():
            return (table(context, block),)
        case topic.Figure():
            return (figure(context, block),)
        case topic.Questions():
            return tuple(_questions(context, block, outline))
        case topic.Definitions():
            return (_definitions(context, block),)
        case topic.Quote():
            return (_quote(context, block),)
        case topic.Entries():
            return (_entries(context, block),)
        case topic.Log():
            return sheets(context, block)
        case topic.ByAudience():
            return ()  # section_for has chosen; words for another reader would be worse than none
        case _:
            assert_never(block)


def _paragraph(context: ComposeContext, block: topic.Paragraph) -> tuple[document.Element, ...]:
    text = printed(context, block.text)
    return (document.Paragraph(text),) if text.runs else ()


def _list(context: ComposeContext, block: topic.ItemList) -> document.ItemList:
    """A list prints its pictograms only if every item has one: a ragged mix would look like a mistake."""
    pictured = all(item.pictogram for item in block.items)
    items = tuple(
        document.Item(
            label=_label(context, block.kind, number),
            text=printed(context, item.text),
            nested=_list(context, item.nested) if item.nested else None,
            pictogram=item.pictogram if pictured else None,
        )
        for number, item in enumerate(block.items, start=1)
    )
    return document.ItemList(block.kind, items, block.common.position)


def _label(context: ComposeContext, kind: ListKind, number: int) -> str:
    """Only steps are counted; in a circle the number needs no full stop."""
    if kind is not ListKind.STEPS:
        return ""
    match context.looks.steps:
        case StepMarker.CIRCLE:
            return f"{number}"
        case StepMarker.PLAIN:
            return f"{number}."
        case _:
            assert_never(context.looks.steps)


def _alert(context: ComposeContext, block: topic.Alert, outline: OutlinePosition) -> document.Alert:
    return document.Alert(
        mark=context.mark(block.level),
        title=printed(context, block.title) if block.title else None,
        elements=elements(context, block.blocks, outline),
        position=block.common.position,
    )


def _questions(context: ComposeContext, block: topic.Questions, outline: OutlinePosition) -> Iterator[document.Part]:
    for number, question in enumerate(block.questions, start=1):
        inside = outline.inside(number, deeper=True)
        heading = document.Heading(outline.level, printed(context, question.ask), f"question-{inside.stem}")
        yield document.Part(heading, elements(context, question.answer, inside))


def _definitions(context: ComposeContext, block: topic.Definitions) -> document.Definitions:
    definitions = tuple(
        document.Definition(printed(context, each.term), printed(context, each.meaning), term_anchor(each.id))
        for each in block.definitions
    )
    return document.Definitions(definitions, block.common.position)


def _quote(context: ComposeContext, block: topic.Quote) -> document.Quote:
    by = printed(context, block.by) if block.by else None
    return document.Quote(printed(context, block.text), by, block.common.position)


def _entries(context: ComposeContext, block: topic.Entries) -> document.Entries:
    entries = tuple(_entry(context, entry) for entry in block.entries)
    return document.Entries(block.boxed, entries, block.common.position)


def _entry(context: ComposeContext, entry: topic.Entry) -> document.Entry:
    """A blank that stands alone behind its label is not captioned again."""
    if entry.value is None:
        return document.Entry(printed(context, entry.label), None, entry.lines)
    value = printed(context, entry.value, captioned=not is_only_placeholder(entry.value))
    return document.Entry(printed(context, entry.label), value, entry.lines)
