"""Long work shows a line of progress on a terminal, and leaves nothing of it behind."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest

from caresheet.cli.progress import progress


class Terminal:
    """A stream that says it is a terminal, and keeps what is written."""

    def __init__(self) -> None:
        self.said = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.said += text
        return len(text)

    def flush(self) -> None:
        pass

    @property
    def left(self) -> str:
        """What still stands on the line, as a terminal overwrites it."""
        line: list[str] = []
        at = 0
        for sign in self.said:
            if sign == "\r":
                at = 0
            else:
                line[at : at + 1] = [sign]
                at += 1
        return "".join(line).strip()


def slow(pieces: int, seconds: float) -> Iterator[int]:
    for piece in range(pieces):
        time.sleep(seconds)
        yield piece


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """From now on, standard error is a terminal whose user wonders after 50 ms."""
    made = Terminal()
    monkeypatch.setattr("caresheet.app.progress_line.MOMENT", 0.05)
    monkeypatch.setattr("caresheet.app.progress_line._BEAT", 0.02)
    monkeypatch.setattr(sys, "stderr", made)
    monkeypatch.setenv("TERM", "xterm")
    return made


def test_long_work_is_seen_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is there before the first piece is done, counts, and is cleared at the end; all pieces come in order."""
    terminal = on_terminal(monkeypatch)
    seen = [terminal.said]
    done = []
    for piece in progress(label="Making handouts")(slow(3, 0.15), 3):
        done.append(piece)
        seen.append(terminal.said)
    assert done == [0, 1, 2]
    assert seen[0] == ""
    assert "\rMaking handouts: 0 of 3, 0 s" in seen[1]
    assert "\rMaking handouts: 2 of 3, 0 s" in terminal.said
    assert "\n" not in terminal.said
    assert terminal.left == ""


def test_work_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is gone before anybody says what went wrong."""
    terminal = on_terminal(monkeypatch)

    def failing() -> Iterator[int]:
        yield from slow(1, 0.15)
        raise KeyError

    with pytest.raises(KeyError):
        list(progress()(failing(), 1))
    assert "0 of 1" in terminal.said
    assert terminal.left == ""


def test_short_work_is_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes less than a moment says nothing."""
    terminal = on_terminal(monkeypatch)
    assert list(progress()([1, 2, 3], 3)) == [1, 2, 3]
    assert terminal.said == ""


@pytest.mark.parametrize(
    ("quiet", "term", "is_terminal"), [(True, "xterm", True), (False, "dumb", True), (False, "xterm", False)]
)
def test_nothing_where_nobody_looks(
    monkeypatch: pytest.MonkeyPatch,
    quiet: bool,  # noqa: FBT001 - a table
    term: str,
    is_terminal: bool,  # noqa: FBT001 - a table
) -> None:
    """With --quiet, on a plain terminal, and where stderr is a file or a pipe, nothing is written."""
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(terminal, "isatty", lambda: is_terminal)
    assert list(progress(quiet=quiet)(slow(2, 0.1), 2)) == [0, 1]
    assert terminal.said == ""
