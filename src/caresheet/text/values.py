"""Values of people, such as names, in any script: each is set as a paragraph of its own, whatever stands around it."""

from __future__ import annotations

from msgspec import Struct

from caresheet.fonts.families import FontStyle
from caresheet.model.direction import Direction, direction_of
from caresheet.model.glyphs import FontInstance, GlyphRun, TypeSetting
from caresheet.model.text import TextRun
from caresheet.text.arrangement import PlacedRun, arranged, shaped_segments
from caresheet.text.itemize import itemize
from caresheet.text.printable import unprintable
from caresheet.text.unicode import bidi_class, script

_STRONG = frozenset({"L", "R", "AL"})
_HAN = ("zh-Hans", "zh-Hant", "ja", "ko")
"""Languages whose fonts are tried for a name in Chinese characters, in this order."""


class ShapedValue(Struct, frozen=True):
    """A value on one line at a type size of 1 point: its runs in reading order, placed from its left edge, and its
    whole width."""

    runs: tuple[tuple[float, float, GlyphRun], ...]
    width: float

    @property
    def fonts(self) -> tuple[FontInstance, ...]:
        """The fonts of its runs."""
        return tuple(dict.fromkeys(run.font for _, _, run in self.runs))


def shaped_value(words: str, setting: TypeSetting) -> ShapedValue:
    """A value in a document of this setting. Raises MissingGlyphError."""
    own = TypeSetting(language_of_value(words, setting.language), setting.own)
    paragraph = itemize((TextRun(words),), own, FontStyle())
    segments = shaped_segments(paragraph, frozenset())
    widths = [segment.glyphs.ems if segment.glyphs else 0.0 for segment in segments]
    line = arranged(paragraph, segments, widths)
    left = min((run.x for run in line.runs), default=0.0)
    return ShapedValue(tuple(_from(left, run) for run in line.runs if run.glyphs), sum(widths))


def _from(left: float, run: PlacedRun) -> tuple[float, float, GlyphRun]:
    if run.glyphs is None:
        raise TypeError("a value has no blanks")
    return run.x - left, run.width, run.glyphs


def language_of_value(words: str, language: str) -> str:
    """The language whose direction and fonts suit a value in a document of `language`.

    Nobody says in which language a name is. Its first letter decides about its direction, as in any isolated text (UAX
    9, FSI); its script decides about its font.
    """
    first = next((kind for letter in words if (kind := bidi_class(letter)) in _STRONG), "L")
    right_to_left = direction_of(language) is Direction.RIGHT_TO_LEFT
    if first != "L":
        return language if right_to_left else "ar" if first == "AL" else "he"
    scripts = {script(letter) for letter in words}
    if scripts & {"Hira", "Kana"}:
        return "ja"
    if "Hang" in scripts:
        return "ko"
    if scripts & {"Hani", "Bopo"}:
        tried = (language, *_HAN)
        return next((each for each in tried if not unprintable(words, TypeSetting(each))), _HAN[0])
    return "und" if right_to_left else language
