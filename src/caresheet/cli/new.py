"""`caresheet new`: files to fill in, for a topic or a language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from caresheet.app.places import near
from caresheet.cli import completion, options
from caresheet.cli.project import project_folder


@click.group()
def new() -> None:
    """Add a topic or a language to the project."""


@new.command()
@click.argument("name")
@options.project
@options.today
def topic(*, name: str, root: Path | None, today: date) -> None:
    """Write a topic of examples to replace: content/NAME/topic.yaml and en.yaml.

    It is listed for every layout of the project that it can fill.
    """
    from caresheet.app.additions import add_topic

    _show(add_topic(project_folder(root), name, today))
    click.echo(f"Write your own words in their place, and build:  caresheet build {name}")


@new.command()
@click.argument("language", metavar="TAG")
@click.argument("topics", metavar="[TOPIC]...", nargs=-1, shell_complete=completion.topics)
@options.project
def language(*, language: str, topics: tuple[str, ...], root: Path | None) -> None:
    """Write the files to translate for a language, such as es or pt-BR: one for each TOPIC, or for all.

    They keep the shape and the words of the originals, and are drafts until someone has reviewed them.
    """
    from caresheet.app.additions import add_language

    _show(add_language(project_folder(root), language, topics))
    click.echo("Translate the texts; what is left is listed by:  caresheet check")


def _show(paths: Iterable[Path]) -> None:
    for path in paths:
        click.echo(near(path))
