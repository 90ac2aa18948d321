"""What stands before the sections: the title, the logo and the table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.fonts.faces import measure
from caresheet.layout import shapes
from caresheet.layout.blocks import lay_out_heading
from caresheet.layout.columns import text_width
from caresheet.layout.context import Frame
from caresheet.layout.figures import natural_size, picture_piece
from caresheet.layout.fragments import PENALTY_BETWEEN_ITEMS, PENALTY_HEADING, Fragment, PageReference, with_gap
from caresheet.layout.lines import TextStyle
from caresheet.layout.paginator import Region
from caresheet.model import document as d
from caresheet.model.page_layout import ARTIFACT, DrawingPiece, Face, PicturePiece, ShapePiece, TextPiece
from caresheet.model.structure import Role
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from caresheet.layout.context import LayoutContext
    from caresheet.model.structure import Structure, StructureNode
    from caresheet.model.topic import Picture, SvgPicture

_LOGO_HEIGHT = 42.0
"""The largest height of a clinic's logo, in points."""
_LONG_CONTENTS = 10
"""A table of contents with more entries than this has two columns, if the text is wide enough."""
_WIDE = 32
"""The least text width for two columns of contents, as a multiple of the type size."""
_CONTENTS_GUTTER = 20.0
_NUMBER_ROOM = 2.2
"""The space for the page number of an entry, as a multiple of the type size."""


def lay_out_title(context: LayoutContext, document: d.Document, structure: Structure) -> Region:
    """The handout's title and subtitle, with the clinic's logo at the end of the first line."""
    paper, sizes = context.look.paper, context.look.type
    text = context.look.palette.text
    logo = _logo(document.logo, text_width(paper), text) if document.logo else None
    frame = Frame(0.0, text_width(paper) - (logo.width + 12.0 if logo else 0.0))
    style = TextStyle(sizes.title, sizes.title * 1.12, context.look.palette.accent, strong=True)
    title = PrintedText((TextRun(document.title),), document.position)
    lines = context.text(title, style, frame, structure.part(Role.TITLE))
    fragments = [replace(fragment, penalty=PENALTY_HEADING) for fragment in lines]
    if document.subtitle:
        words = PrintedText((TextRun(document.subtitle),), document.position)
        lead = TextStyle(sizes.body * 1.12, sizes.body * 1.12 * 1.3, context.look.palette.muted)
        fragments += with_gap(
            context.text(words, lead, frame, structure.part(Role.SUBTITLE)),
            gap=context.look.spacing.heading * 0.6,
            penalty=PENALTY_HEADING,
        )
    if logo:
        fragments[0] = replace(fragments[0], pieces=(*fragments[0].pieces, logo))
    return Region(paper, 1, 0.0, tuple(fragments), fresh=False, gap=0.0, ahead=True)


def _logo(picture: Picture | SvgPicture, width: float, color: str) -> PicturePiece | DrawingPiece:
    """The clinic's logo, never stretched or enlarged. It is an artifact, because the footer names the clinic."""
    across, up = natural_size(picture)
    scale = min(_LOGO_HEIGHT / up, width / 4 / across, 1.0)
    size = (across * scale, up * scale)
    return picture_piece(picture, (width - size[0], -size[1], *size), color, ARTIFACT)


def lay_out_contents(context: LayoutContext, contents: d.Contents, node: StructureNode) -> list[Region]:
    """The section titles with their page numbers, each line a link; a long list has two columns."""
    paper, spacing = context.look.paper, context.look.spacing
    columns = 2 if len(contents.entries) > _LONG_CONTENTS and text_width(paper) > _WIDE * context.body.size else 1
    width = (text_width(paper) + _CONTENTS_GUTTER) / columns - _CONTENTS_GUTTER
    heading_node, entries = node.blocks
    heading = d.Heading(2, PrintedText((TextRun(contents.title),), context.document.position), "contents")
    style = context.heading_style(3, context.look.palette.accent)
    head = lay_out_heading(context, heading, heading_node, style, Frame(0.0, text_width(paper)))
    fragments: list[Fragment] = []
    for entry, entry_node in zip(contents.entries, entries.blocks, strict=True):
        made = _contents_line(context, entry, entry_node, Frame(0.0, width))
        fragments += with_gap(made, gap=spacing.item * 0.6, penalty=PENALTY_BETWEEN_ITEMS)
    return [
        Region(paper, 1, 0.0, tuple(head), fresh=False, gap=spacing.section),
        Region(paper, columns, _CONTENTS_GUTTER, tuple(fragments), fresh=False, gap=spacing.item),
    ]


def _contents_line(context: LayoutContext, entry: d.ContentsEntry, node: StructureNode, frame: Frame) -> list[Fragment]:
    room = _NUMBER_ROOM * context.body.size
    words = PrintedText((TextRun(f"{entry.text} "),), context.document.position)
    fragments = context.text(words, context.body, replace(frame, width=frame.width - room), node)
    last = fragments[-1]
    words_piece = last.pieces[-1]
    if isinstance(words_piece, TextPiece):
        number = PageReference(
            frame.end,
            words_piece.baseline,
            entry.anchor,
            context.body.size,
            context.body.color,
            words_piece.tag,
        )
        start = words_piece.x + words_piece.width + 6.0
        dots = _leader(start, frame.end - room * 0.7, words_piece.baseline, context.look.palette.line)
        spaced = replace(words_piece, text=f"{words_piece.text.rstrip()} ")
        fragments[-1] = replace(last, pieces=(*last.pieces[:-1], spaced, number, *dots))
    return fragments


def _leader(start: float, end: float, y: float, color: str) -> tuple[ShapePiece, ...]:
    """A fine line (leader) from the words to the page number."""
    if end <= start:
        return ()
    return (ShapePiece(shapes.line(start, y, end, y), None, color, 0.5, ARTIFACT),)


def number_piece(reference: PageReference, number: int) -> TextPiece:
    """The page reference as text, now that its number is known."""
    width = measure(Face.REGULAR).advance(str(number)) * reference.size
    return TextPiece(
        reference.end - width,
        reference.baseline,
        str(number),
        Face.REGULAR,
        reference.size,
        reference.color,
        width,
        reference.tag,
    )
