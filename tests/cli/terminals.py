"""A person at a terminal, who answers what is asked."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

_PATIENCE = 60.0
"""Seconds for each question."""


class Typist:
    """Runs the program in a pseudo-terminal. `text` is everything that it has shown."""

    def __init__(self, arguments: Iterable[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._own, its = pty.openpty()
        self.program = subprocess.Popen(
            [sys.executable, "-m", "caresheet", *arguments],
            cwd=folder, env={**os.environ, **environment}, stdin=its, stdout=its, stderr=its, start_new_session=True,
        )  # fmt: skip
        os.close(its)
        self.text = ""

    def answers(self, dialog: Iterable[tuple[str, str]]) -> str:
        """Answer each question that has these words; returns what was shown since the last answer."""
        for words, answer in dialog:
            self._until(words)
            os.write(self._own, f"{answer}\n".encode())
        return self._until(None)

    def leave(self) -> int:
        """Wait for the program to end; its exit code."""
        try:
            return self.program.wait(_PATIENCE)
        finally:
            self.program.kill()
            self.program.wait()
            os.close(self._own)

    def _until(self, words: str | None) -> str:
        """Read until these words, or the end of the program; what is shown from now on."""
        shown, end = "", time.monotonic() + _PATIENCE
        while words is None or words not in shown:
            assert time.monotonic() < end, f"never asked '{words}': {self.text}"
            if not select.select([self._own], [], [], 0.2)[0]:
                continue
            try:
                piece = os.read(self._own, 4096).decode()
            except OSError:  # the program has left the terminal
                piece = ""
            if not piece:
                assert words is None, f"never asked '{words}': {self.text}"
                break
            shown += piece
            self.text += piece
        return shown
