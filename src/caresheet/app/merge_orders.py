"""A merge that is asked for with one command: the copies are made and reported, or only the first page is shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from caresheet.app.merging import (
    Became,
    Merge,
    MergePlan,
    MergeResult,
    plan_merge,
    read_list,
    write_copies,
    write_preview,
)
from caresheet.app.ports import Progress
from caresheet.app.requests import RequestError
from caresheet.app.workers import cores
from caresheet.model.counts import count, some
from caresheet.model.edition import Edition, Size
from caresheet.model.ink import Ink
from caresheet.model.problem import Problem
from caresheet.model.project import Project

_TOLD = 10
"""The most problems that are listed one by one; the files beyond them are only counted."""


class MergeOrder(Struct, frozen=True):
    """What is asked for: the handout, the list of `people`, and what to do.

    Without `write_them`, only a picture of the first page is made. With it, the copies are made by as many processes as
    there are `jobs` (None: one per core), or by the workers of a `cluster`; `together` puts them into one file.
    """

    topic: str
    layout: str
    people: Path
    language: str | None
    bilingual: str | None
    size: Size
    paper: str | None
    ink: Ink | None
    named_by: str
    write_them: bool
    together: bool
    draft: bool
    jobs: int | None
    cluster: str | None
    today: date

    def plan(self, project: Project) -> MergePlan:
        """Check the list, and prepare the handouts; see `plan_merge` for what is raised."""
        self._require_possible()
        edition = Edition(self.size, self.paper, bilingual=self.bilingual, ink=self.ink)
        merge = Merge(self.today, self.topic, self.layout, self.language, edition, self.draft, self.named_by)
        return plan_merge(project, merge, read_list(self.people))

    def _require_possible(self) -> None:
        if self.write_them and self.draft:
            raise RequestError("a draft is never made for patients: --draft only shows the first page", "")
        if self.together and self.cluster:
            raise RequestError("copies that are put together are made on this machine: leave out --cluster", "")


class MergeReport(Struct, frozen=True):
    """What became of an order, in words: the `lines` say how much was made where, the `warnings` what deserves a look.
    `wanted` is the number of files to make, and `done` how many of them are there; both are 0 for a preview."""

    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    done: int = 0
    wanted: int = 0


def carry_out(order: MergeOrder, plan: MergePlan, folder: Path, now: float, progress: Progress) -> MergeReport:
    """Make the copies of the plan in `folder`, or show its first page there. `now` is in seconds since 1970. Raises
    CaresheetError (not-writable, worker-crashed), RequestError for a cluster that cannot be used."""
    if not order.write_them:
        return _looked_at(order, plan, folder)
    return _accounted(order, plan, folder, _made(order, plan, folder, now, progress))


def _looked_at(order: MergeOrder, plan: MergePlan, folder: Path) -> MergeReport:
    path = write_preview(plan, folder)
    then = "Copies are made only of reviewed handouts." if order.draft else "To make them, add --write."
    return MergeReport(
        (
            f"{_amount(plan)}, to {folder}: {some(plan.names)}",
            f"The first page of the first copy: {path}",
            f"No copies were made. {then}",
        )
    )


def _made(order: MergeOrder, plan: MergePlan, folder: Path, now: float, progress: Progress) -> MergeResult:
    if order.cluster:
        from caresheet.app.clustering import write_copies_on

        return write_copies_on(order.cluster, plan, folder, now, progress)
    if order.together:
        from caresheet.app.binding import write_bound

        return write_bound(plan, folder, now, order.jobs or cores(), progress)
    return write_copies(plan, folder, now, order.jobs or cores(), progress)


def _accounted(order: MergeOrder, plan: MergePlan, folder: Path, result: MergeResult) -> MergeReport:
    made, kept, renewed = (result.named(became) for became in (Became.MADE, Became.KEPT, Became.RENEWED))
    told = result.problems[:_TOLD]
    untold = count(len(result.problems) - len(told), "more file")
    warnings = [
        *([f"{untold} could not be made, for reasons like these"] if len(result.problems) > len(told) else []),
        *([f"made again, because they did not match their rows: {some(renewed)}"] if renewed else []),
        *([f"still in {folder}, for rows that are gone: {some(result.unclaimed)}"] if result.unclaimed else []),
    ]
    files = f"{count(len(result.outcomes), 'file')}: " if order.together else ""
    amounts = f"{len(made)} made, {len(kept)} there already, {len(renewed)} renewed"
    return MergeReport(
        lines=(f"{_amount(plan)}, in {folder}: {files}{amounts}",),
        warnings=tuple(warnings),
        problems=told,
        done=len(made) + len(kept) + len(renewed),
        wanted=len(result.outcomes),
    )


def _amount(plan: MergePlan) -> str:
    return f"{count(len(plan.people), 'copy', 'copies')}, {count(plan.pages, 'page')}"
