"""Noticing that files of a project were saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from caresheet.app.ports import Clock, SystemClock
from caresheet.model.problem import CaresheetError

INTERVAL = 0.25
"""Seconds from one look at the files to the next."""
REST = 0.1
"""Seconds for which no file may change before a save counts as finished."""
PATIENCE = 20
"""Rests that are waited for; files that keep changing are then read as they are."""
PICTURES = (".jpeg", ".jpg", ".png", ".svg")

Stamps = Mapping[str, tuple[int, int]]
"""When each file was last written (nanoseconds), and its size in bytes, by the name that it is shown under."""


class Watch:
    """Watches every file that a project's handouts may be made from. It has seen them as they were when it was made."""

    def __init__(self, root: Path, clinic: Path | None = None, clock: Clock | None = None) -> None:
        self._root = root
        self._clinic = clinic
        self._clock = clock or SystemClock()
        self._seen = self._stamps()

    def next_changes(self) -> tuple[str, ...]:
        """Wait until files have changed and all of them have come to rest, so that no half-written one is read.

        Returns the names of those that are new, gone or different since the last time.
        """
        before, self._seen = self._seen, self._next_stamps()
        names = before.keys() | self._seen.keys()
        return tuple(sorted(name for name in names if before.get(name) != self._seen.get(name)))

    def _next_stamps(self) -> Stamps:
        while True:
            self._clock.sleep(INTERVAL)
            now = self._stamps()
            for _ in range(PATIENCE):
                if now == self._seen:
                    break
                self._clock.sleep(REST)
                before, now = now, self._stamps()
                if now == before:
                    return now
            else:
                return now

    def _stamps(self) -> Stamps:
        found = {}
        for name, path in self._files():
            try:
                status = path.stat()
            except OSError:  # it went away meanwhile, or is a link to nothing
                continue
            found[name] = (status.st_mtime_ns, status.st_size)
        return found

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Every file that a handout may be made from, with the name to show it by."""
        from caresheet.source import Folder

        root = self._root
        try:
            yield from ((path, root / path) for path in Folder(root).paths())
            profile = self._clinic.resolve() if self._clinic else root
            if not profile.is_relative_to(root):
                # The clinic's logo lies beside its profile; other files there, such as all downloads, do not matter.
                beside = (path for path in profile.parent.iterdir() if path.suffix.lower() in PICTURES)
                yield from ((path.name, path) for path in (profile, *beside))
        except (CaresheetError, OSError):
            return  # a link leads out of the project, or a folder is gone: reading reports it, and the fix is a change
