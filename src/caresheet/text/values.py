"""People's values, such as names, in any script: each is set as a separate paragraph, whatever is around it."""

from __future__ import annotations

from msgspec import Struct

from caresheet.fonts.families import FontStyle, families, families_with_han
from caresheet.model.direction import Direction, direction_of
from caresheet.model.glyphs import FontInstance, GlyphRun, TypeSetting
from caresheet.model.text import TextRun
from caresheet.text.arrangement import arranged, shaped_segments
from caresheet.text.bidi.classes import STRONG
from caresheet.text.itemize import itemize
from caresheet.text.printable import unprintable
from caresheet.text.unicode import bidi_class, script

_LEFT_TO_RIGHT = "L"
_HAN = "Hani"


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
    """A value, shaped for a document with this setting. Raises MissingGlyphError."""
    own = TypeSetting(language_of_value(words, setting.language), setting.own)
    paragraph = itemize((TextRun(words),), own, FontStyle())
    segments = shaped_segments(paragraph, frozenset())
    widths = [segment.ems for segment in segments]
    line = arranged(paragraph, segments, widths)
    left = min((run.x for run in line.runs), default=0.0)
    return ShapedValue(tuple((run.x - left, run.width, run.glyphs) for run in line.runs if run.glyphs), sum(widths))


def language_of_value(words: str, language: str) -> str:
    """The language whose direction and fonts suit a value in a document of `language`.

    The language of a name is not known. Its first letter determines its direction, as in any isolated text (UAX 9,
    FSI), and its script determines its font.
    """
    first = next((letter for letter in words if bidi_class(letter) in STRONG), "")
    right_to_left = direction_of(language) is Direction.RIGHT_TO_LEFT
    if first and bidi_class(first) != _LEFT_TO_RIGHT:
        return language if right_to_left else _language_of(first) or language
    scripts = {script(letter) for letter in words}
    own = next((family for family in families_with_han() if scripts & set(family.scripts)), None)
    if own:
        return own.languages[0]
    if _HAN in scripts:
        tried = (language, *(family.languages[0] for family in families_with_han()))
        return next((each for each in tried if not unprintable(words, TypeSetting(each))), tried[1])
    return "und" if right_to_left else language


def _language_of(letter: str) -> str:
    """The first language that is set in the family for the script of a letter; empty if there is none."""
    found = (family.languages[0] for family in families() if script(letter) in family.scripts and family.languages)
    return next(found, "")
