"""Nothing is worked out twice: each handout is composed, judged by its review and laid out once, whatever is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from tests.conftest import Run
from tests.delivery.offices import CLINIC, office

import caresheet.app.pipeline
import caresheet.compose
import caresheet.layout
from caresheet.cli.main import command_line

TODAY = "2026-12-01"
REVIEWER = ("--reviewer", "Ana Example", "--credential", "MD", "--organization", "Example Hospital")
DOORS = (
    (caresheet.app.pipeline, "compose"),
    (caresheet.compose, "review_status"),
    (caresheet.compose, "wording_at"),
    (caresheet.layout, "lay_out"),
)
"""The functions that are to be called once a handout, where their callers look them up."""


@pytest.fixture
def project(caresheet: Run, starter: Path) -> Path:
    """The small project with two handouts, both reviewed, and a clinic with its numbers."""
    office(starter, 0)
    command = ("review", "hand-washing", "--lang", "en", *REVIEWER, "--due", "2027-11-24", "--yes", "--today", TODAY)
    assert caresheet(*command, cwd=starter).returncode == 0
    return starter


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often each of the functions was called since."""
    counted = Counter[str]()
    for module, name in DOORS:
        monkeypatch.setattr(module, name, counting(module, name, counted))
    return counted


def counting(module: ModuleType, name: str, counted: Counter[str]) -> Callable[..., object]:
    """The function, which also counts its calls."""
    function: Callable[..., object] = getattr(module, name)

    @wraps(function)
    def also(*arguments: object, **named: object) -> object:
        counted[name] += 1
        return function(*arguments, **named)

    return also


@pytest.mark.parametrize(
    ("command", "handouts"),
    [
        (("build", "--jobs", "1"), 2),
        (("build", "--jobs", "1", "--release", "--clinic", CLINIC), 2),
        (("email", "hand-washing", "--layout", "card", "--to", "ana@family.example", "--clinic", CLINIC), 1),
        (("check", "--pages"), 2),
    ],
    ids=["build", "release", "email", "check"],
)
def test_everything_once(
    project: Path, calls: Counter[str], command: tuple[str, ...], handouts: int, tmp_path: Path
) -> None:
    """A build, a release, one letter and a check compose each handout once, decide its review status once, spell its
    wording once and lay it out once."""
    name, *options = command
    out = ("--out", str(tmp_path / "out")) if name == "build" else ()
    where = [part.replace(CLINIC, str(project / CLINIC)) for part in options]
    result = CliRunner().invoke(command_line, [name, *where, *out, "--project", str(project), "--today", TODAY])
    assert result.exit_code == 0, result.output
    assert calls == {name: handouts for _, name in DOORS}
