"""The clinics of the project: which one is in use, and how a new one is added."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from caresheet.app.profiles import clinic_words, doubt_about, one_line, profile_path, profile_wordings, write_profile
from caresheet.app.requests import RequestError
from caresheet.model.problem import CaresheetError
from caresheet.web.answers import Typed, desk_of, route
from caresheet.web.clinic_fields import COUNTED, LONGEST, Spoken, empty_numbers, stored_answers
from caresheet.web.pages import page, words_for

if TYPE_CHECKING:
    from starlette.requests import Request

    from caresheet.web.desk import Desk
    from caresheet.web.wording import DeskWords

FIRST = ("emergency", "phone", "after_hours_phone")
"""The numbers that the first page asks for."""


def clinics(request: Request, _typed: Typed) -> Response:
    """All clinics of the project, and which one is in use."""
    return _list_page(request)


def use(request: Request, typed: Typed) -> Response:
    """Print the numbers of another clinic from now on."""
    desk = desk_of(request)
    desk.use_clinic(_listed(desk, typed.get("clinic", "")))
    return RedirectResponse("/clinics", HTTPStatus.SEE_OTHER)


def add(request: Request, typed: Typed) -> Response:
    """A new clinic with this name, and its numbers still empty."""
    desk, words = desk_of(request), words_for(request)
    name = one_line(typed.get("name", ""))[:LONGEST]
    if doubt_about("name", name, ""):
        return _list_page(request, name, words("clinics.nameless"))
    path = profile_path(desk.folder, name)
    if path.exists():
        return _list_page(request, name, words("clinics.twice", file=path.name))
    write_profile({"name": name}, path)
    desk.use_clinic(path)
    return RedirectResponse("/clinic", HTTPStatus.SEE_OTHER)


def is_first_start(desk: Desk) -> bool:
    """Whether no number has been typed yet: the only clinic is the project's own, and it has none of them."""
    if len(desk.clinics) != 1:
        return False
    try:
        worded = profile_wordings(desk.clinics[0])
    except CaresheetError:
        return False
    return not any(text for key in FIRST for text in worded.get(key, {}).values())


def _list_page(request: Request, name: str = "", message: str = "") -> Response:
    """The list of clinics; with why no clinic of this name was added, if there is a message."""
    desk, words = desk_of(request), words_for(request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if message else HTTPStatus.OK
    listed = [_described(desk, words, path) for path in desk.clinics]
    return page(request, "clinics.html", status=status, clinics=listed, message=message, name=name)


def _described(desk: Desk, words: DeskWords, path: Path) -> dict[str, object]:
    """A clinic in the list: its name, its file, and which of its life-saving numbers are empty."""
    in_use = path.resolve() == desk.profile.resolve()
    try:
        numbers = empty_numbers(stored_answers(path, Spoken("")))
    except CaresheetError as error:
        place = error.problems[0].position
        return {"stem": path.stem, "name": path.stem, "in_use": in_use, "fault": place.line if place else 1}
    empty = [words(f"field.{key}") for key in numbers]
    return {
        "stem": path.stem,
        "name": clinic_words(path) or path.stem,
        "in_use": in_use,
        "fault": 0,
        "filled": len(COUNTED) - len(empty),
        "counted": len(COUNTED),
        "empty": ", ".join(empty),
    }


def _listed(desk: Desk, stem: str) -> Path:
    """The profile of the project with this name, never used as a path. Raises RequestError if there is none."""
    for path in desk.clinics:
        if path.stem == stem:
            return path
    raise RequestError("there is no such clinic", "choose one from the list")


ROUTES = (
    route("/clinics", clinics),
    route("/clinics/use", use, "POST"),
    route("/clinics/add", add, "POST"),
)
