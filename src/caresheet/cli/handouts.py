"""Handouts on their way out, the same way for every command: made, remarked on, delivered, accounted for."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caresheet.cli.accounts import accounts
from caresheet.cli.project import find_root, read
from caresheet.cli.report import count, show, warn, watched
from caresheet.cli.selection import Selection, choose
from caresheet.deliver import load_manifest, remove_stale, save_manifest
from caresheet.model.manifest import Manifest
from caresheet.model.parcel import Parcel
from caresheet.model.problem import CaresheetError, Findings
from caresheet.model.project import Project

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.model.job import Job
    from caresheet.pipeline import Made


@dataclass(frozen=True, slots=True)
class Batch:
    """Finished handouts, still in memory: what was made of each job, in the same order."""

    root: Path
    wanted: Selection
    jobs: tuple[Job, ...]
    made: tuple[Made, ...]

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        return tuple(one.parcel for one in self.made)


def make_batch(wanted: Selection, *, release: bool = False, quiet: bool) -> Batch:
    """Read the project and make what is wanted of it, in memory. Raises CaresheetError with the problems of all; for a
    `release`, with everything that keeps it from going out."""
    root = find_root(wanted.root)
    project = read(root, wanted.clinic)
    jobs = choose(project, wanted)
    if release:
        _refuse_to_release(project, jobs, wanted)
    batch = Batch(root, wanted, jobs, make_all(jobs, quiet=quiet))
    remark(batch.made)
    return batch


def _refuse_to_release(project: Project, jobs: Sequence[Job], wanted: Selection) -> None:
    from caresheet.pipeline import judge, refusals

    problems = refusals(judge(project, jobs, pages=True), project.clinic if wanted.clinic else None)
    if problems:
        raise CaresheetError(problems)


def make_all(jobs: Sequence[Job], *, quiet: bool) -> tuple[Made, ...]:
    """Every handout in memory, or CaresheetError with the problems of all of them: nothing is written before."""
    from caresheet.pipeline import make

    findings = Findings()
    made = []
    for job in watched(jobs, quiet=quiet):
        try:
            made.append(make(job))
        except CaresheetError as error:
            findings.extend(error.problems)
    findings.raise_any()
    return tuple(made)


def remark(made: Sequence[Made]) -> None:
    """Print what was found wrong without stopping any handout; what several have in common stands once."""
    remarks = Findings()
    for one in made:
        remarks.extend(one.problems)
    show(remarks.sorted())


def publish(batch: Batch, folder: Path, *, only: Collection[str] | None = None, quiet: bool) -> list[Path]:
    """Put the handouts into `folder`, account for all of them, and say where each one is.

    With `only`, those of other names lie there already and are left alone. What cannot be written is said, too, and
    left out of the result. A batch of everything also takes away what no handout is called any more. Raises
    CaresheetError for a folder whose account is broken, before anything is written.
    """
    manifest = load_manifest(folder)
    going = [parcel for parcel in batch.parcels if only is None or parcel.name in only]
    paths = _deliver_all(going, folder, quiet=quiet)
    if going and not paths:
        return paths
    missing = {parcel.name for parcel in going} - {path.stem for path in paths}
    there = [(job, parcel) for job, parcel in zip(batch.jobs, batch.parcels, strict=True) if job.name not in missing]
    entries = accounts(batch.root, batch.wanted.clinic, [job for job, _ in there], [parcel for _, parcel in there])
    manifest = manifest.with_entries(entries)
    if batch.wanted.is_everything:
        manifest = _tidied(manifest, batch, folder, quiet=quiet)
    save_manifest(manifest, folder)
    return paths


def _deliver_all(parcels: Sequence[Parcel], folder: Path, *, quiet: bool) -> list[Path]:
    """Write what can be written, and say what was and what was not."""
    from caresheet.deliver import deliver

    paths = []
    width = max((len(str(folder / f"{parcel.name}.pdf")) for parcel in parcels), default=0)
    for parcel in parcels:
        try:
            path = deliver(parcel, folder)
        except CaresheetError as error:
            show(error.problems)
            continue
        paths.append(path)
        if not quiet:
            click.echo(f"{path!s:{width}}  {count(parcel.pages, 'page')}")
    return paths


def summarize(batch: Batch, paths: Sequence[Path], folder: Path) -> None:
    """Say how much of a batch went where."""
    names = {path.stem for path in paths}
    pages = sum(parcel.pages for parcel in batch.parcels if parcel.name in names)
    click.echo(f"{count(len(paths), 'handout')}, {count(pages, 'page')}, in {folder}{os.sep}")


def _tidied(manifest: Manifest, batch: Batch, folder: Path, *, quiet: bool) -> Manifest:
    """Take away what earlier builds made for this clinic and none makes any more; returns what the folder has then."""
    names = (f"{parcel.name}.pdf" for parcel in batch.parcels)
    stale = manifest.no_longer_made(batch.jobs[0].clinic.position.file, batch.wanted.edition, names)
    removed = remove_stale(stale, folder)
    for entry in stale:
        if entry in removed and not quiet:
            click.echo(f"{folder / entry.name}  removed: no handout has this name any more")
        elif entry not in removed:
            warn(f"{folder / entry.name} is made no more, but was changed since or is open: it was left alone")
    return manifest.without(entry.name for entry in removed)
