"""What a check finds, for the person who writes the handouts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from starlette.responses import Response

from caresheet.model.problem import Problem
from caresheet.web.answers import Typed, desk_of, route
from caresheet.web.pages import page

if TYPE_CHECKING:
    from starlette.requests import Request


def problems(request: Request, _typed: Typed) -> Response:
    """All problems, by file and line."""
    found = desk_of(request).check()
    return page(request, "problems.html", files=by_file(found), number=len(found))


def by_file(found: Iterable[Problem]) -> list[tuple[str, list[dict[str, object]]]]:
    """Problems by the file that they are in. They do not show a clinic's numbers, which are not needed to edit the
    words."""
    files: dict[str, list[dict[str, object]]] = {}
    for each in found:
        place = each.position
        shown: dict[str, object] = {
            "severity": each.rule.severity.value,
            "line": place.line if place else 0,
            "column": place.column if place else 0,
            "says": each.summary,
            "hint": each.hint,
            "rule": each.rule.name,
            "why": each.rule.why,
        }
        files.setdefault(place.file if place else "", []).append(shown)
    return list(files.items())


ROUTES = (route("/problems", problems),)
