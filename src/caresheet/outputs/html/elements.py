"""Which HTML element each role becomes."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.structure import ElementType, Role, StructureNode


class HtmlElement(Struct, frozen=True):
    """An element by its name, with the scope of a table heading and its class in the style sheet."""

    name: str
    scope: str = ""
    style: str = ""


_BY_TYPE = {
    "Document": "html",
    "Sect": "section",
    "Div": "div",
    "BlockQuote": "blockquote",
    "P": "p",
    **{f"H{level}": f"h{level}" for level in range(1, 7)},
    "LI": "li",
    "Table": "table",
    "TR": "tr",
    "TH": "th",
    "TD": "td",
    "Caption": "caption",
    "Figure": "figure",
}
"""The element of a standard structure type, where the role does not ask for another."""

_BY_ROLE: dict[Role | ElementType, HtmlElement | None] = {
    Role.BANNER: HtmlElement("p", style="banner"),
    Role.SUBTITLE: HtmlElement("p", style="subtitle"),
    Role.PART: None,
    Role.BULLETS: HtmlElement("ul"),
    Role.CHECKLIST: HtmlElement("ul", style="checklist"),
    Role.STEPS: HtmlElement("ol"),
    Role.ITEM_BODY: None,
    Role.ITEM_TEXT: None,
    Role.NOTE: None,
    Role.ALERT: HtmlElement("div", style="panel"),
    Role.COLUMN_HEADING: HtmlElement("th", scope="col"),
    Role.ROW_HEADING: HtmlElement("th", scope="row"),
    Role.FIGURE_CAPTION: HtmlElement("figcaption"),
    Role.DEFINITIONS: HtmlElement("dl"),
    Role.DEFINITION: None,
    Role.TERM: HtmlElement("dt"),
    Role.MEANING: HtmlElement("dd"),
    Role.ENTRIES: None,
    Role.BESIDE: HtmlElement("div", style="beside"),
    Role.VERSION: HtmlElement("div"),
}
"""The element of a role that asks for another than its type, or for none: what it holds then belongs to the element
around it."""

LEFT_OUT = frozenset({Role.CONTENTS, Role.ITEM_LABEL})
"""Roles that are not written: there are no pages to list, and HTML marks and numbers the items of a list by itself."""


def html_element(node: StructureNode) -> HtmlElement | None:
    """The element that a composed node becomes, None where it has none of its own."""
    return _BY_ROLE[node.role] if node.role in _BY_ROLE else HtmlElement(_BY_TYPE[node.type.name])
