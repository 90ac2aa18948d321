"""The README keeps its word: what is generated is fresh, what it names is there, what it shows works."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from caresheet.cli.commands import COMMANDS, load_command
from caresheet.cli.exits import Exit
from caresheet.cli.main import command_line
from caresheet.model import rules
from caresheet.model.problem import Rule

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"


def commands() -> str:
    """The help of every command, as it is printed in a terminal of 80 columns."""
    blocks = []
    for words in (words for name in sorted(COMMANDS) for words in _command_words(load_command(name), (name,))):
        help_text = (
            CliRunner().invoke(command_line, [*words, "--help"], prog_name="caresheet", terminal_width=80).output
        )
        assert help_text.startswith("Usage: caresheet"), help_text
        blocks.append(f"```\n$ {' '.join(('caresheet', *words))} --help\n{help_text.strip()}\n```")
    return "\n\n".join(blocks)


def _command_words(command: click.Command, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        return [words]
    below = [_command_words(one, (*words, name)) for name, one in sorted(command.commands.items())]
    return [paths for one in below for paths in one]


def rule_table() -> str:
    """Every rule of the registry with its severity and why it is one."""
    rows = [rule for rule in vars(rules).values() if isinstance(rule, Rule)]
    assert len(rows) > 30
    lines = [f"| {rule.id} | `{rule.name}` | {rule.severity.value} | {rule.why} |" for rule in rows]
    return "\n".join(["| id | rule | | why |", "| --- | --- | --- | --- |", *lines])


GENERATED = {"commands": commands, "rules": rule_table}


@pytest.mark.parametrize("name", GENERATED)
def test_generated_parts_are_fresh(name: str, pytestconfig: pytest.Config) -> None:
    """What the README says about commands and rules is what the program says; --update-golden writes it anew."""
    text = README.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    assert pattern.search(text)
    fresh = pattern.sub(lambda found: f"{found[1]}{GENERATED[name]()}\n{found[2]}", text)
    if pytestconfig.getoption("--update-golden"):
        README.write_text(text := fresh, encoding="utf-8", newline="\n")
    assert fresh == text


def test_every_check_is_spoken_of() -> None:
    """Each of the 35 checks is called built, partly built, or not decidable; each names its rules, all of which exist,
    or says why there are none."""
    table = README.read_text(encoding="utf-8").partition("| check | state | |")[2]
    rows = re.findall(r"^\| (CS\d{3}) [^|]+ \| ([^|]+) \|([^|\n]*)\|$", table, re.MULTILINE)
    assert [name for name, _, _ in rows] == [f"CS{number:03}" for number in range(1, 36)]
    names = {rule.name for rule in rules.ALL}
    for name, state, said in rows:
        assert state in {"built", "partly", "not decidable"}, name
        assert said.strip(), name
        assert set(re.findall(r"`([a-z0-9-]+)`", said)) <= names, name


def test_every_rule_is_judged_by() -> None:
    """No rule is registered that no room ever finds broken."""
    source = ROOT / "src" / "caresheet"
    rooms = [path for path in source.rglob("*.py") if path.name != "rules.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in rooms)
    named = {name for name, rule in vars(rules).items() if isinstance(rule, Rule)}
    assert len(named) > 60
    assert {name for name in named if not re.search(rf"\b{name}\b", text)} == set()


def test_every_dependency_has_its_line() -> None:
    """Each package that is installed with caresheet stands in the table with its reason, and no other."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[<>=\[ ]", entry)[0] for entry in wanted}
    table = README.read_text(encoding="utf-8").partition("| depends on |")[2]
    assert names == set(re.findall(r"^\| (\w[\w-]*) \|", table, re.MULTILINE))


def test_every_exit_status_has_its_line() -> None:
    """The table of exit statuses names exactly those that the program has."""
    table = README.read_text(encoding="utf-8").partition("| exit status |")[2]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)} == {int(code) for code in Exit}


def test_every_file_that_is_named_is_there() -> None:
    """Links and pictures lead somewhere."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert links
    for link in links:
        assert (ROOT / link).exists(), link


def test_ci_runs_the_readme_commands() -> None:
    """What .ci/run runs are the two commands of the README, as printed."""
    row = next(line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("| Linux, macOS"))
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for command in re.findall(r"`([^`]+)`", row):
        assert command in script
