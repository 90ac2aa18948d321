"""The program run in this process, so that hundreds of calls take seconds."""

from __future__ import annotations

import contextlib
from pathlib import Path

from click.testing import CliRunner, Result

from caresheet.cli.main import command_line

TODAY = "2026-11-24"


def run(*arguments: str, cwd: Path, typed: str = "") -> Result:
    """What a call in the folder `cwd` says and leaves with."""
    with contextlib.chdir(cwd):
        return CliRunner().invoke(command_line, arguments, input=typed)
