"""What stands before the sections: the title, the logo and the table of contents."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.setting import least_leading
from caresheet.layout import shapes
from caresheet.layout.bilingual import lay_out_in_both
from caresheet.layout.blocks import lay_out_heading
from caresheet.layout.column_breaks import in_columns
from caresheet.layout.columns import readable_columns, text_width
from caresheet.layout.context import LARGE, Frame
from caresheet.layout.figures import natural_size, picture_piece
from caresheet.layout.fragments import (
    PENALTY_BETWEEN_ITEMS,
    PENALTY_WIDOW_ORPHAN,
    Fragment,
    PageReference,
    UnresolvedPiece,
    height_of,
    never_broken,
    translated,
    with_gap,
)
from caresheet.layout.labels import bare_label, spaced, width_of
from caresheet.layout.lines import TextStyle, break_lines, longest_word, natural_width
from caresheet.layout.paginator import Region
from caresheet.layout.text_lines import below_each_other, height_of_lines
from caresheet.model import document as d
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, ShapePiece, WordPiece
from caresheet.model.structure import Role
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from caresheet.layout.context import LayoutContext
    from caresheet.model.structure import Structure, StructureNode
    from caresheet.model.topic import Picture, SvgPicture

_LOGO_WIDTH, _LOGO_HEIGHT = 45 * POINTS_PER_MM, 12 * POINTS_PER_MM
"""The room for a clinic's logo, in points."""
_DRAFT_LOGO_HEIGHT, _DRAFT_NAME_WIDTH = 5 * POINTS_PER_MM, 62 * POINTS_PER_MM
"""The height of a logo, and the width of a clinic's name, above the draft box, in points."""
_ASIDE_GAP = 4 * POINTS_PER_MM
"""Space between the title and what stands at the end of its line, in points."""
_TITLE_LEADING = 1.05
_NAME_LEADING = 1.15
_BELOW_MARKS = 0.1
"""Space below a title in a script with marks below its letters, as a multiple of its size: they reach deeper than the
lines of the font."""
_DRAFT_SIZES = (10.0, 18.0)
"""The least and the largest type size of the words that say that a handout is a draft: in giant print the warning signs
need the room, and the footer says the same."""
_DRAFT_SHARE = 0.6
"""The width of these words, as a share of that on a single line: two lines."""
_TOGETHER = 3
"""At least this many lines of the contents stay together, below their heading and on each side of a break."""
_ROW_GAP = 2.0
"""Space below a row above the title, and below a logo above the draft box, in points."""
_DRAFT_PAD = 6.0
"""Space around these words, in points."""
_DRAFT_LINE = 0.5 * POINTS_PER_MM
_LONG_CONTENTS = 10
"""A table of contents with more entries than this has two columns, if the text is wide enough."""
_WIDE = 32
"""The least text width for two columns of contents, as a multiple of the type size."""
_CONTENTS_GUTTER = 20.0
_STRIP_SIZE, _STRIP_LEADING, _STRIP_COLUMNS = 9.5, 1.1, 3
"""The type size, in points, the leading and the columns of the contents as a strip, in regular print."""
_STRIP_TITLE = 1.15
"""The size of its heading, as a multiple of that type size."""
_STRIP_RULE, _STRIP_PAD = 0.25 * POINTS_PER_MM, 1.2 * POINTS_PER_MM
"""The rules above and below the strip, and the space inside them, in points."""
_DOT, _DOT_STEP = 0.8, 3.0
"""The size of the dots between an entry and its page number, and the distance between two, in points."""
_NUMBER_ROOM = 2.2
"""The space for the page number of an entry, as a multiple of the type size."""


