"""A Document as plain text, for whoever has nothing else: in a mail program, in a terminal, read aloud."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import assert_never

from caresheet.model import document as d
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.topic import ListKind

WIDTH = 72
"""Characters in a line, so that it still fits 80 when somebody quotes it (RFC 3676, 4.2). Only a word that is longer by
itself, such as an address, goes beyond."""
BLANK = "________"
"""A line to write on."""
_RULES = {1: "=", 2: "-"}
"""What headings of these levels are underlined with."""
_SHORTEST_RULE = 3
_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_BULLETS = {ListKind.CHECKLIST: "[ ]"}


def as_text(document: d.Document) -> str:
    """Everything that the document says, in its order: headings underlined, tables as a block for each row (`head:
    cell`), figures as their alternative text, web addresses in angle brackets behind the words that lead there.

    Lines end with LF and have at most 72 characters, but for words that are longer by themselves. The running lines
    stand once, the banner at the beginning, the others at the end; there are no page numbers.
    """
    blocks = [
        *(_wrapped(words) for words in (document.banner,) if words),
        _heading(1, document.title),
        *(_wrapped(words) for words in (document.subtitle,) if words),
        *(block for section in document.sections for block in _section(section)),
        *(_wrapped(words) for words in document.running_words()),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _section(section: d.Section) -> Iterator[str]:
    if section.heading:
        yield _heading(section.heading.level, _said(section.heading.text))
    yield from _blocks(section.elements)


def _heading(level: int, words: str) -> str:
    shown = _wrapped(words)
    rule = _RULES.get(level)
    return f"{shown}\n{rule * max(_SHORTEST_RULE, *map(len, shown.splitlines()))}" if rule else shown


def _blocks(elements: tuple[d.Element, ...]) -> Iterator[str]:
    for element in elements:
        yield from _element(element)


def _element(element: d.Element) -> Iterator[str]:
    match element:
        case d.Paragraph(text):
            yield _wrapped(_said(text))
        case d.KeepTogether(inner) | d.InLanguage(element=inner):
            yield from _element(inner)
        case d.Part(heading, inside):
            yield _heading(heading.level, _said(heading.text))
            yield from _blocks(inside)
        case d.Alert():
            title = f" {_said(element.title)}" if element.title else ""
            yield _wrapped(f"{element.mark.word}{title}")
            yield from _blocks(element.elements)
        case d.Table():
            yield from _table(element)
        case d.Figure():
            yield _wrapped(element.alternative)
            yield from (_wrapped(_said(text)) for text in (element.caption,) if text)
        case d.ItemList():
            yield "\n".join(_items(element, 0))
        case d.Definitions():
            yield from (_definition(one) for one in element.definitions)
        case d.Entries():
            yield "\n".join(_entry(entry) for entry in element.entries)
        case _ as never:
            assert_never(never)


def _items(items: d.ItemList, depth: int) -> Iterator[str]:
    for item in items.items:
        number = item.label if item.label.endswith(".") else f"{item.label}."
        mark = number if item.label else _BULLETS.get(items.kind, "-")
        yield _wrapped(_said(item.text), f"{'  ' * depth}{mark} ")
        if item.nested:
            yield from _items(item.nested, depth + 1)


def _definition(one: d.Definition) -> str:
    return f"{_wrapped(_said(one.term))}\n{_wrapped(_said(one.meaning), '  ')}"


def _entry(entry: d.Entry) -> str:
    label = _said(entry.label)
    colon = "" if entry.label.plain.rstrip().endswith((":", "?", ".")) else ":"
    value = _said(entry.value) if entry.value else " ".join([BLANK] * entry.lines)
    return _wrapped(f"{label}{colon} {value}")


def _table(table: d.Table) -> Iterator[str]:
    """A block for each row that says anything; where none does, as in a form, the heads alone."""
    yield _wrapped(_said(table.caption))
    heads = [_cell(cell) for cell in table.head]
    rows = ([_cell(cell) for cell in row.cells] for row in table.rows)
    said = [row for row in rows if any(row)]
    if not said:
        yield "\n".join(_wrapped(head, "- ") for head in heads if head)
    for row in said:
        pairs = [(head, cell) for head, cell in zip(heads, row, strict=True) if cell]
        lines = (f"{head}: {cell}" if head else cell for head, cell in pairs)
        yield "\n".join(_wrapped(line, "  " if number else "- ") for number, line in enumerate(lines))


def _cell(cell: d.Cell) -> str:
    return cell.mark.word if cell.mark else "; ".join(_said(text) for text in cell.texts)


def _said(text: PrintedText) -> str:
    """The words of a text; a line to write on with its label, a web address behind the words that lead to it."""
    runs = text.runs
    parts: list[str] = []
    for index, run in enumerate(runs):
        if isinstance(run, FieldBlank):
            parts.append(f"{BLANK} ({run.label})" if run.captioned else BLANK)
            continue
        parts.append(run.text)
        following = runs[index + 1] if index + 1 < len(runs) else None
        ends = not isinstance(following, TextRun) or following.link != run.link
        if run.link and ends and not run.link.startswith("#") and not _shows(text, run.link):
            parts.append(f" <{run.link}>")
    return "".join(parts)


def _shows(text: PrintedText, link: str) -> bool:
    """Whether the words that lead to an address are the address."""
    words = "".join(run.text for run in text.runs if isinstance(run, TextRun) and run.link == link)
    bare = link.partition(":")[2].lstrip("/").rstrip("/")
    return bare in words or "".join(words.split()) == bare


def _wrapped(words: str, mark: str = "") -> str:
    """The words in lines, the first one behind the mark and the others as far in. What a no-break space joins stays on
    one line."""
    filled = textwrap.fill(
        _WHITE.sub(" ", words),
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\u00a0", " ").rstrip()
