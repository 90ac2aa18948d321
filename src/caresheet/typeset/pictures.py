"""Raster pictures as PDF images (ISO 32000-1, 8.9.5): always RGB or gray, so that they agree with the output intent."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from caresheet.model.topic import Picture
    from caresheet.typeset.pdf_file import PdfFile

_ORIENTATION = 0x0112
"""The Exif tag that says which way up a photo was taken; 1 is upright."""


def add_picture(file: PdfFile, picture: Picture) -> int:
    """The picture as an image object; returns its number. A photo stays JPEG; transparency becomes a soft mask."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(picture.data)) as opened:
        if opened.format == "JPEG" and opened.mode in ("L", "RGB") and opened.getexif().get(_ORIENTATION, 1) == 1:
            colours = b"/DeviceGray" if opened.mode == "L" else b"/DeviceRGB"
            return file.add_plain_stream(_entries(opened.size, colours) + b"/Filter/DCTDecode", picture.data)
        return _add_pixels(file, ImageOps.exif_transpose(opened))


def _add_pixels(file: PdfFile, image: Image) -> int:
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        mask = file.add_stream(_entries(image.size, b"/DeviceGray"), image.getchannel("A").tobytes())
        entries = _entries(image.size, b"/DeviceRGB") + b"/SMask %d 0 R" % mask
        return file.add_stream(entries, image.convert("RGB").tobytes())
    if image.mode in ("1", "L", "I;16", "I"):
        return file.add_stream(_entries(image.size, b"/DeviceGray"), image.convert("L").tobytes())
    return file.add_stream(_entries(image.size, b"/DeviceRGB"), image.convert("RGB").tobytes())


def _entries(size: tuple[int, int], colours: bytes) -> bytes:
    return b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8" % (*size, colours)
