"""What handouts look like, as pictures in a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.app.ports import Progress, unseen
from caresheet.delivery import write_file
from caresheet.model.artifact import RenderedHandout
from caresheet.model.counts import count
from caresheet.model.problem import CaresheetError, Problem

if TYPE_CHECKING:  # PDFium is loaded by whoever looks at pages; --help does not need it
    from caresheet.outputs.pdf.preview import Raster

SHEET = 0.5
"""Size of the pages on a contact sheet, beside that of the single ones: to compare, not to read."""


class PictureOptions(Struct, frozen=True):
    """How pages are shown: pixels an inch of paper (half as many on the contact sheet), and whether in gray."""

    dpi: int = 100
    gray: bool = False


class SavedPictures(Struct, frozen=True):
    """What became of the pictures of a handout: the problems for which they are not all there, if any, and those of
    pages that a longer version had and that cannot be removed."""

    handout: RenderedHandout
    problems: tuple[Problem, ...] = ()
    left: tuple[Path, ...] = ()

    def lines(self, folder: Path) -> tuple[str, ...]:
        """Where the contact sheet is; nothing if the pictures are not all there."""
        line = f"{contact_sheet_path(self.handout, folder)}  {count(self.handout.pages, 'page')}"
        return () if self.problems else (line,)

    @property
    def warnings(self) -> Iterator[str]:
        """The pictures that should be gone."""
        for path in self.left:
            yield f"{path} shows a page that no longer exists, and cannot be removed: it may be open in another program"


def amount(done: Sequence[RenderedHandout], folder: Path) -> str:
    """How much there are pictures of."""
    pages = sum(handout.pages for handout in done)
    return f"{count(len(done), 'handout')}, {count(pages, 'page')}, in {folder}{os.sep}"


def save_pictures(
    handouts: Sequence[RenderedHandout],
    folder: Path,
    options: PictureOptions,
    *,
    otherwise: str = "choose another folder",
    progress: Progress = unseen,
) -> tuple[SavedPictures, ...]:
    """Put a PNG of every page of each handout's PDF into `folder`, and a contact sheet of them. What cannot be written
    is told, with `otherwise` as a way out."""
    saved = (_save(handout, folder, options, otherwise) for handout in handouts)
    return tuple(progress(saved, len(handouts)))


def _save(handout: RenderedHandout, folder: Path, options: PictureOptions, otherwise: str) -> SavedPictures:
    try:
        for name, picture in _pictures(handout, options):
            write_file(picture, folder / name, otherwise=otherwise)
    except CaresheetError as error:
        return SavedPictures(handout, error.problems)
    return SavedPictures(handout, left=_stale_after_removal(handout, folder))


def page_picture(pdf: bytes, page: int, dpi: float) -> bytes:
    """A page (from 0) of a finished PDF as a PNG, in memory."""
    from caresheet.outputs.pdf.preview import png, rasterize

    return png(rasterize(pdf, page, dpi=dpi), dpi=dpi)


def contact_sheet_path(handout: RenderedHandout, folder: Path) -> Path:
    """Where a handout's contact sheet is."""
    return folder / f"{handout.name}.png"


def _pictures(handout: RenderedHandout, options: PictureOptions) -> Iterator[tuple[str, bytes]]:
    """The file name and the PNG of every page, one after another, and of the contact sheet."""
    from caresheet.outputs.pdf.preview import contact_sheet, png, rasterize

    pdf, dpi, gray = handout.artifact("pdf").data, options.dpi, options.gray
    small: list[Raster] = []
    for page in range(handout.pages):
        yield f"{handout.name}-p{page + 1:02}.png", png(rasterize(pdf, page, dpi=dpi, gray=gray), dpi=dpi)
        small.append(rasterize(pdf, page, dpi=dpi * SHEET, gray=gray))
    yield f"{handout.name}.png", png(contact_sheet(small), dpi=dpi * SHEET)


def _stale_after_removal(handout: RenderedHandout, folder: Path) -> tuple[Path, ...]:
    """Pictures of pages beyond the last that cannot be removed: they may be open in another program."""
    pattern = re.compile(re.escape(handout.name) + r"-p([0-9]{2,})\.png")
    left = []
    for path in sorted(folder.iterdir()):
        found = pattern.fullmatch(path.name)
        if found and int(found[1]) > handout.pages:
            try:
                path.unlink()
            except OSError:
                left.append(path)
    return tuple(left)
