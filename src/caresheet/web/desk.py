"""What a running desk knows: its project, its clinic, and what it has made from them. Nothing about a patient."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, cast

from caresheet.app.catalogue import CatalogueTopic, catalogue
from caresheet.app.checking import check_folder
from caresheet.app.clinics import clinic_profiles
from caresheet.app.current import CurrentProject
from caresheet.app.making_processes import Makers
from caresheet.app.people_sheets import PeopleOrder
from caresheet.app.ports import SystemClock
from caresheet.app.requests import RequestError
from caresheet.app.selection import Selection
from caresheet.app.sheet_maker import SheetMaker, SheetOrder
from caresheet.app.sources import USUAL_CLINIC, unless_example
from caresheet.app.starting import carried_topics, own_project, start_project
from caresheet.app.user_cache import user_cache
from caresheet.app.user_settings import choose_usual_clinic, usual_clinic
from caresheet.model.problem import CaresheetError
from caresheet.web.waiting_prints import WaitingPrints

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from caresheet.app.cut_outs import CutOut
    from caresheet.app.filled_sheets import SheetChoice
    from caresheet.app.mail.background_setup import SetupInBackground
    from caresheet.app.people_sheets import PeopleView
    from caresheet.app.ports import Clock, Environment
    from caresheet.app.sheet_maker import ListedSheet, SheetView
    from caresheet.model.artifact import Artifact
    from caresheet.model.problem import Problem
    from caresheet.model.project import Project
    from caresheet.web.keys import DeskKeys

LONGEST = 30.0
"""Seconds that making a sheet may take."""
_MOST_HELD = 3
"""The most pictures that are held at once."""


class Desk:
    """The state of a running desk, shared by the threads that answer its requests. `root` is the project's folder, None
    as long as there is no project."""

    def __init__(
        self,
        root: Path | None,
        environment: Environment,
        keys: DeskKeys,
        port: int,
        close: Callable[[], None],
        clock: Clock | None = None,
    ) -> None:
        self.environment = environment
        self.keys = keys
        self.port = port
        self.close = close
        self.clock = clock or SystemClock()
        self.prints = WaitingPrints()
        self._lock = Lock()
        self._serve(root)
        self._catalogue: tuple[Project, date, tuple[CatalogueTopic, ...]] | None = None
        self._found: tuple[Project | None, tuple[Problem, ...]] = (None, ())
        self._chosen: Path | None = None
        self._held: dict[str, bytes] = {}
        self.mail_setup: SetupInBackground | None = None

    def start_project(self) -> None:
        """Make a project in the user's documents from the handouts in the package. Raises CaresheetError."""
        folder = own_project()
        start_project(folder, carried_topics()[0])
        self._serve(folder)

    def _serve(self, root: Path | None) -> None:
        self.root = root
        self._cache = user_cache(self.environment)
        self._current = CurrentProject(root or Path(), self._cache)
        self._makers = Makers(SheetMaker, root, self._cache)

    @property
    def today(self) -> date:
        """The day by which reviews are judged."""
        return self.clock.today()

    @property
    def folder(self) -> Path:
        """The folder of its project. Raises RequestError if there is none, so that its pages are not found."""
        if self.root is None:
            raise RequestError("there is no project", "start the desk in the folder of a project")
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
        except CaresheetError:  # its file or the settings are gone: go on with the project's own
            usual = None
        return usual or self.folder / USUAL_CLINIC

    def use_clinic(self, profile: Path) -> None:
        """Print the numbers of this clinic from now on, and remember the choice for the next desk if possible."""
        self._chosen = profile
        try:
            choose_usual_clinic(self.folder, unless_example(self.folder, profile), self.environment)
        except CaresheetError:
            return

    def project(self) -> Project:
        """The sound part of the project as its files are now. Raises CaresheetError."""
        with self._lock:
            return self._current.read(self.profile)

    def catalogue(self) -> tuple[CatalogueTopic, ...]:
        """Every handout, by topic. Raises CaresheetError."""
        with self._lock:
            project = self._current.read(self.profile)
            if self._catalogue is None or self._catalogue[0] is not project or self._catalogue[1] != self.today:
                self._catalogue = (project, self.today, catalogue(project, self.today))
            return self._catalogue[2]

    def check(self) -> tuple[Problem, ...]:
        """Every problem that a check of the project finds."""
        with suppress(CaresheetError):  # the check below reports why
            self.catalogue()
        clinic = unless_example(self.folder, self.profile)
        found = check_folder(self.folder, clinic, Selection(self.today), pages=True, cache=self._cache).problems
        self._found = (self._catalogue[0] if self._catalogue else None, found)
        return found

    @property
    def number_of_problems(self) -> int:
        """How many problems are known without a new check: those that the last one found, if no file has changed since,
        else the faults that keep handouts from being shown."""
        if self._catalogue is None:
            return 0
        project, _, topics = self._catalogue
        if self._found[0] is project:
            return len(self._found[1])
        return len({each for topic in topics for card in topic.cards for row in card.rows for each in row.problems})

    def view(self, choice: SheetChoice, values: dict[str, str], page: int, dpi: int) -> SheetView:
        """A handout as it will print. Like those below, raises CaresheetError, RequestError and TooSlowError."""
        return cast("SheetView", self._asked("view", choice, values, page, dpi))

    def file(self, choice: SheetChoice, values: dict[str, str], form: str) -> Artifact:
        """The finished file in this format."""
        return cast("Artifact", self._asked("file", choice, values, form))

    def cut_outs(self, choice: SheetChoice, profile: bytes, keys: tuple[str, ...]) -> tuple[CutOut, ...]:
        """The places where a handout prints these values of a profile that is not saved yet."""
        return cast("tuple[CutOut, ...]", self._asked("cut_outs", choice, {}, profile, keys))

    def thumbnail(self, choice: SheetChoice) -> bytes:
        """The first page of a handout, with the clinic's numbers."""
        return cast("bytes", self._asked("thumbnail", choice, {}))

    def fitting(self, choice: SheetChoice, others: tuple[SheetChoice, ...]) -> tuple[SheetChoice, ...]:
        """The choices that can be made."""
        return cast("tuple[SheetChoice, ...]", self._asked("fitting", choice, {}, others))

    def hold(self, data: bytes) -> str:
        """Keep a picture in memory until its form can be saved, and return the name under which it is held."""
        name = hashlib.sha256(data).hexdigest()
        with self._lock:
            self._held = {**dict(list(self._held.items())[1 - _MOST_HELD :]), name: data}
        return name

    def held(self, name: str) -> bytes:
        """A picture that is held; empty if it is held no longer."""
        return self._held.get(name, b"")

    def listed(self, choice: SheetChoice) -> ListedSheet:
        """What a list of people for this handout can contain."""
        return cast("ListedSheet", self._asked("listed", choice, {}))

    def people(self, choice: SheetChoice, data: bytes) -> PeopleView:
        """What would be made for a list of people."""
        return cast("PeopleView", self._listed("people", choice, data))

    def people_file(self, choice: SheetChoice, data: bytes, *, together: bool) -> Artifact:
        """The copies for a list of people, in one PDF or in an archive."""
        return cast("Artifact", self._listed("bound" if together else "copies", choice, data))

    def end(self) -> None:
        """Stop whatever is still being made."""
        self._makers.stop()

    def _asked(self, method: str, choice: SheetChoice, values: dict[str, str], *more: object) -> object:
        order = SheetOrder(self.profile, self.today, choice, values)
        return self._makers.ask(method, order, *more, seconds=LONGEST)

    def _listed(self, method: str, choice: SheetChoice, data: bytes) -> object:
        order = PeopleOrder(self.profile, self.today, choice, data)
        return self._makers.ask(method, order, seconds=LONGEST)
