"""Handing finished handouts to a printer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from caresheet.app.publishing import Delivered
from caresheet.delivery.printer import print_out, usual_printer
from caresheet.model.problem import CaresheetError, Problem


def printer_name(asked: str | None) -> str | None:
    """The printer that would take a file: the one asked for, else the default one, if the system says which it is."""
    return asked or usual_printer()


class Printed(Struct, frozen=True):
    """A file that was handed to the printer, and the problems for which it was not taken, if any."""

    file: Delivered
    problems: tuple[Problem, ...] = ()


def print_all(files: Iterable[Delivered], *, copies: int = 1, printer: str | None = None) -> Iterator[Printed]:
    """Print one file after another under its handout's title, on the system's default printer if none is named."""
    for file in files:
        try:
            print_out(file.path, file.title, copies=copies, printer=printer)
        except CaresheetError as error:
            yield Printed(file, error.problems)
        else:
            yield Printed(file)
