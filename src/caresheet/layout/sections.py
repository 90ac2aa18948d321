"""Sections, the title and the contents list as bands of strips."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.faces import face_of, measure
from caresheet.layout import shapes
from caresheet.layout.blocks import set_elements, set_heading
from caresheet.layout.columns import column_width, text_width
from caresheet.layout.context import Frame
from caresheet.layout.figures import POINTS_PER_PIXEL
from caresheet.layout.lines import Ink
from caresheet.layout.pages import PANEL_RADIUS, Band
from caresheet.layout.strips import (
    FREE,
    INSIDE,
    STRANDED,
    Loose,
    PageReference,
    Strip,
    begun,
    kept_together,
    padded,
    shifted,
)
from caresheet.layout.tables import needed_width
from caresheet.model import document as d
from caresheet.model.layout import Break
from caresheet.model.look import HeadingLook
from caresheet.model.page_layout import ARTIFACT, PicturePiece, ShapePiece, TextPiece
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.layout.context import Desk
    from caresheet.model.look import Paper, SectionStyle
    from caresheet.model.topic import Picture

_LOGO_HEIGHT = 42.0
"""Tallest a clinic's logo is printed, in points."""
_LONG_CONTENTS = 10
"""From more entries on, a contents list stands in two columns, where the text is wide enough."""
_WIDE = 32
"""How wide the text must be for two columns of contents, as a multiple of the type size."""
_CONTENTS_GUTTER = 20.0
_NUMBER_ROOM = 2.2
"""What is left for the page number of an entry, as a multiple of the type size."""
_BAND_PAD = 5.0
"""White above and under a heading on a coloured band, in points."""


def set_title(desk: Desk, document: d.Document, root: int) -> Band:
    """The handout's name, what it is for, and at the right the clinic's logo."""
    paper, sizes = desk.look.paper, desk.look.type
    logo = _logo(document.logo, text_width(paper)) if document.logo else None
    frame = Frame(0.0, text_width(paper) - (logo.width + 12.0 if logo else 0.0))
    ink = Ink(sizes.title, sizes.title * 1.12, desk.look.palette.accent, strong=True)
    title = PrintedText((TextRun(document.title),), document.position)
    heading = desk.tags.add("H1", root, position=document.position)
    strips = [replace(strip, cost=STRANDED) for strip in desk.text(title, ink, frame, heading)]
    if document.subtitle:
        words = PrintedText((TextRun(document.subtitle),), document.position)
        lead = Ink(sizes.body * 1.12, sizes.body * 1.12 * 1.3, desk.look.palette.muted)
        tag = desk.tags.add("P", root, position=document.position)
        strips += begun(desk.text(words, lead, frame, tag), gap=desk.look.spacing.heading * 0.6, cost=STRANDED)
    if logo:
        strips[0] = replace(strips[0], pieces=(*strips[0].pieces, logo))
    return Band(paper, 1, 0.0, tuple(strips), fresh=False, gap=0.0, ahead=True)


def _logo(picture: Picture, width: float) -> PicturePiece:
    """The clinic's sign, never stretched nor blown up; the footer says it in words, so it is an artifact."""
    scale = min(_LOGO_HEIGHT / picture.height, width / 4 / picture.width, POINTS_PER_PIXEL)
    size = (picture.width * scale, picture.height * scale)
    return PicturePiece(width - size[0], -size[1], size[0], size[1], picture, ARTIFACT)


def set_contents(desk: Desk, contents: d.Contents, root: int) -> list[Band]:
    """The sections' names with their pages, each line a link; a long list stands in two columns."""
    paper, spacing = desk.look.paper, desk.look.spacing
    columns = 2 if len(contents.entries) > _LONG_CONTENTS and text_width(paper) > _WIDE * desk.body.size else 1
    width = (text_width(paper) + _CONTENTS_GUTTER) / columns - _CONTENTS_GUTTER
    section = desk.tags.add("Sect", root)
    heading = d.Heading(2, PrintedText((TextRun(contents.title),), desk.position), "contents")
    ink = desk.heading_ink(3, desk.look.palette.accent)
    head = set_heading(desk, heading, ink, Frame(0.0, text_width(paper)), section)
    toc = desk.tags.add("TOC", section)
    strips: list[Strip] = []
    for entry in contents.entries:
        made = _contents_line(desk, entry, Frame(0.0, width), toc)
        strips += begun(made, gap=spacing.item * 0.6, cost=INSIDE)
    return [
        Band(paper, 1, 0.0, tuple(head), fresh=False, gap=spacing.section),
        Band(paper, columns, _CONTENTS_GUTTER, tuple(strips), fresh=False, gap=spacing.item),
    ]


