"""The manual keeps its word: what is generated is fresh, nothing that an author can write is left out, and what it
names is there."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from tests.conftest import Run
from tests.house.documents import GENERATED, MANUAL, PAGES, README, ROOT, command_words, marked_part, text_of

from caresheet.cli.commands import COMMANDS, load_command
from caresheet.cli.exits import Exit
from caresheet.cli.main import command_line
from caresheet.manual.pages import manual_pages
from caresheet.model import rules
from caresheet.model.problem import Rule
from caresheet.source.schemas import schema

DOCUMENTS = {"README": README, **PAGES}
SOURCE = ROOT / "src" / "caresheet"


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))


def test_every_file_is_a_page() -> None:
    """Each Markdown file of the manual is shown, under the title that it begins with."""
    assert {path.stem for path in MANUAL.glob("*.md")} == set(PAGES)
    assert all(page.title and page.text.startswith(f"# {page.title}\n") for page in manual_pages())


@pytest.mark.parametrize("name", GENERATED)
def test_generated_parts_are_fresh(name: str, pytestconfig: pytest.Config) -> None:
    """What the manual says about commands, rules, blocks and keys is what the program says; --update-golden writes it
    anew."""
    page, made = GENERATED[name]
    text = text_of(page)
    pattern = marked_part(name)
    assert pattern.search(text)
    fresh = pattern.sub(lambda found: f"{found[1]}\n{made()}\n\n{found[2]}", text)
    if pytestconfig.getoption("--update-golden"):
        PAGES[page].write_text(text := fresh, encoding="utf-8", newline="\n")
    assert fresh == text


KINDS = {"content": "content", "topic": "content", "layout": "layouts", "clinic": "profiles", "labels": "translations"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_has_its_line(kind: str) -> None:
    """Every key of the schema, however deep, begins a row of the page, which says what its value is and what it means.
    The keys are counted here without the reference that the page is made from."""
    whole = json.loads(schema(kind))
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", text_of(KINDS[kind]), re.MULTILINE))
    names = {name.rpartition(".")[2] for name in rows} | set(
        re.findall(r"^### (\w+)$", text_of(KINDS[kind]), re.MULTILINE)
    )
    wanted = set(keys_of(whole))
    assert len(wanted) > 10
    assert wanted - names == set()
    for name, rest in rows.items():
        assert rest.rpartition(" | ")[2].strip(), name
        assert rest.partition(" | ")[0].strip(), name


def keys_of(found: object) -> set[str]:
    """Every name in any `properties` of a schema."""
    if isinstance(found, list):
        return {name for each in found for name in keys_of(each)}
    if not isinstance(found, dict):
        return set()
    own = found.get("properties")
    here = set(own) if isinstance(own, dict) else set()
    return here | {name for each in found.values() for name in keys_of(each)}


def test_every_check_is_spoken_of() -> None:
    """Each of the 35 checks is called built, partly built, or not decidable; each names its rules, all of which exist,
    or says why there are none."""
    table = text_of("rules").partition("| check | state | rules |")[2]
    rows = re.findall(r"^\| (CS\d{3}) [^|]+ \| ([^|]+) \|([^|\n]*)\|$", table, re.MULTILINE)
    assert [name for name, _, _ in rows] == [f"CS{number:03}" for number in range(1, 36)]
    names = {rule.name for rule in rules.ALL}
    for name, state, said in rows:
        assert state in {"built", "partly", "not decidable"}, name
        assert said.strip(), name
        assert set(re.findall(r"`([a-z0-9-]+)`", said)) <= names, name


def test_every_rule_is_judged_by() -> None:
    """No rule is registered that no room ever finds broken."""
    rooms = [path for path in SOURCE.rglob("*.py") if path.name != "rules.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in rooms)
    named = {name for name, rule in vars(rules).items() if isinstance(rule, Rule)}
    assert len(named) > 60
    assert {name for name in named if not re.search(rf"\b{name}\b", text)} == set()


def test_every_dependency_has_its_line() -> None:
    """Each package that is installed with caresheet stands in the table with its reason, and no other."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[<>=\[ ]", entry)[0] for entry in wanted}
    table = text_of("design").partition("| depends on |")[2].partition("\n\n")[0]
    assert names == set(re.findall(r"^\| (\w[\w-]*) \|", table, re.MULTILINE)) - {"---"}


def test_every_exit_code_has_its_line() -> None:
    """The table of exit codes names exactly those that the program has."""
    table = text_of("formats").partition("| exit status |")[2].partition("\n\n")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)} == {int(code) for code in Exit}


