"""Every handout on the sheets of a printer, read back from its PDF: pages in order and whole, with their boxes."""

from __future__ import annotations

import io
import re
from functools import cache

import pikepdf
import pypdfium2
import pytest
from msgspec import Struct
from tests.compose.builders import TODAY
from tests.layout.test_press import folded
from tests.layout.test_zones import BLANK, shipped

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.edition import Edition, Size, papers_offered
from caresheet.model.layout import Layout
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.press import BLEED, Sheets
from caresheet.model.problem import CaresheetError
from caresheet.model.project import Project
from caresheet.source import read_project

PLACES = {Sheets.PAGES: (1, 1), Sheets.BOOKLET: (2, 1), Sheets.TWO_UP: (2, 1), Sheets.FOUR_UP: (2, 2)}
MARKED = {Sheets.PAGES, Sheets.BOOKLET}
"""What is printed with crop marks here, so that each kind of sheet is seen with and without them."""
EDGE = 8.0 - 2 / 4
"""White at each edge of a page: 8 mm, less the two pixels to which places and ink are rounded."""
NUMBER = re.compile(r"(\d+) (?:of|de) \d+")
PIXELS = 4 / POINTS_PER_MM
"""Four for each millimeter, by the point."""
ALONG, SHORT = "/DuplexFlipLongEdge", "/DuplexFlipShortEdge"


@cache
def project() -> Project:
    files = shipped(BLANK)
    return read_project(files, (files, f"content/clinics/{BLANK}.yaml"))


def editions(layout: Layout) -> list[Edition]:
    """Each size and paper that a layout offers, on each kind of sheet."""
    return [
        Edition(size, paper, sheets=sheets, marks=sheets in MARKED)
        for size in Size
        for paper in papers_offered(layout, size)
        for sheets in Sheets
    ]


def every() -> list[tuple[str, Edition, str]]:
    layouts = project().layouts
    return [(each.name, edition, tag) for each in layouts for edition in editions(each) for tag in ("en", "es")]


ONCE = [
    ("caregiver-guide", Edition(Size.REGULAR, "a5", sheets=Sheets.BOOKLET, marks=True), "en"),
    ("full-explainer", Edition(Size.REGULAR, "a5", marks=True), "en"),
    ("red-flag-card", Edition(Size.REGULAR, "letter", sheets=Sheets.FOUR_UP), "es"),
    ("wallet-card", Edition(Size.REGULAR, "a4", sheets=Sheets.TWO_UP), "es"),
]


class Place(Struct, frozen=True):
    """Where a page stands on a side: its lower left corner and its size, in points."""

    x: float
    y: float
    width: float
    height: float


def places(page: pypdfium2.PdfPage, sheets: Sheets) -> list[Place]:
    """The places of a side, from left to right and from top to bottom."""
    across, up = PLACES[sheets]
    left, bottom, right, top = page.get_trimbox()
    width, height = (right - left) / across, (top - bottom) / up
    return [
        Place(left + column * width, bottom + row * height, width, height)
        for row in reversed(range(up))
        for column in range(across)
    ]


def number(page: pypdfium2.PdfPage, place: Place) -> int | None:
    """The number that is printed at the foot of a page; None for an empty place."""
    foot = page.get_textpage().get_text_bounded(place.x, place.y, place.x + place.width, place.y + 20 * POINTS_PER_MM)
    found = NUMBER.findall(" ".join(foot.split()))
    return int(found[-1]) if found else None


def edge(page: pypdfium2.PdfPage, place: Place) -> float:
    """The least distance in millimeters between what is printed on a page and its edges."""
    picture = page.render(scale=PIXELS, grayscale=True).to_pil()
    left, top = round(place.x * PIXELS), round((page.get_height() - place.y - place.height) * PIXELS)
    cut = picture.crop((left, top, left + round(place.width * PIXELS), top + round(place.height * PIXELS)))
    box = cut.point(lambda gray: 0 if gray >= 250 else 255).getbbox()
    return min(box[0], box[1], cut.width - box[2], cut.height - box[3]) / 4 if box else EDGE


def check(layout: str, edition: Edition, language: str) -> None:
    (job,) = jobs(project(), layouts=[layout], languages=[language], edition=edition, today=TODAY)
    try:
        data = render(job).handout.artifact("pdf").data
    except CaresheetError as error:
        (problem,) = error.problems
        assert edition.sheets is Sheets.BOOKLET
        assert re.search(r"a booklet has at least 3 pages, not [12]$", problem.message)
        assert problem.hint == "leave out --booklet"
        return
    with pikepdf.open(io.BytesIO(data)) as pdf:
        check_boxes(pdf, edition)
        several = len(pdf.pages) > 1 and job.layout.look.panels is None
        _, _, right, top = pdf.pages[0].MediaBox
        duplex = (ALONG if float(top) >= float(right) else SHORT) if several else None
        preferences = pdf.Root.ViewerPreferences
        assert (preferences.PrintScaling, preferences.get("/Duplex")) == ("/None", duplex)
    sides = list(pypdfium2.PdfDocument(data))
    found = [[number(page, place) for place in places(page, edition.sheets)] for page in sides]
    check_order(found, edition.sheets)
    for page, numbers in zip(sides, found, strict=True):
        for place, there in zip(places(page, edition.sheets), numbers, strict=True):
            assert edge(page, place) >= (EDGE if there else 0.0)


def check_boxes(pdf: pikepdf.Pdf, edition: Edition) -> None:
    """Sides have a trim box, and a bleed box around it, exactly if marks were asked for."""
    for page in pdf.pages:
        assert ("/TrimBox" in page.obj, "/BleedBox" in page.obj) == (edition.marks, edition.marks)
        if edition.marks:
            boxes = [[float(each) for each in page.obj[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox")]
            media, bleed, trim = boxes
            assert [abs(a - b) for a, b in zip(bleed, trim, strict=True)] == pytest.approx([BLEED] * 4, abs=0.01)
            assert media[2] - trim[2] == pytest.approx(10 * POINTS_PER_MM, abs=0.01)


def check_order(found: list[list[int | None]], sheets: Sheets) -> None:
    """The pages are in the order in which they are read: once folded, or side by side."""
    read = folded(found) if sheets is Sheets.BOOKLET else [each for side in found for each in side]
    pages = [each for each in read if each]
    assert pages
    assert read[: len(pages)] == pages  # empty places are at the end
    if set(pages) == {1}:
        assert len(found) == 1
        assert len(pages) == PLACES[sheets][0] * PLACES[sheets][1]
    else:
        assert pages == list(range(1, len(pages) + 1))


@pytest.mark.parametrize(("layout", "edition", "language"), ONCE, ids=lambda value: str(value)[:20])
def test_sheets_once(layout: str, edition: Edition, language: str) -> None:
    """A booklet of small pages, crop marks, and several cards on a side are as they were asked for."""
    check(layout, edition, language)


@pytest.mark.long
@pytest.mark.parametrize(("layout", "edition", "language"), every(), ids=lambda value: str(value)[:20])
def test_every_handout_on_every_kind_of_sheet(layout: str, edition: Edition, language: str) -> None:
    """The same for all handouts, in each size and on each paper that they are offered for. Only what has one leaf is
    refused as a booklet."""
    check(layout, edition, language)
