"""What is wrong with handouts, their topics and the clinic, and what a release is refused for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.app.pipeline import compose_checked, lay_out_checked, waivers_applied
from caresheet.app.ports import Progress, unseen
from caresheet.model.clinic import Clinic
from caresheet.model.grade import Grades
from caresheet.model.job import Job
from caresheet.model.problem import CaresheetError, Findings, Problem, Severity
from caresheet.model.project import Project
from caresheet.model.rules import NOT_REVIEWED
from caresheet.model.topic import Topic
from caresheet.rules import HandoutContext, WaivedProblem, apply_waivers

if TYPE_CHECKING:  # loads the rules of plain language, which a release alone needs
    from caresheet.rules.unjudged import Undecided


class Judgement(Struct, frozen=True):
    """How one handout was judged: how hard it is to read, everything found wrong with it, waived or not, and the rules
    that say nothing about it. `grades` and `undecided` are None where it cannot be made."""

    name: str
    grades: Grades | None
    found: tuple[Problem, ...]
    undecided: Undecided | None

    @property
    def broken(self) -> frozenset[str]:
        """The names of the rules that it breaks."""
        return frozenset(problem.rule.name for problem in self.found)


class Judged(Struct, frozen=True):
    """What is wrong with handouts and the topics they are made of, by file, line and column, what of it is waived, and
    each handout by itself."""

    problems: tuple[Problem, ...]
    waived: tuple[WaivedProblem, ...]
    handouts: tuple[Judgement, ...]


def judge(project: Project, chosen: Sequence[Job], *, pages: bool, progress: Progress = unseen) -> Judged:
    """Everything that is wrong with the chosen handouts, their topics and the clinic; with `pages`, with the laid out
    pages as well. Nothing is written, and nothing is raised for what is wrong."""
    judgements = tuple(progress((_judge(job, pages=pages) for job in chosen), len(chosen)))
    return judge_project(project, chosen, judgements, pages=pages)


def judge_project(project: Project, chosen: Sequence[Job], handouts: Sequence[Judgement], *, pages: bool) -> Judged:
    """The judgements of the chosen handouts, put together with what is wrong with their topics and the clinic. `pages`
    says whether their pages were judged."""
    from caresheet.rules.advice import (
        TopicContext,
        clinic_advice,
        labels_advice,
        plugin_problems,
        renamed_waivers,
        topic_advice,
        unused_waivers,
    )

    findings, waived = Findings(), list[WaivedProblem]()
    findings.extend((*plugin_problems(), *clinic_advice(project.clinic)))
    spoken = [each for job in chosen for each in job.versions]
    for job in {(job.topic.name, job.topic.language): job for job in spoken}.values():
        context = TopicContext(job.topic, job.original, job.today, _others(project, job.topic))
        advice = (*topic_advice(context), *labels_advice(job.labels))
        outcome = apply_waivers(advice, job.topic, job.topic.waivers)
        findings.extend(outcome.remaining)
        waived += outcome.waived
    for job, handout in zip(chosen, handouts, strict=True):
        outcome = waivers_applied(job, handout.found)
        findings.extend(outcome.remaining)
        waived += outcome.waived
    waivers = [waiver for job in spoken for waiver in (*job.topic.waivers, *job.layout.waivers)]
    findings.extend(tuple(renamed_waivers(waivers)))
    if not project.missing and len(chosen) == sum(len(topic.handouts) for topic in project.topics):
        # A waiver may be for a handout that was not judged.
        findings.extend(tuple(unused_waivers(waivers, (each.waiver for each in waived), pages=pages)))
    return Judged(findings.sorted(), tuple(dict.fromkeys(waived)), tuple(handouts))


def judge_handout(context: HandoutContext, pages: tuple[Problem, ...]) -> Judgement:
    """How a handout without faults is judged. `pages` is what was found wrong with its pages."""
    from caresheet.rules.advice import advice, reading_of, undecided

    first, *others = (reading_of(each) for each in context.alone)
    found = (problem for reading in (first, *others) for problem in advice(reading))
    return Judgement(context.name, first.grades, (*found, *pages), undecided(first))


def not_made(job: Job, faults: tuple[Problem, ...]) -> Judgement:
    """The judgement of a handout that cannot be made for these faults."""
    return Judgement(job.name, None, faults, None)


def refusals(judged: Judged, clinic: Clinic | None, *, drafts: bool = False) -> tuple[Problem, ...]:
    """What a release is refused for: every fault and error, whatever is unreviewed unless `drafts` may go out, and,
    where it is made for a clinic, that clinic's emergency numbers that are not filled in."""
    from caresheet.rules.advice import emergency_numbers

    findings = Findings()
    findings.extend(tuple(each for each in judged.problems if _is_refused(each, drafts=drafts)))
    if clinic is not None:
        findings.extend(tuple(emergency_numbers(clinic)))
    return findings.sorted()


def is_refused(job: Job, judgement: Judgement) -> bool:
    """Whether a release is refused for this handout alone."""
    return any(_is_refused(each) for each in waivers_applied(job, judgement.found).remaining)


def _is_refused(problem: Problem, *, drafts: bool = False) -> bool:
    # Rules are compared by value: those of a problem may come from another process.
    unreviewed = problem.rule == NOT_REVIEWED and not drafts
    return unreviewed or problem.rule.severity in {Severity.FAULT, Severity.ERROR}


def _judge(job: Job, *, pages: bool) -> Judgement:
    """How one handout is judged, on its pages where these are asked for; its faults where it cannot be made."""
    try:
        context = compose_checked(job)
        return judge_handout(context, lay_out_checked(context).problems if pages else ())
    except CaresheetError as error:
        return not_made(job, error.problems)


def _others(project: Project, topic: Topic) -> tuple[Topic, ...]:
    """The topic in its other languages."""
    return tuple(each for each in project.topics if each.name == topic.name and each.language != topic.language)
