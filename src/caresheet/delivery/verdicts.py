"""Whether a folder of published handouts is what the project makes today."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from msgspec import Struct

from caresheet.delivery.manifest import sha256_of
from caresheet.model.manifest import Manifest, ManifestEntry


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


def compare_folder(folder: Path, manifest: Manifest, rebuilt: Iterable[ManifestEntry]) -> tuple[Verdict, ...]:
    """A verdict for every file that is made today, by name, and for every other file in the folder that could be a
    handout: a PDF, or one of another format that the manifest accounts for."""
    fresh = {entry.name: entry for entry in rebuilt}
    formats = {"pdf", *(entry.format for entry in manifest.entries)}
    found = {path.name for form in formats for path in folder.glob(f"*.{form}")}
    verdicts = [_compared(folder, manifest.entry(name), entry) for name, entry in fresh.items()]
    for name in found - fresh.keys():
        known = manifest.entry(name)
        intact = known is not None and sha256_of((folder / name).read_bytes()) == known.sha256
        verdicts.append(
            Verdict(name, FileState.OUTDATED if intact else FileState.FOREIGN, ("no longer made",) * intact)
        )
    return tuple(sorted(verdicts, key=lambda verdict: verdict.name))


def _compared(folder: Path, known: ManifestEntry | None, fresh: ManifestEntry) -> Verdict:
    path = folder / fresh.name
    if not path.is_file():
        return Verdict(fresh.name, FileState.MISSING)
    digest = sha256_of(path.read_bytes())
    if digest == fresh.sha256:
        return Verdict(fresh.name, FileState.CURRENT)
    if known is None or known.sha256 != digest:
        return Verdict(fresh.name, FileState.CHANGED)
    if known.fingerprint == fresh.fingerprint:
        return Verdict(fresh.name, FileState.RECOMPRESSED)
    return Verdict(fresh.name, FileState.OUTDATED, _differences(known, fresh))


def _differences(known: ManifestEntry, fresh: ManifestEntry) -> tuple[str, ...]:
    before = {one.path: one.sha256 for one in known.inputs}
    after = {one.path: one.sha256 for one in fresh.inputs}
    files = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    versions = sorted({f"{package} {version}" for package, version in set(fresh.made_with) - set(known.made_with)})
    return (*files, *versions)
