"""Blocks become elements, each at the level of headings where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from caresheet.compose.context import Desk, Place, term_anchor
from caresheet.compose.figures import figure
from caresheet.compose.inline import is_only_placeholder, printed
from caresheet.compose.tables import sheets, table
from caresheet.model import document, topic
from caresheet.model.look import StepMarker
from caresheet.model.topic import ListKind


def elements(desk: Desk, blocks: tuple[topic.Block, ...], place: Place) -> tuple[document.Element, ...]:
    """What the blocks print, in order. `place` is where they stand; a heading among them has its level."""
    return tuple(
        _framed(desk, block.common, element)
        for number, block in enumerate(blocks, start=1)
        for element in _elements(desk, block, place.inside(number))
    )


def _framed(desk: Desk, common: topic.Common, element: document.Element) -> document.Element:
    if common.language and common.language != desk.language:
        element = document.InLanguage(common.language, element)
    return document.KeepTogether(element) if common.keep else element


def _elements(desk: Desk, block: topic.Block, place: Place) -> tuple[document.Element, ...]:  # noqa: C901 - a case a kind
    match block:
        case topic.Paragraph():
            return _paragraph(desk, block)
        case topic.ItemList():
            return (_list(desk, block),)
        case topic.Alert():
            return (_alert(desk, block, place),)
        case topic.Table():
            return (table(desk, block),)
        case topic.Figure():
            return (figure(desk, block),)
        case topic.Questions():
            return tuple(_questions(desk, block, place))
        case topic.Definitions():
            return (_definitions(desk, block),)
        case topic.Entries():
            return (_entries(desk, block),)
        case topic.Log():
            return sheets(desk, block)
        case topic.ByAudience():
            return ()  # section_for has chosen; words for another reader would be worse than none
        case _:
            assert_never(block)


def _paragraph(desk: Desk, block: topic.Paragraph) -> tuple[document.Element, ...]:
    text = printed(desk, block.text)
    return (document.Paragraph(text),) if text.runs else ()


def _list(desk: Desk, block: topic.ItemList) -> document.ItemList:
    items = tuple(
        document.Item(
            label=_label(desk, block.kind, number),
            text=printed(desk, item.text),
            nested=_list(desk, item.nested) if item.nested else None,
        )
        for number, item in enumerate(block.items, start=1)
    )
    return document.ItemList(block.kind, items, block.common.position)


def _label(desk: Desk, kind: ListKind, number: int) -> str:
    """Only steps are counted; in a circle the number needs no full stop."""
    if kind is not ListKind.STEPS:
        return ""
    match desk.looks.steps:
        case StepMarker.CIRCLE:
            return f"{number}"
        case StepMarker.PLAIN:
            return f"{number}."
        case _:
            assert_never(desk.looks.steps)


def _alert(desk: Desk, block: topic.Alert, place: Place) -> document.Alert:
    return document.Alert(
        mark=document.Mark(block.level, desk.level_word(block.level)),
        title=printed(desk, block.title) if block.title else None,
        elements=elements(desk, block.blocks, place),
        position=block.common.position,
    )


def _questions(desk: Desk, block: topic.Questions, place: Place) -> Iterator[document.Part]:
    for number, question in enumerate(block.questions, start=1):
        inside = place.inside(number, deeper=True)
        heading = document.Heading(place.level, printed(desk, question.ask), f"question-{inside.stem}")
        yield document.Part(heading, elements(desk, question.answer, inside))


def _definitions(desk: Desk, block: topic.Definitions) -> document.Definitions:
    definitions = tuple(
        document.Definition(printed(desk, each.term), printed(desk, each.meaning), term_anchor(each.id))
        for each in block.definitions
    )
    return document.Definitions(definitions, block.common.position)


def _entries(desk: Desk, block: topic.Entries) -> document.Entries:
    entries = tuple(_entry(desk, entry) for entry in block.entries)
    return document.Entries(block.boxed, entries, block.common.position)


def _entry(desk: Desk, entry: topic.Entry) -> document.Entry:
    """A blank that stands alone behind its label is not captioned again."""
    if entry.value is None:
        return document.Entry(printed(desk, entry.label), None, entry.lines)
    value = printed(desk, entry.value, captioned=not is_only_placeholder(entry.value))
    return document.Entry(printed(desk, entry.label), value, entry.lines)
