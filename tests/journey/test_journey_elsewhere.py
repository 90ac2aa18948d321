"""The same input gives the same bytes: on another day, for another user, in another folder, locale and time zone."""

from __future__ import annotations

import ast
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.journey.journeys import TODAY, artifacts, journey
from tests.journey.places import run_elsewhere
from tests.journey.projects import drawn
from tests.projects.merged import wound_care

from caresheet.model.edition import REGULAR
from caresheet.model.files import Files
from caresheet.source import Folder

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "caresheet"
DRAWN = range(400, 402)
BUILD = """
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.source import Folder, read_project

today, *roots = sys.argv[1:]
for root in roots:
    files = Folder(Path(root))
    for job in jobs(read_project(files, (files, "content/clinics/example.yaml")), today=date.fromisoformat(today)):
        artifact = render(job).handout.artifact("pdf")
        print(root, artifact.name, sha256(artifact.data).hexdigest())
"""
OF_THE_MOMENT = {"calendar", "getpass", "locale", "platform", "random", "secrets", "socket", "time", "uuid"}
"""Modules that tell one moment, machine or user from another."""
DATES = {"date", "datetime"}
OF_THE_CLOCK = {"fromtimestamp", "now", "today", "utcnow"}
"""What asks `date` and `datetime` for the present; a day that is handed in is data."""
OF_THE_PLACE = {"environ", "getenv", "getcwd", "cwd"}
"""What tells one environment from another."""

ALLOWED = {
    "app/ports.py": {*OF_THE_MOMENT, *OF_THE_CLOCK, *OF_THE_PLACE},
    "cli": {*OF_THE_MOMENT, *OF_THE_CLOCK, *OF_THE_PLACE},
    "app/date_order.py": {"locale"},
    "app/kept_secret.py": {"time"},
    "app/making_processes.py": {"time"},
    "delivery": {"secrets", "socket", "time", *OF_THE_PLACE},
    "cache": {"secrets"},
    "source/revision.py": {*OF_THE_PLACE},
    "source/workbook.py": {"time"},
    "web": {"secrets", "socket", *OF_THE_PLACE},
    "web/waiting_prints.py": {"secrets", "time"},
}
"""What has no effect on bytes: the clock that use cases are given, the command line, the rooms that deliver and keep
artifacts, which give random names to unfinished files, where git is looked for and how it is run, the type of a time of
day in a cell, the server of the desk, whose keys are random, and how long a print waits for its page."""


def told(root: str, files: Files) -> list[str]:
    """What BUILD prints for these files, told by this process."""
    return [f"{root} {artifact.name} {hashlib.sha256(artifact.data).hexdigest()}" for artifact in artifacts(files)]


def put_down(tree: dict[str, bytes], folder: Path) -> None:
    """Write the files where another process finds them."""
    for path, data in tree.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def test_generated_handouts_are_the_same_elsewhere(tmp_path: Path) -> None:
    """A dozen generated projects give the same bytes in another process, to which everything around is different."""
    here: list[str] = []
    names: list[str] = []
    for number, project in enumerate(drawn(DRAWN)):
        if journey(replace(project, edition=REGULAR)).artifacts:
            name = f"project {number}"
            put_down(project.tree, tmp_path / name)
            here += told(name, project.files)
            names.append(name)
    assert len(names) >= 8
    assert run_elsewhere(tmp_path, "-c", BUILD, TODAY.isoformat(), *names).splitlines() == here


@pytest.mark.parametrize("example", ["own", "wound-care"])
def test_examples_are_the_same_elsewhere(example: str, tmp_path: Path) -> None:
    """Every example is built to the same bytes by the program itself from a copy of the project in another folder."""
    copy = tmp_path / "Größe 10" / "a copy"
    files: Files
    if example == "own":
        files = Folder(ROOT)
        for folder in ("content", "layouts", "labels"):
            if (ROOT / folder).is_dir():
                shutil.copytree(ROOT / folder, copy / folder)
    else:
        files = wound_care()
        put_down(wound_care().files, copy)
    here = {artifact.name: artifact.data for artifact in artifacts(files)}
    asked = ("--quiet", "--project", str(copy), "--out", "out", "--today", TODAY.isoformat())
    run_elsewhere(tmp_path, "-m", "caresheet", "build", *asked)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.pdf")} == here
    assert len(here) >= 6


def test_it_is_later_elsewhere(tmp_path: Path) -> None:
    """The other process does live on another day, under another name, with another order of sets."""
    ask = "import datetime, os, time; print(datetime.datetime.now().year, time.gmtime()[0], os.environ['USER'])"
    assert run_elsewhere(tmp_path, "-c", ask).split() == ["2041", "2041", "zoe"]
    orders = {run_elsewhere(tmp_path, "-c", "print(hash('a'))") for _ in range(2)}
    assert len(orders) == 1
    assert orders != {f"{hash('a')}\n"}


def glances(source: str) -> Iterator[str]:
    """What in a module could make one run unlike another: clocks, chance, the user, the environment."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            yield from {node.attr} & OF_THE_PLACE
            if isinstance(node.value, ast.Name | ast.Attribute) and ast.unparse(node.value).split(".")[-1] in DATES:
                yield from {node.attr} & OF_THE_CLOCK
        elif isinstance(node, ast.ImportFrom):
            yield from {node.module or "", *(alias.name for alias in node.names)} & {*OF_THE_MOMENT, *OF_THE_PLACE}
        elif isinstance(node, ast.Import):
            yield from {alias.name.split(".")[0] for alias in node.names} & OF_THE_MOMENT


def test_no_room_reads_the_clock() -> None:
    """Only the command line, one port of app and whatever ends a wait that takes too long read the clock; only the
    first two, the desk and delivery ask for the user or the environment."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        allowed = ALLOWED.get(name) or ALLOWED.get(name.partition("/")[0], set())
        found[name] = {*glances(path.read_text(encoding="utf-8"))} - allowed
    assert len(found) > 80
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "from datetime import date\ndate.today()",
        "import datetime\nlate = datetime.datetime.now",
        "def late():\n    import random as chance",
        "import os\nos.environ['USER']",
        "from os import environ",
        "from pathlib import Path\nPath.cwd()",
    ],
)
def test_a_glance_at_the_clock_is_seen(line: str) -> None:
    """A module that looks at the clock, at chance or at its surroundings is found, wherever it does so."""
    assert list(glances(line))


def sums(source: str) -> list[int]:
    """The lines on which a module adds up with `sum`."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "sum"]


@pytest.mark.parametrize("room", ["rules", "compose", "layout"])
def test_lengths_are_added_up_alike_by_every_python(room: str) -> None:
    """Lengths are added up by `math.fsum`: since Python 3.12, `sum` rounds floats otherwise than before."""
    modules = sorted((SOURCE / room).glob("*.py"))
    assert len(modules) > 5
    found = {path.name: sums(path.read_text(encoding="utf-8")) for path in modules}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_sum_is_seen() -> None:
    """A call of `sum` is found; one of `fsum` is none."""
    assert sums("from math import fsum\ntall = fsum(heights)\nwide = 1 + sum(widths)\n") == [3]