def test_every_environment_variable_has_its_line() -> None:
    """Each variable of ours that the program reads is in a table of the manual, and each in a table is read."""
    known = set(re.findall(r'"(CARESHEET_[A-Z_]+)"', sources()))
    assert len(known) > 5
    told = {name for page in PAGES for name in re.findall(r"^\| `(CARESHEET_\w+)` \|", text_of(page), re.MULTILINE)}
    assert told == known


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_is_there(name: str) -> None:
    """Links lead somewhere."""
    path = DOCUMENTS[name]
    for link in re.findall(r"\]\((?!https?:|[….]+\))([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link


def test_every_page_of_the_manual_that_is_named_is_there() -> None:
    """`caresheet manual PAGE` and `caresheet explain NAME` in README and manual lead somewhere."""
    for path in DOCUMENTS.values():
        words = " ".join(path.read_text(encoding="utf-8").split())
        assert set(re.findall(r"`caresheet manual ([a-z]+)`", words)) <= set(PAGES), path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_is_shown_is_one(name: str) -> None:
    """Whatever command of caresheet stands in a document, its words and options are those of the program."""
    if name == "commands":
        return
    text = DOCUMENTS[name].read_text(encoding="utf-8")
    shown = re.findall(r"(?:^(?: {4,}|\$ )|`|\]  )(caresheet [a-z][^`\n]*)", text, re.MULTILINE)
    known = {words: command for name in COMMANDS for words, command in leaves(load_command(name), (name,))}
    for line in shown:
        words = shlex.split(line.partition(" # ")[0].partition("  #")[0], comments=True)[1:]
        names = next((each for each in known if tuple(words[: len(each)]) == each), None)
        group = any(each[0] == words[0] for each in known) and len(words) == 1
        assert names or group, line
        if names:
            options = {option for parameter in known[names].params for option in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= options | {"--help"}, line


def leaves(command: click.Command, words: tuple[str, ...]) -> list[tuple[tuple[str, ...], click.Command]]:
    found = []
    for each in command_words(command, words):
        leaf = command
        for name in each[len(words) :]:
            assert isinstance(leaf, click.Group)
            leaf = leaf.commands[name]
        found.append((each, leaf))
    return found


def test_the_manual_speaks_plainly() -> None:
    """No page says what the style guide of this project forbids."""
    for page in PAGES:
        if page not in {"commands", "rules", "content", "layouts", "translations", "profiles"}:
            found = re.findall(r"\b(colour|whilst|shall|must not read|nobody's|utilize)\b", text_of(page))
            assert found == [], page


def test_clinic_staff_get_the_lines_of_the_readme() -> None:
    """The set-up in the manual is the one that the README shows and the tests run."""
    readme = README.read_text(encoding="utf-8")
    lines = re.findall(r"^    (py |python3 |\. |\$env)(.*)$", text_of("clinic"), re.MULTILINE)
    assert len(lines) == 4
    assert all(f"`{start}{rest}`" in readme for start, rest in lines)


WORKING = {
    "editors": ("preview --gray", "fit", "check", "check --pages", "score", "schema content"),
    "ci": ("check --pages --format sarif", "build --out public/ --quiet", "verify public/"),
    "clinic": ("list", "explain unknown-key"),
}
"""Commands of the manual that need neither a person nor a server."""


@pytest.mark.parametrize("page", WORKING)
def test_commands_that_are_shown_work(page: str, starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, they do what the page says in the project that `init` makes, and find nothing wrong."""
    monkeypatch.chdir(starter)
    for command in WORKING[page]:
        assert f"caresheet {command}" in text_of(page)
        done = CliRunner().invoke(command_line, command.split(), prog_name="caresheet")
        assert done.exit_code == 0, (command, done.output)


def test_the_python_example_works(caresheet: Run, tmp_path: Path) -> None:
    """The example runs in a folder where `init my-project` was called, and writes what it says."""
    assert "`caresheet init my-project`" in text_of("python")
    assert caresheet("init", "my-project").returncode == 0
    example = re.search(r"```python\n(.*?)```", text_of("python"), re.DOTALL)
    assert example
    subprocess.run([sys.executable, "-c", example[1]], cwd=tmp_path, check=True)
    assert {path.suffix for path in (tmp_path / "public").iterdir()} == {".pdf", ".html", ".json"}


def test_yaml_that_is_shown_is_right() -> None:
    """What the pages show of content and layouts is YAML that a file can have."""
    for page in PAGES:
        for example in re.findall(r"```yaml\n(.*?)```", text_of(page), re.DOTALL):
            assert yaml.safe_load(example), page


def test_contributing_names_what_is_there() -> None:
    """Rooms, files and folders that CONTRIBUTING sends people to are there, and each room is named."""
    text = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z][\w./-]*)`", text))
    paths = {name for name in named if "/" in name and not name.startswith("tests/l")}
    assert len(paths) > 10
    for path in paths:
        assert (SOURCE / path).exists() or (ROOT / path).exists(), path
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")} - {"cache", "fonts"}
    assert rooms <= named
