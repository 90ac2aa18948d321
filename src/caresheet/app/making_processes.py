"""Long work in processes that can be stopped: each keeps what it has made for the next time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from time import monotonic
from typing import TYPE_CHECKING, Any

from caresheet.app.requests import RequestError
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import WORKER_CRASHED

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_MOST = 3
"""The most processes at once: a fourth sheet waits for one of them."""
_STOPPED = Problem(
    None,
    WORKER_CRASHED,
    "a process that made a sheet was stopped",
    "try again; if it happens again, close other programs first",
)


class TooSlowError(Exception):
    """The work took too long, and its process was stopped."""


class _Maker:
    """One process with an object in it whose methods are called from here."""

    def __init__(self, make: Callable[..., object], *arguments: object) -> None:
        context = get_context("spawn")  # a forked copy of a process with threads may hold a lock forever
        self._here, there = context.Pipe()
        self._process = context.Process(target=_answer, args=(there, make, arguments), daemon=True)
        self._process.start()
        there.close()

    def ask(self, method: str, arguments: tuple[object, ...], seconds: float) -> tuple[str, Any]:
        """The answer of the method. Raises TooSlowError, and EOFError if the process has ended."""
        self._here.send((method, arguments))
        if not self._here.poll(seconds):
            raise TooSlowError
        answer: tuple[str, Any] = self._here.recv()
        return answer

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._here.close()


class Makers:
    """A few processes, started when needed. Many threads may ask at once."""

    def __init__(self, make: Callable[..., object], *arguments: object) -> None:
        self._make, self._arguments = make, arguments
        self._idle: list[_Maker] = []
        self._all: set[_Maker] = set()
        self._free = threading.Semaphore(_MOST)
        self._lock = threading.Lock()

    def ask(self, method: str, *arguments: object, seconds: float) -> Any:  # noqa: ANN401 - whatever the method returns
        """The answer of a method of the object. Raises its CaresheetError or RequestError, TooSlowError after the time,
        and for a bug RuntimeError without a message, because that could contain what was typed."""
        until = monotonic() + seconds
        if not self._free.acquire(timeout=seconds):
            raise TooSlowError
        try:
            return self._asked(method, arguments, until)
        finally:
            self._free.release()

    def stop(self) -> None:
        """End all processes, even while they work."""
        with self._lock:
            makers, self._all, self._idle = self._all, set(), []
        for maker in makers:
            with suppress(OSError, ValueError):
                maker.stop()

    def _asked(self, method: str, arguments: tuple[object, ...], until: float) -> object:
        maker = self._taken()
        try:
            how, said = maker.ask(method, arguments, max(until - monotonic(), 0.1))
        except (TooSlowError, EOFError, OSError) as error:
            with self._lock:
                self._all.discard(maker)
            maker.stop()
            if isinstance(error, TooSlowError):
                raise
            raise CaresheetError((_STOPPED,)) from None
        with self._lock:
            self._idle.append(maker)
        return _told(how, said)

    def _taken(self) -> _Maker:
        with self._lock:
            if self._idle:
                return self._idle.pop()  # the last one used most likely has the same sheet ready
            maker = _Maker(self._make, *self._arguments)
            self._all.add(maker)
            return maker


def _told(how: str, said: Any) -> object:  # noqa: ANN401 - whatever the method returns
    if how == "problems":
        raise CaresheetError(said)
    if how == "request":
        raise RequestError(*said)
    if how == "bug":
        raise RuntimeError
    return said


def _answer(connection: Connection, make: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """In the process: call the methods that are asked for until the connection is closed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that asks
    made = make(*arguments)
    with suppress(EOFError, OSError):
        while True:
            method, given = connection.recv()
            connection.send(_called(made, method, given))


def _called(made: object, method: str, given: tuple[object, ...]) -> tuple[str, object]:
    try:
        return "said", getattr(made, method)(*given)
    except RequestError as error:
        return "request", (error.problems[0].message, error.problems[0].hint)
    except CaresheetError as error:
        return "problems", error.problems
    except Exception:  # noqa: BLE001 - a bug: its message could contain what was typed
        return "bug", None
