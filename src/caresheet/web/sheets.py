"""Fill in and see: one handout, for one print.

What is typed about a patient comes with a POST, stands in its answer, and is forgotten with it.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from starlette.responses import Response

from caresheet.app.catalogue import SheetState
from caresheet.app.filled_sheets import (
    FilledSheet,
    PreparedSheet,
    SheetChoice,
    as_form,
    fill_in,
    page_picture,
    written_as,
)
from caresheet.app.own_names import own_name
from caresheet.app.profiles import clinic_words, one_line
from caresheet.app.requests import RequestError
from caresheet.model.edition import Size
from caresheet.model.person import PATIENT
from caresheet.model.problem import CaresheetError, Problem
from caresheet.web.answers import Typed, desk_of, route
from caresheet.web.names import handout_name, paper_name
from caresheet.web.pages import chosen, page, words_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from caresheet.app.catalogue import CatalogueCard
    from caresheet.model.artifact import Artifact
    from caresheet.web.desk import Desk
    from caresheet.web.wording import DeskWords

LONGEST_VALUE = 200
"""Letters of a patient's value; what is longer fits into no box."""
_LARGE, _SMALL = 96, 20
"""Pixels an inch of the page that is looked at, and of the strip of all pages."""
_MEDIA = {"html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8"}

_FILLABLE = "fillable"
"""A PDF to fill in on a screen."""


class AskedSheet(Struct, frozen=True):
    """A handout as it is asked for, with a patient's values by the names of their fields."""

    card: CatalogueCard
    choice: SheetChoice
    values: dict[str, str]

    def __repr__(self) -> str:
        """Without values: what is shown of it somewhere says nothing about a patient."""
        return f"<{self.choice}>"


class PagePicture(Struct, frozen=True):
    """A page as it will print, as a picture that stands in the answer itself and has no address."""

    number: int
    data: str


def asked_for(request: Request, typed: Typed) -> AskedSheet:
    """What a form or an address asks for. Raises RequestError for a handout that there is not."""
    card = _card(desk_of(request), request.path_params["topic"], request.path_params["layout"])
    languages = tuple(row.language for row in card.rows)
    language = chosen(typed, "language", languages, languages[0])
    size = Size(chosen(typed, "size", tuple(each.value for each in card.sizes), card.sizes[0].value))
    paper = chosen(typed, "paper", card.papers, "") or None
    sent = typed.items() if request.method == "POST" else ()  # an address is no place for a patient
    values = {name: one_line(text)[:LONGEST_VALUE] for name, text in sent if name.startswith(PATIENT)}
    return AskedSheet(card, SheetChoice(card.topic, card.layout, language, size, paper), values)


def sheet(request: Request, typed: Typed) -> Response:
    """The handout with its fields, and its pages as they will print."""
    asked = asked_for(request, typed)
    if "clear" in typed:
        asked = replace(asked, values={})
    frame = _frame(request, asked)
    try:
        prepared = desk_of(request).sheet(asked.choice)
        filled = fill_in(prepared, asked.values)
    except RequestError:
        raise
    except CaresheetError as error:
        ways = list(_ways(desk_of(request), asked))
        return page(request, "misfit.html", **frame, problems=_at_the_words(error.problems), ways=ways)
    current = _page_number(typed, filled.artifact)
    return page(
        request,
        "sheet_preview.html" if "part" in typed else "sheet.html",
        **frame,
        fields=_fields(prepared, asked),
        state=prepared.state.value,
        state_words=words_for(request)(f"state.{prepared.state.value}", day=words_for(request).day(prepared.due)),
        is_draft=prepared.state in {SheetState.DRAFT, SheetState.PAST},
        warnings=list(_warnings(words_for(request), prepared, filled)),
        current=PagePicture(current, _picture(filled.artifact, current, _LARGE)),
        strip=[
            PagePicture(number, _picture(filled.artifact, number, _SMALL))
            for number in range(1, (filled.artifact.pages or 1) + 1)
        ],
        pages=filled.artifact.pages,
        paper=paper_name(prepared.context.job.edition.paper or prepared.context.job.layout.paper),
        is_saved=typed.get("save") == "choose",
        forms=("pdf", *((_FILLABLE,) if prepared.is_form else ()), *_MEDIA),
        has_values=any(asked.values.values()),
    )


def printed(request: Request, typed: Typed) -> Response:
    """The finished PDF, for the print window of the browser."""
    return _pdf(request, typed, "inline")


