"""The structure tree as PDF objects (ISO 32000-1, 14.7)."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import count
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.model.page_layout import ROOT
from caresheet.outputs.pdf.writer.objects import text_string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from caresheet.model.page_layout import PageLayout, Tag
    from caresheet.outputs.pdf.writer.forms import WidgetArea
    from caresheet.outputs.pdf.writer.links import LinkArea
    from caresheet.outputs.pdf.writer.objects import PdfFile

_Content = tuple[int, bytes]
"""Marked content or an annotation in an element: the index of its page, and its entry in the array K."""
_KEPT_EMPTY = {"TD", "TH"}
"""An empty cell keeps its place in the row (PDF/UA-1, 7.5)."""
_REMEMBERED = 8
"""The number of files whose trees are remembered."""


class StructureTree:
    """Writes the elements, and the references from pages and annotations back to them."""

    def __init__(self, file: PdfFile, page_layout: PageLayout, pages: list[int]) -> None:
        self._file = file
        self._tags = page_layout.tags
        self._pages = pages
        self._turned_back = page_layout.turned_back
        self._content: list[list[_Content]] = [[] for _ in self._tags]

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
        for tag, read in self._turned_back:
            self._content[tag].sort(key=partial(_place_read, read))
        root = self._file.reserve()
        tags = tuple([tag if tag.link is None else replace(tag, link=None) for tag in self._tags])
        numbers, bodies = _elements(tags, tuple(map(tuple, self._content)), tuple(self._pages), root)
        self._file.add_all(bodies)
        entries = [
            b"%d %d 0 R" % (key, self._file.add(b"[%s]" % b" ".join([b"%d 0 R" % numbers[tag] for tag in page])))
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

    def _identifiers(self, numbers: Mapping[int, int]) -> bytes:
        """The elements by their identifiers, sorted as a name tree must be (ISO 32000-1, 7.9.6)."""
        named = sorted((self._tags[i].identifier or "", number) for i, number in numbers.items())
        names = [b"%s %d 0 R" % (text_string(name), number) for name, number in named if name]
        return b"/IDTree<</Names[%s]>>" % b" ".join(names) if names else b""


def _place_read(read: tuple[int, ...], part: _Content) -> tuple[bool, int]:
    """Where a part of an element is read: words on its pages in order, then annotations."""
    page, entry = part
    return entry.startswith(b"<<"), read.index(page)


@lru_cache(_REMEMBERED)
def _elements(
    tags: tuple[Tag, ...], content: tuple[tuple[_Content, ...], ...], pages: tuple[int, ...], root: int
) -> tuple[Mapping[int, int], tuple[bytes, ...]]:
    """The object number of each element that is written, by its tag, and the elements; their objects follow the root.
    A further copy of a handout has the same ones: where a link leads is not in them."""
    alive = _alive(tags, content)
    numbers = dict(zip([index for index, lives in enumerate(alive) if lives], count(root + 1), strict=False))
    first_pages = _first_pages(tags, content)
    children: list[list[int]] = [[] for _ in tags]
    for index, number in numbers.items():
        if tags[index].parent != ROOT:
            children[tags[index].parent].append(number)
    bodies = []
    for index in numbers:
        page, tag = first_pages[index], tags[index]
        kids = [_kid(on, own, page, pages) for on, own in content[index]]
        kids += [b"%d 0 R" % number for number in children[index]]
        parent = root if tag.parent == ROOT else numbers[tag.parent]
        bodies.append(_element(tag, parent, pages[page] if page >= 0 else None, kids))
    return numbers, tuple(bodies)


def _alive(tags: tuple[Tag, ...], content: tuple[tuple[_Content, ...], ...]) -> list[bool]:
    """For each element whether it has content or keeps a place. Children come after their parents."""
    alive = [bool(own) or tag.role in _KEPT_EMPTY for own, tag in zip(content, tags, strict=True)]
    for index in range(len(tags) - 1, 0, -1):
        if alive[index]:
            alive[tags[index].parent] = True
    alive[0] = True
    return alive


def _first_pages(tags: tuple[Tag, ...], content: tuple[tuple[_Content, ...], ...]) -> list[int]:
    """The page on which each element begins, -1 if it is on none."""
    first = [min((page for page, _ in own), default=-1) for own in content]
    for index in range(len(tags) - 1, 0, -1):
        parent = tags[index].parent
        if first[index] >= 0 and (first[parent] < 0 or first[index] < first[parent]):
            first[parent] = first[index]
    return first


def _element(tag: Tag, parent: int, page: int | None, kids: list[bytes]) -> bytes:
    parts = [b"<</S/%s/P %d 0 R" % (tag.role.encode("ascii"), parent)]
    if page is not None:
        parts.append(b"/Pg %d 0 R" % page)
    if kids:
        parts.append(b"/K[%s]" % b" ".join(kids))
    for key, value in ((b"/Alt", tag.alternative), (b"/Lang", tag.language), (b"/ID", tag.identifier)):
        if value is not None:
            parts.append(key + text_string(value))
    if tag.attributes:
        parts.append(b"/A[%s]" % b"".join(_attributes(tag)))
    return b"".join([*parts, b">>"])


def _kid(on: int, own: bytes, first_page: int, pages: tuple[int, ...]) -> bytes:
    """Marked content on the element's own page is its identifier alone; elsewhere it names its page."""
    if own.startswith(b"<<") or on == first_page:
        return own
    return b"<</Type/MCR/Pg %d 0 R/MCID %s>>" % (pages[on], own)


def _attributes(tag: Tag) -> list[bytes]:
    owners: dict[str, list[str]] = {}
    for owner, key, value in tag.attributes:
        owners.setdefault(owner, []).append(f"/{key}{value if value.startswith('[') else f'/{value}'}")
    return [f"<</O/{owner}{''.join(entries)}>>".encode("ascii") for owner, entries in owners.items()]
