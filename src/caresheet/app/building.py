"""From a selection to finished handouts in memory; a build that was done before is recognized by its files alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.forms import nothing_to_fill_in, require_pdf, to_fill_in
from caresheet.app.ports import Clock, Progress, SystemClock, unseen
from caresheet.app.selection import Selection, choose, missing, not_offered
from caresheet.app.sources import Sources
from caresheet.app.workers import workers
from caresheet.cache import (
    ArtifactRecord,
    BuildRecord,
    Cache,
    HandoutRecord,
    decode_artifact,
    decode_build,
    encode_build,
)
from caresheet.model.artifact import RenderedHandout
from caresheet.model.counts import count
from caresheet.model.manifest import ManifestEntry
from caresheet.model.problem import CaresheetError, Findings, Problem, Severity
from caresheet.model.project import MissingHandout

if TYPE_CHECKING:  # these load every room; a build that was done before needs none of them
    from caresheet.app.judging import Judgement
    from caresheet.app.pipeline import Prepared, Rendered
    from caresheet.model.job import Job
    from caresheet.model.project import Project


class BuildOptions(Struct, frozen=True):
    """How handouts are made: in which formats, refused like a release or not, and by how many processes."""

    formats: tuple[str, ...] = ("pdf",)
    release: bool = False
    processes: int = 1


class BuiltHandout(Struct, frozen=True):
    """A finished handout, its entries for the manifest, one for each artifact, and why it was made: nothing where the
    same was made before."""

    handout: RenderedHandout
    entries: tuple[ManifestEntry, ...]
    because: tuple[str, ...] = ()


class BuildResult(Struct, frozen=True):
    """Finished handouts, still in memory, in the project's order, and what was found that stopped nothing.

    `missing` are the handouts that were wanted and could not be made, `faults` why; among these are those of the
    project that have to do with handouts that nobody wanted. `left_out` has a line for each layout that is not made for
    this paper and size, or has nothing to fill in on a screen, and one if languages were not read.
    """

    selection: Selection
    handouts: tuple[BuiltHandout, ...]
    problems: tuple[Problem, ...] = ()
    faults: tuple[Problem, ...] = ()
    missing: tuple[MissingHandout, ...] = ()
    left_out: tuple[str, ...] = ()


class Builder(Struct, frozen=True):
    """Makes the handouts of a project. `cache` is None where nothing is to be kept, nor taken from an earlier build."""

    sources: Sources
    cache: Cache | None = None
    progress: Progress = unseen
    clock: Clock = SystemClock()

    def build(self, wanted: Selection, options: BuildOptions) -> BuildResult:
        """Read the project and make what is wanted of it, in memory.

        What is in the cache is not made again; where no file has changed, none is even parsed. A fault keeps only the
        handouts from being made that it is behind. Raises CaresheetError where it is behind all of them, and for a
        release with everything that keeps any of it from going out.
        """
        require_pdf(wanted.edition, options.formats)
        key = f"build {self.sources.where} {wanted.key} {options.formats}"
        recalled = None if options.release else self._recalled(key, wanted)
        if recalled is not None:
            return recalled
        # A release is refused for whatever is wrong in any language of its topics.
        languages = frozenset[str]() if options.release else wanted.languages_read
        project = self.sources.read_sound_part(languages)
        chosen, absent = choose(project, wanted), missing(project, wanted)
        jobs = to_fill_in(chosen)
        lines = (*(each.line for each in not_offered(project, wanted)), *nothing_to_fill_in(chosen, jobs))
        lines += _not_read(project)
        outcomes = self._attempts(jobs, options)
        if options.release:
            self._refuse_release(project, jobs, outcomes, absent)
        done = [(job, one.rendered) for job, one in zip(jobs, outcomes, strict=True) if one.rendered]
        rendered = [one for _, one in done]
        entries = self._entries([job for job, _ in done], rendered)
        record = _record(self.sources, wanted.today, rendered, entries)
        record = replace(record, problems=_with_values(project, record.problems), left_out=lines)
        failed = (_as_missing(job) for job, one in zip(jobs, outcomes, strict=True) if not one.rendered)
        faults = _all_faults((*project.problems, *(fault for one in outcomes for fault in one.faults)))
        if not faults:
            self._keep(key, record)
        handouts = tuple(
            BuiltHandout(one.handout, own, one.because or ()) for one, own in zip(rendered, entries, strict=True)
        )
        return BuildResult(wanted, handouts, self._told(record.problems), faults, (*absent, *failed), lines)

    def entries(self, jobs: Sequence[Job], options: BuildOptions) -> tuple[ManifestEntry, ...]:
        """What the manifest would say of these handouts if they were made today; nothing is kept. Raises CaresheetError
        with the problems of those that cannot be made."""
        made = to_fill_in(jobs)
        rendered = _without_faults(self._attempts(made, options))
        return tuple(entry for own in self._entries(made, rendered) for entry in own)

    def _told(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """The problems that the user can do something about. If a clinic is named, these are those of its profile;
        warnings about words and layouts are for their editors, who see them in `check` and in a build without one."""
        if not self.sources.names_clinic:
            return problems
        return tuple(each for each in problems if not _is_for_editors(each, self.sources.profile))

    def _attempts(self, jobs: Sequence[Job], options: BuildOptions) -> tuple[_Outcome, ...]:
        attempt = partial(_attempt, formats=options.formats, cache=self.cache, release=options.release)
        with workers(min(options.processes, max(len(jobs), 1))) as side_by_side:
            return tuple(self.progress(side_by_side(attempt, jobs), len(jobs)))

    def _refuse_release(
        self, project: Project, jobs: Sequence[Job], outcomes: Sequence[_Outcome], absent: Sequence[MissingHandout]
    ) -> None:
        from caresheet.app.judging import judge_project, not_made, refusals

        judgements = [one.judgement or not_made(job, one.faults) for job, one in zip(jobs, outcomes, strict=True)]
        judged = judge_project(project, jobs, judgements, pages=True)
        problems = refusals(judged, project.clinic if self.sources.names_clinic else None)
        if problems or absent:
            raise CaresheetError(_all_faults((*project.problems, *problems)))

    def _entries(self, jobs: Sequence[Job], rendered: Sequence[Rendered]) -> tuple[tuple[ManifestEntry, ...], ...]:
        from caresheet.app.accounting import manifest_entries

        digests = self.sources.digests()
        return tuple(manifest_entries(job, one.handout, digests) for job, one in zip(jobs, rendered, strict=True))

    def _keep(self, key: str, record: BuildRecord) -> None:
        data = encode_build(record) if self.cache and self.sources.where else None
        if self.cache and data is not None:
            self.cache.put(key, data)
            self.cache.tidy(self.clock.now().timestamp())

    def _recalled(self, key: str, wanted: Selection) -> BuildResult | None:
        """The same build as it was done before and would be done today; None where it would not, or where parts of it
        are gone from the cache."""
        data = self.cache.get(key) if self.cache and self.sources.where else None
        record = decode_build(data) if data is not None else None
        if not self.cache or not record or not record.holds_on(wanted.today):
            return None
        if not self.sources.unchanged(record.dependencies):
            return None
        handouts = [_from_record(self.cache, handout) for handout in record.handouts]
        found = tuple(handout for handout in handouts if handout is not None)
        if len(found) < len(handouts):
            return None
        told = self._told(record.problems)
        return BuildResult(wanted, found, told, left_out=record.left_out)


class _Outcome(Struct, frozen=True):
    """A handout, or None where faults or a release keep it from being made; judged where that was asked for."""

    rendered: Rendered | None
    faults: tuple[Problem, ...] = ()
    judgement: Judgement | None = None


def _not_read(project: Project) -> tuple[str, ...]:
    """A line that says how many languages were not read, if any were not."""
    others = {each.language for each in project.unread}
    if not others:
        return ()
    were = "was" if len(others) == 1 else "were"
    return (f"{count(len(others), 'other language')} {were} not read; `caresheet check` finds faults in all languages",)


def _is_for_editors(problem: Problem, profile: str) -> bool:
    is_of_profile = problem.position is not None and problem.position.file == profile
    return problem.rule.severity is Severity.WARNING and not is_of_profile


def _attempt(job: Job, formats: tuple[str, ...], cache: Cache | None, *, release: bool) -> _Outcome:
    from caresheet.app.pipeline import compose_checked, prepare, write

    try:
        prepared = prepare(compose_checked(job), formats, cache, paged=release)
        return _released(prepared) if release else _Outcome(write(prepared))
    except CaresheetError as error:
        return _Outcome(None, error.problems)


def _released(prepared: Prepared) -> _Outcome:
    """The handout judged, and made unless the release is refused for it."""
    from caresheet.app.judging import is_refused, judge_handout
    from caresheet.app.pipeline import write

    judgement = judge_handout(prepared.context, prepared.pages.problems)
    refused = is_refused(prepared.context.job, judgement)
    return _Outcome(None if refused else write(prepared), (), judgement)


def _without_faults(outcomes: Sequence[_Outcome]) -> tuple[Rendered, ...]:
    """Every handout, where all could be made. Raises CaresheetError with the problems of those that could not."""
    faults = _all_faults([fault for outcome in outcomes for fault in outcome.faults])
    if faults:
        raise CaresheetError(faults)
    return tuple(outcome.rendered for outcome in outcomes if outcome.rendered)


def _all_faults(faults: Sequence[Problem]) -> tuple[Problem, ...]:
    """The faults by place, each once."""
    findings = Findings()
    findings.extend(tuple(faults))
    return findings.sorted()


def _as_missing(job: Job) -> MissingHandout:
    return MissingHandout(job.topic.name, job.topic.language, job.layout.name)


def _from_record(cache: Cache, record: HandoutRecord) -> BuiltHandout | None:
    found = [cache.get(one.key) for one in record.artifacts]
    artifacts = tuple(decode_artifact(data).artifact for data in found if data is not None)
    if len(artifacts) < len(found):
        return None
    handout = RenderedHandout(record.name, record.title, record.language, record.inputs, artifacts)
    return BuiltHandout(handout, tuple(one.entry for one in record.artifacts))


def _record(
    sources: Sources, today: date, rendered: Sequence[Rendered], entries: Sequence[tuple[ManifestEntry, ...]]
) -> BuildRecord:
    """The build as it can be recalled: what several handouts have in common is reported once."""
    remarks = Findings()
    for one in rendered:
        remarks.extend(one.problems)
    days = frozenset(day for one in rendered for day in one.days)
    return BuildRecord(
        dependencies=sources.dependencies,
        since=max((day for day in days if day <= today), default=date.min),
        until=min((day for day in days if day > today), default=date.max),
        handouts=tuple(_handout_record(one, own) for one, own in zip(rendered, entries, strict=True)),
        problems=remarks.sorted(),
    )


def _with_values(project: Project, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems with those of the clinic's values: what cannot be dialed is told with every handout that says it."""
    from caresheet.rules.clinic_values import value_findings

    findings = Findings()
    findings.extend((*problems, *value_findings(project.clinic)))
    return findings.sorted()


def _handout_record(rendered: Rendered, entries: tuple[ManifestEntry, ...]) -> HandoutRecord:
    made = rendered.handout
    artifacts = tuple(ArtifactRecord(key, entry) for key, entry in zip(rendered.keys, entries, strict=True))
    return HandoutRecord(made.name, made.title, made.language, made.inputs, artifacts)
