"""Whether a folder of published handouts is what the project makes today."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from msgspec import Struct

from caresheet.delivery.manifest import sha256_of
from caresheet.model.manifest import Entry, Manifest


class State(Enum):
    """What can be said of one file."""

    CURRENT = "up to date"
    RECOMPRESSED = "up to date (the same objects, compressed by another zlib)"
    OUTDATED = "out of date"
    CHANGED = "changed since it was built"
    MISSING = "missing"
    FOREIGN = "foreign: no build of this project made it"

    @property
    def is_good(self) -> bool:
        """Whether the file may stay published as it is."""
        return self in (State.CURRENT, State.RECOMPRESSED)


class Verdict(Struct, frozen=True):
    """One file's state. `because` names the inputs that differ from those of its build."""

    name: str
    state: State
    because: tuple[str, ...] = ()


def judge(folder: Path, manifest: Manifest, rebuilt: Iterable[Entry]) -> tuple[Verdict, ...]:
    """A verdict for every handout that is made today and for every PDF in the folder, by name."""
    fresh = {entry.name: entry for entry in rebuilt}
    found = {path.name for path in folder.glob("*.pdf")}
    verdicts = [_judge_made(folder, manifest.entry(name), entry) for name, entry in fresh.items()]
    for name in found - fresh.keys():
        known = manifest.entry(name)
        unchanged = known is not None and sha256_of((folder / name).read_bytes()) == known.sha256
        verdicts.append(Verdict(name, State.OUTDATED if unchanged else State.FOREIGN, ("no longer made",) * unchanged))
    return tuple(sorted(verdicts, key=lambda verdict: verdict.name))


def _judge_made(folder: Path, known: Entry | None, fresh: Entry) -> Verdict:
    path = folder / fresh.name
    if not path.is_file():
        return Verdict(fresh.name, State.MISSING)
    digest = sha256_of(path.read_bytes())
    if digest == fresh.sha256:
        return Verdict(fresh.name, State.CURRENT)
    if known is None or known.sha256 != digest:
        return Verdict(fresh.name, State.CHANGED)
    if known.objects_sha256 == fresh.objects_sha256:
        return Verdict(fresh.name, State.RECOMPRESSED)
    return Verdict(fresh.name, State.OUTDATED, _differences(known, fresh))


def _differences(known: Entry, fresh: Entry) -> tuple[str, ...]:
    before = {one.path: one.sha256 for one in known.inputs}
    after = {one.path: one.sha256 for one in fresh.inputs}
    files = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    versions = sorted({f"{package} {version}" for package, version in set(fresh.made_with) - set(known.made_with)})
    return (*files, *versions)