def saved(request: Request, typed: Typed) -> Response:
    """The handout as a file, with what was typed. Its name says nothing about a patient."""
    form = typed.get("form", "pdf")
    if form == _FILLABLE:
        asked = asked_for(request, typed)
        artifact = as_form(desk_of(request).sheet(asked.choice), asked.values)
        return _file(artifact.data, artifact.name, "application/pdf", "attachment")
    if form not in _MEDIA:
        return _pdf(request, typed, "attachment")
    asked = asked_for(request, typed)
    artifact = written_as(desk_of(request).sheet(asked.choice), form, asked.values)
    how = "inline" if "read" in typed else "attachment"
    return _file(artifact.data, artifact.name, _MEDIA[form], how)


def _pdf(request: Request, typed: Typed, how: str) -> Response:
    asked = asked_for(request, typed)
    artifact = fill_in(desk_of(request).sheet(asked.choice), asked.values).artifact
    return _file(artifact.data, artifact.name, "application/pdf", how)


def _file(data: bytes, name: str, media_type: str, how: str) -> Response:
    return Response(data, media_type=media_type, headers={"Content-Disposition": f'{how}; filename="{name}"'})


def _card(desk: Desk, topic: str, layout: str) -> CatalogueCard:
    for each in desk.catalogue():
        for card in each.cards:
            if (card.topic, card.layout) == (topic, layout):
                return card
    raise RequestError("there is no such handout", "choose one from the list of handouts")


def _frame(request: Request, asked: AskedSheet) -> dict[str, Any]:
    """What the page shows whether the handout can be made or not."""
    desk, words, card, choice = desk_of(request), words_for(request), asked.card, asked.choice
    return {
        "name": handout_name(card.layout),
        "address": f"{card.topic}/{card.layout}",
        "choice": choice,
        "languages_offered": [(row.language, own_name(row.language)) for row in card.rows],
        "sizes": [(size.value, words(f"size.{size.value}")) for size in card.sizes],
        "papers": [(paper, paper_name(paper)) for paper in card.papers],
        "clinic": clinic_words(desk.profile),
    }


def _fields(prepared: PreparedSheet, asked: AskedSheet) -> list[dict[str, str]]:
    """A patient's fields, with what was typed."""
    return [
        {
            "name": each.name,
            "label": f"{each.label[:1].upper()}{each.label[1:]}",
            "kind": each.kind.value,
            "value": asked.values.get(each.name, ""),
        }
        for each in prepared.fields
    ]


def _warnings(words: DeskWords, prepared: PreparedSheet, filled: FilledSheet) -> Iterator[tuple[str, str]]:
    """What must be known before it is printed, the worst first: what it is about, and the words."""
    labels = {each.name: each.label for each in prepared.fields}
    if prepared.state is SheetState.DRAFT:
        yield "draft", words("warn.draft")
    if prepared.state is SheetState.PAST:
        yield "past", words("warn.past", day=words.day(prepared.due))
    if prepared.empty:
        named = ", ".join(words(f"field.{key}") for key in prepared.empty)
        yield "empty", words.number("warn.empty", len(prepared.empty), named=named)
    for name in filled.too_long:
        yield "long", words("warn.long", field=labels[name])
    for name in filled.unprintable:
        yield "unprintable", words("warn.unprintable", field=labels[name])


def _ways(desk: Desk, asked: AskedSheet) -> Iterator[dict[str, str]]:
    """Papers and sizes in which the handout can be made."""
    choice = asked.choice
    others = [replace(choice, paper=paper) for paper in asked.card.papers if paper != choice.paper]
    others += [replace(choice, size=size) for size in asked.card.sizes if size is not choice.size]
    for other in others:
        try:
            desk.sheet(other)
        except CaresheetError:
            continue
        name = paper_name(other.paper or "") if other.size is choice.size else other.size.value
        yield {"paper": other.paper or "", "size": other.size.value, "name": name}


def _at_the_words(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{"place": str(each.position or ""), "says": each.summary, "hint": each.hint} for each in problems]


def _page_number(typed: Typed, artifact: Artifact) -> int:
    """The page that is looked at, from 1."""
    given = typed.get("page", "1")
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 1
    return min(max(number, 1), artifact.pages or 1)


def _picture(artifact: Artifact, number: int, dpi: int) -> str:
    return f"data:image/png;base64,{b64encode(page_picture(artifact, number - 1, dpi)).decode('ascii')}"


_PLACE = "{topic}/{layout}"
ROUTES = (
    route(f"/sheet/{_PLACE}", sheet, "GET", "POST"),
    route(f"/print/{_PLACE}", printed, "POST"),
    route(f"/save/{_PLACE}", saved, "POST"),
)
