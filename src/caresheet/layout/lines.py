"""Breaking running text into lines: first fit, ragged at the end, never hyphenated.

A text is measured once, in multiples of the type size, and then broken at every size and width that is tried: words
grow with the type size, lines to write on do not.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from caresheet.fonts.faces import face_of
from caresheet.fonts.families import FontStyle
from caresheet.fonts.setting import is_plain, least_leading, line_metrics, mean_letter_width
from caresheet.layout import shapes
from caresheet.layout.atoms import REMEMBERED, Atom, RunSizes, Segment, atoms_of, fitting_atoms
from caresheet.layout.extents import Extents
from caresheet.layout.text_lines import TextLine
from caresheet.model.glyphs import TypeSetting
from caresheet.model.links import leads_out
from caresheet.model.page_layout import ARTIFACT, Face, FieldPiece, GlyphPiece, ShapePiece, TextPiece
from caresheet.model.text import FieldBlank, PrintedText, TextRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from caresheet.fonts.metrics import FontMetrics
    from caresheet.layout.shaped import ShapedText
    from caresheet.model.page_layout import Piece
    from caresheet.text.arrangement import ArrangedLine, PlacedRun

_RAISED, _RAISED_LARGE, _LARGE = 0.625, 14 / 18, 18.0
"""How large raised numbers are beside their words: 7.5 pt beside 12 pt, 14 pt in large print, which begins at 18 pt."""
_LEAST_RAISED = 7.5
"""The least size of raised numbers, in points."""
_RISE = 0.42
"""How far superscript numbers are raised above the baseline, as a multiple of the type size."""
WRITING_LINE_WIDTH = 0.75
"""The width of a line to write on, in points."""
_UNDERLINE_DROP, _UNDERLINE_WIDTH = 0.14, 0.045
"""How far below the baseline the line under a link runs, and how thick it is, as multiples of the type size."""
_APART = 0.01
"""Ink keeps at least this distance from the top and the bottom of its line, as a multiple of the type size: readers of
the PDF take equal lines that overlap for one line that is painted twice."""
_LATIN = TypeSetting()
_TIGHT = 0.85
"""The leading of headings as a share of that of text, in scripts that need more than Latin letters."""


class TextStyle(Struct, frozen=True):
    """How words are set: type size and leading in points, color, and whether they are bold or italic by default.

    Links are `underlined`, except where their addresses stand beside them, as in a list of sources. `setting` decides
    which fonts are used. Bold runs, such as the key words of a sign, are set in `key_words` times the type size.
    """

    size: float
    leading: float
    color: str
    strong: bool = False
    emphasis: bool = False
    underlined: bool = True
    setting: TypeSetting = _LATIN
    key_words: float = 1.0

    @property
    def face(self) -> Face:
        """The face of words that do not ask for another one."""
        return face_of(strong=self.strong, emphasis=self.emphasis)

    @property
    def metrics(self) -> FontMetrics:
        """The vertical metrics of lines in this style."""
        return line_metrics(self.setting, strong=self.strong, emphasis=self.emphasis)

    @property
    def letter_width(self) -> float:
        """The mean advance of a Latin character in running text, in points."""
        return mean_letter_width(self.setting, strong=self.strong, emphasis=self.emphasis) * self.size

    @property
    def run_sizes(self) -> RunSizes:
        """The sizes of raised numbers and of bold words as shares of the type size."""
        raised = _RAISED_LARGE if self.size >= _LARGE else max(_RAISED, _LEAST_RAISED / self.size)
        return RunSizes(raised, self.key_words)

    def atoms(self, text: PrintedText) -> tuple[Atom, ...]:
        """A text measured in this style."""
        if self.sets_plainly(text):
            return atoms_of(text, strong=self.strong, emphasis=self.emphasis, sizes=self.run_sizes)
        return self.shaped(text).atoms

    def fitting_atoms(self, text: PrintedText, width: float) -> tuple[Atom, ...]:
        """The same, but atoms wider than the line are split."""
        if self.sets_plainly(text):
            return fitting_atoms(self.atoms(text), self.size, width)
        return self.shaped(text).fitting(self.size, width)

    def sets_plainly(self, text: PrintedText) -> bool:
        """Whether all of a text is set in the text family, letter by letter."""
        return _is_plain(text, self.setting)

    def shaped(self, text: PrintedText) -> ShapedText:
        """A text as shaped, for a text that is not set plainly."""
        from caresheet.layout.shaped import shaped_text

        return shaped_text(text, self.setting, FontStyle(self.strong, self.emphasis), self.run_sizes)


@lru_cache(REMEMBERED)
def _is_plain(text: PrintedText, setting: TypeSetting) -> bool:
    return all(is_plain(run.label if isinstance(run, FieldBlank) else run.text, setting) for run in text.runs)


def leading_of(size: float, multiple: float, setting: TypeSetting, *, tight: bool = True) -> float:
    """The leading in points; `multiple` of the type size is enough for Latin letters. Headings are set more tightly
    (`tight`) than text."""
    return size * max(multiple, least_leading(setting) * (_TIGHT if tight else 1.0))


def line_style(size: float, multiple: float, color: str, setting: TypeSetting, *, strong: bool = False) -> TextStyle:
    """A style for words outside running text. Its leading is `multiple` times the type size, more in some scripts."""
    return TextStyle(size, leading_of(size, multiple, setting), color, strong=strong, setting=setting)


def baseline_drop(style: TextStyle) -> float:
    """The distance from the top of a line to its baseline, in points: half of the extra leading goes above the text
    (CSS 2.2, 10.8.1)."""
    ascent, descent = style.metrics.ascent, style.metrics.descent
    return (style.leading - (ascent + descent) * style.size) / 2 + ascent * style.size


def break_lines(
    text: PrintedText, tags: Sequence[int], style: TextStyle, width: float, start: float = 0.0
) -> tuple[TextLine, ...]:
    """The lines of `text` set `width` points wide, from `start`; `tags` holds the tag of each of its runs.

    Every character of the text is in exactly one line. A word wider than the line is split at the last place that
    fits: after a punctuation mark of an address if it has any, else between letters.
    """
    return _broken(text, tuple(tags), style, width, start)


@lru_cache(REMEMBERED)
def _broken(
    text: PrintedText, tags: tuple[int, ...], style: TextStyle, width: float, start: float
) -> tuple[TextLine, ...]:
    atoms = style.fitting_atoms(text, width)
    if not atoms:
        return ()
    extents = Extents(atoms, style.size)
    marks = tuple(_mark_of(run, tag, style) for run, tag in zip(text.runs, tags, strict=True))
    rows = extents.well_ended(extents.first_fit(width), width)
    if not style.sets_plainly(text):
        return tuple(_shaped_lines(style.shaped(text), atoms, rows, marks, style, start))
    return tuple(_line(atoms, row, marks, style, start) for row in rows)


@lru_cache(REMEMBERED)
def longest_word(text: PrintedText, style: TextStyle) -> float:
    """The width of the widest word, in points."""
    atoms = style.atoms(text)
    return max((atom.ems * style.size + atom.points for atom in atoms), default=0.0)


@lru_cache(REMEMBERED)
def natural_width(text: PrintedText, style: TextStyle) -> float:
    """The width of the text if it is set on a single line, in points."""
    atoms = style.atoms(text)
    return Extents(atoms, style.size).of(range(len(atoms)))


class _Underline(Enum):
    """The line under the words of a link, which tells them from others without color (WCAG 2.1, 1.4.1)."""

    NONE = "none"
    SOLID = "solid"
    DOTTED = "dotted"


class _RunMark(Struct, frozen=True):
    """What all words of a run have in common: their tag, the line under them, their size as a share of the type size,
    and how far they are raised, as a multiple of it."""

    tag: int
    underline: _Underline
    share: float
    rise: float


def _mark_of(run: TextRun | FieldBlank, tag: int, style: TextStyle) -> _RunMark:
    underline = _underline(run) if style.underlined else _Underline.NONE
    if isinstance(run, FieldBlank):
        return _RunMark(tag, underline, 1.0, 0.0)
    return _RunMark(tag, underline, style.run_sizes.of(run), _RISE if run.raised else 0.0)


def _underline(run: TextRun | FieldBlank) -> _Underline:
    """Solid under words that lead out of the document, dotted under those that lead to their explanation in it. A
    clinic's number and the raised number of a source need none: they show what they are."""
    if not isinstance(run, TextRun) or run.link is None or run.value or run.raised:
        return _Underline.NONE
    return _Underline.SOLID if leads_out(run.link) else _Underline.DOTTED


