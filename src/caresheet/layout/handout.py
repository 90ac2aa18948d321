"""Document → PageLayout: every line gets its place. Arithmetic only; nothing is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.faces import ASCENT, DESCENT
from caresheet.layout.columns import in_readable_columns, refuse_short_lines
from caresheet.layout.context import Desk
from caresheet.layout.fit import fitted, free_height, room
from caresheet.layout.impose import Imposed, feet, for_panels, imposed, panel_by_panel
from caresheet.layout.pages import Pages, flowing_together
from caresheet.layout.running import RunningTags, set_running, with_room
from caresheet.layout.sections import number_piece, set_contents, set_section, set_title
from caresheet.layout.strips import PageReference
from caresheet.model import document as d
from caresheet.model.page_layout import ROOT, Bookmark, Page, PageLayout, PicturePiece, ShapePiece, TextPiece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.model.page_layout import Piece


class Attempt(Struct, frozen=True):
    """The document stacked into pages in one look, before anything about page numbers is known."""

    body: float
    looseness: float
    pages: Pages
    desk: Desk
    running: RunningTags


def lay_out(document: d.Document) -> PageLayout:
    """Set the whole document, in the type size and the looseness with which it keeps its page budget.

    Raises CaresheetError where something is wider or taller than the page, or where the budget cannot be kept within
    the layout's limits. Nothing is ever clipped, dropped, or set smaller than the layout's floor.
    """
    stacked = in_readable_columns(panel_by_panel(document))
    kept = feet(document)
    attempt = fitted(stacked, lambda body, looseness: _stack(stacked, body, looseness, kept))
    sheets = imposed(document, attempt.pages)
    pages = _finished(document, sheets, attempt.running)
    _note_boxes(attempt.desk, pages)
    return PageLayout(
        pages=pages,
        tags=attempt.desk.tags.finish(),
        destinations=sheets.destinations,
        bookmarks=tuple(_bookmarks(document)),
        body_size=attempt.body,
        looseness=attempt.looseness,
        counted=len([sheet for sheet in sheets.sheets if sheet.counted]),
        free=free_height(stacked, attempt.pages),
    )


def room_left(document: d.Document) -> float | None:
    """The height, in points, that the page budget would still take at the smallest type and the tightest spacing.

    Less than 0 is missing; None where the layout promises nothing. It falls with every line that is added, whatever
    size the handout is finally set in. Raises CaresheetError where something is wider or taller than a page.
    """
    stacked = in_readable_columns(panel_by_panel(document))
    if stacked.budget is None:
        return None
    look = stacked.look
    tightest = _stack(stacked, look.type.floor, look.spacing.tightest, feet(document))
    return room(stacked, tightest.pages, stacked.budget)


def _stack(document: d.Document, body: float, looseness: float, kept: tuple[float, ...]) -> Attempt:
    """The document in pages that keep so much free at their feet."""
    look = document.look.fitted(body, looseness)
    refuse_short_lines(look, document.position)
    paper = look.paper if look.panels else with_room(document, look.paper)
    desk = Desk(replace(look, paper=paper), document.position)
    root = desk.tags.add("Document", ROOT, language=document.language)
    banner, header = desk.tags.add("P", root, position=document.position), _three_elements(desk, root)
    pages = Pages(desk.look.paper, document.position, kept)
    bands = [set_title(desk, document, root)]
    if document.contents:
        bands += set_contents(desk, document.contents, root)
    bands += flowing_together([set_section(desk, section, root) for section in document.sections])
    for band in bands:
        pages.add(for_panels(band) if look.panels else band)
    return Attempt(body, looseness, pages, desk, RunningTags(banner, header, _three_elements(desk, root)))


def _three_elements(desk: Desk, root: int) -> tuple[int, int, int]:
    """Elements for the parts of a running line; those that stay without words are not written."""
    return (desk.tags.add("P", root), desk.tags.add("P", root), desk.tags.add("P", root))


def _finished(document: d.Document, pages: Imposed, tags: RunningTags) -> tuple[Page, ...]:
    """The sheets with their running lines and page numbers, each in reading order."""
    numbers = {destination.anchor: destination.page + 1 for destination in pages.destinations}
    finished: list[Page] = []
    for index, sheet in enumerate(pages.sheets):
        heard = tags if len(pages.sheets) == 1 else RunningTags(tags.banner) if index == 0 else RunningTags()
        running = set_running(document, sheet.paper, index + 1, len(pages.sheets), heard)
        # Tags are numbered in reading order, so sorting by them puts artifacts first (behind everything) and then
        # each element's pieces together, even where a table's row was divided between its cells.
        pieces: list[Piece] = [
            number_piece(piece, numbers[piece.anchor]) if isinstance(piece, PageReference) else piece
            for piece in (*sheet.pieces, *running)
        ]
        ordered = sorted(pieces, key=lambda piece: piece.tag)
        finished.append(Page(sheet.paper.width, sheet.paper.height, tuple(ordered)))
    return tuple(finished)


def _note_boxes(desk: Desk, pages: tuple[Page, ...]) -> None:
    """Give every Figure its bounding box on the page (ISO 32000-1, table 344)."""
    boxes: dict[int, list[tuple[float, float, float, float]]] = {}
    figures = {index for index, tag in enumerate(desk.tags.finish()) if tag.role == "Figure"}
    for page in pages:
        for piece in page.pieces:
            if piece.tag in figures:
                boxes.setdefault(piece.tag, []).append(bounds(piece))
    for tag, found in boxes.items():
        left, bottom = min(box[0] for box in found), min(box[1] for box in found)
        right, top = max(box[2] for box in found), max(box[3] for box in found)
        desk.tags.set_attribute(tag, "Layout", "BBox", f"[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]")


def bounds(piece: Piece) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what a piece covers."""
    if isinstance(piece, TextPiece):
        drop, rise = DESCENT * piece.size, ASCENT * piece.size
        return (piece.x, piece.baseline - drop, piece.x + piece.width, piece.baseline + rise)
    if isinstance(piece, PicturePiece):
        return (piece.x, piece.y, piece.x + piece.width, piece.y + piece.height)
    return _path_bounds(piece)


def _path_bounds(piece: ShapePiece) -> tuple[float, float, float, float]:
    xs = [value for _, values in piece.path for value in values[::2]]
    ys = [value for _, values in piece.path for value in values[1::2]]
    half = piece.line_width / 2
    return (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)


def _bookmarks(document: d.Document) -> Iterator[Bookmark]:
    """The reader's outline: sections, and below them their parts."""
    for section in document.sections:
        if section.heading:
            yield Bookmark(1, section.heading.text.plain, section.heading.anchor)
            for element in section.elements:
                if isinstance(element, d.Part):
                    yield Bookmark(2, element.heading.text.plain, element.heading.anchor)
