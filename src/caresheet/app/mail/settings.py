"""The sender, the carrier of the messages, and the outbox: from the environment, or else from the answers to
`caresheet email setup`."""

from __future__ import annotations

import ipaddress
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from typing import NoReturn

from msgspec.structs import replace

from caresheet.app.kept_secret import kept_secret
from caresheet.app.mail.account import (
    AUTHORITY,
    CLIENT_ID,
    ENCRYPTION,
    FROM,
    GRAPH,
    HOST,
    PASSWORD,
    PORT,
    REPLY_TO,
    SERVICE,
    TENANT,
    USER,
    MailService,
    mail_environment,
)
from caresheet.app.mail.secret_store import SecretStore
from caresheet.app.mail.signing_in import AccessTokens
from caresheet.app.ports import Clock, Environment, SystemClock
from caresheet.app.user_settings import FOLDER as SETTINGS
from caresheet.delivery.mail.dispatch import Carrier
from caresheet.delivery.mail.graph import GraphCarrier, GraphMailbox
from caresheet.delivery.mail.oauth import Provider, google, microsoft
from caresheet.delivery.mail.outbox import Outbox
from caresheet.delivery.mail.smtp import SmtpCarrier
from caresheet.delivery.mail.smtp_session import Encryption, MailServer
from caresheet.model.address import BadAddressError, sendable
from caresheet.model.message import Sender
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import MAIL_SETTINGS

OUTBOX = "CARESHEET_OUTBOX"
SECRET_FILE = "outbox-secret"  # noqa: S105 - the name of a file
_AUTHORITY, _GRAPH = "https://login.microsoftonline.com", "https://graph.microsoft.com"
_SCOPES = {
    MailService.MICROSOFT: "{graph}/Mail.Send",
    MailService.MICROSOFT_SMTP: "https://outlook.office.com/SMTP.Send",
}
"""The least that a token must allow (learn.microsoft.com, sendMail; OAuth for SMTP)."""
_HOSTS = {MailService.MICROSOFT_SMTP: "smtp.office365.com", MailService.GOOGLE: "smtp.gmail.com"}
_PORTS = {Encryption.STARTTLS: 587, Encryption.IMPLICIT: 465, Encryption.NONE: 25}
"""Ports for message submission (RFC 6409, section 3.1; RFC 8314, section 3.3), and the port of servers without TLS."""
_SETUP = "or run: caresheet email setup"


def mail_sender(environment: Environment) -> Sender:
    """Who the messages are from. Raises CaresheetError (mail-settings)."""
    settings = mail_environment(environment)
    name, address = parseaddr(_setting(settings, FROM, example="an address such as Name <name@example.org>"))
    reply_to = _setting(settings, REPLY_TO)
    return Sender(_address(FROM, address), name, _address(REPLY_TO, reply_to) if reply_to else None)


def mail_carrier(
    environment: Environment,
    sender: Sender,
    *,
    insecure: bool = False,
    clock: Clock | None = None,
    patience: float = 60.0,
) -> Carrier:
    """The carrier of this sender's messages. `insecure` does without TLS, for a server on this machine only.
    `patience`: seconds to wait for each reply of a mail server.

    Raises CaresheetError (mail-settings).
    """
    settings = mail_environment(environment)
    service, store = mail_service(settings), SecretStore(environment)
    if service is MailService.SERVER:
        return SmtpCarrier(replace(_server(settings, sender, store, insecure=insecure), timeout=patience))
    if insecure:
        _refuse("--insecure-localhost is for a mail server on this machine", "leave it out")
    provider = sign_in_provider(settings, store)
    tokens = AccessTokens(provider, sender.address, store, clock or SystemClock())
    if service is MailService.MICROSOFT:
        return GraphCarrier(GraphMailbox(_setting(settings, GRAPH) or _GRAPH, tokens))
    host, encryption = _setting(settings, HOST) or _HOSTS[service], _encryption(settings)
    user = _setting(settings, USER) or sender.address
    server = MailServer(
        host, _port(settings, encryption), encryption, sender.address, user, timeout=patience, token=tokens
    )
    return SmtpCarrier(server)


def mail_service(settings: Environment) -> MailService:
    """The kind of service that sends the messages. Raises CaresheetError (mail-settings)."""
    text = _setting(settings, SERVICE).lower() or MailService.SERVER.value
    try:
        return MailService(text)
    except ValueError:
        names = ", ".join(each.value for each in MailService)
        _refuse(f"the mail setting {SERVICE} is not one of: {names}", "set it to one of these")


