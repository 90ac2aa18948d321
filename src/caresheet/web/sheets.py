"""Fill in and see: one handout, for one printout.

What is typed about a patient comes with a POST, is part of the answer, and is then forgotten.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.catalogue import SheetState
from caresheet.app.filled_sheets import SheetChoice
from caresheet.app.own_names import own_name
from caresheet.app.profiles import clinic_words, one_line
from caresheet.app.requests import RequestError
from caresheet.app.sheet_maker import BIGGER, FILLABLE, LARGE, SheetView
from caresheet.model.edition import Size
from caresheet.model.ink import Ink
from caresheet.model.person import PATIENT
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.value import ValueKind
from caresheet.model.walk import Discreet
from caresheet.web.answers import Typed, desk_of, file_answer, route
from caresheet.web.guard import DOCUMENT_POLICY
from caresheet.web.names import handout_name, paper_name, second_name
from caresheet.web.pages import chosen, page, picture_address, words_for
from caresheet.web.printing import to_print

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from caresheet.app.catalogue import CatalogueCard
    from caresheet.web.desk import Desk
    from caresheet.web.wording import DeskWords

LONGEST_VALUE = 200
"""The most letters of a patient's value; a longer one would not fit into any box."""
_MEDIA = {"html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8"}

_QUESTIONS = frozenset({ValueKind.DATE, ValueKind.PHONE})
"""Kinds of values for which the desk has a specific question."""


class AskedSheet(Discreet, frozen=True):
    """The handout that was asked for, with a patient's values by the names of their fields."""

    card: CatalogueCard
    choice: SheetChoice
    values: dict[str, str]


class PagePicture(Struct, frozen=True):
    """A page as it will print, as a picture inside the answer itself, without an address. `digest` identifies it;
    `data` is empty if the script on the page already has the picture."""

    number: int
    digest: str
    data: str


def asked_for(request: Request, typed: Typed) -> AskedSheet:
    """What a form or an address asks for. Raises RequestError for an unknown handout."""
    card = _card(desk_of(request), request.path_params["topic"], request.path_params["layout"])
    languages = tuple(row.language for row in card.rows)
    language = chosen(typed, "language", languages, languages[0])
    size = Size(chosen(typed, "size", tuple(each.value for each in card.sizes), card.sizes[0].value))
    paper = chosen(typed, "paper", card.papers, "") or None
    seconds = card.seconds(language, size)
    second = chosen(typed, "second", seconds, seconds[0] if seconds else "") or None
    ink = Ink(chosen(typed, "ink", tuple(each.value for each in Ink), card.ink.value))
    another = None if ink is card.ink else ink
    sent = typed.items() if request.method == "POST" else ()  # a patient's values are never taken from an address
    values = {name: one_line(text)[:LONGEST_VALUE] for name, text in sent if name.startswith(PATIENT)}
    return AskedSheet(card, SheetChoice(card.topic, card.layout, language, size, paper, second, another), values)


def sheet(request: Request, typed: Typed) -> Response:
    """The handout with its fields, and its pages as they will print."""
    asked, desk, words = asked_for(request, typed), desk_of(request), words_for(request)
    if "clear" in typed:
        asked = replace(asked, values={})
    about, is_big = frame(request, asked), "bigger" in typed or ("big" in typed and "smaller" not in typed)
    try:
        view = desk.view(asked.choice, asked.values, _page_number(typed), BIGGER if is_big else LARGE)
    except RequestError:
        raise
    except CaresheetError as error:
        ways = list(_ways(desk, words, asked))
        return page(request, "misfit.html", **about, problems=_at_the_words(error.problems), ways=ways)
    have = frozenset(typed.get("have", "").split())
    return page(
        request,
        "sheet_preview.html" if "part" in typed else "sheet.html",
        **about,
        changed=typed.get("changed", ""),
        is_big=is_big,
        is_resized="bigger" in typed or "smaller" in typed,
        fields=_fields(view, asked),
        state=view.state.value,
        state_words=words(f"state.{view.state.value}", day=words.day(view.due)),
        is_draft=view.state in {SheetState.DRAFT, SheetState.PAST},
        warnings=list(_warnings(words, view)),
        current=_picture(view.page, view.picture, have),
        strip=[_picture(number, each, have) for number, each in enumerate(view.strip, start=1)],
        pages=len(view.strip),
        paper=paper_name(view.paper),
        shown_paper=view.paper,
        is_saved=typed.get("save") == "choose",
        forms=("pdf", *((FILLABLE,) if view.is_form else ()), *_MEDIA),
        has_values=any(asked.values.values()),
    )


def printed(request: Request, typed: Typed) -> Response:
    """The finished PDF, for the browser's print window."""
    asked = asked_for(request, typed)
    return to_print(request, typed, desk_of(request).file(asked.choice, asked.values, "pdf"))


def saved(request: Request, typed: Typed) -> Response:
    """The handout as a file to keep, or as a web page to read now, with what was typed. The file name says nothing
    about a patient."""
    if "read" in typed:
        return _file(request, typed, "html", inline=True)
    return _file(request, typed, chosen(typed, "form", ("pdf", FILLABLE, *_MEDIA), "pdf"), inline=False)


