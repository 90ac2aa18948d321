"""Handing a finished file to the system's printer: CUPS on Linux and macOS, the shell's print verb on Windows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_PRINTED

BY_HAND = "or open the PDF and print it there"


def usual_printer() -> str | None:
    """The system's default printer, if the system says which it is (CUPS: `lpstat -d`)."""
    lpstat = None if sys.platform == "win32" else shutil.which("lpstat")
    if lpstat is None:
        return None
    try:
        asked = subprocess.run(  # noqa: S603 - a list of arguments, and no shell
            [lpstat, "-d"], env=os.environ | {"LC_ALL": "C"}, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        return None
    # "system default destination: NAME", or "no system default destination"
    return asked.stdout.decode("utf-8", "replace").partition(": ")[2].strip() or None


def print_out(path: Path, title: str, *, copies: int, printer: str | None) -> None:
    """Queue a PDF for printing under a title that printers and queues show, on the default printer if none is named.

    Raises CaresheetError (not-printed) with the system's own reason; that it was queued is all that can be known.
    """
    if sys.platform == "win32":
        _by_the_shell(path.resolve(), copies, printer)
    else:
        _by_cups(path.resolve(), title, copies, printer)


def _by_cups(path: Path, title: str, copies: int, printer: str | None) -> None:
    """`lp` of CUPS. The path is absolute, so that no name of a file can be read as an option."""
    lp = shutil.which("lp")
    if lp is None:
        raise _refusal("this system has no command 'lp'", f"install CUPS's client, {BY_HAND}")
    where = ["-d", printer] if printer else []
    command = [lp, *where, "-n", str(copies), "-t", title, str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, and no shell
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise _refusal(f"{lp} cannot be started: {error.strerror}", f"fix that, {BY_HAND}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("lp: ")
        reason = said.splitlines()[0] if said else f"exit status {done.returncode}"
        raise _refusal(f"lp refused it: {reason}", f"'lpstat -e' lists the printers for --printer; {BY_HAND}")


if sys.platform == "win32":

    def _by_the_shell(path: Path, copies: int, printer: str | None) -> None:
        """What "Print" in Explorer's menu does; it cannot be given a number of copies, so it is called once for each.

        Source: Microsoft, "Launching Applications", verbs `print` and `printto` of ShellExecute.
        """
        try:
            for _ in range(copies):
                if printer:
                    os.startfile(path, "printto", f'"{printer}"')  # noqa: S606 - the shell's own verb is meant
                else:
                    os.startfile(path, "print")  # noqa: S606 - the same
        except OSError as error:
            reason = error.strerror or "no program can"
            hint = f"choose a default program for PDFs that can print, {BY_HAND}"
            raise _refusal(f"Windows cannot print PDFs: {reason}", hint) from error


def _refusal(message: str, hint: str) -> CaresheetError:
    return CaresheetError((Problem(None, NOT_PRINTED, message, hint),))
