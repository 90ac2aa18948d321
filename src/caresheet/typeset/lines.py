"""Breaking running text into lines: first fit, ragged right, never hyphenated."""

from __future__ import annotations

import re
from math import fsum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.setting import ShapePiece, TextPiece
from caresheet.model.text import Blank, PrintedText, Words
from caresheet.typeset.faces import ASCENT, DESCENT, face_of, measure
from caresheet.typeset.shapes import line

if TYPE_CHECKING:
    from caresheet.model.setting import Face, Piece

_SOFT_BREAK = re.compile(r"(?<=[^\W\d_]{3}[-/])(?=[^\W\d_]{3})|(?<=[–—])(?=[^\W\d_])")
"""Between the halves of a compound word, and after a dash: nothing is added to the text."""
_ADDRESS_BREAK = re.compile(r"(?<=[/.?&=_\u00a0-])")
_SHORT_LAST_LINE = 0.18
"""A last line shorter than this share of the measure looks like a slip; the paragraph is set a little narrower."""
_NARROWER = (0.96, 0.92, 0.88, 0.84, 0.8)
_ROUNDING = 0.001


class Ink(Struct, frozen=True):
    """How words are set: size and distance of baselines in points, colour, and the cut they start from."""

    size: float
    leading: float
    colour: str
    strong: bool = False
    emphasis: bool = False


class _Segment(Struct):
    """Words in one cut and tag, or a line to write on where `text` is empty."""

    text: str
    face: Face
    tag: int
    width: float


class _Atom(Struct):
    """What is never parted: a word, or words that no space stands between. `spaced` when a space goes before it."""

    segments: list[_Segment]
    width: float
    spaced: bool


class Line(Struct, frozen=True):
    """One line's pieces, relative to the upper left corner of a strip `Ink.leading` tall, and how wide it runs.
    `parted` tells that its last word goes on in the next line."""

    pieces: tuple[Piece, ...]
    width: float
    parted: bool = False


def baseline_drop(ink: Ink) -> float:
    """How far under the top of its strip the baseline stands: the leading is shared above and below the letters."""
    return (ink.leading - (ASCENT + DESCENT) * ink.size) / 2 + ASCENT * ink.size


def break_lines(text: PrintedText, tags: list[int], ink: Ink, width: float, left: float = 0.0) -> list[Line]:
    """The lines of `text` set `width` points wide; `tags` holds the tag of each of its runs.

    Every character of the text is in exactly one line. What is wider than the line by itself is parted at the last
    place that fits, first after a mark of an address, else between letters.
    """
    atoms = _fitting(_atoms(text, tags, ink, width), ink, width)
    if not atoms:
        return []
    rows = _first_fit(atoms, ink, width)
    if len(rows) > 1 and _row_width(rows[-1], ink) < _SHORT_LAST_LINE * width:
        for share in _NARROWER:
            narrower = _first_fit(atoms, ink, width * share)
            if len(narrower) != len(rows) or max(_row_width(row, ink) for row in narrower) > width:
                break
            if _row_width(narrower[-1], ink) >= _SHORT_LAST_LINE * width:
                rows = narrower
                break
    return [_line(row, rows[index + 1] if index + 1 < len(rows) else None, ink, left) for index, row in enumerate(rows)]


def longest_word(text: PrintedText, ink: Ink) -> float:
    """The width of the widest piece that is never parted, in points."""
    return max((atom.width for atom in _atoms(text, [0] * len(text.runs), ink, 0.0)), default=0.0)


def natural_width(text: PrintedText, ink: Ink) -> float:
    """The width of the text on a single line, in points."""
    return _row_width(_atoms(text, [0] * len(text.runs), ink, 0.0), ink)


def _atoms(text: PrintedText, tags: list[int], ink: Ink, width: float) -> list[_Atom]:
    atoms: list[_Atom] = []
    spaced = False
    glued = False
    for run, tag in zip(text.runs, tags, strict=True):
        if isinstance(run, Blank):
            face = face_of(strong=False, emphasis=False)
            length = min(run.width, width) if width else run.width
            glued = _append(atoms, _Segment("", face, tag, length), spaced=spaced, glued=glued)
            spaced = False
            if run.captioned:
                glued, spaced = _append_words(atoms, Words(f" ({run.label})"), tag, ink, spaced=False, glued=True)
        else:
            glued, spaced = _append_words(atoms, run, tag, ink, spaced=spaced, glued=glued)
    return atoms


def _append_words(
    atoms: list[_Atom], run: Words, tag: int, ink: Ink, *, spaced: bool, glued: bool
) -> tuple[bool, bool]:
    """Add the words of a run; returns whether the next run is glued to it, and whether a space came last."""
    face = face_of(strong=run.strong or ink.strong, emphasis=run.emphasis or ink.emphasis)
    advance = measure(face).advance
    size = ink.size
    for index, word in enumerate(run.text.split(" ")):
        if index:
            spaced, glued = True, False
        if not word:
            continue
        parts = _SOFT_BREAK.split(word) if "-" in word or "/" in word or "–" in word or "—" in word else (word,)
        for part in parts:
            _append(atoms, _Segment(part, face, tag, advance(part) * size), spaced=spaced, glued=glued)
            spaced = glued = False
        spaced, glued = False, True
    return glued, spaced


def _append(atoms: list[_Atom], segment: _Segment, *, spaced: bool, glued: bool) -> bool:
    """Add a segment, to the last atom where nothing parts them; always returns True: what follows is glued."""
    if glued and not spaced and atoms:
        atoms[-1].segments.append(segment)
        atoms[-1].width += segment.width
    else:
        atoms.append(_Atom([segment], segment.width, spaced and bool(atoms)))
    return True


def _fitting(atoms: list[_Atom], ink: Ink, width: float) -> list[_Atom]:
    """The atoms, with those wider than the line parted."""
    if all(atom.width <= width for atom in atoms):
        return atoms
    fitting: list[_Atom] = []
    for atom in atoms:
        fitting.extend([atom] if atom.width <= width else _parted(atom, ink, width))
    return fitting


def _parted(atom: _Atom, ink: Ink, width: float) -> list[_Atom]:
    parts: list[_Atom] = []
    spaced = atom.spaced
    for segment in atom.segments:
        advance = measure(segment.face).advance
        pieces = [piece for piece in _ADDRESS_BREAK.split(segment.text) if piece] or [""]
        letters: list[str] = []
        for piece in pieces:
            letters.extend([piece] if advance(piece) * ink.size <= width else list(piece))
        for piece in letters:
            length = advance(piece) * ink.size if piece else segment.width
            # A space that keeps words together goes with what is before it: alone in a line, it would not be read.
            if parts and (parts[-1].width + length <= width or piece.isspace()):
                parts[-1].segments.append(_Segment(piece, segment.face, segment.tag, length))
                parts[-1].width += length
            else:
                parts.append(_Atom([_Segment(piece, segment.face, segment.tag, length)], length, spaced))
            spaced = False
    return parts


def _space(atom: _Atom, ink: Ink) -> float:
    return measure(atom.segments[-1].face).advance(" ") * ink.size


def _first_fit(atoms: list[_Atom], ink: Ink, width: float) -> list[list[_Atom]]:
    rows: list[list[_Atom]] = [[atoms[0]]]
    reach = atoms[0].width
    for atom in atoms[1:]:
        step = atom.width + (_space(rows[-1][-1], ink) if atom.spaced else 0.0)
        if reach + step <= width + _ROUNDING:
            rows[-1].append(atom)
            reach += step
        else:
            rows.append([atom])
            reach = atom.width
    return rows


def _row_width(row: list[_Atom], ink: Ink) -> float:
    total = 0.0
    for index, atom in enumerate(row):
        total += atom.width + (_space(row[index - 1], ink) if index and atom.spaced else 0.0)
    return total


def _line(row: list[_Atom], following: list[_Atom] | None, ink: Ink, left: float) -> Line:
    """The pieces of one row; a space at its end keeps its last word apart from the next line's when read aloud."""
    spans: list[_Segment] = []
    for index, atom in enumerate(row):
        if index and atom.spaced:
            _add_space(spans)
        for segment in atom.segments:
            last = spans[-1] if spans else None
            if last and last.text and segment.text and last.face == segment.face and last.tag == segment.tag:
                last.text += segment.text
            else:
                spans.append(_Segment(segment.text, segment.face, segment.tag, segment.width))
    parted = following is not None and not following[0].spaced
    if following and not parted:
        _add_space(spans)
    return replace(_placed(spans, ink, left), parted=parted)


def _add_space(spans: list[_Segment]) -> None:
    last = spans[-1]
    if last.text:
        last.text += " "
    else:  # after a line to write on, the space is a piece of its own
        spans.append(_Segment(" ", last.face, last.tag, 0.0))


def _placed(spans: list[_Segment], ink: Ink, left: float) -> Line:
    pieces: list[Piece] = []
    x = left
    drop = baseline_drop(ink)
    width = 0.0
    for span in spans:
        if span.text:
            advance = measure(span.face).advance
            whole = fsum(advance(word) for word in span.text.split(" ")) + advance(" ") * span.text.count(" ")
            bare = whole - (advance(" ") if span.text.endswith(" ") else 0.0)
            pieces.append(TextPiece(x, -drop, span.text, span.face, ink.size, ink.colour, bare * ink.size, span.tag))
            width = x + bare * ink.size - left
            x += whole * ink.size
        else:
            pieces.append(blank_line(x, -drop - DESCENT * ink.size / 2, span.width, ink.colour, span.tag))
            x += span.width
            width = x - left
    return Line(tuple(pieces), width)


def blank_line(x: float, y: float, width: float, colour: str, tag: int) -> ShapePiece:
    """A line to write on, from `x` to the right, `y` high."""
    return ShapePiece(line(x, y, x + width, y), None, colour, 0.75, tag)
