"""`caresheet schema`: the JSON Schemas of the four kinds of file, for editors that complete with them."""

from __future__ import annotations

from importlib.resources import files

import click

KINDS = ("content", "topic", "layout", "clinic")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file.

    content is a topic in one language (en.yaml), topic what stands for all languages (topic.yaml), layout a file in
    layouts/, clinic a file in content/clinics/.
    """
    click.echo(read_schema(kind).rstrip("\n"))


def read_schema(kind: str) -> str:
    return (files("caresheet") / "schemas" / f"{kind}.json").read_text(encoding="utf-8")
