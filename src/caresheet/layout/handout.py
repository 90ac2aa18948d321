"""Document → PageLayout: every line gets its place."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache, partial
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.faces import metrics_of
from caresheet.layout.columns import in_readable_columns, refuse_short_lines
from caresheet.layout.context import LayoutContext
from caresheet.layout.continuations import continued_piece, counted_parts
from caresheet.layout.fit import fitted, free_height, loosest, room
from caresheet.layout.fragments import ContinuedMark, PageReference
from caresheet.layout.front_matter import is_strip, lay_out_contents, lay_out_title, number_pieces
from caresheet.layout.imposition import Imposed, feet, for_panels, imposed, panel_by_panel
from caresheet.layout.known_sections import lay_out_sections
from caresheet.layout.mirroring import mirrored
from caresheet.layout.next_page import next_page_lines, room_for_next_page
from caresheet.layout.page_starts import naming_page_starts
from caresheet.layout.paginator import ROOM_FOR_TEXT, Paginator, flowing_together
from caresheet.layout.running import RunningTags, lay_out_running, with_room
from caresheet.layout.strips import PlacedSection, code_of, lay_out_strip
from caresheet.layout.tags import tags_of
from caresheet.model import document as d
from caresheet.model.black_print import pages_in
from caresheet.model.direction import Direction
from caresheet.model.page_layout import (
    ARTIFACT,
    Bookmark,
    DrawingPiece,
    FieldPiece,
    Page,
    PageLayout,
    PicturePiece,
    ShapePiece,
    WordPiece,
)
from caresheet.model.problem import CaresheetError
from caresheet.model.structure import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from caresheet.layout.fragments import UnresolvedPiece
    from caresheet.layout.paginator import Region
    from caresheet.model.composed import Composed
    from caresheet.model.look import Look
    from caresheet.model.page_layout import Piece, Tag
    from caresheet.model.structure import Structure


_HEADS = (0.6, 0.3)
"""To save space, titles and headings come nearer to the size of the text: these shares of the difference remain."""
_CLOSE = 0.96
"""A factor on the leading of zones that have to save space."""
_REMEMBERED = 8
"""How many first pages are remembered: those of a handout in several type sizes."""


class Front(Enum):
    """What the first page begins with: the title and the first signs, the title and the contents if there is no room
    for the signs below it, or the title alone."""

    SIGNS = "signs"
    CONTENTS = "contents"
    TITLE = "title"


class Attempt(Struct, frozen=True):
    """The document stacked into pages at one type size and looseness, before page numbers are known."""

    body: float
    looseness: float
    paginator: Paginator
    context: LayoutContext


def lay_out(composed: Composed) -> PageLayout:
    """Lay out the whole document at the type size and looseness that keep its page budget.

    Raises CaresheetError (does-not-fit, over-budget, under-budget) if something is wider or taller than the page, or if
    the budget cannot be kept within the layout's limits. Nothing is ever clipped, dropped, or set smaller than the
    layout's floor.
    """
    document, structure = composed.document, composed.structure
    stacked = in_readable_columns(panel_by_panel(document))
    fit = partial(_fitted_to_aim, stacked, structure, _kept_free(document))
    attempt = naming_page_starts(composed, room_left, fit)
    sheets = imposed(document, attempt.paginator)
    pages = pages_in(document.look.ink, _finished(document, structure, sheets))
    return PageLayout(
        pages=pages,
        tags=with_boxes(tags_of(structure), pages),
        destinations=sheets.destinations,
        bookmarks=tuple(_bookmarks(document)),
        body_size=attempt.body,
        looseness=attempt.looseness,
        counted=len([sheet for sheet in sheets.sheets if sheet.counted]),
        free=free_height(stacked, attempt.paginator),
        columns=stacked.look.columns,
        margins=with_room(document, document.look.paper).margins,
    )


def room_left(composed: Composed) -> float | None:
    """The height in points that the page budget leaves free at the smallest type and the tightest spacing.

    Negative if the document is over budget; None if the layout has no budget. It shrinks with every line that is added,
    whatever size the handout is finally set in. Raises CaresheetError (does-not-fit) if something is wider or taller
    than a page.
    """
    document = composed.document
    stacked = in_readable_columns(panel_by_panel(document))
    if stacked.budget is None:
        return None
    setting = (stacked.look.type.floor, stacked.look.spacing.tightest)
    tightest = _with_first_signs(
        stacked,
        lambda closer, front: _stack(closer, composed.structure, setting, _kept_free(document), front),
    )
    return room(stacked, tightest.paginator, stacked.budget)


def _kept_free(document: d.Document) -> tuple[float, ...]:
    """The space in points kept free at the foot of each page: for the imprint of a panel, or the line about the next
    page."""
    if document.look.panels:
        return feet(document)
    return (room_for_next_page(document, with_room(document, document.look.paper)),)


def _fitted_to_aim(document: d.Document, structure: Structure, kept: tuple[float, ...]) -> Attempt:
    """The attempt that keeps the page budget. Two languages are first fitted, by every means, to the number of pages
    that they aim for, so that a card that can fit on both sides of a sheet does."""
    budget = document.budget
    if document.companion and budget and budget.aim:
        try:
            return _fitted(replace(document, budget=replace(budget, maximum=budget.aim)), structure, kept)
        except CaresheetError:
            pass
    return _fitted(document, structure, kept)


def _fitted(document: d.Document, structure: Structure, kept: tuple[float, ...]) -> Attempt:
    """The attempt that keeps the page budget."""
    return _with_first_signs(document, lambda closer, front: _fitted_once(closer, structure, kept, front))


def _with_first_signs(document: d.Document, attempt: Callable[[d.Document, Front], Attempt]) -> Attempt:
    """The attempt that has the first signs on the first page. If the title would be alone on its page, title and
    headings come nearer to the size of the text, in their order, and then the lines of zones are set closer. If that is
    not enough, the contents stand below the title. Only in one language may the title be alone: two have more room on
    larger paper, or each by itself. Raises the first attempt's CaresheetError if none succeeds."""
    faults: list[CaresheetError] = []
    nearer = [_with_small_heads(document, share) for share in _HEADS]
    ladder = ((each, Front.SIGNS) for each in (document, *nearer, _close(nearer[-1])))
    without_signs = [Front.CONTENTS] if document.contents and document.contents.strip else []
    without_signs += [] if document.companion else [Front.TITLE]
    for closer, front in (*ladder, *((document, each) for each in without_signs)):
        try:
            return attempt(closer, front)
        except CaresheetError as fault:
            faults.append(fault)
    raise faults[0]