def lay_out_title(context: LayoutContext, document: d.Document, structure: Structure) -> Region:
    """The handout's title and subtitle. At the end of their first line is the clinic's logo or name, and on a draft the
    draft box. If that would break the title into more lines, both are placed above it."""
    paper, sizes = context.look.paper, context.look.type
    width = text_width(paper)
    style = context.style(sizes.title, _TITLE_LEADING, context.look.palette.text, strong=True)
    title, *same = (PrintedText((TextRun(words),), document.position) for words in document.titles)
    aside = _beside(context, document, structure, width)
    room = width - aside.width - _ASIDE_GAP if aside else width
    above = aside is not None and _lines(title, style, room) > _lines(title, style, width)
    frame = Frame(0.0, width if above else room)
    fragments = _below_each_other(context, (title, *same), structure.part(Role.TITLE), style, frame)
    if document.subtitle:
        said = (document.subtitle, *((document.companion.subtitle,) if document.companion else ()))
        words = tuple(PrintedText((TextRun(each),), document.position) for each in said if each)
        lead = context.style(sizes.body, 1.2, context.look.palette.muted)
        clear = aside is None or aside.height <= height_of(fragments)
        across = Frame(0.0, width) if clear else frame
        below = _below_each_other(context, words, structure.part(Role.SUBTITLE), lead, across)
        deep = _BELOW_MARKS * sizes.title if least_leading(context.setting) else 0.0
        fragments += with_gap(below, gap=deep)
    if above:
        aside = _in_a_row(context, document, structure, width)
        fragments = [Fragment(aside.height + _ROW_GAP, aside.pieces), *fragments]
    elif aside:
        fragments[0] = replace(fragments[0], pieces=(*fragments[0].pieces, *aside.pieces))
        lacking = aside.height - height_of(fragments)
        fragments += [Fragment(lacking)] if lacking > 0 else []
    return Region(paper, 1, 0.0, tuple(never_broken(fragments)), fresh=False, gap=0.0, ahead=True)


def _below_each_other(
    context: LayoutContext, texts: tuple[PrintedText, ...], node: StructureNode, style: TextStyle, frame: Frame
) -> list[Fragment]:
    """A text, and below it the same in a second language if there is one."""
    if len(texts) == 1:
        return context.text(texts[0], style, frame, node)
    return lay_out_in_both(context, (texts[0], texts[1]), node.run_numbers, style, (frame, False))


def _lines(text: PrintedText, style: TextStyle, room: float) -> float:
    """How many lines a text has in a room of this width in points; infinite if one of its words is too wide."""
    return inf if longest_word(text, style) > room else len(break_lines(text, [ARTIFACT], style, room))


class _Aside(Struct, frozen=True):
    """What stands at the end of the title's first line, below its top."""

    pieces: tuple[UnresolvedPiece, ...]
    width: float
    height: float


def _sender(context: LayoutContext, document: d.Document, structure: Structure, width: float) -> _Aside | None:
    """The logo of the clinic that gives out the handout or, without one, its name in the color of headings."""
    if document.logo:
        tag = structure.part(Role.FIGURE).number if document.clinic else ARTIFACT
        return _logo(context, document, document.logo, (width, tag))
    if document.clinic:
        return _name(context, document, structure.part(Role.CLINIC), width)
    return None


def _logo(
    context: LayoutContext, document: d.Document, picture: Picture | SvgPicture, place: tuple[float, int]
) -> _Aside:
    """The logo, never stretched or enlarged, at the end of a room whose width is given in points. With a draft box it
    is small, so that there is room for the warning signs."""
    width, tag = place
    across, up = natural_size(picture)
    tallest = _DRAFT_LOGO_HEIGHT if document.banner else _LOGO_HEIGHT
    scale = min(tallest / up, _LOGO_WIDTH / across, 1.0)
    across, up = across * scale, up * scale
    piece = picture_piece(picture, (width - across, -up, across, up), context.look.palette.text, tag)
    return _Aside((piece,), across, up)


def _name(context: LayoutContext, document: d.Document, node: StructureNode, width: float) -> _Aside:
    """The name in the room of a logo, or in as much as its longest word needs; above the draft box it is smaller, and
    on one line if there is room. Its lines are aligned at the end of the room."""
    size = _draft_size(context) if document.banner else context.body.size
    style = context.style(size, _NAME_LEADING, context.look.palette.accent, strong=True)
    words = PrintedText((TextRun(document.clinic),), document.position)
    usual = _DRAFT_NAME_WIDTH if document.banner else _LOGO_WIDTH
    room = min(max(usual, longest_word(words, style) + 1.0), width)
    lines = break_lines(words, node.run_numbers, style, room)
    placed = (
        translated(piece, width - line.width, -down) for down, line in below_each_other(lines) for piece in line.pieces
    )
    return _Aside(tuple(placed), max(line.width for line in lines), height_of_lines(lines))


