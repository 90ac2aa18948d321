"""Lines as they are set: how many characters the eye has to follow."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from math import fsum

from msgspec import Struct, field

from caresheet.model import rules
from caresheet.model.document import Section
from caresheet.model.look import HeadingLook
from caresheet.model.page_layout import ARTIFACT, FieldPiece, PageLayout, ShapePiece, WordPiece
from caresheet.model.problem import Problem
from caresheet.rules.context import HandoutContext, PagesContext
from caresheet.rules.page_sections import sections_of_tags

_INLINE = frozenset({"Form", "Span", "Link", "Reference"})
"""Structure types that stand inside a line (ISO 32000-1, 14.8.4.4)."""
_RUNNING_TEXT = frozenset({"P", "LBody"})
_NARROW = frozenset({"Table", "Figure", "Div", "TOC"})
"""Elements whose text is in a separate box: tables, figures, alerts, the list of contents."""
_SQUARE = frozenset({"F", "W"})
_PART_OF_A_LETTER = frozenset({"Cf", "Mc", "Me", "Mn"})
_ENOUGH = 10
"""Full lines that it takes for an average to say how a handout reads."""


class _LineText(Struct):
    """One text of a section with its lines as they are set. `broken` if it has a line to write on."""

    section: Section
    lines: list[str] = field(default_factory=list)
    baseline: tuple[int, float] | None = None
    broken: bool = False


def line_length(context: PagesContext) -> Iterator[Problem]:
    """Full lines of running text have neither too few nor too many characters on average, in columns and in sections
    that span the columns. Characters count as readers see them: those that fill a square as two.

    A line is full if its text continues on the next line. Table cells, figures, alerts, signs of zones, the list of
    contents, definitions, references and panels to cut out are narrow on purpose and do not count, nor do texts with a
    line to write on. Fewer than ten full lines say nothing.

    Source: RNIB Clear Print Guidelines, "Line length" (60 to 70 characters); CMS Toolkit, 6.11; R. Bringhurst, The
    Elements of Typographic Style, 2.1.2 (45 to 75 characters, 40 to 50 in columns).
    """
    look = context.handout.document.look
    if look.panels is not None:
        return
    texts = tuple(_texts(context))
    for across in (False, True):
        where = "" if look.columns == 1 else " across the page" if across else " in columns"
        count, mean = _mean(text for text in texts if (look.columns > 1 and _spans_columns(text)) is across)
        if count >= _ENOUGH:
            yield from _judged(context.handout, mean, where)


def _judged(handout: HandoutContext, mean: float, where: str) -> Iterator[Problem]:
    limits, lines = handout.limits, f"lines{where} have {mean:.3g} characters on average"
    if limits.line_letters_min is not None and mean < limits.line_letters_min:
        message = f"{lines}, fewer than {limits.line_letters_min:g}"
        hint = "use fewer columns, smaller margins, or smaller type"
        yield handout.at_layout(rules.LINE_LENGTH, message, hint, "columns")
    if limits.line_letters_max is not None and mean > limits.line_letters_max:
        message = f"{lines}, more than {limits.line_letters_max:g}"
        hint = "use more columns, wider margins, or larger type"
        yield handout.at_layout(rules.LINE_LENGTH, message, hint, "columns")


def _spans_columns(text: _LineText) -> bool:
    return text.section.wide or text.section.turned


def _mean(texts: Iterator[_LineText]) -> tuple[int, float]:
    """How many full lines the texts have, and how many characters these have on average."""
    lengths = [float(letters_seen(line.strip())) for text in texts if not text.broken for line in text.lines[:-1]]
    return len(lengths), fsum(lengths) / max(len(lengths), 1)


def letters_seen(line: str) -> int:
    """How many letters of usual width a line holds: a mark is seen as part of its letter, and a letter that fills a
    square, as in Chinese and Korean, is as wide as two.

    Source: Unicode 15.0, UAX 11 (East Asian width) and UAX 29, 3 (a letter and its marks are one character to readers).
    """
    if line.isascii():
        return len(line)
    seen = [letter for letter in line if unicodedata.category(letter) not in _PART_OF_A_LETTER]
    return len(seen) + len([letter for letter in seen if unicodedata.east_asian_width(letter) in _SQUARE])


def _texts(context: PagesContext) -> Iterator[_LineText]:
    """The running texts of all sections, in reading order."""
    home, page_layout = sections_of_tags(context), context.page_layout
    definitions = _definitions(page_layout)
    owners: dict[int, int | None] = {}
    texts: dict[int, _LineText] = {}
    for number, page in enumerate(page_layout.pages):
        for piece in page.pieces:
            section = home[piece.tag] if piece.tag != ARTIFACT else None
            if section is None:
                continue
            if piece.tag not in owners:
                owners[piece.tag] = _running_owner(page_layout, section, piece.tag, definitions)
            owner = owners[piece.tag]
            if owner is not None:
                text = texts.setdefault(owner, _LineText(section))
                if isinstance(piece, WordPiece):
                    _add(text, piece, number)
                text.broken = text.broken or isinstance(piece, FieldPiece | ShapePiece)
    yield from texts.values()


def _running_owner(page_layout: PageLayout, section: Section, tag: int, definitions: frozenset[int]) -> int | None:
    """The element of running text that a line belongs to, None for a line of any other element."""
    if _is_sign(page_layout, section, tag):
        return None
    owner = _owner(page_layout, tag)
    counts = _is_running(page_layout, owner) and page_layout.tags[owner].parent not in definitions
    return owner if counts else None


def _add(text: _LineText, piece: WordPiece, page: int) -> None:
    """Add the words to those of their line."""
    baseline = (page, round(piece.baseline, 2))
    if text.baseline != baseline:
        text.baseline = baseline
        text.lines.append("")
    text.lines[-1] += piece.text


def _owner(page_layout: PageLayout, tag: int) -> int:
    """The element that a line belongs to, whatever it contains."""
    while page_layout.tags[tag].role in _INLINE:
        tag = page_layout.tags[tag].parent
    return tag


def _is_running(page_layout: PageLayout, tag: int) -> bool:
    return page_layout.tags[tag].role in _RUNNING_TEXT and not any(
        page_layout.tags[each].role in _NARROW for each in _above(page_layout, tag)
    )


def _is_sign(page_layout: PageLayout, section: Section, tag: int) -> bool:
    """Whether a line belongs to a sign of a zone, which stands beside its pictogram in a narrow column."""
    zone = section.style.heading is HeadingLook.ZONE
    return zone and any(page_layout.tags[each].role == "LI" for each in _above(page_layout, tag))


def _above(page_layout: PageLayout, tag: int) -> Iterator[int]:
    while tag >= 0:
        yield tag
        tag = page_layout.tags[tag].parent


def _definitions(page_layout: PageLayout) -> frozenset[int]:
    """List items whose label is words rather than a number: their first line starts with the label."""
    tags = page_layout.tags
    pieces = (piece for page in page_layout.pages for piece in page.pieces if piece.tag != ARTIFACT)
    owned = ((piece, _owner(page_layout, piece.tag)) for piece in pieces if isinstance(piece, WordPiece))
    labels = ((piece.text, owner) for piece, owner in owned if tags[owner].role == "Lbl")
    return frozenset(tags[owner].parent for text, owner in labels if any(map(str.isalpha, text)))
