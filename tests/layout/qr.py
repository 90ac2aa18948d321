"""A small reader of QR codes for the tests (ISO/IEC 18004: versions 1 to 6, level M, bytes, no damage)."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2
from PIL import Image

from caresheet.model.document import Document
from caresheet.model.page_layout import PageLayout
from caresheet.outputs.pdf.writer import paint

DOTS_PER_INCH = 600
_BLOCKS = {1: (16, 1), 2: (28, 1), 3: (44, 1), 4: (64, 2), 5: (86, 2), 6: (108, 4)}
"""The number of data bytes at level M, and of the blocks that hold them (table 9)."""
_MASKS = (
    lambda i, j: (i + j) % 2,
    lambda i, _: i % 2,
    lambda _, j: j % 3,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)
"""A module is inverted where the condition is 0 (table 10)."""
_FORMAT_MASK = 0b101010000010010


def drawn(page_layout: PageLayout) -> tuple[int, tuple[float, float, float, float]]:
    """The page of the figure, and its bounding box."""
    (number,) = [index for index, tag in enumerate(page_layout.tags) if tag.role == "Figure"]
    (box,) = [value for _, key, value in page_layout.tags[number].attributes if key == "BBox"]
    left, bottom, right, top = (float(value) for value in box.strip("[]").split())
    (page,) = [
        index for index, page in enumerate(page_layout.pages) if any(piece.tag == number for piece in page.pieces)
    ]
    return page, (left, bottom, right, top)


def seen(made: Document, page_layout: PageLayout) -> Image.Image:
    """The code as it is printed, with the space around it."""
    page, (left, bottom, right, top) = drawn(page_layout)
    quiet = (right - left) * 0.08
    scale = DOTS_PER_INCH / 72
    whole = pypdfium2.PdfDocument(paint(made, page_layout))[page].render(scale=scale).to_pil()
    edges = (left - quiet, page_layout.pages[page].height - top - quiet)
    return whole.crop(
        (
            round(edges[0] * scale),
            round(edges[1] * scale),
            round((right + quiet) * scale),
            round((edges[1] + top - bottom + 2 * quiet) * scale),
        )
    )


def read(picture: Image.Image) -> str:
    """What the code says. The picture shows nothing but the code."""
    return decoded(squares(picture))


def decoded(rows: Sequence[Sequence[bool]]) -> str:
    """What the modules of a code say; True is dark."""
    count = len(rows)
    level, mask = _format(rows)
    assert level == 0, "not of level M"
    bits = [rows[i][j] ^ (_MASKS[mask](i, j) == 0) for i, j in _path(count)]
    data_bytes, blocks = _BLOCKS[(count - 17) // 4]
    dealt = [_number(bits[start : start + 8]) for start in range(0, 8 * data_bytes, 8)]
    whole = "".join(f"{byte:08b}" for block in range(blocks) for byte in dealt[block::blocks])
    assert whole[:4] == "0100", "not bytes"
    length = int(whole[4:12], 2)
    return bytes(int(whole[start : start + 8], 2) for start in range(12, 12 + 8 * length, 8)).decode("ascii")


def squares(picture: Image.Image) -> list[list[bool]]:
    """The code's modules, sampled in their centers; the finder pattern, seven modules wide, gives their size."""
    gray = picture.convert("L").point(lambda value: 255 if value < 128 else 0)
    code = gray.crop(gray.getbbox())
    pixels = code.load()
    assert pixels is not None
    run = next(x for x in range(code.width) if not pixels[x, 2])
    count = round(code.width / (run / 7))
    size = code.width / count
    middles = [int((number + 0.5) * size) for number in range(count)]
    return [[pixels[x, y] == 255 for x in middles] for y in middles]


def _format(rows: Sequence[Sequence[bool]]) -> tuple[int, int]:
    """Level and mask (7.9)."""
    places = [*((8, j) for j in (0, 1, 2, 3, 4, 5, 7, 8)), *((i, 8) for i in (7, 5, 4, 3, 2, 1, 0))]
    value = _number([rows[i][j] for i, j in places]) ^ _FORMAT_MASK
    return value >> 13, value >> 10 & 7


def _number(bits: list[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)


def _path(count: int) -> list[tuple[int, int]]:
    """The modules that hold data, in the order in which they are filled: two columns at a time, up and down (7.7.3)."""
    path: list[tuple[int, int]] = []
    rows = list(range(count))
    upwards = True
    for right in (column for column in (*range(count - 1, 6, -2), 5, 3, 1)):
        for i in reversed(rows) if upwards else rows:
            path += [(i, j) for j in (right, right - 1) if not _is_fixed(i, j, count)]
        upwards = not upwards
    return path


def _is_fixed(i: int, j: int, count: int) -> bool:
    """Whether a module belongs to a finder pattern, the format, a timing pattern or the alignment pattern."""
    corners = (i < 9 and (j < 9 or j >= count - 8)) or (i >= count - 8 and j < 9)
    small = count > 21 and abs(i - (count - 7)) <= 2 and abs(j - (count - 7)) <= 2
    return corners or 6 in (i, j) or small
