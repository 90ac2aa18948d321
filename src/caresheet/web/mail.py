"""Mail: what would go to whom. The desk sends nothing yet; who wants to, uses `caresheet email`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from caresheet.app.mail.plan import Mailing, plan_mail, recipient_at
from caresheet.app.own_names import own_name
from caresheet.app.profiles import clinic_words, one_line
from caresheet.app.requests import RequestError
from caresheet.model.address import masked
from caresheet.model.edition import Edition, Size
from caresheet.model.problem import CaresheetError
from caresheet.web.answers import Typed, desk_of, route
from caresheet.web.names import handout_name
from caresheet.web.pages import page, words_for

if TYPE_CHECKING:
    from starlette.requests import Request

    from caresheet.web.desk import Desk

_LONGEST = 320
"""Letters of an address (RFC 5321, 4.5.3.1)."""


def mail(request: Request, typed: Typed) -> Response:
    """The form: who, and which handout."""
    return _form(request, {"handout": typed.get("handout", ""), "size": typed.get("size", "")})


def check(request: Request, typed: Typed) -> Response:
    """The message as it would arrive; nothing is sent."""
    desk, words = desk_of(request), words_for(request)
    given = {name: one_line(typed.get(name, ""))[:_LONGEST] for name in ("address", "handout", "size")}
    offered = dict(_offered(desk))
    if given["handout"] not in offered:
        return _form(request, given, wrong={"handout": words("mail.no_handout")})
    topic, layout, language = given["handout"].split("/")
    size = Size(given["size"]) if given["size"] in {each.value for each in Size} else Size.REGULAR
    try:
        person = recipient_at(given["address"])
    except CaresheetError as error:
        return _form(request, given, wrong={"address": words("mail.no_address", why=error.problems[0].message)})
    mailing = Mailing(desk.today, topic, layout, language, Edition(size), drafts=True)
    try:
        plan = plan_mail(desk.project(), (person,), mailing)
    except RequestError as error:
        return _form(request, given, wrong={"handout": error.problems[0].summary})
    except CaresheetError as error:
        return _form(request, given, refused=[each.summary for each in error.problems])
    letter = plan.messages[0].letter
    return page(
        request,
        "mail_check.html",
        to=masked(person.address),
        letter=letter,
        handout=offered[given["handout"]],
        is_draft=plan.has_drafts,
        given=given,
    )


def _form(
    request: Request, given: dict[str, str], *, wrong: dict[str, str] | None = None, refused: list[str] | None = None
) -> Response:
    desk, words = desk_of(request), words_for(request)
    return page(
        request,
        "mail.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong or refused else HTTPStatus.OK,
        given={"address": "", "handout": "", "size": "", **given},
        wrong=wrong or {},
        refused=refused or [],
        handouts=_offered(desk),
        sizes=[(size.value, words(f"size.{size.value}")) for size in Size],
        clinic=clinic_words(desk.profile),
    )


def _offered(desk: Desk) -> list[tuple[str, str]]:
    """Every handout in every language: what the form sends for it, and its name."""
    cards = [card for topic in desk.catalogue() for card in topic.cards]
    return [
        (f"{card.topic}/{card.layout}/{row.language}", f"{handout_name(card.layout)}, {own_name(row.language)}")
        for card in cards
        for row in card.rows
        if row.title
    ]


ROUTES = (route("/mail", mail), route("/mail/check", check, "POST"))
