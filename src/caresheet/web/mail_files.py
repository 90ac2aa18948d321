"""The message itself: as a mail program shows it, and as a file that the user's own mail program opens and sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from caresheet.app.mail.from_desk import arriving_page, message_files, sender_at
from caresheet.app.mail.settings import mail_sender
from caresheet.app.profiles import one_line
from caresheet.model.problem import CaresheetError
from caresheet.web.answers import Typed, desk_of, file_answer, route
from caresheet.web.guard import DOCUMENT_POLICY
from caresheet.web.mail import NoMail, checked_page, form_page, given_in, plan_for
from caresheet.web.pages import words_for

if TYPE_CHECKING:
    from starlette.requests import Request

    from caresheet.model.message import Sender
    from caresheet.web.desk import Desk

_MEDIA = {"eml": "message/rfc822", "zip": "application/zip"}


def message(request: Request, typed: Typed) -> Response:
    """The first message as it arrives, without anything around it."""
    given = given_in(typed)
    plan = plan_for(request, given, drafts=True)
    if isinstance(plan, NoMail):
        return form_page(request, given, plan)
    return Response(arriving_page(plan.messages[0].letter), media_type="text/html", headers=DOCUMENT_POLICY)


def files(request: Request, typed: Typed) -> Response:
    """All messages as files; none of a draft. Nothing is sent, and nothing is put into the outbox."""
    desk, given = desk_of(request), given_in(typed)
    plan = plan_for(request, given, drafts=False)
    if isinstance(plan, NoMail):
        return form_page(request, given, plan)
    sender = _sender(desk, one_line(typed.get("sender", "")))
    if sender is None:
        return checked_page(request, given, plan, {"sender": words_for(request)("settings.wrong.address")})
    name, data = message_files(plan, sender, desk.clock)
    return file_answer(data, name, _MEDIA[name.rpartition(".")[2]])


def _sender(desk: Desk, typed: str) -> Sender | None:
    """Who the messages are from: as the settings say or, without any, the address that was typed."""
    try:
        return mail_sender(desk.environment)
    except CaresheetError:
        pass
    try:
        return sender_at(typed)
    except CaresheetError:
        return None


ROUTES = (route("/mail/message", message, "POST"), route("/mail/files", files, "POST"))
