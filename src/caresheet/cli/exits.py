"""What the program tells the shell that started it."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Every exit code, in one table."""

    DONE = 0
    PROBLEMS = 1  # something in the project, or about the target, must be fixed; nothing was written
    USAGE = 2  # the command line was wrong
    PARTLY = 3  # some of it was written, printed or sent, the rest could not be
    BUG = 70  # a bug in caresheet (EX_SOFTWARE of sysexits.h)
    INTERRUPTED = 130  # Ctrl-C (128 + SIGINT, as shells count)


def exit_code(done: int, wanted: int) -> Exit:
    """What to tell the shell when so many of what was wanted could be done."""
    if done == wanted:
        return Exit.DONE
    return Exit.PARTLY if done else Exit.PROBLEMS
