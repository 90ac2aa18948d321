"""Whether a folder of published handouts is what the project makes today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from pathlib import Path

from msgspec import Struct

from caresheet.delivery.folder import read_file
from caresheet.delivery.manifest import sha256_of
from caresheet.model.manifest import Manifest, ManifestEntry

Fingerprint = Callable[[str, bytes], str]
"""A format and a file's bytes to the sha256 of their content, whatever compressed it (`Artifact.fingerprint`)."""


class FileState(Enum):
    """What can be said of one file."""

    CURRENT = "up to date"
    RECOMPRESSED = "up to date (the same content, compressed by another zlib)"
    OUTDATED = "out of date"
    CHANGED = "changed since it was built"
    MISSING = "missing"
    FOREIGN = "foreign: no build of this project made it"

    @property
    def is_good(self) -> bool:
        """Whether the file may stay published as it is."""
        return self in (FileState.CURRENT, FileState.RECOMPRESSED)


class Verdict(Struct, frozen=True):
    """One file's state. `because` names the inputs that differ from those of its build."""

    name: str
    state: FileState
    because: tuple[str, ...] = ()


def compare_folder(
    folder: Path, manifest: Manifest, rebuilt: Iterable[ManifestEntry], fingerprint: Fingerprint
) -> tuple[Verdict, ...]:
    """A verdict for every file that is made today, by name, and for every other file in the folder and below it that
    looks like a handout of any format that is made today or that the manifest accounts for.

    The bytes themselves are judged. The manifest lies beside them, so whoever can change one can change both: it only
    tells why a file is not what is made today, never that it is.
    """
    fresh = {entry.name: entry for entry in rebuilt}
    formats = {"pdf", "html", "txt", *(entry.format for entry in (*manifest.entries, *fresh.values()))}
    verdicts = [_compared(folder, manifest.entry(name), entry, fingerprint) for name, entry in fresh.items()]
    for name in set(_handouts_in(folder, formats)) - fresh.keys():
        known = manifest.entry(name)
        intact = known is not None and _sha256(folder / name) == known.sha256
        verdicts.append(
            Verdict(name, FileState.OUTDATED if intact else FileState.FOREIGN, ("no longer made",) * intact)
        )
    return tuple(sorted(verdicts, key=lambda verdict: verdict.name))


def _handouts_in(folder: Path, formats: set[str]) -> Iterator[str]:
    """The names of what looks like a handout, relative to the folder, whatever the case of its ending."""
    for path in folder.rglob("*"):
        if path.suffix.removeprefix(".").casefold() in formats and not path.is_dir():
            yield path.relative_to(folder).as_posix()


def _compared(folder: Path, known: ManifestEntry | None, fresh: ManifestEntry, fingerprint: Fingerprint) -> Verdict:
    data = read_file(folder / fresh.name)
    if data is None:
        return Verdict(fresh.name, FileState.MISSING)
    digest = sha256_of(data)
    if digest == fresh.sha256:
        return Verdict(fresh.name, FileState.CURRENT)
    if known is None or known.sha256 != digest:
        return Verdict(fresh.name, FileState.CHANGED)
    if fingerprint(fresh.format, data) == fresh.fingerprint:
        return Verdict(fresh.name, FileState.RECOMPRESSED)
    because = _differences(known, fresh)
    return Verdict(fresh.name, FileState.OUTDATED if because else FileState.CHANGED, because)


def _sha256(path: Path) -> str:
    data = read_file(path)
    return "" if data is None else sha256_of(data)


def _differences(known: ManifestEntry, fresh: ManifestEntry) -> tuple[str, ...]:
    before = {one.path: one.sha256 for one in known.inputs}
    after = {one.path: one.sha256 for one in fresh.inputs}
    files = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    versions = sorted({f"{package} {version}" for package, version in set(fresh.made_with) - set(known.made_with)})
    return (*files, *versions)
