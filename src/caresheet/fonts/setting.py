"""How words are set: letter by letter in the text family, or shaped, as every other script must be."""

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
"""The most leading that a font can ask for, as a multiple of the type size: fonts allow for more than most words
need."""


def is_plain(words: str, setting: TypeSetting) -> bool:
    """Whether these words are set letter by letter in the text family, from left to right."""
    return is_set_plainly(setting) and coverage().issuperset(map(ord, words))


@cache
def is_set_plainly(setting: TypeSetting) -> bool:
    """Whether a document's language is set in the text family and runs from left to right."""
    if direction_of(setting.language) is Direction.RIGHT_TO_LEFT:
        return False
    return family_of(setting.language) == families()[0]


@cache
def line_metrics(setting: TypeSetting, *, strong: bool, emphasis: bool) -> FontMetrics:
    """The vertical metrics of a document's lines: those of the font in which its language is set."""
    plain = metrics(face_of(strong=strong, emphasis=emphasis))
    if is_set_plainly(setting):
        return plain
    from caresheet.fonts.opened import opened

    own = family_of(setting.language).instance(FontStyle(strong, emphasis))
    return opened(own).metrics if own else plain


@cache
def least_leading(setting: TypeSetting) -> float:
    """The least leading as a multiple of the type size; 0 for letters no taller than Latin ones.

    Scripts with marks above and below their letters need the leading that their font asks for (OpenType, `hhea`).
    """
    if not family_of(setting.language).extra:
        return 0.0
    own = line_metrics(setting, strong=True, emphasis=False)
    return min(own.ascent + own.descent, _MOST_LEADING)
