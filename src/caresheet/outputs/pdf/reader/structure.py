"""The structure of a finished PDF: every element with the words of its marked content, over all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.model.structure import ElementType, MarkedContent, Structure, StructureNode
from caresheet.model.text import FieldBlank, TextRun
from caresheet.outputs.pdf.reader.read import read_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caresheet.outputs.pdf.reader.contents import FormField, PdfContents, TaggedElement

_INLINE = frozenset({"Link", "Reference", "Span"})
"""Elements whose words count as their block's (ISO 32000-1, 14.8.4.4)."""
_FORM = "Form"
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
    builder = _StructureBuilder(marked_texts(contents) if words is None else {key: [own] for key, own in words.items()})
    trees = tuple(builder.node(tree) for tree in contents.trees)
    root = trees[0] if len(trees) == 1 else StructureNode(_ROOT, children=trees)
    return Structure(contents.title, contents.language, root)


def marked_texts(contents: PdfContents) -> dict[MarkedContent, list[str]]:
    """The texts of each piece of marked content, as PDFium shows them."""
    texts: dict[MarkedContent, list[str]] = {}
    for number, page in enumerate(contents.pages):
        for painted in page.texts:
            if painted.mcid is not None:
                texts.setdefault(MarkedContent(number, painted.mcid), []).append(painted.text)
    return texts


class _StructureBuilder:
    def __init__(self, texts: Mapping[MarkedContent, list[str]]) -> None:
        self._links = 0
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
        self._links += 1
        return str(self._links)


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
