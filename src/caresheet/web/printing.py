"""Files on their way into the browser's print window.

A browser keeps each form that a page was made from in its list of open tabs, on the disk. So the script of the desk
fetches what is to be printed, and the page that prints it has an address that says nothing, and works once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from caresheet.web.answers import Typed, desk_of, file_answer, route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from caresheet.model.artifact import Artifact


def to_print(request: Request, typed: Typed, file: Artifact) -> Response:
    """The file itself; for the script of the desk, the address where it waits."""
    if "wait" in typed:
        return PlainTextResponse(f"/printed/{desk_of(request).prints.put(file)}")
    return shown(file)


def shown(file: Artifact) -> Response:
    """The file, to be shown by the browser."""
    return file_answer(file.data, file.name, file.media_type, inline=True)


def printed(request: Request, _typed: Typed) -> Response:
    """A file that waits to be printed."""
    return shown(desk_of(request).prints.take(request.path_params["name"]))


ROUTES = (route("/printed/{name}", printed),)
