"""The unbreakable pieces of a text, measured in multiples of the type size."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.faces import face_of, measure
from caresheet.model.page_layout import Face
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.text.breaks import SOFT_BREAK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caresheet.text.arrangement import ShapedSegment

ADDRESS_BREAK = re.compile(r"(?<=[/.?&=_\u00a0-])")
"""The first choice of where to split a word that is wider than its line."""
REMEMBERED = 2048
"""How many texts keep their widths and lines for further trials and copies: those of about four long handouts."""


class RunSizes(Struct, frozen=True):
    """How large raised and bold words of a text are, as shares of its type size."""

    raised: float = 1.0
    strong: float = 1.0

    def of(self, run: TextRun) -> float:
        """The size of a run as a share of the type size."""
        if run.raised:
            return self.raised
        return self.strong if run.strong else 1.0


class Segment(Struct, frozen=True):
    """Words of run number `run` in one face, `ems` times the type size wide; without words, a line `points` long to
    write the value of `field` on. Runs count from 0. The words are set in `share` times the type size; `raised` words
    stand above the line. `shaped` is None for words of the text family."""

    run: int
    text: str
    face: Face
    ems: float
    points: float = 0.0
    field: str = ""
    raised: bool = False
    share: float = 1.0
    shaped: ShapedSegment | None = None


class Atom(Struct, frozen=True):
    """What is never split: a word, or words with no space between them. `space` is the width of the space before it as
    a multiple of the type size, or 0 if there is none; `spaces` are the segments of that space in shaped text."""

    segments: tuple[Segment, ...]
    space: float
    ems: float
    points: float
    spaces: tuple[Segment, ...] = ()


@lru_cache(REMEMBERED)
def atoms_of(text: PrintedText, *, strong: bool, emphasis: bool, sizes: RunSizes) -> tuple[Atom, ...]:
    """The text as measured atoms; `strong` and `emphasis` say which face it has where its runs do not say so."""
    builder = _AtomBuilder()
    for number, run in enumerate(text.runs):
        if isinstance(run, FieldBlank):
            builder.add_blank(run, number)
            if run.captioned:
                face = face_of(strong=strong, emphasis=emphasis)
                builder.add_words(f" ({run.label})", face, number)
        else:
            face = face_of(strong=run.strong or strong, emphasis=run.emphasis or emphasis)
            builder.add_words(run.text, face, number, sizes.of(run), raised=run.raised)
    return builder.finished()


class _AtomBuilder:
    """Collects segments into atoms: segments with no space between them share an atom."""

    def __init__(self) -> None:
        self._atoms: list[Atom] = []
        self._glued = False
        self._space = self._space_after = 0.0

    def add_blank(self, blank: FieldBlank, run: int) -> None:
        """A line to write on."""
        self._append(Segment(run, "", Face.REGULAR, 0.0, blank.width, blank.name))
        self._space_after = measure(Face.REGULAR).advance(" ")

    def add_words(self, words: str, face: Face, run: int, share: float = 1.0, *, raised: bool = False) -> None:
        """Words separated by spaces, each space as wide as in the face of the word before it; words may also break at
        hyphens, slashes and dashes. `share` is their size as a share of the type size."""
        advance = measure(face).advance
        space = advance(" ") if raised else advance(" ") * share
        for index, word in enumerate(words.split(" ")):
            if index:
                self._glued = False
                self._space = self._space_after
            if not word:
                continue
            for number, part in enumerate(_halves(word)):
                if number:
                    self._glued = False
                self._append(Segment(run, part, face, advance(part) * share, raised=raised, share=share))
            self._space_after = space

    def finished(self) -> tuple[Atom, ...]:
        return tuple(self._atoms)

    def _append(self, segment: Segment) -> None:
        if self._glued and self._atoms:
            last = self._atoms[-1]
            self._atoms[-1] = atom_of((*last.segments, segment), last.space)
        else:
            self._atoms.append(Atom((segment,), self._space, segment.ems, segment.points))
        self._space = 0.0
        self._glued = True


def _halves(word: str) -> Sequence[str]:
    return SOFT_BREAK.split(word) if "-" in word or "/" in word or "–" in word or "—" in word else (word,)


def atom_of(segments: tuple[Segment, ...], space: float, spaces: tuple[Segment, ...] = ()) -> Atom:
    """The atom of these segments, with the space before it."""
    ems = points = 0.0
    for segment in segments:
        ems += segment.ems
        points += segment.points
    return Atom(segments, space, ems, points, spaces)


def fitting_atoms(atoms: tuple[Atom, ...], size: float, width: float) -> tuple[Atom, ...]:
    """The atoms, with those wider than the line split."""
    if all(atom.ems * size + atom.points <= width for atom in atoms):
        return atoms
    fitting: list[Atom] = []
    for atom in atoms:
        fits = atom.ems * size + atom.points <= width
        fitting.extend((atom,) if fits else _split(atom, size, width))
    return tuple(fitting)


def _split(atom: Atom, size: float, width: float) -> Iterator[Atom]:
    """The atom in pieces that fit; a line to write on is shortened to the line width."""
    parts: list[list[Segment]] = []
    reach = 0.0
    for segment in _pieces(atom, size, width):
        length = segment.ems * size + segment.points
        # A no-break space stays with what comes before it: alone on a line, a reader of the PDF would miss it.
        if parts and (reach + length <= width or segment.text.isspace()):
            parts[-1].append(segment)
            reach += length
        else:
            parts.append([segment])
            reach = length
    for index, part in enumerate(parts):
        yield atom_of(tuple(part), 0.0 if index else atom.space)


def _pieces(atom: Atom, size: float, width: float) -> Iterator[Segment]:
    for segment in atom.segments:
        if not segment.text:
            yield replace(segment, points=min(segment.points, width))
            continue
        if segment.raised:
            yield segment
            continue
        advance = measure(segment.face).advance
        for piece in ADDRESS_BREAK.split(segment.text):
            share = segment.share
            for letters in (piece,) if advance(piece) * share * size <= width else piece:
                if letters:
                    yield Segment(segment.run, letters, segment.face, advance(letters) * share, share=share)
