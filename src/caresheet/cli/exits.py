"""What the program says to the shell that started it."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Every exit code, in one table."""

    DONE = 0
    PROBLEMS = 1  # something in the project, or on the way out, has to be put right; nothing was written
    USAGE = 2  # the command itself was wrong
    PARTLY = 3  # some of it could be written, printed or sent, the rest not
    BUG = 70  # a mistake in caresheet itself (EX_SOFTWARE of sysexits.h)
    INTERRUPTED = 130  # Ctrl-C (128 + SIGINT, as shells count)