class _Blank(NamedTuple):
    """A line to write on in shaped text, `points` long."""

    field: str
    points: float
    mark: _RunMark


class _Span(Struct):
    """Neighboring words in one face and with one mark, `ems` wide without a space at their end; or a line to write
    on."""

    words: list[str]
    face: Face
    mark: _RunMark
    ems: float
    points: float = 0.0
    trailing: float = 0.0
    field: str = ""


def _line(atoms: tuple[Atom, ...], row: range, marks: tuple[_RunMark, ...], style: TextStyle, start: float) -> TextLine:
    """The pieces of one row. It ends with a space, so that its last word and the next line's first are read as two."""
    spans: list[_Span] = []
    for index in row:
        if index > row.start and atoms[index].space:
            _end_with_space(spans, atoms[index].space, marks[atoms[index].segments[0].run])
        for segment in atoms[index].segments:
            _add(spans, segment, marks[segment.run])
    follows = row.stop < len(atoms)
    splits_word = follows and not atoms[row.stop].space
    if follows and not splits_word:
        _end_with_space(spans, atoms[row.stop].space, marks[atoms[row.stop].segments[0].run])
    return _placed(spans, style, start, splits_word=splits_word)


def _add(spans: list[_Span], segment: Segment, mark: _RunMark) -> None:
    last = spans[-1] if spans else None
    if last and last.words and segment.text and last.face is segment.face and last.mark == mark:
        last.words.append(segment.text)
        last.ems += last.trailing + segment.ems
        last.trailing = 0.0
    else:
        words = [segment.text] if segment.text else []
        spans.append(_Span(words, segment.face, mark, segment.ems, segment.points, field=segment.field))


