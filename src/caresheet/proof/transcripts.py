"""The proof of a document in words alone: plain text and HTML, read back by readers that had no part in making them.

What only paper needs is not asked of either: page numbers with the running lines and the contents that hold them, the
heads of a table said again on its next page, the imprints of panels. The other running lines stand once, at the end.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.compose.structure import expected_tree
from caresheet.model.problem import Problem
from caresheet.model.rules import PROOF_FAILED
from caresheet.model.structure import BLANK, Node, Piece, node_of, normalised
from caresheet.proof.comparison import differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.model.document import Document

_HINT = "nothing was written; this is a fault of the program and not of your text: please report it"
_MOST = 20
"""More problems than this of one handout help nobody."""
_LINE = re.compile(r"_{8}")
_MARK = re.compile(r"-|\[|\]|={3,}|-{3,}")
"""What plain text has between the words: bullets, boxes to tick, rules."""
_ADDRESS = re.compile(r"\s+<(?:https?|mailto|tel):[^\s>]+>")
"""An address behind the words that lead there."""
_ROLES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
    "li": "LBody",
    "dd": "LBody",
    "dt": "Lbl",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
}
"""The elements of HTML that hold words, as the tag tree calls them."""
_PLAIN = frozenset(
    {"html", "head", "meta", "title", "style", "body", "main", "footer", "section", "div", "figure", "ul", "ol", "dl"}
    | {"table", "thead", "tbody", "tr", "a", "em", "strong", "span"}
)
"""The other elements that a page may have: none of them loads anything or runs."""
_ALTERNATIVE = "Alternative"
"""The role of the paragraph in a figure."""
_EMPTY = frozenset({"meta"})


def prove_text(document: Document, text: str) -> tuple[Problem, ...]:
    """Everything in which the plain text does not say the document's words in their order; empty when it does.

    A table says each head again before each cell of its rows.
    """
    expected = [Node("P", words, position=node.position) for node, words in _lines(_whole(document))]
    heard = Node("P", _bare(_LINE.sub(BLANK, text)))
    if " ".join(_bare(node.words) for node in expected).split() == heard.words.split():
        return ()
    told = tuple(replace(node, words=_bare(node.words)) for node in expected)
    return _problems(document, Node("Document", children=told), Node("Document", children=(heard,)))


def prove_html(document: Document, page: str) -> tuple[Problem, ...]:
    """Everything in which the page does not say what the document says; empty when it does.

    Promised of a page without problems: the document's words in their order, each as heading of its level, paragraph,
    list item, caption, or cell with its scope; foreign words in their language, links where they lead; language and
    title; no element that loads or runs anything. The numbers of steps are those that the list has by itself.
    """
    reader = _Page()
    reader.feed(page)
    reader.close()
    problems = [_problem(document, message) for message in reader.strange]
    for what, said, meant in (
        ("language", reader.language, document.language),
        ("title", normalised(reader.title), normalised(document.title)),
    ):
        if said != meant:
            problems.append(_problem(document, f"the {what} is '{said}', not '{meant}'"))
    expected = Node("Document", children=tuple(_leaves(_whole(document))))
    heard = Node("Document", children=tuple(reader.leaves()))
    return (*problems, *_problems(document, expected, heard))[: _MOST + 1]


def _whole(document: Document) -> Node:
    """What both have to say: the document without its contents, and the running lines."""
    tree = expected_tree(replace(document, contents=None), {}, sides=2)
    running = document.running_words()
    after = (node_of("P", [Piece(part, None, None)], position=document.position) for part in running)
    return replace(tree, children=(*tree.children, *after))


# --- plain text -----------------------------------------------------------------------------------------------------
def _is_number(node: Node, item: Node, of: Node | None) -> bool:
    """Whether a node is the number of an item of a numbered list."""
    return node.role == "Lbl" and item.role == "LI" and of is not None and of.attribute == "Decimal"


def _lines(node: Node, of: Node | None = None) -> Iterator[tuple[Node, str]]:
    """Each element with words, and these as plain text says them."""
    if node.role == "Table":
        yield from _table_lines(node)
        return
    if node.role == "Figure":
        yield node, node.alternative
    elif node.words:
        yield node, node.words
    for child in node.children:
        if _is_number(child, node, of):
            yield child, f"{child.words.rstrip('.')}."
        else:
            yield from _lines(child, node)


def _table_lines(table: Node) -> Iterator[tuple[Node, str]]:
    caption, head, *rows = table.children
    yield caption, caption.words
    heads = [_cell(cell) for cell in head.children]
    said = [row for row in rows if any(_cell(cell) for cell in row.children)]
    if not said:
        yield head, " ".join(heads)
    for row in said:
        pairs = [(name, _cell(cell)) for name, cell in zip(heads, row.children, strict=True)]
        yield row, " ".join(f"{name}: {words}" if name else words for name, words in pairs if words)


def _cell(cell: Node) -> str:
    return cell.words or "; ".join(leaf.words for leaf in cell.leaves() if leaf.role == "LBody")


def _bare(text: str) -> str:
    """The words without the marks between them, dashes among them: one that begins a line looks like a bullet."""
    words = normalised(" ".join(word for word in _ADDRESS.sub("", text).split() if not _MARK.fullmatch(word)))
    return " ".join(bare for word in words.split() if (bare := word.lstrip("-")))


# --- HTML -----------------------------------------------------------------------------------------------------------
def _leaves(node: Node, of: Node | None = None) -> Iterator[Node]:
    """The elements with words, one after the other, as a page has them."""
    if node.role == "Figure":
        yield Node(_ALTERNATIVE, node.alternative, position=node.position)
    elif node.words:
        yield replace(node, children=(), alternative="")
    for child in node.children:
        if _is_number(child, node, of):
            continue
        inside = _leaves(child, node)
        if node.role == "LBody" and child.role in {"P", "Note"}:
            inside = (replace(leaf, role="LBody") for leaf in inside)
        yield from inside


class _Page(HTMLParser):
    """Reads a page into its elements with words, in the order in which they begin."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.title = ""
        self.strange: list[str] = []
        self._open: list[tuple[str, str | None, str | None]] = []
        self._blocks: list[tuple[str, str, list[Piece]]] = []
        self._inside: list[int] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag not in _PLAIN and tag not in _ROLES:
            self.strange.append(f"the page has an element <{tag}>")
        for name, value in attributes:
            if name.startswith("on") or name in {"src", "srcset", "background", "action"} or "url(" in (value or ""):
                self.strange.append(f"the page has an attribute {name}")
        if tag == "html":
            self.language = given.get("lang") or ""
        if tag in _EMPTY:
            return
        language, link = (self._open[-1][1], self._open[-1][2]) if self._open else (None, None)
        own = given.get("lang") if tag != "html" else None
        language = language if own is None else None if own == self.language else own
        self._open.append((tag, language, given.get("href") or link))
        if tag in _ROLES:
            scopes = {"col": "Column", "row": "Row"}
            self._inside.append(len(self._blocks))
            role = _ALTERNATIVE if tag == "p" and any(each == "figure" for each, _, _ in self._open) else _ROLES[tag]
            self._blocks.append((role, scopes.get(given.get("scope") or "", ""), []))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self.strange.append(f"</{tag}> closes what is not open")
            return
        self._open.pop()
        if tag in _ROLES:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._open:
            return
        tag, language, link = self._open[-1]
        if tag == "title":
            self.title += data
        elif tag == "style":
            self.strange += ["the style sheet loads something"] if "url(" in data or "@import" in data else []
        elif self._inside:
            self._blocks[self._inside[-1]][2].append(Piece(_LINE.sub(BLANK, data), language, link))
        elif data.strip():
            self.strange.append(f"the words '{normalised(data)}' stand in no element")

    def leaves(self) -> Iterator[Node]:
        """The elements that say anything."""
        for role, scope, pieces in self._blocks:
            node = node_of(role, pieces)
            if node.words:  # an alternative text is in the language of what is around it
                yield replace(node, attribute=scope, foreign=() if role == _ALTERNATIVE else node.foreign)


def _problems(document: Document, expected: Node, heard: Node) -> tuple[Problem, ...]:
    found = [
        Problem(each.position or document.position, PROOF_FAILED, each.message, _HINT)
        for each in differences(expected, heard)
    ]
    return tuple(found[:_MOST])


def _problem(document: Document, message: str) -> Problem:
    return Problem(document.position, PROOF_FAILED, message, _HINT)
