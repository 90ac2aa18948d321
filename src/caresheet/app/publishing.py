"""Handouts on their way out: delivered into a folder, and accounted for in its manifest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from msgspec import Struct

from caresheet.app.building import BuildResult, BuiltHandout
from caresheet.delivery import (
    deliver,
    is_delivered,
    load_manifest,
    remove_leftovers,
    remove_stale,
    save_manifest,
)
from caresheet.model.artifact import Artifact
from caresheet.model.manifest import Manifest, ManifestEntry
from caresheet.model.problem import CaresheetError, Problem


class Delivered(Struct, frozen=True):
    """An artifact of a handout, and where it is now."""

    title: str
    artifact: Artifact
    path: Path


class Publication(Struct, frozen=True):
    """What has become of a build: what is in the folder, what could not be written and why (perhaps the manifest
    alone), and, of what earlier builds made and none makes any more, what was removed and what was left alone because
    somebody has changed it."""

    delivered: tuple[Delivered, ...]
    problems: tuple[Problem, ...] = ()
    removed: tuple[ManifestEntry, ...] = ()
    left_alone: tuple[ManifestEntry, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are in the folder now."""
        return tuple(one.path for one in self.delivered)


def publish(
    result: BuildResult,
    folder: Path,
    *,
    now: float,
    only: Collection[str] | None = None,
    otherwise: str = "choose another folder",
) -> Publication:
    """Put the artifacts into `folder` and account for all of them; `now` is in seconds since 1970.

    With `only`, files of other names are there already and are left alone. What cannot be written is reported, with
    `otherwise` as a way out. A build of everything also removes what no handout is called any more. Raises
    CaresheetError for a folder whose manifest is broken, before anything is written.
    """
    manifest = load_manifest(folder)
    remove_leftovers(folder, now)
    going = tuple(
        (one, artifact)
        for one in result.handouts
        for artifact in one.handout.artifacts
        if only is None or artifact.name in only
    )
    delivered, problems = _deliver_all(going, folder, otherwise)
    if going and not delivered:
        return Publication(delivered, problems)
    missing = {artifact.name for _, artifact in going} - {one.artifact.name for one in delivered}
    entries = (entry for one in result.handouts for entry in one.entries)
    accounted = manifest.with_entries(entry for entry in entries if entry.name not in missing)
    stale = _stale(accounted, result)
    removed = remove_stale(stale, folder)
    accounted = accounted.without(entry.name for entry in removed)
    unaccounted = _save(accounted, folder) if accounted != manifest else ()
    left_alone = tuple(entry for entry in stale if entry not in removed)
    return Publication(delivered, (*problems, *unaccounted), removed, left_alone)


def _save(manifest: Manifest, folder: Path) -> tuple[Problem, ...]:
    """Why the manifest could not be written, if it could not: the handouts are there all the same."""
    try:
        save_manifest(manifest, folder)
    except CaresheetError as error:
        return error.problems
    return ()


def earlier_files(folder: Path, is_meant: Callable[[ManifestEntry], bool]) -> tuple[str, ...]:
    """The names of the files that earlier builds have left in the folder, as far as they are meant."""
    try:
        entries = load_manifest(folder).entries
    except CaresheetError:  # whoever writes there reports it
        return ()
    return tuple(entry.name for entry in entries if is_meant(entry) and (folder / entry.name).is_file())


def not_delivered(result: BuildResult, folder: Path) -> frozenset[str]:
    """The names of the artifacts that the folder does not have, byte for byte."""
    artifacts = (artifact for one in result.handouts for artifact in one.handout.artifacts)
    return frozenset(artifact.name for artifact in artifacts if not is_delivered(artifact, folder))


def _deliver_all(
    going: Sequence[tuple[BuiltHandout, Artifact]], folder: Path, otherwise: str
) -> tuple[tuple[Delivered, ...], tuple[Problem, ...]]:
    """Write what can be written and is not there yet."""
    delivered: list[Delivered] = []
    problems: list[Problem] = []
    for one, artifact in going:
        try:
            path = deliver(artifact, folder, otherwise=otherwise)
        except CaresheetError as error:
            problems += error.problems
            continue
        delivered.append(Delivered(one.handout.title, artifact, path))
    return tuple(delivered), tuple(problems)


def _stale(manifest: Manifest, result: BuildResult) -> tuple[ManifestEntry, ...]:
    """What earlier builds made for this clinic and edition, of handouts that the project does not have any more."""
    if not result.selection.is_everything or result.missing or not result.handouts:
        return ()
    names = [one.handout.name for one in result.handouts]
    return manifest.no_longer_made(result.handouts[0].entries[0].clinic, result.selection.edition, names)
