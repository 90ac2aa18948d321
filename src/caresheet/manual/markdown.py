"""Reads the Markdown of the manual: CommonMark with tables."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode


@cache
def parser() -> MarkdownIt:
    """The parser, which callers must not change."""
    return MarkdownIt("commonmark").enable("table")


def read_tree(text: str) -> SyntaxTreeNode:
    """The blocks of a page as a tree."""
    return SyntaxTreeNode(parser().parse(text))


def page_of_link(address: str) -> str | None:
    """The name of the page that a link such as `content.md` or `content.md#tables` leads to; None for any other."""
    file, _, _ = address.partition("#")
    return file.removesuffix(".md") if file.endswith(".md") and "/" not in file else None
