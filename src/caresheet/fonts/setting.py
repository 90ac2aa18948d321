"""How words are set: letter by letter in the text family, or shaped, as every other script must be."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from caresheet.fonts import coverage
from caresheet.fonts.faces import FREQUENT, face_of, letter_width, mean_width, metrics
from caresheet.fonts.families import FontStyle, families, family_of
from caresheet.fonts.own import own_font
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
    """Whether a document is set in the text family and its language runs from left to right."""
    if setting.own or direction_of(setting.language) is Direction.RIGHT_TO_LEFT:
        return False
    return family_of(setting.language) == families()[0]


@cache
def line_metrics(setting: TypeSetting, *, strong: bool, emphasis: bool) -> FontMetrics:
    """The vertical metrics of a document's lines: those of the font in which its language is set.

    In a layout with its own typeface, letters of other scripts may need the family of their language, so each line has
    room for both.
    """
    plain = metrics(face_of(strong=strong, emphasis=emphasis))
    if is_set_plainly(setting):
        return plain
    from caresheet.fonts.opened import opened

    style, family = FontStyle(strong, emphasis), family_of(setting.language)
    own, usual = own_font(setting, style), family.instance(style)
    if own and not family.extra:
        return opened(own).metrics
    if usual:
        plain = opened(usual).metrics
    return opened(own).metrics.with_room_for(plain) if own else plain


@cache
def families_of(setting: TypeSetting) -> frozenset[str]:
    """The names of the families that the lines of a document have room for."""
    own = (setting.own.regular.family,) if setting.own else ()
    return frozenset((family_of(setting.language).name, *own))


@cache
def mean_letter_width(setting: TypeSetting, *, strong: bool = False, emphasis: bool = False) -> float:
    """The mean advance of a Latin character in running text, as a multiple of the type size."""
    own = own_font(setting, FontStyle(strong, emphasis))
    if own:
        from caresheet.fonts.opened import opened

        font = opened(own)
        if font.has(FREQUENT):
            return mean_width(font.advance)
    return letter_width(face_of(strong=strong, emphasis=emphasis))


@cache
def least_leading(setting: TypeSetting) -> float:
    """The least leading as a multiple of the type size; 0 for letters no taller than Latin ones.

    Scripts with marks above and below their letters need the leading that their font asks for (OpenType, `hhea`).
    """
    if not family_of(setting.language).extra:
        return 0.0
    own = line_metrics(setting, strong=True, emphasis=False)
    return min(own.ascent + own.descent, _MOST_LEADING)
