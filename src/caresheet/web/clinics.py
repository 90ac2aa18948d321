"""The clinic: a form with its numbers, each checked by the rules, and the choice of the clinic in use."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.responses import RedirectResponse, Response

from caresheet.app.profiles import (
    change_profile,
    clinic_words,
    doubt_about,
    mended,
    one_line,
    profile_answers,
    profile_path,
    write_profile,
)
from caresheet.app.requests import RequestError
from caresheet.app.sources import USUAL_CLINIC
from caresheet.model.clinic import VALUE_KINDS
from caresheet.model.problem import CaresheetError
from caresheet.model.value import ValueKind
from caresheet.web.answers import Typed, desk_of, route
from caresheet.web.pages import page, words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.requests import Request

    from caresheet.web.desk import Desk
    from caresheet.web.wording import DeskWords

GROUPS = {
    "lives": (
        "emergency", "phone", "after_hours_phone", "minutes_before_escalation", "fever_threshold", "oxygen_threshold",
    ),
    "clinic": ("name", "address", "website", "country"),
    "visits": (
        "hospital", "arrival_desk", "treating_doctor", "coordinator", "interpreter", "social_work", "support_line",
    ),
    "looks": ("paper", "accent"),
}  # fmt: skip
"""The fields of the form in order: the numbers that save lives come first."""
FIRST = ("emergency", "phone", "after_hours_phone")
"""The numbers that the first page asks for."""
_COUNTED = GROUPS["lives"][:5]
"""The numbers that are counted as life-saving: a team without an oximeter has no oxygen level."""
_LONGEST = 300
"""The most letters of an answer; the rest is cut off."""
_MINUTES = 120


class AskedField(Struct, frozen=True):
    """A field of the form: its value, what is wrong with it, and answers that may have been meant. A `worded` field has
    words for each language, which are changed in the file."""

    key: str
    value: str
    message: str = ""
    suggestions: tuple[str, ...] = ()
    worded: bool = False

    @property
    def is_number(self) -> bool:
        """Whether a phone should show its number keys."""
        return VALUE_KINDS.get(self.key) is ValueKind.PHONE


def clinic(request: Request, typed: Typed) -> Response:
    """The form with the values of the profile."""
    return _form(request, {}, _Told(saved="saved" in typed))


def save(request: Request, typed: Typed) -> Response:
    """Save what was typed. If any of it has a mistake, nothing is saved, and the form keeps all that was typed."""
    desk = desk_of(request)
    answers, seen = _answers(typed), typed.get("seen", "")
    key, chosen, better = typed.get("use", "").partition("=")
    if chosen and key in answers:  # the button of a suggestion: it fills in the field, and saves nothing yet
        return _form(request, {**answers, key: one_line(better)}, _Told(seen=seen))
    wrong = tuple(_wrong_keys(request, typed, answers))
    if wrong:
        return _form(request, answers, _Told(wrong, seen=seen))
    if seen != digest(desk.profile):
        return _form(request, answers, _Told(changed=True))
    old = profile_answers(desk.profile)
    new = {key: text for key, text in answers.items() if old.get(key, "") not in {None, text}}
    change_profile(new, desk.profile)
    return RedirectResponse("/?saved=1" if "first" in typed else "/clinic?saved=1", HTTPStatus.SEE_OTHER)


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
    name = one_line(typed.get("name", ""))[:_LONGEST]
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
        answers = profile_answers(desk.clinics[0])
    except CaresheetError:
        return False
    return not any(answers.get(key, "") for key in FIRST)


class _Told(Struct, frozen=True):
    """What the page says above the form: which answers are wrong, that the file was changed in the meantime, or that
    everything is saved. `seen` is the digest of the file that the form was made from, empty for the current one."""

    wrong: tuple[str, ...] = ()
    changed: bool = False
    saved: bool = False
    seen: str = ""


def _form(request: Request, typed: dict[str, str], told: _Told) -> Response:
    desk, words = desk_of(request), words_for(request)
    stored = profile_answers(desk.profile)
    values = {key: text or "" for key, text in stored.items()} | typed
    fields = {key: _field(words, key, values, stored, shown=key in typed) for key in _keys()}
    for key, says in ((FIRST[0], "first.nothing"), ("name", "clinics.nameless")):
        if key in told.wrong and not values.get(key):
            fields[key] = AskedField(key, "", words(says))
    return page(
        request,
        "clinic.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if told.wrong or told.changed else HTTPStatus.OK,
        groups=[(group, [fields[key] for key in some]) for group, some in GROUPS.items()],
        wrong=[fields[key] for key in _keys() if key in told.wrong],
        others=_others(stored, typed) if told.changed else {},
        told=told,
        unsaved=bool(typed),
        clinic=clinic_words(desk.profile),
        number_of_clinics=len(desk.clinics),
        filled=len(_COUNTED) - len(_empty({**stored, **typed})),
        counted=len(_COUNTED),
        seen=told.seen or digest(desk.profile),
    )


def _others(stored: dict[str, str | None], typed: dict[str, str]) -> dict[str, str]:
    """The saved answers that differ from what was typed."""
    return {key: text for key, text in stored.items() if text is not None and typed.get(key, text) != text}


def _wrong_keys(request: Request, typed: Typed, answers: dict[str, str]) -> Iterator[str]:
    """The fields whose answers are refused."""
    words, needs_name = words_for(request), _needs_name(desk_of(request))
    if "first" in typed and not any(answers.get(key) for key in FIRST):
        yield FIRST[0]
    for key, text in answers.items():
        if (key != "name" or text or needs_name) and _checked(words, key, answers).message:
            yield key


def _keys() -> Iterator[str]:
    return (key for some in GROUPS.values() for key in some)


def _answers(typed: Typed) -> dict[str, str]:
    """What was typed in the fields that the form had; a country code in capitals."""
    given = {key: one_line(typed[key])[:_LONGEST] for key in _keys() if key in typed}
    return {key: text.upper() if key == "country" else text for key, text in given.items()}


def _field(
    words: DeskWords, key: str, values: dict[str, str], stored: dict[str, str | None], *, shown: bool
) -> AskedField:
    """A field with its value; if `shown`, the value was typed just now and is checked."""
    worded = key in stored and stored[key] is None
    if shown and values.get(key) and not worded:
        return _checked(words, key, values)
    return AskedField(key, values.get(key, ""), worded=worded)


def _checked(words: DeskWords, key: str, answers: dict[str, str]) -> AskedField:
    """The field with what the rules find wrong with its answer: the same as `caresheet check`, but worded for a form if
    it is a common mistake."""
    text, country = answers.get(key, ""), answers.get("country", "")
    doubt = doubt_about(key, text, country)
    if not doubt:
        return AskedField(key, text)
    suggestions = mended(key, text, country)
    return AskedField(key, text, _message(words, key, text, doubt, suggestions), suggestions)


def _message(words: DeskWords, key: str, text: str, doubt: str, suggestions: tuple[str, ...]) -> str:
    """Why an answer is refused, worded for a form; in the words of the rule if it is not a common mistake."""
    kind = VALUE_KINDS.get(key)
    letters = [sign for sign in text if sign.isalpha()]
    if kind is ValueKind.PHONE and not any(sign.isdigit() for sign in text):
        return words("wrong.words", typed=text)
    if kind is ValueKind.PHONE and suggestions and letters:
        return words("wrong.letter", typed=text, letter=letters[0], meant=suggestions[0])
    if kind is ValueKind.TEMPERATURE and not letters and suggestions:
        return words("wrong.unit", typed=text)
    if kind is ValueKind.MINUTES:
        return words("wrong.minutes", typed=text, most=_MINUTES)
    if kind is ValueKind.WEB_ADDRESS:
        return words("wrong.web", typed=text)
    if key in {"country", "paper", "accent"}:
        return words(f"wrong.{key}", typed=text)
    return words("wrong.other", typed=text, doubt=doubt)


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
        answers = profile_answers(path)
    except CaresheetError as error:
        place = error.problems[0].position
        return {"stem": path.stem, "name": path.stem, "in_use": in_use, "fault": place.line if place else 1}
    empty = [words(f"field.{key}") for key in _empty(answers)]
    return {
        "stem": path.stem,
        "name": answers.get("name") or path.stem,
        "in_use": in_use,
        "fault": 0,
        "filled": len(_COUNTED) - len(empty),
        "counted": len(_COUNTED),
        "empty": ", ".join(empty),
    }


def _empty(answers: Mapping[str, str | None]) -> list[str]:
    """The life-saving numbers that are not filled in; one with words for each language (None) is."""
    return [key for key in _COUNTED if answers.get(key, "") == ""]


def _listed(desk: Desk, stem: str) -> Path:
    """The profile of the project with this name, never used as a path. Raises RequestError if there is none."""
    for path in desk.clinics:
        if path.stem == stem:
            return path
    raise RequestError("there is no such clinic", "choose one from the list")


def _needs_name(desk: Desk) -> bool:
    """Whether the clinic must have a name; the project's own may leave a line to write it on."""
    return desk.profile != desk.folder / USUAL_CLINIC


def digest(path: Path) -> str:
    """The digest of a file, by which a form knows whether the file has changed since; empty if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


ROUTES = (
    route("/clinic", clinic),
    route("/clinic/save", save, "POST"),
    route("/clinics", clinics),
    route("/clinics/use", use, "POST"),
    route("/clinics/add", add, "POST"),
)
