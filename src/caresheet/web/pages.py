"""Pages made of templates: the frame that they share, and what every one of them knows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from caresheet.web.guard import FORM_KEY
from caresheet.web.wording import LANGUAGES, DeskWords, words_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

LANGUAGE_COOKIE = "desk-language"
"""The language of the desk: nothing about a patient, and nothing that decides what is printed."""


@cache
def _templates() -> Environment:
    """Everything that is put into a page is escaped, and what is not there is a bug, not a gap."""
    loader = PackageLoader("caresheet.web")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def words_for(request: Request) -> DeskWords:
    """The words in the language that this user has chosen for the desk."""
    return words_in(request.cookies.get(LANGUAGE_COOKIE, ""))


def page(request: Request, template: str, /, *, status: int = 200, **values: object) -> HTMLResponse:
    """A page of the desk, in the user's language."""
    words = words_for(request)
    other = next(tag for tag in LANGUAGES if tag != words.language)
    frame = {
        "t": words,
        "here": request.url.path,
        "other_language": other,
        "languages": LANGUAGES,
        "form_key": request.scope["caresheet.desk"].keys.form,
        "form_key_name": FORM_KEY,
    }
    return HTMLResponse(_templates().get_template(template).render({**frame, **values}), status)


async def typed(request: Request) -> dict[str, str]:
    """What a form of the desk sends, in memory only. Of a field that is there twice, the last counts."""
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))


def chosen(values: Mapping[str, str], name: str, offered: tuple[str, ...], otherwise: str) -> str:
    """What was chosen of what is offered; anything else is taken for nothing chosen."""
    given = values.get(name, "")
    return given if given in offered else otherwise
