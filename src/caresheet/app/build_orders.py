"""The options of a build: how the handouts are made, whichever they are."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.building import BuildOptions
from caresheet.app.requests import RequestError
from caresheet.app.selection import Selection
from caresheet.app.workers import cores
from caresheet.model.press import Sheets


class BuildOrder(Struct, frozen=True):
    """What is asked for. `release` refuses what is not ready for patients, `fillable` makes forms, `booklet` puts two
    pages on a side and `n_up` two or four, `marks` adds crop marks; `jobs` is the number of processes (None: one per
    core)."""

    formats: tuple[str, ...]
    release: bool
    fillable: bool
    booklet: bool
    n_up: str | None
    marks: bool
    jobs: int | None

    @property
    def options(self) -> BuildOptions:
        """How a builder makes them."""
        return BuildOptions(self.formats, release=self.release, processes=self.jobs or cores())

    def selection(self, wanted: Selection) -> Selection:
        """The same handouts in the edition that is asked for: as forms, or on sheets. Raises RequestError for an order
        that contradicts itself."""
        if self.booklet and self.n_up:
            raise RequestError("a booklet has two pages on a side: leave out --n-up", "")
        sheets = Sheets.BOOKLET if self.booklet else Sheets(f"{self.n_up}-up") if self.n_up else Sheets.PAGES
        return replace(wanted, edition=replace(wanted.edition, fillable=self.fillable, sheets=sheets, marks=self.marks))
