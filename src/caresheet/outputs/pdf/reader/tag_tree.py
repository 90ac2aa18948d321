"""The logical tree of a whole document, put together from what PDFium tells of it page by page.

PDFium shows for each page the elements that have content there, each at its place among all children of its parent
(the array K, ISO 32000-1, 14.7.2), and gives the content of other pages no number. So a place in the arrays is an
element's identity, and an element that goes on over pages is whole when all pages were looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.model.structure import Content
from caresheet.outputs.pdf.reader.contents import Branch

if TYPE_CHECKING:
    from caresheet.outputs.pdf.reader.pdfium import Handle, Pdfium

_DEEPEST = 100
"""Elements nested beyond any handout are not followed."""
_ATTRIBUTES = {"TH": b"Scope", "L": b"ListNumbering"}


class _Growing:
    """An element while its pages are looked at. `children` has a place for every entry of the array K."""

    __slots__ = ("alternative", "attribute", "children", "language", "role")

    def __init__(self, library: Pdfium, element: Handle, count: int) -> None:
        self.role = library.role(element)
        self.alternative = library.alternative(element) if self.role == "Figure" else ""
        self.language = library.element_language(element)
        attribute = _ATTRIBUTES.get(self.role)
        self.attribute = library.attribute(element, attribute) if attribute else ""
        self.children: list[_Growing | Content | None] = [None] * count

    def finished(self) -> Branch:
        children = tuple(child.finished() if isinstance(child, _Growing) else child for child in self.children)
        return Branch(self.role, self.alternative, self.language, self.attribute, children)


class TreeReader:
    """Collects the logical tree, page after page."""

    def __init__(self, library: Pdfium) -> None:
        self._library = library
        self._roots: list[_Growing | Content | None] = []

    def add(self, page: Handle, number: int) -> None:
        """Take in what has content on this page; `number` counts pages from 0."""
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

    def finish(self) -> tuple[Branch, ...]:
        """The elements directly under the root; a sound document has one."""
        return tuple(root.finished() for root in self._roots if isinstance(root, _Growing))

    def _take(
        self, siblings: list[_Growing | Content | None], index: int, element: Handle, number: int, depth: int
    ) -> None:
        raw = self._library.raw
        count = raw.FPDF_StructElement_CountChildren(element)
        known = siblings[index]
        if not isinstance(known, _Growing):
            known = siblings[index] = _Growing(self._library, element, count)
        if depth > _DEEPEST:
            return
        children = known.children
        for place in range(count):
            if isinstance(children[place], Content):
                continue
            child = raw.FPDF_StructElement_GetChildAtIndex(element, place)
            if child:
                self._take(children, place, child, number, depth + 1)
                continue
            mcid = raw.FPDF_StructElement_GetChildMarkedContentID(element, place)
            if mcid >= 0:
                children[place] = Content(number, mcid)
