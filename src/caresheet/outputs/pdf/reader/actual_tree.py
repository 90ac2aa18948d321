"""The structure tree of a finished PDF: every element with the words of its marked content, over all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.model.structure import MarkedContent, Node, Piece, node_of, normalised
from caresheet.outputs.pdf.reader.contents import TaggedElement

if TYPE_CHECKING:
    from caresheet.outputs.pdf.reader.contents import PdfContents

_INLINE = frozenset({"Link", "Reference", "Span"})
"""Elements whose words count as their block's (ISO 32000-1, 14.8.4.4)."""


def actual_trees(contents: PdfContents, language: str) -> tuple[Node, ...]:
    """The elements directly under the root; `language` is the language of words where the file says nothing else."""
    builder = _TreeBuilder(contents, language)
    return tuple(builder.node(tree, tree.language or None) for tree in contents.trees)


class _TreeBuilder:
    def __init__(self, contents: PdfContents, language: str) -> None:
        self._language = language
        self._links = 0
        self._texts: dict[MarkedContent, list[str]] = {}
        for number, page in enumerate(contents.pages):
            for painted in page.texts:
                if painted.mcid is not None:
                    self._texts.setdefault(MarkedContent(number, painted.mcid), []).append(painted.text)

    def node(self, element: TaggedElement, language: str | None) -> Node:
        gathered = _Gathered()
        self._gather(element, language, None, gathered)
        attribute = element.attribute if element.role != "L" or element.attribute == "Decimal" else ""
        return replace(
            node_of(element.role, gathered.pieces),
            attribute=attribute,
            alternative=normalised(element.alternative),
            children=tuple(gathered.children),
            contents=tuple(gathered.contents),
        )

    def _gather(self, element: TaggedElement, language: str | None, link: str | None, into: _Gathered) -> None:
        if element.role == "Link":
            self._links += 1
            link = str(self._links)
        foreign = None if language == self._language else language
        for child in element.children:
            if child is None:
                if element.role not in _INLINE:
                    into.children.append(Node(""))
            elif isinstance(child, MarkedContent):
                into.contents.append(child)
                into.pieces.extend(Piece(text, foreign, link) for text in self._texts.get(child, ()))
            elif child.role in _INLINE:
                self._gather(child, child.language or language, link, into)
            else:
                into.children.append(self.node(child, child.language or language))


class _Gathered:
    """What is found inside one element."""

    __slots__ = ("children", "contents", "pieces")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.children: list[Node] = []
        self.contents: list[MarkedContent] = []
