"""Shaped text as atoms and lines, for text that cannot be set letter by letter in the text family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.book import MissingGlyphError
from caresheet.fonts.families import FontStyle
from caresheet.layout.atoms import ADDRESS_BREAK, REMEMBERED, Atom, RunSizes, Segment, atom_of
from caresheet.model.glyphs import TypeSetting
from caresheet.model.page_layout import Face, GlyphPiece
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NO_GLYPH
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.text.arrangement import ArrangedLine, ShapedSegment, arranged, hangs, shaped_segments
from caresheet.text.breaks import break_opportunities
from caresheet.text.itemize import ItemizedText, RunSetting, itemize
from caresheet.text.shaping import shape
from caresheet.text.unicode import clusters

_ROUNDING = 0.001


class ShapedText(Struct, frozen=True):
    """A text with the places where its lines may end."""

    text: PrintedText
    paragraph: ItemizedText
    breaks: frozenset[int]
    atoms: tuple[Atom, ...]
    sizes: RunSizes

    @property
    def runs_right_to_left(self) -> bool:
        """Whether its lines start at the right."""
        return bool(self.paragraph.base & 1)

    def fitting(self, size: float, width: float) -> tuple[Atom, ...]:
        """Its atoms, but those wider than the line are split: in addresses after a punctuation mark, otherwise between
        letters. A line to write on is shortened to the width of the line."""
        wide = [atom for atom in self.atoms if atom.ems * size + atom.points > width]
        atoms, room, excess = self.atoms, width, float(bool(wide))
        while excess > _ROUNDING and room > width / 2:
            cuts = {place for atom in wide for place in self._cuts(atom, size, room)}
            atoms = tuple(_shortened(atom, width) for atom in self._split(self.breaks | cuts))
            excess = max(atom.ems * size + atom.points for atom in atoms) - width
            room -= excess  # letters may be wider together than alone
        return atoms

    def line(self, atoms: tuple[Atom, ...], row: range, size: float, *, repeated: bool) -> ArrangedLine:
        """The line of these atoms at a type size in points. It ends with the spaces before the next line. If it is
        `repeated`, the ink of all its letters counts: readers of the PDF take equal lines that overlap for one."""
        segments: list[Segment] = []
        for index in row:
            segments += (*(atoms[index].spaces if index > row.start else ()), *atoms[index].segments)
        segments += atoms[row.stop].spaces if row.stop < len(atoms) else ()
        shaped = [segment.shaped for segment in segments if segment.shaped]
        paragraph = replace(self.paragraph, families=frozenset()) if repeated else self.paragraph
        return arranged(paragraph, shaped, [segment.ems * size + segment.points for segment in segments])

    def field(self, source: int) -> str:
        """The name of the line to write on with this run number; empty for words."""
        run = self.text.runs[source]
        return run.name if isinstance(run, FieldBlank) else ""

    def splits_word(self, atom: Atom) -> bool:
        """Whether a line that starts with this atom continues a word of the line before."""
        first = atom.segments[0].shaped
        return first is not None and first.start not in self.breaks

    def _split(self, breaks: frozenset[int]) -> Iterator[Atom]:
        group: list[Segment] = []
        spaces: tuple[Segment, ...] = ()
        for shaped in shaped_segments(self.paragraph, breaks):
            if group and shaped.start in breaks:
                words = _without_end(group)
                if words:
                    yield atom_of(words, _ems(spaces), spaces)
                    spaces = ()
                spaces += tuple(group[len(words) :])
                group = []
            group.append(self._segment(shaped))
        words = _without_end(group)
        if words:
            yield atom_of(words, _ems(spaces), spaces)

    def _segment(self, shaped: ShapedSegment) -> Segment:
        run = self.text.runs[shaped.source]
        if shaped.glyphs is None:
            points = run.width if isinstance(run, FieldBlank) else 0.0
            return Segment(shaped.source, "", Face.REGULAR, 0.0, points, self.field(shaped.source), shaped=shaped)
        raised = isinstance(run, TextRun) and run.raised
        share = self._share(shaped.source)
        ems = shaped.ems * share
        return Segment(shaped.source, shaped.glyphs.text, Face.REGULAR, ems, raised=raised, share=share, shaped=shaped)

    def _share(self, source: int) -> float:
        """The size of a run, as a share of the type size."""
        run = self.text.runs[source]
        return self.sizes.of(run) if isinstance(run, TextRun) else 1.0

    def _cuts(self, atom: Atom, size: float, width: float) -> Iterator[int]:
        """The places at which to split an atom so that its parts fit."""
        first, last = atom.segments[0].shaped, atom.segments[-1].shaped
        if first is None or last is None:
            return
        text = self.paragraph.text[first.start : last.stop]
        preferred = {first.start + place.end() for place in ADDRESS_BREAK.finditer(text)}
        reach = since = 0.0
        kept: int | None = None
        for segment in self._letters(first.start, text):
            step = segment.ems * self._share(segment.source) * size if segment.glyphs else width
            if reach and reach + step > width:
                if kept is not None:
                    yield kept
                    reach, kept = since, None
                if reach + step > width:
                    yield segment.start
                    reach = 0.0
            if segment.start in preferred:
                kept, since = segment.start, 0.0
            reach, since = reach + step, since + step

    def _letters(self, start: int, text: str) -> Iterator[ShapedSegment]:
        """Part of the paragraph letter by letter."""
        places = {start}
        for cluster in clusters(text):
            places.add(max(places) + len(cluster))
        found = shaped_segments(self.paragraph, self.breaks | places)
        return (segment for segment in found if start <= segment.start < start + len(text))


@lru_cache(REMEMBERED)
def shaped_text(text: PrintedText, setting: TypeSetting, style: FontStyle, sizes: RunSizes) -> ShapedText:
    """The shaped text. Raises CaresheetError (no-glyph) for a letter that a layout's font lists but cannot show, and
    MissingDictionaryError."""
    try:
        return _shaped(text, setting, style, sizes)
    except MissingGlyphError as error:
        raise CaresheetError((Problem(text.position, NO_GLYPH, str(error), error.hint),)) from error


def _shaped(text: PrintedText, setting: TypeSetting, style: FontStyle, sizes: RunSizes) -> ShapedText:
    paragraph = itemize(text.runs, setting, style)
    breaks = break_opportunities(paragraph.text, setting.language)
    bare = ShapedText(text, paragraph, breaks, (), sizes)
    return replace(bare, atoms=tuple(bare._split(breaks)))  # noqa: SLF001 - its own kind


def space_after(piece: GlyphPiece) -> GlyphPiece:
    """A space after words, so that a reader does not join them to the next one."""
    run = shape(" ", RunSetting(piece.run.font, "Latn", "und", rtl=False))
    return replace(piece, x=piece.x + piece.width, run=run, width=run.ems * piece.size)


def _without_end(group: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments without the spaces that hang at their end; none if all are spaces of any kind, because a reader of
    the PDF does not find a space that is alone on its line."""
    stop = len(group) if any(not segment.text.isspace() for segment in group) else 0
    while stop and hangs(group[stop - 1].text):
        stop -= 1
    return tuple(group[:stop])


def _ems(segments: Sequence[Segment]) -> float:
    return fsum(segment.ems for segment in segments)


def _shortened(atom: Atom, width: float) -> Atom:
    """The atom, with lines to write on cut to the width of the line."""
    if atom.points <= width:
        return atom
    segments = tuple(replace(segment, points=min(segment.points, width)) for segment in atom.segments)
    return atom_of(segments, atom.space, atom.spaces)
