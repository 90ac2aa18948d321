"""`caresheet-desk`: the desk for who double-clicks it. There is no terminal, so nothing is printed."""

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
    """Open the desk of the project in the folder that is named, else around the current one, else in the user's
    documents, else a page that offers to make one there."""
    named = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    try:
        root = find_root(named) if named else project_for_desk()
    except CaresheetError:
        root = None
    run_desk(root, os.environ, tell=_tell)


def _tell(words: str) -> None:
    """Where there is a terminal after all, it is told. On Windows a GUI script has no stdout: it is None."""
    if sys.stdout is not None:
        with suppress(OSError, ValueError):
            sys.stdout.write(f"{words}\n")
            sys.stdout.flush()
