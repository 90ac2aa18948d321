"""Which font shows a letter in a language."""

from __future__ import annotations

from functools import cache

from caresheet.fonts.families import FontFamily, FontStyle, families, family_of
from caresheet.fonts.opened import opened
from caresheet.fonts.own import own_font
from caresheet.model.glyphs import FontInstance, TypeSetting

_INVISIBLE = frozenset("\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufffc\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
"""Invisible characters: no font needs a glyph for them."""


class MissingGlyphError(Exception):
    """No installed font has these letters. `extra` is the optional dependency of caresheet that installs a family for
    them, empty if there is none or it is installed."""

    def __init__(self, letters: str, language: str, family: str, extra: str) -> None:
        codes = ", ".join(f"U+{ord(letter):04X}" for letter in letters)
        super().__init__(f"no installed font has '{letters}' ({codes}); {language} is set in {family}")
        self.letters, self.language, self.family, self.extra = letters, language, family, extra

    @property
    def hint(self) -> str:
        """What to do about it."""
        if self.extra:
            return f"install its fonts: pip install 'caresheet[{self.extra}]'"
        return "write it with other letters, or in words"


def font_for(
    letter: str, script: str, setting: TypeSetting, style: FontStyle, before: FontInstance | None = None
) -> FontInstance:
    """The font for a letter with its marks; `script` is the script of the letter.

    A layout's own typeface comes first, then the family of the language, then those of the script, then all core
    families, which have signs of any script. Where the first choice lacks the letter, `before`, the font of the
    previous letter, is tried next. Raises MissingGlyphError.
    """
    wanted = "".join(each for each in letter if each not in _INVISIBLE)
    chain = _chain(script, setting, style)
    tried = chain if before is None or before == chain[0] else (chain[0], before, *chain[1:])
    for font in tried:
        if opened(font).has(wanted) and opened(font).attaches(wanted):
            return font
    family = family_of(setting.language)
    missing = family if family.instance(style) is None else _uninstalled(script)
    raise MissingGlyphError(wanted, setting.language, family.name, missing.extra if missing else "")


@cache
def _chain(script: str, setting: TypeSetting, style: FontStyle) -> tuple[FontInstance, ...]:
    """The fonts to try for letters of a script, in order."""
    by_script = (family for family in families() if script in family.scripts)
    core = (family for family in families() if not family.extra)
    instances = (family.instance(style) for family in (family_of(setting.language), *by_script, *core))
    return tuple(dict.fromkeys(each for each in (own_font(setting, style), *instances) if each))


def _uninstalled(script: str) -> FontFamily | None:
    """A family for the script that is not installed."""
    known = (family for family in families() if script in family.scripts)
    return next((family for family in known if family.instance(FontStyle()) is None), None)
