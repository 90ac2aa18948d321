"""The proof of a page of HTML: read back by an independent reader, against what the handout says.

What only paper needs is not expected: page numbers, the contents list that holds them, column headings repeated on the
next page, the imprints of panels. Header and footer stand once, at the end.
"""

from __future__ import annotations

from msgspec.structs import replace

from caresheet.model.composed import Composed
from caresheet.model.problem import Position, Problem
from caresheet.model.structure import ElementType, Role, Structure, StructureNode
from caresheet.model.text import Runs, TextRun
from caresheet.outputs.html.elements import LEFT_OUT, html_element
from caresheet.proof.comparison import differences, quoted
from caresheet.proof.elements import comparable, normalised, spelled_out
from caresheet.proof.problems import reported


def prove_html(composed: Composed, data: bytes) -> tuple[Problem, ...]:
    """Everything in which the page does not say what the handout says; empty if it says the same.

    A page without problems has the handout's words in their order, each in the element of its role; foreign words in
    their language, links where they lead; language and title; and no element that loads or runs anything. The numbers
    of steps are those that the list has by itself.
    """
    from caresheet.outputs.html.reader import read_html  # an HTML parser that the proof of PDFs does not need

    document, contents = composed.document, read_html(data)
    structure = contents.structure
    messages = [*contents.objections]
    if structure.language != document.language:
        messages.append(f"the language is '{structure.language}', not '{document.language}'")
    if normalised(structure.title) != normalised(document.title):
        messages.append(f"the title is {quoted(structure.title)}, not {quoted(document.title)}")
    expected = comparable(spelled_out(_expected(composed.structure)), document.language)
    actual = comparable(spelled_out(structure.root), document.language)
    found: list[tuple[Position | None, str]] = [(None, message) for message in messages]
    found += [(each.position, each.message) for each in differences(expected, actual)]
    return reported(document.position, found)


def _expected(structure: Structure) -> StructureNode:
    """The handout as HTML has to show it."""
    _, (root,) = _shown(structure.without_pages().root)
    return root


def _shown(node: StructureNode) -> tuple[Runs, tuple[StructureNode, ...]]:
    """What a node adds to the element around it: an element, or what it holds where it has no element of its own."""
    runs, children = node.text, list[StructureNode]()
    if node.role is Role.FIGURE:
        runs, children = (
            (),
            [StructureNode(ElementType("p"), runs=(TextRun(node.alternative),), position=node.position)],
        )
    for child in node.blocks:
        if child.role not in LEFT_OUT:
            words, elements = _shown(child)
            runs, children = (*runs, *words), [*children, *elements]
    element = html_element(node)
    if element is None or element.name == "div":  # a div says nothing
        return runs, tuple(replace(child, language=child.language or node.language) for child in children)
    kind = ElementType(element.name, element.scope)
    return (), (
        StructureNode(kind, runs=runs, children=tuple(children), language=node.language, position=node.position),
    )