def _end_with_space(spans: list[_Span], ems: float, following: _RunMark) -> None:
    """A space at the end of the last words. After a line to write on, it is a separate piece, with the mark of the
    words that follow."""
    last = spans[-1]
    if last.words:
        last.words.append(" ")
        last.trailing += ems
    else:
        spans.append(_Span([" "], last.face, following, 0.0, trailing=ems))


def _taller(marks: Iterable[_RunMark]) -> float:
    """The height of a line as a multiple of the leading: more than 1 if it holds larger words."""
    return max((mark.share for mark in marks if not mark.rise), default=1.0)


def _placed(spans: list[_Span], style: TextStyle, start: float, *, splits_word: bool) -> TextLine:
    pieces: list[Piece] = []
    x = end = start
    taller = _taller(span.mark for span in spans)
    drop = baseline_drop(style) * taller
    for span in spans:
        if span.words:
            width = span.ems * style.size
            words = "".join(span.words)
            size, y = style.size * span.mark.share, span.mark.rise * style.size - drop
            pieces.append(TextPiece(x, y, words, span.face, size, style.color, width, span.mark.tag))
            end = x + width
            pieces += _rule_under(span.mark.underline, x, end, -drop, style)
            x = end + span.trailing * style.size
        else:
            y = -drop - style.metrics.descent * style.size / 2
            pieces.append(_line_to_write_on(span, x, y, style))
            x = end = x + span.points
    return TextLine(tuple(pieces), end - start, style.leading * taller, splits_word)


def _line_to_write_on(span: _Span | _Blank, x: float, y: float, style: TextStyle) -> FieldPiece:
    color, tag = style.color, span.mark.tag
    return FieldPiece(span.field, x, y, span.points, -y, style.size, color, WRITING_LINE_WIDTH, tag)


def _rule_under(underline: _Underline, start: float, end: float, y: float, style: TextStyle) -> tuple[Piece, ...]:
    """The line under words from `start` to `end` on the baseline `y`. Tags say what it says, so it is an artifact."""
    if underline is _Underline.NONE:
        return ()
    width, y = _UNDERLINE_WIDTH * style.size, y - _UNDERLINE_DROP * style.size
    dotted = underline is _Underline.DOTTED
    path = shapes.dashed(start, y, end, y, 2 * width, 3 * width) if dotted else shapes.line(start, y, end, y)
    return (ShapePiece(path, None, style.color, width, ARTIFACT),)


# --- shaped text ----------------------------------------------------------------------------------------------------
def _shaped_lines(
    shaped: ShapedText,
    atoms: tuple[Atom, ...],
    rows: Sequence[range],
    marks: tuple[_RunMark, ...],
    style: TextStyle,
    start: float,
) -> Iterator[TextLine]:
    words = [_words_of(atoms, row) for row in rows]
    for number, row in enumerate(rows):
        line = shaped.line(atoms, row, style.size, repeated=words.count(words[number]) > 1)
        splits_word = row.stop < len(atoms) and shaped.splits_word(atoms[row.stop])
        yield _shaped_line(shaped, line, marks, style, start, splits_word=splits_word)


def _words_of(atoms: tuple[Atom, ...], row: range) -> str:
    return "".join(segment.text for index in row for segment in atoms[index].segments)


def _shaped_line(
    shaped: ShapedText,
    line: ArrangedLine,
    marks: tuple[_RunMark, ...],
    style: TextStyle,
    start: float,
    *,
    splits_word: bool,
) -> TextLine:
    """The pieces of one row, in reading order and placed from the start edge."""
    pieces: list[Piece] = []
    taller = _taller(marks[run.source] for run in line.runs)
    drop, height = baseline_drop(style) * taller, style.leading * taller
    apart = _APART * style.size
    over, under = max(line.above + apart - drop, 0.0), max(line.below + apart - (height - drop), 0.0)
    for run in line.runs:
        x = start + (line.width - run.x - run.width if shaped.runs_right_to_left else run.x)
        pieces += _shaped_run(run, (x, drop + over), marks[run.source], style, shaped.field(run.source))
    return TextLine(tuple(pieces), line.width, height + over + under, splits_word)


def _shaped_run(
    run: PlacedRun, place: tuple[float, float], mark: _RunMark, style: TextStyle, field: str
) -> Iterator[Piece]:
    x, drop = place
    if run.glyphs is None:
        y = -drop - style.metrics.descent * style.size / 2
        yield _line_to_write_on(_Blank(field, run.width, mark), x, y, style)
        return
    size, y = style.size * mark.share, mark.rise * style.size - drop
    yield GlyphPiece(x, y, run.glyphs, size, style.color, run.width, mark.tag)
    yield from _rule_under(mark.underline, x, x + run.width - run.width_of_end, -drop, style)
