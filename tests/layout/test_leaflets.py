"""Guide and explainer as PDFium finds them in their PDFs: margins, type sizes, words apart, whole lists, no holes.

One of each is read in every run; every paper and size that they offer, in both languages, blank and filled in, is read
with `pytest -m long`.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby, product
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from tests.compose.builders import TODAY
from tests.layout.leaflet_measures import measures
from tests.layout.test_zones import AMBER, BLANK, FILLED, RED, made, pages_of, shipped
from tests.projects.merged import Memory

from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.model.edition import Edition, Size
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, DrawingPiece, Face, FieldPiece, PageLayout, ShapePiece, TextPiece
from caresheet.model.structure import Role, StructureNode
from caresheet.model.text import TextRun
from caresheet.outputs.pdf.writer import write_pdf
from caresheet.source import read_project

LAYOUTS = ("caregiver-guide", "full-explainer")
PAPERS = {Size.REGULAR: ("letter", "a4", "a5"), Size.LARGE: ("letter", "a4"), Size.GIANT: ("letter", "a4")}
SHOWN = [
    ("caregiver-guide", Edition(Size.REGULAR, "letter"), "en", FILLED),
    ("full-explainer", Edition(Size.REGULAR, "a4"), "es", BLANK),
    ("caregiver-guide", Edition(Size.REGULAR, "a5"), "es", FILLED),
]
EVERY = [
    pytest.param(layout, Edition(size, paper), language, clinic, marks=pytest.mark.long)
    for layout, size, language, clinic in product(LAYOUTS, Size, ("en", "es"), (BLANK, FILLED))
    for paper in PAPERS[size]
]
EDGE = 8 * POINTS_PER_MM
LEAST = {Size.REGULAR: 9.0, Size.LARGE: 18.0, Size.GIANT: 24.0}
"""The smallest words: sources and running lines in regular print; all words but running lines in larger print."""
LEAST_RUNNING = 9.0
LEAST_RAISED = {Size.REGULAR: 7.0, Size.LARGE: 14.0, Size.GIANT: 18.0}
"""The smallest numbers of sources: 7.5 pt beside 12 pt, less beside smaller words, such as captions of forms."""
FOOT = 32 * POINTS_PER_MM
"""The foot of a page in larger print: its footer, and above it the line about the next page."""
SHORT_LIST, SHORT_TABLE = 9, 8
MOST_NUMBERS = 2
"""The most numbers of sources in a row."""
RAISED = re.compile(r"[\d,\s]+")


class Ink(NamedTuple):
    """What is painted: its box in points, its words, and their type size; 0 for lines and areas."""

    left: float
    bottom: float
    right: float
    top: float
    text: str
    size: float


@cache
def painted(layout: str, edition: Edition, language: str, clinic: str) -> list[tuple[float, float, list[Ink]]]:
    """Width, height and everything painted on each page of the PDF."""
    whole, page_layout = made(layout, language, edition, clinic)
    found = []
    with pypdfium2.PdfDocument(write_pdf(whole, page_layout).data) as pdf:
        for page in pdf:
            letters = page.get_textpage()
            found.append((*page.get_size(), [_ink(each) for each in page.get_objects(textpage=letters)]))
    return found


def _ink(item: pypdfium2.PdfObject) -> Ink:
    if not isinstance(item, pypdfium2.PdfTextObj):
        left, bottom, right, top = item.get_bounds()
        over = _half_line(item)
        return Ink(left + over, bottom + over, right - over, top - over, "", 0.0)
    return Ink(*item.get_bounds(), item.extract(), item.get_font_size() * item.get_matrix().d)


def _half_line(item: pypdfium2.PdfObject) -> float:
    """Half the width of the line around a shape: PDFium's box is that much too large, because it allows for sharp
    corners."""
    mode, is_drawn, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    if not pdfium.FPDFPath_GetDrawMode(item.raw, mode, is_drawn) or not is_drawn.value:
        return 0.0
    assert pdfium.FPDFPageObj_GetStrokeWidth(item.raw, width)
    return width.value / 2


leaflets = pytest.mark.parametrize(("layout", "edition", "language", "clinic"), [*SHOWN, *EVERY])
leaflets_and_giant = pytest.mark.parametrize(
    ("layout", "edition", "language", "clinic"),
    [*SHOWN, ("full-explainer", Edition(Size.GIANT, "letter"), "en", BLANK), *EVERY],
)


@leaflets_and_giant
def test_nothing_is_printed_near_an_edge(layout: str, edition: Edition, language: str, clinic: str) -> None:
    """8 mm of every edge are clear: no printer cuts anything off, not even the circle of a step at the top of a page in
    giant print."""
    for width, height, inks in painted(layout, edition, language, clinic):
        for ink in inks:
            clear = min(ink.left, ink.bottom, width - ink.right, height - ink.top)
            assert clear >= EDGE - 0.01, ink


@leaflets
def test_words_keep_their_least_size(layout: str, edition: Edition, language: str, clinic: str) -> None:
    """No words are smaller than sources, running lines, or, in larger print, its body; numbers of sources are raised
    and smaller."""
    for _, height, inks in painted(layout, edition, language, clinic):
        for ink in inks:
            if not ink.text.strip():
                continue
            runs = ink.bottom < height * 0.07 or ink.top > height * 0.9 or is_at_foot(ink, edition)
            least = LEAST_RUNNING if runs else LEAST[edition.size]
            least = LEAST_RAISED[edition.size] if RAISED.fullmatch(ink.text) else least
            assert ink.size >= least - 0.01, ink


@leaflets
def test_no_words_stand_on_others(layout: str, edition: Edition, language: str, clinic: str) -> None:
    """No two runs of text overlap by more than half a point."""
    for _, _, inks in painted(layout, edition, language, clinic):
        words = sorted((ink for ink in inks if ink.text.strip()), key=lambda ink: ink.bottom)
        for index, one in enumerate(words):
            for other in words[index + 1 :]:
                if other.bottom >= one.top:
                    break
                across = min(one.right, other.right) - max(one.left, other.left)
                up = min(one.top, other.top) - other.bottom
                assert across <= 0.5 or up <= 0.5, (one, other)


@leaflets
def test_lists_and_short_tables_are_whole(layout: str, edition: Edition, language: str, clinic: str) -> None:
    """In regular print a list of up to 9 items and a table of up to 8 rows stand on one side. In larger print and on
    A5, a list may go on on the next side, with at least two items or three lines on each; a table is taller than a
    side there."""
    whole, page_layout = made(layout, language, edition, clinic)
    is_roomy = edition.size is Size.REGULAR and edition.paper != "a5"
    for node in whole.structure.root.everything():
        if not is_short(node):
            continue
        pages = pages_of(page_layout, node)
        if is_roomy:
            assert len(pages) == 1, node.position
        elif node.role is not Role.TABLE:
            assert len(pages) <= 2, node.position
            for page in pages:
                assert items_on(page_layout, node, page) >= 2 or lines_on(page_layout, node, page) >= 3, node.position


def items_on(page_layout: PageLayout, node: StructureNode, page: int) -> int:
    return sum(page in pages_of(page_layout, item) for item in node.blocks)


def lines_on(page_layout: PageLayout, node: StructureNode, page: int) -> int:
    numbers = {each.number for each in node.everything()}
    pieces = page_layout.pages[page].pieces
    return len({round(piece.baseline) for piece in pieces if isinstance(piece, TextPiece) and piece.tag in numbers})


def is_short(node: StructureNode) -> bool:
    if node.role is Role.TABLE:
        return len(node.blocks) - 2 <= SHORT_TABLE
    is_list = node.role in {Role.BULLETS, Role.STEPS, Role.CHECKLIST}
    return is_list and len(node.blocks) <= SHORT_LIST and not any(item.anchor for item in node.blocks)


@leaflets
def test_no_hole_is_left(layout: str, edition: Edition, language: str, clinic: str) -> None:
    """No empty area is taller than 25 mm, unless what follows must stay whole and does not fit there, the layout starts
    a new page, or the text is at its end."""
    found = measures(layout, edition, language, clinic)
    assert [hole for hole in found.holes if not hole.is_excused] == []
    assert found.whole


def is_at_foot(ink: Ink, edition: Edition) -> bool:
    """Whether it belongs to the running lines of larger print, or to the line above them."""
    return edition.size is not Size.REGULAR and ink.bottom < FOOT and 0 < ink.size < LEAST[edition.size]


@pytest.mark.parametrize(("size", "stacked"), [(Size.REGULAR, False), (Size.GIANT, True)])
def test_boxes_of_a_diagram_have_numbers_and_pictograms(size: Size, *, stacked: bool) -> None:
    """Each box of the explainer's diagram has its number in a black disc and its pictogram: above its words or, where
    boxes stand below each other, before them. All of it belongs to the figure, whose words say the numbers."""
    whole, page_layout = made("full-explainer", "en", Edition(size, "letter"), BLANK)
    (figure,) = (node for node in whole.structure.root.everything() if node.role is Role.FIGURE)
    assert "".join(run.text for run in figure.runs if isinstance(run, TextRun)).startswith("1 Trigger 2 Immune cells")
    (page,) = (page_layout.pages[number] for number in pages_of(page_layout, figure))
    pieces = [piece for piece in page.pieces if piece.tag == figure.number]
    pictograms = [piece for piece in pieces if isinstance(piece, DrawingPiece)]
    numbers = [piece for piece in pieces if isinstance(piece, TextPiece) and piece.text.strip().isdigit()]
    assert [piece.text.strip() for piece in numbers] == ["1", "2", "3", "4", "5"]
    assert {piece.color.lower() for piece in numbers} == {"#ffffff"}
    assert len(pictograms) == len(numbers)
    boxes = [piece for piece in pieces if isinstance(piece, ShapePiece) and piece.fill == "#ffffff"]
    words = [piece for piece in pieces if isinstance(piece, TextPiece) and piece.size == numbers[0].size]
    for box, number, picture in zip(boxes, numbers, pictograms, strict=True):
        inside = [piece for piece in words if contains(box, piece) and piece is not number]
        assert inside
        assert contains(box, number)
        for piece in inside:
            above = piece.baseline < picture.y
            assert piece.x >= picture.x + picture.width if stacked else above


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_diagram_ends_no_text(paper: str, language: str) -> None:
    """The steps after the explainer's diagram stand on the side of their heading or the next, and in a single column;
    where the diagram waits for the next side, they fill its own before it."""
    whole, page_layout = made("full-explainer", language, Edition(Size.REGULAR, paper), BLANK)
    section = next(
        node
        for node in whole.structure.root.children
        if node.role is Role.SECTION and any(each.role is Role.FIGURE for each in node.blocks)
    )
    heading, intro, figure, steps = (pages_of(page_layout, node) for node in section.blocks)
    assert heading == intro
    assert len(steps) == len(figure) == 1
    assert figure.union(steps) <= {max(heading), max(heading) + 1}
    assert heading in (figure, steps)


@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_guide_is_a_booklet(paper: str, language: str, clinic: str) -> None:
    """The guide has four pages of text and four of forms in both languages: two sheets folded into a booklet."""
    _, page_layout = made("caregiver-guide", language, Edition(Size.REGULAR, paper), clinic)
    assert (page_layout.counted, len(page_layout.pages)) == (4, 8)


NUMBERS = "phone: '(555) 010-0100'\nafter_hours_phone: '(555) 010-0199'\nemergency: '911'\n"
"""What most clinics in the United States fill in first."""


@pytest.mark.parametrize("more", ["", "interpreter: '1-800-555-0123'\n", "hospital: 'Bay University Medical Center'\n"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_guide_has_room_for_the_numbers_of_a_clinic(language: str, more: str) -> None:
    """The guide of a clinic that fills in only some of its values is made, with one more page of text at most: wherever
    a list must stay whole, a line more on the first page can move it."""
    path = "content/clinics/bay.yaml"
    files = Memory(shipped(BLANK).files | {path: f"name: 'Bay clinic'\n{NUMBERS}{more}".encode()})
    (job,) = jobs(read_project(files, (files, path)), layouts=["caregiver-guide"], languages=[language], today=TODAY)
    assert lay_out(compose(job)).counted in {4, 5}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_sheet_to_hand_over_stands_twice(language: str) -> None:
    """One side has the sheet twice, word for word, each with its own heading and fields, and a dashed line between the
    two to cut along. Their lines to write on are taller than on other sides, up to 12 mm, and equally tall. Large
    print, whose sheet fills a side, has it once."""
    whole, page_layout = made("caregiver-guide", language, Edition(Size.REGULAR, "letter"), BLANK)
    nodes = [node for node in whole.structure.root.children if node.role is Role.SECTION]
    copies = [n for n, s in zip(nodes, whole.document.sections, strict=True) if s.id == "handover"]
    first, second = ([each.text for each in node.everything()] for node in copies)
    assert first == second
    pages = set.union(*(pages_of(page_layout, node) for node in copies))
    assert len(pages) == 1
    page = page_layout.pages[pages.pop()]
    ends = [
        (min(heights), max(heights))
        for node in copies
        for numbers in [{each.number for each in node.everything()}]
        for heights in [[p.baseline for p in page.pieces if isinstance(p, TextPiece) and p.tag in numbers]]
    ]
    dashes = [p.path[0][1][1] for p in page.pieces if isinstance(p, ShapePiece) and p.stroke == "#555555"]
    assert len(dashes) > 20
    assert all(ends[1][1] < height < ends[0][0] for height in dashes)
    heights = [
        {round(p.height / POINTS_PER_MM, 2) for p in page.pieces if isinstance(p, FieldPiece) and p.tag in numbers}
        for node in copies
        for numbers in [{each.number for each in node.everything()}]
    ]
    assert heights[0] == heights[1]
    assert 8.5 <= max(heights[0]) <= 12
    large, _ = made("caregiver-guide", language, Edition(Size.LARGE, "letter"), BLANK)
    assert [section.id for section in large.document.sections].count("handover") == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_line_to_cut_along_says_so(language: str) -> None:
    """The line between the two copies has words that say what it is for, and no dash crosses them. They are not read
    aloud."""
    _, page_layout = made("caregiver-guide", language, Edition(Size.REGULAR, "letter"), BLANK)
    label = {"en": "Cut here", "es": "Recorte aquí"}[language]
    ((page, words),) = (
        (page, piece)
        for page in page_layout.pages
        for piece in page.pieces
        if isinstance(piece, TextPiece) and piece.text == label
    )
    assert words.tag == ARTIFACT
    dashes = [p.path for p in page.pieces if isinstance(p, ShapePiece) and p.stroke == "#555555"]
    ends = [(path[0][1][0], path[1][1][0]) for path in dashes]
    assert any(end < words.x for _, end in ends)
    assert any(start > words.x + words.width for start, _ in ends)
    assert not [each for each in ends if each[1] > words.x and each[0] < words.x + words.width]


FOOTED = [
    *((layout, size) for layout in LAYOUTS for size in Size),
    ("red-flag-card", Size.REGULAR),
    ("red-flag-card", Size.LARGE),
    ("red-flag-card", Size.GIANT),
]


@pytest.mark.parametrize(("layout", "size"), FOOTED)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_footer_is_one_line(layout: str, size: Size, language: str) -> None:
    """In every size the footer of a draft is a single line, 9, 14 or 18 pt large, and ends with the page number, which
    is bold like the words before it."""
    _, page_layout = made(layout, language, Edition(size, "letter"), BLANK)
    points = {Size.REGULAR: 9.0, Size.LARGE: 14.0, Size.GIANT: 18.0}[size]
    for number, page in enumerate(page_layout.pages, start=1):
        words = [piece for piece in page.pieces if isinstance(piece, TextPiece)]
        lowest = min(piece.baseline for piece in words)
        footer = [piece for piece in words if piece.baseline < lowest + 1.5 * points and piece.size == points]
        assert {piece.baseline for piece in footer} == {lowest}
        last = max(footer, key=lambda piece: piece.x)
        assert last.face is Face.BOLD
        assert last.text.replace("\u00a0", " ").rstrip().endswith(f"{number} {_OF[language]} {len(page_layout.pages)}")


_OF = {"en": "of", "es": "de"}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("layout", "size"), [*((name, Size.REGULAR) for name in LAYOUTS), ("red-flag-card", Size.GIANT)]
)
def test_listeners_hear_the_edition_once(layout: str, size: Size, language: str) -> None:
    """A handout of several pages says in its text, once, which version it is and that it is a draft: its footers are
    repeated on every page and not read aloud."""
    whole, page_layout = made(layout, language, Edition(size, "letter"), BLANK)
    heard = [node.text for node in whole.structure.on_pages(len(page_layout.pages), {}).root.everything()]
    said = ["".join(run.text for run in runs if isinstance(run, TextRun)) for runs in heard]
    version = {"en": "Version ", "es": "Versión "}[language]
    (edition,) = (words for words in said if words.startswith(version))
    assert {"en": "Draft.", "es": "Borrador."}[language] in edition


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_heading_and_its_intro_stand_with_their_form(paper: str, clinic: str, language: str) -> None:
    """In giant print a heading with a sentence below it is never alone on a side: the form that it is about begins
    there."""
    whole, page_layout = made("caregiver-guide", language, Edition(Size.GIANT, paper), clinic)
    nodes = [node for node in whole.structure.root.children if node.role is Role.SECTION]
    forms = [
        node
        for node in nodes
        if [each.role for each in node.blocks[1:3]] in ([Role.PARAGRAPH, Role.ENTRIES], [Role.PARAGRAPH, Role.TABLE])
    ]
    assert len(forms) >= 3
    for heading, intro, form in (node.blocks[:3] for node in forms):
        assert pages_of(page_layout, heading) == pages_of(page_layout, intro)
        assert pages_of(page_layout, heading) <= pages_of(page_layout, form)


@pytest.mark.parametrize("language", ["en", "es"])
def test_cells_of_marks_are_filled(language: str) -> None:
    """In the guide's table of marks the first cells of STOP and CALL are filled in the color of their zones, from rule
    to rule, and their words have the color of those on a band: white on red, black on amber."""
    _, page_layout = made("caregiver-guide", language, Edition(Size.REGULAR, "letter"), BLANK)
    page = page_layout.pages[1]
    shapes = [piece for piece in page.pieces if isinstance(piece, ShapePiece) and piece.fill]
    texts = [piece for piece in page.pieces if isinstance(piece, TextPiece)]
    for (english, spanish), fill, ink in ((("STOP", "ALTO"), RED, "#ffffff"), (("CALL", "LLAME"), AMBER, "#000000")):
        word = next(each for each in texts if each.text.strip() == {"en": english, "es": spanish}[language])
        assert word.color.lower() == ink
        (cell,) = (shape for shape in shapes if shape.fill == fill and contains(shape, word))
        assert height_of_shape(cell) > 2 * word.size


def contains(shape: ShapePiece, word: TextPiece) -> bool:
    xs = [value for _, values in shape.path for value in values[::2]]
    ys = [value for _, values in shape.path for value in values[1::2]]
    return min(xs) <= word.x and word.x + word.width <= max(xs) and min(ys) <= word.baseline <= max(ys)


def height_of_shape(shape: ShapePiece) -> float:
    ys = [value for _, values in shape.path for value in values[1::2]]
    return max(ys) - min(ys)


@pytest.mark.parametrize("language", ["en", "es"])
def test_tasks_are_ticked_off(language: str) -> None:
    """The caregiver's tasks are a checklist."""
    whole, _ = made("caregiver-guide", language, Edition(Size.REGULAR, "letter"), BLANK)
    nodes = [node for node in whole.structure.root.children if node.role is Role.SECTION]
    (tasks,) = (n for n, s in zip(nodes, whole.document.sections, strict=True) if s.id == "tasks")
    assert [node.role for node in tasks.blocks[1:]] == [Role.CHECKLIST]


