"""`caresheet explain`: every rule, block and key is explained, wherever somebody asks, however narrow the terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Run

from caresheet.cli.main import command_line
from caresheet.model import rules
from caresheet.model.problem import Rule
from caresheet.model.reference import BlockReference, FileKey
from caresheet.source import block_references, file_references


def explained(*arguments: str, columns: int = 80) -> Result:
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(command_line, ["explain", *arguments], prog_name="caresheet")


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.name)
def test_every_rule_is_explained(rule: Rule) -> None:
    """Id, name, severity and why are the registry's; the page follows, with no mark of its own form left."""
    found = explained(rule.name)
    assert found.exit_code == 0, found.output
    heading, _, rest = found.output.partition("\n")
    assert heading.startswith(f"{rule.id} {rule.name} ({rule.severity.value}: ")
    assert " ".join(rest.split()).startswith(rule.why)
    assert "\nSource:\n" in rest
    for mark in ("```", "# expect", "# in place of", "## ", "\x1b", "\t"):
        assert mark not in found.output
    if "\nWrong (at >):\n" in rest:
        wrong, _, right = rest.partition("\nRight:\n")
        assert re.search(r"^>", wrong, re.MULTILINE)
        assert not re.search(r"^>", right, re.MULTILINE)
    else:
        assert "\nNo example:\n" in rest


def test_rules_go_by_name_and_id() -> None:
    """The readable name and the id lead to the same page, in small and capital letters."""
    pages = {explained(name).output for name in ("alt-length", "Alt-Length", "CS017b", "cs017B", " cs017b ")}
    assert len(pages) == 1


def test_a_former_name_leads_to_the_page() -> None:
    """Whoever asks for a rule by the name it had before gets the page of today."""
    assert explained("Silent-Comment").output == explained("unquoted-hash").output


def test_broken_lines_are_pointed_at() -> None:
    """The very line that the example announces has the sign before it, and no other; else the name of a whole file."""
    pointed = [line for line in explained("yaml-alias").output.splitlines() if line.startswith(">")]
    assert [line.lstrip("> ") for line in pointed] == ["- &again It does you good. [@S1]", "- *again"]
    assert "\n> content/walking/notes.yaml\n" in explained("misplaced-file").output
    assert "\n>   title: Mar\\xeda walks\n" in explained("not-utf-8").output


def test_files_are_shown_once() -> None:
    """A file that is right as it was wrong is only named."""
    assert "\n  content/walking/en.yaml: as above\n" in explained("over-budget").output
    assert explained("over-budget").output.count("title: Walking\n") == 1


def test_pictures_are_only_named() -> None:
    """Nobody reads a picture byte by byte; a line that is no picture is shown."""
    assert "\n  content/walking/lake.png: a file of 78 bytes\n" in explained("picture-missing").output
    assert "\n  content/walking/lake.png\n    This is not a picture.\n" in explained("picture-unreadable").output
    for name in ("picture-missing", "picture-unreadable", "picture-too-large", "outside-project"):
        assert "\\x" not in explained(name).output


def test_unknown_rules_are_refused() -> None:
    """A misspelt rule is told with the nearest one, and is wrong usage."""
    found = explained("alt-lenght")
    assert found.exit_code == 2
    assert "There is no rule, block or key 'alt-lenght'. Did you mean 'alt-length'?" in found.output
    assert "Did you mean 'unknown-key'?" in explained("Unknwon-Key").output
    nothing = explained("zzzzzz")
    assert nothing.exit_code == 2
    assert "Did you mean" not in nothing.output
    assert "`caresheet explain` lists all rules" in nothing.output


def test_all_rules_are_listed() -> None:
    """Without a rule each of them stands there once, by severity, with its why."""
    found = explained().output
    assert re.findall(r"^\w.*", found, re.MULTILINE) == [
        "Faults (no PDF is made):",
        "Errors (a release is refused):",
        "Warnings (this is advice):",
    ]
    words = " ".join(found.split())
    for rule in rules.ALL:
        assert words.count(f" {rule.id} {rule.name} {rule.why}") == 1, rule.name
    assert len(re.findall(r"^  CS", found, re.MULTILINE)) == len(rules.ALL)


@pytest.mark.parametrize("columns", [20, 34, 60, 80, 300])
def test_narrow_terminals_are_kept(columns: int) -> None:
    """The list and a page's prose keep to the terminal, and never spread over more than 80 columns."""
    room = min(columns, 80)
    for name in ("not-readable", "proof-failed", "bad-manifest"):
        assert max(map(len, explained(name, columns=columns).output.splitlines())) <= room
    widest = max(map(len, explained(columns=columns).output.splitlines()))
    assert widest <= max(room, 33)  # id and name stand on one line


def test_no_project_is_needed(caresheet: Run, tmp_path: Path) -> None:
    """It answers in an empty folder, without colors where nobody looks."""
    found = caresheet("explain", "not-readable", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("CS101 not-readable (fault: no PDF is made)\n\nA file that cannot be opened")
    assert "\x1b" not in found.stdout


@pytest.mark.parametrize("block", block_references(), ids=lambda block: block.name)
def test_every_block_is_explained(block: BlockReference) -> None:
    """A block's page has what it is, what it prints, each of its keys and of those that any block can have, and the
    smallest example, word for word."""
    found = explained(block.name)
    assert found.exit_code == 0, found.output
    assert found.output.startswith(f"{block.name} (a block: ")
    words = " ".join(found.output.split())
    for said in (block.description, block.prints, *(key.description for key in (*block.keys, *block.common_keys))):
        assert said in words
    assert "".join(f"    {line}\n" for line in block.example.splitlines()) in found.output


KEYS = [(file.kind, key) for file in file_references() for key in file.keys]


@pytest.mark.parametrize(("kind", "key"), KEYS, ids=[f"{kind}.{key.name}" for kind, key in KEYS])
def test_every_key_is_explained(kind: str, key: FileKey) -> None:
    """A key is found by its kind of file and its path; it is explained with its value, its default and its example."""
    found = explained(f"{kind}.{key.name}" if key.path[-1] != "<name>" else key.name).output
    words = " ".join(found.split())
    assert f"{key.name} ({kind}: {key.holds}" in words
    assert key.description in words
    assert not key.default or f"Default: {key.default}" in words
    assert f"\n    {key.example}\n" in found


def test_keys_go_by_short_names() -> None:
    """The end of a path is enough where nothing else is called that; others of the name are named."""
    assert explained("type.body").output.startswith("type.body (layout: ")
    assert explained("limits.body").output.startswith("limits.<name>.body (layout: ")
    assert explained("Phone").output.startswith("phone (clinic: ")
    assert explained("after-hours-phone").output == explained("after_hours_phone").output
    assert explained("row_headers").output.startswith("row_headers (block table: ")
    assert explained("keep").output.startswith("keep (every block: ")
    assert " ".join(explained("columns").output.split()).endswith(
        "Also of this name: layout.styles.<name>.columns, table.columns, table.meter.columns, log.columns"
    )


def test_a_misspelled_block_is_refused_with_the_nearest() -> None:
    """Blocks and keys are suggested like rules, and the message says where all of them are."""
    found = explained("tabel")
    assert found.exit_code == 2
    assert "There is no rule, block or key 'tabel'. Did you mean 'table'?" in found.output
    assert "`caresheet manual content`" in " ".join(found.output.split())
