"""Which desk of this user is running, so that a second start opens that one."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from caresheet.app.ports import Environment
from caresheet.delivery import write_file
from caresheet.model.problem import CaresheetError

FOLDER = "CARESHEET_DESK"
"""Environment variable with the folder of the note; set to nothing, no note is kept."""
_FILE = "desk.json"


class DeskNote(Struct, frozen=True):
    """Where a desk listens, what opens it, and the folder of its project. Only this user can read it."""

    port: int
    link: str
    project: str


def noted_desk(environment: Environment) -> DeskNote | None:
    """The desk that was started last, whether or not it is still running; None without a readable note."""
    path = _path(environment)
    try:
        return msgspec.json.decode(path.read_bytes(), type=DeskNote) if path else None
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def note_desk(note: DeskNote, environment: Environment) -> None:
    """Remember a desk. If the note cannot be written, a second start only opens a second desk."""
    path = _path(environment)
    if path is not None:
        try:
            write_file(msgspec.json.encode(note), path, private=True)
        except CaresheetError:
            return


def forget_desk(note: DeskNote, environment: Environment) -> None:
    """Forget a desk that has ended, unless another one has been started since."""
    path = _path(environment)
    if path is not None and noted_desk(environment) == note:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return


def _path(environment: Environment) -> Path | None:
    from platformdirs import user_state_path

    given = environment.get(FOLDER)
    try:
        folder = None if given == "" else Path(given) if given else user_state_path("caresheet", appauthor=False)
    except RuntimeError:  # nobody knows where this user's home is
        return None
    return folder / _FILE if folder else None
