"""A handout as one page of HTML that needs nothing else: no script, no address to load from, no picture."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from html import escape

from caresheet.model.artifact import Artifact
from caresheet.model.composed import Composed
from caresheet.model.document import Document
from caresheet.model.look import POINTS_PER_MM, Palette
from caresheet.model.structure import HEADINGS, Role, StructureNode
from caresheet.model.text import TextRun
from caresheet.outputs.html.elements import LEFT_OUT, HtmlElement, html_element
from caresheet.outputs.html.words import spoken, tag, words
from caresheet.text.isolates import level_of, with_isolates

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
    around = document.language
    title = with_isolates(document.title, level_of(around))
    body = [writer.element(node, around) for node in structure.root.blocks if node.role not in _FOOT]
    foot = [writer.element(node, around) for node in structure.root.blocks if node.role in _FOOT]
    return (
        f'<!DOCTYPE html>\n<html {spoken(around)}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_style(document.look.palette)}\n</style>\n</head>\n"
        f"<body>\n<main>\n{_lines(body)}\n</main>\n<footer>\n{_lines(foot)}\n</footer>\n</body>\n</html>\n"
    )


_FOOT = frozenset({Role.HEADER, Role.FOOTER})


def _style(palette: Palette) -> str:
    """Colors that the layout's rules have found readable; sizes in rem, so that readers choose them."""
    rules = {
        "body": f"font: 1.125rem/1.5 Verdana, Arial, sans-serif; color: {palette.text}; background: {palette.paper}; "
        "max-width: 38em; margin: 1em auto; padding: 0 1em",
        "h1, h2, h3, h4, h5, h6": f"line-height: 1.2; color: {palette.accent}; break-after: avoid",
        ".banner": f"border: 2px solid; color: {palette.stop}; padding: .3em .6em; font-weight: bold",
        ".panel": "border: 2px solid; border-radius: 6px; padding: 0 1em; margin: 1.5em 0; break-inside: avoid",
        ".beside": "display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16em, 100%), 1fr)); gap: 0 1.5em",
        ".wide": "overflow-x: auto",
        ".checklist": r'list-style-type: "\2610\a0 "',
        "table": "border-collapse: collapse",
        "li, tr": "break-inside: avoid",
        "th, td": f"border: 1px solid {palette.line}; padding: .3em .5em; text-align: start; vertical-align: top",
        "caption": "text-align: start; font-weight: bold; padding: .3em 0",
        "footer": f"color: {palette.muted}; font-size: .875rem; border-top: 1px solid {palette.line}",
    }
    return "\n".join((*(f"{selector} {{ {rule} }}" for selector, rule in rules.items()), _PRINTED))


_PRINTED = (
    "@media print { body { max-width: none } .wide { overflow: visible; font-size: 11.5pt } th, td { padding: .2em } }"
)
"""A table on paper cannot be scrolled sideways, so it gets the whole width of the page and smaller type."""


class _Writer:
    """Writes the elements of one handout, its sections with their borders."""

    def __init__(self, document: Document, root: StructureNode) -> None:
        self._row = f"height: {round(document.look.blocks.log_row_height / POINTS_PER_MM, 1):g}mm"
        sections = (node.number for node in root.blocks if node.role is Role.SECTION)
        borders = (section.style.border for section in document.sections)
        self._borders = dict(zip(sections, borders, strict=True))

    def element(self, node: StructureNode, around: str) -> str:
        """An element with all that it holds; where it is in another language than what is `around` it, inside an
        element that says so."""
        language = node.language or around
        written = self._table(node, language) if node.role is Role.TABLE else self._element(node, language)
        return tag("div", _below((written,)), spoken(node.language)) if node.language else written

    def _element(self, node: StructureNode, language: str) -> str:
        element = html_element(node)
        inside = self._inside(node, language)
        return tag(element.name, inside, " ".join(self._attributes(node, element))) if element else inside

    def _inside(self, node: StructureNode, language: str) -> str:
        """What an element holds: its words or other elements, for a figure its alternative text and its caption."""
        children = [self.element(child, language) for child in node.blocks if child.role not in LEFT_OUT]
        if node.role is Role.FIGURE:
            return tag("p", words((TextRun(node.alternative),), language)) + "".join(children)
        if not children:
            return words(node.text, language)
        if node.role in _ON_ONE_LINE:
            return "".join(children)
        return _lines(children) if html_element(node) is None else _below(children)

    def _table(self, table: StructureNode, language: str) -> str:
        """A table that is wider than a telephone moves sideways by itself, also with the keyboard."""
        caption, head, *rows = (self._element(node, language) for node in table.blocks)
        wide = 'style="width: 100%"' if any(map(_is_to_write_in, table.blocks)) else ""
        whole = tag("table", _below((caption, tag("thead", head), tag("tbody", _lines(rows)))), wide)
        return tag("div", _below((whole,)), 'class="wide" tabindex="0"')

    def _attributes(self, node: StructureNode, element: HtmlElement) -> Iterator[str]:
        border = self._borders.get(node.number)
        if element.style or border:
            yield f'class="{element.style or "panel"}"'
        if border:
            yield f'style="border-color: {escape(border)}"'
        if _is_to_write_in(node):
            yield f'style="{self._row}"'
        if element.scope:
            yield f'scope="{element.scope}"'
        if node.anchor and node.role in _ANCHORED:
            yield f'id="{escape(node.anchor)}"'


def _is_to_write_in(node: StructureNode) -> bool:
    """Whether it is a row of a table without words, except in its first cell. Printed, it has room for handwriting,
    also where a mail program drops the style sheet."""
    if node.role is not Role.ROW:
        return False
    cells = node.blocks[1:] or node.blocks
    return not any(part.text for cell in cells for part in cell.everything())


def _below(parts: Iterable[str]) -> str:
    """Parts on lines between the tags of the element around them."""
    return f"\n{_lines(parts)}\n"


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)