def _contents_line(desk: Desk, entry: d.ContentsEntry, frame: Frame, toc: int) -> list[Strip]:
    item = desk.tags.add("TOCI", toc)
    reference = desk.tags.add("Reference", item)
    link = desk.tags.add("Link", reference, link=f"#{entry.anchor}")
    room = _NUMBER_ROOM * desk.body.size
    words = PrintedText((TextRun(f"{entry.text} "),), desk.position)
    strips = desk.text(words, desk.body, replace(frame, width=frame.width - room), link)
    last = strips[-1]
    words_piece = last.pieces[-1]
    if isinstance(words_piece, TextPiece):
        number = PageReference(
            frame.left + frame.width,
            words_piece.baseline,
            entry.anchor,
            desk.body.size,
            desk.body.colour,
            link,
        )
        start = words_piece.x + words_piece.width + 6.0
        dots = _leader(start, frame.left + frame.width - room * 0.7, words_piece.baseline, desk.look.palette.line)
        spaced = replace(words_piece, text=f"{words_piece.text.rstrip()} ")
        strips[-1] = replace(last, pieces=(*last.pieces[:-1], spaced, number, *dots))
    return strips


def _leader(start: float, end: float, y: float, colour: str) -> tuple[ShapePiece, ...]:
    """A fine line that leads the eye to the number."""
    if end <= start:
        return ()
    return (ShapePiece(shapes.line(start, y, end, y), None, colour, 0.5, ARTIFACT),)


def set_section(desk: Desk, section: d.Section, root: int) -> Band:
    """A placed section as a band of its own columns."""
    look = desk.look
    place = _place(desk, section)
    width = column_width(desk.look) if place.columns > 1 else text_width(place.paper)
    strips = _section_strips(desk, section, Frame(0.0, width), root)
    sheets = any(isinstance(element, d.Table) and element.sheet for element in section.elements)
    fresh = section.start is Break.PAGE or place.turned or sheets
    strips = begun(strips, gap=look.spacing.section)
    if section.start is Break.COLUMN and place.columns > 1:
        strips[0] = replace(strips[0], forced=True)
    gap = look.spacing.section
    return Band(place.paper, place.columns, look.gutter, tuple(strips), fresh=fresh, gap=gap, counted=section.counted)


class _Place(Struct, frozen=True):
    """Where a section stands: in how many columns of which paper, and whether that takes a side of its own."""

    paper: Paper
    columns: int
    turned: bool


def _place(desk: Desk, section: d.Section) -> _Place:
    """As the layout says, unless a table is too wide for it: then across all columns, then on a turned side.

    Where the tables are too wide for the turned side as well, the section stands upright, and they are stacked. Panels
    all stand the same way up.
    """
    paper, columns = desk.look.paper, 1 if section.wide else desk.look.columns
    if desk.look.panels:
        return _Place(paper, 1, turned=False)
    inset = 2 * desk.look.spacing.panel if section.style.background or section.style.border else 0.0
    widest = max((needed_width(desk, table) for table in _tables_in(section.elements)), default=0.0) + inset
    if widest > max(text_width(paper), text_width(paper.turned())):
        return _Place(paper, 1, turned=False)
    if section.turned or widest > text_width(paper):
        return _Place(paper.turned(), 1, turned=True)
    return _Place(paper, 1 if widest > column_width(desk.look) else columns, turned=False)


def _tables_in(elements: tuple[d.Element, ...]) -> Iterator[d.Table]:
    for element in elements:
        match element:
            case d.Table():
                yield element
            case d.Part(elements=inside):
                yield from _tables_in(inside)
            case d.KeepTogether(inner) | d.InLanguage(element=inner):
                yield from _tables_in((inner,))
            case _:
                pass


