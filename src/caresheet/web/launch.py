"""`caresheet-desk`: the desk as a program to double-click. It needs no terminal."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from caresheet.app.sources import find_root
from caresheet.app.starting import project_for_desk
from caresheet.model.problem import CaresheetError
from caresheet.web.server import run_desk


def main() -> None:
    """Open the desk of the project in the named folder, else around the current folder, else in the user's documents;
    if there is none, open a page that offers to make one there."""
    named = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    try:
        root = find_root(named) if named else project_for_desk()
    except CaresheetError:
        root = None
    run_desk(root, os.environ, tell=_tell)


def _tell(words: str) -> None:
    """Print to the terminal if there is one. On Windows, stdout of a GUI script is None."""
    if sys.stdout is not None:
        with suppress(OSError, ValueError):
            sys.stdout.write(f"{words}\n")
            sys.stdout.flush()
