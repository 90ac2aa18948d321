"""Files that wait in memory for the page that prints them."""

from __future__ import annotations

import secrets
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from caresheet.app.requests import RequestError

if TYPE_CHECKING:
    from caresheet.model.artifact import Artifact

_LONGEST = 60.0
"""Seconds that a file waits for its page."""


class WaitingPrints:
    """Each is taken once and soon; several threads put and take."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: dict[str, tuple[float, Artifact]] = {}

    def put(self, file: Artifact) -> str:
        """Let a file wait, and return the name by which it is taken, which cannot be guessed."""
        name = secrets.token_urlsafe(32)
        with self._lock:
            self._forget()
            self._waiting[name] = (monotonic() + _LONGEST, file)
        return name

    def take(self, name: str) -> Artifact:
        """The file, which is then forgotten. Raises RequestError if no such file waits, or no longer."""
        with self._lock:
            self._forget()
            found = self._waiting.pop(name, None)
        if found is None:
            raise RequestError("there is nothing to print", "press Print again")
        return found[1]

    def _forget(self) -> None:
        now = monotonic()
        self._waiting = {name: each for name, each in self._waiting.items() if each[0] > now}
