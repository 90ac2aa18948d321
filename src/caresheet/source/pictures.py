"""Pictures: found inside the project, of a sane size, and really pictures."""

from __future__ import annotations

import posixpath
import warnings
from io import BytesIO

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError, Findings, Position, Problem, Rule
from caresheet.model.topic import Picture
from caresheet.source import suggest
from caresheet.source.nodes import ReportedError, ScalarNode

MOST_PIXELS = 50_000_000
"""Pixels of one picture: five times what a full page needs at 300 dots per inch. Unpacked, that is 200 MB."""

_ORIENTATION = 0x0112
_TURNED = {5, 6, 7, 8}
"""Values of the EXIF tag Orientation that exchange width and height (Exif 2.32, 4.6.4)."""


def picture(name: ScalarNode, files: Files, findings: Findings) -> Picture:
    """The picture that a YAML file names, its path seen from that file.

    Raises ReportedError where there is none that can be printed.
    """
    try:
        path = _inside(name)
        data = _read(path, name.position, files)
        width, height = _size(data, name.position)
    except CaresheetError as error:
        findings.extend(error.problems)
        raise ReportedError from error
    return Picture(path, data, width, height)


def _inside(name: ScalarNode) -> str:
    """The path from the root. Neither `..` beyond it nor an absolute path is followed."""
    if "\\" in name.text:
        raise _no(name.position, rules.PICTURE_MISSING, "a path is written with '/', not with '\\'", "replace it")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name.position.file), name.text))
    if path.startswith(("/", "../")) or path == ".." or ":" in name.text:
        message = f"'{name.text}' lies outside the project"
        raise _no(name.position, rules.OUTSIDE_PROJECT, message, "copy the picture into the project")
    return path


def _read(path: str, position: Position, files: Files) -> bytes:
    other = next((each for each in files.paths() if each != path and each.casefold() == path.casefold()), None)
    if other:
        message = f"there is no picture '{path}': small and capital letters differ"
        raise _no(position, rules.PICTURE_MISSING, message, f"did you mean '{other}'?")
    try:
        return files.read(path)
    except CaresheetError as error:
        rule = error.problems[0].rule
        if rule is rules.NOT_READABLE:
            message = f"there is no picture '{path}', or it cannot be read"
            raise _no(position, rules.PICTURE_MISSING, message, _near(path, files)) from error
        if rule is rules.FILE_TOO_LARGE:
            raise _no(position, rules.PICTURE_TOO_LARGE, error.problems[0].message, "make it smaller") from error
        raise _no(position, rule, f"'{path}' lies outside the project", "copy the picture into it") from error


def _near(path: str, files: Files) -> str:
    found = suggest.closest(path, (each for each in files.paths() if not each.endswith(".yaml")))
    return f"did you mean '{found}'?" if found else ""


def _size(data: bytes, position: Position) -> tuple[int, int]:
    """Width and height in pixels as the picture is seen. It is unpacked whole, once, to know that it can be."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
        if image.width * image.height <= MOST_PIXELS:
            image.load()
            turned = image.getexif().get(_ORIENTATION) in _TURNED
            return (image.height, image.width) if turned else (image.width, image.height)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass
    except Exception as error:  # Pillow raises whatever a broken file makes it stumble over
        message = "this is no PNG or JPEG picture, or it is damaged"
        raise _no(position, rules.PICTURE_UNREADABLE, message, "save it again as PNG or JPEG") from error
    message = f"this picture has more than {MOST_PIXELS // 1_000_000} million pixels"
    raise _no(position, rules.PICTURE_TOO_LARGE, message, "save it smaller")


def _no(position: Position, rule: Rule, message: str, hint: str) -> CaresheetError:
    return CaresheetError((Problem(position, rule, message, hint),))
