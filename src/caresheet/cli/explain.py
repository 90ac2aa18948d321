"""`caresheet explain`: what a rule asks for and why, with an example that breaks it and one that follows it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from caresheet.model.problem import Severity
from caresheet.model.rules import ALL

if TYPE_CHECKING:  # --help has no use for the pages
    from caresheet.app.rule_pages import ExampleFile, RulePage

_COSTS = {
    Severity.FAULT: "no PDF is made",
    Severity.ERROR: "a release is refused",
    Severity.WARNING: "this is advice",
}
_WIDEST, _NARROWEST = 80, 20


@click.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Explain a RULE, such as alt-length or CS017b. Without RULE, list all rules.

    Says what the rule asks for and why, shows an example that breaks it and one that follows it, and names its source.
    """
    from caresheet.app.rule_pages import find_rule, rule_page

    columns = shutil.get_terminal_size().columns
    sheet = click.HelpFormatter(width=max(min(columns, _WIDEST), _NARROWEST))
    if rule is None:
        _list(sheet)
    else:
        _explain(rule_page(find_rule(rule)), sheet)
    click.echo(sheet.getvalue(), nl=False)


def _list(sheet: click.HelpFormatter) -> None:
    """Every rule with its reason, the most severe first; in two columns if there is room."""
    for severity, cost in _COSTS.items():
        rules = [rule for rule in ALL if rule.severity is severity]
        with sheet.section(f"{severity.value.capitalize()}s ({cost})"):
            sheet.write_dl([(f"{rule.id:7} {rule.name}", rule.why) for rule in rules], col_max=sheet.width // 2)


def _explain(page: RulePage, sheet: click.HelpFormatter) -> None:
    rule = page.rule
    sheet.write_text(f"{rule.id} {rule.name} ({rule.severity.value}: {_COSTS[rule.severity]})")
    for words in (rule.why, page.text):
        sheet.write_paragraph()
        sheet.write_text(words)
    shown: set[tuple[str, tuple[str, ...]]] = set()
    for chapter in page.chapters:
        sheet.write_paragraph()
        sheet.write(f"{chapter.title}{' (at >)' if chapter.is_broken else ''}:\n")
        if not chapter.files:
            with sheet.indentation():
                sheet.write_text(chapter.text)
        for file in chapter.files:
            is_again = file.size is None and (file.path, file.lines) in shown
            sheet.write(f"\n  {file.path}: as above\n" if is_again else _listing(file))
            shown.add((file.path, file.lines))


def _listing(file: ExampleFile) -> str:
    """The file with `>` before the lines that are wrong, or before its name if the whole file is."""
    if file.size is not None:
        return f"\n  {file.path}: a file of {file.size} bytes\n"
    numbered = enumerate(file.lines, start=1)
    rows = [f"{'>' if number in file.marked else ' '}   {line}".rstrip() for number, line in numbered]
    return "\n".join((f"\n{'>' if 0 in file.marked else ' '} {file.path}", *rows, ""))
