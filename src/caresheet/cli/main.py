"""The desk itself: all commands under one name, and the one place where problems become words and an exit code."""

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

from caresheet.cli.commands import StandIn, stand_ins
from caresheet.cli.exits import Exit
from caresheet.version import __version__

_NEW_OBJECTS = 100_000
"""How many new objects start a search of the garbage collector for cycles. The values of the model are frozen and have
none, so the usual number would only cost a twentieth of a build."""
TRACEBACK = "CARESHEET_TRACEBACK"
"""Environment variable that shows where in the program a bug is."""


class Desk(click.Group):
    """A group whose commands all stand behind one boundary, each loaded when it is called."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take the command that is called for the one that stands in for it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.opened() if isinstance(command, StandIn) else command, rest

    def invoke(self, ctx: click.Context) -> object:
        with boundary():
            return super().invoke(ctx)


@contextmanager
def boundary() -> Iterator[None]:
    """Turn what a command raises into lines on stderr and an exit code."""
    from caresheet.app.requests import RequestError
    from caresheet.cli.report import sentences, show
    from caresheet.model.problem import CaresheetError, Problem
    from caresheet.model.rules import NOT_READABLE

    try:
        yield
    except RequestError as error:
        raise click.UsageError(sentences(error.problems[0])) from error
    except CaresheetError as error:
        show(error.problems)
        sys.exit(Exit.PROBLEMS)
    except KeyboardInterrupt:
        click.echo(err=True)  # the prompt of the shell shall not stand behind ^C
        sys.exit(Exit.INTERRUPTED)
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except OSError as error:
        if error.filename is None and error.errno in {errno.EPIPE, errno.EINVAL}:  # EINVAL: a closed pipe on Windows
            raise BrokenPipeError(errno.EPIPE, "closed") from error  # click then leaves quietly
        show((Problem(None, NOT_READABLE, f"{error.filename or 'the system'}: {error.strerror or error}"),))
        sys.exit(Exit.PROBLEMS)
    except Exception as error:  # noqa: BLE001 whatever is left is our mistake, and no user shall read a traceback
        _own_up(error)


def _own_up(error: Exception) -> NoReturn:
    from caresheet.cli.report import printable

    if os.environ.get(TRACEBACK):
        import traceback

        traceback.print_exception(error)
    click.echo(
        f"caresheet made a mistake of its own ({type(error).__name__}: {printable(str(error))}). Please "
        f"report it, with what the same command prints when {TRACEBACK}=1 is set.",
        err=True,
    )
    sys.exit(Exit.BUG)


@click.group(
    cls=Desk,
    commands=stand_ins(),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 problems, 2 wrong usage, 3 partly written, 130 stopped by Ctrl-C.",
)
@click.version_option(__version__, prog_name="caresheet", message="%(prog)s %(version)s")
@click.pass_context
def desk(context: click.Context) -> None:
    """Printable, accessible handouts from one reviewed source."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        context.color = False


def main() -> NoReturn:
    """Run the program on the arguments of the process, and leave."""
    gc.set_threshold(_NEW_OBJECTS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console of another code page (Windows) prints what it lacks as \N{...} codes instead of failing.
            stream.reconfigure(errors="backslashreplace")
    desk.main(prog_name="caresheet")
