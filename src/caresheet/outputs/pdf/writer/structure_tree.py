"""The structure tree as PDF objects (ISO 32000-1, 14.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.model.page_layout import ROOT
from caresheet.outputs.pdf.writer.objects import text_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caresheet.model.page_layout import Tag
    from caresheet.outputs.pdf.writer.forms import WidgetArea
    from caresheet.outputs.pdf.writer.links import LinkArea
    from caresheet.outputs.pdf.writer.objects import PdfFile

_KEPT_EMPTY = {"TD", "TH"}
"""An empty cell keeps its place in the row (PDF/UA-1, 7.5)."""


class StructureTree:
    """Writes the elements, and the references from pages and annotations back to them."""

    def __init__(self, file: PdfFile, tags: tuple[Tag, ...], pages: list[int]) -> None:
        self._file = file
        self._tags = tags
        self._pages = pages
        self._children: list[list[int]] = [[] for _ in tags]
        for index, tag in enumerate(tags):
            if tag.parent != ROOT:
                self._children[tag.parent].append(index)
        self._content: list[list[tuple[int, bytes]]] = [[] for _ in tags]

    def add_marks(self, page: int, marks: list[int]) -> None:
        """Add the marked content of a page: the tag of each of its identifiers."""
        for identifier, tag in enumerate(marks):
            self._content[tag].append((page, b"%d" % identifier))

    def add_annotation(self, area: LinkArea | WidgetArea, annotation: int) -> None:
        """Add the annotation of a link or a field by its object number."""
        reference = b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>" % (annotation, self._pages[area.page])
        self._content[area.tag].append((area.page, reference))

    def write(self, marks: list[list[int]], areas: Sequence[LinkArea | WidgetArea]) -> int:
        """Write all elements and the root of the tree; returns the object number of the root.

        `marks` holds the tags of the marked content of each page, `areas` the links and fields in the order of
        their keys, which follow those of the pages.
        """
        alive = self._alive()
        root = self._file.reserve()
        numbers = {index: self._file.reserve() for index in range(len(self._tags)) if alive[index]}
        first_pages = self._first_pages()
        for index, number in numbers.items():
            self._file.put(number, self._element(index, root, numbers, first_pages[index]))
        entries = [
            b"%d %d 0 R" % (key, self._file.add(b"[%s]" % b" ".join(b"%d 0 R" % numbers[tag] for tag in page)))
            for key, page in enumerate(marks)
        ]
        entries += [b"%d %d 0 R" % (len(marks) + key, numbers[area.tag]) for key, area in enumerate(areas)]
        parents = self._file.add(b"<</Nums[%s]>>" % b" ".join(entries))
        self._file.put(
            root,
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d%s>>"
            % (numbers[0], parents, len(entries), self._identifiers(numbers)),
        )
        return root

    def _identifiers(self, numbers: dict[int, int]) -> bytes:
        """The elements by their identifiers, sorted as a name tree must be (ISO 32000-1, 7.9.6)."""
        named = sorted((self._tags[i].identifier or "", number) for i, number in numbers.items())
        names = [b"%s %d 0 R" % (text_string(name), number) for name, number in named if name]
        return b"/IDTree<</Names[%s]>>" % b" ".join(names) if names else b""

    def _alive(self) -> list[bool]:
        """For each element whether it has content or keeps a place. Children come after their parents."""
        alive = [
            bool(content) or tag.role in _KEPT_EMPTY for content, tag in zip(self._content, self._tags, strict=True)
        ]
        for index in range(len(self._tags) - 1, 0, -1):
            if alive[index]:
                alive[self._tags[index].parent] = True
        alive[0] = True
        return alive

    def _first_pages(self) -> list[int]:
        """The page on which each element begins, -1 if it is on none."""
        first = [min((page for page, _ in content), default=-1) for content in self._content]
        for index in range(len(self._tags) - 1, 0, -1):
            parent = self._tags[index].parent
            if first[index] >= 0 and (first[parent] < 0 or first[index] < first[parent]):
                first[parent] = first[index]
        return first

    def _element(self, index: int, root: int, numbers: dict[int, int], first_page: int) -> bytes:
        tag = self._tags[index]
        parent = root if tag.parent == ROOT else numbers[tag.parent]
        parts = [b"<</S/%s/P %d 0 R" % (tag.role.encode("ascii"), parent)]
        if first_page >= 0:
            parts.append(b"/Pg %d 0 R" % self._pages[first_page])
        kids = [self._kid(page, content, first_page) for page, content in self._content[index]]
        kids += [b"%d 0 R" % numbers[child] for child in self._children[index] if child in numbers]
        if kids:
            parts.append(b"/K[%s]" % b" ".join(kids))
        for key, value in ((b"/Alt", tag.alternative), (b"/Lang", tag.language), (b"/ID", tag.identifier)):
            if value is not None:
                parts.append(key + text_string(value))
        if tag.attributes:
            parts.append(b"/A[%s]" % b"".join(_attributes(tag)))
        return b"".join([*parts, b">>"])

    def _kid(self, page: int, content: bytes, first_page: int) -> bytes:
        """Marked content on the element's own page is its identifier alone; elsewhere it names its page."""
        if content.startswith(b"<<") or page == first_page:
            return content
        return b"<</Type/MCR/Pg %d 0 R/MCID %s>>" % (self._pages[page], content)


def _attributes(tag: Tag) -> list[bytes]:
    owners: dict[str, list[str]] = {}
    for owner, key, value in tag.attributes:
        owners.setdefault(owner, []).append(f"/{key}{value if value.startswith('[') else f'/{value}'}")
    return [f"<</O/{owner}{''.join(entries)}>>".encode("ascii") for owner, entries in owners.items()]
