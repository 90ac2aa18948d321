"""All pages of the desk, behind the guard."""

from __future__ import annotations

from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, Router

from caresheet.app.starting import own_project
from caresheet.app.typeface import SCREEN_FACES, screen_face
from caresheet.model.problem import CaresheetError
from caresheet.web import (
    clinic_list,
    clinics,
    handouts,
    mail,
    mail_files,
    mail_settings,
    people,
    printing,
    problems,
    reviews,
    sheets,
)
from caresheet.web.answers import desk_of, failed, route
from caresheet.web.desk import Desk
from caresheet.web.guard import ALIVE, OPEN, Guard, cookie_name
from caresheet.web.keys import answer_to, is_same
from caresheet.web.pages import LANGUAGE_COOKIE, page
from caresheet.web.wording import LANGUAGES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_STATIC = {"desk.css": "text/css", "desk.js": "text/javascript"}
"""The files that pages load besides the typeface, with their media types; there are no others."""


def site(desk: Desk) -> ASGIApp:
    """The desk as an application."""
    always = (
        Route(OPEN, _open),
        Route(ALIVE, _alive),
        Route("/static/{name}", _static),
        Route("/language/{tag}", _language),
        route("/close", _close, "POST"),
    )
    rooms = (
        handouts,
        sheets,
        people,
        printing,
        clinics,
        clinic_list,
        problems,
        reviews,
        mail,
        mail_files,
        mail_settings,
    )
    full = _router((*always, *(each for room in rooms for each in room.ROUTES)))
    empty = _router((*always, route("/", _no_project), route("/start", _start, "POST")))

    async def with_desk(scope: Scope, receive: Receive, send: Send) -> None:
        await (full if desk.root else empty)({**scope, "caresheet.desk": desk}, receive, send)

    def refused(scope: Scope, status: HTTPStatus) -> Response:
        return failed(Request({**scope, "caresheet.desk": desk}), status)

    return Guard(with_desk, desk.keys, desk.port, refused)


async def _open(request: Request) -> Response:
    """Exchange the link of the desk for a cookie, so that it disappears from the address bar."""
    desk = desk_of(request)
    if not is_same(request.query_params.get("link", ""), desk.keys.link):
        return failed(request, HTTPStatus.FORBIDDEN)
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    answer.set_cookie(cookie_name(desk.port), desk.keys.session, httponly=True, samesite="strict", path="/")
    return answer


async def _alive(request: Request) -> Response:
    return PlainTextResponse(answer_to(request.query_params.get("challenge", ""), desk_of(request).keys.link))


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name in SCREEN_FACES:
        return Response(screen_face(name), media_type="font/ttf")
    if name not in _STATIC:
        return failed(request, HTTPStatus.NOT_FOUND)
    return Response((files("caresheet.web") / "static" / name).read_bytes(), media_type=_STATIC[name])


async def _language(request: Request) -> Response:
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    if request.path_params["tag"] in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, request.path_params["tag"], httponly=True, samesite="strict", path="/")
    return answer


def _router(routes: tuple[Route, ...]) -> Router:
    return Router(routes, redirect_slashes=False, default=_missing)


def _no_project(request: Request, _typed: object) -> Response:
    return page(request, "no_project.html", folder=own_project(), wrong=())


def _start(request: Request, _typed: object) -> Response:
    """Make a project in the user's documents, and serve it from now on."""
    try:
        desk_of(request).start_project()
    except CaresheetError as error:
        refused = HTTPStatus.CONFLICT
        return page(request, "no_project.html", status=refused, folder=own_project(), wrong=error.problems)
    return RedirectResponse("/", HTTPStatus.SEE_OTHER)


async def _missing(scope: Scope, receive: Receive, send: Send) -> None:
    await failed(Request(scope), HTTPStatus.NOT_FOUND)(scope, receive, send)


def _close(request: Request, _typed: object) -> Response:
    answer = page(request, "closed.html")
    answer.background = BackgroundTask(desk_of(request).close)
    return answer
