"""`caresheet list`: what the project can make."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

import click

from caresheet.app.sources import read_folder
from caresheet.cli.exits import Exit
from caresheet.cli.project import project_folder, project_option
from caresheet.cli.report import show
from caresheet.model.project import Project
from caresheet.model.topic import Topic


@click.command(name="list")
@project_option
def list_topics(root: Path | None) -> None:
    """Show topics, their handouts, languages and audiences."""
    project = read_folder(project_folder(root))
    for _name, versions in groupby(project.topics, key=lambda topic: topic.name):
        click.echo("\n".join(_entry(tuple(versions), project)))
    show(project.problems)
    if project.missing:
        sys.exit(Exit.PARTLY if project.topics else Exit.PROBLEMS)


def _entry(versions: tuple[Topic, ...], project: Project) -> list[str]:
    topic = versions[0]  # the original
    readers = {layout.name: layout.audience for layout in project.layouts}
    absent = {(each.topic, each.layout) for each in project.missing}
    handouts = [
        f"{handout.layout} (for {readers[handout.layout]})"
        for handout in topic.handouts
        if (topic.name, handout.layout) not in absent
    ]
    return [
        f"{topic.name}: {topic.title}",
        f"  handouts   {', '.join(handouts)}",
        f"  languages  {', '.join(_language(version, topic) for version in versions)}",
        f"  audiences  {', '.join(topic.audiences)}",
    ]


def _language(version: Topic, original: Topic) -> str:
    """The language tag, and of a translation of some handouts which ones."""
    names = [handout.layout for handout in version.handouts]
    return version.language if len(names) == len(original.handouts) else f"{version.language} ({', '.join(names)})"
