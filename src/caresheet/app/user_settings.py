"""What this user of this computer has chosen for good: the usual clinic of each project."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.ports import Environment
from caresheet.app.requests import RequestError
from caresheet.delivery import write_file
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_READABLE, NOT_WRITABLE

FOLDER = "CARESHEET_SETTINGS"
"""Environment variable with the folder of the settings; set to nothing, there are none."""
_FILE = "settings.json"


class UserSettings(Struct, frozen=True):
    """The absolute path of the usual clinic's profile, by the absolute path of the project's folder."""

    usual_clinics: dict[str, str] = {}


def usual_clinic(root: Path, environment: Environment) -> Path | None:
    """The profile that this user has chosen for the project at `root` (absolute), None if there is none. Raises
    RequestError if the file has gone, CaresheetError if the settings are broken."""
    chosen = _settings(environment).usual_clinics.get(str(root))
    if chosen is not None and not Path(chosen).is_file():
        hint = "choose one with: caresheet clinic use NAME"
        raise RequestError(f"the profile of your usual clinic is gone: '{chosen}'", hint)
    return Path(chosen) if chosen is not None else None


def choose_usual_clinic(root: Path, profile: Path | None, environment: Environment) -> None:
    """From now on, this user's handouts of the project at `root` are those of a clinic; None forgets the choice. Raises
    CaresheetError (not-writable)."""
    folder = settings_folder(environment)
    if folder is None:
        message, hint = "there is no folder for your settings", f"set {FOLDER} to one"
        raise CaresheetError((Problem(None, NOT_WRITABLE, message, hint),))
    settings = _settings(environment)
    others = {place: path for place, path in settings.usual_clinics.items() if place != str(root)}
    chosen = others if profile is None else {**others, str(root): str(profile)}
    data = msgspec.json.format(msgspec.json.encode(replace(settings, usual_clinics=chosen)))
    write_file(data + b"\n", folder / _FILE)


def _settings(environment: Environment) -> UserSettings:
    folder = settings_folder(environment)
    try:
        data = (folder / _FILE).read_bytes() if folder else b""
        return msgspec.json.decode(data, type=UserSettings) if data else UserSettings()
    except FileNotFoundError:
        return UserSettings()
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        message = f"your settings in {folder} cannot be read: {error}"
        raise CaresheetError((Problem(None, NOT_READABLE, message, f"delete the file {_FILE} there"),)) from error


def settings_folder(environment: Environment) -> Path | None:
    """The folder that the environment names, else the user's own; None where it names an empty one, and where the user
    has no folders."""
    given = environment.get(FOLDER)
    if given is not None:
        return Path(given) if given else None
    from platformdirs import user_config_path

    try:
        return user_config_path("caresheet", appauthor=False)
    except RuntimeError:  # nobody knows where this user's home is
        return None
