"""One handout for many people: a plan that reports everything that is wrong, then one proved PDF for each person.

Nothing about a person is written except the copies themselves: no cache, no manifest, no state. What was made before is
recognized by proving it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import partial
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.judging import Judgement, judge_handout, judge_project, not_made, refusals
from caresheet.app.personal import PersonalHandout, personal_handout, too_long, wrong_with_values
from caresheet.app.pipeline import compose_checked
from caresheet.app.places import ANOTHER_OUT
from caresheet.app.ports import Progress, unseen
from caresheet.app.previewing import page_picture
from caresheet.app.requests import RequestError, require_known
from caresheet.app.selection import Selection, for_readers, require_second
from caresheet.app.workers import workers
from caresheet.delivery import is_private, read_file, remove_leftovers, require_writable, write_private
from caresheet.model.edition import Edition, Size
from caresheet.model.job import Job
from caresheet.model.person import Person
from caresheet.model.problem import CaresheetError, Findings, Position, Problem
from caresheet.model.project import Project
from caresheet.model.rules import FILE_TOO_LARGE, NOT_READABLE, NOT_REVIEWED, UNKNOWN_NAME
from caresheet.source.list_cells import MOST_REPORTED
from caresheet.source.lists import PeopleList, people_list
from caresheet.source.people import LANGUAGE, LARGEST, SIZE, ListShape, people_in
from caresheet.source.workbook import table_of

_DPI = 100
_BATCH = 25
"""How many people's copies a process is given at once."""


class Merge(Struct, frozen=True):
    """What is made for everyone on a list, unless their row names another language or size.

    Reviews are judged as of `today`; `drafts` allows a handout that is not reviewed. Files are named by a number, or by
    the column `named_by`.
    """

    today: date
    topic: str
    layout: str
    language: str | None = None
    edition: Edition = Edition()
    drafts: bool = False
    named_by: str = ""


class MergePlan(Struct, frozen=True):
    """Everything that is needed to make the copies, all of it sound. Nothing is written yet.

    `which` has the index of each person's handout. `unprinted` are the columns that none of
    these handouts has a line for. `has_drafts` says whether any of them is not reviewed, which a merge with `drafts`
    allows: such a plan is for viewing only.
    """

    stem: str
    people: tuple[Person, ...]
    handouts: tuple[PersonalHandout, ...]
    which: tuple[int, ...]
    unprinted: tuple[str, ...]
    has_drafts: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each person's file."""
        return tuple(f"{self.stem}-{person.called or f'{person.number:05}'}.pdf" for person in self.people)

    @property
    def pages(self) -> int:
        """The number of pages of all copies together."""
        return sum(self.handouts[index].pages for index in self.which)

    @property
    def preview_name(self) -> str:
        """The name of the picture that shows the first page of the first copy."""
        return f"{self.stem}-preview.png"


class Became(Enum):
    """What happened to a person's copy."""

    MADE = "made"
    KEPT = "kept"  # it already existed, and is proved to match its row
    RENEWED = "renewed"  # what was there is not proved to match its row


class CopyOutcome(Struct, frozen=True):
    """What happened to the file of this name; `became` is None if it could not be written."""

    name: str
    became: Became | None
    problems: tuple[Problem, ...] = ()


class MergeResult(Struct, frozen=True):
    """All copies in the order of the list, and the names of files in the folder that an earlier merge made for rows
    that no longer exist."""

    outcomes: tuple[CopyOutcome, ...]
    unclaimed: tuple[str, ...]

    def named(self, became: Became) -> tuple[str, ...]:
        """The names of the files with this outcome."""
        return tuple(one.name for one in self.outcomes if one.became is became)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for one in self.outcomes for problem in one.problems)


