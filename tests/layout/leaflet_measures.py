"""The measures of guide and explainer, read back from their finished PDFs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from itertools import product

import pypdfium2
from msgspec import Struct
from PIL import Image, ImageDraw
from tests.layout.test_zones import BLANK, FILLED, critical_sections, made, pages_of

from caresheet.layout.handout import bounds
from caresheet.model.composed import Composed
from caresheet.model.document import Section
from caresheet.model.edition import Edition, Size
from caresheet.model.layout import Break
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, PageLayout
from caresheet.model.structure import Role, StructureNode
from caresheet.model.text import TextRun
from caresheet.outputs.pdf.writer import write_pdf

LAYOUTS = ("caregiver-guide", "full-explainer")
PAPERS = {Size.REGULAR: ("letter", "a4", "a5"), Size.LARGE: ("letter", "a4"), Size.GIANT: ("letter", "a4")}
EVERY = [
    (layout, Edition(size, paper), language, clinic)
    for layout, size, language, clinic in product(LAYOUTS, Size, ("en", "es"), (BLANK, FILLED))
    for paper in PAPERS[size]
]
SHORT_LIST, SHORT_TABLE = 9, 8
"""What stays whole: a list of that many items, a table of that many rows."""
HOLE, _WIDE = 25, 60
"""How tall and wide an empty area may be, in millimeters."""
_LEVEL = 20
"""The most by which the ends of balanced columns differ, in millimeters."""
_GUTTER = 5
"""An empty area reaches into another column by more than this, in millimeters."""
_INK = 250
"""The darkest gray that counts as white paper."""
_FEW_LINES = 3
"""As many lines of a paragraph stand below its heading, and as many items of a long list."""
_LISTS = {Role.BULLETS, Role.STEPS, Role.CHECKLIST}


class Hole(Struct, frozen=True):
    """An empty area of a side that is more than 25 mm tall, and 60 mm wide or, in text of one column, as wide as the
    side. `needed` is the height of what follows the text above it, up to where that may break first; infinite where the
    layout starts a new page, and at the end. All in millimeters, `x` and `y` from the upper left corner."""

    page: int
    x: int
    y: int
    height: int
    needed: float

    @property
    def is_excused(self) -> bool:
        """Whether what follows must stay whole and does not fit in it."""
        return self.needed > self.height


class Measures(Struct, frozen=True):
    """One leaflet: its sides, the least distance of ink from an edge (mm), the smallest type (pt), its empty areas, and
    whether each critical list stands on one side."""

    sides: int
    edge: float
    smallest: float
    holes: tuple[Hole, ...]
    whole: bool

    def tallest(self, *, excused: bool) -> int:
        """The height of the tallest empty area, in millimeters; 0 if there is none of more than 25 mm."""
        return max((hole.height for hole in self.holes if hole.is_excused is excused), default=0)


@cache
def measures(layout: str, edition: Edition, language: str, clinic: str) -> Measures:
    """The measures of one leaflet. It raises the errors of a leaflet that cannot be made."""
    whole, page_layout = made(layout, language, edition, clinic)
    pdf = pypdfium2.PdfDocument(write_pdf(whole, page_layout).data)
    pages = [pdf[number] for number in range(len(pdf))]
    lists = [pages_of(page_layout, node) for section in critical_sections(whole) for node in section.blocks]
    return Measures(
        len(pages),
        min(_edge(page) for page in pages),
        min(size for page in pages for size in _sizes(page)),
        tuple(hole for number, page in enumerate(pages) for hole in _holes(page, whole, page_layout, number)),
        all(len(each) == 1 for each in lists),
    )


def _edge(page: pypdfium2.PdfPage) -> float:
    """The least distance of ink from an edge in millimeters, seen in a picture of 8 pixels a millimeter."""
    picture = page.render(scale=8 / POINTS_PER_MM, grayscale=True).to_pil()
    left, top, right, bottom = picture.point(lambda gray: 0 if gray >= _INK else 255).getbbox() or (0, 0, 0, 0)
    return min(left, top, picture.width - right, picture.height - bottom) / 8


def _sizes(page: pypdfium2.PdfPage) -> Iterator[float]:
    """The type size of each word, without numbers of sources."""
    letters = page.get_textpage()
    for each in page.get_objects(textpage=letters):
        if isinstance(each, pypdfium2.PdfTextObj) and any(letter.isalpha() for letter in each.extract()):
            yield round(each.get_font_size() * abs(each.get_matrix().d), 2)


def _holes(page: pypdfium2.PdfPage, whole: Composed, page_layout: PageLayout, number: int) -> Iterator[Hole]:
    """The empty areas of a side inside the text block. What is inside a table, a figure, or a form is not empty."""
    picture = page.render(scale=1 / POINTS_PER_MM, grayscale=True).to_pil()
    ink = picture.point(lambda gray: 0 if gray >= _INK else 255)
    start, _, end, _ = ink.getbbox() or (0, 0, 0, 0)
    draw = ImageDraw.Draw(ink)
    for box in _solid(whole, page_layout, number):
        draw.rectangle(box, 255)
    last = ink.height - 1 - round(page_layout.margins.bottom / POINTS_PER_MM)
    ends = _ends_by_wish(whole, page_layout, number)
    lowest = (ink.crop((0, 0, ink.width, last + 1)).getbbox() or (0, 0, 0, 0))[3]
    found: dict[int, Hole] = {}
    middle = ink.width // 2
    places = [*range(start, middle - _WIDE + 1), *range(middle, end - _WIDE + 1)]
    where = (places, _WIDE) if page_layout.columns > 1 else ([start], end - start)
    for x, y, height in _empty(ink, where, last):
        level = y == last and height - (last - lowest) < _LEVEL
        above = _above(whole, page_layout, number, (0, y, ink.width) if level else (x, y, _WIDE))
        if above not in found or found[above].height < height:
            needed, wide = _needed(whole, page_layout, above)
            if (ends and y == last) or (wide and needed > last - lowest):
                needed = float("inf")
            found[above] = Hole(number + 1, x, y - height, height, needed)
    yield from found.values()


def _empty(ink: Image.Image, where: tuple[list[int], int], last: int) -> Iterator[tuple[int, int, int]]:
    """The tall empty areas of a width that begin at some places, each with its left edge, its lower edge and its height
    in pixels."""
    (places, wide), width, pixels = where, ink.width, ink.tobytes()
    heights = [0] * width
    for y in range((ink.getbbox() or (0, 0, 0, 0))[1], last + 1):
        row = pixels[y * width : (y + 1) * width]
        heights = [0 if black else height + 1 for black, height in zip(row, heights, strict=True)]
        ahead = pixels[(y + 1) * width : (y + 2) * width]
        for x in places:
            if heights[x] > HOLE and (y == last or any(ahead[x : x + wide])):
                height = min(heights[x : x + wide])
                if height > HOLE:
                    yield x, y, height


def _ends_by_wish(whole: Composed, page_layout: PageLayout, number: int) -> bool:
    """Whether a page is the last one, or the layout starts a new one after it, which may be turned."""
    if number + 1 == len(page_layout.pages) or page_layout.pages[number + 1].width > page_layout.pages[number].width:
        return True
    first = min(piece.tag for piece in page_layout.pages[number + 1].pieces if piece.tag != ARTIFACT)
    return any(
        node.role is Role.HEADING_2 and section.start is Break.PAGE and node.number <= first <= _last(node)
        for section, node in _flat(whole)
    )


def _solid(whole: Composed, page_layout: PageLayout, number: int) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of tables, figures and lines to write on, each in its own half of the page, and of forms, in
    millimeters."""
    page = page_layout.pages[number]
    for section, node in _sections(whole):
        for block in _blocks(node) if section.counted else (node,):
            if section.counted and block.role not in {Role.TABLE, Role.FIGURE, Role.ENTRIES}:
                continue
            numbers = {each.number for each in block.everything()}
            boxes = [bounds(piece) for piece in page.pieces if piece.tag in numbers]
            middle = page.width / 2 if section.counted else page.width
            for half in ([box for box in boxes if (box[0] < middle) is first] for first in (True, False)):
                if half:
                    left, low, right, high = (
                        pick(box[n] for box in half) for n, pick in enumerate((min, min, max, max))
                    )
                    yield tuple(
                        round(each / POINTS_PER_MM)  # type: ignore[misc]
                        for each in (left, page.height - high, right, page.height - low)
                    )


