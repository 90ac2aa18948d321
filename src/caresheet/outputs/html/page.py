"""A Document as one page of HTML that needs nothing else: no script, no address to load from, no picture."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import assert_never

from msgspec.structs import replace

from caresheet.model import document as d
from caresheet.model.look import Palette
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.topic import ListKind

BLANK = "________"
"""A line to write on."""


def as_html(document: d.Document) -> str:
    """The document as a page that screen readers and mail programs take as it is (HTML 5, WCAG 2.1 AA).

    It has the language, one `h1` and headings in order, lists and tables as such, heads with their scope, foreign words
    with their language, figures as their alternative text. Numbers of steps are those of the list. It can be read
    without its style sheet, which mail programs may drop. The running lines stand once, without page numbers.
    """
    language = escape(document.language)
    body = [
        *(_tag("p", escape(words), 'class="banner"') for words in (document.banner,) if words),
        _tag("h1", escape(document.title)),
        *(_tag("p", escape(words), 'class="subtitle"') for words in (document.subtitle,) if words),
        *(_section(section) for section in document.sections),
    ]
    foot = "\n".join(_tag("p", escape(words)) for words in document.running_words())
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{_style(document.look.palette)}\n</style>\n</head>\n"
        f"<body>\n<main>\n{_lines(body)}\n</main>\n<footer>\n{foot}\n</footer>\n</body>\n</html>\n"
    )


def _style(palette: Palette) -> str:
    """Colours that the layout's rules have found readable; sizes in rem, so that readers choose them."""
    rules = {
        "body": f"font: 1.125rem/1.5 Verdana, Arial, sans-serif; color: {palette.text}; background: {palette.paper}; "
        "max-width: 38em; margin: 1em auto; padding: 0 1em",
        "h1, h2, h3, h4, h5, h6": f"line-height: 1.2; color: {palette.accent}",
        ".banner": f"border: 2px solid; color: {palette.stop}; padding: .3em .6em; font-weight: bold",
        ".panel": "border: 2px solid; border-radius: 6px; padding: 0 1em; margin: 1.5em 0",
        ".wide": "overflow-x: auto",
        "table": "border-collapse: collapse",
        "th, td": f"border: 1px solid {palette.line}; padding: .3em .5em; text-align: left; vertical-align: top",
        "caption": "text-align: left; font-weight: bold; padding: .3em 0",
        "footer": f"color: {palette.muted}; font-size: .875rem; border-top: 1px solid {palette.line}",
    }
    return "\n".join(f"{selector} {{ {rule} }}" for selector, rule in rules.items())


def _section(section: d.Section) -> str:
    heading = (_heading(section.heading),) if section.heading else ()
    border = section.style.border
    panel = f'class="panel" style="border-color: {escape(border)}"' if border else ""
    return _tag("section", f"\n{_lines((*heading, *map(_element, section.elements)))}\n", panel)


def _heading(heading: d.Heading) -> str:
    return _tag(f"h{heading.level}", _said(heading.text), f'id="{escape(heading.anchor)}"')


def _element(element: d.Element) -> str:
    match element:
        case d.Paragraph(text):
            return _tag("p", _said(text))
        case d.KeepTogether(inner):
            return _element(inner)
        case d.InLanguage(language, inner):
            return _tag("div", f"\n{_element(inner)}\n", f'lang="{escape(language)}"')
        case d.Part() | d.Alert():
            return _group(element)
        case d.Table():
            return _table(element)
        case d.Figure():
            caption = _tag("figcaption", _said(element.caption)) if element.caption else ""
            return _tag("figure", _tag("p", escape(element.alternative)) + caption)
        case d.ItemList():
            return _list(element)
        case d.Definitions() | d.Entries():
            return _pairs(element)
        case _ as never:
            assert_never(never)


