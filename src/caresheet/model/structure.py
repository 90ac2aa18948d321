"""What a handout says, independent of how it looks: its elements with their roles and words, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple, Self

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.document import NO_RUNNING_LINE, RunningLine
from caresheet.model.problem import Position
from caresheet.model.text import Runs, TextRun

BLANK = "\ufffc"
"""A line to write on among words that are read back (U+FFFC, object replacement character)."""


class ElementType(NamedTuple):
    """What an output calls an element, with the attribute that says what its name leaves open."""

    name: str
    attribute: str = ""


class Role(Enum):
    """What an element is to its reader.

    `type` is its standard structure type (ISO 32000-1, 14.8.4), with a list's ListNumbering (table 347) or a table
    heading's Scope (table 349). `is_inline` says whether it is among the words of a block (14.8.4.4).
    """

    type: ElementType
    is_inline: bool

    def __new__(cls, value: str, name: str, attribute: str = "") -> Self:
        """A role by its value, and its type."""
        role = object.__new__(cls)
        role._value_ = value
        role.type = ElementType(name, attribute)
        role.is_inline = name in {"Form", "Link", "Reference", "Span"}
        return role

    DOCUMENT = "document", "Document"
    BANNER = "banner", "P"
    HEADER = "header", "P"
    TITLE = "title", "H1"
    SUBTITLE = "subtitle", "P"
    CLINIC = "clinic", "P"
    CONTENTS = "contents", "Sect"
    CONTENTS_LIST = "contents list", "TOC"
    CONTENTS_ENTRY = "contents entry", "TOCI"
    SECTION = "section", "Sect"
    PART = "part", "Sect"
    HEADING_2 = "heading 2", "H2"
    HEADING_3 = "heading 3", "H3"
    HEADING_4 = "heading 4", "H4"
    HEADING_5 = "heading 5", "H5"
    HEADING_6 = "heading 6", "H6"
    PARAGRAPH = "paragraph", "P"
    BULLETS = "bullets", "L", "Disc"
    STEPS = "steps", "L", "Decimal"
    CHECKLIST = "checklist", "L", "Square"
    ITEM = "item", "LI"
    ITEM_LABEL = "item label", "Lbl"
    ITEM_BODY = "item body", "LBody"
    ITEM_TEXT = "item text", "P"
    NOTE = "note", "Note"
    ALERT = "alert", "Div"
    ALERT_LEVEL = "alert level", "P"
    ALERT_TITLE = "alert title", "P"
    TABLE = "table", "Table"
    TABLE_CAPTION = "table caption", "Caption"
    HEAD_ROW = "head row", "TR"
    ROW = "row", "TR"
    COLUMN_HEADING = "column heading", "TH", "Column"
    ROW_HEADING = "row heading", "TH", "Row"
    CELL = "cell", "TD"
    FIGURE = "figure", "Figure"
    FIGURE_CAPTION = "figure caption", "Caption"
    DEFINITIONS = "definitions", "L", "None"
    DEFINITION = "definition", "LI"
    TERM = "term", "Lbl"
    MEANING = "meaning", "LBody"
    QUOTE = "quote", "BlockQuote"
    QUOTE_SOURCE = "quote source", "P"
    ENTRIES = "entries", "Div"
    BESIDE = "two languages", "Div"
    VERSION = "one of two languages", "Div"
    ENTRY = "entry", "P"
    FOOTER = "footer", "P"
    FORM_FIELD = "form field", "Form"
    LINK = "link", "Link"
    REFERENCE = "reference", "Reference"
    SPAN = "span", "Span"


HEADINGS = {
    2: Role.HEADING_2,
    3: Role.HEADING_3,
    4: Role.HEADING_4,
    5: Role.HEADING_5,
    6: Role.HEADING_6,
}
"""The role of a heading by its level. The title is the one heading of level 1."""


class MarkedContent(NamedTuple):
    """Where words are in a PDF: the index of their page, from 0, and their marked-content identifier there. It is
    looked up for every word of the document, hence a tuple."""

    page: int
    mcid: int


class StructureNode(Struct, frozen=True):
    """One element.

    `role` is its Role as composed, and its type in the output as read back. An element has words of its own or
    children; only a figure has both: the words drawn in it, then its caption. As composed, words with links or in
    other languages are in inline children, and so are the fields of a form; as read back they are the words of their
    block. `language` (BCP 47) is
    set where an element has one of its own. `number` counts the elements of a composed structure in reading order,
    from 0. `contents` is where the words are in a PDF.
    """

    role: Role | ElementType
    runs: Runs = ()
    children: tuple[StructureNode, ...] = ()
    alternative: str = ""
    language: str | None = None
    anchor: str | None = None
    position: Position | None = None
    number: int = -1
    contents: tuple[MarkedContent, ...] = ()

    @property
    def type(self) -> ElementType:
        """Its standard structure type; as read back, its type in the output."""
        return self.role.type if isinstance(self.role, Role) else self.role

    @property
    def link(self) -> str | None:
        """Where a link leads: an address, or `#anchor`."""
        return next((run.link for run in self.runs if isinstance(run, TextRun)), None)

    @property
    def blocks(self) -> tuple[StructureNode, ...]:
        """The children that are not inline."""
        return tuple(child for child in self.children if not child.is_inline) if self.children else ()

    @property
    def text(self) -> Runs:
        """Its words, with those of its inline children."""
        if not self.children:
            return self.runs
        return (*self.runs, *(run for child in self.children if child.is_inline for run in child.text))

    @property
    def run_numbers(self) -> tuple[int, ...]:
        """For each run of its text the number of the element that it is in: its own or that of an inline child."""
        own = (self.number,) * len(self.runs)
        return (*own, *(number for child in self.children if child.is_inline for number in child.run_numbers))

    def everything(self) -> Iterator[StructureNode]:
        """This element and all under it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    @property
    def is_inline(self) -> bool:
        """Whether it is among the words of a block."""
        return isinstance(self.role, Role) and self.role.is_inline


