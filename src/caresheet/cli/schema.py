"""`caresheet schema`: the JSON Schema of each kind of file, for completion in editors."""

from __future__ import annotations

import click

from caresheet.app.file_schemas import KINDS, json_schema


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file.

    content: a topic in one language (en.yaml). topic: a topic's facts for all languages (topic.yaml). layout: a file in
    layouts/. clinic: a profile in content/clinics/. labels: the program's own printed words in one language. reviews:
    what caresheet review writes.
    """
    click.echo(json_schema(kind).rstrip("\n"))