def _fitted_once(document: d.Document, structure: Structure, kept: tuple[float, ...], front: Front) -> Attempt:
    return fitted(document, lambda body, looseness: _stack(document, structure, (body, looseness), kept, front))


def _with_small_heads(document: d.Document, share: float) -> d.Document:
    """The document with only a share of the difference in size between its text and its title and headings: each is
    still larger than what stands below it."""
    look, sizes = document.look, document.look.type

    def nearer(size: float) -> float:
        return sizes.body + (size - sizes.body) * share if size > sizes.body else size

    heads = {name: nearer(getattr(sizes, name)) for name in ("title", "section", "subsection")}
    zones = replace(look.zones, title=nearer(look.zones.title))
    return replace(document, look=replace(look, type=replace(sizes, **heads), zones=zones))


def _close(document: d.Document) -> d.Document:
    """The document with the lines of its zones closer."""
    zones = document.look.zones
    return replace(document, look=replace(document.look, zones=replace(zones, leading=zones.leading * _CLOSE)))


def _stack(
    document: d.Document,
    structure: Structure,
    setting: tuple[float, float],
    kept: tuple[float, ...],
    front: Front,
) -> Attempt:
    """The document stacked into pages at a type size in points and a looseness; `kept` is the space that each page
    keeps free at its foot, in points."""
    body, looseness = setting
    look = document.look.fitted(body, looseness)
    refuse_short_lines(document, look)
    context = _context(document, look)
    paginator = _paginator(context, kept, lone_title=front is Front.TITLE)
    nodes = [node for node in structure.root.children if node.role is Role.SECTION]
    placed = tuple(PlacedSection(section, node) for section, node in zip(document.sections, nodes, strict=True))
    behind = document.contents.behind if document.contents else 0
    regions = [
        *_front(context, structure, placed[:behind], kept, front),
        *flowing_together(_section_regions(context, placed[behind:], first=not behind)),
    ]
    paginator.add_all([for_panels(region) if look.panels else region for region in regions])
    return Attempt(body, looseness, paginator, context)


