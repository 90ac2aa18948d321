"""The pages of a finished PDF as pixels and PNG files, in color or as a gray printer prints them.

PNG is written here (a signature and four chunks around zlib) rather than with Pillow, which belongs to the rooms that
read pictures of others.
"""

from __future__ import annotations

import ctypes
import math
import struct
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError, opened

if TYPE_CHECKING:
    from caresheet.outputs.pdf.reader.pdfium import Handle, Pdfium

POINTS_PER_INCH = 72
WHITE = 0xFFFFFFFF
GROUND = 0xA0
"""The background gray of a contact sheet: dark enough to show the edge of a white page."""
GAP = 12
"""Pixels between and around the pages of a contact sheet."""
ACROSS = 5
"""The most pages in one row of a contact sheet."""

GRAY, COLOR = 1, 3
"""Bytes per pixel."""


class Raster(Struct, frozen=True):
    """A picture of `width` x `height` pixels, row by row from the top.

    A pixel has `depth` bytes: one (gray), or three (red, green, blue).
    """

    width: int
    height: int
    depth: int
    pixels: bytes


def rasterize(pdf: bytes, page: int, *, dpi: float, gray: bool = False) -> Raster:
    """A page (from 0) as it is seen on white paper. Raises UnreadablePdfError if it is not a PDF or has no such page.

    `gray` is the luma of each color, 0.3 red + 0.59 green + 0.11 blue (ISO 32000-1, 10.3.2; the weights of
    ITU-R BT.601), which is what printers without color make of it.
    """
    with opened(pdf) as (library, document):
        handle = library.raw.FPDF_LoadPage(document, page)
        if not handle:
            raise UnreadablePdfError
        try:
            return _painted(library, handle, dpi / POINTS_PER_INCH, gray=gray)
        finally:
            library.raw.FPDF_ClosePage(handle)


def cropped(raster: Raster, area: tuple[int, int, int, int]) -> Raster:
    """The part of a picture inside an area, whose left, top, right and bottom edges are in pixels from the upper left
    corner."""
    left, top, right, bottom = area
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(right, raster.width), min(bottom, raster.height)
    line = raster.width * raster.depth
    starts = (row * line + left * raster.depth for row in range(top, bottom))
    width = right - left
    pixels = b"".join(raster.pixels[start : start + width * raster.depth] for start in starts)
    return Raster(width, bottom - top, raster.depth, pixels)


def contact_sheet(pages: Sequence[Raster]) -> Raster:
    """Pages of one depth side by side in rows, on a gray ground. The rows are as equal as possible."""
    across = math.ceil(len(pages) / math.ceil(len(pages) / ACROSS))
    rows = [pages[start : start + across] for start in range(0, len(pages), across)]
    heights = [max(page.height for page in row) + GAP for row in rows]
    width = max(sum(page.width + GAP for page in row) for row in rows) + GAP
    sheet = bytearray([GROUND]) * (width * (sum(heights) + GAP) * pages[0].depth)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        left = GAP
        for page in row:
            _lay(page, sheet, width, left, top)
            left += page.width + GAP
        top += height
    return Raster(width, top, pages[0].depth, bytes(sheet))


def png(raster: Raster, *, dpi: float) -> bytes:
    """The picture as a PNG file with its size on paper (W3C PNG, third edition: 5.2, 11.2, 11.3.4.3)."""
    kind = {GRAY: 0, COLOR: 2}[raster.depth]
    head = struct.pack(">IIBBBBB", raster.width, raster.height, 8, kind, 0, 0, 0)
    per_metre = round(dpi / 0.0254)
    length = raster.width * raster.depth
    starts = range(0, length * raster.height, length)
    # Each row begins with its filter. None of them earns its time on pages, which are mostly one color.
    rows = b"".join(b"\0" + raster.pixels[start : start + length] for start in starts)
    chunks = (
        _chunk(b"IHDR", head),
        _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        _chunk(b"IDAT", zlib.compress(rows)),
        _chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _painted(library: Pdfium, page: Handle, scale: float, *, gray: bool) -> Raster:
    raw = library.raw
    width = max(1, round(raw.FPDF_GetPageWidthF(page) * scale))
    height = max(1, round(raw.FPDF_GetPageHeightF(page) * scale))
    # Gray is painted in three equal colors: in a bitmap of one, PDFium sets letters to whole pixels, or not at all.
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError(f"there is no room for a picture of {width} x {height} pixels")
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER | (raw.FPDF_GRAYSCALE if gray else 0)
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        pixels = _rows(library, bitmap, width * COLOR, height)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return Raster(width, height, GRAY, pixels[::COLOR]) if gray else Raster(width, height, COLOR, pixels)


def _lay(page: Raster, sheet: bytearray, width: int, left: int, top: int) -> None:
    """Copy a page onto a sheet that is `width` pixels wide, with its upper left corner at the given pixel."""
    length = page.width * page.depth
    for line in range(page.height):
        start = ((top + line) * width + left) * page.depth
        sheet[start : start + length] = page.pixels[line * length : (line + 1) * length]


def _rows(library: Pdfium, bitmap: Handle, length: int, height: int) -> bytes:
    """The bytes of the bitmap without the padding that PDFium adds to each row."""
    stride = library.raw.FPDFBitmap_GetStride(bitmap)
    padded = ctypes.string_at(library.raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
    return b"".join(padded[start : start + length] for start in range(0, stride * height, stride))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
