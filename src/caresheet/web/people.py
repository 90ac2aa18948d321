"""A list of patients: one handout for each of them, seen first and then printed or saved together.

The list comes with each request and is forgotten with its answer: to print it, the browser sends it again.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.responses import Response

from caresheet.app.people_sheets import LARGEST, MOST_COPIES, columns_of
from caresheet.model.problem import CaresheetError
from caresheet.web.answers import Typed, desk_of, file_answer, route, sent_form
from caresheet.web.list_words import list_file, list_words
from caresheet.web.names import paper_name
from caresheet.web.pages import page, picture_address, words_for
from caresheet.web.printing import to_print
from caresheet.web.sheets import AskedSheet, asked_for, frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from caresheet.app.people_sheets import PeopleView
    from caresheet.model.artifact import Artifact
    from caresheet.web.wording import DeskWords

FILE = "people"
"""The field for the list."""


class _ListAnswer(Struct, frozen=True):
    """What the page says of the list: what would be made, what is wrong with it, or why the handout is refused."""

    view: PeopleView | None = None
    wrong: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def people(request: Request, typed: Typed) -> Response:
    """The form for a list, and what would be made for the one that was sent."""
    asked = asked_for(request, typed)
    return _page(request, asked, _seen(request, asked) if request.method == "POST" else _ListAnswer())


def printed(request: Request, typed: Typed) -> Response:
    """All copies in one PDF, for the browser's print window."""
    made = _made(request, typed, together=True)
    return made if isinstance(made, Response) else to_print(request, typed, made)


def saved(request: Request, typed: Typed) -> Response:
    """All copies as a file to keep: one PDF, or an archive with one for each person. No file is named by a person."""
    made = _made(request, typed, together=typed.get("form") != "zip")
    return made if isinstance(made, Response) else file_answer(made.data, made.name, made.media_type)


def empty_list(request: Request, typed: Typed) -> Response:
    """A list to be filled in, with a column for each value that the handout has a line for."""
    fields = desk_of(request).listed(asked_for(request, typed).choice).fields
    return list_file(columns_of(tuple(field.name for field in fields)))


def _seen(request: Request, asked: AskedSheet) -> _ListAnswer:
    data, words = sent_form(request).files.get(FILE), words_for(request)
    if data is None:
        return _ListAnswer(wrong=(words("people.none"),))
    try:
        return _ListAnswer(desk_of(request).people(asked.choice, data))
    except CaresheetError as error:
        return _refused(request, asked, data, error)


def _made(request: Request, typed: Typed, *, together: bool) -> Artifact | Response:
    """The copies, or the page that tells why there are none."""
    asked, data, words = asked_for(request, typed), sent_form(request).files.get(FILE), words_for(request)
    if data is None:
        return _page(request, asked, _ListAnswer(wrong=(words("people.none"),)))
    try:
        return desk_of(request).people_file(asked.choice, data, together=together)
    except CaresheetError as error:
        return _page(request, asked, _refused(request, asked, data, error))


def _refused(request: Request, asked: AskedSheet, data: bytes, error: CaresheetError) -> _ListAnswer:
    """What is wrong with the list by row and column; if nothing is, why its handout cannot be made."""
    words = words_for(request)
    if len(data) > LARGEST:
        return _ListAnswer(wrong=(words("listed.file-too-large"),))
    kinds = {field.name: field.kind.value for field in desk_of(request).listed(asked.choice).fields}
    wrong = list_words(words, error.problems, data, kinds)
    return _ListAnswer(wrong=wrong) if wrong else _ListAnswer(refused=tuple(dict.fromkeys(_reasons(words, error))))


def _reasons(words: DeskWords, error: CaresheetError) -> Iterator[str]:
    """Why the handout cannot be made for patients."""
    for each in error.problems:
        yield words.known(f"people.refused.{each.rule.name}") or each.summary


def _page(request: Request, asked: AskedSheet, told: _ListAnswer) -> Response:
    listed, view = desk_of(request).listed(asked.choice), told.view
    return page(
        request,
        "people_result.html" if "part" in sent_form(request).texts else "people.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if told.wrong or told.refused else HTTPStatus.OK,
        **frame(request, asked),
        fields=listed.fields,
        told=told,
        picture=picture_address(view.picture) if view else "",
        most=MOST_COPIES,
        shown_paper=listed.paper,
        paper=paper_name(listed.paper),
    )


_PLACE = "/people/{topic}/{layout}"
ROUTES = (
    route(_PLACE, people, "GET", "POST"),
    route(f"{_PLACE}/print", printed, "POST"),
    route(f"{_PLACE}/save", saved, "POST"),
    route(f"{_PLACE}/list.csv", empty_list),
)
