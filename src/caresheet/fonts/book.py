"""The font book: which font shows a letter in a language."""

from __future__ import annotations

from functools import cache

from caresheet.fonts.families import FontFamily, FontStyle, families, families_of
from caresheet.fonts.opened import opened
from caresheet.model.glyphs import FontInstance

_INVISIBLE = frozenset("\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufffc\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
"""Characters that show nothing: no font needs a glyph for them."""


class MissingGlyphError(Exception):
    """No installed font has some letters. `extra` is what of caresheet brings the family that sets their language,
    empty if that is installed or none is known."""

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


class FontBook:
    """Finds the font for each letter. `own` are the families of the clinic or project: they go first."""

    def __init__(self, own: tuple[FontFamily, ...] = ()) -> None:
        self._own = own

    def font_for(
        self, letter: str, script: str, language: str, style: FontStyle, before: FontInstance | None = None
    ) -> FontInstance:
        """The font for a letter with its marks; `script` is the letter's own.

        The families of the language come first, then those of the script, then all that set signs of any script. What
        set the letter before goes on where the first choice does not have the letter. Raises MissingGlyphError.
        """
        wanted = "".join(each for each in letter if each not in _INVISIBLE)
        chain = _chain(self._own, script, language, style)
        tried = chain if before is None or before == chain[0] else (chain[0], before, *chain[1:])
        for font in tried:
            if opened(font).has(wanted):
                return font
        first = (*self._own, *families_of(language))[-1]
        missing = first if first.instance(style) is None else _uninstalled(script)
        raise MissingGlyphError(wanted, language, first.name, missing.extra if missing else "")

    def first(self, language: str, style: FontStyle) -> FontInstance | None:
        """The font in which a language is set: its metrics are those of the lines. None where it is not installed."""
        return next((each for each in _instances((*self._own, *families_of(language)), style)), None)


@cache
def _chain(own: tuple[FontFamily, ...], script: str, language: str, style: FontStyle) -> tuple[FontInstance, ...]:
    """What is tried for letters of a script: the last are core families, for signs of any script."""
    by_script = tuple(family for family in families() if script in family.scripts)
    core = tuple(family for family in families() if not family.extra)
    return tuple(dict.fromkeys(_instances((*own, *families_of(language), *by_script, *core), style)))


def _instances(chosen: tuple[FontFamily, ...], style: FontStyle) -> list[FontInstance]:
    return [found for family in chosen if (found := family.instance(style))]


def _uninstalled(script: str) -> FontFamily | None:
    """A family of the script that an extra would bring."""
    known = (family for family in families() if script in family.scripts)
    return next((family for family in known if family.instance(FontStyle()) is None), None)
