"""The pieces of a page as a content stream, each in the marked content of its element."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from caresheet.model.drawing import LineStyle
from caresheet.model.page_layout import (
    ARTIFACT,
    DrawingPiece,
    FieldPiece,
    GlyphPiece,
    PicturePiece,
    ShapePiece,
    TextPiece,
)
from caresheet.outputs.pdf.writer.drawings import placed_paths
from caresheet.outputs.pdf.writer.glyphs import shown_glyphs
from caresheet.outputs.pdf.writer.objects import number_string

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caresheet.model.drawing import Segment
    from caresheet.model.page_layout import Page, Piece, Tag
    from caresheet.model.topic import Picture
    from caresheet.outputs.pdf.writer.objects import PdfFile
    from caresheet.outputs.pdf.writer.type0 import Type0Fonts

_REMEMBERED = 4096
"""How many places, paths and strings are remembered as they are written: those of a few long handouts."""
_SPECIAL = re.compile(rb"[()\\\r\n]")
_ESCAPES = {b"(": b"\\(", b")": b"\\)", b"\\": b"\\\\", b"\r": b"\\r", b"\n": b"\\n"}


class ContentStream:
    """Paints one page. `marks` lists the tag of each marked-content identifier, from 0 (ISO 32000-1, 14.7.4)."""

    def __init__(
        self, file: PdfFile, tags: tuple[Tag, ...], pictures: Mapping[Picture, str], fonts: Type0Fonts
    ) -> None:
        self._file = file
        self._fonts = fonts
        self._tags = tags
        self._pictures = pictures
        self._out: list[bytes] = []
        self._in_text = False
        self._fill = self._stroke = self._font = ""
        self._line_width = -1.0
        self._line = LineStyle()
        self._drawings = 0
        self.marks: list[int] = []

    def paint(self, page: Page) -> bytes:
        """The whole stream. Raises ValueError if a piece has no valid tag.

        Text may be an artifact (running lines, repeated heads) but then it says so; what has no valid tag is a bug
        that must never become silence.
        """
        for (tag, drawing), pieces in groupby(page.pieces, key=_mark):
            if not ARTIFACT <= tag < len(self._tags):
                raise ValueError(f"a piece is painted without a tag: {tag}")
            self._out.append(self._opening_of_drawing() if drawing else self._opening(tag))
            for piece in pieces:
                self._paint(piece)
            self._text_mode(on=False)
            self._out.append(b"EMC")
        return b"\n".join(self._out)

    def _opening(self, tag: int) -> bytes:
        if tag == ARTIFACT:
            return b"/Artifact BMC"
        self.marks.append(tag)
        return b"/%s <</MCID %d>> BDC" % (self._tags[tag].role.encode("ascii"), len(self.marks) - 1)

    def _opening_of_drawing(self) -> bytes:
        """The artifact of one logo or pictogram. Its number tells it from others, and from bands and frames (ISO
        32000-1, 14.8.2.2 and 14.6)."""
        self._drawings += 1
        return b"/Artifact <</Type/Layout/Drawing %d>> BDC" % self._drawings

    def _paint(self, piece: Piece) -> None:
        if isinstance(piece, TextPiece):
            self._paint_text(piece)
        elif isinstance(piece, GlyphPiece):
            self._paint_glyphs(piece)
        elif isinstance(piece, ShapePiece):
            self._paint_shape(piece)
        elif isinstance(piece, FieldPiece):
            self._paint_shape(piece.rule)
        elif isinstance(piece, DrawingPiece):
            self._paint_drawing(piece)
        else:
            self._paint_picture(piece)

    def _text_mode(self, *, on: bool) -> None:
        if on != self._in_text:
            self._out.append(b"BT" if on else b"ET")
            self._in_text = on

    def _paint_text(self, piece: TextPiece) -> None:
        self._text_mode(on=True)
        self._set_fill(piece.color)
        self._out.append(_place(piece.x, piece.baseline))
        for name, codes in self._file.encoded(piece.face, piece.text):
            self._set_font(name, piece.size)
            self._out.append(b"(" + escaped(codes) + b") Tj")

    def _paint_glyphs(self, piece: GlyphPiece) -> None:
        self._text_mode(on=True)
        self._set_fill(piece.color)
        font = self._fonts.font(piece.run.font)
        self._set_font(f"/{font.name}", piece.size)
        self._out += (operator.encode("ascii") for operator in shown_glyphs(piece, font))

    def _set_font(self, name: str, size: float) -> None:
        selected = f"{name} {number_string(size)} Tf"
        if selected != self._font:
            self._out.append(selected.encode("ascii"))
            self._font = selected

    def _paint_shape(self, piece: ShapePiece) -> None:
        self._text_mode(on=False)
        if piece.fill:
            self._set_fill(piece.fill)
        if piece.stroke:
            self._set_stroke(piece.stroke, piece.line_width, LineStyle())
        finish = "B" if piece.fill and piece.stroke else "f" if piece.fill else "S"
        self._paint_path(piece.path, finish)

    def _paint_drawing(self, piece: DrawingPiece) -> None:
        self._text_mode(on=False)
        for path in placed_paths(piece):
            if path.fill:
                self._set_fill(path.fill)
            if path.stroke:
                self._set_stroke(path.stroke.color, path.stroke.width, path.stroke.line)
            finish = "B" if path.fill and path.stroke else "f" if path.fill else "S"
            self._paint_path(path.segments, f"{finish}*" if path.fill and path.even_odd else finish)

    def _paint_path(self, segments: tuple[Segment, ...], finish: str) -> None:
        self._out.append(_path(segments, finish))

    def _paint_picture(self, piece: PicturePiece) -> None:
        self._text_mode(on=False)
        x, y, width, height = map(number_string, (piece.x, piece.y, piece.width, piece.height))
        name = self._pictures[piece.picture]
        self._out.append(f"q {width} 0 0 {height} {x} {y} cm /{name} Do Q".encode("ascii"))

    def _set_fill(self, color: str) -> None:
        if color != self._fill:
            self._out.append(fill_color(color))
            self._fill = color

    def _set_stroke(self, color: str, width: float, line: LineStyle) -> None:
        if color != self._stroke:
            self._out.append(stroke_color(color))
            self._stroke = color
        if width != self._line_width:
            self._out.append(number_string(width).encode("ascii") + b" w")
            self._line_width = width
        self._set_line(line)

    def _set_line(self, line: LineStyle) -> None:
        """What differs from the line before (ISO 32000-1, 8.4.3)."""
        before, self._line = self._line, line
        if line.cap != before.cap:
            self._out.append(b"%d J" % line.cap.value)
        if line.join != before.join:
            self._out.append(b"%d j" % line.join.value)
        if line.miter_limit != before.miter_limit:
            self._out.append(number_string(line.miter_limit).encode("ascii") + b" M")
        if (line.dashes, line.dash_start) != (before.dashes, before.dash_start):
            dashes = " ".join(map(number_string, line.dashes))
            self._out.append(f"[{dashes}] {number_string(line.dash_start)} d".encode("ascii"))


def _mark(piece: Piece) -> tuple[int, int]:
    """What pieces in one marked content have in common: their tag. A picture that is not a Figure is by itself."""
    alone = piece.tag == ARTIFACT and isinstance(piece, PicturePiece | DrawingPiece)
    return piece.tag, id(piece) if alone else 0


def fill_color(color: str) -> bytes:
    """The operator that fills in `#rrggbb`."""
    return _paint(color, b"g", b"rg")


def stroke_color(color: str) -> bytes:
    """The operator that strokes in `#rrggbb`."""
    return _paint(color, b"G", b"RG")


@cache
def _paint(color: str, gray: bytes, rgb: bytes) -> bytes:
    """`#rrggbb` as numbers from 0 to 1 with their operator: a gray has one number, so that black text is printed with
    black ink alone (ISO 32000-1, 8.6.4.2)."""
    parts = tuple(f"{round(int(color[index : index + 2], 16) / 255, 4):g}" for index in (1, 3, 5))
    if len(set(parts)) == 1:
        return parts[0].encode("ascii") + b" " + gray
    return " ".join(parts).encode("ascii") + b" " + rgb


@lru_cache(_REMEMBERED)
def _place(x: float, y: float) -> bytes:
    """The operator that starts the next words at (`x`, `y`), in points."""
    return f"1 0 0 1 {number_string(x)} {number_string(y)} Tm".encode("ascii")


@lru_cache(_REMEMBERED)
def _path(segments: tuple[Segment, ...], finish: str) -> bytes:
    steps = [" ".join([*map(number_string, values), operator]) for operator, values in segments]
    return " ".join([*steps, finish]).encode("ascii")


@lru_cache(_REMEMBERED)
def escaped(codes: bytes) -> bytes:
    """Bytes inside a literal string (ISO 32000-1, 7.3.4.2)."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], codes)
