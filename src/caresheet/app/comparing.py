"""What changed in the wording between two states of a project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from caresheet.app.report_formats import problem_as_json
from caresheet.app.requests import RequestError
from caresheet.app.sources import USUAL_CLINIC, find_root, is_project
from caresheet.model.changes import Change, change_lines, changes
from caresheet.model.counts import count
from caresheet.model.files import Files
from caresheet.model.problem import Problem
from caresheet.model.project import Project
from caresheet.model.wording import TextUnit, fingerprint, text_units
from caresheet.source import Folder, read_project
from caresheet.source.revision import Revision, RevisionError

VERSION = 1
"""The version of the JSON format."""


class TopicComparison(Struct, frozen=True):
    """A topic in one language, before and after. A digest (SHA-256 of the wording) is None where there is no topic."""

    topic: str
    language: str
    old_sha256: str | None
    new_sha256: str | None
    changes: tuple[Change, ...]


class Comparison(Struct, frozen=True):
    """Every topic of either state, by name and language; or the problems that kept them from being compared."""

    topics: tuple[TopicComparison, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether no wording changed at all."""
        return not any(topic.changes for topic in self.topics)


def compare(old: Project, new: Project) -> Comparison:
    """Compare the wording of all topics. Looks, line breaks and clinics' details are not compared."""
    before, after = _wordings(old), _wordings(new)
    keys = sorted({*before, *after})
    return Comparison(tuple(_compared(key, before.get(key), after.get(key)) for key in keys))


def read_state(name: str, root: Path | None) -> Project:
    """A state of a project: the project in the folder `name`, or else the one at `root`, or around the current folder,
    as git has it at the revision `name`, such as `HEAD~1`. The usual clinic gives out its handouts.

    Raises RequestError for an unknown revision and if git is not installed, CaresheetError for what cannot be read.
    """
    folder = Path(name)
    files = Folder(folder.resolve()) if is_project(folder) else _files_at(name, find_root(root))
    return read_project(files, (files, USUAL_CLINIC))


def _files_at(revision: str, root: Path) -> Files:
    try:
        return Revision(revision, root)
    except RevisionError as error:
        raise RequestError(str(error), "name the folder of a project, or a revision in a git repository") from error


def comparison_json(comparison: Comparison) -> str:
    """The comparison as JSON, for programs."""
    topics = [
        {
            "topic": topic.topic,
            "language": topic.language,
            "old_sha256": topic.old_sha256,
            "new_sha256": topic.new_sha256,
            "changes": [_change(change) for change in topic.changes],
        }
        for topic in comparison.topics
    ]
    problems = [problem_as_json(each) for each in comparison.problems]
    return json.dumps({"version": VERSION, "topics": topics, "problems": problems}, indent=2, ensure_ascii=False)


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """What changed, for people; a line that says so where nothing has."""
    if not any(topic.changes for topic in comparison.topics):
        yield "no changes in the wording"
    for topic in comparison.topics:
        if topic.changes:
            yield f"{topic.topic} in {topic.language}: {count(len(topic.changes), 'change')}"
            yield from (f"  {line}" for line in change_lines(topic.changes))


def _wordings(project: Project) -> dict[tuple[str, str], tuple[TextUnit, ...]]:
    return {(topic.name, topic.language): text_units(topic) for topic in project.topics}


def _compared(
    key: tuple[str, str], before: tuple[TextUnit, ...] | None, after: tuple[TextUnit, ...] | None
) -> TopicComparison:
    return TopicComparison(
        topic=key[0],
        language=key[1],
        old_sha256=None if before is None else fingerprint(before),
        new_sha256=None if after is None else fingerprint(after),
        changes=changes(before or (), after or ()),
    )


def _change(change: Change) -> dict[str, object]:
    place = change.new.position if change.new else None
    return {
        "part": change.part,
        "audience": change.audience,
        "old": change.old.words if change.old else None,
        "new": change.new.words if change.new else None,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }
