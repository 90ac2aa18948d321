"""Raster pictures as PDF images (ISO 32000-1, 8.9.5): always RGB or gray, so that they agree with the output intent.

A picture has as many pixels as a printer can show at the size it is printed, and no more: photos come from telephones
with ten times as many, and a handout is mailed.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.model.page_layout import PicturePiece

if TYPE_CHECKING:
    from PIL.Image import Image

    from caresheet.model.page_layout import Page
    from caresheet.model.topic import Picture
    from caresheet.outputs.pdf.writer.objects import PdfFile

RESOLUTION = 300
"""The most pixels per inch that are kept."""
_ORIENTATION = 0x0112
"""The Exif tag of a photo's orientation; 1 is upright."""
_QUALITY = 90
"""The JPEG quality of a photo that has to be encoded again; its colors keep their full resolution."""


_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_BESIDES_THE_PICTURE = frozenset({*range(0xE0, 0xEE), 0xEF, 0xFE})
"""Application segments but Adobe's APP14, and comments."""
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends the data of a scan: in it, 0xFF is followed by 0, or by the number of a restart."""


class Shown(Struct, frozen=True):
    """A picture with the largest size at which pages show it, in points. If `gray`, it is shown in gray."""

    picture: Picture
    width: float
    height: float
    gray: bool = False

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height as a reader sees the picture, in the pixels that are kept."""
        given = (self.picture.width, self.picture.height)
        wanted = (ceil(self.width / 72 * RESOLUTION), ceil(self.height / 72 * RESOLUTION))
        return wanted if wanted[0] < given[0] and wanted[1] < given[1] else given


def pictures_of(pages: tuple[Page, ...]) -> list[Shown]:
    """Every picture on the pages, each once, in order of first use. The same picture may be several objects: sections
    that were laid out before hold it as it was read then."""
    found: dict[Picture, Shown] = {}
    for page in pages:
        for piece in page.pieces:
            if isinstance(piece, PicturePiece):
                known = found.get(piece.picture)
                if known is None or known.width < piece.width:
                    found[piece.picture] = Shown(piece.picture, piece.width, piece.height, piece.gray)
    return list(found.values())


def add_picture(file: PdfFile, shown: Shown) -> int:
    """The picture as an image object; returns its number. Transparency becomes a soft mask.

    Of a photo that is upright and not too large, the picture stays as it was encoded; any other is encoded anew. All
    other pictures keep every color exactly. In gray, colors become the luma of ITU-R BT.601. Nothing is kept of what a
    file says besides its picture.
    """
    from PIL import Image, ImageOps

    with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(shown.picture.data)) as opened:
        is_photo = opened.format == "JPEG"
        upright = opened.getexif().get(_ORIENTATION, 1) == 1
        alone = picture_alone(shown.picture.data) if is_photo else None
        kept = ("L",) if shown.gray else ("L", "RGB")
        if alone and opened.mode in kept and upright and opened.size == shown.pixels:
            return _add_photo(file, opened, alone)
        image = _plain(ImageOps.exif_transpose(opened))
    if shown.gray:
        image = image.convert("LA" if image.mode == "RGBA" else "L")
    if image.size != shown.pixels:
        image = image.resize(shown.pixels, Image.Resampling.LANCZOS)
    if not is_photo:
        return _add_pixels(file, image)
    image.info.clear()  # Pillow would write what the file said besides its picture
    data = BytesIO()
    image.save(data, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return _add_photo(file, image, data.getvalue())


def _plain(image: Image) -> Image:
    """The picture in gray or RGB of 8 bits, with transparency where it has any."""
    if "A" in image.getbands() or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("I;16", "I;16B", "I;16L", "I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _add_photo(file: PdfFile, image: Image, data: bytes) -> int:
    return file.add_plain_stream(_entries(image.size, _space(image)) + b"/Filter/DCTDecode", data)


def _add_pixels(file: PdfFile, image: Image) -> int:
    if "A" in image.getbands():
        mask = file.add_stream(_entries(image.size, b"/DeviceGray"), image.getchannel("A").tobytes())
        plain, transparency = image.convert(image.mode.removesuffix("A")), b"/SMask %d 0 R" % mask
        return file.add_stream(_entries(image.size, _space(plain)) + transparency, plain.tobytes())
    return file.add_stream(_entries(image.size, _space(image)), image.tobytes())


def _space(image: Image) -> bytes:
    return b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB"


def _entries(size: tuple[int, int], colors: bytes) -> bytes:
    return b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8" % (*size, colors)


def picture_alone(jpeg: bytes) -> bytes | None:
    """The JPEG without what it says besides the picture, and without whatever stands behind its end: where and when it
    was taken, by whom and with what, remarks, previews, color profiles. A handout is published and mailed.

    Kept are the segments that a decoder needs (ITU-T T.81, table B.1; APP14 says how Adobe's colors are stored).
    None for data that is not a whole JPEG.
    """
    kept, place = [jpeg[:2]], 2
    while jpeg[place : place + 1] == b"\xff":
        marker = jpeg[place + 1]
        if marker == _END_OF_IMAGE:
            return b"".join((*kept, jpeg[place : place + 2]))
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if marker == _START_OF_SCAN:
            behind = _MARKER.search(jpeg, end)
            end = behind.start() if behind else len(jpeg)
        if marker not in _BESIDES_THE_PICTURE:
            kept.append(jpeg[place:end])
        place = end
    return None