def _above(whole: Composed, page_layout: PageLayout, number: int, place: tuple[int, int, int]) -> int:
    """The last tag, in reading order, of what stands on the pages before, and on this page above a place in its columns
    or across them; -1 if nothing does."""
    wide = {
        each.number
        for section, node in _sections(whole)
        for block in node.blocks
        if section.wide or block.role is Role.TABLE
        for each in block.everything()
    }
    before = (piece.tag for page in page_layout.pages[:number] for piece in page.pieces)
    page = page_layout.pages[number]
    low, half = page.height - place[1] * POINTS_PER_MM, page.width / page_layout.columns
    first, last = (int(edge * POINTS_PER_MM // half) for edge in (place[0] + _GUTTER, place[0] + place[2] - _GUTTER))
    near = (
        piece.tag
        for piece in page.pieces
        for box in [bounds(piece)]
        if piece.tag != ARTIFACT and box[1] >= low and (first <= box[0] // half <= last or piece.tag in wide)
    )
    return max(*before, *near, -1)


def _needed(whole: Composed, page_layout: PageLayout, here: int) -> tuple[float, bool]:
    """The height in millimeters of what follows an element, from its heading to where it may break first, and whether
    it stands across the columns. A short list or table, a figure and a panel are whole, a paragraph has three lines.
    Infinite at the end."""
    flat = list(_flat(whole))
    ahead = {piece.tag for page in page_layout.pages for piece in page.pieces if piece.tag > here}
    index = next((at for at, (_, node) in enumerate(flat) if _has(node, ahead)), None)
    if index is None:
        return float("inf"), True
    section, first = flat[index]
    if first.number <= here:
        items = [item for item in first.blocks if _has(item, ahead)]
        if not items or items[0].number <= here:
            return _FEW_LINES * page_layout.body_size / POINTS_PER_MM, False
        unit = items if first.role in _LISTS and len(items) <= _FEW_LINES else items[:1]
    elif section.style.border or section.style.background:
        unit = [node for own, node in flat if own is section]
    else:
        unit = _unit([node for _, node in flat[index:]])
    height, wide = _size(page_layout, unit)
    spacing = whole.document.look.spacing
    space = spacing.section if first.role is Role.HEADING_2 else spacing.paragraph
    space += 2 * spacing.panel if section.style.border or section.style.background else 0.0
    return height + page_layout.looseness * space / POINTS_PER_MM, wide


def _sections(whole: Composed) -> Iterator[tuple[Section, StructureNode]]:
    nodes = [node for node in whole.structure.root.children if node.role is Role.SECTION]
    yield from zip(whole.document.sections, nodes, strict=True)


def _flat(whole: Composed) -> Iterator[tuple[Section, StructureNode]]:
    return ((section, each) for section, node in _sections(whole) for each in _blocks(node))


def _blocks(node: StructureNode) -> Iterator[StructureNode]:
    for each in node.blocks:
        yield from _blocks(each) if each.role is Role.PART else (each,)


def _has(node: StructureNode, numbers: set[int]) -> bool:
    return any(each.number in numbers for each in node.everything())


def _last(node: StructureNode) -> int:
    return max(each.number for each in node.everything())


def _unit(nodes: list[StructureNode]) -> list[StructureNode]:
    """The first nodes up to where a page may end."""
    unit = []
    for node, following in zip(nodes, [*nodes[1:], None], strict=True):
        unit.append(node)
        if node.role.value.startswith("heading") or (node.role is Role.PARAGRAPH and _announces(node, following)):
            continue
        if (node.role in _LISTS and len(node.blocks) > SHORT_LIST) or node.role in {Role.DEFINITIONS, Role.ENTRIES}:
            return [*unit[:-1], *node.blocks[:_FEW_LINES]]
        if node.role is Role.TABLE and len(node.blocks) - 2 > SHORT_TABLE:
            return [*unit[:-1], *node.blocks[: _FEW_LINES + 1]]
        break
    return unit


def _announces(node: StructureNode, following: StructureNode | None) -> bool:
    words = "".join(run.text for run in node.text if isinstance(run, TextRun) and not run.raised)
    return words.rstrip().endswith(":") or bool(following and following.role in {Role.TABLE, Role.ENTRIES})


def _size(page_layout: PageLayout, unit: list[StructureNode]) -> tuple[float, bool]:
    """The height of the nodes in millimeters on the page where they begin, of a paragraph at the end only its first
    three lines; and whether they stand across the columns."""
    numbers, last = ({each.number for node in nodes for each in node.everything()} for nodes in (unit, unit[-1:]))
    page = next(page for page in page_layout.pages if any(piece.tag in numbers for piece in page.pieces))
    boxes = [bounds(piece) for piece in page.pieces if piece.tag in numbers]
    left, low, right, high = (pick(box[n] for box in boxes) for n, pick in enumerate((min, min, max, max)))
    own = [bounds(piece)[3] for piece in page.pieces if piece.tag in last]
    if unit[-1].role is Role.PARAGRAPH and own:
        low = max(low, max(own) - _FEW_LINES * 1.3 * page_layout.body_size)
    return (high - low) / POINTS_PER_MM, right - left > page.width / 2


def table() -> Iterator[str]:
    """One line for each leaflet on every paper and in every size, in both languages, blank and filled."""
    yield "leaflet | print | paper | language | clinic | sides | edge mm | type pt | hole mm | above whole mm | lists"
    for layout, edition, language, clinic in EVERY:
        found = measures(layout, edition, language, clinic)
        numbers = (found.edge, found.smallest, found.tallest(excused=False), found.tallest(excused=True))
        which = (layout, edition.size.value, edition.paper, language, clinic, found.sides)
        lists = "whole" if found.whole else "PARTED"
        yield " | ".join((*map(str, which), *(f"{number:.1f}" for number in numbers), lists))


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table())
