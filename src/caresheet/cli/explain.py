"""`caresheet explain`: a rule with examples that break and keep it; a block or a key with its smallest example."""

from __future__ import annotations

import shutil

import click


@click.command()
@click.argument("name", required=False)
def explain(name: str | None) -> None:
    """Explain a rule, a block or a key: NAME is such as alt-length, CS017b, table, type.body or clinic.phone. Without
    NAME, list all rules.

    For a rule, says what it asks for and why, with an example that breaks it and one that follows it. For a block or a
    key of a file, says what stands there, its keys, and shows the smallest example.
    """
    from caresheet.app.explained import look_up
    from caresheet.app.explanation import explanation, rule_list
    from caresheet.app.manual_pages import sheet_width

    width = sheet_width(shutil.get_terminal_size().columns)
    click.echo(rule_list(width) if name is None else explanation(look_up(name), width), nl=False)
