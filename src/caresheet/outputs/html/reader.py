"""Reads a finished page of HTML back. Shares nothing with the writer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import NamedTuple

from msgspec import Struct

from caresheet.model.structure import BLANK, ElementType, Structure, StructureNode
from caresheet.model.text import TextRun

_LINE = re.compile(r"_{8}")
_ISOLATES = re.compile("[\u2066-\u2069]")
"""Characters that isolate words where there can be no elements."""
_INLINE = frozenset({"a", "em", "strong", "sup", "span"})
"""Elements whose words count as their block's."""
_WRAPPERS = frozenset({"html", "head", "body", "main", "footer", "div", "thead", "tbody"})
"""Elements that only group others: what they hold counts as their parent's."""
_BLOCKS = frozenset(
    {"section", "article", "aside", "blockquote", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt"}
    | {"dd", "table", "caption", "tr", "th", "td", "figure", "figcaption"}
)
_METADATA = frozenset({"title", "style"})
_VOID = frozenset({"br", "meta"})
"""Elements without an end tag."""
_HARMLESS = _INLINE | _WRAPPERS | _BLOCKS | _METADATA | _VOID
"""The elements that a page may have: none of them loads or runs anything."""


_LOADING = frozenset({"src", "srcset", "background", "action"})
"""Attributes that load something or send words somewhere."""
_ROOT = ElementType("html")


class HtmlContents(Struct, frozen=True):
    """A page: what it says, and what it must not have: elements and attributes that load or run something, end tags
    that match no start tag."""

    structure: Structure
    objections: tuple[str, ...]


def read_html(data: bytes) -> HtmlContents:
    """Everything in a page in UTF-8, element by element. The attribute of a `th` is its scope."""
    reader = _HtmlParser()
    reader.feed(data.decode("utf-8", "replace"))
    reader.close()
    return reader.contents()


def read_back(data: bytes) -> Structure:
    """What the page says."""
    return read_html(data).structure


class _Block:
    """A block while it is being read."""

    __slots__ = ("children", "language", "runs", "type")

    def __init__(self, type_: ElementType, language: str | None) -> None:
        self.type = type_
        self.language = language
        self.runs: list[TextRun] = []
        self.children: list[StructureNode] = []

    def finished(self) -> StructureNode:
        return StructureNode(self.type, runs=tuple(self.runs), children=tuple(self.children), language=self.language)


class _Open(NamedTuple):
    """An element whose end tag is still to come, and the block that its words belong to. `language` and `link` are
    those of its words, as far as no block has them."""

    tag: str
    block: _Block
    language: str | None
    link: str | None


class _HtmlParser(HTMLParser):
    """Reads a page element by element."""

    def __init__(self) -> None:
        super().__init__()
        self._language = ""
        self._title = ""
        self._objections: list[str] = []
        self._root = _Block(_ROOT, None)
        self._open = [_Open("", self._root, None, None)]

    def contents(self) -> HtmlContents:
        """What was read."""
        unclosed = tuple(f"<{element.tag}> is never closed" for element in self._open[1:])
        structure = Structure(self._title, self._language, self._root.finished())
        return HtmlContents(structure, (*self._objections, *unclosed))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self._object_to(tag, given)
        around = self._open[-1]
        language = given.get("lang") or around.language
        if tag == "html":
            self._language, language = given.get("lang", ""), None
        if tag in _VOID:
            return
        if tag in _INLINE | _WRAPPERS | _METADATA:
            self._open.append(_Open(tag, around.block, language, given.get("href") or around.link))
        else:
            self._open.append(_Open(tag, _Block(ElementType(tag, given.get("scope", "")), language), None, None))

    def _object_to(self, tag: str, given: Mapping[str, str]) -> None:
        if tag not in _HARMLESS:
            self._objections.append(f"the page has an element <{tag}>")
        for name, value in given.items():
            if name.startswith("on") or name in _LOADING or "url(" in value:
                self._objections.append(f"the page has an attribute {name}")

    def handle_endtag(self, tag: str) -> None:
        closed = self._open[-1]
        if len(self._open) == 1 or closed.tag != tag:
            self._objections.append(f"</{tag}> does not match an open element")
            return
        self._open.pop()
        if closed.block is not self._open[-1].block:
            self._open[-1].block.children.append(closed.block.finished())

    def handle_data(self, data: str) -> None:
        element = self._open[-1]
        if element.tag == "title":
            self._title += _ISOLATES.sub("", data)
        elif element.tag == "style":
            if "url(" in data or "@import" in data:
                self._objections.append("the style sheet loads something")
        else:
            element.block.runs.append(TextRun(_LINE.sub(BLANK, data), language=element.language, link=element.link))
