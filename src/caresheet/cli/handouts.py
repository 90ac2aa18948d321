"""Handouts on their way out, the same way for every command: delivered and accounted for."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Sequence
from pathlib import Path

import click

from caresheet.cli.making import Batch, Handout
from caresheet.cli.report import count, show, warn
from caresheet.delivery import deliver, load_manifest, remove_stale, save_manifest, sweep
from caresheet.model.manifest import Manifest
from caresheet.model.problem import CaresheetError


def publish(batch: Batch, folder: Path, *, only: Collection[str] | None = None, quiet: bool) -> list[Path]:
    """Put the handouts into `folder`, account for all of them, and say where each one is.

    With `only`, those of other names lie there already and are left alone. What cannot be written is said, too, and
    left out of the result. A batch of everything also takes away what no handout is called any more. Raises
    CaresheetError for a folder whose account is broken, before anything is written.
    """
    manifest = load_manifest(folder)
    sweep(folder, time.time())
    going = [one for one in batch.handouts if only is None or one.parcel.name in only]
    paths = _deliver_all(going, folder, quiet=quiet)
    if going and not paths:
        return paths
    missing = {one.parcel.name for one in going} - {path.stem for path in paths}
    accounted = manifest.with_entries(one.entry for one in batch.handouts if one.parcel.name not in missing)
    if batch.wanted.is_everything:
        accounted = _tidied(accounted, batch, folder, quiet=quiet)
    if accounted != manifest:
        save_manifest(accounted, folder)
    return paths


def summarize(batch: Batch, paths: Sequence[Path], folder: Path) -> None:
    """Say how much of a batch went where."""
    names = {path.stem for path in paths}
    pages = sum(parcel.pages for parcel in batch.parcels if parcel.name in names)
    click.echo(f"{count(len(paths), 'handout')}, {count(pages, 'page')}, in {folder}{os.sep}")


def _deliver_all(handouts: Sequence[Handout], folder: Path, *, quiet: bool) -> list[Path]:
    """Write what can be written and is not there yet, and say what was and what was not."""
    paths = []
    width = max((len(str(folder / one.entry.name)) for one in handouts), default=0)
    for parcel in (one.parcel for one in handouts):
        try:
            path = deliver(parcel, folder)
        except CaresheetError as error:
            show(error.problems)
            continue
        paths.append(path)
        if not quiet:
            click.echo(f"{path!s:{width}}  {count(parcel.pages, 'page')}")
    return paths


def _tidied(manifest: Manifest, batch: Batch, folder: Path, *, quiet: bool) -> Manifest:
    """Take away what earlier builds made for this clinic and none makes any more; returns what the folder has then."""
    names = [one.entry.name for one in batch.handouts]
    stale = manifest.no_longer_made(batch.handouts[0].entry.clinic, batch.wanted.edition, names)
    removed = remove_stale(stale, folder)
    for entry in stale:
        if entry in removed and not quiet:
            click.echo(f"{folder / entry.name}  removed: no handout has this name any more")
        elif entry not in removed:
            warn(f"{folder / entry.name} is made no more, but was changed since or is open: it was left alone")
    return manifest.without(entry.name for entry in removed)
