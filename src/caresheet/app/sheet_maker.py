"""Handouts for one print, made in a separate process: it keeps the ones that a clinic commonly uses ready, and patient
data pass through it without being kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from caresheet.app.catalogue import SheetState
from caresheet.app.current import CurrentProject
from caresheet.app.cut_outs import CutOut, clinic_in, cut_outs
from caresheet.app.filled_sheets import (
    FilledSheet,
    PatientField,
    PreparedSheet,
    SheetChoice,
    as_form,
    fill_in,
    prepare_sheet,
    unproved_sheet,
    written_as,
)
from caresheet.app.people_sheets import (
    PeopleOrder,
    PeopleView,
    bound_for_people,
    copies_for_people,
    view_people,
)
from caresheet.app.previewing import page_picture
from caresheet.app.requests import RequestError
from caresheet.cache import Cache
from caresheet.model.artifact import Artifact
from caresheet.model.problem import CaresheetError
from caresheet.model.project import Project
from caresheet.model.walk import Discreet

FILLABLE = "fillable"
"""A PDF to fill in on a screen, besides the formats of `caresheet build`."""
_KEPT = 24
"""How many handouts are kept ready."""
LARGE, BIGGER = 96, 160
"""Pixels per inch of the page that is looked at, in its usual and its bigger size."""
_SMALL, _THUMBNAIL = 20, 36
"""Pixels per inch of the strip of all pages, and of a page that is only recognized."""


class SheetOrder(Discreet, frozen=True):
    """Which handout to make, with which clinic's numbers, its review judged as of which day, and with which values of a
    patient, by the names of their fields."""

    profile: Path
    today: date
    choice: SheetChoice
    values: dict[str, str] = field(default_factory=dict)


class SheetView(Struct, frozen=True):
    """A handout as it is seen before it is printed: what `PreparedSheet` and `FilledSheet` say of it, its paper, the
    page that is looked at (from 1) as a PNG, and small ones of all pages."""

    state: SheetState
    due: date
    fields: tuple[PatientField, ...]
    empty: tuple[str, ...]
    too_long: tuple[str, ...]
    unprintable: tuple[str, ...]
    doubtful: tuple[str, ...]
    can_be_filled: bool
    is_form: bool
    paper: str
    page: int
    picture: bytes
    strip: tuple[bytes, ...]


class ListedSheet(Struct, frozen=True):
    """A handout that can be made for a list of people: the values that the list can contain, and the paper."""

    fields: tuple[PatientField, ...]
    paper: str


class SheetMaker:
    """Makes the sheets of the project in a folder, one after another. Every method raises CaresheetError with the
    faults that keep a handout from being made, and RequestError if there is no such handout."""

    def __init__(self, root: Path, cache: Cache | None = None) -> None:
        self._current = CurrentProject(root, cache)
        self._project: Project | None = None
        self._sheets: OrderedDict[tuple[SheetChoice, date], PreparedSheet] = OrderedDict()
        self._blank: dict[tuple[SheetChoice, int, int], bytes] = {}

    def view(self, order: SheetOrder, page: int, dpi: int = LARGE) -> SheetView:
        """The sheet as it will print, at this page or the nearest one that exists, `dpi` pixels per inch."""
        sheet = self._sheet(order)
        filled = fill_in(sheet, order.values)
        pages = filled.artifact.pages or 1
        page = min(max(page, 1), pages)
        return SheetView(
            sheet.state,
            sheet.due,
            sheet.fields,
            sheet.empty,
            filled.too_long,
            filled.unprintable,
            filled.doubtful,
            sheet.copies is not None or not sheet.fields,
            sheet.is_form,
            sheet.context.job.paper,
            page,
            self._picture(order.choice, filled, page - 1, dpi),
            tuple(self._picture(order.choice, filled, index, _SMALL) for index in range(pages)),
        )

    def file(self, order: SheetOrder, form: str) -> Artifact:
        """The finished file in a format."""
        sheet = self._sheet(order)
        if form == FILLABLE:
            return as_form(sheet, order.values)
        return fill_in(sheet, order.values).artifact if form == "pdf" else written_as(sheet, form, order.values)

    def cut_outs(self, order: SheetOrder, profile: bytes, keys: tuple[str, ...]) -> tuple[CutOut, ...]:
        """The places where a handout prints these values of a profile that is not saved yet."""
        project = self._read(order)
        return cut_outs(project, clinic_in(profile, order.profile.name), order.choice, order.today, keys)

    def thumbnail(self, order: SheetOrder) -> bytes:
        """A small picture of the first page, with the clinic's numbers and no patient data."""
        project = self._read(order)
        key = (order.choice, 0, _THUMBNAIL)
        if key not in self._blank:
            self._blank[key] = page_picture(unproved_sheet(project, order.choice, order.today).data, 0, _THUMBNAIL)
        return self._blank[key]

    def fitting(self, order: SheetOrder, others: tuple[SheetChoice, ...]) -> tuple[SheetChoice, ...]:
        """The choices that can be made."""
        return tuple(self._made(order, others))

    def listed(self, order: SheetOrder) -> ListedSheet:
        """What a list of people can contain. Raises RequestError for a handout without a line for a patient's value."""
        sheet = self._sheet(order)
        if sheet.copies is None:
            raise RequestError("this handout has no line for a patient's value", "choose another one")
        return ListedSheet(sheet.fields, sheet.context.job.paper)

    def people(self, order: PeopleOrder) -> PeopleView:
        """What would be made for a list of people."""
        return view_people(self._read(order), order)

    def bound(self, order: PeopleOrder) -> Artifact:
        """The copies for a list of people in one PDF."""
        return bound_for_people(self._read(order), order)

    def copies(self, order: PeopleOrder) -> Artifact:
        """The copies for a list of people, one PDF for each person, in an archive."""
        return copies_for_people(self._read(order), order)

    def _made(self, order: SheetOrder, others: tuple[SheetChoice, ...]) -> Iterator[SheetChoice]:
        for choice in others:
            try:
                self._sheet(SheetOrder(order.profile, order.today, choice))
            except CaresheetError:
                continue
            yield choice

    def _sheet(self, order: SheetOrder) -> PreparedSheet:
        project, key = self._read(order), (order.choice, order.today)
        if key not in self._sheets:
            self._sheets[key] = prepare_sheet(project, order.choice, order.today)
            while len(self._sheets) > _KEPT:
                gone, _ = self._sheets.popitem(last=False)
                self._blank = {name: picture for name, picture in self._blank.items() if name[0] != gone[0]}
        self._sheets.move_to_end(key)
        return self._sheets[key]

    def _read(self, order: SheetOrder | PeopleOrder) -> Project:
        project = self._current.read(order.profile)
        if project is not self._project:
            self._project = project
            self._sheets.clear()
            self._blank.clear()
        return project

    def _picture(self, choice: SheetChoice, sheet: FilledSheet, index: int, dpi: int) -> bytes:
        """A page; one without a patient's value is kept, because it looks the same for everybody."""
        key = (choice, index, dpi)
        if index in sheet.changed:
            return page_picture(sheet.artifact.data, index, dpi)
        if key not in self._blank:
            self._blank[key] = page_picture(sheet.artifact.data, index, dpi)
        return self._blank[key]
