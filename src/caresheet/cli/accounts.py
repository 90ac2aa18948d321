"""What finished handouts were made from, for the manifest beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from caresheet.cli.project import profile_of
from caresheet.deliver import sha256_of
from caresheet.model.manifest import Entry
from caresheet.model.parcel import Parcel

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.model.job import Job


def accounts(root: Path, clinic: Path | None, chosen: Sequence[Job], parcels: Sequence[Parcel]) -> tuple[Entry, ...]:
    """An entry for each handout, in the same order. Raises CaresheetError where an input is gone meanwhile."""
    from caresheet.pipeline import account

    digests = _digests(root, clinic, {path for parcel in parcels for path in parcel.inputs})
    return tuple(account(job, parcel, digests) for job, parcel in zip(chosen, parcels, strict=True))


def _digests(root: Path, clinic: Path | None, paths: set[str]) -> dict[str, str]:
    """The sha256 of every input: the clinic's from where its profile lies, all others from the project."""
    from caresheet.read import Folder

    files, (beside, profile) = Folder(root), profile_of(root, clinic)
    own = set(files.paths())
    return {
        path: sha256_of((beside if path == profile or path not in own else files).read(path)) for path in sorted(paths)
    }
