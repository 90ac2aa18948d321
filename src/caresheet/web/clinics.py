"""The clinic: a form with its numbers, words and logo, each checked by the rules."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.responses import RedirectResponse, Response

from caresheet.app.logos import logo_of, remove_logo, save_logo
from caresheet.app.profiles import change_wordings, clinic_words, one_line
from caresheet.app.requests import RequestError
from caresheet.app.sources import USUAL_CLINIC
from caresheet.web.answers import Typed, desk_of, route, sent_form
from caresheet.web.clinic_fields import (
    COUNTED,
    GROUPS,
    KEYS,
    AskedField,
    Spoken,
    checked,
    empty_numbers,
    fields,
    stored_answers,
    typed_answers,
    wordings,
)
from caresheet.web.clinic_list import FIRST
from caresheet.web.clinic_logo import SentLogo, sent_logo
from caresheet.web.clinic_prints import cut_outs_of, spoken_in
from caresheet.web.pages import page, words_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from caresheet.web.desk import Desk


class _Told(Struct, frozen=True):
    """What the page says above the form: which fields are wrong, that the file was changed in the meantime, or that
    everything is saved. `seen` is the digest of the file that the form was made from, empty for the current one.
    `shown` is whether to show how it prints."""

    wrong: tuple[AskedField, ...] = ()
    changed: bool = False
    saved: bool = False
    seen: str = ""
    logo: SentLogo = SentLogo()
    shown: bool = False


def clinic(request: Request, typed: Typed) -> Response:
    """The form with the values of the profile."""
    return _form(request, spoken_in(desk_of(request)), {}, _Told(saved="saved" in typed))


def save(request: Request, typed: Typed) -> Response:
    """Save what was typed. If any of it has a mistake, nothing is saved, and the form keeps all that was typed."""
    desk, words, spoken = desk_of(request), words_for(request), spoken_in(desk_of(request))
    answers, seen = typed_answers(typed), typed.get("seen", "")
    logo = sent_logo(words, desk, sent_form(request).files.get("logo", b""), typed)
    name, chosen, better = typed.get("use", "").partition("=")
    if chosen and name in answers:  # the button of a suggestion: it fills in the field, and saves nothing yet
        return _form(request, spoken, {**answers, name: one_line(better)}, _Told(seen=seen, logo=logo))
    if "show" in typed:
        return _form(request, spoken, answers, _Told(seen=seen, logo=logo, shown=True))
    stored = stored_answers(desk.profile, spoken)
    wrong = tuple(_wrong(request, spoken, typed, {**stored, **answers}, answers))
    if wrong or logo.message:
        return _form(request, spoken, answers, _Told(wrong, seen=seen, logo=logo))
    if seen != digest(desk.profile):
        return _form(request, spoken, answers, _Told(changed=True, logo=logo))
    _write(desk.profile, spoken, stored, answers)
    _write_logo(desk.profile, logo)
    return RedirectResponse("/?saved=1" if "first" in typed else "/clinic?saved=1", HTTPStatus.SEE_OTHER)


def check(request: Request, typed: Typed) -> Response:
    """One field with what the rules say about what was typed in it, for the script on the page; nothing is saved."""
    desk, words, spoken = desk_of(request), words_for(request), spoken_in(desk_of(request))
    answers, name = typed_answers(typed), typed.get("field", "")
    if name not in answers:
        raise RequestError("there is no such field", "choose one on the form")
    stored = stored_answers(desk.profile, spoken)
    everything = {**stored, **answers}
    return page(
        request,
        "clinic_checked.html",
        each=checked(words, spoken, name, everything),
        told=_Told(),
        unsaved=True,
        **_counts(everything),
    )


def prints(request: Request, typed: Typed) -> Response:
    """How what was typed prints, for the script on the page; nothing is saved."""
    spoken = spoken_in(desk_of(request))
    answers = {**stored_answers(desk_of(request).profile, spoken), **typed_answers(typed)}
    return page(request, "clinic_prints.html", cut_outs=cut_outs_of(request, spoken, answers))


def logo(request: Request, _typed: Typed) -> Response:
    """The picture of the clinic in use."""
    found = logo_of(desk_of(request).profile)
    if found is None:
        raise RequestError("this clinic has no logo", "choose one in the form")
    return Response(found.data, media_type=found.media)


def _form(request: Request, spoken: Spoken, typed: dict[str, str], told: _Told) -> Response:
    desk, words = desk_of(request), words_for(request)
    stored = stored_answers(desk.profile, spoken)
    answers = {**stored, **typed}
    shown = fields(words, spoken, answers, typed)
    shown |= {each.key: each for each in told.wrong if not each.value}  # what must not be empty
    is_refused = told.wrong or told.changed or told.logo.message
    return page(
        request,
        "clinic.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK,
        groups=[(group, [shown[key] for key in some]) for group, some in GROUPS.items()],
        others=_others(stored, typed) if told.changed else [],
        told=told,
        cut_outs=cut_outs_of(request, spoken, answers) if told.shown else (),
        unsaved=bool(typed),
        clinic=clinic_words(desk.profile),
        number_of_clinics=len(desk.clinics),
        has_logo=logo_of(desk.profile) is not None,
        seen=told.seen or digest(desk.profile),
        **_counts(answers),
    )


def _counts(answers: Mapping[str, str]) -> dict[str, int]:
    """How many of the life-saving numbers are filled in."""
    return {"filled": len(COUNTED) - len(empty_numbers(answers)), "counted": len(COUNTED)}


def _others(stored: dict[str, str], typed: dict[str, str]) -> list[AskedField]:
    """The saved answers that differ from what was typed."""
    return [
        AskedField(key, text, language)
        for name, text in stored.items()
        for key, _, language in (name.partition("."),)
        if key in KEYS and typed.get(name, text) != text
    ]


def _wrong(
    request: Request, spoken: Spoken, typed: Typed, answers: dict[str, str], given: dict[str, str]
) -> Iterator[AskedField]:
    """The fields whose answers are refused."""
    desk, words = desk_of(request), words_for(request)
    if "first" in typed and not any(given.get(key) for key in FIRST):
        yield AskedField(FIRST[0], "", message=words("first.nothing"))
    for name, text in given.items():
        field = checked(words, spoken, name, answers)
        if field.message and (name != "name" or text or _needs_name(desk)):
            yield field


def _needs_name(desk: Desk) -> bool:
    """Whether the clinic must have a name; the project's own may leave a line to write it on."""
    return desk.profile != desk.folder / USUAL_CLINIC


def _write(profile: Path, spoken: Spoken, stored: dict[str, str], answers: dict[str, str]) -> None:
    """Write the words that are not those in the file; an empty answer to a key that it does not have is no change."""
    old, new = wordings(stored, spoken), wordings({**stored, **answers}, spoken)
    keys = {name.partition(".")[0] for name in answers}
    change_wordings(
        {
            key: words
            for key, words in new.items()
            if key in keys and words != old.get(key, wordings({key: ""}, spoken)[key])
        },
        profile,
    )


def _write_logo(profile: Path, sent: SentLogo) -> None:
    if sent.logo:
        save_logo(sent.logo, profile)
    elif sent.is_removed:
        remove_logo(profile)


def digest(path: Path) -> str:
    """The digest of a file, by which a form knows whether the file has changed since; empty if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


ROUTES = (
    route("/clinic", clinic),
    route("/clinic/check", check, "POST"),
    route("/clinic/logo", logo),
    route("/clinic/prints", prints, "POST"),
    route("/clinic/save", save, "POST"),
)
