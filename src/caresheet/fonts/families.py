"""Font families: which package has each, and which languages and scripts are set in it. No font is opened here."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec
from msgspec import Struct

from caresheet.languages import fallbacks
from caresheet.model.glyphs import FontInstance


class FontStyle(Struct, frozen=True):
    """How the author wants words to look: bold, italic, both or neither."""

    strong: bool = False
    emphasis: bool = False


class FamilyFiles(Struct, frozen=True, forbid_unknown_fields=True):
    """The files of a family; empty for a face that it lacks."""

    regular: str
    bold: str = ""
    italic: str = ""
    bold_italic: str = ""


class HanForms(Struct, frozen=True, forbid_unknown_fields=True):
    """The forms of Chinese characters in a family: what a font with them is called, such as `Japanese`, and the letters
    that tell such a font from others."""

    of: str
    has: str = ""
    lacks: str = ""


class FontFamily(Struct, frozen=True, forbid_unknown_fields=True):
    """One family. `extra` is the optional dependency of caresheet that installs its `package`, empty for a core family.
    `weights` are the regular and bold weights of a variable font; a family without them has one file for each weight.
    `dictionary` says that a dictionary is needed to find the words of its languages. `han` is for a family with Chinese
    characters."""

    name: str
    files: FamilyFiles
    package: str
    extra: str = ""
    languages: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    weights: tuple[int, int] | None = None
    dictionary: bool = False
    han: HanForms | None = None

    def instance(self, style: FontStyle) -> FontInstance | None:
        """The face for a style; None if the package is not installed.

        A family without italics shows emphasis in bold; one without a bold face shows everything in the regular one.
        """
        folder = _folder(self.package)
        if folder is None:
            return None
        file, bold = self._chosen(style)
        weight = self.weights[bold] if self.weights else None
        return FontInstance(self.name, str(folder / file), weight)

    def _chosen(self, style: FontStyle) -> tuple[str, bool]:
        """The file for a style, and whether to use its bold weight."""
        own = self.files
        slanted = own.italic if style.emphasis else ""
        bold = style.strong or (style.emphasis and not slanted)
        if self.weights:
            return slanted or own.regular, bold
        if bold:
            return (own.bold_italic if slanted else "") or own.bold or slanted or own.regular, True
        return slanted or own.regular, False


class _Families(Struct, frozen=True, forbid_unknown_fields=True):
    family: tuple[FontFamily, ...]


@cache
def families() -> tuple[FontFamily, ...]:
    """The families that caresheet knows, in the order of `families.toml`."""
    import tomllib

    found = tomllib.loads(Path(__file__).with_name("families.toml").read_text(encoding="utf-8"))
    return msgspec.convert(found, _Families).family


def family_of(language: str) -> FontFamily:
    """The family for a language (BCP 47); a language without an entry is set in the first family."""
    own = (family for tag in fallbacks(language) for family in families() if tag in family.languages)
    return next(own, families()[0])


@cache
def has_own_family(language: str) -> bool:
    """Whether words quoted in a language are set in a family other than the first, which has the Latin letters of the
    text around them."""
    return family_of(language) != families()[0]


def families_with_han() -> tuple[FontFamily, ...]:
    """The families with Chinese characters."""
    return tuple(family for family in families() if family.han)


@cache
def _folder(package: str) -> Path | None:
    """The folder of a package, without importing it; None if the package is not installed."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else None
