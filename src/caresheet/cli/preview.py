"""`caresheet preview`: what the handouts look like, as pictures."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caresheet.cli.exits import Exit
from caresheet.cli.making import make_batch
from caresheet.cli.report import count, near, show, warn
from caresheet.cli.selection import Selection, selecting
from caresheet.model.parcel import Parcel
from caresheet.model.problem import CaresheetError

if TYPE_CHECKING:  # PDFium is loaded by who looks at pages; --help has no use for it
    from caresheet.outputs.pdf.preview import Raster

SHEET = 0.5
"""Size of the pages on a contact sheet, beside that of the single ones: to compare, not to read."""


@click.command()
@selecting
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the pictures go; else the project's build/preview/ folder.",
)
@click.option(
    "--dpi",
    type=click.IntRange(20, 300),
    metavar="NUMBER",
    default=100,
    show_default=True,
    help="Pixels an inch of paper; half as many on the contact sheet.",
)
@click.option("--gray", is_flag=True, help="As a printer without colour prints it.")
@click.option(
    "--open", "show_them", is_flag=True, help="Open the contact sheet when it is made; of several, their folder."
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems.")
def preview(*, wanted: Selection, out: Path | None, dpi: int, gray: bool, show_them: bool, quiet: bool) -> None:
    """Show what the handouts look like: a PNG a page, and one contact sheet for each handout.

    The pictures of NAME.pdf are NAME-p01.png and so on; the contact sheet is NAME.png.
    """
    batch = make_batch(wanted, quiet=quiet)
    folder = out or near(batch.root / "build" / "preview")
    done: list[Parcel] = []
    for parcel in batch.parcels:
        if _save(parcel, folder, dpi=dpi, gray=gray):
            done.append(parcel)
            if not quiet:
                click.echo(f"{_sheet(parcel, folder)}  {count(parcel.pages, 'page')}")
    if not quiet:
        pages = sum(parcel.pages for parcel in done)
        click.echo(f"{count(len(done), 'handout')}, {count(pages, 'page')}, in {folder}{os.sep}")
    if show_them and done:
        _open(_sheet(done[0], folder) if len(done) == 1 else folder)
    if len(done) < len(batch.parcels):
        sys.exit(Exit.PARTLY if done else Exit.PROBLEMS)


def _save(parcel: Parcel, folder: Path, *, dpi: int, gray: bool) -> bool:
    """Put a handout's pictures into `folder`, and take away those of pages it has no more.

    Returns whether all of that could be written; what could not is said.
    """
    from caresheet.delivery import put

    try:
        for name, picture in _pictures(parcel, dpi=dpi, gray=gray):
            put(picture, folder / name, otherwise="choose another folder with --out")
    except CaresheetError as error:
        show(error.problems)
        return False
    _remove_stale(parcel, folder)
    return True


def _sheet(parcel: Parcel, folder: Path) -> Path:
    """Where a handout's contact sheet is."""
    return folder / f"{parcel.name}.png"


def _open(target: Path) -> None:
    if click.launch(str(target)) != 0:
        warn(f"{target} was made, but no program was found to open it")


def _pictures(parcel: Parcel, *, dpi: int, gray: bool) -> Iterator[tuple[str, bytes]]:
    """The file name and the PNG of every page, one after another, and of the contact sheet."""
    from caresheet.outputs.pdf.preview import contact_sheet, png, render

    small: list[Raster] = []
    for page in range(parcel.pages):
        yield f"{parcel.name}-p{page + 1:02}.png", png(render(parcel.pdf, page, dpi=dpi, gray=gray), dpi=dpi)
        small.append(render(parcel.pdf, page, dpi=dpi * SHEET, gray=gray))
    yield f"{parcel.name}.png", png(contact_sheet(small), dpi=dpi * SHEET)


def _remove_stale(parcel: Parcel, folder: Path) -> None:
    """Pictures of pages beyond the last were of a longer handout. One that cannot be removed is named."""
    pattern = re.compile(re.escape(parcel.name) + r"-p([0-9]{2,})\.png")
    for path in sorted(folder.iterdir()):
        found = pattern.fullmatch(path.name)
        if found and int(found[1]) > parcel.pages:
            try:
                path.unlink()
            except OSError:
                warn(f"{path} is of a page that is no more, and cannot be removed: it may be open in another program")
