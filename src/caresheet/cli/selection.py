"""Which handouts a command is about: the same arguments and options for every command that makes any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.selection import Selection
from caresheet.cli import completion, options
from caresheet.cli.project import project_and_clinic
from caresheet.model.edition import Edition


class Wanted(Struct, frozen=True):
    """What a command was asked for: the project's folder, absolute, a clinic's profile or None for the usual one, and
    the handouts."""

    root: Path
    clinic: Path | None
    handouts: Selection


_SELECTING = (
    click.argument("topics", metavar="[TOPIC]...", nargs=-1, shell_complete=completion.topics),
    options.layouts,
    options.languages,
    options.bilingual,
    options.clinic,
    options.size("Large print is 18 pt, giant print 24 pt, in one column."),
    options.paper,
    options.ink,
    options.today,
    options.project,
)
_NARROWING = (options.topics, options.layouts, options.languages, options.today)

Command = Callable[..., None]


def narrowing(command: Command) -> Command:
    """Give a command that is about the whole project the options that narrow it; what they say arrives in its parameter
    `handouts`."""

    def gathered(**given: Any) -> None:  # noqa: ANN401 - click hands over what the options of the command are
        command(handouts=_selection(given), **given)

    return _with_options(wraps(command)(gathered), _NARROWING)


def selecting(command: Command) -> Command:
    """Give a command the options that choose handouts; what they say arrives in its parameter `wanted`."""

    def gathered(**given: Any) -> None:  # noqa: ANN401 - click hands over what the options of the command are
        others = {name: given.pop(name) for name in ("paper", "bilingual", "ink")}
        edition = Edition(given.pop("size"), **others)
        handouts = replace(_selection(given), edition=edition)
        command(wanted=Wanted(*project_and_clinic(given.pop("root"), given.pop("clinic")), handouts), **given)

    return _with_options(wraps(command)(gathered), _SELECTING)


def _selection(given: dict[str, Any]) -> Selection:
    """What the options say that narrow a selection; they are taken out of `given`."""
    return Selection(*(given.pop(name) for name in ("today", "topics", "layouts", "languages")))


def _with_options(command: Command, given: Sequence[options.Option]) -> Command:
    for option in reversed(given):
        command = option(command)
    return command
