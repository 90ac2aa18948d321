"""Which handouts a command is about: the same arguments and options for every command that makes any."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.formats import FORMATS, PDF
from caresheet.app.selection import Selection
from caresheet.cli import completion
from caresheet.cli.project import (
    clinic_option,
    paper_option,
    project_and_clinic,
    project_option,
    size_option,
    today_option,
)
from caresheet.model.edition import Edition, Size
from caresheet.model.press import Sheets


class Wanted(Struct, frozen=True):
    """What a command was asked for: the project's folder, absolute, a clinic's profile or None for the usual one, and
    the handouts."""

    root: Path
    clinic: Path | None
    handouts: Selection

    def made_as(self, *, fillable: bool, sheets: Sheets, marks: bool) -> Wanted:
        """The same handouts as forms, or on sheets."""
        edition = replace(self.handouts.edition, fillable=fillable, sheets=sheets, marks=marks)
        return replace(self, handouts=replace(self.handouts, edition=edition))


class _Given(Struct, frozen=True):
    """Each field is the parameter of one of the options below."""

    topics: tuple[str, ...]
    layouts: tuple[str, ...]
    languages: tuple[str, ...]
    bilingual: str | None
    clinic: str | None
    size: str
    paper: str | None
    today: date
    root: Path | None

    def wanted(self) -> Wanted:
        """Raises CaresheetError (no-project)."""
        edition = Edition(Size(self.size), self.paper, bilingual=self.bilingual)
        handouts = Selection(self.today, self.topics, self.layouts, self.languages, edition)
        return Wanted(*project_and_clinic(self.root, self.clinic), handouts)


_topic_option = click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="NAME",
    shell_complete=completion.topics,
    help="Only handouts of this topic.",
)
_layout_option = click.option(
    "--layout",
    "layouts",
    multiple=True,
    metavar="NAME",
    shell_complete=completion.layouts,
    help="Only handouts with this layout; repeat for several.",
)
_language_option = click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="TAG",
    shell_complete=completion.languages,
    help="Only handouts in this language; repeat for several.",
)
bilingual_option = click.option(
    "--bilingual",
    metavar="TAG",
    shell_complete=completion.languages,
    help="Add this language beside the handouts' own, such as es: both on every page.",
)

_OPTIONS = (
    click.argument("topics", metavar="[TOPIC]...", nargs=-1, shell_complete=completion.topics),
    _layout_option,
    _language_option,
    bilingual_option,
    clinic_option,
    size_option("Large print is 18 pt, giant print 24 pt, in one column."),
    paper_option,
    today_option,
    project_option,
)

out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder for the handouts. Default: the project's build/ folder.",
)

release_option = click.option(
    "--release",
    is_flag=True,
    help="Refuse anything unreviewed, out of date or with an error; with a clinic, also missing emergency numbers.",
)

format_option = click.option(
    "--format",
    "formats",
    type=click.Choice(list(FORMATS), case_sensitive=False),
    multiple=True,
    default=PDF,
    callback=lambda _context, _option, given: tuple(dict.fromkeys(given)),
    help="PDF, web page (html) or plain text (txt); repeat for several. Default: pdf.",
)

Command = Callable[..., None]


def narrowing(command: Command) -> Command:
    """Give a command that is about the whole project the options that narrow it; what they say arrives in its parameter
    `handouts`."""

    @wraps(command)
    def gathering(**given: Any) -> None:  # noqa: ANN401 - click hands over what the options of the command are
        chosen = Selection(*(given.pop(name) for name in ("today", "topics", "layouts", "languages")))
        command(handouts=chosen, **given)

    decorated: Command = gathering
    for option in (today_option, _language_option, _layout_option, _topic_option):
        decorated = option(decorated)
    return decorated


def selecting(command: Command) -> Command:
    """Give a command the options that choose handouts; what they say arrives in its parameter `wanted`."""

    @wraps(command)
    def gathering(**given: Any) -> None:  # noqa: ANN401 - click hands over what the options of the command are
        chosen = _Given(**{name: given.pop(name) for name in _Given.__struct_fields__})
        command(wanted=chosen.wanted(), **given)

    decorated: Command = gathering
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated
