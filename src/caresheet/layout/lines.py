"""Breaking running text into lines: first fit, ragged right, never hyphenated.

A text is measured once, as multiples of the type size, and then broken at as many sizes and widths as are tried: words
grow with the size, lines to write on do not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.fonts.faces import ASCENT, DESCENT, face_of, measure
from caresheet.layout.shapes import line
from caresheet.model.page_layout import Face, ShapePiece, TextPiece
from caresheet.model.text import FieldBlank, PrintedText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caresheet.model.page_layout import Piece

_SOFT_BREAK = re.compile(r"(?<=[^\W\d_]{3}[-/])(?=[^\W\d_]{3})|(?<=[–—])(?=[^\W\d_])")
"""Between the halves of a compound word, and after a dash: nothing is added to the text."""
_ADDRESS_BREAK = re.compile(r"(?<=[/.?&=_\u00a0-])")
_SHORT_LAST_LINE = 0.18
"""A last line shorter than this share of the measure looks like a slip; the paragraph is set a little narrower."""
_NARROWER = (0.96, 0.92, 0.88, 0.84, 0.8)
_ROUNDING = 0.001
_REMEMBERED = 2048
"""Texts, about four long handouts, whose measures and lines are kept for further trials and further copies."""


class Ink(Struct, frozen=True):
    """How words are set: size and distance of baselines in points, colour, and the cut they start from."""

    size: float
    leading: float
    colour: str
    strong: bool = False
    emphasis: bool = False


class _Segment(Struct, frozen=True):
    """Words of one run in one cut, `ems` times the type size wide; or, without words, a line of `points` to write on.
    `run` counts from 0."""

    run: int
    text: str
    face: Face
    ems: float
    points: float = 0.0


class _Atom(Struct, frozen=True):
    """What is never parted: a word, or words that no space stands between. `space` is the width of the space before
    it as a multiple of the type size, 0 where there is none."""

    segments: tuple[_Segment, ...]
    space: float
    ems: float
    points: float


class Line(Struct, frozen=True):
    """One line's pieces, relative to the upper left corner of a strip `Ink.leading` tall, and how wide it runs.
    `parted` tells that its last word goes on in the next line."""

    pieces: tuple[Piece, ...]
    width: float
    parted: bool = False


def baseline_drop(ink: Ink) -> float:
    """How far under the top of its strip the baseline stands: the leading is shared above and below the letters."""
    return (ink.leading - (ASCENT + DESCENT) * ink.size) / 2 + ASCENT * ink.size


def break_lines(text: PrintedText, tags: Sequence[int], ink: Ink, width: float, left: float = 0.0) -> tuple[Line, ...]:
    """The lines of `text` set `width` points wide; `tags` holds the tag of each of its runs.

    Every character of the text is in exactly one line. What is wider than the line by itself is parted at the last
    place that fits, first after a mark of an address, else between letters.
    """
    return _broken(text, tuple(tags), ink, width, left)


@lru_cache(_REMEMBERED)
def _broken(text: PrintedText, tags: tuple[int, ...], ink: Ink, width: float, left: float) -> tuple[Line, ...]:
    atoms = _fitting(_atoms(text, strong=ink.strong, emphasis=ink.emphasis), ink.size, width)
    if not atoms:
        return ()
    extents = _Extents(atoms, ink.size)
    rows = extents.first_fit(width)
    if len(rows) > 1 and extents.of(rows[-1]) < _SHORT_LAST_LINE * width:
        for share in _NARROWER:
            narrower = extents.first_fit(width * share)
            if len(narrower) != len(rows) or max(map(extents.of, narrower)) > width:
                break
            if extents.of(narrower[-1]) >= _SHORT_LAST_LINE * width:
                rows = narrower
                break
    return tuple(_line(atoms, row, tags, ink, left) for row in rows)


def longest_word(text: PrintedText, ink: Ink) -> float:
    """The width of the widest piece that is never parted, in points."""
    atoms = _atoms(text, strong=ink.strong, emphasis=ink.emphasis)
    return max((atom.ems * ink.size + atom.points for atom in atoms), default=0.0)


def natural_width(text: PrintedText, ink: Ink) -> float:
    """The width of the text on a single line, in points."""
    atoms = _atoms(text, strong=ink.strong, emphasis=ink.emphasis)
    return _Extents(atoms, ink.size).of(range(len(atoms)))


class _Extents:
    """How wide atoms run at one type size, in points, and the spaces before them."""

    def __init__(self, atoms: tuple[_Atom, ...], size: float) -> None:
        self._widths = [atom.ems * size + atom.points for atom in atoms]
        self._spaces = [atom.space * size for atom in atoms]

    def first_fit(self, width: float) -> list[range]:
        """The atoms of each line: as many as the width takes."""
        rows: list[range] = []
        start, reach = 0, 0.0
        for index, (own, space) in enumerate(zip(self._widths, self._spaces, strict=True)):
            step = own + space
            if index == start:
                reach = own
            elif reach + step <= width + _ROUNDING:
                reach += step
            else:
                rows.append(range(start, index))
                start, reach = index, own
        return [*rows, range(start, len(self._widths))]

    def of(self, row: range) -> float:
        """How wide a line of these atoms runs; the space before the first one does not count."""
        total = 0.0
        for index in row:
            total += self._widths[index] + (self._spaces[index] if index > row.start else 0.0)
        return total


# --- measuring ------------------------------------------------------------------------------------------------------
@lru_cache(_REMEMBERED)
def _atoms(text: PrintedText, *, strong: bool, emphasis: bool) -> tuple[_Atom, ...]:
    """The text in pieces that are never parted, measured; `strong` and `emphasis` are the cut that it starts from."""
    growing = _Growing()
    for number, run in enumerate(text.runs):
        if isinstance(run, FieldBlank):
            growing.add_blank(run, number)
            if run.captioned:
                face = face_of(strong=strong, emphasis=emphasis)
                growing.add_words(f" ({run.label})", face, number)
        else:
            growing.add_words(run.text, face_of(strong=run.strong or strong, emphasis=run.emphasis or emphasis), number)
    return growing.finished()


class _Growing:
    """Atoms in the making. What follows is glued to the last one until a space parts them."""

    def __init__(self) -> None:
        self._atoms: list[_Atom] = []
        self._glued = False
        self._space = self._space_after = 0.0

    def add_blank(self, blank: FieldBlank, run: int) -> None:
        """A line to write on."""
        face = face_of(strong=False, emphasis=False)
        self._append(_Segment(run, "", face, 0.0, blank.width))
        self._space_after = measure(face).advance(" ")

    def add_words(self, words: str, face: Face, run: int) -> None:
        """Words between spaces, each as wide as in the cut of the word before it; a word may be broken at its hyphens,
        slashes and dashes."""
        advance = measure(face).advance
        space = advance(" ")
        for index, word in enumerate(words.split(" ")):
            if index:
                self._glued = False
                self._space = self._space_after
            if not word:
                continue
            for number, part in enumerate(_halves(word)):
                if number:
                    self._glued = False
                self._append(_Segment(run, part, face, advance(part)))
            self._space_after = space

    def finished(self) -> tuple[_Atom, ...]:
        return tuple(self._atoms)

    def _append(self, segment: _Segment) -> None:
        if self._glued and self._atoms:
            last = self._atoms[-1]
            self._atoms[-1] = _atom((*last.segments, segment), last.space)
        else:
            self._atoms.append(_Atom((segment,), self._space, segment.ems, segment.points))
        self._space = 0.0
        self._glued = True


def _halves(word: str) -> Sequence[str]:
    return _SOFT_BREAK.split(word) if "-" in word or "/" in word or "–" in word or "—" in word else (word,)


def _atom(segments: tuple[_Segment, ...], space: float) -> _Atom:
    ems = points = 0.0
    for segment in segments:
        ems += segment.ems
        points += segment.points
    return _Atom(segments, space, ems, points)


def _fitting(atoms: tuple[_Atom, ...], size: float, width: float) -> tuple[_Atom, ...]:
    """The atoms, with those wider than the line parted."""
    if all(atom.ems * size + atom.points <= width for atom in atoms):
        return atoms
    fitting: list[_Atom] = []
    for atom in atoms:
        fits = atom.ems * size + atom.points <= width
        fitting.extend((atom,) if fits else _parted(atom, size, width))
    return tuple(fitting)


def _parted(atom: _Atom, size: float, width: float) -> Iterator[_Atom]:
    """The atom in pieces that fit; a line to write on is shortened, and stands alone where it has to."""
    parts: list[list[_Segment]] = []
    reach = 0.0
    for segment in _pieces(atom, size, width):
        length = segment.ems * size + segment.points
        # A space that keeps words together goes with what is before it: alone in a line, it would not be read.
        if parts and (reach + length <= width or segment.text.isspace()):
            parts[-1].append(segment)
            reach += length
        else:
            parts.append([segment])
            reach = length
    for index, part in enumerate(parts):
        yield _atom(tuple(part), 0.0 if index else atom.space)


def _pieces(atom: _Atom, size: float, width: float) -> Iterator[_Segment]:
    for segment in atom.segments:
        if not segment.text:
            yield _Segment(segment.run, "", segment.face, 0.0, min(segment.points, width))
            continue
        advance = measure(segment.face).advance
        for piece in _ADDRESS_BREAK.split(segment.text):
            for letters in (piece,) if advance(piece) * size <= width else piece:
                if letters:
                    yield _Segment(segment.run, letters, segment.face, advance(letters))


# --- lines ----------------------------------------------------------------------------------------------------------
class _Span(Struct):
    """Neighbouring words in one cut and of one tag, `ems` wide without the space that they may end with; or a line to
    write on."""

    words: list[str]
    face: Face
    tag: int
    ems: float
    points: float = 0.0
    trailing: float = 0.0


def _line(atoms: tuple[_Atom, ...], row: range, tags: tuple[int, ...], ink: Ink, left: float) -> Line:
    """The pieces of one row; a space at its end keeps its last word apart from the next line's when read aloud."""
    spans: list[_Span] = []
    for index in row:
        if index > row.start and atoms[index].space:
            _end_with_space(spans, atoms[index].space)
        for segment in atoms[index].segments:
            _add(spans, segment, tags[segment.run])
    follows = row.stop < len(atoms)
    parted = follows and not atoms[row.stop].space
    if follows and not parted:
        _end_with_space(spans, atoms[row.stop].space)
    return _placed(spans, ink, left, parted=parted)


def _add(spans: list[_Span], segment: _Segment, tag: int) -> None:
    last = spans[-1] if spans else None
    if last and last.words and segment.text and last.face is segment.face and last.tag == tag:
        last.words.append(segment.text)
        last.ems += last.trailing + segment.ems
        last.trailing = 0.0
    else:
        words = [segment.text] if segment.text else []
        spans.append(_Span(words, segment.face, tag, segment.ems, segment.points))


def _end_with_space(spans: list[_Span], ems: float) -> None:
    last = spans[-1]
    if last.words:
        last.words.append(" ")
        last.trailing += ems
    else:  # after a line to write on, the space is a piece of its own
        spans.append(_Span([" "], last.face, last.tag, 0.0, trailing=ems))


def _placed(spans: list[_Span], ink: Ink, left: float, *, parted: bool) -> Line:
    pieces: list[Piece] = []
    x = end = left
    drop = baseline_drop(ink)
    for span in spans:
        if span.words:
            width = span.ems * ink.size
            words = "".join(span.words)
            pieces.append(TextPiece(x, -drop, words, span.face, ink.size, ink.colour, width, span.tag))
            end = x + width
            x = end + span.trailing * ink.size
        else:
            pieces.append(blank_line(x, -drop - DESCENT * ink.size / 2, span.points, ink.colour, span.tag))
            x = end = x + span.points
    return Line(tuple(pieces), end - left, parted)


def blank_line(x: float, y: float, width: float, colour: str, tag: int) -> ShapePiece:
    """A line to write on, from `x` to the right, `y` high."""
    return ShapePiece(line(x, y, x + width, y), None, colour, 0.75, tag)
