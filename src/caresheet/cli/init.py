"""`caresheet init`: a small project that builds at once and teaches the language."""

from __future__ import annotations

from pathlib import Path

import click

from caresheet.cli import options
from caresheet.cli.report import tell


@click.command()
@click.argument("folder", metavar="DIR", type=options.NEW_FOLDER)
@click.option(
    "--from", "topic", metavar="TOPIC", help="Start with the handouts of this topic, which come with caresheet."
)
def init(folder: Path, topic: str | None) -> None:
    """Start a small project in DIR, which must be new or empty."""
    from caresheet.app.starting import start_project, started_lines

    start_project(folder, topic)
    tell(started_lines(folder, topic))