def _beside(context: LayoutContext, document: d.Document, structure: Structure, width: float) -> _Aside | None:
    """The clinic's logo or name, and the draft box below it."""
    logo = _sender(context, document, structure, width)
    draft = _draft_box(context, document, structure, (width, _DRAFT_SHARE))
    return _above(logo, draft) if logo and draft else logo or draft


def _above(logo: _Aside, draft: _Aside) -> _Aside:
    down = logo.height + _ROW_GAP
    moved = (translated(piece, 0.0, -down) for piece in draft.pieces)
    return _Aside((*logo.pieces, *moved), max(logo.width, draft.width), down + draft.height)


def _in_a_row(context: LayoutContext, document: d.Document, structure: Structure, width: float) -> _Aside:
    """The clinic's logo or name at the start, and the draft box at the end, or below it on a narrow page."""
    logo = _sender(context, document, structure, width)
    draft = _draft_box(context, document, structure, (width, 1.0))
    if logo and draft and logo.width + _ASIDE_GAP + draft.width > width:
        return _above(logo, draft)
    moved = (translated(piece, logo.width - width, 0.0) for piece in logo.pieces) if logo else ()
    pieces = (*moved, *(draft.pieces if draft else ()))
    return _Aside(pieces, width, max(each.height for each in (logo, draft) if each))


def _draft_size(context: LayoutContext) -> float:
    """The type size of the words in the draft box: that of running lines, within limits."""
    least, most = _DRAFT_SIZES
    return min(max(least, context.look.type.running), most)


def _draft_box(
    context: LayoutContext, document: d.Document, structure: Structure, room: tuple[float, float]
) -> _Aside | None:
    """The words of the banner in a frame of their own, at the end of a room whose width is given in points. They are
    as wide as a share of their width on one line."""
    if not document.banner:
        return None
    width, share = room
    size = _draft_size(context)
    style = context.style(size, 1.2, context.look.palette.text, strong=True)
    banner = structure.part(Role.BANNER)
    words, tags = PrintedText(banner.text, document.position), banner.run_numbers
    narrow = max(natural_width(words, style) * share, longest_word(words, style))
    lines = break_lines(words, tags, style, min(narrow, width - 2 * _DRAFT_PAD) + 1.0)
    wide = max(line.width for line in lines) + 2 * _DRAFT_PAD
    tall = height_of_lines(lines) + _DRAFT_PAD * 0.75
    start = width - wide
    frame = ShapePiece(shapes.rectangle(start, -tall, wide, tall), None, style.color, _DRAFT_LINE, ARTIFACT)
    pieces: list[UnresolvedPiece] = [frame]
    for down, line in below_each_other(lines):
        x = start + (wide - line.width) / 2
        pieces += [translated(piece, x, -_DRAFT_PAD * 0.375 - down) for piece in line.pieces]
    return _Aside(tuple(pieces), wide, tall)


def is_strip(context: LayoutContext, contents: d.Contents) -> bool:
    """Whether the contents are set as a strip: not in larger print."""
    return contents.strip and context.body.size < LARGE


def lay_out_contents(context: LayoutContext, contents: d.Contents, node: StructureNode) -> list[Region]:
    """The section titles with their page numbers, each line a link; a long list has two columns."""
    if is_strip(context, contents):
        return [_contents_strip(context, contents, node)]
    paper, spacing = context.look.paper, context.look.spacing
    columns = 2 if len(contents.entries) > _LONG_CONTENTS and text_width(paper) > _WIDE * context.body.size else 1
    width = (text_width(paper) + _CONTENTS_GUTTER) / columns - _CONTENTS_GUTTER
    heading_node, entries = node.blocks
    heading = d.Heading(
        2, PrintedText(d.in_both(contents.title, contents.second), context.document.position), "contents"
    )
    style = context.heading_style(3, context.look.palette.accent)
    head = lay_out_heading(context, heading, heading_node, style, Frame(0.0, text_width(paper)))
    fragments: list[Fragment] = []
    count = len(contents.entries)
    for index, (entry, entry_node) in enumerate(zip(contents.entries, entries.blocks, strict=True)):
        made = _contents_line(context, entry, entry_node, Frame(0.0, width))
        lonely = min(index, count - index) < _TOGETHER
        penalty = PENALTY_WIDOW_ORPHAN if lonely else PENALTY_BETWEEN_ITEMS
        fragments += with_gap(made, gap=spacing.item * 0.6, penalty=penalty)
    below = spacing.item + height_of(fragments[:_TOGETHER])
    return [
        Region(paper, 1, 0.0, tuple(head), fresh=False, gap=spacing.section, below=below),
        Region(paper, columns, _CONTENTS_GUTTER, tuple(fragments), fresh=False, gap=spacing.item),
    ]


