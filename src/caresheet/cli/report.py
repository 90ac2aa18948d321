"""How the command line talks: problems line by line, counts in words, paths as a person would type them."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from caresheet.cli.project import places
from caresheet.model.problem import Position, Problem, Severity
from caresheet.model.rules import NOT_READABLE


def tell(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines, to stderr with `err`; whatever they quote, each stays one line."""
    for line in lines:
        click.echo(printable(line), err=err)


def show(problems: Sequence[Problem]) -> None:
    """Print problems to stderr, one a line."""
    for problem in problems:
        click.echo(line_of(problem), err=True)


def system_problem(error: OSError) -> Problem:
    """What the system could not do with a file."""
    return Problem(None, NOT_READABLE, f"{error.filename or 'the system'}: {error.strerror or error}")


def is_closed_pipe(error: Exception) -> bool:
    """Whether nobody is reading the output any more; Windows calls this an invalid argument."""
    closed = {errno.EPIPE, errno.EINVAL}
    return isinstance(error, OSError) and error.filename is None and error.errno in closed


def line_of(problem: Problem) -> str:
    """A problem as people read it: `file:line:col: rule message (hint)`."""
    place = click.style(f"{printable(_place(problem.position))}:", bold=True) + " " if problem.position else ""
    color = "yellow" if problem.rule.severity is Severity.WARNING else "red"
    rule = click.style(problem.rule.name, fg=color)
    hint = f" ({printable(problem.hint)})" if problem.hint else ""
    return f"{place}{rule} {printable(problem.summary)}{hint}"


def _place(position: Position) -> str:
    """The place with a path that can be opened from the current folder."""
    known = places()
    return str(replace(position, file=known.seen_from(Path.cwd(), position.file)) if known else position)


def warn(*messages: str) -> None:
    """Say on stderr what deserves attention but stops nothing."""
    for message in messages:
        click.echo(f"{click.style('warning:', fg='yellow')} {printable(message)}", err=True)


def printable(text: str) -> str:
    """The text on one line, with characters that steer a terminal written out."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
