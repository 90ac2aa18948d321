"""The structure tree of a whole document, put together from what PDFium shows of it page by page.

For each page PDFium shows the elements that have content there, each at its place among all the children of its parent
(the array K, ISO 32000-1, 14.7.2). An element is therefore identified by its places in these arrays, and one that
continues over several pages is complete once all pages have been read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.model.structure import MarkedContent
from caresheet.outputs.pdf.reader.contents import TaggedElement

if TYPE_CHECKING:
    from caresheet.outputs.pdf.reader.contents import FormField
    from caresheet.outputs.pdf.reader.forms import PlacedField
    from caresheet.outputs.pdf.reader.pdfium import Handle, Pdfium

    _Children = list["_GrowingElement | MarkedContent | None"]

_DEEPEST = 100
"""Elements nested deeper than this are not read; no handout nests so deep."""
_ATTRIBUTES = {"TH": b"Scope", "L": b"ListNumbering"}


class _GrowingElement:
    """An element while pages are being read. `children` has a place for every entry of the array K."""

    __slots__ = ("alternative", "attribute", "children", "field", "language", "role")

    def __init__(self, role: str, language: str, attribute: str, count: int) -> None:
        self.role = role
        self.language = language
        self.attribute = attribute
        self.alternative = ""
        self.children: _Children = [None] * count
        self.field: FormField | None = None

    @classmethod
    def read(cls, library: Pdfium, element: Handle, count: int) -> _GrowingElement:
        """An element as PDFium shows it."""
        role = library.role(element)
        attribute = _ATTRIBUTES.get(role)
        read = library.attribute(element, attribute) if attribute else ""
        made = cls(role, library.element_language(element), read, count)
        made.alternative = library.alternative(element) if role == "Figure" else ""
        return made

    def finished(self) -> TaggedElement:
        children = tuple(child.finished() if isinstance(child, _GrowingElement) else child for child in self.children)
        return TaggedElement(self.role, self.alternative, self.language, self.attribute, children, self.field)


class TreeReader:
    """Collects the structure tree, page by page."""

    def __init__(self, library: Pdfium) -> None:
        self._library = library
        self._roots: _Children = []

    def add(self, page: Handle, number: int) -> None:
        """Add the elements that have content on this page; `number` counts pages from 0."""
        raw = self._library.raw
        tree = raw.FPDF_StructTree_GetForPage(page)
        if not tree:
            return
        try:
            count = raw.FPDF_StructTree_CountChildren(tree)
            self._roots.extend([None] * (count - len(self._roots)))
            for index in range(count):
                root = raw.FPDF_StructTree_GetChildAtIndex(tree, index)
                if root:
                    self._take(self._roots, index, root, number, 0)
        finally:
            raw.FPDF_StructTree_Close(tree)

    def add_field(self, placed: PlacedField) -> None:
        """Add a field at its place in the tree, with any elements above it that have no other content."""
        siblings, element = self._roots, None
        for step in placed.steps:
            siblings.extend([None] * (step.index + 1 - len(siblings)))
            known = siblings[step.index]
            if not isinstance(known, _GrowingElement):
                known = siblings[step.index] = _GrowingElement(step.role, step.language, step.attribute, step.children)
            siblings, element = known.children, known
        if element is not None:
            element.field = placed.field

    def finish(self) -> tuple[TaggedElement, ...]:
        """The elements directly under the root; a sound file has one."""
        return tuple(root.finished() for root in self._roots if isinstance(root, _GrowingElement))

    def _take(self, siblings: _Children, index: int, element: Handle, number: int, depth: int) -> None:
        raw = self._library.raw
        count = raw.FPDF_StructElement_CountChildren(element)
        known = siblings[index]
        if not isinstance(known, _GrowingElement):
            known = siblings[index] = _GrowingElement.read(self._library, element, count)
        if depth > _DEEPEST:
            return
        children = known.children
        for place in range(count):
            if isinstance(children[place], MarkedContent):
                continue
            child = raw.FPDF_StructElement_GetChildAtIndex(element, place)
            if child:
                self._take(children, place, child, number, depth + 1)
                continue
            mcid = raw.FPDF_StructElement_GetChildMarkedContentID(element, place)
            if mcid >= 0:
                children[place] = MarkedContent(number, mcid)
