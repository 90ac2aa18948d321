"""Printing by the shell of Windows, as far as it can be tried elsewhere: with what `os.startfile` does there."""

from __future__ import annotations

from pathlib import Path

import pytest

from caresheet.delivery.printer import HandOver, PrintOptions, Sides, by_the_shell
from caresheet.model.problem import CaresheetError

CARD = Path("card.pdf")


class Shell:
    """A Windows where programs are registered for these verbs ("" opens a file); it keeps what it is asked."""

    def __init__(self, *verbs: str) -> None:
        self.asked: list[tuple[str, ...]] = []
        self._verbs = verbs

    def startfile(self, path: Path, verb: str = "", *arguments: str) -> None:
        if verb not in self._verbs:
            raise OSError(22, "No application is associated with the specified file for this operation")
        self.asked.append((path.name, verb, *arguments))


def test_a_program_that_prints() -> None:
    """Each copy is printed, on the printer that was asked for."""
    shell = Shell("", "print", "printto")
    assert by_the_shell(CARD, PrintOptions(2), shell.startfile) is HandOver.QUEUED
    assert by_the_shell(CARD, PrintOptions(1, "Ward 3"), shell.startfile) is HandOver.QUEUED
    assert shell.asked == [("card.pdf", "print"), ("card.pdf", "print"), ("card.pdf", "printto", '"Ward 3"')]


@pytest.mark.parametrize("options", [PrintOptions(20), PrintOptions(1, "Ward 3")])
def test_stock_windows(options: PrintOptions) -> None:
    """Without such a program the file is opened, once, in the one that shows it."""
    shell = Shell("")
    assert by_the_shell(CARD, options, shell.startfile) is HandOver.OPENED
    assert shell.asked == [("card.pdf", "")]


def test_sides_are_chosen_by_hand() -> None:
    """The verb cannot say which sides to print: the dialog can."""
    shell = Shell("", "print")
    assert by_the_shell(CARD, PrintOptions(sides=Sides.LONG_EDGE), shell.startfile) is HandOver.OPENED


def test_no_program_at_all() -> None:
    """It says so, and what to do."""
    with pytest.raises(CaresheetError, match="not-printed Windows cannot open PDFs: No application"):
        by_the_shell(CARD, PrintOptions(), Shell().startfile)
