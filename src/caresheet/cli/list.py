"""`caresheet list`: what the project can make."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caresheet.app.topic_list import topic_lines
from caresheet.cli import options
from caresheet.cli.exits import Exit
from caresheet.cli.project import project_folder, read
from caresheet.cli.report import show, tell


@click.command(name="list")
@options.project
def list_topics(root: Path | None) -> None:
    """Show topics, their handouts, languages and audiences."""
    project = read(project_folder(root))
    tell(topic_lines(project))
    show(project.problems)
    if project.missing:
        sys.exit(Exit.PARTLY if project.topics else Exit.PROBLEMS)
