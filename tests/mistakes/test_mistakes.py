"""Mistakes that authors, editors and clinic staff make, in three tables beside this file: each is told at its place, by
its rule, with a remedy in these words; never with a traceback, and nothing is written."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from tests.mistakes.program import TODAY, run

from caresheet.app.starting import start_project

HERE = Path(__file__).parent
FILES = {
    "en": "content/hand-washing/en.yaml",
    "topic": "content/hand-washing/topic.yaml",
    "base": "layouts/base.yaml",
    "card": "layouts/card.yaml",
    "clinic": "content/clinics/example.yaml",
}
"""The files that mistakes are made in, by their names in the tables."""
MAIL = ("email", "hand-washing", "--layout", "card", "--recipients", "list.csv", "--draft", "--today", TODAY)


def table(name: str) -> list[tuple[str, ...]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" ¦ ")) for line in lines if not line.startswith("#")]


def written(cell: str) -> str:
    return cell.replace("\\n", "\n").replace("\\t", "\t")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project; every test leaves it as it found it."""
    folder = tmp_path_factory.mktemp("mistakes") / "project"
    start_project(folder)
    return folder


def state(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("row", table("files.txt"), ids=lambda row: f"{row[3]} {row[2]}")
def test_a_mistake_in_a_file(project: Path, row: tuple[str, ...]) -> None:
    """`check` tells the fault and exits with 1; nothing else in the project's folder has changed."""
    file, old, new, place, rule, words = row
    path = project / FILES[file]
    before = path.read_text(encoding="utf-8")
    assert before.count(written(old)) == 1
    where, _, line = place.partition(":")
    path.write_text(before.replace(written(old), written(new)), encoding="utf-8", newline="\n")
    broken = state(project)
    try:
        result = run("check", "--format", "json", "--today", TODAY, cwd=project)
        assert state(project) == broken
    finally:
        path.write_text(before, encoding="utf-8", newline="\n")
    assert result.exit_code == 1
    told = json.loads(result.stdout)["problems"]
    start = before[: before.index(written(old))].count("\n") + 1
    start += len(written(old)) - len(written(old).lstrip("\n"))
    lines = {each["line"] for each in told} if line == "*" else {start + int(line)}
    found = [each for each in told if each["file"] == FILES[where] and each["line"] in lines]
    assert [each for each in found if each["rule"] == rule and words in (each["hint"], each["message"])], told


@pytest.mark.parametrize(("status", "arguments", "words"), table("calls.txt"))
def test_a_mistake_in_a_call(project: Path, status: str, arguments: str, words: str) -> None:
    """The last line says what is wrong and what there is instead; the exit status is the documented one."""
    before = state(project)
    result = run(*shlex.split(arguments), cwd=project)
    assert result.exit_code == int(status)
    assert result.stderr.strip().splitlines()[-1].strip() == words.strip()
    assert state(project) == before


@pytest.mark.parametrize(("status", "text", "words"), table("lists.txt"))
def test_a_mistake_in_a_list(project: Path, status: str, text: str, words: str) -> None:
    """A list of recipients is refused at its line; nobody is written to."""
    path = project / "list.csv"
    path.write_text(written(text), encoding="utf-8", newline="\n")
    try:
        result = run(*MAIL, cwd=project)
    finally:
        path.unlink()
    assert result.exit_code == int(status)
    assert words in result.stderr.splitlines()


def test_three_hundred() -> None:
    """There are at least 300 mistakes, each another one."""
    rows = [row[:3] for row in table("files.txt")]
    rows += [row[:2] for name in ("calls.txt", "lists.txt") for row in table(name)]
    assert len(set(rows)) == len(rows)
    assert len(rows) >= 300
