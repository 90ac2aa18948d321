"""What a document says, as a structure: here, and only here, every element gets its role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import count, groupby
from typing import assert_never

from msgspec.structs import replace

from caresheet.compose.review_words import in_its_languages
from caresheet.model import document as d
from caresheet.model.problem import Position
from caresheet.model.structure import HEADINGS, Role, Structure, StructureNode
from caresheet.model.text import FieldBlank, PrintedText, Runs, TextRun
from caresheet.model.topic import ListKind
from caresheet.text.colons import colon_after

_REMEMBERED = 64
"""How many sections are remembered with their elements: a further copy of a handout has most of them again."""
_LISTS = {
    ListKind.BULLETS: Role.BULLETS,
    ListKind.STEPS: Role.STEPS,
    ListKind.SIGNS: Role.BULLETS,
    ListKind.CHECKLIST: Role.CHECKLIST,
}


def structure_of(document: d.Document) -> Structure:
    """Everything that the document says, element by element in reading order, numbered from 0."""
    root = StructureNode(
        Role.DOCUMENT, children=tuple(_parts(document)), language=document.language, position=document.position
    )
    other = document.companion
    second = (other.header, other.footer) if other else None
    return Structure(document.title, document.language, numbered(root), document.header, document.footer, second)


def numbered(root: StructureNode) -> StructureNode:
    """The elements counted in reading order, from 0."""
    children, number = [], 1
    for child in root.children:
        made, number = _part_numbered(child, number)
        children.append(made)
    return replace(root, number=0, children=tuple(children))


@lru_cache(_REMEMBERED)
def _part_numbered(part: StructureNode, first: int) -> tuple[StructureNode, int]:
    """A part of the document with its elements counted from `first`, and the next number."""
    numbers = count(first)
    return _numbered(part, numbers.__next__), next(numbers)


def _numbered(node: StructureNode, next_number: Callable[[], int]) -> StructureNode:
    number = next_number()
    children = tuple([_numbered(child, next_number) for child in node.children])
    return replace(node, number=number, children=children)


def _parts(document: d.Document) -> Iterator[StructureNode]:
    """What is on the page, in reading order; header and footer have a place for each of their parts."""
    second = document.companion
    if document.banner:
        yield _around(document, Role.BANNER, document.banner, second.banner if second else "")
    yield from _running(document, Role.HEADER, document.header)
    yield _around(document, Role.TITLE, *document.titles)
    if document.subtitle:
        yield _around(document, Role.SUBTITLE, document.subtitle, second.subtitle if second else "")
    yield from _clinic(document)
    behind = document.contents.behind if document.contents else 0
    yield from (_section(section) for section in document.sections[:behind])
    if document.contents:
        yield _contents(document.contents, document.position)
    yield from (_section(section) for section in document.sections[behind:])
    yield from _running(document, Role.FOOTER, document.footer)


def _running(document: d.Document, role: Role, line: d.RunningLine) -> Iterator[StructureNode]:
    """An empty element for each part of a running line, then one for each part in a second language."""
    languages = (None, *((document.companion.language,) if document.companion else ()))
    for language in languages:
        yield from (StructureNode(role, position=document.position, language=language) for _ in line.parts)


def _around(document: d.Document, role: Role, words: str, second: str = "") -> StructureNode:
    """Words around the sections, followed by the same in a second language."""
    runs = in_its_languages(words, document.language)
    if document.companion and second:
        language = document.companion.language
        other = in_its_languages(second, language)
        runs = (*runs, TextRun(" "), *(replace(run, language=run.language or language) for run in other))
    return _text_of(role, runs, document.position)


def _clinic(document: d.Document) -> Iterator[StructureNode]:
    """Who gives out the handout: a logo is spoken as the clinic's name."""
    if document.logo and document.clinic:
        yield StructureNode(Role.FIGURE, alternative=document.clinic, position=document.position)
    elif document.clinic:
        yield _words(Role.CLINIC, document.clinic, document.position)


def _contents(contents: d.Contents, position: Position) -> StructureNode:
    """The contents list. Its page numbers come when pages are known."""
    links = (_text_of(Role.CONTENTS_ENTRY, _link_to(entry), position) for entry in contents.entries)
    heading = _text_of(Role.HEADING_2, d.in_both(contents.title, contents.second), position)
    return StructureNode(Role.CONTENTS, children=(heading, StructureNode(Role.CONTENTS_LIST, children=tuple(links))))


def _link_to(entry: d.ContentsEntry) -> Runs:
    return tuple(replace(run, link=f"#{entry.anchor}") for run in d.in_both(entry.text, entry.second))


@lru_cache(_REMEMBERED)
def _section(section: d.Section) -> StructureNode:
    heading = (_heading(section.heading),) if section.heading else ()
    return StructureNode(Role.SECTION, children=(*heading, *_elements(section.elements)), position=section.position)


def _heading(heading: d.Heading) -> StructureNode:
    node = _text(HEADINGS[heading.level], heading.whole)
    return replace(node, anchor=heading.anchor)


def _elements(elements: tuple[d.Element, ...]) -> tuple[StructureNode, ...]:
    return tuple(_element(element) for element in elements)


def _element(element: d.Element) -> StructureNode:
    match element:
        case d.Part():
            inside = (_heading(element.heading), *_elements(element.elements))
            return StructureNode(Role.PART, children=inside, position=element.heading.text.position)
        case d.KeepTogether():
            return _element(element.element)
        case d.InLanguage():
            return replace(_element(element.element), language=element.language)
        case d.Beside(first, second, language):
            own = StructureNode(Role.VERSION, children=_elements(first))
            other = StructureNode(Role.VERSION, children=_elements(second), language=language)
            return StructureNode(Role.BESIDE, children=(own, other))
        case _:
            return _block(element)


def _block(block: d.Block) -> StructureNode:
    match block:
        case d.Paragraph():
            return _text(Role.PARAGRAPH, block.text)
        case d.ItemList():
            return _list(block)
        case d.Alert():
            return _group(Role.ALERT, _alert(block), block.position)
        case d.Table():
            return _group(Role.TABLE, _table(block), block.position)
        case d.Figure():
            return _figure(block)
        case d.Definitions():
            return _group(Role.DEFINITIONS, map(_definition, block.definitions), block.position)
        case d.Quote():
            return _group(Role.QUOTE, _quote(block), block.position)
        case d.Entries():
            return _group(Role.ENTRIES, map(_entry, block.entries), block.position)
        case _:
            assert_never(block)


# --- words ----------------------------------------------------------------------------------------------------------
def _words(role: Role, words: str, position: Position) -> StructureNode:
    return StructureNode(role, runs=(TextRun(words),), position=position)


def _text(role: Role, text: PrintedText) -> StructureNode:
    return _text_of(role, text.runs, text.position)


def _text_of(role: Role, runs: Runs, position: Position) -> StructureNode:
    """An element of running text.

    Plain words are its own. Where some of them are links or in another language, all of them stand in inline elements,
    so that words and elements never mix: readers disagree about the order of a mix.
    """
    if not any(isinstance(run, TextRun) and (run.link or run.language) for run in runs):
        return StructureNode(role, runs=runs, position=position)
    inline = tuple(_inline(tuple(group), *kind) for kind, group in groupby(runs, key=_inline_kind))
    return StructureNode(role, children=inline, position=position)


def _inline_kind(run: TextRun | FieldBlank) -> tuple[str | None, str | None]:
    return (run.link, run.language) if isinstance(run, TextRun) else (None, None)


def _inline(runs: Runs, link: str | None, language: str | None) -> StructureNode:
    """A link to another place in the document is also a reference to it (ISO 32000-1, table 338)."""
    node = StructureNode(Role.LINK if link else Role.SPAN, runs=runs, language=language)
    return StructureNode(Role.REFERENCE, children=(node,)) if link and link.startswith("#") else node


# --- blocks ---------------------------------------------------------------------------------------------------------
def _group(role: Role, children: Iterable[StructureNode], position: Position | None) -> StructureNode:
    return StructureNode(role, children=tuple(children), position=position)


def _list(items: d.ItemList) -> StructureNode:
    nodes = (_item(item) for item in items.items)
    return _group(_LISTS[items.kind], nodes, items.position)


