"""Families: which package has a typeface, and which languages and scripts it sets. Nothing is opened here."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import msgspec
from msgspec import Struct

from caresheet.languages import fallbacks
from caresheet.model.glyphs import FontInstance


class FontStyle(Struct, frozen=True):
    """What the author asks of words: bold, italic, both or neither."""

    strong: bool = False
    emphasis: bool = False


class FamilyFiles(Struct, frozen=True, forbid_unknown_fields=True):
    """The files of a family; empty for what it does not have."""

    regular: str
    bold: str = ""
    italic: str = ""
    bold_italic: str = ""


class FontFamily(Struct, frozen=True, forbid_unknown_fields=True):
    """One family. `weights` are the regular and the bold one of a variable file; a family without has one file a
    weight. `package` is empty for files of the project, whose paths are whole; `extra` is what of caresheet brings the
    package. `dictionary` says that words of its languages are told apart by a dictionary."""

    name: str
    files: FamilyFiles
    package: str = ""
    extra: str = ""
    languages: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    weights: tuple[int, int] | None = None
    dictionary: bool = False

    def instance(self, style: FontStyle) -> FontInstance | None:
        """The face for a style; None if the package is not installed.

        Where a family has no italics, its bold face says what is emphasized; where it has no bold face, its regular one
        is all there is.
        """
        folder = _folder(self.package)
        if folder is None:
            return None
        file, bold = self._chosen(style)
        weight = self.weights[bold] if self.weights else None
        return FontInstance(self.name, str(folder / file), weight)

    def _chosen(self, style: FontStyle) -> tuple[str, bool]:
        """The file for a style, and whether its bold weight is meant."""
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
    """The families that caresheet knows, in the order in which they are tried (`families.toml`)."""
    found = tomllib.loads(files(__package__).joinpath("families.toml").read_text(encoding="utf-8"))
    return msgspec.convert(found, _Families).family


def families_of(language: str) -> tuple[FontFamily, ...]:
    """The families that set a language by its BCP 47 tag; those without an entry are set in the first family."""
    for tag in fallbacks(language):
        found = tuple(family for family in families() if tag in family.languages)
        if found:
            return found
    return families()[:1]


@cache
def _folder(package: str) -> Path | None:
    """Where an installed package lies, without importing it; None where it is not installed."""
    if not package:
        return Path()
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else None
