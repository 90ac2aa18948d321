"""How a request is answered: outside the thread that listens, within a time limit, and with a page if it fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial, wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

import anyio
import anyio.to_thread
from starlette.responses import Response
from starlette.routing import Route

from caresheet.app.making_processes import TooSlowError
from caresheet.app.requests import RequestError
from caresheet.model.problem import CaresheetError
from caresheet.web.guard import FORM
from caresheet.web.pages import page

if TYPE_CHECKING:
    from starlette.requests import Request

    from caresheet.web.desk import Desk
    from caresheet.web.sent_forms import SentForm

_LONGEST = 60.0
"""Seconds to wait for a page. Making a sheet is stopped long before that."""

Typed = Mapping[str, str]
"""What a form sent, or the query of an address."""


def desk_of(request: Request) -> Desk:
    """The desk that answers this request."""
    return cast("Desk", request.scope["caresheet.desk"])


def sent_form(request: Request) -> SentForm:
    """The form that this request sent, as it passed the guard."""
    return cast("SentForm", request.scope[FORM])


def route(path: str, endpoint: Callable[[Request, Typed], Response], *methods: str) -> Route:
    """A page that `endpoint` makes from the request and what a form sent, in another thread, so that other tabs do not
    wait for it."""
    return Route(path, _limited(endpoint), methods=list(methods or ("GET",)))


def _limited(endpoint: Callable[[Request, Typed], Response]) -> Callable[[Request], Awaitable[Response]]:
    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        values = sent_form(request).texts if request.method == "POST" else dict(request.query_params)
        try:
            with anyio.fail_after(_LONGEST):
                return await anyio.to_thread.run_sync(partial(_call, endpoint, request, values), abandon_on_cancel=True)
        except TimeoutError:
            return failed(request, HTTPStatus.SERVICE_UNAVAILABLE)

    return answer


def _call(endpoint: Callable[[Request, Typed], Response], request: Request, values: Typed) -> Response:
    try:
        return endpoint(request, values)
    except TooSlowError:
        return failed(request, HTTPStatus.SERVICE_UNAVAILABLE)
    except RequestError:
        return failed(request, HTTPStatus.NOT_FOUND)
    except CaresheetError as error:
        return page(request, "faults.html", status=HTTPStatus.CONFLICT, problems=error.problems)


def file_answer(data: bytes | str, name: str, media_type: str, *, inline: bool = False) -> Response:
    """A file that the browser saves under this name or, with `inline`, shows."""
    how = "inline" if inline else "attachment"
    return Response(data, media_type=media_type, headers={"Content-Disposition": f'{how}; filename="{name}"'})


def failed(request: Request, status: HTTPStatus) -> Response:
    """The page that explains why the one asked for is not shown."""
    return page(request, "failed.html", status=status, code=int(status))
