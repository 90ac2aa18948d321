"""The pages about rules keep their word: what they call wrong is found where they say, what they call right is not."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from tests.read.test_cases import expected
from tests.read.trees import Memory, small

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.pipeline import jobs, judge
from caresheet.read import read_project

PAGES = sorted(Path(str(files("caresheet").joinpath("explained"))).glob("*.md"))
EXAMPLE = re.compile(r"^```yaml\n# in place of (?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CLINIC = "content/clinics/example.yaml"
PARTS = ["Wrong", "Right", "Source"]


def chapters(page: Path) -> dict[str, str]:
    """A page's chapters by their headings; what stands before them under the name of the rule."""
    found = re.split(r"^(?:# (?=[a-z-]+$)|## )(.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def told(examples: str, rule: str) -> tuple[list[str], list[str]]:
    """Where a rule finds something in a project with these files in the place of its own, and what they announce."""
    given = {match["path"]: f"# in place of {match['path']}\n{match['text']}" for match in EXAMPLE.finditer(examples)}
    assert given
    memory: Files = Memory(small(dict(given)))
    project = read_project(memory, (memory, CLINIC))
    judged = judge(project, jobs(project, today=date(2026, 11, 24)), pages=True)
    places = [f"{problem.position} {problem.rule.name}" for problem in judged.problems if problem.rule.name == rule]
    return places, [place for path, text in given.items() for place, _ in expected(text, path)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples(page: Path) -> None:
    """The wrong example breaks its rule exactly where it says, the right one nowhere."""
    parts = chapters(page)
    places, announced = told(parts["Wrong"], page.stem)
    assert places == announced != []
    assert told(parts["Right"], page.stem) == ([], [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_has_its_parts(page: Path) -> None:
    """A page is named like a rule of the registry, and has both examples and its source."""
    parts = chapters(page)
    assert list(parts) in ([page.stem, *PARTS], [page.stem, "Limits", *PARTS])
    assert page.stem in {rule.name for rule in rules.ALL}
    assert all(text.strip() for text in parts.values())


def test_there_are_pages() -> None:
    """The pages are found where the program looks for them."""
    assert len(PAGES) >= 17
