"""The command line: exit codes, quiet pipes, quiet interrupts, no color where none is wanted, no traceback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from caresheet import __version__
from caresheet.app.places import near
from caresheet.cli.commands import COMMANDS, load_command
from caresheet.cli.exits import Exit
from caresheet.cli.main import CommandGroup, command_line, errors_reported
from caresheet.cli.report import printable, show
from caresheet.model.counts import count
from caresheet.model.problem import Position, Problem, Rule, Severity

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ESCAPE = "\x1b["
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and terminals")


def test_version(caresheet: Run) -> None:
    """--version says the version, and that the program runs as a process of its own."""
    assert caresheet("--version").stdout == f"caresheet {__version__}\n"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help(command: str) -> None:
    """Each command explains itself and each of its options."""
    result = CliRunner().invoke(command_line, [command, "--help"])
    assert result.exit_code == Exit.DONE
    parameters = load_command(command).params
    assert all(option.help for option in parameters if isinstance(option, click.Option))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_goes_by_its_name(command: str) -> None:
    """What is loaded for a name is the command of that name, and the list of commands shows its line in full."""
    assert load_command(command).name == command
    assert f"{command} " in (listed := CliRunner().invoke(command_line, ["--help"], terminal_width=80).output)
    assert COMMANDS[command][1] in listed


@pytest.mark.parametrize("columns", [1, 40, 72])
def test_help_fits_the_terminal(caresheet: Run, columns: int) -> None:
    """No line of the help is wider than the terminal; below 50 columns, click wraps at 50."""
    result = caresheet("build", "--help", environment={"COLUMNS": str(columns)})
    assert result.returncode == Exit.DONE
    assert max(map(len, result.stdout.splitlines())) <= max(columns, 50)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("build", "--nonsense"),
        ("build", "--project", "missing"),
        ("schema",),
        ("schema", "poem"),
        ("init",),
        ("list", "extra"),
    ],
    ids=" ".join,
)
def test_wrong_usage(caresheet: Run, arguments: tuple[str, ...]) -> None:
    """A command that is wrong in itself exits 2, says why on stderr, and prints nothing else."""
    result = caresheet(*arguments)
    assert result.returncode == Exit.USAGE
    assert result.stdout == ""
    assert "Error:" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["build", "list"])
def test_empty_folder(caresheet: Run, command: str) -> None:
    """Where there is no project, the message says what is missing and what to do; exit 1."""
    result = caresheet(command)
    assert result.returncode == Exit.PROBLEMS
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("no-project neither this folder nor one above it has both a content/ and a layouts/ ")
    assert "caresheet init DIR" in line


def test_folder_that_is_no_project(caresheet: Run, tmp_path: Path) -> None:
    """A folder named with --project must be the project itself, and is named when it is not."""
    (tmp_path / "content").mkdir()
    result = caresheet("list", "--project", ".")
    assert result.returncode == Exit.PROBLEMS
    assert result.stderr.startswith("no-project . does not have both a content/ and a layouts/ folder")


def test_our_own_mistake_is_owned_up_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug is told from bad input by its exit code; the traceback comes only when asked for."""
    group = CommandGroup("caresheet")

    @group.command()
    def stumble() -> None:
        raise ValueError("a\nb")

    result = CliRunner().invoke(group, ["stumble"])
    assert result.exit_code == Exit.BUG
    assert "This is a bug in caresheet (ValueError: a\\nb)" in result.stderr
    assert "Traceback" not in result.stderr
    monkeypatch.setenv("CARESHEET_TRACEBACK", "1")
    assert "Traceback" in CliRunner().invoke(group, ["stumble"]).stderr


def test_system_errors_are_messages() -> None:
    """A folder that may not be looked into, and the like, is named in one line."""
    group = CommandGroup("caresheet")

    @group.command()
    def stumble() -> None:
        raise PermissionError(13, "Permission denied", "secret")

    result = CliRunner().invoke(group, ["stumble"])
    assert (result.exit_code, result.stderr) == (Exit.PROBLEMS, "not-readable secret: Permission denied\n")


