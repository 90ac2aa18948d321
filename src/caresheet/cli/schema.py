"""`caresheet schema`: the JSON Schemas of all kinds of file, for editors that complete with them."""

from __future__ import annotations

import click

KINDS = ("content", "topic", "layout", "clinic", "labels", "reviews")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file.

    content is a topic in one language (en.yaml), topic what stands for all its languages (topic.yaml), layout a file
    in layouts/, clinic one in content/clinics/, labels the program's own printed words in one language,
    reviews what caresheet review writes.
    """
    # Reading loads YAML, which --help shall not pay for.
    from caresheet.source.schemas import schema as text_of

    click.echo(text_of(kind).rstrip("\n"))
