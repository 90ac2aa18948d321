"""Handing a finished file to the system's printer: CUPS on Linux and macOS, the shell's print verb on Windows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from msgspec import Struct

from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_PRINTED

BY_HAND = "or open the PDF and print it there"
MEDIA = {
    "letter": "na_letter_8.5x11in",
    "legal": "na_legal_8.5x14in",
    "tabloid": "na_ledger_11x17in",
    "a3": "iso_a3_297x420mm",
    "a4": "iso_a4_210x297mm",
    "a5": "iso_a5_148x210mm",
    "a6": "iso_a6_105x148mm",
}
"""Papers by the names that printers know (PWG 5101.1-2013, section 5)."""


class Scaling(Enum):
    """How large a page is printed (IPP `print-scaling`, PWG 5100.16-2020, section 5.1.17)."""

    NONE = "none"  # as large as it is
    FIT = "fit"  # as large as the paper of the printer allows


class Sides(Enum):
    """Which sides of the paper are printed (IPP `sides`, RFC 8011, section 5.2.8)."""

    ONE = "one-sided"
    LONG_EDGE = "two-sided-long-edge"
    SHORT_EDGE = "two-sided-short-edge"


class PrintOptions(Struct, frozen=True):
    """How files are printed. Without a `printer` the system's default one prints, without `sides` as it is set to."""

    copies: int = 1
    printer: str | None = None
    scaling: Scaling = Scaling.NONE
    sides: Sides | None = None


class HandOver(Enum):
    """What became of a file: that it was queued is all that can be known."""

    QUEUED = "queued"
    OPENED = "opened"  # shown to the user, who prints it


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


def print_out(path: Path, title: str, paper: str, options: PrintOptions) -> HandOver:
    """Queue a PDF for printing on paper of this name, under a title that printers and queues show.

    Raises CaresheetError (not-printed) with the system's own reason.
    """
    if sys.platform == "win32":
        return by_the_shell(path.resolve(), options, os.startfile)
    _by_cups(path.resolve(), title, paper, options)
    return HandOver.QUEUED


def _by_cups(path: Path, title: str, paper: str, options: PrintOptions) -> None:
    """`lp` of CUPS. The path is absolute, so that no name of a file can be read as an option."""
    lp = shutil.which("lp")
    if lp is None:
        raise _refusal("this system has no command 'lp'", f"install CUPS's client, {BY_HAND}")
    where = ["-d", options.printer] if options.printer else []
    how = ["-o", f"media={MEDIA[paper]}", "-o", f"print-scaling={options.scaling.value}"]
    sides = ["-o", f"sides={options.sides.value}"] if options.sides else []
    command = [lp, *where, "-n", str(options.copies), "-t", title, *how, *sides, str(path)]
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


def by_the_shell(path: Path, options: PrintOptions, start: Callable[..., object]) -> HandOver:
    """What "Print" in Explorer's menu does; it cannot be given a number of copies, so it is called once for each.

    Where no program is registered to print PDFs, as on Windows without a PDF reader of its own, or where the shell
    cannot pass on what is asked for, the file is opened for the user to print. `start` is `os.startfile`.
    Source: Microsoft, "Launching Applications", verbs `print` and `printto` of ShellExecute.
    """
    if options.sides is None:
        verb = ("printto", f'"{options.printer}"') if options.printer else ("print",)
        try:
            for _ in range(options.copies):
                start(path, *verb)
        except OSError:
            pass  # no program has this verb
        else:
            return HandOver.QUEUED
    try:
        start(path)
    except OSError as error:
        reason = error.strerror or "no program is set for them"
        raise _refusal(f"Windows cannot open PDFs: {reason}", f"install a program for PDFs, {BY_HAND}") from error
    return HandOver.OPENED


def _refusal(message: str, hint: str) -> CaresheetError:
    return CaresheetError((Problem(None, NOT_PRINTED, message, hint),))
