"""Which handouts a command is about: the same arguments and options for every command that makes any."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from caresheet.app.requests import RequestError, require_known
from caresheet.cli.project import project_option, today_option
from caresheet.model.edition import Edition, Size
from caresheet.model.look import PAPERS
from caresheet.model.project import Project

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.model.job import Job


class Selection(Struct, frozen=True):
    """What was asked for. An empty tuple asks for all; `clinic` and `root` are None where the usual ones are meant.

    Each field is the parameter of one of the options below.
    """

    topics: tuple[str, ...]
    layouts: tuple[str, ...]
    languages: tuple[str, ...]
    clinic: Path | None
    root: Path | None
    size: str
    paper: str | None
    today: date

    @property
    def edition(self) -> Edition:
        """The size and paper that all of it shall be made in."""
        return Edition(Size(self.size), self.paper)

    @property
    def key(self) -> str:
        """What was asked for, apart from the project and the day; the same text for the same handouts."""
        clinic = self.clinic.resolve() if self.clinic else ""
        return f"{self.topics} {self.layouts} {self.languages} {clinic} {self.size} {self.paper}"

    @property
    def is_everything(self) -> bool:
        """Whether it leaves no handout of the project out."""
        return not (self.topics or self.layouts or self.languages)


_OPTIONS = (
    click.argument("topics", metavar="[TOPIC]...", nargs=-1),
    click.option("--layout", "layouts", multiple=True, metavar="NAME", help="Only the handouts of this layout."),
    click.option("--lang", "languages", multiple=True, metavar="TAG", help="Only the handouts in this language."),
    click.option(
        "--clinic",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Whose names and numbers are printed; else content/clinics/example.yaml.",
    ),
    click.option(
        "--size",
        type=click.Choice([size.value for size in Size]),
        default=Size.REGULAR.value,
        help="Large print is 18 pt, giant print 24 pt, in one column.",
    ),
    click.option("--paper", type=click.Choice(list(PAPERS)), help="Another paper than the layout's."),
    today_option,
    project_option,
)

out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the PDFs go; else the project's build/ folder.",
)

Command = Callable[..., None]


def selecting(command: Command) -> Command:
    """Give a command the options that choose handouts; what they say arrives in its parameter `wanted`."""

    @wraps(command)
    def gathering(**given: Any) -> None:  # noqa: ANN401 - click hands over what the options of the command are
        wanted = Selection(**{name: given.pop(name) for name in Selection.__struct_fields__})
        command(wanted=wanted, **given)

    described: Command = gathering
    for option in reversed(_OPTIONS):
        described = option(described)
    return described


def choose(project: Project, wanted: Selection) -> tuple[Job, ...]:
    """The handouts that are wanted, at least one. Raises RequestError for names and choices that match nothing."""
    from caresheet.app.pipeline import jobs

    require_known("topic", wanted.topics, (topic.name for topic in project.topics))
    require_known("layout", wanted.layouts, (layout.name for layout in project.layouts))
    require_known("language", wanted.languages, (topic.language for topic in project.topics))
    chosen = jobs(
        project,
        topics=wanted.topics,
        layouts=wanted.layouts,
        languages=wanted.languages,
        edition=wanted.edition,
        today=wanted.today,
    )
    if not chosen:
        raise RequestError("no handout matches all of these options", "'caresheet list' shows the handouts")
    return chosen
