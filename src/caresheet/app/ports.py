"""What a use case needs from the world around it, so that it runs the same under a terminal, a web page or a test."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

Result = TypeVar("Result")
Environment = Mapping[str, str]
"""Settings by the name of their environment variable, such as `os.environ`."""


class Progress(Protocol):
    """Shows how far a piece of work has come."""

    def __call__(self, work: Iterable[Result], length: int, /) -> Iterator[Result]:
        """Hand on the `length` results of the work, one by one as they come."""
        ...


def unseen(work: Iterable[Result], _length: int, /) -> Iterator[Result]:
    """Progress that nobody watches."""
    return iter(work)


class Clock(Protocol):
    """Tells the time, and waits."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        ...

    def today(self) -> date:
        """The day on the calendar of this place, by which reviews end."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait this many seconds."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return date.today()  # noqa: DTZ011 - a review ends by the calendar on the wall

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def moment() -> float:
    """A reading of the monotonic clock, in seconds. Only the difference between two readings means anything."""
    return time.monotonic()


def current_folder() -> Path:
    """The folder of this process, from which paths are shown."""
    return Path.cwd()


_TEXT_BROWSERS = frozenset({"www-browser", "links", "links2", "elinks", "lynx", "w3m"})
"""Browsers that take over the terminal and cannot show a PDF."""
_UNTIL_STARTED = 3.0
"""The most seconds that the program waits at its end for a browser to start."""


def open_system_browser(url: str) -> bool:
    """Open a page in this user's browser; False if there is no graphical one. It does not wait: some browsers only
    return when their window is closed. A program that ends right after this first gives the browser a
    moment, or it might not start."""
    import webbrowser

    has_screen = sys.platform in {"win32", "darwin"} or any(
        map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
    )
    try:
        browser = webbrowser.get() if has_screen else None
    except webbrowser.Error:
        browser = None
    if browser is None or Path(getattr(browser, "name", "")).name in _TEXT_BROWSERS:
        return False
    opening = threading.Thread(target=browser.open, args=(url,), daemon=True)
    opening.start()
    atexit.register(opening.join, _UNTIL_STARTED)
    return True