def read_list(path: Path) -> PeopleList:
    """The list in a file, text or a workbook. Raises CaresheetError where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CaresheetError((Problem(None, NOT_READABLE, f"the list cannot be read: {error.strerror}"),)) from error
    if len(data) > LARGEST:
        message = f"the list is larger than {LARGEST // 1_000_000} MB"
        raise CaresheetError((Problem(Position(path.as_posix()), FILE_TOO_LARGE, message, "split it"),))
    return people_list(data, path.as_posix())


def list_of(rows: Sequence[Mapping[str, str]]) -> PeopleList:
    """A list in memory: each row by the names of its columns. Problems name it `people`; the first row is line 2, as if
    it followed a line of names."""
    return table_of(rows, "people")


def plan_merge(project: Project, merge: Merge, listed: PeopleList) -> MergePlan:
    """Check the list, and prepare the handouts for everyone on it.

    Raises CaresheetError with everything that keeps any copy from being made: problems of the list, each at its cell,
    and whatever a release would refuse, such as a missing review, an error or missing emergency numbers. Raises
    RequestError for a topic or a layout that does not exist.
    """
    require_known("topic", (merge.topic,), (each.name for each in project.topics))
    require_second(project, (merge.language,) if merge.language else (), merge.edition)
    every = _jobs(project, merge, None, merge.edition.size)
    if not every:
        raise RequestError(f"the topic has no handout '{merge.layout}'", "'caresheet list' shows the handouts")
    topic = every[0].topic
    findings = Findings()
    people = people_in(listed, ListShape(tuple(field.name for field in topic.fields), merge.named_by), findings)
    _report(wrong_with_values(people, topic.fields, project.clinic.country_code), findings)
    chosen, which = _chosen(project, merge, people, findings)
    ready = _Ready.of(project, merge, chosen)
    handout_of = [None if index is None else ready.handouts[index] for index in which]
    _report(_all_too_long(zip(handout_of, people, strict=True), findings), findings)
    findings.extend(ready.refused)
    findings.raise_any()
    handouts = tuple(handout for handout in ready.handouts if handout)
    printed = {field for handout in handouts for field in handout.fields}
    given = dict.fromkeys(value.field for person in people for value in person.values)
    stem = f"{topic.name}-{every[0].layout.name}"
    unprinted = tuple(field for field in given if field not in printed)
    found = tuple(index for index in which if index is not None)
    return MergePlan(stem, people, handouts, found, unprinted, ready.has_drafts)


def first_page(plan: MergePlan) -> bytes:
    """A picture (PNG) of the first page of the first person's copy, which is proved."""
    return page_picture(proved_copy(plan.handouts[plan.which[0]], plan.people[0]), 0, _DPI)


def write_preview(plan: MergePlan, folder: Path) -> Path:
    """Put a picture of the first page into `folder`, for its owner alone; writing the copies removes it. Raises
    CaresheetError (not-writable)."""
    path = folder / plan.preview_name
    write_private(first_page(plan), path, otherwise=ANOTHER_OUT)
    return path


def write_copies(
    plan: MergePlan, folder: Path, now: float, processes: int = 1, progress: Progress = unseen
) -> MergeResult:
    """Make every copy that is not in `folder` yet, prove it and write it there, for its owner alone.

    An existing file is kept only if it is proved again against the row that now has its name; any other is made anew.
    `now` is in seconds since 1970.
    """
    rows = begin_copies(plan, folder, now)
    batches = [rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH)]
    with workers(max(1, min(processes, len(batches)))) as side_by_side:
        made = side_by_side(partial(_make_all, plan.handouts, folder), batches)
        outcomes = tuple(progress((one for batch in made for one in batch), len(rows)))
    return MergeResult(outcomes, unclaimed_copies(plan, folder))


def prepare_folder(plan: MergePlan, folder: Path, now: float) -> None:
    """Clear away what a killed merge or a preview left. Raises CaresheetError (not-writable) for a folder that cannot
    be written to, before any copy is made for it."""
    remove_leftovers(folder, now)
    require_writable(folder, otherwise=ANOTHER_OUT)
    (folder / plan.preview_name).unlink(missing_ok=True)


def begin_copies(plan: MergePlan, folder: Path, now: float) -> Sequence[tuple[str, int, Person]]:
    """Prepare the folder; returns for each row the name of its file, the index of its handout and the person. Raises
    what `prepare_folder` raises."""
    prepare_folder(plan, folder, now)
    return list(zip(plan.names, plan.which, plan.people, strict=True))


def unclaimed_copies(plan: MergePlan, folder: Path) -> tuple[str, ...]:
    """The names of numbered copies of an earlier merge that belong to nobody on this list."""
    return unclaimed(folder, re.compile(re.escape(plan.stem) + r"-[0-9]{5,}\.pdf"), frozenset(plan.names))


def copy_is_there(handout: PersonalHandout, target: Path, person: Person) -> bool:
    """Whether this file can be read by its owner alone, and is proved to be the copy for this person."""
    found = read_file(target)
    return found is not None and is_private(target) and handout.fault(found, person.texts) is None


def _make_all(
    handouts: tuple[PersonalHandout, ...], folder: Path, rows: Sequence[tuple[str, int, Person]]
) -> tuple[CopyOutcome, ...]:
    return tuple(_make(handouts[index], folder / name, person) for name, index, person in rows)


def _make(handout: PersonalHandout, target: Path, person: Person) -> CopyOutcome:
    if copy_is_there(handout, target, person):
        return CopyOutcome(target.name, Became.KEPT)
    try:
        data = proved_copy(handout, person)
    except CaresheetError as error:
        return CopyOutcome(target.name, None, error.problems)
    return written_copy(data, target)


