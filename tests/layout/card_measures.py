"""The measures of a card, read back from its finished PDF without any of the code that laid it out."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct
from PIL import Image
from tests.compose.builders import TODAY
from tests.layout.test_zones import BLANK, FILLED, shipped

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.color_vision import color_difference
from caresheet.model.colors import REC_601, Color, contrast_ratio, to_gray
from caresheet.model.edition import Edition, Size
from caresheet.source import read_project

SIDES = {
    "red-flag-card": {
        Size.REGULAR: {"letter": 1, "a4": 1, "a5": 2},
        Size.LARGE: {"letter": 3, "a4": 3},
        Size.GIANT: {"letter": 4, "a4": 4},
    },
    "wallet-card": {Size.REGULAR: {"letter": 1, "a4": 1}},
    "wall-card": {Size.REGULAR: {"a3": 1, "tabloid": 1}},
    "staff-triage": {
        Size.REGULAR: {"letter": 1, "a4": 1},
        Size.LARGE: {"letter": 6, "a4": 6},
        Size.GIANT: {"letter": 8, "a4": 8},
    },
    "staff-grading": {
        Size.REGULAR: {"letter": 1, "a4": 1},
        Size.LARGE: {"letter": 8, "a4": 8},
        Size.GIANT: {"letter": 12, "a4": 12},
    },
}
"""The most sides of each card, by print size and paper."""
EVERY = [
    (layout, Edition(size, paper), language, clinic)
    for layout, sizes in SIDES.items()
    for size, papers in sizes.items()
    for paper in papers
    for language in ("en", "es")
    for clinic in (BLANK, FILLED)
]
_PER_MM = 72 / 25.4
_HOLE_WIDTH = 60
_INK = 250
"""The darkest gray that counts as white paper."""
_FOOTER, _ABOVE_FOOTER = 45, 3
"""The footer is everything in the lowest 45 mm of a page below the last empty strip of more than 3 mm."""


class Measures(Struct, frozen=True):
    """One card: its sides, the least distance of ink from an edge (mm), the smallest type (pt), the tallest empty area
    of 60 mm width between things that are printed (mm), the words of each side, and the contrast in gray and the
    difference to a deuteranope between the two bands (0 where there are fewer)."""

    sides: int
    edge: float
    smallest: float
    hole: float
    words: tuple[str, ...]
    gray: float
    deuteranope: float


@cache
def measures(layout: str, edition: Edition, language: str, clinic: str) -> Measures:
    """The measures of one card. It raises the errors of a card that cannot be made, overlapping words among them."""
    files = shipped(clinic)
    whole = read_project(files, (files, f"content/clinics/{clinic}.yaml"))
    (job,) = jobs(whole, layouts=[layout], languages=[language], edition=edition, today=TODAY)
    pdf = pypdfium2.PdfDocument(render(job).handout.artifact("pdf").data)
    pages = [pdf[number] for number in range(len(pdf))]
    pictures = [page.render(scale=1 / _PER_MM, grayscale=True).to_pil() for page in pages]
    bands = [color for page in pages for color in _bands(page)]
    red, amber = (next((each for each in bands if wanted(each)), None) for wanted in (_is_red, _is_amber))
    both = red is not None and amber is not None
    return Measures(
        len(pages),
        min(_edge(page) for page in pages),
        min(size for page in pages for size in _sizes(page)),
        max(_hole(picture) for picture in pictures),
        tuple(" ".join(page.get_textpage().get_text_range().split()) for page in pages),
        contrast_ratio(to_gray(red, REC_601), to_gray(amber, REC_601)) if both else 0.0,
        color_difference(red, amber, "deuteranopia") if both else 0.0,
    )


def _is_red(color: Color) -> bool:
    return color[0] > 0.5 and color[1] < 0.3 and color[2] < 0.3


def _is_amber(color: Color) -> bool:
    return color[0] > 0.9 and 0.6 < color[1] < 0.9 and color[2] < 0.5


def _bands(page: pypdfium2.PdfPage) -> Iterator[Color]:
    """The fills of everything that is at least 50 mm wide and 5 mm high."""
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = each.get_bounds()
        if right - left > 50 * _PER_MM and top - bottom > 5 * _PER_MM:
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            pdfium.FPDFPageObj_GetFillColor(each, red, green, blue, alpha)
            yield (red.value / 255, green.value / 255, blue.value / 255)


def _edge(page: pypdfium2.PdfPage) -> float:
    """The least distance of ink from an edge in millimeters, seen in a picture of 8 pixels a millimeter."""
    picture = page.render(scale=8 / _PER_MM, grayscale=True).to_pil()
    box = picture.point(lambda gray: 0 if gray >= _INK else 255).getbbox()
    left, top, right, bottom = box or (0, 0, 0, 0)
    return min(left, top, picture.width - right, picture.height - bottom) / 8


def _sizes(page: pypdfium2.PdfPage) -> Iterator[float]:
    """The type size of each piece of text, as it is printed."""
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(each, size)
        yield round(size.value * abs(each.get_matrix().d), 2)


def _hole(picture: Image.Image) -> float:
    """The tallest empty area of 60 mm width between what is printed, in millimeters; a picture has one pixel for each.
    The space below the last line of the text, and next to it, does not count: zones and lists stay whole."""
    rows = [
        [picture.getpixel((x, y)) < _INK for x in range(picture.width)]  # type: ignore[operator]
        for y in range(picture.height)
    ]
    tallest, heights = 0, [0] * picture.width
    inked = [y for y, row in enumerate(rows) if any(row)]
    above_footer = [y for y, below in pairwise(inked) if below - y > _ABOVE_FOOTER and below > picture.height - _FOOTER]
    first, last = inked[0], (above_footer or inked)[-1]
    columns = [x for x in range(picture.width) if any(row[x] for row in rows)]
    start, end = columns[0], columns[-1]
    for y in range(first, last + 1):
        heights = [0 if rows[y][x] else heights[x] + 1 for x in range(picture.width)]
        below = y < last and any(rows[y + 1][start : end + 1])
        if below:
            runs = (min(heights[x : x + _HOLE_WIDTH]) for x in range(start, end - _HOLE_WIDTH + 2))
            tallest = max(tallest, max(runs, default=0))
    return float(tallest)


def table() -> Iterator[str]:
    """One line for each card on every paper and in every size, in both languages, blank and filled."""
    yield "card | print | paper | language | clinic | sides | edge mm | type pt | hole mm | gray | deuteranope"
    for layout, edition, language, clinic in EVERY:
        found = measures(layout, edition, language, clinic)
        numbers = (found.edge, found.smallest, found.hole, found.gray, found.deuteranope)
        which = (layout, edition.size.value, edition.paper, language, clinic, found.sides)
        yield " | ".join((*map(str, which), *(f"{number:.1f}" for number in numbers)))


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table())
