"""Document → the tree that has to be heard: roles and words in reading order, as the tag tree shall have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from msgspec.structs import replace

from caresheet.model import document as d
from caresheet.model.structure import BLANK, Node, Piece, node_of, normalised
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.topic import ListKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from caresheet.model.problem import Position


def expected_tree(document: d.Document, pages: Mapping[str, int], sides: int) -> Node:
    """The whole document as one element. `pages` gives the page number (from 1) of each anchor in the contents.

    Where there is only one side, its header and footer are no running lines, and are heard like the rest.
    """
    hearer = _Hearer(document.language)
    children = [*hearer.document(document, pages)]
    if sides == 1:
        after = 1 if document.banner else 0
        children[after:after] = _margin_parts(document, header=True)
        children += _margin_parts(document, header=False)
    return Node("Document", children=tuple(children), position=document.position)


def _margin_parts(document: d.Document, *, header: bool) -> list[Node]:
    """The parts of the header or footer of a single side; the banner takes the middle of the header."""
    line = document.header if header else document.footer
    parts = [line.start, line.center, line.end]
    if header and document.banner:
        parts = [" · ".join(part for part in parts[:2] if part), parts[2]]
    filled = [part.replace("{page}", "1").replace("{pages}", "1") for part in parts]
    return [node_of("P", [Piece(part, None, None)], position=document.position) for part in filled if part]


class Place(NamedTuple):
    """Where the contents may lead: a heading's anchor and words."""

    anchor: str
    words: str


def headings(document: d.Document) -> Iterator[Place]:
    """Every heading below the title, in reading order; that of the contents has no anchor."""
    if document.contents:
        yield Place("", normalised(document.contents.title))
    for section in document.sections:
        if section.heading:
            yield _place(section.heading)
        yield from _headings_in(section.elements)


def running_words(document: d.Document, page: int, pages: int) -> tuple[str, ...]:
    """What has to stand outside the tree on page number `page` of `pages`, part by part: the running lines, and the
    imprint of at least one panel."""
    imprint = (document.imprint,) if document.look.panels else ()
    if pages == 1:
        return tuple(normalised(words) for words in imprint)
    parts = (
        *imprint,
        *(("" if page == 1 else document.banner),),
        *(document.header.start, document.header.center, document.header.end),
        *(document.footer.start, document.footer.center, document.footer.end),
    )
    filled = (part.replace("{page}", str(page)).replace("{pages}", str(pages)) for part in parts)
    return tuple(words for words in map(normalised, filled) if words)


def repeatable_words(document: d.Document) -> tuple[str, ...]:
    """What may stand outside the tree besides the running lines: the heads of tables that go on, and the imprints of
    further panels. The longest first."""
    tables = _tables(tuple(element for section in document.sections for element in section.elements))
    cells = [cell for table in tables for cell in table.head]
    texts = {normalised(text.plain) for cell in cells for text in cell.texts}
    marks = {normalised(cell.mark.word) for cell in cells if cell.mark}
    # A table that is set one block a row says its heads again as labels, each with a colon.
    labels = {f"{words}:" for words in texts if words} | ({":"} if texts else set())
    imprint = {normalised(document.imprint)} if document.look.panels else set()
    return tuple(sorted((texts | marks | labels | imprint) - {""}, key=lambda words: (-len(words), words)))


def _headings_in(elements: tuple[d.Element, ...]) -> Iterator[Place]:
    for element in elements:
        if isinstance(element, d.Part):
            yield _place(element.heading)
        yield from _headings_in(_inside(element))


def _place(heading: d.Heading) -> Place:
    return Place(heading.anchor, normalised(heading.text.plain))


def _tables(elements: tuple[d.Element, ...]) -> Iterator[d.Table]:
    for element in elements:
        if isinstance(element, d.Table):
            yield element
        yield from _tables(_inside(element))


def _inside(element: d.Element) -> tuple[d.Element, ...]:
    match element:
        case d.KeepTogether() | d.InLanguage():
            return (element.element,)
        case d.Alert() | d.Part():
            return element.elements
        case _:
            return ()


