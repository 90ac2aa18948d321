"""A handout as one page of HTML that needs nothing else: no script, no address to load from, no picture."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from msgspec.structs import replace

from caresheet.model.artifact import Artifact
from caresheet.model.composed import Composed
from caresheet.model.direction import direction_of
from caresheet.model.document import Document
from caresheet.model.look import Palette
from caresheet.model.structure import HEADINGS, Role, StructureNode
from caresheet.model.text import FieldBlank, Runs, TextRun
from caresheet.outputs.html.elements import LEFT_OUT, HtmlElement, html_element

BLANK = "________"
"""A line to write on."""
_ANCHORED = frozenset({*HEADINGS.values(), Role.ITEM, Role.TERM})
"""What links in the page lead to."""
_ON_ONE_LINE = frozenset({Role.HEAD_ROW, Role.ROW, Role.ITEM})
"""Elements whose children follow each other without a new line."""


def write_html(composed: Composed) -> Artifact:
    """The handout as a page in UTF-8 that screen readers and mail programs take as it is (HTML 5, WCAG 2.1 AA).

    It has the language, one `h1` and headings in order, real lists and tables, headings of tables with their scope,
    foreign words with their language, figures as their alternative text. Steps are numbered by their list. It can be
    read without its style sheet, which mail programs may drop. Header and footer stand once at the end, without page
    numbers.
    """
    data = _page(composed).encode()
    name = f"{composed.document.identifier}.html"
    return Artifact(name, "text/html", data, None, hashlib.sha256(data).hexdigest())


def _page(composed: Composed) -> str:
    document, structure = composed.document, composed.structure.without_pages()
    writer = _Writer(document, structure.root)
    body = [writer.element(node) for node in structure.root.blocks if node.role not in _FOOT]
    foot = [writer.element(node) for node in structure.root.blocks if node.role in _FOOT]
    return (
        f'<!DOCTYPE html>\n<html {_spoken(document.language)}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{_style(document.look.palette)}\n</style>\n</head>\n"
        f"<body>\n<main>\n{_lines(body)}\n</main>\n<footer>\n{_lines(foot)}\n</footer>\n</body>\n</html>\n"
    )


_FOOT = frozenset({Role.HEADER, Role.FOOTER})


def _style(palette: Palette) -> str:
    """Colors that the layout's rules have found readable; sizes in rem, so that readers choose them."""
    rules = {
        "body": f"font: 1.125rem/1.5 Verdana, Arial, sans-serif; color: {palette.text}; background: {palette.paper}; "
        "max-width: 38em; margin: 1em auto; padding: 0 1em",
        "h1, h2, h3, h4, h5, h6": f"line-height: 1.2; color: {palette.accent}",
        ".banner": f"border: 2px solid; color: {palette.stop}; padding: .3em .6em; font-weight: bold",
        ".panel": "border: 2px solid; border-radius: 6px; padding: 0 1em; margin: 1.5em 0",
        ".beside": "display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16em, 100%), 1fr)); gap: 0 1.5em",
        ".wide": "overflow-x: auto",
        "table": "border-collapse: collapse",
        "th, td": f"border: 1px solid {palette.line}; padding: .3em .5em; text-align: start; vertical-align: top",
        "caption": "text-align: start; font-weight: bold; padding: .3em 0",
        "footer": f"color: {palette.muted}; font-size: .875rem; border-top: 1px solid {palette.line}",
    }
    return "\n".join(f"{selector} {{ {rule} }}" for selector, rule in rules.items())


class _Writer:
    """Writes the elements of one handout, its sections with their borders."""

    def __init__(self, document: Document, root: StructureNode) -> None:
        sections = (node.number for node in root.blocks if node.role is Role.SECTION)
        borders = (section.style.border for section in document.sections)
        self._borders = dict(zip(sections, borders, strict=True))

    def element(self, node: StructureNode) -> str:
        """An element with all that it holds; where it is in another language, inside an element that says so."""
        written = self._table(node) if node.role is Role.TABLE else self._element(node)
        return _tag("div", _below((written,)), _spoken(node.language)) if node.language else written

    def _element(self, node: StructureNode) -> str:
        element = html_element(node)
        inside = self._inside(node)
        return _tag(element.name, inside, " ".join(self._attributes(node, element))) if element else inside

    def _inside(self, node: StructureNode) -> str:
        """What an element holds: its words or other elements, for a figure its alternative text and its caption."""
        children = [self.element(child) for child in node.blocks if child.role not in LEFT_OUT]
        if node.role is Role.FIGURE:
            return _tag("p", escape(node.alternative)) + "".join(children)
        if not children:
            return _words(node.text)
        if node.role in _ON_ONE_LINE:
            return "".join(children)
        return _lines(children) if html_element(node) is None else _below(children)

    def _table(self, table: StructureNode) -> str:
        """A table that is wider than a telephone moves sideways by itself, also with the keyboard."""
        caption, head, *rows = (self._element(node) for node in table.blocks)
        whole = _tag("table", _below((caption, _tag("thead", head), _tag("tbody", _lines(rows)))))
        return _tag("div", _below((whole,)), 'class="wide" tabindex="0"')

    def _attributes(self, node: StructureNode, element: HtmlElement) -> Iterator[str]:
        border = self._borders.get(node.number)
        if element.style or border:
            yield f'class="{element.style or "panel"}"'
        if border:
            yield f'style="border-color: {escape(border)}"'
        if element.scope:
            yield f'scope="{element.scope}"'
        if node.anchor and node.role in _ANCHORED:
            yield f'id="{escape(node.anchor)}"'


def _words(runs: Runs) -> str:
    """Running text, with one element around neighbors that look alike and lead to the same place."""
    return "".join(_marked("".join(map(_said, group)), look) for look, group in groupby(runs, key=_look))


def _look(run: TextRun | FieldBlank) -> TextRun:
    """A run without its words."""
    return replace(run, text="", value=None) if isinstance(run, TextRun) else _PLAIN


_PLAIN = TextRun("")


def _said(run: TextRun | FieldBlank) -> str:
    if isinstance(run, TextRun):
        return escape(run.text)
    return f"{BLANK} ({escape(run.label)})" if run.captioned else BLANK


def _marked(words: str, look: TextRun) -> str:
    """Words with the elements that say how they are meant, where they lead and in which language they are."""
    if not words:
        return ""
    if look.emphasis:
        words = _tag("em", words)
    if look.strong:
        words = _tag("strong", words)
    if look.raised:
        words = _tag("sup", words)
    if look.link:
        words = _tag("a", words, f'href="{escape(look.link)}"')
    return _tag("span", words, _spoken(look.language)) if look.language else words


def _spoken(language: str) -> str:
    """The attributes of an element in some language: the language, and the side on which its lines begin, which
    browsers do not infer from it."""
    return f'lang="{escape(language)}" dir="{direction_of(language).value}"'


def _tag(name: str, inside: str, attributes: str = "") -> str:
    return f"<{name}{' ' if attributes else ''}{attributes}>{inside}</{name}>"


def _below(parts: Iterable[str]) -> str:
    """Parts on lines between the tags of the element around them."""
    return f"\n{_lines(parts)}\n"


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)
