"""`caresheet watch`: make the handouts again whenever a file of the project is saved."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from caresheet.app.requests import RequestError
from caresheet.app.sources import find_root
from caresheet.cli.handouts import publish, summarize
from caresheet.cli.making import make_batch
from caresheet.cli.report import near, printable, sentences, show, warn
from caresheet.cli.selection import Selection, out_option, selecting
from caresheet.delivery import is_there
from caresheet.model.problem import CaresheetError

INTERVAL = 0.25
"""Seconds from one look at the files to the next."""
REST = 0.1
"""Seconds that no file must change for, before a save is taken for finished."""
PATIENCE = 20
"""Rests that are waited for; files that never come to rest are read as they are."""
NAMED = 3
"""Changed files that are named; of more, the number is said."""
PICTURES = (".jpeg", ".jpg", ".png", ".svg")

Stamps = Mapping[str, tuple[int, int]]
"""When each file was last written (nanoseconds), and its size in bytes, by the name that it is shown under."""


@click.command()
@selecting
@out_option
def watch(*, wanted: Selection, out: Path | None) -> None:
    """Make the handouts, and again what changes whenever a file of the project is saved.

    Problems are printed, and the last good handouts stay until they are put right. Ctrl-C ends it.
    """
    root = find_root(wanted.root)
    folder = out or near(root / "build")
    seen = _stamps(root, wanted.clinic)
    is_made = _renewed(wanted, folder, again=False)
    click.echo("Watching content/, layouts/, labels/ and the clinic's profile. Ctrl-C ends it.")
    while True:
        try:
            now = _next_stamps(root, wanted.clinic, seen)
        except KeyboardInterrupt:  # this is how it ends, and nothing was interrupted
            click.echo(err=True)  # the prompt of the shell shall not stand behind ^C
            return
        click.echo(f"{time.strftime('%H:%M:%S')}  {_changed(seen, now)}")
        try:
            is_made |= _renewed(wanted, folder, again=is_made)
        except RequestError as error:  # what was asked for has gone from the project, and may come back
            warn(sentences(error.problems[0]))
        seen = now


def _renewed(wanted: Selection, folder: Path, *, again: bool) -> bool:
    """One round: make everything, or `again` what has changed, and publish it; returns whether that could be done."""
    try:
        batch = make_batch(wanted, quiet=again)
        new = {one.name for one in batch.parcels if not is_there(one, folder)} if again else None
        paths = publish(batch, folder, only=new, quiet=False)
    except RequestError:
        raise
    except CaresheetError as error:
        show(error.problems)
        click.echo("The handouts stay as they are until that is put right.", err=True)
        return False
    if new is None:
        summarize(batch, paths, folder)
    elif not new:
        click.echo("nothing that is printed has changed")
    return True


def _next_stamps(root: Path, clinic: Path | None, seen: Stamps) -> Stamps:
    """Wait until a file has changed and all of them have come to rest, so that no half-written one is read."""
    while True:
        time.sleep(INTERVAL)
        now = _stamps(root, clinic)
        for _ in range(PATIENCE):
            if now == seen:
                break
            time.sleep(REST)
            before, now = now, _stamps(root, clinic)
            if now == before:
                return now
        else:
            return now


def _stamps(root: Path, clinic: Path | None) -> Stamps:
    found = {}
    for name, path in _files(root, clinic):
        try:
            status = path.stat()
        except OSError:  # it went away meanwhile, or is a link to nothing
            continue
        found[name] = (status.st_mtime_ns, status.st_size)
    return found


def _files(root: Path, clinic: Path | None) -> Iterator[tuple[str, Path]]:
    """Every file that a handout may be made from, with the name to show it by."""
    from caresheet.source import Folder

    try:
        yield from ((path, root / path) for path in Folder(root).paths())
        profile = clinic.resolve() if clinic else root
        if not profile.is_relative_to(root):
            # Its logo lies beside it; what else lies there, such as all that was ever downloaded, decides nothing.
            beside = (path for path in profile.parent.iterdir() if path.suffix.lower() in PICTURES)
            yield from ((path.name, path) for path in (profile, *beside))
    except (CaresheetError, OSError):
        return  # a link leads out of the project, or a folder has gone: reading says so, and to mend it is a change


def _changed(before: Stamps, after: Stamps) -> str:
    """The names of the files that are new, gone or different."""
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return printable(", ".join(names[:NAMED])) + more
