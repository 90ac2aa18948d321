"""The proof of plain text: read back by an independent reader, against what the handout says.

As for HTML, what only paper needs is not expected. Plain text has no elements, so only words are compared, in their
order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from caresheet.model.composed import Composed
from caresheet.model.problem import Position, Problem
from caresheet.model.structure import ElementType, Role, StructureNode
from caresheet.model.text import TextRun, in_a_row, in_brackets
from caresheet.outputs.text.reader import read_back
from caresheet.proof.comparison import differences, quoted
from caresheet.proof.elements import ComparableElement, normalised, spelled_out, words_of
from caresheet.proof.problems import reported

_MARK = re.compile(r"-|\[|\]|={3,}|-{3,}")
"""What plain text has between the words: bullets, boxes to tick, rules."""
_ADDRESS = re.compile(r"\s+<(?:https?|mailto|tel):[^\s>]+>")
"""An address after the words that lead there."""


def prove_text(composed: Composed, data: bytes) -> tuple[Problem, ...]:
    """Everything in which the plain text does not say the handout's words in their order; empty if it does.

    A table says each column heading again before each cell of its rows.
    """
    document, actual = composed.document, read_back(data)
    found: list[tuple[Position | None, str]] = []
    title = words_of(composed.structure.part(Role.TITLE))
    if normalised(actual.title) != title:
        found.append((None, f"the title is {quoted(actual.title)}, not {quoted(title)}"))
    root = spelled_out(composed.structure.without_pages().root)
    expected = [_line(words, node.position) for node, words in _lines(root)]
    read = _line(" ".join(_words(block) for block in spelled_out(actual.root).children), None)
    if " ".join(line.words for line in expected).split() != read.words.split():
        found += [(each.position, each.message) for each in differences(_whole(expected), _whole([read]))]
    return reported(document.position, found)


def _line(words: str, position: Position | None) -> ComparableElement:
    return ComparableElement(ElementType("P"), _bare(words), (), (), "", (), position, ())


def _whole(lines: list[ComparableElement]) -> ComparableElement:
    return ComparableElement(ElementType("Document"), "", (), (), "", tuple(lines), None, ())


def _bare(text: str) -> str:
    """The words without the marks between them."""
    return " ".join(word for word in _ADDRESS.sub("", text).split() if not _MARK.fullmatch(word))


def _words(node: StructureNode) -> str:
    """The words of an element whose lines to write on are spelled out, with every space."""
    return unicodedata.normalize("NFC", "".join(in_brackets(run) for run in node.text if isinstance(run, TextRun)))


def _lines(node: StructureNode) -> Iterator[tuple[StructureNode, str]]:
    """Each element with words, and these as plain text says them."""
    if node.role is Role.TABLE:
        yield from _table_lines(node)
    elif node.role is Role.FIGURE:
        yield node, node.alternative
        yield from (line for child in node.blocks for line in _lines(child))
    else:
        words = _words(node)
        yield node, f"{words.rstrip('.')}." if words and node.role is Role.ITEM_LABEL else words
        yield from (line for child in node.blocks for line in _lines(child))


def _table_lines(table: StructureNode) -> Iterator[tuple[StructureNode, str]]:
    caption, head, *rows = table.blocks
    yield caption, _words(caption)
    headings = [_cell(cell) for cell in head.blocks]
    said = [row for row in rows if any(_cell(cell) for cell in row.blocks)]
    if not said:
        yield head, " ".join(headings)
    for row in said:
        pairs = [(heading, _cell(cell)) for heading, cell in zip(headings, row.blocks, strict=True)]
        yield row, " ".join(f"{heading}: {words}" if heading else words for heading, words in pairs if words)


def _cell(cell: StructureNode) -> str:
    bodies = (node for node in cell.everything() if node.role is Role.ITEM_BODY)
    return _words(cell) or in_a_row(map(_words, bodies))
