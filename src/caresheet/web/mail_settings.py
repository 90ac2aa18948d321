"""Mail settings: who the messages are from and which service sends them, tried out with a test message.

What works is kept as by `caresheet email setup`. A password is never part of a page: the desk holds it in memory while
an attempt that failed is corrected.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import formataddr, parseaddr
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec.structs import replace
from starlette.responses import RedirectResponse, Response

from caresheet.app.mail.account import MailService
from caresheet.app.mail.background_setup import SetupInBackground
from caresheet.app.mail.from_desk import sender_at
from caresheet.app.mail.setup import (
    PORTS,
    SECRET,
    SERVICES,
    Draft,
    fields_of,
    first_draft,
    is_secret_kept,
    with_service,
)
from caresheet.app.profiles import one_line
from caresheet.model.problem import CaresheetError
from caresheet.web.answers import Typed, desk_of, route
from caresheet.web.mail_faults import fault_words
from caresheet.web.pages import chosen, page, words_for

if TYPE_CHECKING:
    from starlette.requests import Request

    from caresheet.web.desk import Desk

FIELDS = {service: fields_of(service) for service, _ in SERVICES}
"""The fields of the form for each service, the most common service first."""
_OPTIONAL = {"user", SECRET}
_LONGEST = 320
_AT_ONCE = 25.0
"""Seconds that the page waits for the test before it says that it is under way."""


def settings(request: Request, _typed: Typed) -> Response:
    """The form, and what became of the last attempt."""
    desk = desk_of(request)
    draft = desk.mail_setup.draft if desk.mail_setup else first_draft(desk.environment)
    return _form(request, _as_typed(draft), {})


def save(request: Request, typed: Typed) -> Response:
    """Try the settings out, and keep them if they work."""
    desk = desk_of(request)
    given = {name: text if name.endswith(SECRET) else one_line(text)[:_LONGEST] for name, text in typed.items()}
    name, is_better, better = given.pop("use", "").partition("=")
    if is_better:  # the button of a suggestion: it fills in the field, and tries nothing yet
        return _form(request, {**given, name: better}, {})
    draft = _draft(desk, given)
    wrong = dict(_wrong(request, draft, given))
    if wrong:
        return _form(request, given, wrong)
    desk.mail_setup = SetupInBackground(draft, desk.environment, desk.clock)
    desk.mail_setup.wait(_AT_ONCE)
    return RedirectResponse("/mail/settings", HTTPStatus.SEE_OTHER)


def _draft(desk: Desk, given: dict[str, str]) -> Draft:
    """What was typed, as an account; a password that was typed for an earlier attempt with this login is used again."""
    service = _service(given)
    address, name = given.get("address", ""), given.get("name", "")
    draft = with_service(first_draft(desk.environment), service, desk.environment)
    fields = {each: given.get(f"{service.value}.{each}", "") for each in FIELDS[service] if each != SECRET}
    sender = formataddr((name, address), "utf-8") if name.isascii() else f'"{name}" <{address}>'
    account = replace(draft.account, sender=sender if name else address, reply_to=given.get("reply_to", ""), **fields)
    secret = given.get(f"{service.value}.{SECRET}", "")
    last = desk.mail_setup.draft if desk.mail_setup else None
    if not secret and last and _login(last) == _login(Draft(account)):
        secret = last.secret
    return Draft(account, secret)


def _login(draft: Draft) -> tuple[str, str, str, str]:
    account = draft.account
    return account.service, account.host, account.user, account.client_id


def _wrong(request: Request, draft: Draft, given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The fields whose answers cannot be used, with the reason in words."""
    words, account, service = words_for(request), draft.account, _service(given)
    for name in ("address", "reply_to"):
        if (given.get(name) or name == "address") and not _is_address(given.get(name, "")):
            yield name, words("settings.wrong.address")
    for each in FIELDS[service]:
        text, name = given.get(f"{service.value}.{each}", ""), f"{service.value}.{each}"
        if not text and each not in _OPTIONAL:
            yield name, words("settings.wrong.empty")
        elif each == "port" and not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
            yield name, words("settings.wrong.port", typed=text)
    needs_secret = SECRET in FIELDS[service] and (account.user or service is MailService.GOOGLE)
    if needs_secret and not draft.secret and not is_secret_kept(account, desk_of(request).environment):
        yield f"{service.value}.{SECRET}", words("settings.wrong.secret")


def _is_address(text: str) -> bool:
    try:
        sender_at(text)
    except CaresheetError:
        return False
    return True


def _service(given: dict[str, str]) -> MailService:
    known = {each.value: each for each in FIELDS}
    return known.get(given.get("service", ""), MailService.MICROSOFT)


def _as_typed(draft: Draft) -> dict[str, str]:
    """The fields of the form for an account; never a password."""
    account = draft.account
    name, address = parseaddr(account.sender)
    service = MailService(account.service) if account.sender or account.host else MailService.MICROSOFT
    fields = {f"{service.value}.{each}": str(getattr(account, each)) for each in FIELDS[service] if each != SECRET}
    return {"name": name, "address": address, "reply_to": account.reply_to, "service": service.value, **fields}


def _form(request: Request, given: dict[str, str], wrong: dict[str, str]) -> Response:
    desk, words = desk_of(request), words_for(request)
    attempt = desk.mail_setup if not wrong else None
    encryption = chosen(given, "server.encryption", tuple(PORTS), "starttls")
    usual = {"server.encryption": encryption, "server.port": PORTS[encryption]}
    given = {
        "name": "",
        "address": "",
        "reply_to": "",
        **given,
        **{name: text for name, text in usual.items() if not given.get(name)},
    }
    return page(
        request,
        "mail_settings.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        given=given,
        wrong=wrong,
        labels={name: _label(name) for name in wrong},
        services=[(service.value, each) for service, each in FIELDS.items()],
        encryptions=tuple(PORTS),
        chosen=_service(given).value,
        attempt=attempt,
        faults=[fault_words(words, each) for each in attempt.problems] if attempt else [],
        better_port=_better_port(attempt),
        hidden_fields=SECRET,
    )


def _label(name: str) -> str:
    return f"settings.{name.rpartition('.')[2]}"


def _better_port(attempt: SetupInBackground | None) -> str:
    """The usual port of the encryption, if nothing answered at another one."""
    if not attempt or not attempt.problems or attempt.draft.account.service != MailService.SERVER.value:
        return ""
    usual = PORTS.get(attempt.draft.account.encryption, "")
    return usual if attempt.draft.account.port != usual else ""


ROUTES = (route("/mail/settings", settings), route("/mail/settings/save", save, "POST"))
