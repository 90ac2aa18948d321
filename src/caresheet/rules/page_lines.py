"""Lines as they are set: how many letters an eye has to follow."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from msgspec import Struct, field

from caresheet.model import rules
from caresheet.model.document import Section
from caresheet.model.page_layout import ARTIFACT, FieldPiece, PageLayout, ShapePiece, TextPiece
from caresheet.model.problem import Problem
from caresheet.rules.context import PagesContext
from caresheet.rules.page_places import homes

_INLINE = frozenset({"Span", "Link", "Reference"})
"""Structure types that stand inside a line (ISO 32000-1, 14.8.4.4)."""
_RUNNING_TEXT = frozenset({"P", "LBody"})
_NARROW = frozenset({"Table", "Figure", "Div", "TOC"})
"""What holds words in a place of its own: tables, figures, alerts, the list of contents."""
_ENOUGH = 10
"""Full lines from which on an average says how a handout reads."""


class _Text(Struct):
    """One text with its lines, as they are set, in its section. `broken` where a line to write on stands in it."""

    section: Section
    lines: list[str] = field(default_factory=list)
    baseline: tuple[int, float] | None = None
    broken: bool = False


def line_length(case: PagesContext) -> Iterator[Problem]:
    """Full lines of running text have neither too few nor too many letters on average: those in columns, and those of
    sections that stand across them.

    A line is full when its text goes on in the next one. Cells of tables, figures, alerts, the list of contents,
    explanations of words, references and panels to cut out are narrow on purpose and do not count, nor do texts with a
    line to write on. Fewer than ten full lines say nothing.

    Source: RNIB Clear Print Guidelines, "Line length" (60 to 70 letters); CMS Toolkit, 6.11; R. Bringhurst, The
    Elements of Typographic Style, 2.1.2 (45 to 75 letters, 40 to 50 in columns).
    """
    look, limits = case.case.document.look, case.case.limits
    if look.panels is not None:
        return
    texts = tuple(_texts(case))
    for across in (False, True):
        where = "" if look.columns == 1 else " across the page" if across else " in columns"
        count, mean = _mean(text for text in texts if (look.columns > 1 and _stands_across(text)) is across)
        if count >= _ENOUGH:
            said = f"lines{where} have {mean:.3g} characters on average"
            if limits.line_letters_min is not None and mean < limits.line_letters_min:
                hint = "set it in fewer columns, with smaller margins, or in smaller type"
                message = f"{said}, fewer than {limits.line_letters_min:g}"
                yield case.case.at_layout(rules.LINE_LENGTH, message, hint, "columns")
            if limits.line_letters_max is not None and mean > limits.line_letters_max:
                hint = "set it in more columns, with wider margins, or in larger type"
                message = f"{said}, more than {limits.line_letters_max:g}"
                yield case.case.at_layout(rules.LINE_LENGTH, message, hint, "columns")


def _stands_across(text: _Text) -> bool:
    return text.section.wide or text.section.turned


def _mean(texts: Iterator[_Text]) -> tuple[int, float]:
    """How many full lines the texts have, and how many letters these have on average."""
    letters = [float(len(line.strip())) for text in texts if not text.broken for line in text.lines[:-1]]
    return len(letters), fsum(letters) / max(len(letters), 1)


def _texts(case: PagesContext) -> Iterator[_Text]:
    """The running texts of all sections, in reading order."""
    home, page_layout = homes(case), case.page_layout
    explaining = _explaining(page_layout)
    texts: dict[int, _Text] = {}
    for number, page in enumerate(page_layout.pages):
        for piece in page.pieces:
            section = home[piece.tag] if piece.tag != ARTIFACT else None
            if section is None:
                continue
            owner = _owner(page_layout, piece.tag)
            if _is_running(page_layout, owner) and page_layout.tags[owner].parent not in explaining:
                text = texts.setdefault(owner, _Text(section))
                if isinstance(piece, TextPiece):
                    _add(text, piece, number)
                text.broken = text.broken or isinstance(piece, FieldPiece | ShapePiece)
    yield from texts.values()


def _add(text: _Text, piece: TextPiece, page: int) -> None:
    """Put the words behind those of their line."""
    baseline = (page, round(piece.baseline, 2))
    if text.baseline != baseline:
        text.baseline = baseline
        text.lines.append("")
    text.lines[-1] += piece.text


def _owner(page_layout: PageLayout, tag: int) -> int:
    """The element that a line belongs to, whatever stands in it."""
    while page_layout.tags[tag].role in _INLINE:
        tag = page_layout.tags[tag].parent
    return tag


def _is_running(page_layout: PageLayout, tag: int) -> bool:
    return page_layout.tags[tag].role in _RUNNING_TEXT and not any(
        page_layout.tags[each].role in _NARROW for each in _above(page_layout, tag)
    )


def _above(page_layout: PageLayout, tag: int) -> Iterator[int]:
    while tag >= 0:
        yield tag
        tag = page_layout.tags[tag].parent


def _explaining(page_layout: PageLayout) -> frozenset[int]:
    """List items whose label is words, not a number: the first line begins with them."""
    pieces = (piece for page in page_layout.pages for piece in page.pieces if isinstance(piece, TextPiece))
    owners = (
        _owner(page_layout, piece.tag)
        for piece in pieces
        if piece.tag != ARTIFACT and any(letter.isalpha() for letter in piece.text)
    )
    return frozenset(page_layout.tags[owner].parent for owner in owners if page_layout.tags[owner].role == "Lbl")


SET_LINES = (line_length,)
