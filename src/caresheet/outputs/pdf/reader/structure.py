"""The structure of a finished PDF: every element with the words of its marked content, over all pages."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.model.structure import ElementType, MarkedContent, Structure, StructureNode
from caresheet.model.text import FieldBlank, TextRun
from caresheet.outputs.pdf.reader.contents import TaggedElement
from caresheet.outputs.pdf.reader.read import read_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caresheet.outputs.pdf.reader.contents import FormField, PdfContents

_INLINE = frozenset({"Link", "Reference", "Span"})
"""Elements whose words count as their block's (ISO 32000-1, 14.8.4.4)."""
_FORM = "Form"
_ALONE = _INLINE | {_FORM}
_REMEMBERED = 128
"""How many parts of trees are remembered: those of a further copy are mostly the same."""
_ROOT = ElementType("StructTreeRoot")


def read_back(data: bytes) -> Structure:
    """What a PDF says. Raises UnreadablePdfError for bytes that PDFium cannot open."""
    return structure_in(read_pdf(data))


def structure_in(contents: PdfContents, words: Mapping[MarkedContent, str] | None = None) -> Structure:
    """What the PDF says, in PDFium's words or in those given for its marked content.

    A sound file has one element directly under the root of its structure tree; where there are others or none, they are
    the children of the structure's root. An element without content on any page has a type without a name. Each link is
    told from the others by a number.
    """
    texts = marked_texts(contents) if words is None else {key: [own] for key, own in words.items()}
    trees, links = [], 0
    for tree in contents.trees:
        node, links = _whole_tree(tree, texts, links)
        trees.append(node)
    root = trees[0] if len(trees) == 1 else StructureNode(_ROOT, children=tuple(trees))
    return Structure(contents.title, contents.language, root)


def _whole_tree(tree: TaggedElement, texts: Mapping[MarkedContent, list[str]], links: int) -> tuple[StructureNode, int]:
    """A tree, and the number of links so far, of which there were `links` before it. Its parts are remembered."""
    if any(not isinstance(child, TaggedElement) or child.role in _ALONE for child in tree.children):
        builder = _StructureBuilder(texts, links)
        return builder.node(tree), builder.links
    children = []
    for part in tree.children:
        if isinstance(part, TaggedElement):
            own = tuple([tuple(texts.get(each, ())) for each in _contents_of(part)])
            node, links = _part(part, own, links)
            children.append(node)
    return replace(_StructureBuilder({}, 0).node(replace(tree, children=())), children=tuple(children)), links


@lru_cache(_REMEMBERED)
def _contents_of(element: TaggedElement) -> tuple[MarkedContent, ...]:
    """The marked content in an element, in reading order."""
    found: list[MarkedContent] = []
    for child in element.children:
        if isinstance(child, MarkedContent):
            found.append(child)
        elif child is not None:
            found += _contents_of.__wrapped__(child)
    return tuple(found)


@lru_cache(_REMEMBERED)
def _part(part: TaggedElement, texts: tuple[tuple[str, ...], ...], links: int) -> tuple[StructureNode, int]:
    """A part of a tree whose marked content has these texts, and the number of links so far."""
    builder = _StructureBuilder(dict(zip(_contents_of(part), map(list, texts), strict=True)), links)
    return builder.node(part), builder.links


def marked_texts(contents: PdfContents) -> dict[MarkedContent, list[str]]:
    """The texts of each piece of marked content, as PDFium shows them."""
    texts: dict[MarkedContent, list[str]] = {}
    for number, page in enumerate(contents.pages):
        for painted in page.texts:
            if painted.mcid is not None:
                texts.setdefault(MarkedContent(number, painted.mcid), []).append(painted.text)
    return texts


class _StructureBuilder:
    def __init__(self, texts: Mapping[MarkedContent, list[str]], links: int) -> None:
        self.links = links
        self._texts = texts

    def node(self, element: TaggedElement) -> StructureNode:
        """A block-level element, with all under it."""
        found = _Found()
        self._gather(element, None, None, found)
        return StructureNode(
            ElementType(element.role, element.attribute),
            runs=tuple(found.runs),
            children=tuple(found.children),
            alternative=element.alternative,
            language=element.language or None,
            contents=tuple(found.contents),
        )

    def _gather(self, element: TaggedElement, language: str | None, link: str | None, found: _Found) -> None:
        """Add what an element holds; `language` and `link` are those of the inline elements around its words."""
        for child in element.children:
            if child is None:
                if element.role not in _INLINE:
                    found.children.append(StructureNode(ElementType("")))
            elif isinstance(child, MarkedContent):
                found.contents.append(child)
                texts = self._texts.get(child, ())
                found.runs += [TextRun(text, language=language, link=link) for text in texts]
            elif child.role == _FORM and child.field:
                found.runs.append(_blank(child.field))
            elif child.role in _INLINE:
                self._gather(child, child.language or language, self._next_link(child) or link, found)
            else:
                found.children.append(self.node(child))

    def _next_link(self, element: TaggedElement) -> str | None:
        if element.role != "Link":
            return None
        self.links += 1
        return str(self.links)


def _blank(field: FormField) -> FieldBlank:
    """A form field as a blank among the words."""
    return FieldBlank(field.name, field.label, 0.0, captioned=False, is_check_box=field.is_check_box)


class _Found:
    """What is found inside one element."""

    __slots__ = ("children", "contents", "runs")

    def __init__(self) -> None:
        self.runs: list[TextRun | FieldBlank] = []
        self.children: list[StructureNode] = []
        self.contents: list[MarkedContent] = []
