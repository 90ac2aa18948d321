"""Progress on the terminal, where somebody looks."""

from __future__ import annotations

import os
import sys

from caresheet.app.ports import Progress, unseen
from caresheet.app.progress_line import progress_on


def progress(*, quiet: bool = False, label: str = "Making handouts") -> Progress:
    """A line of progress on stderr; none when `quiet`, where stderr is no terminal, or where the terminal is a plain
    one (TERM=dumb)."""
    is_lively = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return progress_on(sys.stderr, label) if is_lively and not quiet else unseen
