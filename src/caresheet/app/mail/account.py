"""How this user's mail is sent: the answers to `caresheet email setup`, kept in the user's folder for settings.

Passwords are never in this file: see `mail.secret_store`. Environment variables replace the file as a whole: a mixture
of both might log in to one server with the password of another.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

import msgspec
from msgspec import Struct

from caresheet.app.ports import Environment
from caresheet.app.user_settings import FOLDER, settings_folder
from caresheet.delivery import write_private
from caresheet.model.mail_problem import mail_problem
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import MAIL_SETTINGS

FROM, REPLY_TO = "CARESHEET_MAIL_FROM", "CARESHEET_MAIL_REPLY_TO"
SERVICE = "CARESHEET_MAIL_SERVICE"
CLIENT_ID, TENANT = "CARESHEET_MAIL_CLIENT_ID", "CARESHEET_MAIL_TENANT"
AUTHORITY, GRAPH = "CARESHEET_MAIL_AUTHORITY", "CARESHEET_MAIL_GRAPH"
HOST, PORT, ENCRYPTION = "CARESHEET_SMTP_HOST", "CARESHEET_SMTP_PORT", "CARESHEET_SMTP_ENCRYPTION"
USER, PASSWORD = "CARESHEET_SMTP_USER", "CARESHEET_SMTP_PASSWORD"
_FILE = "mail.json"


class MailService(Enum):
    """The service that sends the messages, and how this user logs in."""

    SERVER = "server"  # any mail server, with a user name and password or without
    MICROSOFT = "microsoft"  # Microsoft 365 by Graph, signed in with the browser
    MICROSOFT_SMTP = "microsoft-smtp"  # Microsoft 365 by SMTP, signed in with the browser
    GOOGLE = "google"  # Google Workspace by SMTP, signed in with the browser


class MailAccount(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Sender and service, as they were typed. Where a field is empty, the service's default counts."""

    sender: str
    reply_to: str = ""
    service: str = MailService.SERVER.value
    host: str = ""
    port: str = ""
    encryption: str = ""
    user: str = ""
    client_id: str = ""
    tenant: str = ""
    authority: str = ""
    graph: str = ""

    def as_environment(self) -> dict[str, str]:
        """The fields that are not empty, by the names of their environment variables."""
        return {name: value for field, name in _NAMES.items() if (value := str(getattr(self, field)))}


_NAMES = {
    "sender": FROM,
    "reply_to": REPLY_TO,
    "service": SERVICE,
    "host": HOST,
    "port": PORT,
    "encryption": ENCRYPTION,
    "user": USER,
    "client_id": CLIENT_ID,
    "tenant": TENANT,
    "authority": AUTHORITY,
    "graph": GRAPH,
}
"""The environment variable for each field of an account."""


def mail_environment(environment: Environment) -> Environment:
    """The environment, with the user's account added if no variable says how mail is sent. Raises CaresheetError
    (mail-settings) if the account cannot be read."""
    if mail_variables(environment):
        return environment
    account = read_account(environment)
    return {**environment, **account.as_environment()} if account else environment


def mail_variables(environment: Environment) -> dict[str, str]:
    """What the environment says about how mail is sent, by the fields of an account."""
    given = {field: environment.get(name, "").strip() for field, name in _NAMES.items()}
    return {field: value for field, value in given.items() if value}


def variables_of(fields: Iterable[str]) -> tuple[str, ...]:
    """The environment variables of these fields of an account."""
    return tuple(_NAMES[field] for field in fields)


def read_account(environment: Environment) -> MailAccount | None:
    """The account that was set up, or None. Raises CaresheetError (mail-settings)."""
    folder = settings_folder(environment)
    try:
        return msgspec.json.decode((folder / _FILE).read_bytes(), type=MailAccount) if folder else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        message = f"your mail settings in {folder} cannot be read: {error}"
        remedy, setup = f"delete the file {_FILE} there", "; then run: caresheet email setup"
        raise CaresheetError((mail_problem(MAIL_SETTINGS, message, remedy, setup),)) from error


def write_account(account: MailAccount, environment: Environment) -> Path:
    """Keep the account in a file that only this user can read, and return its path. Raises CaresheetError
    (mail-settings, not-writable)."""
    folder = settings_folder(environment)
    if folder is None:
        message, hint = "there is no folder for your settings", f"set {FOLDER} to one"
        raise CaresheetError((Problem(None, MAIL_SETTINGS, message, hint),))
    data = msgspec.json.format(msgspec.json.encode(account))
    write_private(data + b"\n", folder / _FILE, otherwise=f"set {FOLDER} to another folder")
    return folder / _FILE
