"""Black-only print: which gray replaces each color of a handout. It is decided only here."""

from __future__ import annotations

from itertools import combinations

from msgspec.structs import replace

from caresheet.model.colors import contrast_ratio, gray_alike, is_dark, parse_color
from caresheet.model.drawing import CURRENT_COLOR, Drawing, DrawnPath
from caresheet.model.ink import Ink
from caresheet.model.layout import Layout
from caresheet.model.look import HeadingLook, Palette, SectionStyle
from caresheet.model.page_layout import DrawingPiece, Page, PicturePiece, Piece

_BLACK, _MIDDLE, _LIGHT = "#000000", "#959595", "#d0d0d0"
"""The bands: black ink at 100, 42 and 18 %. Neighbors differ by 1.9:1 or more, and the words on each have 7:1."""
_LEAST_APART = 1.8

_Bands = dict[str, str]
"""The gray of each color that urgency levels have."""


def printed_with(ink: Ink, layout: Layout) -> Layout:
    """The layout as it is printed with this ink.

    In black, words, `accent` and dark edges are black. The colors `stop`, `call` and `note` become black, a middle gray
    and a light gray: the darkest of them stays the darkest, and the lightest the lightest. Where they are too much
    alike in gray to be put in this order, stop is black, note is middle, and call is light. Other colors become the
    gray that is as light as they are.
    """
    if ink is Ink.COLOR:
        return layout
    bands = _bands(layout.look.palette)
    placements = tuple(replace(each, style=_style(each.style, bands)) for each in layout.placements)
    look = replace(layout.look, palette=_palette(layout.look.palette, bands), ink=ink)
    return replace(layout, look=look, placements=placements)


def _bands(palette: Palette) -> _Bands:
    colors = (palette.stop, palette.note, palette.call)
    apart = all(_apart(*pair) >= _LEAST_APART for pair in combinations(colors, 2))
    ordered = sorted(colors, key=gray_alike) if apart else colors
    bands = dict(zip(ordered, (_BLACK, _MIDDLE, _LIGHT), strict=True))
    return bands if apart else bands | {palette.stop: _BLACK}


def _apart(first: str, second: str) -> float:
    return contrast_ratio(parse_color(first), parse_color(second))


def _palette(palette: Palette, bands: _Bands) -> Palette:
    names = ("accent_tint", "line", "stop_tint", "call_tint", "note_tint")
    lighter = {name: gray_alike(getattr(palette, name)) for name in names}
    levels = {name: bands[getattr(palette, name)] for name in ("stop", "call", "note")}
    return replace(palette, text=_BLACK, muted=_BLACK, accent=_BLACK, **levels, **lighter)


def _style(style: SectionStyle, bands: _Bands) -> SectionStyle:
    """A section style in black. A band has the gray of its level; where a color is that of words or of an edge, it is
    black if it is dark."""
    is_band = style.heading in {HeadingLook.BAND, HeadingLook.ZONE}
    return replace(
        style,
        color=bands.get(style.color, _edge(style.color, bands)) if is_band else _edge(style.color, bands),
        background=gray_alike(style.background) if style.background else None,
        border=_edge(style.border, bands) if style.border else None,
        bar=_edge(style.bar, bands) if style.bar else None,
    )


def _edge(color: str, bands: _Bands) -> str:
    return _BLACK if is_dark(color) else bands.get(color, gray_alike(color))


def pages_in(ink: Ink, pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages of a handout in this ink: in black, its drawings and pictures are gray, too."""
    if ink is Ink.COLOR:
        return pages
    return tuple(replace(page, pieces=tuple(map(_in_gray, page.pieces))) for page in pages)


def _in_gray(piece: Piece) -> Piece:
    match piece:
        case DrawingPiece():
            return replace(piece, drawing=_drawing(piece.drawing))
        case PicturePiece():
            return replace(piece, gray=True)
        case _:
            return piece


def _drawing(drawing: Drawing) -> Drawing:
    return replace(drawing, paths=tuple(map(_path, drawing.paths)))


def _path(path: DrawnPath) -> DrawnPath:
    stroke = replace(path.stroke, color=_drawn(path.stroke.color)) if path.stroke else None
    return replace(path, fill=_drawn(path.fill) if path.fill else None, stroke=stroke)


def _drawn(color: str) -> str:
    return color if color == CURRENT_COLOR else gray_alike(color)
