"""Remedies that say what to write work: once one is followed to the letter, the file no longer has that mistake."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.mistakes.program import TODAY, run
from tests.mistakes.test_mistakes import FILES, table, written

from caresheet.app.starting import start_project

_WRITE = re.compile(r"write (?P<words>(?:- |[a-z_]+: )(?:(?!, or|…).)*)")
_MEANT = re.compile(r"did you mean '(?P<name>[^']+)'\?")
_INDENT = re.compile(r"indent it by (?P<spaces>\d+) spaces?")
_BRACKETS = re.compile(r"write (?P<words>\S+) without brackets")
_LEFT = "start it at the left margin, like the keys below"
TWO_STEPS = ("*Hand washing*", "**Go on", "*go", "{Go on}", "[1, 2]", "{xx: 1, en}", "  s1:", "not-revewed", "pic.png")
"""Mistakes that have another one in them, which is told once the first is mended."""
Told = dict[str, object]


def followed(line: str, told: Told) -> str | None:
    """The line with the remedy carried out; None for one that leaves the words to the author."""
    hint, column = str(told["hint"]), int(str(told["column"])) - 1
    indent = line[: len(line) - len(line.lstrip())]
    if write := _WRITE.fullmatch(hint):
        words = write["words"]
        if "{" in line[:column]:
            return line[:column] + words + re.sub(r"^[^,}]*", "", line[column:])
        lead = "- " if line.lstrip().startswith("- ") and not words.startswith("- ") else ""
        return f"{indent}{lead}{words}"
    if meant := _MEANT.fullmatch(hint):
        names = re.findall(r"['{]([^'{}]*)['}]", str(told["message"]))
        wrong = max((name for name in names if name in line), key=line[column:].startswith)
        at = line.index(wrong, column) if wrong in line[column:] else line.index(wrong)
        return line[:at] + meant["name"] + line[at + len(wrong) :]
    if spaces := _INDENT.fullmatch(hint):
        return " " * int(spaces["spaces"]) + line.lstrip()
    if brackets := _BRACKETS.fullmatch(hint):
        return re.sub(r"\[.*\]", brackets["words"], line)
    return line.lstrip() if hint == _LEFT else None


ROWS = [
    row
    for row in table("files.txt")
    if any(each.fullmatch(row[5]) for each in (_WRITE, _MEANT, _INDENT, _BRACKETS)) or row[5] == _LEFT
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project; every test leaves it as it found it."""
    folder = tmp_path_factory.mktemp("remedies") / "project"
    start_project(folder)
    return folder


def problems(project: Path) -> list[Told]:
    found: list[Told] = json.loads(run("check", "--format", "json", "--today", TODAY, cwd=project).stdout)["problems"]
    return found


def places(found: list[Told]) -> set[tuple[object, ...]]:
    """What is told where, without advice: a mended line may still be one that can be better."""
    return {(each["file"], each["line"], each["rule"]) for each in found if each["severity"] != "warning"}


def mend(file: Path, told: Told) -> None:
    """Carry out the remedy in the file."""
    lines, at = file.read_text(encoding="utf-8").split("\n"), int(str(told["line"])) - 1
    line = followed(lines[at], told)
    assert line is not None
    file.write_text("\n".join([*lines[:at], line, *lines[at + 1 :]]), encoding="utf-8", newline="\n")


def test_remedies_are_followed() -> None:
    """Most of the mistakes in the table have a remedy that a program can carry out."""
    assert len(ROWS) > 80


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[3]} {row[2]}")
def test_a_remedy_works(project: Path, row: tuple[str, ...]) -> None:
    """Once it is followed to the letter at the place that was told, the mistake is gone, and there is no other one."""
    file, old, new, _, rule, hint = row
    whole = {FILES[name]: (project / FILES[name]).read_text(encoding="utf-8") for name in FILES}
    typed = whole[FILES[file]].replace(written(old), written(new))
    (project / FILES[file]).write_text(typed, encoding="utf-8", newline="\n")
    try:
        told = next(each for each in problems(project) if (each["rule"], each["hint"]) == (rule, hint))
        mend(project / str(told["file"]), told)
        left = places(problems(project))
    finally:
        for name, text in whole.items():
            (project / name).write_text(text, encoding="utf-8", newline="\n")
    assert (told["file"], told["line"], rule) not in left
    assert left == set() or any(each in new for each in TWO_STEPS)
