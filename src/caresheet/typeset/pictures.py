"""Raster pictures as PDF images (ISO 32000-1, 8.9.5): always RGB or gray, so that they agree with the output intent."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from caresheet.model.topic import Picture
    from caresheet.typeset.pdf_file import PdfFile


def add_picture(file: PdfFile, picture: Picture) -> int:
    """The picture as an image object; returns its number. A photo stays JPEG; transparency becomes a soft mask."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(picture.data)) as opened:
        plain = opened.format == "JPEG" and opened.mode in ("L", "RGB") and not opened.getexif().get(0x0112, 1) > 1
        if plain:
            colours = b"/DeviceGray" if opened.mode == "L" else b"/DeviceRGB"
            return _add(file, opened.size, colours, picture.data, filtered=b"/DCTDecode")
        upright = ImageOps.exif_transpose(opened)
        return _add_pixels(file, upright)


def _add_pixels(file: PdfFile, image: Image) -> int:
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        mask = _add(file, image.size, b"/DeviceGray", image.getchannel("A").tobytes())
        return _add(file, image.size, b"/DeviceRGB", image.convert("RGB").tobytes(), extra=b"/SMask %d 0 R" % mask)
    if image.mode in ("1", "L", "I;16", "I"):
        return _add(file, image.size, b"/DeviceGray", image.convert("L").tobytes())
    return _add(file, image.size, b"/DeviceRGB", image.convert("RGB").tobytes())


def _add(
    file: PdfFile,
    size: tuple[int, int],
    colours: bytes,
    data: bytes,
    *,
    filtered: bytes = b"",
    extra: bytes = b"",
) -> int:
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8%s" % (
        *size,
        colours,
        extra,
    )
    return file.add_stream(entries, data, filtered=filtered)
