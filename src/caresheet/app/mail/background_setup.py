"""Setting up mail while a page shows how far it is: in a separate thread, because signing in takes minutes."""

from __future__ import annotations

import os
import threading

from caresheet.app.mail.setup import Draft, SetUp, set_up
from caresheet.app.mail.signing_in import Surroundings
from caresheet.app.ports import Clock, Environment
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import MAIL_SETTINGS

_BUG = Problem(None, MAIL_SETTINGS, "something went wrong in caresheet", "try again")


class SetupInBackground:
    """One attempt at `set_up`. `link` is the address at which the person signs in, empty as long as there is none;
    `done` says what is kept once it has worked, `problems` why it has not."""

    def __init__(self, draft: Draft, environment: Environment, clock: Clock) -> None:
        self.draft = draft
        self.link = ""
        self.done: SetUp | None = None
        self.problems: tuple[Problem, ...] = ()
        self._news = threading.Event()
        self._around = Surroundings(self._ask_to_sign_in, lambda _words: None, os.urandom, clock)
        self._environment = environment
        threading.Thread(target=self._run, daemon=True).start()

    @property
    def is_running(self) -> bool:
        """Whether neither the test message nor a problem is there yet."""
        return self.done is None and not self.problems

    def wait(self, seconds: float) -> None:
        """Wait until there is something new to show, at most this many seconds."""
        self._news.wait(seconds)

    def _ask_to_sign_in(self, link: str) -> bool:
        """The page that is open in this user's browser shows the link."""
        self.link = link
        self._news.set()
        return True

    def _run(self) -> None:
        try:
            self.done = set_up(self.draft, self._environment, self._around)
        except CaresheetError as error:
            self.problems = error.problems
        except Exception:  # noqa: BLE001 - a bug: its message could contain a password
            self.problems = (_BUG,)
        finally:
            self.link = ""
            self._news.set()
