"""Pages made from templates: the frame that they share, and the values that all of them get."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from caresheet.web.guard import FORM_KEY
from caresheet.web.wording import LANGUAGES, DeskWords, words_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

LANGUAGE_COOKIE = "desk-language"
"""The cookie with the language of the desk. It does not affect what is printed."""


@cache
def _templates() -> Environment:
    """Every value put into a page is escaped, and a missing one is an error."""
    loader = PackageLoader("caresheet.web")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def words_for(request: Request) -> DeskWords:
    """The words in the language that this user has chosen for the desk."""
    return words_in(request.cookies.get(LANGUAGE_COOKIE, ""))


def page(request: Request, template: str, /, *, status: int = 200, **values: object) -> HTMLResponse:
    """A page of the desk, in the user's language."""
    words, desk = words_for(request), request.scope["caresheet.desk"]
    other = next(tag for tag in LANGUAGES if tag != words.language)
    frame = {
        "t": words,
        "here": request.url.path,
        "other_language": other,
        "languages": LANGUAGES,
        "form_key": desk.keys.form,
        "number_of_problems": desk.number_of_problems,
        "form_key_name": FORM_KEY,
    }
    return HTMLResponse(_templates().get_template(template).render({**frame, **values}), status)


def picture_address(png: bytes) -> str:
    """The address of a picture that is inside the page itself (RFC 2397)."""
    return f"data:image/png;base64,{b64encode(png).decode('ascii')}"


def chosen(values: Mapping[str, str], name: str, offered: tuple[str, ...], otherwise: str) -> str:
    """The value that was chosen, or `otherwise` if it is not one of those offered."""
    given = values.get(name, "")
    return given if given in offered else otherwise
