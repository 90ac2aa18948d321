"""Which way words are set: by the widths of the text family alone, or shaped, as every other script has to be."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from caresheet.fonts import coverage
from caresheet.fonts.faces import face_of, metrics
from caresheet.fonts.families import FontStyle, families, family_of
from caresheet.model.direction import Direction, direction_of
from caresheet.model.glyphs import TypeSetting

if TYPE_CHECKING:
    from caresheet.fonts.metrics import FontMetrics

_MOST_LEADING = 1.75
"""The distance of lines is never raised beyond this multiple of the type size: fonts promise more than most words
need."""


def is_plain(words: str, setting: TypeSetting) -> bool:
    """Whether the text family sets some words letter by letter, from left to right."""
    return is_set_plainly(setting) and coverage().issuperset(map(ord, words))


@cache
def is_set_plainly(setting: TypeSetting) -> bool:
    """Whether a document's language is set in the text family and runs from left to right."""
    if direction_of(setting.language) is Direction.RIGHT_TO_LEFT:
        return False
    return family_of(setting.language) == families()[0]


@cache
def line_metrics(setting: TypeSetting, *, strong: bool, emphasis: bool) -> FontMetrics:
    """The vertical metrics of the lines of a document: those of the font that its language is set in."""
    plain = metrics(face_of(strong=strong, emphasis=emphasis))
    if is_set_plainly(setting):
        return plain
    from caresheet.fonts.opened import opened

    own = family_of(setting.language).instance(FontStyle(strong, emphasis))
    return opened(own).metrics if own else plain


@cache
def least_leading(setting: TypeSetting) -> float:
    """The least distance of lines as a multiple of the type size; 0 where letters are no taller than Latin ones.

    Scripts with marks above and below their letters need what their font asks for (OpenType, `hhea`).
    """
    if not family_of(setting.language).extra:
        return 0.0
    own = line_metrics(setting, strong=True, emphasis=False)
    return min(own.ascent + own.descent, _MOST_LEADING)
