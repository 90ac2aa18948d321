"""From a selection to finished handouts in memory; what was made before is recognised by its files alone."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.app.sources import Sources, find_root
from caresheet.app.user_cache import user_cache
from caresheet.app.workers import cores, workers
from caresheet.cache import Line, Run, Shelf, pdf_of, run_from, run_to
from caresheet.cli.report import show, watched
from caresheet.cli.selection import Selection, choose
from caresheet.delivery import entry_from, entry_to
from caresheet.model.manifest import Entry
from caresheet.model.parcel import Parcel
from caresheet.model.problem import CaresheetError, Findings, Problem
from caresheet.model.project import Project

if TYPE_CHECKING:  # the pipeline loads every room; what was made before needs none of them
    from caresheet.app.pipeline import Judged, Made
    from caresheet.model.job import Job

    Outcome = Made | tuple[Problem, ...]
    """A handout, or what keeps it from being made."""


class Handout(Struct, frozen=True):
    """A finished handout, its entry for the manifest, and why it was made: nothing where the same was made before."""

    parcel: Parcel
    entry: Entry
    because: tuple[str, ...] = ()


class Batch(Struct, frozen=True):
    """Finished handouts, still in memory, in the project's order."""

    root: Path
    wanted: Selection
    handouts: tuple[Handout, ...]

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        return tuple(one.parcel for one in self.handouts)


def make_batch(wanted: Selection, *, release: bool = False, quiet: bool, processes: int | None = None) -> Batch:
    """Read the project and make what is wanted of it, in memory, by so many processes or as many as there are cores.

    What the shelf has is not made again; where no file has changed, none is even parsed. Raises CaresheetError with the
    problems of all; for a `release`, with everything that keeps it from going out.
    """
    root = find_root(wanted.root)
    sources = Sources.in_folder(root, wanted.clinic)
    shelf = user_cache(os.environ)
    key = f"build {root} {wanted.key}"
    recalled = None if release or shelf is None else _recalled(shelf, key, sources, wanted.today)
    if recalled is not None:
        run, handouts = recalled
        show(run.problems)
        return Batch(root, wanted, handouts)
    project = sources.read()
    jobs = choose(project, wanted)
    outcomes = attempt_all(jobs, shelf, judged=release, quiet=quiet, processes=processes)
    if release:
        _refuse_to_release(project, jobs, outcomes, wanted)
    made = whole(outcomes)
    entries = accounts(sources, jobs, made)
    run = _run(sources, wanted.today, made, entries)
    if shelf is not None:
        shelf.put(key, run_to(run))
        shelf.tidy(time.time())
    show(run.problems)
    finished = zip(made, entries, strict=True)
    return Batch(root, wanted, tuple(Handout(one.parcel, entry, one.because or ()) for one, entry in finished))


def make_all(jobs: Sequence[Job], *, quiet: bool) -> tuple[Made, ...]:
    """Every handout in memory, or CaresheetError with the problems of all of them: nothing is written before."""
    return whole(attempt_all(jobs, None, quiet=quiet))


def attempt_all(
    jobs: Sequence[Job], shelf: Shelf | None, *, judged: bool = False, quiet: bool, processes: int | None = None
) -> tuple[Outcome, ...]:
    """Every handout in memory, or what keeps it from being made; `judged` for a release."""
    with workers(min(processes or cores(), len(jobs))) as side_by_side:
        outcomes = side_by_side(partial(_attempt, shelf=shelf, judged=judged), jobs)
        return tuple(watched(outcomes, len(jobs), quiet=quiet))


def whole(outcomes: Sequence[Outcome]) -> tuple[Made, ...]:
    """Every handout, where all could be made. Raises CaresheetError with the problems of those that could not."""
    findings = Findings()
    for outcome in outcomes:
        if isinstance(outcome, tuple):
            findings.extend(outcome)
    findings.raise_any()
    return tuple(outcome for outcome in outcomes if not isinstance(outcome, tuple))


def accounts(sources: Sources, jobs: Sequence[Job], made: Sequence[Made]) -> tuple[Entry, ...]:
    """What each handout was made from, for the manifest."""
    from caresheet.app.pipeline import account

    digests = sources.digests()
    return tuple(account(job, one.parcel, digests) for job, one in zip(jobs, made, strict=True))


def _attempt(job: Job, shelf: Shelf | None, *, judged: bool) -> Outcome:
    from caresheet.app.pipeline import make

    try:
        return make(job, shelf, judged=judged)
    except CaresheetError as error:
        return error.problems


def refuse_to_release(project: Project, found: Judged, wanted: Selection) -> None:
    """Raises CaresheetError with everything that keeps these handouts from going out."""
    from caresheet.app.pipeline import refusals

    problems = refusals(found, project.clinic if wanted.clinic else None)
    if problems:
        raise CaresheetError(problems)


def _refuse_to_release(project: Project, jobs: Sequence[Job], outcomes: Sequence[Outcome], wanted: Selection) -> None:
    from caresheet.app.pipeline import judged, not_made

    handouts = [
        not_made(job, outcome) if isinstance(outcome, tuple) else outcome.judgement or not_made(job, ())
        for job, outcome in zip(jobs, outcomes, strict=True)
    ]
    refuse_to_release(project, judged(project, jobs, handouts, pages=True), wanted)


def _recalled(shelf: Shelf, key: str, sources: Sources, today: date) -> tuple[Run, tuple[Handout, ...]] | None:
    """The same build as it was done before and would be done today; None where it would not, or parts of it are gone
    from the shelf."""
    data = shelf.get(key)
    run = run_from(data) if data is not None else None
    if run is None or not run.is_of(today) or not sources.are_still(run.steps):
        return None
    handouts = []
    for line in run.lines:
        kept = shelf.get(line.key)
        if kept is None:
            return None
        parcel = Parcel(line.name, line.title, line.language, line.pages, line.inputs, pdf_of(kept))
        handouts.append(Handout(parcel, entry_from(f"{line.name}.pdf", line.account)))
    return run, tuple(handouts)


def _run(sources: Sources, today: date, made: Sequence[Made], entries: Sequence[Entry]) -> Run:
    """The build as it can be recalled: what several handouts have in common is said once."""
    remarks = Findings()
    for one in made:
        remarks.extend(one.problems)
    days = frozenset(day for one in made for day in one.days)
    return Run(
        steps=sources.steps,
        since=max((day for day in days if day <= today), default=date.min),
        until=min((day for day in days if day > today), default=date.max),
        lines=tuple(_line(one, entry) for one, entry in zip(made, entries, strict=True)),
        problems=remarks.sorted(),
    )


def _line(made: Made, entry: Entry) -> Line:
    parcel = made.parcel
    return Line(
        made.key, parcel.name, parcel.title, parcel.language, parcel.pages, parcel.inputs, entry_to(entry)
    )  # fmt: skip
