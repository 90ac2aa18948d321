"""A process from its start to its end: what it said, how long it took, how much memory it had at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Measured:
    """`seconds` of the clock on the wall; `peak_mb` is nan where the system does not tell."""

    seconds: float
    peak_mb: float
    output: str
    errors: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Measured:
    """Run it in the repository's folder, with compiled modules kept as Python does unless told otherwise.

    Raises RuntimeError with what it said where it fails.
    """
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=ROOT, env={**usual, **(environment or {})})
        status, peak = _wait(process)
        seconds = perf_counter() - begun
        output, errors = (_text(file) for file in (out, err))
    if status:
        raise RuntimeError(f"{' '.join(command)}\n{output}\n{errors}")
    return Measured(seconds, peak, output, errors)


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """The exit status and the peak of the resident memory in MB."""
    if sys.platform == "win32":
        return process.wait(), float("nan")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return process.returncode, usage.ru_maxrss * unit / 1e6


def _text(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