class _Hearer:
    """Turns elements into nodes; languages equal to the document's count as none."""

    def __init__(self, language: str) -> None:
        self._language = language

    def document(self, document: d.Document, pages: Mapping[str, int]) -> Iterator[Node]:
        title = [Piece(document.title, None, None)]
        if document.banner:
            yield node_of("P", [Piece(document.banner, None, None)], position=document.position)
        yield node_of("H1", title, position=document.position)
        if document.subtitle:
            yield node_of("P", [Piece(document.subtitle, None, None)], position=document.position)
        if document.contents:
            yield self._contents(document, document.contents, pages)
        for section in document.sections:
            yield self._section(section)

    def _contents(self, document: d.Document, contents: d.Contents, pages: Mapping[str, int]) -> Node:
        entries = tuple(
            node_of(
                "TOCI",
                [Piece(f"{entry.text} {pages.get(entry.anchor, '?')}", None, entry.anchor)],
                position=document.position,
            )
            for entry in contents.entries
        )
        heading = node_of("H2", [Piece(contents.title, None, None)], position=document.position)
        return Node("Sect", children=(heading, Node("TOC", children=entries)))

    def _section(self, section: d.Section) -> Node:
        heading = (self._heading(section.heading, None),) if section.heading else ()
        return Node("Sect", children=(*heading, *self._elements(section.elements, None)), position=section.position)

    def _heading(self, heading: d.Heading, language: str | None) -> Node:
        return self._text(f"H{heading.level}", heading.text, language)

    def _elements(self, elements: tuple[d.Element, ...], language: str | None) -> tuple[Node, ...]:
        return tuple(self._element(element, language) for element in elements)

    def _element(self, element: d.Element, language: str | None) -> Node:
        match element:
            case d.Paragraph():
                return self._text("P", element.text, language)
            case d.KeepTogether():
                return self._element(element.element, language)
            case d.InLanguage():
                return self._element(element.element, self._foreign(element.language))
            case d.Alert() | d.Part():
                return self._group(element, language)
            case d.Table():
                return self._table(element, language)
            case d.Figure():
                return self._figure(element, language)
            case d.ItemList() | d.Definitions() | d.Entries():
                return self._collection(element, language)
            case _ as never:
                assert_never(never)

    def _group(self, element: d.Alert | d.Part, language: str | None) -> Node:
        match element:
            case d.Alert():
                return self._alert(element, language)
            case d.Part():
                inside = (self._heading(element.heading, language), *self._elements(element.elements, language))
                return Node("Sect", children=inside, position=element.heading.text.position)
            case _ as never:
                assert_never(never)

    def _collection(self, element: d.ItemList | d.Definitions | d.Entries, language: str | None) -> Node:
        match element:
            case d.ItemList():
                return self._list(element, language)
            case d.Definitions():
                return self._definitions(element, language)
            case d.Entries():
                entries = tuple(self._entry(entry, language) for entry in element.entries)
                return Node("Div", children=entries, position=element.position)
            case _ as never:
                assert_never(never)

    def _foreign(self, language: str | None) -> str | None:
        return None if language == self._language else language

    def _pieces(self, text: PrintedText, language: str | None) -> list[Piece]:
        """The runs of a text. A blank is a sign of its own, with its label behind it where that is printed."""
        pieces: list[Piece] = []
        for run in text.runs:
            if isinstance(run, TextRun):
                own = self._foreign(run.language) if run.language else language
                pieces.append(Piece(run.text, own, run.link))
            else:
                pieces.append(Piece(_blank_words(run), language, None))
        return pieces

    def _text(self, role: str, text: PrintedText, language: str | None) -> Node:
        return node_of(role, self._pieces(text, language), position=text.position)

    def _list(self, element: d.ItemList, language: str | None) -> Node:
        numbered = "Decimal" if element.kind is ListKind.STEPS else ""
        items = tuple(self._item(item, language) for item in element.items)
        return Node("L", attribute=numbered, children=items, position=element.position)

    def _item(self, item: d.Item, language: str | None) -> Node:
        label = node_of("Lbl", [Piece(item.label, language, None)], position=item.text.position)
        if item.anchor:
            note = self._text("Note", item.text, language)
            body = Node("LBody", children=(note,), position=item.text.position)
        elif item.nested is None:
            body = self._text("LBody", item.text, language)
        else:
            inside = (self._text("P", item.text, language), self._list(item.nested, language))
            body = Node("LBody", children=inside, position=item.text.position)
        return Node("LI", children=(label, body), position=item.text.position)

    def _alert(self, alert: d.Alert, language: str | None) -> Node:
        level = node_of("P", [Piece(alert.mark.word, language, None)], position=alert.position)
        title = (self._text("P", alert.title, language),) if alert.title else ()
        inside = (level, *title, *self._elements(alert.elements, language))
        return Node("Div", children=inside, position=alert.position)

    def _table(self, table: d.Table, language: str | None) -> Node:
        caption = self._text("Caption", table.caption, language)
        head = self._row(table.head, "Column", language, table.position)
        rows = tuple(self._row(row.cells, "Row", language, table.position) for row in table.rows)
        return Node("Table", children=(caption, head, *rows), position=table.position)

    def _row(self, cells: tuple[d.Cell, ...], scope: str, language: str | None, position: Position) -> Node:
        inside = tuple(self._cell(cell, scope, language, position) for cell in cells)
        return Node("TR", children=inside, position=position)

    def _cell(self, cell: d.Cell, scope: str, language: str | None, position: Position) -> Node:
        role, attribute = ("TH", scope) if cell.header else ("TD", "")
        place = cell.texts[0].position if cell.texts else position
        if cell.mark:
            mark = node_of(role, [Piece(cell.mark.word, language, None)], position=place)
            return replace(mark, attribute=attribute)
        if len(cell.texts) > 1:
            items = tuple(d.Item("", text) for text in cell.texts)
            bullets = self._list(d.ItemList(ListKind.BULLETS, items, place), language)
            return Node(role, attribute=attribute, children=(bullets,), position=place)
        pieces = [piece for text in cell.texts for piece in self._pieces(text, language)]
        return replace(node_of(role, pieces, position=place), attribute=attribute)

    def _figure(self, figure: d.Figure, language: str | None) -> Node:
        drawn = [
            piece
            for text in _drawn_texts(figure.drawing)
            for piece in (*self._pieces(text, language), Piece(" ", language, None))
        ]
        caption = (self._text("Caption", figure.caption, language),) if figure.caption else ()
        alternative = normalised(figure.alternative)
        node = node_of("Figure", drawn, position=figure.position)
        return replace(node, alternative=alternative, children=caption)

    def _definitions(self, element: d.Definitions, language: str | None) -> Node:
        items = tuple(
            Node(
                "LI",
                children=(
                    self._text("Lbl", definition.term, language),
                    self._text("LBody", definition.meaning, language),
                ),
                position=definition.term.position,
            )
            for definition in element.definitions
        )
        return Node("L", children=items, position=element.position)

    def _entry(self, entry: d.Entry, language: str | None) -> Node:
        """The label is parted from its value by a colon, unless it ends with a mark of its own."""
        pieces = self._pieces(entry.label, language)
        if not entry.label.plain.rstrip().endswith((":", "?", ".")):
            pieces.append(Piece(":", language, None))
        pieces.append(Piece(" ", language, None))
        if entry.value is None or _is_line(entry.value):
            pieces.append(Piece(BLANK * entry.lines, language, None))
        else:
            pieces.extend(self._pieces(entry.value, language))
        return node_of("P", pieces, position=entry.label.position)


def _is_line(text: PrintedText) -> bool:
    """Whether a text is nothing but a line to write on."""
    return len(text.runs) == 1 and isinstance(text.runs[0], FieldBlank) and not text.runs[0].captioned


def _blank_words(blank: FieldBlank) -> str:
    return f"{BLANK} ({blank.label})" if blank.captioned else BLANK


def _drawn_texts(drawing: d.Flow | object) -> Iterator[PrintedText]:
    """The words that stand in a drawing itself."""
    if not isinstance(drawing, d.Flow):
        return
    yield from (box.text for box in drawing.boxes)
    yield from (loop.text for loop in drawing.loops if loop.text)
    yield from (bar.text for bar in drawing.bars)
