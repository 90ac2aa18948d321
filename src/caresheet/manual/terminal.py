"""A page of the manual as plain text, wrapped to the width of a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import TextWrapper, indent

from markdown_it.tree import SyntaxTreeNode

from caresheet.manual.markdown import page_of_link, read_tree

_UNDERLINES = {"h1": "=", "h2": "-", "h3": "."}
_CLOSE = frozenset({"paragraph", "bullet_list", "ordered_list"})
"""What follows without an empty line inside an item of a list."""
_CODE_INDENT = " " * 4


def plain_text(text: str, width: int) -> str:
    """A page of Markdown without its marks, in lines of at most `width` characters.

    Longer lines are only those of examples, which must not be broken, and words that are longer themselves. The rows of
    a table become paragraphs, so that they can be read in a narrow window and heard in their order.
    """
    return "\n\n".join(_blocks(read_tree(text), width)) + "\n"


def _blocks(parent: SyntaxTreeNode, width: int) -> Iterator[str]:
    for node in parent.children:
        if node.type != "html_block":
            yield _block(node, width)


def _block(node: SyntaxTreeNode, width: int) -> str:
    match node.type:
        case "heading":
            words = _wrapped(_words(node), width)
            return f"{words}\n{_UNDERLINES[node.tag] * max(map(len, words.splitlines()))}"
        case "bullet_list":
            return "\n".join(_item(item, "- ", width) for item in node.children)
        case "ordered_list":
            return "\n".join(_item(item, f"{number}. ", width) for number, item in enumerate(node.children, start=1))
        case "fence" | "code_block":
            return "\n".join(f"{_CODE_INDENT}{line}".rstrip() for line in node.content.rstrip("\n").splitlines())
        case "table":
            return "\n".join(_table(node, width))
        case _:
            return _wrapped(_words(node), width)


def _item(item: SyntaxTreeNode, mark: str, width: int) -> str:
    between = "\n" if all(node.type in _CLOSE for node in item.children) else "\n\n"
    inside = between.join(_blocks(item, width - len(mark)))
    return mark + indent(inside, " " * len(mark)).lstrip(" ")


def _table(table: SyntaxTreeNode, width: int) -> Iterator[str]:
    """Each row as its first cell, with the others below it. Cells of tables with three or more columns carry the head
    of their column."""
    head, *bodies = table.children
    heads = [_words(cell) for cell in head.children[0].children]
    for row in (row for body in bodies for row in body.children):
        first, *others = (_words(cell) for cell in row.children)
        yield _wrapped(first, width)
        for name, words in zip(heads[1:], others, strict=True):
            if words:
                label = f"{name}: " if len(heads) > 2 else ""
                yield _wrapped(f"{label}{words}", width, "    ")


def _wrapped(words: str, width: int, margin: str = "") -> str:
    wrapper = TextWrapper(
        width, initial_indent=margin, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    )
    return wrapper.fill(words)


def _words(node: SyntaxTreeNode) -> str:
    return "".join(_inline(node.children))


def _inline(nodes: Iterable[SyntaxTreeNode]) -> Iterator[str]:
    for node in nodes:
        match node.type:
            case "text" | "text_special":
                yield node.content
            case "code_inline":
                yield f"`{node.content}`"
            case "softbreak" | "hardbreak":
                yield " "
            case "link":
                yield f"{_words(node)} ({_destination(str(node.attrs['href']))})"
            case _:
                yield from _inline(node.children)


def _destination(address: str) -> str:
    name = page_of_link(address)
    return f"`caresheet manual {name}`" if name else address