def _section_strips(desk: Desk, section: d.Section, frame: Frame, root: int) -> list[Strip]:
    style = section.style
    tag = desk.tags.add("Sect", root, position=section.position)
    framed = style.background is not None or style.border is not None
    panel = desk.panel(frame, fill=style.background, border=style.border) if framed else None
    inner = frame.inside(panel) if panel else frame
    if style.signs:
        inner = replace(inner, signs=(style.signs, style.colour))
    head = _section_heading(desk, section.heading, style, inner, frame, tag) if section.heading else []
    body = _section_body(desk, section, inner, tag)
    if head:
        body = begun(body, gap=desk.look.spacing.heading, cost=STRANDED)
    if panel is None:
        return [*head, *body]
    if style.heading is HeadingLook.BAND:
        pad = Strip(desk.look.spacing.panel, panels=inner.panels, cost=STRANDED)
        return kept_together([*head, *body, pad])
    return kept_together(padded([*head, *body], inner.panels, desk.look.spacing.panel))


def _section_body(desk: Desk, section: d.Section, frame: Frame, tag: int) -> list[Strip]:
    """The elements. The first form that asks for a side of its own has it already, under the section's heading."""
    strips = set_elements(desk, section.elements, frame, tag)
    first = next((index for index, strip in enumerate(strips) if strip.forced), None)
    if first is not None:
        strips[first] = replace(strips[first], forced=False)
    return strips


def _section_heading(
    desk: Desk, heading: d.Heading, style: SectionStyle, inner: Frame, outer: Frame, tag: int
) -> list[Strip]:
    match style.heading:
        case HeadingLook.PLAIN:
            return set_heading(desk, heading, desk.heading_ink(heading.level, style.colour), inner, tag)
        case HeadingLook.RULE:
            strips = set_heading(desk, heading, desk.heading_ink(heading.level, style.colour), inner, tag)
            rule = shapes.line(inner.left, 3.0, inner.left + inner.width, 3.0)
            line = ShapePiece(rule, None, style.colour, 1.5, ARTIFACT)
            first = strips[0]
            return [_dropped(replace(first, pieces=(line, *first.pieces)), 6.0), *strips[1:]]
        case HeadingLook.BAND:
            return _heading_on_band(desk, heading, style.colour, inner, outer, tag)


def _dropped(strip: Strip, distance: float) -> Strip:
    pieces = tuple(shifted(piece, 0.0, -distance) for piece in strip.pieces)
    return replace(strip, height=strip.height + distance, pieces=pieces)


def _heading_on_band(desk: Desk, heading: d.Heading, colour: str, inner: Frame, outer: Frame, tag: int) -> list[Strip]:
    """White words on a coloured band across the whole frame."""
    place = inner if inner.panels else outer.indented(desk.look.spacing.panel)
    ink = desk.heading_ink(heading.level, "#ffffff")
    lines = set_heading(desk, heading, ink, replace(place, width=place.width), tag)
    height = fsum(line.height for line in lines) + 2 * _BAND_PAD
    corner = PANEL_RADIUS if inner.panels else 0.0
    path = shapes.rounded_above(outer.left, -height, outer.width, height, corner)
    box = ShapePiece(path, colour, None, 0.0, ARTIFACT)
    content: list[Loose] = [box]
    y = _BAND_PAD
    for line in lines:
        content += [shifted(piece, 0.0, -y) for piece in line.pieces]
        y += line.height
    return [
        Strip(
            height,
            tuple(content),
            cost=FREE,
            panels=inner.panels,
            anchor=heading.anchor,
            position=heading.text.position,
        )
    ]


def number_piece(reference: PageReference, number: int) -> TextPiece:
    """A page reference with its number."""
    face = face_of(strong=False, emphasis=False)
    width = measure(face).advance(str(number)) * reference.size
    return TextPiece(
        reference.right - width,
        reference.baseline,
        str(number),
        face,
        reference.size,
        reference.colour,
        width,
        reference.tag,
    )
