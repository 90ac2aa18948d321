"""Document → PageLayout: every line gets its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.faces import metrics
from caresheet.layout.columns import in_readable_columns, refuse_short_lines
from caresheet.layout.context import LayoutContext
from caresheet.layout.fit import fitted, free_height, room
from caresheet.layout.fragments import PageReference
from caresheet.layout.front_matter import lay_out_contents, lay_out_title, number_piece
from caresheet.layout.imposition import Imposed, feet, for_panels, imposed, panel_by_panel
from caresheet.layout.mirroring import mirrored
from caresheet.layout.paginator import Paginator, flowing_together
from caresheet.layout.running import RunningTags, lay_out_running, with_room
from caresheet.layout.sections import lay_out_section
from caresheet.model import document as d
from caresheet.model.direction import Direction
from caresheet.model.page_layout import (
    ROOT,
    Bookmark,
    DrawingPiece,
    FieldPiece,
    Page,
    PageLayout,
    PicturePiece,
    ShapePiece,
    TextPiece,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.model.page_layout import Piece


class Attempt(Struct, frozen=True):
    """The document stacked into pages at one type size and looseness, before page numbers are known."""

    body: float
    looseness: float
    paginator: Paginator
    context: LayoutContext
    running: RunningTags


def lay_out(document: d.Document) -> PageLayout:
    """Lay out the whole document at the type size and looseness that keep its page budget.

    Raises CaresheetError (does-not-fit, over-budget, under-budget) if something is wider or taller than the page, or if
    the budget cannot be kept within the layout's limits. Nothing is ever clipped, dropped, or set smaller than the
    layout's floor.
    """
    stacked = in_readable_columns(panel_by_panel(document))
    kept = feet(document)
    attempt = fitted(stacked, lambda body, looseness: _stack(stacked, body, looseness, kept))
    sheets = imposed(document, attempt.paginator)
    pages = _finished(document, sheets, attempt.running)
    _note_boxes(attempt.context, pages)
    return PageLayout(
        pages=pages,
        tags=attempt.context.tags.finish(),
        destinations=sheets.destinations,
        bookmarks=tuple(_bookmarks(document)),
        body_size=attempt.body,
        looseness=attempt.looseness,
        counted=len([sheet for sheet in sheets.sheets if sheet.counted]),
        free=free_height(stacked, attempt.paginator),
    )


def room_left(document: d.Document) -> float | None:
    """The height in points that the page budget leaves free at the smallest type and the tightest spacing.

    Negative if the document is over budget; None if the layout has no budget. It shrinks with every line that is added,
    whatever size the handout is finally set in. Raises CaresheetError (does-not-fit) if something is wider or taller
    than a page.
    """
    stacked = in_readable_columns(panel_by_panel(document))
    if stacked.budget is None:
        return None
    look = stacked.look
    tightest = _stack(stacked, look.type.floor, look.spacing.tightest, feet(document))
    return room(stacked, tightest.paginator, stacked.budget)


def _stack(document: d.Document, body: float, looseness: float, kept: tuple[float, ...]) -> Attempt:
    """The document stacked into pages; `kept` is the space that each page keeps free at its foot, in points."""
    look = document.look.fitted(body, looseness)
    refuse_short_lines(look, document.position)
    paper = look.paper if look.panels else with_room(document, look.paper)
    context = LayoutContext(replace(look, paper=paper), document.position)
    root = context.tags.add("Document", ROOT, language=document.language)
    banner, header = context.tags.add("P", root, position=document.position), _three_elements(context, root)
    paginator = Paginator(context.look.paper, document.position, kept)
    regions = [lay_out_title(context, document, root)]
    if document.contents:
        regions += lay_out_contents(context, document.contents, root)
    regions += flowing_together([lay_out_section(context, section, root) for section in document.sections])
    for region in regions:
        paginator.add(for_panels(region) if look.panels else region)
    return Attempt(body, looseness, paginator, context, RunningTags(banner, header, _three_elements(context, root)))


def _three_elements(context: LayoutContext, root: int) -> tuple[int, int, int]:
    """Elements for the three texts of a running line; an element without content is not written."""
    return (context.tags.add("P", root), context.tags.add("P", root), context.tags.add("P", root))


def _finished(document: d.Document, pages: Imposed, tags: RunningTags) -> tuple[Page, ...]:
    """The sheets with their running lines and page numbers, the pieces of each in reading order."""
    numbers = {destination.anchor: destination.page + 1 for destination in pages.destinations}
    finished: list[Page] = []
    for index, sheet in enumerate(pages.sheets):
        heard = tags if len(pages.sheets) == 1 else RunningTags(tags.banner) if index == 0 else RunningTags()
        running = lay_out_running(document, sheet.paper, index + 1, len(pages.sheets), heard)
        # Tags are numbered in reading order, so sorting by them puts artifacts first (behind everything) and then
        # each element's pieces together, even if a table row was split across its cells.
        pieces: list[Piece] = [
            number_piece(piece, numbers[piece.anchor]) if isinstance(piece, PageReference) else piece
            for piece in (*sheet.pieces, *running)
        ]
        ordered = sorted(pieces, key=lambda piece: piece.tag)
        page = Page(sheet.paper.width, sheet.paper.height, tuple(ordered))
        finished.append(mirrored(page) if document.direction is Direction.RIGHT_TO_LEFT else page)
    return tuple(finished)


def _note_boxes(context: LayoutContext, pages: tuple[Page, ...]) -> None:
    """Give each Figure its bounding box on the page (ISO 32000-1, table 344)."""
    boxes: dict[int, list[tuple[float, float, float, float]]] = {}
    figures = {index for index, tag in enumerate(context.tags.finish()) if tag.role == "Figure"}
    for page in pages:
        for piece in page.pieces:
            if piece.tag in figures:
                boxes.setdefault(piece.tag, []).append(bounds(piece))
    for tag, found in boxes.items():
        left, bottom = min(box[0] for box in found), min(box[1] for box in found)
        right, top = max(box[2] for box in found), max(box[3] for box in found)
        context.tags.set_attribute(tag, "Layout", "BBox", f"[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]")


def bounds(piece: Piece) -> tuple[float, float, float, float]:
    """The box that a piece covers: its smaller x and y, then its larger x and y."""
    if isinstance(piece, TextPiece):
        drop, rise = metrics(piece.face).descent * piece.size, metrics(piece.face).ascent * piece.size
        return (piece.x, piece.baseline - drop, piece.x + piece.width, piece.baseline + rise)
    if isinstance(piece, PicturePiece | DrawingPiece):
        return (piece.x, piece.y, piece.x + piece.width, piece.y + piece.height)
    return _path_bounds(piece.rule if isinstance(piece, FieldPiece) else piece)


def _path_bounds(piece: ShapePiece) -> tuple[float, float, float, float]:
    xs = [value for _, values in piece.path for value in values[::2]]
    ys = [value for _, values in piece.path for value in values[1::2]]
    half = piece.line_width / 2
    return (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)


def _bookmarks(document: d.Document) -> Iterator[Bookmark]:
    """The outline shown by a PDF reader: sections, and below them their parts."""
    for section in document.sections:
        if section.heading:
            yield Bookmark(1, section.heading.text.plain, section.heading.anchor)
            for element in section.elements:
                if isinstance(element, d.Part):
                    yield Bookmark(2, element.heading.text.plain, element.heading.anchor)
