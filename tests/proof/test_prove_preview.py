"""Pages become pixels, in color and in gray, and pixels become PNG files that others can read."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from caresheet.outputs.pdf.preview import ACROSS, GAP, GROUND, Raster, contact_sheet, png, rasterize
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError

RED, BLUE = (166, 27, 27), (26, 79, 122)
PAINTED = (
    f"{RED[0] / 255:.4f} {RED[1] / 255:.4f} {RED[2] / 255:.4f} rg 0 0 36 72 re f "
    "0 0 0 rg BT /F 20 Tf 40 30 Td (Words) Tj ET "
    # a picture of one pixel, blue, on the right
    "q 18 0 0 18 126 0 cm BI /W 1 /H 1 /CS /RGB /BPC 8 /F /AHx ID 1A4F7A> EI Q"
)


def pdf(*boxes: tuple[int, int], content: str = PAINTED) -> bytes:
    """A file with a page of each size (in points), all painted alike. PDFium mends the missing table of objects."""
    pages = "".join(
        f"{number} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 3 0 R"
        "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        for number, (width, height) in enumerate(boxes, start=4)
    )
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + len(boxes)))
    return (
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        f"2 0 obj<</Type/Pages/Count {len(boxes)}/Kids[{kids}]>>endobj\n"
        f"3 0 obj<</Length {len(content)}>>stream\n{content}\nendstream endobj\n{pages}"
        "trailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


def pixel(raster: Raster, x: int, y: int) -> tuple[int, ...]:
    start = (y * raster.width + x) * raster.depth
    return tuple(raster.pixels[start : start + raster.depth])


def test_colors_arrive_where_they_were_painted() -> None:
    """Two inches by one at 100 dpi are 200 x 100 pixels: red on the left, white paper, a blue picture, black words."""
    page = rasterize(pdf((144, 72)), 0, dpi=100)
    assert (page.width, page.height, page.depth, len(page.pixels)) == (200, 100, 3, 200 * 100 * 3)
    assert {pixel(page, x, y) for x in (0, 25, 48) for y in (0, 50, 99)} == {RED}
    assert pixel(page, 100, 10) == (255, 255, 255)
    assert pixel(page, 190, 90) == BLUE
    assert any(pixel(page, x, 50) == (0, 0, 0) for x in range(55, 130))


def test_gray_is_the_luma_of_every_color() -> None:
    """In gray, each pixel is the luma of the colored one: areas, pictures, and the very edges of the letters."""
    color, gray = (rasterize(pdf((144, 72)), 0, dpi=100, gray=one) for one in (False, True))
    assert (gray.width, gray.height, gray.depth, len(gray.pixels)) == (200, 100, 1, 200 * 100)
    reds, greens, blues = (color.pixels[channel::3] for channel in range(3))
    luma = [0.3 * red + 0.59 * green + 0.11 * blue for red, green, blue in zip(reds, greens, blues, strict=True)]
    assert max(abs(level - seen) for level, seen in zip(luma, gray.pixels, strict=True)) < 3
    assert pixel(gray, 20, 20) == (int(0.3 * 166 + 0.59 * 27 + 0.11 * 27),)


def test_each_page_has_its_own_size() -> None:
    """A turned page is as wide as it is; at another resolution it has other pixels."""
    data = pdf((144, 72), (72, 144))
    assert (rasterize(data, 1, dpi=72).width, rasterize(data, 1, dpi=72).height) == (72, 144)
    assert (rasterize(data, 1, dpi=36).width, rasterize(data, 1, dpi=36).height) == (36, 72)


@pytest.mark.parametrize(("data", "page"), [(b"", 0), (b"no PDF", 0), (pdf((9, 9)), 1)], ids=["empty", "text", "page"])
def test_what_cannot_be_rendered(data: bytes, page: int) -> None:
    """Bytes that are no PDF, and a page that is not there, are refused."""
    with pytest.raises(UnreadablePdfError):
        rasterize(data, page, dpi=72)


def plain(width: int, height: int, level: int) -> Raster:
    return Raster(width, height, 1, bytes([level]) * (width * height))


def test_contact_sheet_rows() -> None:
    """Six pages stand in two rows of three; the sheet is as large as they and the gaps need, and gray between them."""
    sheet = contact_sheet([plain(10, 20, number) for number in range(6)])
    assert (sheet.width, sheet.height) == (3 * 10 + 4 * GAP, 2 * 20 + 3 * GAP)
    for number in range(6):
        left, top = GAP + number % 3 * (10 + GAP), GAP + number // 3 * (20 + GAP)
        corners = [pixel(sheet, left + x, top + y) for x in (0, 9) for y in (0, 19)]
        around = [pixel(sheet, left + x, top + y) for x, y in ((-1, 0), (0, -1), (10, 19), (9, 20))]
        assert corners == [(number,)] * 4
        assert around == [(GROUND,)] * 4


@given(
    st.integers(1, 3).flatmap(
        lambda depth: st.lists(
            st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
                lambda size: st.binary(min_size=(length := size[0] * size[1] * depth), max_size=length).map(
                    lambda pixels: Raster(*size, depth, pixels)
                )
            ),
            min_size=1,
            max_size=3 * ACROSS,
        )
    )
)
def test_contact_sheet_holds_every_page_whole(pages: list[Raster]) -> None:
    """Whatever their sizes, all pages are on the sheet with every row of theirs, apart, in rows of at most ACROSS."""
    sheet = contact_sheet(pages)
    ground = {(x, y) for x in range(sheet.width) for y in range(sheet.height)}
    per_row = -(-len(pages) // -(-len(pages) // ACROSS))
    left, top, tallest = GAP, GAP, 0
    for number, page in enumerate(pages):
        if number and number % per_row == 0:
            left, top, tallest = GAP, top + tallest + GAP, 0
        for x, y in ((x, y) for x in range(page.width) for y in range(page.height)):
            assert pixel(sheet, left + x, top + y) == pixel(page, x, y)
            ground.remove((left + x, top + y))
        left, tallest = left + page.width + GAP, max(tallest, page.height)
    assert sheet.height == top + tallest + GAP
    assert {pixel(sheet, x, y) for x, y in ground} == {(GROUND,) * sheet.depth}


@given(st.sampled_from([(1, "L"), (3, "RGB")]), st.integers(1, 9), st.integers(1, 9), st.data())
def test_png_is_read_back(form: tuple[int, str], width: int, height: int, data: st.DataObject) -> None:
    """Another reader finds the same pixels in the file, the same kind of them, and how large they are on paper."""
    depth, mode = form
    pixels = data.draw(st.binary(min_size=width * height * depth, max_size=width * height * depth))
    with Image.open(io.BytesIO(png(Raster(width, height, depth, pixels), dpi=100))) as picture:
        picture.load()  # which checks every chunk's sum, too
        assert (picture.format, picture.mode, picture.size) == ("PNG", mode, (width, height))
        assert picture.tobytes() == pixels
        assert picture.info["dpi"] == pytest.approx((100, 100), abs=0.01)
