"""Commands that write one document for programs: it is whole and valid whatever goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import click

from caresheet.cli.report import is_closed_pipe, system_problem
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_RUN

Failure = Callable[[str, tuple[Problem, ...]], str]
"""A format and what went wrong to a document that says so; empty for a format that people read."""
_OPTION = "--format"
TEXT = "text"


def output_option(*programs: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option --format: text for people, or one of the formats that programs read."""
    choice = click.Choice((TEXT, *programs), case_sensitive=False)
    return click.option(_OPTION, "form", type=choice, default=TEXT, help="The output format.")


class DocumentCommand(click.Command):
    """A command with an option --format. Where it fails before it has written its document, `failure` writes one, and
    the error is then reported on stderr like any other."""

    def __init__(self, *arguments: Any, failure: Failure, **given: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(*arguments, **given)
        self._failure = failure

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's own
    ) -> click.Context:
        """The context of a call. A call that is wrong has a document, too, where it asks for one."""
        with self._documented(_asked_format(args)):
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with self._documented(ctx.params["form"]):
            return super().invoke(ctx)

    @contextmanager
    def _documented(self, form: str) -> Iterator[None]:
        try:
            yield
        except (click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if not is_closed_pipe(error):
                click.echo(self._failure(form, _problems(error)), nl=False)
            raise


def _asked_format(args: Sequence[str]) -> str:
    """What --format says, whatever is wrong with the rest of the call."""
    found = TEXT
    for given, following in pairwise((*args, "")):
        name, is_joined, value = given.partition("=")
        if name == _OPTION:
            found = value if is_joined else following
    return found.casefold()


def _problems(error: Exception) -> tuple[Problem, ...]:
    match error:
        case CaresheetError():
            return error.problems
        case click.ClickException():
            return (Problem(None, NOT_RUN, error.format_message()),)
        case OSError():
            return (system_problem(error),)
        case _:
            return (Problem(None, NOT_RUN, f"a bug in caresheet ({type(error).__name__}: {error})"),)