class Structure(Struct, frozen=True):
    """What a handout says. As composed it holds all that any output may need: the elements in `root`, with an empty one
    for each part of header and footer, and of those in a `second` language. What depends on pages is settled by
    `on_pages` or `without_pages`."""

    title: str
    language: str
    root: StructureNode
    header: RunningLine = NO_RUNNING_LINE
    footer: RunningLine = NO_RUNNING_LINE
    second: tuple[RunningLine, RunningLine] | None = None

    @property
    def running(self) -> tuple[RunningLine, ...]:
        """Header and footer in reading order, each followed by that of a second language."""
        if self.second is None:
            return self.header, self.footer
        return self.header, self.second[0], self.footer, self.second[1]

    def part(self, role: Role) -> StructureNode:
        """The first of the elements right under the root that has this role. Raises KeyError if there is none."""
        for node in self.root.children:
            if node.role is role:
                return node
        raise KeyError(role)

    def every(self, *roles: Role) -> Iterator[StructureNode]:
        """All elements of these roles, in reading order."""
        return (node for node in self.root.everything() if node.role in roles)

    def on_pages(self, count: int, numbers: Mapping[str, int]) -> Structure:
        """The structure as it is read on `count` pages.

        The contents list gets its page numbers: `numbers` has them by anchor, counted from 1; an unknown one is `?`.
        Header and footer are read on a single page; on several pages they are repeated, and not read.
        """
        parts = iter([part for line in self.running for part in line.on_page(1, count).parts])
        read: list[StructureNode] = []
        for node in self.root.children:
            if node.role not in _RUNNING:
                read.append(_with_page_numbers(node, numbers) if node.role is Role.CONTENTS else node)
            elif count == 1 and (words := next(parts)):
                read.append(replace(node, runs=(TextRun(words),)))
        return self._reading(read)

    def without_pages(self) -> Structure:
        """The structure as it is read without pages: no contents list and no addresses behind links; the parts of
        header and footer that are the same on every page once each, at the end."""
        slots = [node for node in self.root.children if node.role in _RUNNING]
        running: list[StructureNode] = []
        for spoken, is_second in (((self.header, self.footer), False), (self.second or (), True)):
            parts = dict.fromkeys(part for line in spoken for part in line.unpaged)
            free = (node for node in slots if (node.language is not None) is is_second)
            running += (replace(node, runs=(TextRun(words),)) for node, words in zip(free, parts, strict=False))
        read = (node for node in self.root.children if node.role not in {*_RUNNING, Role.CONTENTS})
        return self._reading([*map(_without_paper, read), *running])

    def repeated_words(self, page: int, count: int) -> tuple[str, ...]:
        """What is printed on page `page` of `count`, counted from 1, and is not read there: the parts of header and
        footer."""
        if count == 1:
            return ()
        parts = (part for line in self.running for part in line.on_page(page, count).parts)
        return tuple(part for part in parts if part)

    def _reading(self, children: Iterable[StructureNode]) -> Structure:
        return replace(self, root=replace(self.root, children=tuple(children)))


_RUNNING = frozenset({Role.HEADER, Role.FOOTER})


def _without_paper(node: StructureNode) -> StructureNode:
    """The element without what only paper needs."""
    children = tuple(_without_paper(child) for child in node.children)
    runs = tuple(run for run in node.runs if not (isinstance(run, TextRun) and run.paper_only))
    kept = tuple(child for child in children if not (child.is_inline and not child.runs and not child.children))
    return node if runs == node.runs and kept == node.children else replace(node, runs=runs, children=kept)


def _language(runs: Runs) -> str | None:
    """The language of the last words."""
    return next((run.language for run in reversed(runs) if isinstance(run, TextRun)), None)


def _with_page_numbers(node: StructureNode, numbers: Mapping[str, int]) -> StructureNode:
    """A contents list whose entries end with the number of the page that they lead to: at the end of their last
    link, if they have one in each of two languages."""
    others = node.children[:-1] if node.role is Role.CONTENTS_ENTRY else ()
    linked = (_with_page_numbers(child, numbers) for child in node.children[len(others) :])
    children = (*others, *linked)
    if node.role is Role.LINK and node.link:
        number, language = numbers.get(node.link.removeprefix("#"), "?"), _language(node.runs)
        return replace(node, runs=(*node.runs, TextRun(f" {number}", language=language, link=node.link)))
    return replace(node, children=children)