@posix
def test_interrupt_is_quiet(tmp_path: Path) -> None:
    """Ctrl-C at a question exits 130, writes nothing, and prints no traceback."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "caresheet", "clinic", "new", "mine.yaml"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    while process.stdout.read(1) not in {":", ""}:  # until the first question has been asked
        pass
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == Exit.INTERRUPTED
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def test_interrupt_while_working() -> None:
    """Ctrl-C in the middle of work exits 130 without a word."""
    group = CommandGroup("caresheet")

    @group.command()
    def work() -> None:
        raise KeyboardInterrupt

    result = CliRunner().invoke(group, ["work"])
    assert (result.exit_code, result.output) == (Exit.INTERRUPTED, "\n")


@posix
def test_closed_pipe_is_quiet(tmp_path: Path) -> None:
    """When the reader of a pipe has gone (`caresheet schema layout | head -1`), the program leaves without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [sys.executable, "-m", "caresheet", "schema", "layout"],
        cwd=tmp_path,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert result.stderr == ""


def on_a_terminal(folder: Path, *arguments: str, environment: dict[str, str]) -> str:
    """What the program prints on a terminal of its own."""
    import pty

    master, slave = pty.openpty()
    without = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "TERM"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "caresheet", *arguments],
        cwd=folder,
        env=without | {"TERM": "xterm"} | environment,
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    said = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        said += piece
    os.close(master)
    process.wait(timeout=120)
    return said.decode()


@posix
def test_color_only_where_wanted(tmp_path: Path) -> None:
    """A terminal gets color, unless NO_COLOR is set; the words are the same."""
    colored = on_a_terminal(tmp_path, "list", environment={})
    plain = on_a_terminal(tmp_path, "list", environment={"NO_COLOR": "1"})
    assert ESCAPE in colored
    assert ESCAPE not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    assert plain.startswith("no-project ")


def test_one_problem_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A problem is `file:line:col: rule message (hint)` on one line, whatever its words and its file's name hold."""
    rule = Rule("CS999", "a-rule", Severity.WARNING, "why")
    show(
        [Problem(Position("a\nb.yaml", 3, 7), rule, "it says\x1b[31m so", "do\tthis"), Problem(None, rule, "it is so")]
    )
    assert capsys.readouterr().err == "a\\nb.yaml:3:7: a-rule it says\\x1b[31m so (do\\tthis)\na-rule it is so\n"


def test_steering_characters_are_written_out() -> None:
    """What could steer a terminal, or break one message into two lines, is shown as its code; letters stay."""
    assert printable("a\x1b[2Jb\nc é 漢 “q”") == "a\\x1b[2Jb\\nc é 漢 “q”"


def test_counts_in_words() -> None:
    """One thing is not plural."""
    assert [count(number, "page") for number in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]


def test_paths_as_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path below the current folder is shown from there, any other in full."""
    monkeypatch.chdir(tmp_path)
    assert near(tmp_path / "build") == Path("build")
    assert near(tmp_path.parent) == tmp_path.parent


@pytest.mark.parametrize(("cause", "becomes"), [(KeyboardInterrupt, SystemExit), (EOFError, click.Abort)])
def test_ctrl_c_at_a_question_is_ctrl_c(cause: type[BaseException], becomes: type[BaseException]) -> None:
    """Click ends a question with its own error, whatever ended it; Ctrl-C is told apart by what that was raised for."""

    def answer() -> None:
        raise cause

    def ask() -> None:
        try:
            answer()
        except cause:
            raise click.Abort from None

    with pytest.raises(becomes) as left, errors_reported():
        ask()
    if isinstance(left.value, SystemExit):
        assert left.value.code == Exit.INTERRUPTED
