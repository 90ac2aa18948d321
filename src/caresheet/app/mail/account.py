"""How this user's mail goes out: the answers of `caresheet email setup`, kept in the user's folder for settings.

There is never a password in this file: see `mail.secret_store`. Environment variables count instead of the file, not
together with it: half of each would log in to one server with the password of another.
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
    """Who takes the messages, and how this user proves who they are."""

    SERVER = "server"  # any mail server, with a name and a password or without
    MICROSOFT = "microsoft"  # Microsoft 365 by Graph, signed in with the browser
    MICROSOFT_SMTP = "microsoft-smtp"  # Microsoft 365 by SMTP, signed in with the browser
    GOOGLE = "google"  # Google Workspace by SMTP, signed in with the browser


class MailAccount(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Sender and service, as somebody typed them. What is empty is as usual for the service."""

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
        """The same as settings by the names of their environment variables."""
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
    """The environment, with the user's account where no variable says how mail goes out. Raises CaresheetError
    (mail-settings) for an account that cannot be read."""
    if mail_variables(environment):
        return environment
    account = read_account(environment)
    return {**environment, **account.as_environment()} if account else environment


def mail_variables(environment: Environment) -> dict[str, str]:
    """What the environment says about how mail goes out, by the fields of an account."""
    given = {field: environment.get(name, "").strip() for field, name in _NAMES.items()}
    return {field: value for field, value in given.items() if value}


def variables_of(fields: Iterable[str]) -> tuple[str, ...]:
    """The environment variables of these fields of an account."""
    return tuple(_NAMES[field] for field in fields)


def read_account(environment: Environment) -> MailAccount | None:
    """The account that was set up, None if none was. Raises CaresheetError (mail-settings)."""
    folder = settings_folder(environment)
    try:
        return msgspec.json.decode((folder / _FILE).read_bytes(), type=MailAccount) if folder else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        message = f"your mail settings in {folder} cannot be read: {error}"
        hint = f"delete the file {_FILE} there, and run: caresheet email setup"
        raise CaresheetError((Problem(None, MAIL_SETTINGS, message, hint),)) from error


def write_account(account: MailAccount, environment: Environment) -> Path:
    """Keep the account for next time, for this user alone; returns its file. Raises CaresheetError (mail-settings,
    not-writable)."""
    folder = settings_folder(environment)
    if folder is None:
        message, hint = "there is no folder for your settings", f"set {FOLDER} to one"
        raise CaresheetError((Problem(None, MAIL_SETTINGS, message, hint),))
    data = msgspec.json.format(msgspec.json.encode(account))
    write_private(data + b"\n", folder / _FILE, otherwise=f"set {FOLDER} to another folder")
    return folder / _FILE