def _file(request: Request, typed: Typed, form: str, *, inline: bool) -> Response:
    asked = asked_for(request, typed)
    made = desk_of(request).file(asked.choice, asked.values, form)
    answer = file_answer(made.data, made.name, _MEDIA.get(form, "application/pdf"), inline=inline)
    answer.headers.update(DOCUMENT_POLICY if form == "html" else {})
    return answer


def _card(desk: Desk, topic: str, layout: str) -> CatalogueCard:
    for each in desk.catalogue():
        for card in each.cards:
            if (card.topic, card.layout) == (topic, layout):
                return card
    raise RequestError("there is no such handout", "choose one from the list of handouts")


def frame(request: Request, asked: AskedSheet) -> dict[str, Any]:
    """The values that the page needs whether or not the handout can be made."""
    desk, words, card, choice = desk_of(request), words_for(request), asked.card, asked.choice
    return {
        "name": handout_name(card.layout),
        "address": f"{card.topic}/{card.layout}",
        "query": urlencode(_query(choice)),
        "choice": choice,
        "languages_offered": [(row.language, own_name(row.language)) for row in card.rows],
        "seconds_offered": [(each, second_name(words, each)) for each in card.seconds(choice.language, choice.size)],
        "sizes": [(size.value, words(f"size.{size.value}")) for size in card.sizes],
        "papers": [(paper, paper_name(paper)) for paper in card.papers],
        "inks": [(ink.value, words(f"ink.{ink.value}")) for ink in Ink],
        "shown_ink": (choice.ink or card.ink).value,
        "clinic": clinic_words(desk.profile),
    }


def _query(choice: SheetChoice) -> dict[str, str]:
    """The choice as the query of an address."""
    known = {"language": choice.language, "second": choice.second, "size": choice.size.value, "paper": choice.paper}
    ink = {"ink": choice.ink.value} if choice.ink else {}
    return {name: value or "" for name, value in known.items()} | ink


def _fields(view: SheetView, asked: AskedSheet) -> list[dict[str, str]]:
    """The patient's fields, with what was typed in them."""
    return [
        {
            "name": each.name,
            "label": f"{each.label[:1].upper()}{each.label[1:]}",
            "kind": each.kind.value,
            "page": str(each.page),
            "value": asked.values.get(each.name, ""),
        }
        for each in (view.fields if view.can_be_filled else ())
    ]


def _warnings(words: DeskWords, view: SheetView) -> Iterator[tuple[str, str]]:
    """What to know before printing, the worst first: the kind of each warning, and its words."""
    labels = {each.name: each.label for each in view.fields}
    if view.state is SheetState.DRAFT:
        yield "draft", words("warn.draft")
    if view.state is SheetState.PAST:
        yield "past", words("warn.past", day=words.day(view.due))
    if view.empty:
        named = ", ".join(words(f"field.{key}") for key in view.empty)
        yield "empty", words.number("warn.empty", len(view.empty), named=named)
    if not view.can_be_filled:
        yield "long", words("warn.by_hand")
    for name in view.too_long:
        yield "long", words("warn.long", field=labels[name])
    for name in view.unprintable:
        yield "unprintable", words("warn.unprintable", field=labels[name])
    for each in view.fields:
        if each.name in view.doubtful:
            kind = each.kind if each.kind in _QUESTIONS else ValueKind.TEXT
            yield "warn", words(f"doubt.{kind.value}", field=each.label)


def _ways(desk: Desk, words: DeskWords, asked: AskedSheet) -> Iterator[dict[str, str]]:
    """Other papers and sizes in which the handout fits, or one language instead of two."""
    choice = asked.choice
    papers = {replace(choice, paper=each): paper_name(each) for each in asked.card.papers if each != choice.paper}
    sizes = {
        replace(choice, size=each, second=None): words(f"size.{each.value}")
        for each in asked.card.sizes
        if each is not choice.size
    }
    alone = choice.second and not asked.card.always_with
    names = papers | sizes | ({replace(choice, second=None): second_name(words, "")} if alone else {})
    for other in desk.fitting(choice, tuple(names)):
        yield {"query": urlencode(_query(other)), "name": names[other]}


def _at_the_words(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{"place": str(each.position or ""), "says": each.summary, "hint": each.hint} for each in problems]


def _page_number(typed: Typed) -> int:
    """The page to show, from 1."""
    given = typed.get("bigger") or typed.get("smaller") or typed.get("page", "1")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 1


def _picture(number: int, data: bytes, have: frozenset[str]) -> PagePicture:
    """A picture, without its data if the page already has it."""
    digest = hashlib.sha256(data).hexdigest()[:16]
    return PagePicture(number, digest, "" if digest in have else picture_address(data))


_PLACE = "{topic}/{layout}"
ROUTES = (
    route(f"/sheet/{_PLACE}", sheet, "GET", "POST"),
    route(f"/print/{_PLACE}", printed, "POST"),
    route(f"/save/{_PLACE}", saved, "POST"),
)
