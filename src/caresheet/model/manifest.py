"""What a folder of finished handouts was made from, so that another day can tell whether it is still true."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from caresheet.model.edition import Edition


class Input(Struct, frozen=True):
    """A file that went into a handout. `path` is relative to the project's root, or a bare name from outside it."""

    path: str
    sha256: str


class Entry(Struct, frozen=True):
    """One delivered file. `objects_sha256` is over its uncompressed objects, the same whatever zlib wrote it.

    `made_with` pairs the packages that decide about bytes with their versions.
    """

    name: str
    sha256: str
    objects_sha256: str
    pages: int
    topic: str
    layout: str
    language: str
    clinic: str
    edition: Edition
    made_with: tuple[tuple[str, str], ...]
    inputs: tuple[Input, ...]


class Manifest(Struct, frozen=True):
    """The files of one folder, by name."""

    entries: tuple[Entry, ...] = ()

    def entry(self, name: str) -> Entry | None:
        """What is known of a file."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def with_entries(self, entries: Iterable[Entry]) -> Manifest:
        """The same, with these entries in the place of older ones of their names."""
        known = {entry.name: entry for entry in self.entries} | {entry.name: entry for entry in entries}
        return Manifest(tuple(known[name] for name in sorted(known)))

    def without(self, names: Iterable[str]) -> Manifest:
        """The same, without these files."""
        gone = set(names)
        return Manifest(tuple(entry for entry in self.entries if entry.name not in gone))

    def no_longer_made(self, clinic: str, edition: Edition, names: Iterable[str]) -> tuple[Entry, ...]:
        """What was made for a clinic in an edition and is not among the names that all its handouts have now."""
        still = set(names)
        made = (entry for entry in self.entries if (entry.clinic, entry.edition) == (clinic, edition))
        return tuple(entry for entry in made if entry.name not in still)
