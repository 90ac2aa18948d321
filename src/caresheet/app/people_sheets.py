"""One handout for a short list of people, made while somebody waits: seen first, then one file to print or to keep.

The list and the copies are only ever in memory: they come in as parameters and go out in the result.
"""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

from msgspec import Struct

from caresheet.app.binding import MOST_PAGES, bind
from caresheet.app.filled_sheets import SheetChoice
from caresheet.app.list_problems import LIST
from caresheet.app.merging import Merge, MergePlan, first_page, plan_merge, proved_copy
from caresheet.model.artifact import Artifact
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.project import Project
from caresheet.model.rules import FILE_TOO_LARGE
from caresheet.model.walk import Discreet
from caresheet.outputs.pdf.fingerprint import objects_sha256
from caresheet.source.lists import people_list
from caresheet.source.people import LANGUAGE, SIZE

MOST_COPIES = 200
"""The most people on such a list; for more, there is `caresheet merge`."""
LARGEST = 2_000_000
"""Bytes of such a list."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive, so that the same copies give the same bytes on any day."""


class PeopleOrder(Discreet, frozen=True):
    """Which handout to make, with which clinic's numbers, its review judged as of which day, and the list of the people
    it is for, as it was saved."""

    profile: Path
    today: date
    choice: SheetChoice
    data: bytes


class PeopleView(Struct, frozen=True):
    """What would be made: for how many people, on how many pages, and the first page of the first copy as a PNG.
    `unprinted` are the columns that the handout has no line for. If any of it `is_draft`, nothing is made."""

    people: int
    pages: int
    unprinted: tuple[str, ...]
    is_draft: bool
    picture: bytes


def columns_of(fields: tuple[str, ...]) -> str:
    """A list without people, to be filled in, for a handout with these fields."""
    return f"{','.join((*fields, LANGUAGE, SIZE))}\n"


def view_people(project: Project, order: PeopleOrder) -> PeopleView:
    """What would be made for the list. Raises CaresheetError with everything that keeps a copy from being made, except
    that the handout is not reviewed; problems of the list are at their cells in a file LIST. Raises RequestError if
    there is no such handout, or none with a line for a patient's value."""
    plan = _plan(project, order, drafts=True)
    return PeopleView(len(plan.people), plan.pages, plan.unprinted, plan.has_drafts, first_page(plan))


def bound_for_people(project: Project, order: PeopleOrder) -> Artifact:
    """One PDF of all copies, for the printer, proved. Raises what `view_people` raises, and for a draft."""
    plan = _plan(project, order, drafts=False)
    data = bind([(plan.handouts[index], person) for index, person in zip(plan.which, plan.people, strict=True)])
    return Artifact(f"{plan.stem}-together.pdf", "application/pdf", data, plan.pages, objects_sha256(data))


def copies_for_people(project: Project, order: PeopleOrder) -> Artifact:
    """An archive (ZIP) with a proved PDF for each person, named by the number of the row among the people. Raises what
    `view_people` raises, and for a draft."""
    plan = _plan(project, order, drafts=False)
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:  # not compressed once more: a PDF is compressed already
        for name, index, person in zip(plan.names, plan.which, plan.people, strict=True):
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), proved_copy(plan.handouts[index], person))
    return Artifact(f"{plan.stem}-copies.zip", "application/zip", whole.getvalue(), None, "")


def _plan(project: Project, order: PeopleOrder, *, drafts: bool) -> MergePlan:
    if len(order.data) > LARGEST:
        _refuse(f"the list is larger than {LARGEST // 1_000_000} MB")
    choice = order.choice
    merge = Merge(order.today, choice.topic, choice.layout, choice.language, choice.edition, drafts)
    plan = plan_merge(project, merge, people_list(order.data, LIST))
    if len(plan.people) > MOST_COPIES or plan.pages > MOST_PAGES:
        _refuse(f"the list has more than {MOST_COPIES} people, or their copies more than {MOST_PAGES} pages")
    return plan


def _refuse(message: str) -> None:
    hint = "split it, or use 'caresheet merge'"
    raise CaresheetError((Problem(Position(LIST), FILE_TOO_LARGE, message, hint),))
