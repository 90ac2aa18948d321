"""What a language needs that is not installed, found without opening a font."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from msgspec import Struct

from caresheet.fonts.families import FontFamily, FontStyle, family_of
from caresheet.fonts.setting import is_set_plainly
from caresheet.model.glyphs import TypeSetting

_SHAPER, _DICTIONARY = "uharfbuzz", "icu4py"


class MissingFonts(Struct, frozen=True):
    """Why a language cannot be printed, and what to do about it."""

    message: str
    hint: str


@cache
def missing_fonts(language: str) -> MissingFonts | None:
    """Why a language (BCP 47) cannot be printed; None if it can."""
    if is_set_plainly(TypeSetting(language)):
        return None
    family = family_of(language)
    if not has_shaper():
        message = f"HarfBuzz, which is needed to print '{language}', is not installed"
        return MissingFonts(message, f"install it with: pip install {_SHAPER}")
    if family.instance(FontStyle()) is None:
        return MissingFonts(f"the typeface of '{language}', {family.name}, is not installed", _cure(family))
    if family.dictionary and find_spec(_DICTIONARY) is None:
        message = f"the dictionary that finds the words of '{language}' is not installed"
        return MissingFonts(message, _cure(family))
    return None


@cache
def has_shaper() -> bool:
    """Whether text can be set in fonts other than the text family. There is no HarfBuzz for Windows on ARM."""
    return find_spec(_SHAPER) is not None


def _cure(family: FontFamily) -> str:
    return f"install it with: pip install 'caresheet[{family.extra}]'"
