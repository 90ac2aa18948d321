"""One run of the tests: its lane, its folder, and what it needs of the machine."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import tempfile
from pathlib import Path

import pytest

_FOLDER = "CARESHEET_TESTS_FOLDER"
_NEED = "CARESHEET_TESTS_NEED"
LANES = {"": "every run", "long": "long", "not long": "every run"}
"""The lanes by the mark that chooses them: what every run tests, and what takes too long for that."""


def run_folder() -> Path:
    """A folder that all workers of this run share, and that goes when it ends."""
    return Path(os.environ[_FOLDER])


def open_run() -> None:
    """Make the run's folder. Only the process that started the run does that."""
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="caresheet-tests-")


def close_run() -> None:
    """End what workers have started, and take the folder away."""
    folder = run_folder()
    port = folder / "verapdf.port"
    if port.exists():
        with socket.create_connection(("127.0.0.1", int(port.read_text(encoding="ascii")))) as connection:
            connection.sendall(b"quit\n")
    shutil.rmtree(folder, ignore_errors=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file that another worker may be reading or writing: it is there whole, or not at all."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def need(what: str, why_not: str) -> None:
    """Skip a test that needs `what` (verapdf, browser, postfix), by name and with the reason why it is not here.

    What CARESHEET_TESTS_NEED names must be here: then the test fails instead.
    """
    if why_not and what in os.environ.get(_NEED, "").split(","):
        pytest.fail(f"{what} has to run: {why_not}")
    if why_not:
        pytest.skip(f"{what} did not run: {why_not}")
