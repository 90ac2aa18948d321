"""A line of progress on a terminal, cleared when the work ends."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import TextIO, TypeVar

from caresheet.app.ports import Progress, moment

MOMENT = 1.0
"""Seconds that a user waits without a sign of life; longer work shows its progress."""
_BEAT = 0.5
"""Seconds after which the line is written anew, so that it moves even while nothing finishes."""

T = TypeVar("T")


def progress_on(terminal: TextIO, label: str) -> Progress:
    """A line that shows how far work has come once it takes more than a moment, and that is cleared at its end."""
    return partial(_watched, terminal, label)


def _watched(terminal: TextIO, label: str, work: Iterable[T], length: int) -> Iterator[T]:
    line = _ProgressLine(terminal, label, length)
    try:
        for piece in work:
            line.done += 1
            yield piece
    finally:
        line.clear()


class _ProgressLine:
    """Rewritten by a thread of its own: the first piece of work may be the one that takes long."""

    def __init__(self, terminal: TextIO, label: str, length: int) -> None:
        self.done = 0
        self._label, self._length = label, length
        self._terminal, self._width, self._begun = terminal, 0, moment()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def clear(self) -> None:
        self._ended.set()
        self._thread.join()
        if self._width:
            self._say(f"\r{' ' * self._width}\r")

    def _write(self) -> None:
        wait = MOMENT
        while not self._ended.wait(wait):
            seconds = moment() - self._begun
            words = f"{self._label}: {self.done} of {self._length}, {seconds:.0f} s"
            self._width = max(self._width, len(words))
            self._say(f"\r{words:{self._width}}")
            wait = _BEAT

    def _say(self, text: str) -> None:
        with suppress(OSError):  # the terminal is gone, and nobody looks
            self._terminal.write(text)
            self._terminal.flush()