def sign_in_provider(settings: Environment, store: SecretStore) -> Provider:
    """The provider that signs the sender in, for a service without passwords. Raises CaresheetError (mail-settings)."""
    service = mail_service(settings)
    client_id = _setting(settings, CLIENT_ID, example="the client ID of your registration")
    if service is MailService.GOOGLE:
        return google(client_id, store.get(client_secret_name(client_id)))
    tenant = _setting(settings, TENANT, example="the tenant ID of your organization")
    scope = _SCOPES[service].format(graph=_setting(settings, GRAPH) or _GRAPH)
    return microsoft(_setting(settings, AUTHORITY) or _AUTHORITY, tenant, client_id, scope)


def client_secret_name(client_id: str) -> str:
    """The name under which the secret of a registration is kept."""
    return f"client secret {client_id}"


def _server(settings: Environment, sender: Sender, store: SecretStore, *, insecure: bool) -> MailServer:
    host = _setting(settings, HOST, example="a server such as mail.example.org")
    encryption = Encryption.NONE if insecure else _encryption(settings)
    if insecure and not _is_loopback(host):
        _refuse(f"--insecure-localhost is for a server on this machine, and {HOST} is not", "leave it out")
    user = _setting(settings, USER)
    password = _password(settings, user, store) if user else ""
    return MailServer(host, _port(settings, encryption), encryption, sender.address, user, password)


def open_outbox(environment: Environment, today: date) -> Outbox:
    """This user's outbox. The secret of its marks lies elsewhere, in the user's folder for settings, so that a copy of
    the outbox alone tells nothing.

    Raises CaresheetError (mail-settings, bad-outbox).
    """
    from platformdirs import user_config_path, user_data_path

    given = _setting(environment, OUTBOX)
    try:
        folder = Path(given) if given else user_data_path("caresheet", appauthor=False)
        settings = environment.get(SETTINGS) or user_config_path("caresheet", appauthor=False)
    except RuntimeError:  # nobody knows where this user's home is
        _refuse("this user has no home folder for the outbox and its secret", "set the environment variable HOME")
    kept = Path(settings, SECRET_FILE)
    secret = kept_secret(kept)
    if secret is None:
        _refuse(f"the secret of the outbox cannot be kept in {kept}", "make this file readable and writable for you")
    return Outbox(folder, today, secret.encode("ascii"))


def _setting(environment: Environment, name: str, *, example: str = "") -> str:
    """A setting without white space around it; it may be missing if there is no `example` to show."""
    text = environment.get(name, "").strip()
    if not text and example:
        _refuse(f"the mail setting {name} is not set", f"set it to {example}, {_SETUP}")
    if not text.isprintable():
        _refuse(f"the mail setting {name} contains an invisible character", "retype it")
    return text


def _address(name: str, text: str) -> str:
    try:
        return sendable(text)
    except BadAddressError as error:
        message = f"the mail setting {name} has no valid e-mail address: {error}"
        _refuse(message, "use an address like name@example.org")


def _encryption(environment: Environment) -> Encryption:
    asked = _setting(environment, ENCRYPTION).lower()
    if not asked:
        is_implicit = _setting(environment, PORT) == str(_PORTS[Encryption.IMPLICIT])
        return Encryption.IMPLICIT if is_implicit else Encryption.STARTTLS
    if asked not in {Encryption.STARTTLS.value, Encryption.IMPLICIT.value}:
        _refuse(f"the mail setting {ENCRYPTION} is neither starttls nor implicit", "set it to one of these")
    return Encryption(asked)


def _port(environment: Environment, encryption: Encryption) -> int:
    text = _setting(environment, PORT)
    if not text:
        return _PORTS[encryption]
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        _refuse(f"the mail setting {PORT} is not a port number", "set it to 587 or 465, or do not set it")
    return int(text)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _password(settings: Environment, user: str, store: SecretStore) -> str:
    password = settings.get(PASSWORD) or store.get(user)
    if not password:
        message = f"there is no password: {PASSWORD} is not set, and none is kept for this user"
        _refuse(message, f"set it, {_SETUP}")
    return password


def _refuse(message: str, hint: str) -> NoReturn:
    raise CaresheetError((Problem(None, MAIL_SETTINGS, message, hint),))
