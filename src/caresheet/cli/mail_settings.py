"""Who sends, by which server, and from which outbox: told by the environment, never by files or arguments."""

from __future__ import annotations

import ipaddress
import os
import secrets
from datetime import date, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import NoReturn

from caresheet.delivery.mail.message import Envelope
from caresheet.delivery.mail.outbox import Outbox
from caresheet.delivery.mail.smtp import Encryption, MailServer
from caresheet.model.address import BadAddressError, sendable
from caresheet.model.message import Sender
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import MAIL_SETTINGS

FROM, REPLY_TO = "CARESHEET_MAIL_FROM", "CARESHEET_MAIL_REPLY_TO"
HOST, PORT, ENCRYPTION = "CARESHEET_SMTP_HOST", "CARESHEET_SMTP_PORT", "CARESHEET_SMTP_ENCRYPTION"
USER, PASSWORD = "CARESHEET_SMTP_USER", "CARESHEET_SMTP_PASSWORD"
OUTBOX = "CARESHEET_OUTBOX"
_KEYRING_SERVICE = "caresheet"
_PORTS = {Encryption.STARTTLS: 587, Encryption.IMPLICIT: 465, Encryption.NONE: 25}
"""Where mail programs hand in messages (RFC 6409, 3.1; RFC 8314, 3.3), and mail servers without TLS listen."""


def sender() -> Sender:
    """Who writes. Raises CaresheetError (mail-settings)."""
    name, address = parseaddr(_said(FROM, needed="Name <name@example.org>"))
    reply_to = _said(REPLY_TO)
    return Sender(_address(FROM, address), name, _address(REPLY_TO, reply_to) if reply_to else None)


def envelope_of(written_at: datetime, campaign: str, *, test: bool = False) -> Envelope:
    """From whom, when and on which occasion. Each test is an occasion of its own, so that it was never sent before."""
    return Envelope(sender(), written_at, f"test {written_at.isoformat()}" if test else campaign)


def server(writer: Sender, *, insecure: bool) -> MailServer:
    """Where messages are handed in. Raises CaresheetError (mail-settings)."""
    host = _said(HOST, needed="mail.example.org")
    encryption = Encryption.NONE if insecure else _encryption()
    if insecure and not _is_loopback(host):
        _refuse(f"--insecure-localhost is for a server on this machine, and {HOST} is not", "leave it out")
    user = _said(USER)
    return MailServer(host, _port(encryption), encryption, writer.address, user, _password(user) if user else "")


def open_outbox() -> Outbox:
    """This user's outbox. Raises CaresheetError (bad-outbox)."""
    place = _said(OUTBOX)
    if not place:
        from platformdirs import user_data_path

        place = str(user_data_path("caresheet", appauthor=False))
    return Outbox(Path(place), date.today(), secrets.token_bytes(32))  # noqa: DTZ011 - the day on the wall


def _said(name: str, *, needed: str = "") -> str:
    text = os.environ.get(name, "").strip()
    if not text and needed:
        _refuse(f"the environment variable {name} is not set", f"set it to something like {needed}")
    if not text.isprintable():
        _refuse(f"the environment variable {name} holds a character that nobody sees", "type it anew")
    return text


def _address(name: str, text: str) -> str:
    try:
        return sendable(text)
    except BadAddressError as error:
        _refuse(f"the environment variable {name} has no address: {error}", "write one like name@example.org")


def _encryption() -> Encryption:
    asked = _said(ENCRYPTION).lower()
    if not asked:
        return Encryption.IMPLICIT if _said(PORT) == str(_PORTS[Encryption.IMPLICIT]) else Encryption.STARTTLS
    if asked not in {Encryption.STARTTLS.value, Encryption.IMPLICIT.value}:
        _refuse(f"the environment variable {ENCRYPTION} is neither starttls nor implicit", "set it to one of them")
    return Encryption(asked)


def _port(encryption: Encryption) -> int:
    text = _said(PORT)
    if not text:
        return _PORTS[encryption]
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        _refuse(f"the environment variable {PORT} is no port", "set it to 587 or 465, or leave it out")
    return int(text)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _password(user: str) -> str:
    """From the environment, else from the system's keyring where caresheet[keyring] is installed."""
    password = os.environ.get(PASSWORD)
    if password:
        return password
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        _refuse(f"there is no password: {PASSWORD} is not set", "set it, or install caresheet[keyring]")
    try:
        kept = keyring.get_password(_KEYRING_SERVICE, user)
    except KeyringError as error:
        _refuse(f"the system's keyring cannot be asked: {type(error).__name__}", f"set {PASSWORD} instead")
    if not kept:
        hint = f"keep one with: keyring set {_KEYRING_SERVICE} USER; or set {PASSWORD}"
        _refuse("the system's keyring has no password for this user", hint)
    return kept


def _refuse(message: str, hint: str) -> NoReturn:
    raise CaresheetError((Problem(None, MAIL_SETTINGS, message, hint),))
