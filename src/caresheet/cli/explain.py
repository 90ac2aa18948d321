"""`caresheet explain`: what a rule asks and why, and how it looks when it is broken and when it is kept."""

from __future__ import annotations

import re
import shutil
from difflib import get_close_matches
from importlib.resources import files
from itertools import takewhile

import click

from caresheet.model.problem import Rule, Severity
from caresheet.model.rules import ALL, RENAMED

_COSTS = {
    Severity.FAULT: "no PDF is made",
    Severity.ERROR: "a release is refused",
    Severity.WARNING: "this is advice",
}
_WIDEST, _NARROWEST = 80, 20
_EXAMPLE = re.compile(r"^```(?P<kind>\w+)\n# in place of (?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPECTED = "# expect "
_PLACE = re.compile(rf"{_EXPECTED}(\d+):\d+ ")


@click.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Explain a RULE, such as alt-length or CS017b; without RULE, list all rules.

    Says what the rule asks and why, shows an example in which it is broken and one in which it is kept, and names
    where it comes from.
    """
    columns = shutil.get_terminal_size().columns
    sheet = click.HelpFormatter(width=max(min(columns, _WIDEST), _NARROWEST))
    if rule is None:
        _list(sheet)
    else:
        _explain(_named(rule), sheet)
    click.echo(sheet.getvalue(), nl=False)


def _named(asked: str) -> Rule:
    """The rule of this id or name, current or former, whatever its case. Raises click.UsageError, with the nearest."""
    known = RENAMED | {key.casefold(): rule for rule in ALL for key in (rule.id, rule.name)}
    wanted = asked.strip().casefold()
    if wanted in known:
        return known[wanted]
    close = get_close_matches(wanted, known, n=1)
    suggestion = f" Did you mean '{known[close[0]].name}'?" if close else ""
    message = f"There is no rule '{asked}'.{suggestion} `caresheet explain` lists all rules."
    raise click.UsageError(message)


def _list(sheet: click.HelpFormatter) -> None:
    """Every rule with its why, the gravest first; below each other where there is no room beside each other."""
    for severity, cost in _COSTS.items():
        rules = [rule for rule in ALL if rule.severity is severity]
        with sheet.section(f"{severity.value.capitalize()}s ({cost})"):
            sheet.write_dl([(f"{rule.id:7} {rule.name}", rule.why) for rule in rules], col_max=sheet.width // 2)


def _explain(rule: Rule, sheet: click.HelpFormatter) -> None:
    """The registry's words on a rule, and then its page."""
    page = files("caresheet").joinpath("rules", "pages", f"{rule.name}.md").read_text(encoding="utf-8")
    opening, *chapters = re.split(r"^## ", page, flags=re.MULTILINE)
    sheet.write_text(f"{rule.id} {rule.name} ({rule.severity.value}: {_COSTS[rule.severity]})")
    for words in (rule.why, opening.partition("\n")[2].strip()):
        sheet.write_paragraph()
        sheet.write_text(words)
    shown: set[str] = set()
    for chapter in chapters:
        name, _, body = chapter.partition("\n")
        sheet.write_paragraph()
        if "```" in body:
            sheet.write(f"{name}{' (at >)' if _EXPECTED in body else ''}:\n")
            for match in _EXAMPLE.finditer(body):
                sheet.write(_example(match["kind"], match["path"], match["text"], shown))
        else:
            sheet.write(f"{name}:\n")
            with sheet.indentation():
                sheet.write_text(body.strip())


def _example(kind: str, path: str, text: str, shown: set[str]) -> str:
    """A file of an example, `>` before the lines at which something is found; before its name, where all of it is.

    The comments with which the tests are told where belong to the line numbers of YAML, and are not shown. What was
    `shown` before is only named, and so are pictures.
    """
    lines = text.splitlines()
    places = list(takewhile(lambda line: line.startswith(_EXPECTED), lines))
    ahead = 1 + len(places) if kind == "yaml" else 0
    found = {max(int(match[1]) - ahead, 0) for place in places if (match := _PLACE.match(place))}
    code = lines[len(places) :]
    if kind != "yaml" and len(code) > 1:
        return f"\n  {path}: a file of {len(''.join(code).encode().decode('unicode_escape'))} bytes\n"
    whole = "\n".join((path, *code))
    if whole in shown:
        return f"\n  {path}: as above\n"
    shown.add(whole)
    rows = [f"{'>' if number in found else ' '}   {line}".rstrip() for number, line in enumerate(code, start=1)]
    return "\n".join((f"\n{'>' if 0 in found else ' '} {path}", *rows, ""))
