"""A finished PDF → the tree that is heard: every element with the words of its marked content, over all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.model.structure import Content, Node, Piece, node_of, normalised
from caresheet.outputs.pdf.reader.contents import Branch

if TYPE_CHECKING:
    from caresheet.outputs.pdf.reader.contents import Printed

_INLINE = frozenset({"Link", "Reference", "Span"})
"""Elements whose words count as their block's (ISO 32000-1, 14.8.4.4)."""


def heard_trees(printed: Printed, language: str) -> tuple[Node, ...]:
    """The elements directly under the root; `language` is the one that words are in where nothing else is said."""
    listener = _Listener(printed, language)
    return tuple(listener.node(tree, tree.language or None) for tree in printed.trees)


class _Listener:
    def __init__(self, printed: Printed, language: str) -> None:
        self._language = language
        self._links = 0
        self._texts: dict[Content, list[str]] = {}
        for page, side in enumerate(printed.sides):
            for run in side.runs:
                if run.mcid is not None:
                    self._texts.setdefault(Content(page, run.mcid), []).append(run.text)

    def node(self, branch: Branch, language: str | None) -> Node:
        gathered = _Gathered()
        self._gather(branch, language, None, gathered)
        attribute = branch.attribute if branch.role != "L" or branch.attribute == "Decimal" else ""
        return replace(
            node_of(branch.role, gathered.pieces),
            attribute=attribute,
            alternative=normalised(branch.alternative),
            children=tuple(gathered.children),
            contents=tuple(gathered.contents),
        )

    def _gather(self, branch: Branch, language: str | None, link: str | None, into: _Gathered) -> None:
        if branch.role == "Link":
            self._links += 1
            link = str(self._links)
        spoken = None if language == self._language else language
        for child in branch.children:
            if child is None:
                if branch.role not in _INLINE:
                    into.children.append(Node(""))
            elif isinstance(child, Content):
                into.contents.append(child)
                into.pieces.extend(Piece(text, spoken, link) for text in self._texts.get(child, ()))
            elif child.role in _INLINE:
                self._gather(child, child.language or language, link, into)
            else:
                into.children.append(self.node(child, child.language or language))


class _Gathered:
    """What an element turns out to hold."""

    __slots__ = ("children", "contents", "pieces")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.children: list[Node] = []
        self.contents: list[Content] = []
