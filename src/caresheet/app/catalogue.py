"""All handouts of a project as clinic staff look for them: by topic, each with its languages, and whether it may be
handed out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum

from msgspec import Struct

from caresheet.app.pipeline import compose_checked
from caresheet.app.selection import jobs
from caresheet.model.days import days_after
from caresheet.model.edition import Edition, Size, papers_offered
from caresheet.model.ink import Ink
from caresheet.model.job import Job
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.project import MissingHandout, Project
from caresheet.model.review import ReviewState, ReviewStatus

NOTICE_DAYS = 60
"""Staff are first reminded to ask for a new review this many days before the last day of use."""


class SheetState(Enum):
    """Whether a handout may be handed out."""

    REVIEWED = "reviewed"
    ENDING = "ending"  # reviewed, for the next NOTICE_DAYS
    DRAFT = "draft"
    PAST = "past"
    BROKEN = "broken"  # a fault in a file keeps it from being made


class CatalogueRow(Struct, frozen=True):
    """A handout in one language: its title, its state, and its last day of use, which a draft does not have. `problems`
    say why it cannot be made, if it cannot."""

    language: str
    title: str
    state: SheetState
    due: date | None = None
    problems: tuple[Problem, ...] = ()


class CatalogueCard(Struct, frozen=True):
    """A handout in all its languages, with the sizes and papers that it is made for. `in_two` says whether it can have
    two languages; `always_with` is the second language that its layout names, empty if it names none, and `ink` the ink
    that it is printed with unless another is chosen."""

    topic: str
    layout: str
    audience: str
    sizes: tuple[Size, ...]
    papers: tuple[str, ...]
    rows: tuple[CatalogueRow, ...]
    in_two: bool
    always_with: str
    ink: Ink

    def seconds(self, language: str, size: Size) -> tuple[str, ...]:
        """The second languages to choose from, beside this language and in this size, the usual one first; '' stands
        for one language only. Empty if there is no choice."""
        if not self.in_two or size is not Size.REGULAR:
            return ()
        others = [row.language for row in self.rows if row.language != language and row.title]
        usual = self.always_with if self.always_with in others else ""
        return (usual, *(each for each in others if each != usual)) if others else ()


class CatalogueTopic(Struct, frozen=True):
    """A topic with its handouts in the order in which it lists them, the most urgent first. `title` is in the language
    that the topic was written in."""

    name: str
    title: str
    cards: tuple[CatalogueCard, ...]


def catalogue(project: Project, today: date) -> tuple[CatalogueTopic, ...]:
    """Every handout of the project, in its order, including those that a fault in a file keeps from being made, as far
    as they are known."""
    found: dict[str, dict[str, list[Job]]] = {}
    for job in jobs(project, today=today):
        found.setdefault(job.topic.name, {}).setdefault(job.layout.name, []).append(job)
    titles = {topic.name: topic.title for topic in reversed(project.topics)}
    return tuple(
        CatalogueTopic(name, titles[name], tuple(_card(project, each) for each in layouts.values()))
        for name, layouts in found.items()
    )


def sheet_state(status: ReviewStatus, today: date) -> SheetState:
    """The state of a handout with this review status on a day."""
    if status.state is ReviewState.DRAFT:
        return SheetState.DRAFT
    if status.is_past:
        return SheetState.PAST
    is_ending = days_after(today, NOTICE_DAYS) >= status.due
    return SheetState.ENDING if is_ending else SheetState.REVIEWED


def _card(project: Project, each: list[Job]) -> CatalogueCard:
    layout = each[0].layout
    offered = (Size.REGULAR,) if layout.bilingual else Size
    sizes = tuple(size for size in offered if papers_offered(layout, size))
    papers = tuple(dict.fromkeys(paper for size in sizes for paper in papers_offered(layout, size)))
    topic = each[0].topic.name
    rows = (*map(_row, each), *_broken(project.missing, topic, layout.name, project.problems))
    in_two = Edition(bilingual=each[0].topic.language).is_offered_by(layout)
    return CatalogueCard(topic, layout.name, layout.audience, sizes, papers, rows, in_two, layout.bilingual, layout.ink)


def _row(job: Job) -> CatalogueRow:
    language, title = job.topic.language, job.handout.title
    try:
        status = compose_checked(job).composed.review_status
    except CaresheetError as error:
        return CatalogueRow(language, title, SheetState.BROKEN, problems=error.problems)
    state = sheet_state(status, job.today)
    return CatalogueRow(language, title, state, None if state is SheetState.DRAFT else status.due)


def _broken(
    missing: Iterable[MissingHandout], topic: str, layout: str, problems: tuple[Problem, ...]
) -> Iterable[CatalogueRow]:
    """The languages in which a fault keeps the handout from being made, each with the faults of its own file first."""
    for each in missing:
        if each.language and each.covers(topic, each.language, layout):
            own = f"content/{topic}/{each.language}.yaml"
            told = sorted(problems, key=lambda problem: not problem.position or problem.position.file != own)
            yield CatalogueRow(each.language, "", SheetState.BROKEN, problems=tuple(told))
