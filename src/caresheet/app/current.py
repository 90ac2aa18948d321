"""A project as its files are now: read again only when one of them has changed, or another clinic was chosen."""

from __future__ import annotations

from pathlib import Path

from caresheet.app.sources import Sources, unless_example
from caresheet.cache import Cache
from caresheet.model.project import Project


class CurrentProject:
    """The project in a folder, for one thread at a time."""

    def __init__(self, root: Path, cache: Cache | None = None) -> None:
        self._root = root
        self._cache = cache
        self._read: tuple[Path, Sources] | None = None

    def read(self, profile: Path) -> Project:
        """The project with the numbers of a clinic, as far as it is sound; the same object as long as nothing has
        changed. Raises CaresheetError."""
        if self._read and self._read[0] == profile:
            sources = self._read[1]
            if sources.unchanged(sources.dependencies):
                return sources.read_sound_part()
        self._read = None
        sources = Sources.in_folder(self._root, unless_example(self._root, profile), self._cache)
        project = sources.read_sound_part()
        self._read = (profile, sources)
        return project
