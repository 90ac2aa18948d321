"""The tag tree of a finished PDF with its words, as text that a person can review in a diff."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.decoder import decode
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.outputs.pdf.reader.structure import structure_in
from caresheet.proof.elements import ComparableElement, comparable

_SHOWN = frozenset({"Decimal", "Column", "Row"})
"""The attributes that change what is read."""


def tree_text(pdf: bytes) -> str:
    """What a screen reader goes through: a line for each element, indented under the one that holds it.

    `->` before its words says that all of them are a link. Under an element stand its other links, its words in other
    languages, and its alternative text. `?` is an element without content, such as an empty cell, of which only its
    place is known. The words are the letters of the file in reading order, as a person can review them in any script:
    PDFium puts lines of mixed direction in an order of its own.
    """
    contents, decoded = read_pdf(pdf), decode(pdf)
    lines = [
        f"title     {contents.title}",
        f"language  {contents.language}",
        f"sides     {len(contents.pages)}",
        "",
        "around the first side:",
        *(f"  {words.strip()}" for words in decoded.unmarked[0] if words.strip()),
        "",
    ]
    lines += tree_lines(comparable(structure_in(contents, decoded.words).root, contents.language))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def tree_lines(node: ComparableElement, depth: int = 0) -> Iterator[str]:
    indent = "  " * depth
    words = node.words.replace(BLANK, "______")
    mark = f" ({node.type.attribute})" if node.type.attribute in _SHOWN else ""
    linked = node.links == (node.words,)
    yield f"{indent}{node.type.name or '?'}{mark}{' -> ' if linked else ': ' if words else ''}{words}"
    if node.alternative:
        yield f"{indent}  alt: {node.alternative}"
    yield from (f"{indent}  -> {link}" for link in node.links if not linked)
    yield from (f"{indent}  {language}: {words}" for language, words in node.foreign)
    for child in node.children:
        yield from tree_lines(child, depth + 1)
