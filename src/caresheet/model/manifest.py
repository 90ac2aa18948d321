"""What a folder of finished handouts was made from, so that another day can tell whether it is still true."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from caresheet.model.artifact import format_of
from caresheet.model.edition import Edition


class InputFile(Struct, frozen=True):
    """A file that went into a handout. `path` is relative to the project's root, or a bare name from outside it."""

    path: str
    sha256: str


class ManifestEntry(Struct, frozen=True):
    """One delivered file. `sha256` is over its bytes, `fingerprint` over its content, whatever compressed it.

    `pages` is None for a format without pages. `made_with` pairs the packages that determine the bytes with their
    versions.
    """

    name: str
    media_type: str
    sha256: str
    fingerprint: str
    pages: int | None
    topic: str
    layout: str
    language: str
    clinic: str
    edition: Edition
    made_with: tuple[tuple[str, str], ...]
    inputs: tuple[InputFile, ...]

    @property
    def handout(self) -> str:
        """The handout's name: the file's without its ending."""
        return self.name.rpartition(".")[0]

    @property
    def format(self) -> str:
        """Such as `pdf`: the ending of the file's name."""
        return format_of(self.name)


class Manifest(Struct, frozen=True):
    """The files of one folder, by name."""

    entries: tuple[ManifestEntry, ...] = ()

    def entry(self, name: str) -> ManifestEntry | None:
        """What is known of a file."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def with_entries(self, entries: Iterable[ManifestEntry]) -> Manifest:
        """The same, with these entries in the place of older ones of their names."""
        known = {entry.name: entry for entry in self.entries} | {entry.name: entry for entry in entries}
        return Manifest(tuple(known[name] for name in sorted(known)))

    def without(self, names: Iterable[str]) -> Manifest:
        """The same, without these files."""
        gone = set(names)
        return Manifest(tuple(entry for entry in self.entries if entry.name not in gone))

    def no_longer_made(self, clinic: str, edition: Edition, names: Iterable[str]) -> tuple[ManifestEntry, ...]:
        """What was made for a clinic in an edition, in any format, of handouts that are not among these names now."""
        still = set(names)
        made = (entry for entry in self.entries if (entry.clinic, entry.edition) == (clinic, edition))
        return tuple(entry for entry in made if entry.handout not in still)
