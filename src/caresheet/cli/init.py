"""`caresheet init`: a small project that builds at once and teaches the language."""

from __future__ import annotations

from pathlib import Path

import click

from caresheet.cli.report import near, quoted


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--from", "topic", metavar="TOPIC", help="Start with the handouts of this topic, which come with caresheet."
)
def init(folder: Path, topic: str | None) -> None:
    """Start a small project in DIR, which must be new or empty."""
    from caresheet.app.starting import start_project

    start_project(folder, topic)
    about = f"the handouts of {topic}." if topic else "a small project. Its files explain themselves."
    click.echo(f"{near(folder.absolute())} now holds {about}")
    step = "" if folder.resolve() == Path.cwd() else f" --project {quoted(folder)}"
    click.echo(f"Make its handouts with:  caresheet build{step}")
