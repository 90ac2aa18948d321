"""The values of attributes: numbers, lengths, colors, transforms."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from caresheet.model.drawing import CURRENT_COLOR
from caresheet.source.svg.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fontTools.misc.transform import Transform

NUMBER = r"[-+]?(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][-+]?\d++)?+"
"""A number of SVG 2, 4.3. It takes all the digits that it can and gives none back, so that searching stays linear."""

_LENGTH = re.compile(rf"\s*+({NUMBER})\s*+([a-zA-Z]*+|%)\s*+")
_LIST = re.compile(rf"\s*+(?:{NUMBER}(?:\s*+,\s*+|\s++|(?=[-+.])|$))*+")
_NUMBERS = re.compile(NUMBER)
_FUNCTION = re.compile(r"\s*+([a-zA-Z]++)\s*+\(([^()]*+)\)\s*+,?+")

_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6}
"""User units in each absolute unit (CSS Values 4, 6.2)."""

_PLAIN_NUMBER = "write it as a plain number"


def number(text: str) -> float:
    """One number. Raises UnusableError for anything else, and where it is not finite."""
    found = _LENGTH.fullmatch(text)
    if not found or found[2]:
        raise UnusableError(f"'{text[:40]}' is not a number", _PLAIN_NUMBER)
    return _finite(found[1])


def length(text: str, whole: float | None = None) -> float:
    """A length in user units; a percentage is one of `whole`. Raises UnusableError for other relative units."""
    found = _LENGTH.fullmatch(text)
    if not found:
        raise UnusableError(f"'{text[:40]}' is not a length", _PLAIN_NUMBER)
    value, unit = _finite(found[1]), found[2].lower()
    if unit == "%" and whole is not None:
        return value / 100 * whole
    if unit not in _PIXELS:
        raise UnusableError(f"'{text[:40]}' has a unit that depends on something else", _PLAIN_NUMBER)
    return value * _PIXELS[unit]


def numbers(text: str) -> list[float]:
    """Numbers with commas or spaces between them. Raises UnusableError where there is anything else."""
    if not _LIST.fullmatch(text):
        raise UnusableError(f"'{text[:40]}' is not a list of numbers", "write plain numbers with spaces between them")
    return [_finite(each) for each in _NUMBERS.findall(text)]


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise UnusableError(f"'{text[:40]}' is too large", _PLAIN_NUMBER)
    return value


@cache
def color(text: str) -> str | None:
    """A solid color as `#rrggbb`, CURRENT_COLOR, or None for no paint. Raises UnusableError for anything else."""
    value = text.strip()
    if value in {"none", "transparent"}:
        return None
    if value.lower() == CURRENT_COLOR.lower():
        return CURRENT_COLOR
    if value.lower().startswith("url("):
        raise UnusableError("it is painted with a gradient or a pattern", "fill its shapes with solid colors")
    from PIL import ImageColor

    try:
        red, green, blue, *opacity = ImageColor.getrgb(value)
    except ValueError as error:
        raise UnusableError(f"'{value[:40]}' is not a color", "write it as #rrggbb") from error
    if opacity and not opacity[0]:
        return None
    if opacity and opacity[0] < _OPAQUE:
        raise UnusableError(f"the color '{value[:40]}' is half transparent", "use a lighter solid color")
    return f"#{red:02x}{green:02x}{blue:02x}"


_OPAQUE = 255


def transform(text: str) -> Transform:
    """A list of transforms as one (SVG 2, 8.5). Raises UnusableError where it is not one."""
    from fontTools.misc.transform import Transform

    whole, end = Transform(), 0
    while (found := _FUNCTION.match(text, end)) and found[1] in _TRANSFORMS:
        end = found.end()
        values = numbers(found[2])
        make, counts = _TRANSFORMS[found[1]]
        if len(values) not in counts:
            raise UnusableError(f"'{found[0].strip()[:40]}' has {len(values)} numbers", "apply its transforms")
        whole = whole.transform(make(*values))
    if text[end:].strip() not in {"", "none"}:
        raise UnusableError(f"'{text[end:].strip()[:40]}' is not a transform", "apply its transforms")
    return whole


def _rotated(angle: float, x: float = 0.0, y: float = 0.0) -> Transform:
    from fontTools.misc.transform import Transform

    return Transform().translate(x, y).rotate(math.radians(angle)).translate(-x, -y)


def _made(*values: float) -> Transform:
    from fontTools.misc.transform import Transform

    return Transform(*values)


_TRANSFORMS: dict[str, tuple[Callable[..., Transform], set[int]]] = {
    "matrix": (_made, {6}),
    "translate": (lambda x, y=0.0: _made(1, 0, 0, 1, x, y), {1, 2}),
    "scale": (lambda x, y=None: _made(x, 0, 0, x if y is None else y, 0, 0), {1, 2}),
    "rotate": (_rotated, {1, 3}),
    "skewX": (lambda angle: _made(1, 0, math.tan(math.radians(angle)), 1, 0, 0), {1}),
    "skewY": (lambda angle: _made(1, math.tan(math.radians(angle)), 0, 1, 0, 0), {1}),
}
