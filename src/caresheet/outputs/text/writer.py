"""A handout as plain text, for readers who have nothing else: in a mail program, in a terminal, read aloud."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from caresheet.model.artifact import Artifact
from caresheet.model.composed import Composed
from caresheet.model.links import leads_out, shows_address
from caresheet.model.structure import ElementType, Role, StructureNode
from caresheet.model.text import FieldBlank, Runs, TextRun, in_a_row, in_brackets, in_languages, language_of
from caresheet.text.isolates import level_of, with_isolates

WIDTH = 72
"""Characters in a line, so that it still fits 80 when somebody quotes it (RFC 3676, 4.2). Only a word that is longer by
itself, such as an address, goes beyond."""
BLANK = "________"
"""A line to write on."""
_SHORTEST_RULE = 3
_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_ISOLATES = re.compile("[\u2066-\u2069]")
"""What isolates words, and the end of that."""
_END = "\u2069"


def write_text(composed: Composed) -> Artifact:
    """Everything that the handout says, in its order and in UTF-8: headings underlined, tables as a block for each row
    (`heading: cell`), figures as their alternative text, web addresses in angle brackets after the words that lead
    there.

    Lines end with LF and have at most 72 characters, except for words that are longer by themselves. Header and footer
    stand once at the end, without page numbers. Between letters that run from right to left, doses, numbers to call and
    names are isolated (UAX 9), so that they keep their order.
    """
    structure = composed.structure.without_pages()
    blocks = _blocks(_spoken(structure.root, structure.language).blocks)
    data = "\n\n".join(block for block in blocks if block).encode() + b"\n"
    name = f"{composed.document.identifier}.txt"
    return Artifact(name, "text/plain", data, None, hashlib.sha256(data).hexdigest())


def _blocks(nodes: Iterable[StructureNode]) -> Iterator[str]:
    for node in nodes:
        yield from _WRITERS.get(node.role, _plain)(node)


def _spoken(node: StructureNode, around: str) -> StructureNode:
    """An element and all blocks in it, each with its language."""
    language = node.language or around
    inside = (child if child.is_inline else _spoken(child, language) for child in node.children)
    return replace(node, language=language, children=tuple(inside))


def _plain(node: StructureNode) -> Iterator[str]:
    """An element of running text, or whatever stands in it."""
    if node.text:
        yield _wrapped(_said(node))
    yield from _blocks(node.blocks)


def _underlined(rule: str) -> Callable[[StructureNode], Iterator[str]]:
    def heading(node: StructureNode) -> Iterator[str]:
        words = _wrapped(_said(node))
        widths = (len(_ISOLATES.sub("", line)) for line in words.splitlines())
        yield f"{words}\n{rule * max(_SHORTEST_RULE, *widths)}"

    return heading


def _alert(alert: StructureNode) -> Iterator[str]:
    """The level and the title on one line, then what stands below."""
    heads = [node for node in alert.blocks if node.role in _ALERT_HEADS]
    yield _wrapped(" ".join(map(_said, heads)))
    yield from _blocks(node for node in alert.blocks if node.role not in _ALERT_HEADS)


_ALERT_HEADS = frozenset({Role.ALERT_LEVEL, Role.ALERT_TITLE})


def _figure(figure: StructureNode) -> Iterator[str]:
    yield _wrapped(with_isolates(figure.alternative, level_of(figure.language or "")))
    yield from _blocks(figure.blocks)


def _list(items: StructureNode) -> Iterator[str]:
    yield "\n".join(_items(items, 0))


def _items(items: StructureNode, depth: int) -> Iterator[str]:
    for item in items.blocks:
        *label, body = item.blocks
        number = _said(label[0]) if label else ""
        words, *nested = body.blocks or (body,)
        yield _wrapped(_said(words), f"{'  ' * depth}{_marker(number, items)} ")
        for inner in nested:
            yield from _items(inner, depth + 1)


def _marker(number: str, items: StructureNode) -> str:
    if number:
        return number if number.endswith(".") else f"{number}."
    return "[ ]" if items.role is Role.CHECKLIST else "-"


def _definition(definition: StructureNode) -> Iterator[str]:
    term, meaning = definition.blocks
    yield f"{_wrapped(_said(term))}\n{_wrapped(_said(meaning), '  ')}"


def _entries(entries: StructureNode) -> Iterator[str]:
    yield "\n".join(_wrapped(_said(entry)) for entry in entries.blocks)


def _table(table: StructureNode) -> Iterator[str]:
    """A block for each row that says anything; where none does, as in a form, the column headings alone."""
    caption, head, *rows = table.blocks
    yield _wrapped(_said(caption))
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
    return in_a_row(map(_said, bodies)) or _said(cell)


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
def _said(node: StructureNode) -> str:
    """The words of an element. Two languages that share it stand on lines of their own."""
    return "\n".join(_line(runs, language) for language, runs in in_languages(node.text, node.language or ""))


def _line(runs: Runs, language: str) -> str:
    """Words in a language; those in another one that run the other way are isolated."""
    base, text, before = level_of(language), "", language
    quoted: list[tuple[int, int]] = []
    for index, run in enumerate(runs):
        own, start = language_of(run) or language, len(text)
        text += _words(runs, index)
        if level_of(own) != base:
            first = quoted.pop()[0] if own == before else start
            quoted.append((first, len(text)))
        before = own
    return with_isolates(text, base, quoted)


def _words(runs: Runs, index: int) -> str:
    """The words of a run; a line to write on with its label, a web address after the words that lead to it."""
    run = runs[index]
    if isinstance(run, FieldBlank):
        return f"{BLANK} ({run.label})" if run.captioned else BLANK
    following = runs[index + 1] if index + 1 < len(runs) else None
    ends = not isinstance(following, TextRun) or following.link != run.link
    if run.link and ends and leads_out(run.link) and not shows_address(_words_of_link(runs, run.link), run.link):
        return f"{in_brackets(run)} <{run.link}>"
    return in_brackets(run)


def _words_of_link(runs: Runs, link: str) -> str:
    return "".join(run.text for run in runs if isinstance(run, TextRun) and run.link == link)


def _wrapped(words: str, mark: str = "") -> str:
    """The words in lines, the first one after the mark and the others indented as far. What a no-break space joins
    stays on one line."""
    indent = " " * len(mark)
    lines = [
        line
        for number, part in enumerate(words.split("\n"))
        for line in textwrap.wrap(
            _WHITE.sub(" ", part),
            WIDTH,
            initial_indent=indent if number else mark,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]
    return "\n".join(_closed(lines, len(mark))).replace("\u00a0", " ").rstrip()


def _closed(lines: Iterable[str], indent: int) -> Iterator[str]:
    """The lines with their isolates closed at the end of each, and opened again on the next: a line is a paragraph of
    its own to programs that show plain text."""
    opened = ""
    for line in lines:
        whole = f"{line[:indent]}{opened}{line[indent:]}"
        opened = ""
        for mark in _ISOLATES.findall(whole):
            opened = opened[:-1] if mark == _END else opened + mark
        yield whole.rstrip() + _END * len(opened)
