"""Mail: who gets which handout, the message as it will arrive, and what became of it. Nothing is sent until the user
has typed the number of messages."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.responses import RedirectResponse

from caresheet.app.mail.from_desk import (
    EMPTY_LIST,
    MOST,
    as_text,
    kept_messages,
    recipients_in,
    send_plan,
    send_waiting,
    settle,
    take_back,
)
from caresheet.app.mail.plan import Mailing, MailPlan, plan_mail, recipient_at
from caresheet.app.mail.settings import mail_sender
from caresheet.app.own_names import own_name
from caresheet.app.previewing import page_picture
from caresheet.app.profiles import clinic_words, one_line
from caresheet.app.requests import RequestError
from caresheet.model.address import masked
from caresheet.model.document import BETWEEN_LANGUAGES
from caresheet.model.edition import Edition, Size
from caresheet.model.message import MessageState
from caresheet.model.problem import CaresheetError
from caresheet.web.answers import Typed, desk_of, route, sent_form
from caresheet.web.list_words import list_file, list_words
from caresheet.web.names import handout_name, second_name
from caresheet.web.pages import page, picture_address, words_for

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from caresheet.model.message import Recipient
    from caresheet.web.desk import Desk
    from caresheet.web.wording import DeskWords

_LONGEST, _LONGEST_LIST = 320, 30_000
"""The most letters of an address (RFC 5321, 4.5.3.1), and of a list."""
_SMALL = 60
"""Pixels per inch of the attached page."""


class NoMail(Struct, frozen=True):
    """Why there is no message: `wrong` by field, or why the handout itself is `refused`."""

    wrong: dict[str, str] = {}
    refused: tuple[str, ...] = ()


def mail(request: Request, typed: Typed) -> Response:
    """The form: who gets it, and which handout."""
    known = {name: typed.get(name, "") for name in ("handout", "second", "size")}
    return form_page(request, known, NoMail())


def check(request: Request, typed: Typed) -> Response:
    """The message as it would arrive; nothing is sent."""
    given = given_in(typed)
    read = _from_file(request, given)
    if isinstance(read, NoMail):
        return form_page(request, given, read)
    given = read
    plan = plan_for(request, given, drafts=True)
    return form_page(request, given, plan) if isinstance(plan, NoMail) else checked_page(request, given, plan)


def send(request: Request, typed: Typed) -> Response:
    """Send if the typed number is the number of messages; or send the first one to the sender alone."""
    desk, given, words = desk_of(request), given_in(typed), words_for(request)
    to_sender = "test" in typed
    plan = plan_for(request, given, drafts=to_sender)
    if isinstance(plan, NoMail):
        return form_page(request, given, plan)
    number, count = len(plan.messages), one_line(typed.get("count", ""))[:9]
    if not to_sender and count != str(number):
        return checked_page(request, given, plan, {"count": words.number("mail.miscounted", number, typed=count)})
    try:
        report = send_plan(plan, desk.environment, desk.clock, to_sender=to_sender)
    except CaresheetError as error:
        return form_page(request, given, NoMail(refused=told(error)))
    return _outbox(request, tuple(each.summary for each in report.problems))


def empty_list(_request: Request, _typed: Typed) -> Response:
    """A list to be filled in, as a file."""
    return list_file(EMPTY_LIST)


def outbox(request: Request, _typed: Typed) -> Response:
    """The messages that were sent, that wait, and whose fate is unknown."""
    return _outbox(request, ())


def act(request: Request, typed: Typed) -> Response:
    """Take a message back, settle its fate, or send those that wait."""
    desk = desk_of(request)
    what, _, text = typed.get("act", "").partition("=")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    try:
        if what == "cancel":
            take_back(desk.environment, desk.today, number)
        elif what in {"arrived", "again"}:
            settle(desk.environment, desk.today, number, arrived=what == "arrived")
        elif what == "send":
            report = send_waiting(desk.environment, desk.clock, (number,) if number else ())
            return _outbox(request, tuple(each.summary for each in report.problems))
    except CaresheetError as error:
        return _outbox(request, told(error))
    return RedirectResponse("/mail/outbox", HTTPStatus.SEE_OTHER)


def given_in(typed: Typed) -> dict[str, str]:
    """What was typed in the form: who gets what."""
    given = {name: one_line(typed.get(name, ""))[:_LONGEST] for name in ("address", "handout", "second", "size")}
    return {**given, "list": typed.get("list", "")[:_LONGEST_LIST].replace("\r\n", "\n")}


def _from_file(request: Request, given: dict[str, str]) -> dict[str, str] | NoMail:
    """What was typed, with the list of the file that was chosen, if there was one. The file itself is not kept."""
    data, desk, words = sent_form(request).files.get("file"), desk_of(request), words_for(request)
    if data is None:
        return given
    try:
        people = recipients_in(data, desk.today)
    except CaresheetError as error:
        return NoMail({"file": " ".join(list_words(words, error.problems, data))})
    if len(people) > MOST:
        return NoMail({"file": words("mail.too_many", most=MOST)})
    return {**given, "list": as_text(people)}


def plan_for(request: Request, given: dict[str, str], *, drafts: bool) -> MailPlan | NoMail:
    """The messages, or why there are none."""
    desk, words = desk_of(request), words_for(request)
    if given["handout"] not in dict(_offered(desk)):
        return NoMail({"handout": words("mail.no_handout")})
    topic, layout, language = given["handout"].split("/")
    size = Size(given["size"]) if given["size"] in {each.value for each in Size} else Size.REGULAR
    people = _people(request, given)
    if isinstance(people, NoMail):
        return people
    try:
        edition = Edition(size, bilingual=given["second"] or None)
        mailing = Mailing(desk.today, topic, layout, language, edition, drafts=drafts)
        return plan_mail(desk.project(), people, mailing)
    except RequestError as error:
        return NoMail({"handout": error.problems[0].summary})
    except CaresheetError as error:
        return NoMail(refused=told(error))


def _people(request: Request, given: dict[str, str]) -> tuple[Recipient, ...] | NoMail:
    words, today, listed = words_for(request), desk_of(request).today, given["list"].encode()
    try:
        people = recipients_in(listed, today) if listed.strip() else (recipient_at(given["address"]),)
    except CaresheetError as error:
        if listed.strip():
            return NoMail({"list": " ".join(list_words(words, error.problems, listed))})
        return NoMail({"address": words("mail.no_address", why=error.problems[0].message)})
    return NoMail({"list": words("mail.too_many", most=MOST)}) if len(people) > MOST else people


def checked_page(
    request: Request, given: dict[str, str], plan: MailPlan, wrong: dict[str, str] | None = None
) -> Response:
    """The messages before they go out: how many of what to whom, and the first one as it arrives."""
    desk, words = desk_of(request), words_for(request)
    try:
        sender = mail_sender(desk.environment).address
    except CaresheetError:
        sender = ""
    letter = plan.messages[0].letter
    return page(
        request,
        "mail_check.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        wrong=wrong or {},
        people=[(masked(each.recipient.address), handout_name(each.layout)) for each in plan.messages],
        rows=_rows(words, plan),
        services=len(plan.domains),
        sender=sender,
        unset=not sender,
        letter=letter,
        picture=picture_address(page_picture(letter.pdf, 0, _SMALL)),
        is_draft=plan.has_drafts,
        given=given,
    )


def _rows(words: DeskWords, plan: MailPlan) -> list[dict[str, object]]:
    """How many messages carry which handout."""
    kinds = Counter((each.layout, each.letter.languages, each.size, each.letter.pages) for each in plan.messages)
    return [
        {
            "handout": handout_name(layout),
            "language": BETWEEN_LANGUAGES.join(map(own_name, languages)),
            "size": words(f"size.{size.value}"),
            "pages": pages,
            "number": number,
        }
        for (layout, languages, size, pages), number in kinds.items()
    ]


def _outbox(request: Request, problems: tuple[str, ...]) -> Response:
    desk = desk_of(request)
    try:
        kept = kept_messages(desk.environment, desk.today)
    except CaresheetError as error:
        kept, problems = (), (*problems, *told(error))
    counts = [(state.value, sum(each.state is state for each in kept)) for state in MessageState]
    return page(
        request,
        "mail_outbox.html",
        counts=[(state, number) for state, number in counts if number],
        kept=kept[:200],
        problems=problems,
        waiting=sum(each.state is MessageState.QUEUED for each in kept),
    )


def told(error: CaresheetError) -> tuple[str, ...]:
    return tuple(f"{each.summary}: {each.hint}" if each.hint else each.summary for each in error.problems)


def form_page(request: Request, given: dict[str, str], refusal: NoMail) -> Response:
    """The form with what was typed, and why there is no message."""
    desk, words = desk_of(request), words_for(request)
    return page(
        request,
        "mail.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refusal.wrong or refusal.refused else HTTPStatus.OK,
        given={"address": "", "list": "", "handout": "", "second": "", "size": "", **given},
        wrong=refusal.wrong,
        refused=refusal.refused,
        handouts=_offered(desk),
        seconds=[(language, second_name(words, language)) for language in ("", *_languages(desk))],
        sizes=[(size.value, words(f"size.{size.value}")) for size in Size],
        clinic=clinic_words(desk.profile),
    )


def _offered(desk: Desk) -> list[tuple[str, str]]:
    """Every handout in every language: its value in the form, and its name."""
    cards = [card for topic in desk.catalogue() for card in topic.cards]
    return [
        (f"{card.topic}/{card.layout}/{row.language}", f"{handout_name(card.layout)}, {own_name(row.language)}")
        for card in cards
        for row in card.rows
        if row.title
    ]


def _languages(desk: Desk) -> tuple[str, ...]:
    """Every language that a handout is in."""
    rows = (row for topic in desk.catalogue() for card in topic.cards for row in card.rows)
    return tuple(dict.fromkeys(row.language for row in rows))


ROUTES = (
    route("/mail", mail),
    route("/mail/check", check, "POST"),
    route("/mail/send", send, "POST"),
    route("/mail/list.csv", empty_list),
    route("/mail/outbox", outbox),
    route("/mail/outbox/act", act, "POST"),
)
