"""`caresheet verify`: whether what was published is still what the project says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from caresheet.app.sources import Sources, find_root
from caresheet.cli.exits import Exit
from caresheet.cli.making import accounts, make_all
from caresheet.cli.project import project_option, today_option
from caresheet.cli.report import count, near
from caresheet.delivery import judge, load_manifest
from caresheet.model.edition import REGULAR, Edition
from caresheet.model.manifest import Entry, Manifest
from caresheet.model.problem import CaresheetError, Findings, Problem
from caresheet.model.rules import NOT_READABLE


@click.command()
@click.argument(
    "folder", metavar="[DIR]", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False
)
@click.option(
    "--clinic",
    "profiles",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Where a clinic profile from outside the project is; needed where one was built with.",
)
@project_option
@today_option
@click.option("--quiet", "-q", is_flag=True, help="Name only what is not up to date.")
def verify(*, folder: Path | None, profiles: tuple[Path, ...], root: Path | None, today: date, quiet: bool) -> None:
    """Compare the PDFs in DIR (else build/) with what the project makes today, and fail where they differ.

    Every handout is made anew in memory, for each clinic that the folder was built for. Nothing is written.
    """
    root = find_root(root)
    folder = folder or near(root / "build")
    manifest = load_manifest(folder)
    verdicts = judge(folder, manifest, _rebuilt(root, manifest, profiles, today, quiet=quiet))
    for verdict in verdicts:
        if not (quiet and verdict.state.is_good):
            because = f" ({', '.join(verdict.because)})" if verdict.because else ""
            click.echo(f"{folder / verdict.name}  {verdict.state.value}{because}")
    bad = sum(not verdict.state.is_good for verdict in verdicts)
    if bad:
        click.echo(f"{bad} of {count(len(verdicts), 'handout')} may not stay published: build them again", err=True)
        sys.exit(Exit.PROBLEMS)
    if not quiet:
        click.echo(f"{count(len(verdicts), 'handout')} in {folder}: all up to date")


def _rebuilt(root: Path, manifest: Manifest, profiles: tuple[Path, ...], today: date, *, quiet: bool) -> list[Entry]:
    """What the project makes today, for every clinic that the manifest names; for the usual one where it names none."""
    from caresheet.app.pipeline import jobs

    findings = Findings()
    entries: list[Entry] = []
    for clinic, edition in _made_for(root, manifest, profiles):
        sources = Sources.in_folder(root, clinic)
        chosen = jobs(sources.read(), edition=edition, today=today)
        try:
            entries += accounts(sources, chosen, make_all(chosen, quiet=quiet))
        except CaresheetError as error:
            findings.extend(error.problems)
    findings.raise_any()
    return entries


def _made_for(root: Path, manifest: Manifest, profiles: tuple[Path, ...]) -> Iterator[tuple[Path | None, Edition]]:
    """The profile behind each clinic of the manifest, with each edition. Raises CaresheetError where one is gone."""
    made = dict.fromkeys((entry.clinic, entry.edition) for entry in manifest.entries)
    given = {path.name: path for path in profiles}
    for name, edition in made:
        inside = root / name
        path = inside if inside.is_file() else given.get(Path(name).name)
        if path is None:
            hint = f"say where it is: caresheet verify --clinic .../{Path(name).name}"
            message = f"the folder was built with the clinic profile {name}, which is not in the project"
            raise CaresheetError((Problem(None, NOT_READABLE, message, hint),))
        yield path, edition
    if not made:
        yield profiles[0] if profiles else None, REGULAR
