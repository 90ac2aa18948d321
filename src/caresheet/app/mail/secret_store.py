"""Passwords and tokens of this user: in the system's keyring, or in a file that only this user can read."""

from __future__ import annotations

import msgspec

from caresheet.app.ports import Environment
from caresheet.app.user_settings import FOLDER, settings_folder
from caresheet.delivery import is_private, write_private
from caresheet.model.mail_problem import mail_problem
from caresheet.model.problem import CaresheetError
from caresheet.model.rules import MAIL_SETTINGS

KEYRING_SERVICE = "caresheet"
IN_KEYRING = "in the system's keyring"
"""The words that say that a secret is there."""
_FILE = "mail-secrets.json"
_SETUP = "; then run: caresheet email setup"


class SecretStore:
    """Keeps secrets by name."""

    def __init__(self, environment: Environment) -> None:
        folder = settings_folder(environment)
        self._file = folder / _FILE if folder else None

    def get(self, name: str) -> str:
        """The secret with this name, empty if there is none. Raises CaresheetError (mail-settings) if the keyring or
        the file cannot be read, or if others can read the file."""
        return self._in_file().get(name, "") or _in_keyring(name)

    def put(self, name: str, secret: str) -> str:
        """Keep a secret, and return words that say where. If the keyring does not accept it (that of Windows takes at
        most 1,280 characters), it goes into the file. Raises CaresheetError (mail-settings, not-writable)."""
        kept = self._in_file()
        if _put_in_keyring(name, secret):
            if name in kept:
                self._write({each: old for each, old in kept.items() if each != name})
            return IN_KEYRING
        self._write({**kept, name: secret})
        return f"in {self._file}, which only you can read: this system has no keyring that accepts it"

    def _in_file(self) -> dict[str, str]:
        if self._file is None or not self._file.exists():
            return {}
        if not is_private(self._file):
            remedy = "delete it and change the password that was in it"
            raise _refusal(f"other users can read {self._file}", remedy, _SETUP)
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError) as error:
            raise _refusal(f"{self._file} cannot be read", "delete it", _SETUP) from error

    def _write(self, secrets: dict[str, str]) -> None:
        if self._file is None:
            raise _refusal("there is no folder for your settings", f"set {FOLDER} to one")
        write_private(msgspec.json.encode(secrets), self._file, otherwise=f"set {FOLDER} to another folder")


def _in_keyring(name: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError, NoKeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(KEYRING_SERVICE, name) or ""
    except NoKeyringError:
        return ""
    except KeyringError as error:
        raise _refusal(f"the system's keyring cannot be read: {type(error).__name__}", "unlock it") from error


def _put_in_keyring(name: str, secret: str) -> bool:
    """Whether the keyring has the secret now."""
    try:
        import keyring
    except ImportError:
        return False
    try:
        keyring.set_password(KEYRING_SERVICE, name, secret)
        return keyring.get_password(KEYRING_SERVICE, name) == secret
    except Exception:  # noqa: BLE001 - each system's keyring fails in its own way, and there is the file
        return False


def _refusal(message: str, remedy: str, setup: str = "") -> CaresheetError:
    return CaresheetError((mail_problem(MAIL_SETTINGS, message, remedy, setup),))
