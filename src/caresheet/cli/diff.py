"""`caresheet diff`: what changed in the words between two states of a project."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from caresheet.cli.changes import told
from caresheet.cli.exits import Exit
from caresheet.cli.project import USUAL_CLINIC, find_root, is_project, project_option
from caresheet.cli.report import count
from caresheet.cli.revisions import Revision
from caresheet.model.changes import Change, changes
from caresheet.model.files import Files
from caresheet.model.project import Project
from caresheet.model.topic import Topic
from caresheet.model.wording import TextUnit, fingerprint, text_units

VERSION = 1
"""The version of the form of the JSON."""

Words = dict[tuple[str, str], tuple[TextUnit, ...]]


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="What reads the changes.")
@project_option
def diff(*, old: str, new: str, form: str, root: Path | None) -> None:
    """Show what changed in the words from OLD to NEW, for each reader: two folders, or two git revisions.

    The exit code is 1 where anything changed. Looks, line ends and clinics' details are no change.
    """
    before, after = (_words(_project(name, root)) for name in (old, new))
    compared = {key: changes(before.get(key, ()), after.get(key, ())) for key in sorted({*before, *after})}
    click.echo(_as_json(before, after, compared) if form == "json" else _as_text(compared))
    if any(compared.values()):
        sys.exit(Exit.PROBLEMS)


def _project(name: str, root: Path | None) -> Project:
    from caresheet.source import Folder, read_project

    folder = Path(name)
    files: Files = Folder(folder.resolve()) if is_project(folder) else Revision(name, find_root(root))
    return read_project(files, (files, USUAL_CLINIC))


def _words(project: Project) -> Words:
    return {_key(topic): text_units(topic) for topic in project.topics}


def _key(topic: Topic) -> tuple[str, str]:
    return topic.name, topic.language


def _as_text(compared: dict[tuple[str, str], tuple[Change, ...]]) -> str:
    lines: list[str] = []
    for (topic, language), found in compared.items():
        if found:
            lines += [f"{topic} in {language}: {count(len(found), 'change')}", *(f"  {line}" for line in told(found))]
    return "\n".join(lines) or "no word changed"


def _as_json(before: Words, after: Words, compared: dict[tuple[str, str], tuple[Change, ...]]) -> str:
    topics = [
        {
            "topic": key[0],
            "language": key[1],
            "old_sha256": fingerprint(before[key]) if key in before else None,
            "new_sha256": fingerprint(after[key]) if key in after else None,
            "changes": [_change(change) for change in found],
        }
        for key, found in compared.items()
    ]
    return json.dumps({"version": VERSION, "topics": topics}, indent=2, ensure_ascii=False)


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
