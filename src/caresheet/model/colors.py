"""Colors as the eye and a black-and-white printer see them."""

from __future__ import annotations

import re
from math import fsum

REC_601 = (0.299, 0.587, 0.114)
REC_709 = (0.2126, 0.7152, 0.0722)
"""Weights of red, green and blue in the luma of ITU-R BT.601-7, 2.5.1 and BT.709-6, 3.2, by which drivers print
gray."""

Color = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""


def is_color(code: str) -> bool:
    """Whether a code is a color such as `#1f4e79`."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", code) is not None


def parse_color(code: str) -> Color:
    """The color of a code such as `#1f4e79`."""
    red, green, blue = (int(code[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def contrast_ratio(first: Color, second: Color) -> float:
    """The contrast ratio of two colors, from 1 to 21 (WCAG 2.1, "contrast ratio")."""
    darker, lighter = sorted((_relative_luminance(first), _relative_luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def to_gray(color: Color, weights: tuple[float, float, float]) -> Color:
    """The gray that a black-and-white printer makes of a color: the weighted sum of its gamma-encoded components."""
    level = fsum(component * weight for component, weight in zip(color, weights, strict=True))
    return level, level, level


def _relative_luminance(color: Color) -> float:
    """WCAG 2.1, "relative luminance", with the corrected threshold of sRGB (IEC 61966-2-1)."""
    red, green, blue = (linear(component) for component in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def gray_alike(color: str) -> str:
    """The gray, as `#rrggbb`, that is as light as a color: it has the same luminance, and so the same contrast against
    any other color."""
    luminance = _relative_luminance(parse_color(color))
    level = 12.92 * luminance if luminance <= 0.0031308 else 1.055 * luminance ** (1 / 2.4) - 0.055
    return "#" + f"{round(level * 255):02x}" * 3


def linear(component: float) -> float:
    """A component without gamma encoding (IEC 61966-2-1)."""
    return component / 12.92 if component <= 0.04045 else float(((component + 0.055) / 1.055) ** 2.4)


def is_dark(color: str) -> bool:
    """Whether white words stand out more on a color, written `#rrggbb`, than black ones."""
    ground = parse_color(color)
    return contrast_ratio(ground, (1.0, 1.0, 1.0)) > contrast_ratio(ground, (0.0, 0.0, 0.0))
