"""Colors as color-blind readers see them, and how far apart two colors look."""

from __future__ import annotations

from math import dist, fsum

from caresheet.model.colors import Color, linear

Matrix = tuple[Color, Color, Color]

DEFICIENCIES: dict[str, Matrix] = {
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What linear red, green and blue become for readers without one kind of cones: G. M. Machado, M. M. Oliveira, L. A. F.
Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE TVCG 15(6), 2009, severity
1.0."""
_TO_XYZ: Matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
"""From linear red, green and blue to CIE XYZ (IEC 61966-2-1)."""
_WHITE = (0.9505, 1.0, 1.089)
"""CIE XYZ of the white D65."""
_LINEAR_BELOW = (6 / 29) ** 3


def color_difference(first: Color, second: Color, deficiency: str = "") -> float:
    """How far apart two colors look: the distance in CIELAB (CIE 1976, ISO/CIE 11664-4), to normal sight or with one of
    the `DEFICIENCIES`."""
    return dist(_lab(first, deficiency), _lab(second, deficiency))


def _lab(color: Color, deficiency: str) -> Color:
    seen = (linear(color[0]), linear(color[1]), linear(color[2]))
    if deficiency:
        red, green, blue = _times(DEFICIENCIES[deficiency], seen)
        seen = (min(max(red, 0.0), 1.0), min(max(green, 0.0), 1.0), min(max(blue, 0.0), 1.0))
    x, y, z = (_root(value / white) for value, white in zip(_times(_TO_XYZ, seen), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _times(matrix: Matrix, color: Color) -> Color:
    first, second, third = (fsum(a * b for a, b in zip(row, color, strict=True)) for row in matrix)
    return first, second, third


def _root(share: float) -> float:
    """The function f of CIELAB (ISO/CIE 11664-4, 4.1)."""
    return share ** (1 / 3) if share > _LINEAR_BELOW else share / (3 * (6 / 29) ** 2) + 4 / 29
