"""Pictures: found inside the project, of a sane size, and really pictures."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, cast

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError, Findings, Position
from caresheet.model.topic import Picture, SvgPicture
from caresheet.source.named_files import FileKind, named_file, refusal
from caresheet.source.nodes import ReportedError, ScalarNode

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000}
"""Pixels of one picture. A full page at 300 dots per inch has 9 million, and the camera of a telephone up to 50. As
PNG, which keeps every color exactly, a picture takes several times its size in memory.
"""
LONGEST_SIDE = 20_000
"""Pixels: a page's length at 1,700 dots per inch."""

_PICTURE = FileKind("picture", rules.PICTURE_MISSING, rules.PICTURE_TOO_LARGE)
_ORIENTATION = 0x0112
_TURNED = {5, 6, 7, 8}
"""Values of the EXIF tag Orientation that exchange width and height (Exif 2.32, 4.6.4)."""


def picture(name: ScalarNode, files: Files, findings: Findings) -> Picture | SvgPicture:
    """The picture that a YAML file names, its path seen from that file: a PNG or a JPEG, or an SVG by its ending.

    Raises ReportedError where there is none that can be printed.
    """
    if is_svg(name.text):
        return svg_picture(name, files, findings)
    try:
        found = named_file(name, files, _PICTURE)
        width, height = _size(found.path, found.data, name.position)
    except CaresheetError as error:
        findings.extend(error.problems)
        raise ReportedError from error
    return Picture(found.path, found.data, width, height)


def is_svg(path: str) -> bool:
    """Whether a file is read as SVG: it is, if its name ends so."""
    return path.lower().endswith(".svg")


def svg_picture(name: ScalarNode, files: Files, findings: Findings) -> SvgPicture:
    """The SVG file that a YAML file names. Raises ReportedError where there is none that can be printed."""
    from caresheet.source.svg import read_drawing

    try:
        found = named_file(name, files, _PICTURE)
        return SvgPicture(found.path, found.data, read_drawing(found.data, found.path))
    except CaresheetError as error:
        findings.extend(error.problems)
        raise ReportedError from error


def _size(path: str, data: bytes, position: Position) -> tuple[int, int]:
    """Width and height in pixels as the picture is seen. It is unpacked whole, once, to know that it can be."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what a picture says besides, with the path of our own program
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
            most = MOST_PIXELS[image.format or "PNG"]
            if image.width * image.height <= most and max(image.size) <= LONGEST_SIDE:
                image.load()
                _refuse_blank(image, path, position)
                turned = image.getexif().get(_ORIENTATION) in _TURNED
                return (image.height, image.width) if turned else (image.width, image.height)
        size = f"{image.width:,} x {image.height:,} pixels"
    except CaresheetError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        size, most = "too many pixels", MOST_PIXELS["JPEG"]
    except Exception as error:  # Pillow raises whatever a broken file makes it stumble over
        raise _unreadable(path, data, position) from error
    limits = f"at most {most // 1_000_000} million pixels, and {LONGEST_SIDE:,} on a side"
    raise refusal(position, rules.PICTURE_TOO_LARGE, f"this picture has {size}", f"save it smaller: {limits}")


_BLANK = "nothing of it can be seen on white paper"
_NOT_BLANK = "open it, and save it again with dark colors; or leave it out"
_FAINTEST = 13
"""The least difference from white paper that can be seen, of 255 levels of gray: that of a gray of 5 percent."""


def _refuse_blank(image: Image.Image, path: str, position: Position) -> None:
    if _darkest(image) < _FAINTEST:
        raise refusal(position, rules.PICTURE_BLANK, f"'{path}' is blank: {_BLANK}", _NOT_BLANK)


def _darkest(image: Image.Image) -> float:
    """By how many of 255 levels of gray the darkest pixel differs from white paper, on which it may be transparent."""
    from PIL import ImageChops

    if image.mode.startswith("I"):  # 16 bits for a level of gray
        darkest, _ = cast("tuple[float, float]", image.getextrema())
        return 255 - darkest / 257
    ink = ImageChops.invert(image.convert("RGB").convert("L"))
    if image.has_transparency_data:
        ink = ImageChops.multiply(ink, image.convert("RGBA").getchannel("A"))
    return cast("tuple[float, float]", ink.getextrema())[1]


_KINDS = (
    (b"GIF8", 0, "a GIF picture"),
    (b"WEBP", 8, "a WebP picture"),
    (b"ftyphei", 4, "a HEIC photo"),
    (b"ftypmif1", 4, "a HEIC photo"),
    (b"ftypavif", 4, "an AVIF picture"),
    (b"II*\0", 0, "a TIFF picture"),
    (b"MM\0*", 0, "a TIFF picture"),
    (b"BM", 0, "a BMP picture"),
    (b"8BPS", 0, "a Photoshop file"),
    (b"%PDF", 0, "a PDF"),
    (b"%!PS", 0, "a PostScript file"),
    (b"\x1f\x8b", 0, "a compressed file, perhaps a compressed SVG"),
)
"""How files begin that are taken for pictures: these bytes at this place (Wikipedia, List of file signatures)."""


def _unreadable(path: str, data: bytes, position: Position) -> CaresheetError:
    """Tells what the file is instead, as far as its first bytes say."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    hint = "open it in a program for pictures, and save it as PNG or JPEG"
    found = next((kind for magic, offset, kind in _KINDS if data[offset : offset + len(magic)] == magic), None)
    if data.startswith((b"\x89PNG", b"\xff\xd8")):
        message = f"'{path}' is a damaged picture"
        hint = "get it again from where it came from; if it still opens, save it again as PNG or JPEG"
    elif found:
        message = f"'{path}' is {found}, not a PNG, JPEG or SVG"
    elif b"<svg" in start:
        message, hint = f"'{path}' is an SVG under the name of another kind", "rename it, so that it ends in .svg"
    elif start.startswith((b"<!doctype html", b"<html")):
        message, hint = f"'{path}' is a web page, not a picture", "save the picture itself, not the page that shows it"
    else:
        message = f"'{path}' is not a PNG, JPEG or SVG picture"
    return refusal(position, rules.PICTURE_UNREADABLE, message, hint)
