"""Which characters of a text no installed font can print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from caresheet.fonts import coverage
from caresheet.fonts.book import MissingGlyphError, font_for
from caresheet.fonts.families import FontStyle
from caresheet.fonts.setting import is_set_plainly
from caresheet.model.glyphs import SHOW_NOTHING, TypeSetting
from caresheet.text.itemize import scripts_of
from caresheet.text.unicode import OF_ANY_SCRIPT, clusters, script

_STYLES = (FontStyle(), FontStyle(strong=True))


def unprintable(words: str, setting: TypeSetting) -> dict[str, str]:
    """The characters that cannot be printed, each with the optional dependency of caresheet that installs a font for
    it, empty if there is none.

    Private-use characters, which mean nothing outside of one font, never can, nor can letters that show nothing. A
    document set in the text family may contain letters of other scripts, but no signs that the family lacks: few screen
    readers speak them.
    """
    found: dict[str, str] = dict.fromkeys((each for each in words if _is_private(each) or each in SHOW_NOTHING), "")
    for cluster, own in _distinct(words):
        if coverage().issuperset(map(ord, cluster)) or found.keys() & set(cluster):
            continue
        if is_set_plainly(setting) and own in OF_ANY_SCRIPT | {"Latn"} and not _is_letter(cluster):
            found |= dict.fromkeys((letter for letter in cluster if ord(letter) not in coverage()), "")
            continue
        for style in _STYLES:
            try:
                font_for(cluster, own, setting, style)
            except MissingGlyphError as error:
                found |= dict.fromkeys(_culprits(error.letters, own, setting, style), error.extra)
    return found


def set_in_other_families(words: str, setting: TypeSetting) -> dict[str, str]:
    """The printable letters that a layout's own typeface lacks, each with its marks and the family that shows it."""
    own = setting.own
    if own is None:
        return {}
    found: dict[str, str] = {}
    for cluster, script_of in _distinct(words):
        if cluster.isspace() or _is_private(cluster[0]):
            continue
        try:
            font = font_for(cluster, script_of, setting, FontStyle())
        except MissingGlyphError:
            continue
        if font != own.regular:
            found.setdefault(cluster, font.family)
    return found


def _is_private(letter: str) -> bool:
    return unicodedata.category(letter) == "Co"


def _culprits(letters: str, own: str, setting: TypeSetting, style: FontStyle) -> str:
    """The unprintable part of a letter with its marks: characters without a glyph in any font, or else the marks."""
    alone = "".join(letter for letter in letters if not _is_anywhere(letter, own, setting, style))
    return alone or letters[1:] or letters


def _is_anywhere(letter: str, own: str, setting: TypeSetting, style: FontStyle) -> bool:
    try:
        font_for(letter, own, setting, style)
    except MissingGlyphError:
        return False
    return True


def _distinct(words: str) -> Iterator[tuple[str, str]]:
    """Each letter with its marks, once, with its script."""
    seen: dict[tuple[str, str], None] = {}
    at, scripts = 0, scripts_of(words)
    for cluster in clusters(words):
        seen[cluster, scripts[at]] = None
        at += len(cluster)
    return iter(seen)


def _is_letter(cluster: str) -> bool:
    """Whether a cluster begins with a letter or digit of a script, and a Latin one holds no invisible characters."""
    first = cluster[0]
    if script(first) in OF_ANY_SCRIPT or unicodedata.category(first)[0] not in "LN":
        return False
    return all(unicodedata.category(letter) != "Cf" for letter in cluster) or script(first) != "Latn"