def written_copy(data: bytes, target: Path) -> CopyOutcome:
    """Put a copy into its file, for its owner alone; what keeps it from being written is part of the outcome."""
    became = Became.RENEWED if target.exists() else Became.MADE
    try:
        write_private(data, target, otherwise=ANOTHER_OUT)
    except CaresheetError as error:
        return CopyOutcome(target.name, None, error.problems)
    return CopyOutcome(target.name, became)


def proved_copy(handout: PersonalHandout, person: Person) -> bytes:
    """The copy for a person, whose values fit. Raises CaresheetError (proof-failed)."""
    return handout.proved_copy(person.texts, person.position)


def _report(problems: Iterable[Problem], findings: Findings) -> None:
    """Add the problems of cells that have none yet, up to the most that are reported."""
    known = {each.position for each in findings.sorted()}
    fresh = (each for each in problems if each.position not in known)
    findings.extend(tuple(islice(fresh, max(0, MOST_REPORTED - len(findings)))))


def _all_too_long(copies: Iterable[tuple[PersonalHandout | None, Person]], findings: Findings) -> Iterator[Problem]:
    """The values that are too long for their lines, among those that can be printed at all."""
    known = {each.position for each in findings.sorted()}
    for handout, person in copies:
        values = tuple(value for value in person.values if value.position not in known)
        if handout:
            yield from too_long(handout, replace(person, values=values))


class _Absent(Struct, frozen=True):
    """Why there is no handout for a row, and the column whose cell asks for it."""

    column: str
    message: str
    hint: str


def _chosen(
    project: Project, merge: Merge, people: Sequence[Person], findings: Findings
) -> tuple[tuple[Job, ...], tuple[int | None, ...]]:
    """The handouts that the people get, each once, and for each person the index of theirs; None where there is none,
    which goes to `findings`."""
    found, which = dict[tuple[str | None, Size | None], Job | _Absent](), list[Job | None]()
    for person in people:
        key = (person.language, person.size)
        if key not in found:
            found[key] = _job(project, merge, person)
        job = found[key]
        if isinstance(job, _Absent):
            findings.add(person.place_of(job.column), UNKNOWN_NAME, job.message, job.hint)
        which.append(job if isinstance(job, Job) else None)
    chosen = tuple({job.name: job for job in found.values() if isinstance(job, Job)}.values())
    index = {job.name: place for place, job in enumerate(chosen)}
    return chosen, tuple(index[job.name] if job else None for job in which)


def _job(project: Project, merge: Merge, person: Person) -> Job | _Absent:
    """The handout for a person. Raises RequestError where the edition for the whole list is not offered."""
    try:
        found = _jobs(project, merge, person.language or merge.language, person.size or merge.edition.size)
    except RequestError as error:
        if not (person.language or person.size):
            raise
        problem = error.problems[0]
        return _Absent(SIZE if person.size else LANGUAGE, problem.message, problem.hint)
    message = "there is no such handout in the language of this row"
    return found[0] if found else _Absent(LANGUAGE, message, "'caresheet list' shows the handouts")


def _jobs(project: Project, merge: Merge, language: str | None, size: Size) -> tuple[Job, ...]:
    """The handout in a language; without one, in the language that its topic was written in. Raises CaresheetError
    where it cannot be made, RequestError where its layout is not made in this edition."""
    languages = (language,) if language else ()
    edition = replace(merge.edition, size=size)
    return for_readers(project, Selection(merge.today, (merge.topic,), (merge.layout,), languages, edition))


class _Ready(Struct, frozen=True):
    """The handouts, laid out and proved, None for one that cannot be made; whether any is a draft; and all that a
    release is refused for."""

    handouts: tuple[PersonalHandout | None, ...]
    has_drafts: bool
    refused: tuple[Problem, ...]

    @classmethod
    def of(cls, project: Project, merge: Merge, chosen: Sequence[Job]) -> _Ready:
        made = [_attempt(job) for job in chosen]
        judged = judge_project(project, chosen, [judgement for _, judgement in made], pages=False)
        has_drafts = any(problem.rule == NOT_REVIEWED for problem in judged.problems)
        refused = refusals(judged, project.clinic, drafts=merge.drafts)
        return cls(tuple(handout for handout, _ in made), has_drafts, refused)


def _attempt(job: Job) -> tuple[PersonalHandout | None, Judgement]:
    """The handout, laid out and proved, or None, and what the rules say about it."""
    try:
        context = compose_checked(job)
        return personal_handout(context), judge_handout(context, ())
    except CaresheetError as error:
        return None, not_made(job, error.problems)


def unclaimed(folder: Path, pattern: re.Pattern[str], names: frozenset[str]) -> tuple[str, ...]:
    """The names in the folder that look like files of an earlier merge of the same handout, except these."""
    try:
        found = [each.name for each in folder.iterdir() if pattern.fullmatch(each.name)]
    except OSError:  # there is no folder, because nothing could be written
        return ()
    return tuple(sorted(name for name in found if name not in names))
