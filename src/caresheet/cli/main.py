"""The program `caresheet`: all commands under one name, and the one place where problems become an exit code."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from caresheet.cli.commands import LazyCommand, lazy_commands
from caresheet.cli.exits import Exit
from caresheet.version import __version__

_NEW_OBJECTS = 250_000
"""How many new objects start a search of the garbage collector for cycles. The values of the model are frozen and have
none, so the usual number would only cost a twentieth of a build."""
TRACEBACK = "CARESHEET_TRACEBACK"
"""Environment variable that shows where in the program a bug is."""


class CommandGroup(click.Group):
    """Commands that share one handling of errors; each is loaded when it is called."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called, loaded."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.load() if isinstance(command, LazyCommand) else command, rest

    def invoke(self, ctx: click.Context) -> object:
        with errors_reported():
            return super().invoke(ctx)


@contextmanager
def errors_reported() -> Iterator[None]:
    """Report what a command raises on stderr, and leave with its exit code."""
    from caresheet.app.requests import RequestError
    from caresheet.cli.report import is_closed_pipe, show, system_problem
    from caresheet.model.problem import CaresheetError

    try:
        yield
    except RequestError as error:
        raise click.UsageError(error.words) from error
    except CaresheetError as error:
        show(error.problems)
        sys.exit(Exit.PROBLEMS)
    except (KeyboardInterrupt, click.Abort) as error:
        if isinstance(error, click.Abort) and not isinstance(error.__context__, KeyboardInterrupt):
            raise  # a question was answered with no, or there is nobody to answer it
        click.echo(err=True)  # so that the prompt of the shell does not stand behind ^C
        sys.exit(Exit.INTERRUPTED)
    except (click.ClickException, click.exceptions.Exit):
        raise
    except OSError as error:
        if is_closed_pipe(error):
            raise BrokenPipeError(errno.EPIPE, "closed") from error  # click then leaves quietly
        show((system_problem(error),))
        sys.exit(Exit.PROBLEMS)
    except Exception as error:  # noqa: BLE001 anything else is a bug of ours, and no user is to see a traceback
        _report_bug(error)


def _report_bug(error: Exception) -> NoReturn:
    from caresheet.cli.report import printable

    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exception(error)
    click.echo(
        f"This is a bug in caresheet ({type(error).__name__}: {printable(str(error))}). "
        f"Please report it, with what the same command prints when {TRACEBACK}=1 is set.",
        err=True,
    )
    sys.exit(Exit.BUG)


@click.group(
    cls=CommandGroup,
    commands=lazy_commands(),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 problems, 2 wrong usage, 3 partly done, 70 a bug, 130 stopped by Ctrl-C.",
)
@click.version_option(__version__, prog_name="caresheet", message="%(prog)s %(version)s")
@click.pass_context
def command_line(context: click.Context) -> None:
    """Printable, accessible handouts from one reviewed source."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        context.color = False


def main() -> NoReturn:
    """Run the program with the arguments of this process, and exit."""
    gc.set_threshold(_NEW_OBJECTS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console of another code page (Windows) shows what it lacks as \N{...} codes instead of failing.
            stream.reconfigure(errors="backslashreplace")
    command_line.main(prog_name="caresheet")
