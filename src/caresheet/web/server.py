"""The desk as a server: started, opened in the browser, and ended."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

import uvicorn

from caresheet.app.desk_notes import DeskNote, forget_desk, note_desk, noted_desk
from caresheet.app.ports import open_system_browser
from caresheet.web.desk import Desk
from caresheet.web.guard import ALIVE, OPEN
from caresheet.web.keys import DeskKeys, answer_to, is_same
from caresheet.web.site import site
from caresheet.web.sockets import USUAL_PORT, listening

if TYPE_CHECKING:
    from pathlib import Path

    from caresheet.app.ports import Environment

_PATIENCE = 2.0
"""Seconds to wait for an answer from a desk that may have ended."""
_TO_END = 3
"""Seconds that running requests have to finish when the desk is closed."""

Opener = Callable[[str], bool]
"""Opens an address in the browser, without waiting for it; False if there is none."""


class DeskServer:
    """A desk that is already listening; `run` answers requests until it is closed."""

    def __init__(self, root: Path | None, environment: Environment, port: int = USUAL_PORT) -> None:
        """Raises OSError if no port is free."""
        self.keys = DeskKeys.new()
        self.port, self.sockets = listening(port)
        self.note = DeskNote(self.port, self.keys.link, str(root or ""))
        self._environment = environment
        self._desk = desk = Desk(root, environment, self.keys, self.port, self.close)
        # Nothing is logged: a log could contain what was typed, and a GUI script has nowhere to write it.
        config = uvicorn.Config(
            site(desk),
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            http="h11",
            loop="asyncio",
            timeout_graceful_shutdown=_TO_END,
        )
        self._server = uvicorn.Server(config)

    @property
    def address(self) -> str:
        """The link that opens the desk, for the browser of this user only."""
        return address_of(self.note)

    def run(self) -> None:
        """Answer until the desk is closed. Ctrl-C closes it too, and then raises KeyboardInterrupt."""
        note_desk(self.note, self._environment)
        try:
            self._server.run(sockets=list(self.sockets))
        finally:
            self._desk.end()
            forget_desk(self.note, self._environment)
            for each in self.sockets:
                each.close()

    def close(self) -> None:
        """End once the running requests are answered."""
        self._server.should_exit = True


def address_of(note: DeskNote) -> str:
    """The link that opens a desk."""
    return f"http://127.0.0.1:{note.port}{OPEN}?link={note.link}"


def running_desk(root: Path | None, environment: Environment) -> DeskNote | None:
    """The running desk of this user and this project, or None. It must answer a challenge that no other program could:
    its port may have been taken over since."""
    note = noted_desk(environment)
    return note if note and note.project == str(root or "") and _answers(note) else None


def run_desk(
    root: Path | None,
    environment: Environment,
    *,
    port: int = USUAL_PORT,
    opener: Opener = open_system_browser,
    tell: Callable[[str], object],
) -> None:
    """Open the desk of a project in the browser and answer until it is closed; if it is already running, open that one.
    `tell` gets messages for the user. Raises OSError if no port is free."""
    running = running_desk(root, environment)
    if running:
        is_shown = opener(address_of(running))
        where = "It was opened in your browser again." if is_shown else f"Its address is {address_of(running)}"
        tell(f"The desk is already open. {where}")
        return
    server = DeskServer(root, environment, port)
    tell(f"The desk is open: {server.address}")
    tell("Only this computer can see it. To close it, press “Close the desk” there, or Ctrl-C here.")
    opener(server.address)  # it is listening: the browser waits for the first answer
    with suppress(KeyboardInterrupt):
        server.run()
    tell("The desk is closed.")


def _answers(note: DeskNote) -> bool:
    challenge = secrets.token_urlsafe(16)
    connection = HTTPConnection("127.0.0.1", note.port, timeout=_PATIENCE)
    try:
        connection.request("GET", f"{ALIVE}?challenge={challenge}")
        said = connection.getresponse().read(200).decode("ascii", "replace")
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return is_same(said, answer_to(challenge, note.link))