def _item(item: d.Item) -> StructureNode:
    """A list item. The entry of a source is the note that its numbers in the text refer to. A pictogram is decoration,
    so its item has no label."""
    label, position = _words(Role.ITEM_LABEL, item.label, item.text.position), item.text.position
    if item.anchor or item.nested:
        words = replace(_text(Role.NOTE if item.anchor else Role.ITEM_TEXT, item.text), anchor=item.anchor)
        body = _group(Role.ITEM_BODY, (words, *((_list(item.nested),) if item.nested else ())), position)
    else:
        body = _text(Role.ITEM_BODY, item.text)
    children = (body,) if item.pictogram else (label, body)
    return StructureNode(Role.ITEM, children=children, anchor=item.anchor, position=position)


def _alert(alert: d.Alert) -> Iterator[StructureNode]:
    word = TextRun(alert.mark.word, strong=True)
    second = (TextRun(d.BETWEEN_LANGUAGES, strong=True), *alert.second.runs) if alert.second else ()
    yield _text_of(Role.ALERT_LEVEL, (word, *second), alert.position)
    if alert.title:
        yield _text_of(Role.ALERT_TITLE, _strong(alert.title), alert.title.position)
    yield from _elements(alert.elements)


def _table(table: d.Table) -> Iterator[StructureNode]:
    yield _text(Role.TABLE_CAPTION, table.caption)
    yield _group(
        Role.HEAD_ROW, (_cell(cell, Role.COLUMN_HEADING, table.position) for cell in table.head), table.position
    )
    for row in table.rows:
        cells = (_cell(cell, Role.ROW_HEADING, table.position) for cell in row.cells)
        yield _group(Role.ROW, cells, table.position)


def _cell(cell: d.Cell, heading: Role, position: Position) -> StructureNode:
    """A cell: its level's word, one text as its own words, several texts as bullets, or nothing."""
    role = heading if cell.header else Role.CELL
    if cell.mark:
        return _words(role, cell.mark.word, position)
    if not cell.texts:
        return StructureNode(role, position=position)
    place = cell.texts[0].position
    if len(cell.texts) == 1:
        return _text(role, cell.texts[0])
    bullets = d.ItemList(ListKind.BULLETS, tuple(d.Item("", text) for text in cell.texts), place)
    return _group(role, (_list(bullets),), place)


def _figure(figure: d.Figure) -> StructureNode:
    """A figure is spoken by its alternative text. The words drawn in it are its own; its caption is a child."""
    caption = (_text(Role.FIGURE_CAPTION, figure.caption),) if figure.caption else ()
    drawn = tuple(run for text in drawn_texts(figure.drawing) for run in (*text.runs, TextRun(" ")))
    return StructureNode(
        Role.FIGURE,
        runs=drawn,
        children=caption,
        alternative=figure.alternative,
        position=figure.position,
    )


def drawn_texts(drawing: d.Illustration) -> Iterator[PrintedText]:
    """The words that stand in a drawing itself."""
    if isinstance(drawing, d.Flow):
        for number, box in enumerate(drawing.boxes, start=1):
            if box.pictogram:
                yield PrintedText((TextRun(str(number)),), box.text.position)
            yield box.text
        yield from (loop.text for loop in drawing.loops if loop.text)
        yield from (bar.text for bar in drawing.bars)


def _definition(definition: d.Definition) -> StructureNode:
    term = replace(_text(Role.TERM, definition.term), anchor=definition.anchor)
    return _group(Role.DEFINITION, (term, _text(Role.MEANING, definition.meaning)), definition.term.position)


def _quote(quote: d.Quote) -> Iterator[StructureNode]:
    yield _text(Role.PARAGRAPH, quote.text)
    if quote.by:
        yield _text_of(Role.QUOTE_SOURCE, (TextRun("– "), *quote.by.runs), quote.by.position)


def _entry(entry: d.Entry) -> StructureNode:
    """The label in bold with a colon, then the value, or the lines to write on."""
    colon = colon_after(entry.label, strong=True)
    value = entry.value.runs if entry.value else _lines(entry.lines)
    return _text_of(Role.ENTRY, (*_strong(entry.label), colon, TextRun(" "), *value), entry.label.position)


def _strong(text: PrintedText) -> Runs:
    return tuple(replace(run, strong=True) if isinstance(run, TextRun) else run for run in text.runs)


def _lines(number: int) -> Runs:
    """Empty lines to write on."""
    line = FieldBlank("", "", 0.0, captioned=False)
    return (line, *(run for _ in range(number - 1) for run in (TextRun(" "), line)))