def _contents_strip(context: LayoutContext, contents: d.Contents, node: StructureNode) -> Region:
    """The list in small type between two rules, in up to three columns; it never breaks."""
    look = context.look
    small = context.sized(_STRIP_SIZE, _STRIP_LEADING / look.type.leading)
    columns, width = readable_columns(look, _STRIP_COLUMNS, small.body.size, text_width(look.paper))
    across = Frame(0.0, text_width(look.paper))
    words = PrintedText(d.in_both(contents.title, contents.second), context.document.position)
    heading_node, entries = node.blocks
    style = TextStyle(
        small.body.size * _STRIP_TITLE,
        small.body.leading * _STRIP_TITLE,
        look.palette.text,
        strong=True,
        setting=small.setting,
    )
    head = lay_out_heading(context, d.Heading(2, words, "contents"), heading_node, style, across)
    listed = tuple(
        fragment
        for entry, entry_node in zip(contents.entries, entries.blocks, strict=True)
        for fragment in never_broken(_contents_line(small, entry, entry_node, Frame(0.0, width)))
    )
    rule = ShapePiece(shapes.line(0.0, 0.0, across.width, 0.0), None, look.palette.text, _STRIP_RULE, ARTIFACT)
    above, below = (Fragment(_STRIP_PAD, (translated(rule, 0.0, -down),)) for down in (0.0, _STRIP_PAD))
    whole = never_broken([above, *head, in_columns(listed, columns, width + look.gutter), below])
    return Region(look.paper, 1, 0.0, tuple(whole), fresh=False, gap=look.zones.gap)


def _contents_line(context: LayoutContext, entry: d.ContentsEntry, node: StructureNode, frame: Frame) -> list[Fragment]:
    room = _NUMBER_ROOM * context.body.size
    *others, last_run = d.in_both(entry.text, entry.second)
    runs = (*others, replace(last_run, text=f"{last_run.text} "))
    words = PrintedText(runs, context.document.position)
    fragments = context.text(words, context.body, replace(frame, width=frame.width - room), node)
    last = fragments[-1]
    words_piece = last.pieces[-1]
    if isinstance(words_piece, WordPiece):
        number = PageReference(
            frame.end,
            words_piece.baseline,
            entry.anchor,
            context.body.size,
            context.body.color,
            words_piece.tag,
            context.setting,
        )
        end = max(piece.x + piece.width for piece in last.pieces if isinstance(piece, WordPiece))
        dots = _leader(end + 6.0, frame.end - room * 0.7, words_piece.baseline, context.look.palette.line)
        fragments[-1] = replace(last, pieces=(*spaced(last.pieces), number, *dots))
    return fragments


def _leader(start: float, end: float, y: float, color: str) -> tuple[ShapePiece, ...]:
    """Dots (a leader) from the words to the page number: a line would look like one to write on."""
    if end <= start:
        return ()
    return (ShapePiece(shapes.dashed(start, y, end, y, _DOT, _DOT_STEP - _DOT), None, color, _DOT, ARTIFACT),)


def number_pieces(reference: PageReference, number: int) -> tuple[WordPiece, ...]:
    """The page reference as text, now that its number is known."""
    style = TextStyle(reference.size, reference.size, reference.color, setting=reference.setting)
    width = width_of(str(number), style)
    return bare_label(str(number), style, reference.end - width, reference.baseline, reference.tag)