def _context(document: d.Document, look: Look) -> LayoutContext:
    """The context of the document in a look, with room for the running lines."""
    paper = look.paper if look.panels else with_room(document, look.paper)
    return LayoutContext(document, replace(look, paper=paper))


def _paginator(context: LayoutContext, kept: tuple[float, ...], *, lone_title: bool = False) -> Paginator:
    position = context.look.origins.of("margins", "paper")
    return Paginator(context.look.paper, position, kept, context.body.leading, lone_title=lone_title)


def _front(
    context: LayoutContext,
    structure: Structure,
    sections: tuple[PlacedSection, ...],
    kept: tuple[float, ...],
    front: Front,
) -> list[Region]:
    """The title, the sections before the contents, and the contents if there are any. A strip of contents below
    sections is on the first page if the layout allows a spacing with which it fits: that of the text if text has room
    below the strip, or else the loosest. If it is to be on the `front`, it stands above all sections but those that
    are ahead of the text; it is read in its usual place."""
    document, plain = context.document, _front_regions(context, structure, sections)
    if not sections or document.contents is None or not is_strip(context, document.contents):
        return plain
    if front is Front.CONTENTS:
        *others, strip = plain
        ahead = [region for region in others if region.ahead]
        return [*ahead, strip, *others[len(ahead) :]]
    if (_room_below(context, plain, kept) or 0.0) > ROOM_FOR_TEXT:
        return plain
    return list(_loosest_front(document, structure, sections, context.look.type.body, kept) or plain)


@lru_cache(_REMEMBERED)
def _loosest_front(
    document: d.Document,
    structure: Structure,
    sections: tuple[PlacedSection, ...],
    body: float,
    kept: tuple[float, ...],
) -> tuple[Region, ...] | None:
    """The same at the loosest spacing with which it fits on the first page; None if it fits with none. Every trial at
    one type size asks for it."""

    def within(looseness: float) -> tuple[Region, ...] | None:
        context = _context(document, document.look.fitted(body, looseness))
        regions = _front_regions(context, structure, sections)
        return None if _room_below(context, regions, kept) is None else tuple(regions)

    return loosest(document.look.spacing, within)


def _front_regions(context: LayoutContext, structure: Structure, sections: tuple[PlacedSection, ...]) -> list[Region]:
    contents = context.document.contents
    return [
        lay_out_title(context, context.document, structure),
        *flowing_together(_section_regions(context, sections, first=True)),
        *(lay_out_contents(context, contents, structure.part(Role.CONTENTS)) if contents else ()),
    ]


def _room_below(context: LayoutContext, regions: list[Region], kept: tuple[float, ...]) -> float | None:
    """The height in points that the regions leave free on their page; None if one page does not hold them."""
    paginator = _paginator(context, kept)
    try:
        paginator.add_all(regions)
    except CaresheetError:
        return None
    page = paginator.pages[0]
    return page.y - page.bottom if len(paginator.pages) == 1 else None


def _section_regions(context: LayoutContext, placed: tuple[PlacedSection, ...], *, first: bool) -> list[Region]:
    """The sections as regions; neighbors that leave room for the code stand beside it. Where these come `first`, right
    below the title, they are ahead of the text as the title is."""
    code = next((each for each in placed if code_of(each)), None)
    strips = [each for each in placed if each.section.style.beside_code]
    regions: list[Region] = []
    for is_beside, group in groupby(placed, key=lambda each: each.section.style.beside_code):
        run = list(group)
        if is_beside:
            strip = lay_out_strip(context, run, code if run[-1] is strips[-1] else None)
            regions.append(replace(strip, ahead=first and not regions))
        else:
            shown = (each for each in run if not (strips and each is code))
            regions += lay_out_sections(context, shown)
    return regions


def _running_tags(structure: Structure) -> RunningTags:
    """The elements of what stands in the margins, where it is read."""
    return RunningTags(_numbers(structure, Role.HEADER), _numbers(structure, Role.FOOTER))


def _numbers(structure: Structure, role: Role) -> tuple[int, ...]:
    return tuple(node.number for node in structure.root.children if node.role is role)


