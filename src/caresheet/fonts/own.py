"""The typeface that a layout brings: which of its faces shows a style, and which languages it is made for."""

from __future__ import annotations

from functools import cache

from caresheet.fonts.families import FontStyle
from caresheet.languages import fallbacks
from caresheet.model.glyphs import FontInstance, OwnFonts, TypeSetting

_HAN, _SIMPLIFIED, _CANTONESE, _JAPANESE, _HANGUL = "一", "这", "啲", "込", "가"
"""Letters that tell fonts for Chinese, Japanese and Korean apart: each font has the first one, and no other region's
font has both the forms of Chinese characters and the letters of its own language."""
REGIONS = {"zh-Hans": "simplified Chinese", "zh-Hant": "traditional Chinese", "ja": "Japanese", "ko": "Korean"}
"""Languages whose forms of the same characters differ, and what a font for each is called."""
_REGION_OF = {"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans"} | dict.fromkeys(
    ("yue", "zh-HK", "zh-MO", "zh-TW"), "zh-Hant"
)


def own_font(setting: TypeSetting, style: FontStyle) -> FontInstance | None:
    """The face of the layout's own typeface for a style; None without one, and if it is made for another language."""
    if setting.own is None or other_region(setting.own.regular, setting.language):
        return None
    return _face(setting.own, style)


def other_region(font: FontInstance, language: str) -> str:
    """The language that a font is made for if it shows the characters of this one in other forms; empty otherwise."""
    wanted = _region(language)
    has = _regions(font)
    return "" if not wanted or not has or wanted in has else has[0]


def _face(own: OwnFonts, style: FontStyle) -> FontInstance:
    if style.emphasis and own.italic:
        return (own.bold_italic or own.bold) if style.strong else own.italic
    return own.bold if style.strong or style.emphasis else own.regular


def _region(language: str) -> str:
    """The key of `REGIONS` for a language, empty for any other language."""
    return next((_REGION_OF.get(tag, tag) for tag in fallbacks(language) if _REGION_OF.get(tag, tag) in REGIONS), "")


@cache
def _regions(font: FontInstance) -> tuple[str, ...]:
    """The languages whose forms of Chinese characters a font has; none for a font without such characters. A font for
    all of them chooses the forms by the language of the words (OpenType, `locl`)."""
    from caresheet.fonts.opened import opened

    has = opened(font).has
    if not has(_HAN):
        return ()
    if has(_SIMPLIFIED) and has(_HANGUL):
        return tuple(REGIONS)
    if has(_SIMPLIFIED):
        return ("zh-Hans",)
    if has(_HANGUL):
        return ("ko",)
    return ("ja",) if has(_JAPANESE) and not has(_CANTONESE) else ("zh-Hant",)