def _group(element: d.Part | d.Alert) -> str:
    if isinstance(element, d.Part):
        return _lines((_heading(element.heading), *map(_element, element.elements)))
    first = (_tag("p", _tag("strong", escape(element.mark.word))),)
    title = (_tag("p", _tag("strong", _said(element.title))),) if element.title else ()
    return _tag("div", f"\n{_lines((*first, *title, *map(_element, element.elements)))}\n", 'class="panel"')


def _list(items: d.ItemList) -> str:
    kind = "ol" if items.kind is ListKind.STEPS else "ul"
    return _tag(kind, f"\n{_lines(map(_item, items.items))}\n")


def _item(item: d.Item) -> str:
    anchor = f'id="{escape(item.anchor)}"' if item.anchor else ""
    nested = f"\n{_list(item.nested)}" if item.nested else ""
    return _tag("li", _said(item.text) + nested, anchor)


def _pairs(element: d.Definitions | d.Entries) -> str:
    if isinstance(element, d.Entries):
        return _lines(_tag("p", _entry(entry)) for entry in element.entries)
    inside = (
        _tag("dt", _said(one.term), f'id="{escape(one.anchor)}"') + "\n" + _tag("dd", _said(one.meaning))
        for one in element.definitions
    )
    return _tag("dl", f"\n{_lines(inside)}\n")


def _entry(entry: d.Entry) -> str:
    colon = "" if entry.label.plain.rstrip().endswith((":", "?", ".")) else ":"
    value = _said(entry.value) if entry.value else " ".join([BLANK] * entry.lines)
    return f"{_tag('strong', _said(entry.label) + colon)} {value}"


def _table(table: d.Table) -> str:
    head = _tag("thead", _tag("tr", "".join(_cell(cell, "col") for cell in table.head)))
    rows = (_tag("tr", "".join(_cell(cell, "row") for cell in row.cells)) for row in table.rows)
    caption = _tag("caption", _said(table.caption))
    whole = _tag("table", f"\n{_lines((caption, head))}\n{_tag('tbody', _lines(rows))}\n")
    # A table that is wider than a telephone is moved sideways by itself, also with the keyboard.
    return _tag("div", f"\n{whole}\n", 'class="wide" tabindex="0"')


def _cell(cell: d.Cell, scope: str) -> str:
    if cell.mark:
        inside = escape(cell.mark.word)
    elif len(cell.texts) > 1:
        inside = _tag("ul", "".join(_tag("li", _said(text)) for text in cell.texts))
    else:
        inside = "".join(_said(text) for text in cell.texts)
    return _tag("th", inside, f'scope="{scope}"') if cell.header else _tag("td", inside)


def _said(text: PrintedText) -> str:
    return "".join(_run(run) for run in _joined(text.runs))


def _joined(runs: tuple[TextRun | FieldBlank, ...]) -> tuple[TextRun | FieldBlank, ...]:
    """The runs, a clinic's values made one with the words of the same look around them."""
    joined: list[TextRun | FieldBlank] = []
    for run in runs:
        last, bare = joined[-1] if joined else None, replace(run, value=None) if isinstance(run, TextRun) else run
        if isinstance(bare, TextRun) and isinstance(last, TextRun) and replace(last, text=bare.text) == bare:
            joined[-1] = replace(last, text=last.text + bare.text)
        else:
            joined.append(bare)
    return tuple(joined)


def _run(run: TextRun | FieldBlank) -> str:
    if isinstance(run, FieldBlank):
        return f"{BLANK} ({escape(run.label)})" if run.captioned else BLANK
    said = escape(run.text)
    if run.emphasis:
        said = _tag("em", said)
    if run.strong:
        said = _tag("strong", said)
    if run.link:
        said = _tag("a", said, f'href="{escape(run.link)}"')
    return _tag("span", said, f'lang="{escape(run.language)}"') if run.language else said


def _tag(name: str, inside: str, attributes: str = "") -> str:
    return f"<{name}{' ' if attributes else ''}{attributes}>{inside}</{name}>"


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)
