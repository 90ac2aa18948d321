"""Finished files reach the system's printer, or its reason for not taking them reaches the person."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from caresheet.delivery.printer import PrintOptions, Scaling, Sides, print_out, usual_printer
from caresheet.model.problem import CaresheetError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is what Linux and macOS print with")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH: what a test puts there are all the programs that the system has."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, *lines: str) -> None:
    path = folder / name
    path.write_text("\n".join(("#!/bin/sh", *lines, "")), encoding="utf-8")
    path.chmod(0o755)


def refusal(path: Path) -> str:
    with pytest.raises(CaresheetError) as caught:
        print_out(path, "A title", "letter", PrintOptions())
    (problem,) = caught.value.problems
    assert problem.rule.name == "not-printed"
    return f"{problem.message} ({problem.hint})"


@pytest.mark.parametrize(
    ("paper", "asked", "before", "after"),
    [
        ("letter", PrintOptions(), ["-n", "1"], ["media=na_letter_8.5x11in", "print-scaling=none"]),
        (
            "a4",
            PrintOptions(12, "Ward 3", Scaling.FIT, Sides.LONG_EDGE),
            ["-d", "Ward 3", "-n", "12"],
            ["media=iso_a4_210x297mm", "print-scaling=fit", "sides=two-sided-long-edge"],
        ),
    ],
)
def test_arguments_arrive_as_they_are(
    programs: Path, tmp_path: Path, paper: str, asked: PrintOptions, before: list[str], after: list[str]
) -> None:
    """The printer, copies, title, paper, scaling, sides and absolute path are one argument of lp each, whatever signs
    are in them."""
    program(programs, "lp", f"printf '%s\\n' \"$@\" > '{tmp_path}/said'")
    path = tmp_path / "-o a; b $HOME.pdf"
    print_out(path, "Call $(now) \"today\" 'please'; -d x", paper, asked)
    said = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    options = [each for option in after for each in ("-o", option)]
    assert said == [*before, "-t", "Call $(now) \"today\" 'please'; -d x", *options, str(path)]


def test_relative_paths_become_absolute(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file named like an option is still a file."""
    program(programs, "lp", f"printf '%s\\n' \"$@\" > '{tmp_path}/said'")
    monkeypatch.chdir(tmp_path)
    print_out(Path("-d.pdf"), "A title", "letter", PrintOptions())
    assert (tmp_path / "said").read_text(encoding="utf-8").splitlines()[-1] == str(tmp_path / "-d.pdf")


def test_no_lp(programs: Path, tmp_path: Path) -> None:
    """Where there is no lp, the message says what to do."""
    assert list(programs.iterdir()) == []
    said = refusal(tmp_path / "card.pdf")
    assert "this system has no command 'lp'" in said
    assert "open the PDF and print it there" in said


def test_reason_of_lp(programs: Path, tmp_path: Path) -> None:
    """What lp says against it is passed on."""
    program(programs, "lp", "echo 'lp: The printer or class does not exist.' >&2", "exit 1")
    assert "lp refused it: The printer or class does not exist. (" in refusal(tmp_path / "card.pdf")
    program(programs, "lp", "exit 7")
    assert "lp refused it: exit status 7" in refusal(tmp_path / "card.pdf")


def test_lp_that_cannot_start(programs: Path, tmp_path: Path) -> None:
    """A broken lp is a message, too."""
    (programs / "lp").write_bytes(b"\x00 no program")
    (programs / "lp").chmod(0o755)
    assert "lp cannot be started" in refusal(tmp_path / "card.pdf")


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("echo 'system default destination: Ward-3'", "Ward-3"),
        ("echo 'no system default destination'", None),
        ("echo 'lpstat: Bad file descriptor' >&2; exit 1", None),
    ],
)
def test_usual_printer(programs: Path, answer: str, name: str | None) -> None:
    """The default printer is the one that CUPS names; if it names none, nothing is guessed."""
    program(programs, "lpstat", 'test "$LC_ALL" = C || exit 1', 'test "$*" = "-d" || exit 1', answer)
    assert usual_printer() == name


def test_usual_printer_without_cups(programs: Path) -> None:
    """Without CUPS nobody knows."""
    assert list(programs.iterdir()) == []
    assert usual_printer() is None