@pytest.mark.parametrize("language", ["en", "es"])
def test_numbers_of_sources_are_few(language: str) -> None:
    """There are no more than two numbers in a row, and none in a section that a reader in danger needs."""
    whole, _ = made("full-explainer", language, Edition(Size.REGULAR, "letter"), BLANK)
    nodes = [node for node in whole.structure.root.children if node.role is Role.SECTION]
    counted = [
        (section.critical, number)
        for node, section in zip(nodes, whole.document.sections, strict=True)
        for each in node.everything()
        for number in numbers_in_a_row(each)
    ]
    assert len(counted) > 100
    assert not [number for critical, number in counted if critical]
    assert max(number for _, number in counted) == MOST_NUMBERS


def numbers_in_a_row(node: StructureNode) -> Iterator[int]:
    """How many numbers each group of raised ones has."""
    raised = ((isinstance(run, TextRun) and run.raised, run) for run in node.text)
    for is_group, group in groupby(raised, key=lambda each: each[0]):
        if is_group:
            yield sum(isinstance(run, TextRun) and run.text.strip().isdigit() for _, run in group)


def test_forms_on_small_paper_are_one_side_to_copy() -> None:
    """On A5 the turned log is one side, a sheet to hand over is printed once, and a grid of fields that no side holds
    begins below the form before it."""
    whole, page_layout = made("caregiver-guide", "es", Edition(paper="a5"), BLANK)
    assert sum(page.width > page.height for page in page_layout.pages) == 1
    assert not any(section.copy for section in whole.document.sections)
    forms = [len(page_layout.pages) - page_layout.counted, page_layout.counted]
    assert forms == [6, 9]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_source_or_a_main_point_stands_in_one_column(layout: str, paper: str, language: str) -> None:
    """Each source, and each item of the panel that sums the text up, is in a single column of one side."""
    whole, page_layout = made(layout, language, Edition(Size.REGULAR, paper), BLANK)
    nodes = [node for node in whole.structure.root.children if node.role is Role.SECTION]
    found = 0
    for section, node in zip(whole.document.sections, nodes, strict=True):
        listed = (each for each in node.blocks if each.role in {Role.BULLETS, Role.STEPS})
        for item in (item for each in listed for item in each.blocks if section.style.columns):
            (page,) = pages_of(page_layout, item)
            edges = left_edges(page_layout, page, item)
            margins, width = page_layout.margins, page_layout.pages[page].width
            step = (width - margins.start - margins.end) / (section.style.columns or 1)
            assert len({int((edge - margins.start) // step) for edge in edges}) == 1, item.position
            found += 1
    assert found >= 4


def left_edges(page_layout: PageLayout, page: int, node: StructureNode) -> list[float]:
    """Where each line of an element begins, of those in different columns at the same height the first."""
    numbers = {each.number for each in node.everything()}
    lines: dict[float, float] = {}
    for piece in page_layout.pages[page].pieces:
        if isinstance(piece, TextPiece) and piece.tag in numbers:
            lines[piece.baseline] = min(piece.x, lines.get(piece.baseline, piece.x))
    return list(lines.values())
