"""A layout's own typeface: which of its faces shows a style, and which languages it is made for."""

from __future__ import annotations

import unicodedata
from functools import cache

from caresheet.fonts.families import FontStyle, HanForms, families, family_of
from caresheet.model.glyphs import FontInstance, OwnFonts, TypeSetting

_JOINED_FORMS = frozenset({"init", "medi", "fina", "half", "rphf", "blwf", "pref", "pstf", "cjct"})
"""The OpenType features that give letters their joined forms and merge them (OpenType, registered features)."""
_WITHOUT_CASE, _LATIN_1 = "Lo", 0xFF
"""The category of the letters of these scripts (Unicode), and the end of Latin-1, which has two letters of that
category that are never joined."""
_ANY_HAN = "一"
"""A character that every font with Chinese characters has."""


def own_font(setting: TypeSetting, style: FontStyle) -> FontInstance | None:
    """The face of the layout's own typeface for a style; None without one, and if it is made for another language or
    lacks the forms in which the letters of the language are joined."""
    if setting.own is None or other_region(setting.own.regular, setting.language):
        return None
    if lacks_joined_forms(setting.own.regular, setting.language):
        return None
    return _face(setting.own, style)


def other_region(font: FontInstance, language: str) -> str:
    """What a font is made for, such as `Japanese`, if it shows the characters of this language in other forms; empty
    otherwise."""
    wanted, forms = family_of(language).han, _forms(font)
    return "" if not wanted or not forms or wanted in forms else forms[0].of


@cache
def lacks_joined_forms(font: FontInstance, language: str) -> bool:
    """Whether a font has letters of a script whose letters are joined or combined, but not the forms for that, which
    the language's own family has (OpenType, `GSUB`): it would show each letter by itself."""
    from caresheet.fonts.opened import opened

    usual = family_of(language).instance(FontStyle())
    needed = opened(usual).features & _JOINED_FORMS if usual else frozenset()
    if not usual or not needed or opened(font).features & needed:
        return False
    shared = opened(font).coverage & opened(usual).coverage
    return any(unicodedata.category(chr(code)) == _WITHOUT_CASE for code in shared if code > _LATIN_1)


def _face(own: OwnFonts, style: FontStyle) -> FontInstance:
    if style.emphasis and own.italic:
        return (own.bold_italic or own.bold) if style.strong else own.italic
    return own.bold if style.strong or style.emphasis else own.regular


@cache
def _forms(font: FontInstance) -> tuple[HanForms, ...]:
    """The forms of Chinese characters in a font; none for a font without such characters. A font that has the letters
    of several languages has the forms of all, and chooses them by the language of the words (OpenType, `locl`)."""
    from caresheet.fonts.opened import opened

    has = opened(font).has
    every = tuple(family.han for family in families() if family.han)
    if not has(_ANY_HAN):
        return ()
    found = tuple(forms for forms in every if forms.has and has(forms.has) and not (forms.lacks and has(forms.lacks)))
    if len(found) > 1:
        return every
    return found or tuple(forms for forms in every if not forms.has)
