"""The sender, the mail server and the outbox: settings of the environment, never of files or arguments."""

from __future__ import annotations

import ipaddress
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from typing import NoReturn

from caresheet.app.kept_secret import kept_secret
from caresheet.app.ports import Environment
from caresheet.app.user_settings import FOLDER as SETTINGS
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
SECRET_FILE = "outbox-secret"  # noqa: S105 - the name of a file
_KEYRING_SERVICE = "caresheet"
_PORTS = {Encryption.STARTTLS: 587, Encryption.IMPLICIT: 465, Encryption.NONE: 25}
"""Ports for message submission (RFC 6409, section 3.1; RFC 8314, section 3.3), and the port of servers without TLS."""


def mail_sender(environment: Environment) -> Sender:
    """Who the messages are from. Raises CaresheetError (mail-settings)."""
    name, address = parseaddr(_setting(environment, FROM, example="Name <name@example.org>"))
    reply_to = _setting(environment, REPLY_TO)
    return Sender(_address(FROM, address), name, _address(REPLY_TO, reply_to) if reply_to else None)


def mail_server(environment: Environment, sender: Sender, *, insecure: bool = False) -> MailServer:
    """The server that takes the messages; `insecure` goes without TLS, on this machine only.

    The password is in the environment, or else in the system's keyring. Raises CaresheetError (mail-settings).
    """
    host = _setting(environment, HOST, example="mail.example.org")
    encryption = Encryption.NONE if insecure else _encryption(environment)
    if insecure and not _is_loopback(host):
        _refuse(f"--insecure-localhost is for a server on this machine, and {HOST} is not", "leave it out")
    user = _setting(environment, USER)
    password = _password(environment, user) if user else ""
    return MailServer(host, _port(environment, encryption), encryption, sender.address, user, password)


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
    """A setting without white space around it; it may be missing if there is no `example` to tell."""
    text = environment.get(name, "").strip()
    if not text and example:
        _refuse(f"the environment variable {name} is not set", f"set it to something like {example}")
    if not text.isprintable():
        _refuse(f"the environment variable {name} contains an invisible character", "retype it")
    return text


def _address(name: str, text: str) -> str:
    try:
        return sendable(text)
    except BadAddressError as error:
        message = f"the environment variable {name} has no valid e-mail address: {error}"
        _refuse(message, "use an address like name@example.org")


def _encryption(environment: Environment) -> Encryption:
    asked = _setting(environment, ENCRYPTION).lower()
    if not asked:
        is_implicit = _setting(environment, PORT) == str(_PORTS[Encryption.IMPLICIT])
        return Encryption.IMPLICIT if is_implicit else Encryption.STARTTLS
    if asked not in {Encryption.STARTTLS.value, Encryption.IMPLICIT.value}:
        _refuse(f"the environment variable {ENCRYPTION} is neither starttls nor implicit", "set it to one of these")
    return Encryption(asked)


def _port(environment: Environment, encryption: Encryption) -> int:
    text = _setting(environment, PORT)
    if not text:
        return _PORTS[encryption]
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        _refuse(f"the environment variable {PORT} is not a port number", "set it to 587 or 465, or do not set it")
    return int(text)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _password(environment: Environment, user: str) -> str:
    password = environment.get(PASSWORD)
    if password:
        return password
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        _refuse(f"there is no password: {PASSWORD} is not set", "set it, or install caresheet[keyring]")
    try:
        stored = keyring.get_password(_KEYRING_SERVICE, user)
    except KeyringError as error:
        _refuse(f"the system's keyring cannot be read: {type(error).__name__}", f"set {PASSWORD} instead")
    if not stored:
        hint = f"store one with: keyring set {_KEYRING_SERVICE} USER; or set {PASSWORD}"
        _refuse("the system's keyring has no password for this user", hint)
    return stored


def _refuse(message: str, hint: str) -> NoReturn:
    raise CaresheetError((Problem(None, MAIL_SETTINGS, message, hint),))
