"""What a running desk knows: its project, its clinic, and what it has made of both. Nothing of a patient."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from caresheet.app.catalogue import CatalogueTopic, catalogue
from caresheet.app.clinics import clinic_profiles
from caresheet.app.filled_sheets import PreparedSheet, SheetChoice, page_picture, prepare_sheet
from caresheet.app.ports import SystemClock
from caresheet.app.requests import RequestError
from caresheet.app.sources import USUAL_CLINIC, Sources
from caresheet.app.user_settings import choose_usual_clinic, usual_clinic
from caresheet.model.problem import CaresheetError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from caresheet.app.ports import Clock, Environment
    from caresheet.model.project import Project
    from caresheet.web.keys import DeskKeys

_KEPT = 24
"""Sheets that are kept ready: those of a clinic's usual day."""
THUMBNAIL = 36
"""Pixels an inch of a page that is only recognized, not read."""


class Desk:
    """One desk; its pages are made by several threads at once. `root` is None where there is no project."""

    def __init__(
        self,
        root: Path | None,
        environment: Environment,
        keys: DeskKeys,
        port: int,
        close: Callable[[], None],
        clock: Clock | None = None,
    ) -> None:
        self.root = root
        self.environment = environment
        self.keys = keys
        self.port = port
        self.close = close
        self._clock = clock or SystemClock()
        self._lock = Lock()
        self._sources: tuple[Path, Sources] | None = None
        self._sheets: OrderedDict[tuple[SheetChoice, date], PreparedSheet] = OrderedDict()
        self._catalogue: tuple[date, tuple[CatalogueTopic, ...]] | None = None
        self._chosen: Path | None = None

    @property
    def today(self) -> date:
        """The day by which reviews are judged."""
        return self._clock.today()

    @property
    def folder(self) -> Path:
        """The folder of its project. Raises RequestError where there is none: its pages then are not there."""
        if self.root is None:
            raise RequestError("there is no project", "start the desk in the folder of one")
        return self.root

    @property
    def clinics(self) -> tuple[Path, ...]:
        """The profiles of the project's clinics."""
        return clinic_profiles(self.folder)

    @property
    def profile(self) -> Path:
        """The profile whose numbers are printed: the one chosen here, else the user's usual one, else the project's."""
        if self._chosen and self._chosen.is_file():
            return self._chosen
        try:
            usual = usual_clinic(self.folder, self.environment)
        except CaresheetError:  # it is gone, or the settings are: the desk goes on with the project's own
            usual = None
        return usual or self.folder / USUAL_CLINIC

    def use_clinic(self, profile: Path) -> None:
        """From now on print the numbers of this clinic; the next desk does so, too, where that can be remembered."""
        self._chosen = profile
        is_example = profile.resolve() == (self.folder / USUAL_CLINIC).resolve()
        try:
            choose_usual_clinic(self.folder, None if is_example else profile, self.environment)
        except CaresheetError:
            return

    def project(self) -> Project:
        """The project as its files are now, as far as it is sound. Raises CaresheetError."""
        with self._lock:
            return self._read()

    def catalogue(self) -> tuple[CatalogueTopic, ...]:
        """Every handout, by topic. Raises CaresheetError."""
        with self._lock:
            project = self._read()
            if self._catalogue is None or self._catalogue[0] != self.today:
                self._catalogue = (self.today, catalogue(project, self.today))
            return self._catalogue[1]

    def sheet(self, choice: SheetChoice) -> PreparedSheet:
        """A handout with the clinic's numbers, and nothing of a patient. Raises CaresheetError, RequestError."""
        key = (choice, self.today)
        with self._lock:
            project = self._read()
            if key in self._sheets:
                self._sheets.move_to_end(key)
                return self._sheets[key]
        made = prepare_sheet(project, choice, self.today)
        with self._lock:
            if project is self._read():  # else somebody has saved a file meanwhile
                self._sheets[key] = made
                while len(self._sheets) > _KEPT:
                    self._sheets.popitem(last=False)
        return made

    def thumbnail(self, choice: SheetChoice) -> bytes:
        """The first page of a handout, with the clinic's numbers. Raises as `sheet` does."""
        return page_picture(self.sheet(choice).artifact, 0, THUMBNAIL)

    def _read(self) -> Project:
        """Read again where a file has changed, or another clinic was chosen."""
        profile = self.profile
        if self._sources and self._sources[0] == profile:
            sources = self._sources[1]
            if sources.unchanged(sources.dependencies):
                return sources.read_sound_part()
        self._sources, self._catalogue = None, None
        self._sheets.clear()
        sources = Sources.in_folder(self.folder, None if profile == self.folder / USUAL_CLINIC else profile)
        project = sources.read_sound_part()
        self._sources = (profile, sources)
        return project
