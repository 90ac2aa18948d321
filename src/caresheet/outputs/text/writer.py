"""A handout as plain text, for readers who have nothing else: in a mail program, in a terminal, read aloud."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator

from caresheet.model.artifact import Artifact
from caresheet.model.composed import Composed
from caresheet.model.links import leads_out, shows_address
from caresheet.model.structure import ElementType, Role, StructureNode
from caresheet.model.text import FieldBlank, Runs, TextRun, in_a_row, in_brackets

WIDTH = 72
"""Characters in a line, so that it still fits 80 when somebody quotes it (RFC 3676, 4.2). Only a word that is longer by
itself, such as an address, goes beyond."""
BLANK = "________"
"""A line to write on."""
_SHORTEST_RULE = 3
_WHITE = re.compile(r"[ \t\r\n\f\v]+")


def write_text(composed: Composed) -> Artifact:
    """Everything that the handout says, in its order and in UTF-8: headings underlined, tables as a block for each row
    (`heading: cell`), figures as their alternative text, web addresses in angle brackets after the words that lead
    there.

    Lines end with LF and have at most 72 characters, except for words that are longer by themselves. Header and footer
    stand once at the end, without page numbers.
    """
    blocks = _blocks(composed.structure.without_pages().root.blocks)
    data = "\n\n".join(block for block in blocks if block).encode() + b"\n"
    name = f"{composed.document.identifier}.txt"
    return Artifact(name, "text/plain", data, None, hashlib.sha256(data).hexdigest())


def _blocks(nodes: Iterable[StructureNode]) -> Iterator[str]:
    for node in nodes:
        yield from _WRITERS.get(node.role, _plain)(node)


def _plain(node: StructureNode) -> Iterator[str]:
    """An element of running text, or whatever stands in it."""
    if node.text:
        yield _wrapped(_said(node.text))
    yield from _blocks(node.blocks)


def _underlined(rule: str) -> Callable[[StructureNode], Iterator[str]]:
    def heading(node: StructureNode) -> Iterator[str]:
        words = _wrapped(_said(node.text))
        yield f"{words}\n{rule * max(_SHORTEST_RULE, *map(len, words.splitlines()))}"

    return heading


def _alert(alert: StructureNode) -> Iterator[str]:
    """The level and the title on one line, then what stands below."""
    heads = [node for node in alert.blocks if node.role in _ALERT_HEADS]
    yield _wrapped(" ".join(_said(node.text) for node in heads))
    yield from _blocks(node for node in alert.blocks if node.role not in _ALERT_HEADS)


_ALERT_HEADS = frozenset({Role.ALERT_LEVEL, Role.ALERT_TITLE})


def _figure(figure: StructureNode) -> Iterator[str]:
    yield _wrapped(figure.alternative)
    yield from _blocks(figure.blocks)


def _list(items: StructureNode) -> Iterator[str]:
    yield "\n".join(_items(items, 0))


def _items(items: StructureNode, depth: int) -> Iterator[str]:
    for item in items.blocks:
        *label, body = item.blocks
        number = _said(label[0].text) if label else ""
        words, *nested = body.blocks or (body,)
        yield _wrapped(_said(words.text), f"{'  ' * depth}{_marker(number, items)} ")
        for inner in nested:
            yield from _items(inner, depth + 1)


def _marker(number: str, items: StructureNode) -> str:
    if number:
        return number if number.endswith(".") else f"{number}."
    return "[ ]" if items.role is Role.CHECKLIST else "-"


def _definition(definition: StructureNode) -> Iterator[str]:
    term, meaning = definition.blocks
    yield f"{_wrapped(_said(term.text))}\n{_wrapped(_said(meaning.text), '  ')}"


def _entries(entries: StructureNode) -> Iterator[str]:
    yield "\n".join(_wrapped(_said(entry.text)) for entry in entries.blocks)


def _table(table: StructureNode) -> Iterator[str]:
    """A block for each row that says anything; where none does, as in a form, the column headings alone."""
    caption, head, *rows = table.blocks
    yield _wrapped(_said(caption.text))
    headings = [_cell(cell) for cell in head.blocks]
    said = [row for row in ([_cell(cell) for cell in row.blocks] for row in rows) if any(row)]
    if not said:
        yield "\n".join(_wrapped(heading, "- ") for heading in headings if heading)
    for row in said:
        pairs = [(heading, cell) for heading, cell in zip(headings, row, strict=True) if cell]
        lines = (f"{heading}: {cell}" if heading else cell for heading, cell in pairs)
        yield "\n".join(_wrapped(line, "  " if number else "- ") for number, line in enumerate(lines))


def _cell(cell: StructureNode) -> str:
    """Its words; several texts one after the other."""
    bodies = [item.blocks[1] for items in cell.blocks for item in items.blocks]
    return in_a_row(_said(body.text) for body in bodies) or _said(cell.text)


_WRITERS: dict[Role | ElementType, Callable[[StructureNode], Iterator[str]]] = {
    Role.TITLE: _underlined("="),
    Role.HEADING_2: _underlined("-"),
    Role.ALERT: _alert,
    Role.BULLETS: _list,
    Role.STEPS: _list,
    Role.CHECKLIST: _list,
    Role.TABLE: _table,
    Role.FIGURE: _figure,
    Role.DEFINITION: _definition,
    Role.ENTRIES: _entries,
}
"""How each role is written that is more than running text."""


# --- words ----------------------------------------------------------------------------------------------------------
def _said(runs: Runs) -> str:
    """The words of a text; a line to write on with its label, a web address after the words that lead to it."""
    parts: list[str] = []
    for index, run in enumerate(runs):
        if isinstance(run, FieldBlank):
            parts.append(f"{BLANK} ({run.label})" if run.captioned else BLANK)
            continue
        parts.append(in_brackets(run))
        following = runs[index + 1] if index + 1 < len(runs) else None
        ends = not isinstance(following, TextRun) or following.link != run.link
        if run.link and ends and leads_out(run.link) and not shows_address(_words_of_link(runs, run.link), run.link):
            parts.append(f" <{run.link}>")
    return "".join(parts)


def _words_of_link(runs: Runs, link: str) -> str:
    return "".join(run.text for run in runs if isinstance(run, TextRun) and run.link == link)


def _wrapped(words: str, mark: str = "") -> str:
    """The words in lines, the first one after the mark and the others indented as far. What a no-break space joins
    stays on one line."""
    filled = textwrap.fill(
        _WHITE.sub(" ", words),
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\u00a0", " ").rstrip()