def _finished(document: d.Document, structure: Structure, pages: Imposed) -> tuple[Page, ...]:
    """The sheets with their running lines and page numbers, the pieces of each in reading order."""
    numbers = {destination.anchor: destination.page + 1 for destination in pages.destinations}
    parts = counted_parts(piece for sheet in pages.sheets for piece in sheet.pieces)
    begun: dict[int, int] = {}
    finished: list[Page] = []
    tags, following = _running_tags(structure), next_page_lines(document, structure, pages.sheets)
    for index, (sheet, coming) in enumerate(zip(pages.sheets, following, strict=True)):
        heard = tags if len(pages.sheets) == 1 else RunningTags()
        running = lay_out_running(document, sheet.paper, index + 1, len(pages.sheets), heard)
        # Tags are numbered in reading order, so sorting by them puts artifacts first (behind everything) and then
        # each element's pieces together, even if a table row was split across its cells.
        unresolved = (*sheet.pieces, *coming, *running)
        pieces = [each for piece in unresolved for each in _resolved(piece, numbers, parts, begun)]
        ordered = sorted(pieces, key=lambda piece: piece.tag)
        page = Page(sheet.paper.width, sheet.paper.height, tuple(ordered))
        finished.append(mirrored(page) if document.direction is Direction.RIGHT_TO_LEFT else page)
    return tuple(finished)


def _resolved(
    piece: UnresolvedPiece, numbers: dict[str, int], parts: dict[int, int], begun: dict[int, int]
) -> tuple[Piece, ...]:
    """The piece with its page number, or with the number of its part among all `parts`; `begun` counts those before
    it."""
    if isinstance(piece, PageReference):
        return number_pieces(piece, numbers[piece.anchor])
    if isinstance(piece, ContinuedMark):
        begun[piece.key] = begun.get(piece.key, 1) + 1
        return continued_piece(piece, begun[piece.key], parts[piece.key])
    return (piece,)


def with_boxes(tags: list[Tag], pages: tuple[Page, ...]) -> tuple[Tag, ...]:
    """The tags, each Figure with its bounding box on the page (ISO 32000-1, table 344)."""
    boxes: dict[int, list[tuple[float, float, float, float]]] = {}
    for page in pages:
        for piece in page.pieces:
            if piece.tag != ARTIFACT and tags[piece.tag].role == "Figure":
                boxes.setdefault(piece.tag, []).append(bounds(piece))
    for tag, found in boxes.items():
        left, bottom = min(box[0] for box in found), min(box[1] for box in found)
        right, top = max(box[2] for box in found), max(box[3] for box in found)
        box = ("Layout", "BBox", f"[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]")
        tags[tag] = replace(tags[tag], attributes=(*tags[tag].attributes, box))
    return tuple(tags)


def bounds(piece: Piece) -> tuple[float, float, float, float]:
    """The box that a piece covers: its smaller x and y, then its larger x and y."""
    if isinstance(piece, WordPiece):
        own = metrics_of(piece)
        drop, rise = own.descent * piece.size, own.ascent * piece.size
        return (piece.x, piece.baseline - drop, piece.x + piece.width, piece.baseline + rise)
    if isinstance(piece, PicturePiece | DrawingPiece):
        return (piece.x, piece.y, piece.x + piece.width, piece.y + piece.height)
    return _path_bounds(piece.rule if isinstance(piece, FieldPiece) else piece)


def _path_bounds(piece: ShapePiece) -> tuple[float, float, float, float]:
    xs = [value for _, values in piece.path for value in values[::2]]
    ys = [value for _, values in piece.path for value in values[1::2]]
    half = piece.line_width / 2
    return (min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)


def _name(heading: d.Heading) -> str:
    """The words of a heading in each of its languages."""
    return d.BETWEEN_LANGUAGES.join(words.plain for words in (heading.text, heading.second) if words)


def _bookmarks(document: d.Document) -> Iterator[Bookmark]:
    """The outline shown by a PDF reader: sections, and below them their parts."""
    for section in document.sections:
        if section.heading:
            yield Bookmark(1, _name(section.heading), section.heading.anchor)
            for element in section.elements:
                if isinstance(element, d.Part):
                    yield Bookmark(2, _name(element.heading), element.heading.anchor)
