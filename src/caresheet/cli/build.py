"""`caresheet build`: make the handouts and put them into a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caresheet.cli.accounts import accounts
from caresheet.cli.exits import Exit
from caresheet.cli.project import find_root, known, project_option, read
from caresheet.cli.report import count, near, show, warn, watched
from caresheet.deliver import load_manifest, remove_stale, save_manifest
from caresheet.model.manifest import Entry, Manifest
from caresheet.model.parcel import Parcel
from caresheet.model.problem import CaresheetError, Findings
from caresheet.model.project import Project

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.pipeline import Job, Made


@click.command()
@click.argument("topics", metavar="[TOPIC]...", nargs=-1)
@click.option("--layout", "layouts", multiple=True, metavar="NAME", help="Only the handouts of this layout.")
@click.option("--lang", "languages", multiple=True, metavar="TAG", help="Only the handouts in this language.")
@click.option(
    "--clinic",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Whose names and numbers are printed; else content/clinics/example.yaml.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the PDFs go; else the project's build/ folder.",
)
@project_option
@click.option("--open", "show_them", is_flag=True, help="Open the PDF when it is made; of several, their folder.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems.")
def build(
    *,
    topics: tuple[str, ...],
    layouts: tuple[str, ...],
    languages: tuple[str, ...],
    clinic: Path | None,
    out: Path | None,
    root: Path | None,
    show_them: bool,
    quiet: bool,
) -> None:
    """Make the handouts of all topics, or of each TOPIC."""
    root = find_root(root)
    project = read(root, clinic)
    folder = out or near(root / "build")
    manifest = load_manifest(folder)  # before any work: a folder that cannot be accounted for is not written to
    chosen = _choose(project, topics, layouts, languages)
    made = _make_all(chosen, quiet=quiet)
    _remark(made)
    paths = _deliver_all([one.parcel for one in made], folder, quiet=quiet)
    entries = accounts(root, clinic, chosen, [one.parcel for one in made])
    delivered = {path.name for path in paths}
    manifest = manifest.with_entries(entry for entry in entries if entry.name in delivered)
    if not (topics or layouts or languages):
        manifest = _tidied(manifest, entries, folder, quiet=quiet)
    save_manifest(manifest, folder)
    if show_them:
        _open(paths, folder)
    if len(paths) < len(made):
        sys.exit(Exit.PARTLY if paths else Exit.PROBLEMS)


def _choose(
    project: Project, topics: tuple[str, ...], layouts: tuple[str, ...], languages: tuple[str, ...]
) -> tuple[Job, ...]:
    from caresheet.pipeline import jobs

    known("topic", topics, _unique(topic.name for topic in project.topics))
    known("layout", layouts, tuple(layout.name for layout in project.layouts))
    known("language", languages, _unique(topic.language for topic in project.topics))
    chosen = jobs(project, topics=topics, layouts=layouts, languages=languages)
    if not chosen:
        raise click.UsageError("No handout is all of that at once. 'caresheet list' shows what there is.")
    return chosen


def _make_all(chosen: tuple[Job, ...], *, quiet: bool) -> list[Made]:
    """Every handout in memory, or CaresheetError with the problems of all of them: nothing is written before."""
    from caresheet.pipeline import make

    findings = Findings()
    made = []
    for job in watched(chosen, quiet=quiet):
        try:
            made.append(make(job))
        except CaresheetError as error:
            findings.extend(error.problems)
    findings.raise_any()
    return made


def _remark(made: Sequence[Made]) -> None:
    """Print what was found wrong without stopping any handout; what several have in common stands once."""
    remarks = Findings()
    for one in made:
        remarks.extend(one.problems)
    show(remarks.sorted())


def _deliver_all(parcels: Sequence[Parcel], folder: Path, *, quiet: bool) -> list[Path]:
    """Write what can be written, and say what was and what was not."""
    from caresheet.deliver import deliver

    paths, pages = [], 0
    width = max(len(str(folder / f"{parcel.name}.pdf")) for parcel in parcels)
    for parcel in parcels:
        try:
            path = deliver(parcel, folder)
        except CaresheetError as error:
            show(error.problems)
            continue
        paths.append(path)
        pages += parcel.pages
        if not quiet:
            click.echo(f"{path!s:{width}}  {count(parcel.pages, 'page')}")
    if not quiet:
        click.echo(f"{count(len(paths), 'handout')}, {count(pages, 'page')}, in {folder}{os.sep}")
    return paths


def _tidied(manifest: Manifest, entries: Sequence[Entry], folder: Path, *, quiet: bool) -> Manifest:
    """Take away what earlier builds made for this clinic and none makes any more; returns what the folder has then."""
    stale = manifest.no_longer_made(entries[0].clinic, (entry.name for entry in entries))
    removed = remove_stale(stale, folder)
    for entry in stale:
        if entry in removed and not quiet:
            click.echo(f"{folder / entry.name}  removed: no handout has this name any more")
        elif entry not in removed:
            warn(f"{folder / entry.name} is made no more, but was changed since or is open: it was left alone")
    return manifest.without(entry.name for entry in removed)


def _open(paths: Sequence[Path], folder: Path) -> None:
    target = paths[0] if len(paths) == 1 else folder
    if paths and click.launch(str(target)) != 0:
        warn(f"{target} was made, but no program was found to open it")


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
