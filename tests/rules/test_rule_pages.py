"""The pages about rules keep their word: what they call wrong is found where they say, what they call right is not."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from tests.source.test_cases import EXPECT, expected
from tests.source.trees import CLINIC, Memory, small

from caresheet.app.judging import judge, refusals
from caresheet.app.selection import jobs
from caresheet.model import rules
from caresheet.model.limits import Limits
from caresheet.model.problem import CaresheetError, Problem, Severity
from caresheet.source import read_project
from caresheet.source.extends import defaults
from caresheet.source.nodes import mapping, scalar

PAGES = sorted(Path(str(files("caresheet").joinpath("rules", "pages"))).glob("*.md"))
EXAMPLE = re.compile(
    r"^```(?P<kind>yaml|svg|bytes)\n# in place of (?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
ENGLISH = "content/walking/en.yaml"
PARTS = ("Wrong", "Right", "Source")
ROOT = Path(__file__).parents[2]
WITHOUT_EXAMPLE = {
    "font-coverage": "tests/app/test_own_fonts.py",
    "broken-plugin": "tests/rules/test_plugins.py",
    "not-readable": "tests/source/test_read_folder.py",
    "file-too-large": "tests/source/test_read_hostile.py",
    "no-project": "tests/cli/test_main.py",
    "heading-level": "tests/rules/test_elements.py",
    "ragged-table": "tests/rules/test_elements.py",
    "proof-failed": "tests/proof/test_prove_defects.py",
    "not-writable": "tests/delivery/test_folder.py",
    "not-printed": "tests/delivery/test_printer.py",
    "bad-manifest": "tests/cli/test_verify.py",
    "not-run": "tests/cli/test_documents.py",
    "worker-crashed": "tests/cli/test_keeping.py",
    "bad-email-address": "tests/source/test_read_recipients.py",
    "duplicate-recipient": "tests/source/test_read_recipients.py",
    "without-consent": "tests/source/test_read_recipients.py",
    "bad-bounce-report": "tests/delivery/test_mail_bounces.py",
    "bad-outbox": "tests/delivery/test_mail_outbox.py",
    "mail-server": "tests/cli/test_email.py",
    "mail-settings": "tests/delivery/test_mail_message.py",
    "message-too-large": "tests/delivery/test_mail_message.py",
}
"""Rules that no file of a project can break, or none that a page can show, and the tests in which they are broken."""
SHOWN = [page for page in PAGES if page.stem not in WITHOUT_EXAMPLE]


def chapters(page: Path) -> dict[str, str]:
    """A page's chapters by their headings; what stands before them under the name of the rule."""
    found = re.split(r"^(?:# (?=[a-z0-9-]+$)|## )(.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def laid_out(kind: str, path: str, text: str) -> bytes:
    """The file that an example stands for. In YAML its first lines are comments; SVG does not have these; bytes have
    neither these nor line ends, but escapes as Python writes them."""
    if kind == "yaml":
        return f"# in place of {path}\n{text}".encode()
    lines = [line for line in text.splitlines() if not EXPECT.match(line)]
    if kind == "svg":
        return "\n".join(lines).encode()
    return "".join(lines).encode("ascii").decode("unicode_escape").encode("latin-1")


def judged(given: dict[str, bytes]) -> tuple[Problem, ...]:
    """All that is wrong with the small project when these files stand in the place of its own, as for a release."""
    sound = small()[ENGLISH].replace(b"It does you good.", b"It does you good. [@S1]")
    memory = Memory(small({ENGLISH: sound} | dict(given)))
    try:
        project = read_project(memory, (memory, CLINIC))
        found = judge(project, jobs(project, today=date(2026, 11, 24)), pages=True)
    except CaresheetError as error:
        return error.problems
    return found.problems + tuple(each for each in refusals(found, project.clinic) if each not in found.problems)


@cache
def lacking() -> frozenset[str]:
    """What stops a release of the small project as it is: it is about walking, so that it has nobody to call. Nor does
    an example of a list or a table need words before it."""
    found = (problem.rule.name for problem in judged({}) if problem.rule.severity is not Severity.WARNING)
    return frozenset((*found, rules.MAIN_MESSAGE.name))


def told(examples: str, rule: str) -> tuple[list[str], list[str]]:
    """Where an example breaks its rule or gravely breaks another one, and where it says that it does."""
    found = [match.groupdict() for match in EXAMPLE.finditer(examples)]
    assert found
    assert examples.count("```") == 2 * len(found), "a fence that is no example"
    problems = judged({each["path"]: laid_out(each["kind"], each["path"], each["text"]) for each in found})
    grave = {problem for problem in problems if problem.rule.severity is not Severity.WARNING}
    places = [
        f"{problem.position} {problem.rule.name}"
        for problem in problems
        if problem.rule.name == rule or (problem in grave and problem.rule.name not in lacking())
    ]
    return places, [place for each in found for place, _ in expected(each["text"], each["path"])]


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.stem)
def test_examples(page: Path) -> None:
    """The wrong example breaks its rule exactly where it says and no other, the right one breaks none."""
    parts = chapters(page)
    places, announced = told(parts["Wrong"], page.stem)
    assert sorted(places) == sorted(announced) != []
    assert {place.partition(" ")[2] for place in announced} == {page.stem}
    assert told(parts["Right"], page.stem) == ([], [])


def test_every_rule_has_its_page() -> None:
    """Each rule of the registry has a page, and each page is about a rule."""
    assert {page.stem for page in PAGES} == {rule.name for rule in rules.ALL}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_has_its_parts(page: Path) -> None:
    """A page says what is asked, shows it wrong and right, or says why it cannot, and names its source."""
    parts = chapters(page)
    shown = ("No example", "Source") if page.stem in WITHOUT_EXAMPLE else PARTS
    assert tuple(parts) in ((page.stem, *shown), (page.stem, "Limits", *shown))
    assert all(text.strip() for text in parts.values())
    assert all(len(line) <= 120 for line in page.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("name", WITHOUT_EXAMPLE)
def test_rules_without_example_are_broken_elsewhere(name: str) -> None:
    """Whatever a page cannot show, the tests break for real."""
    (constant,) = (key for key, rule in vars(rules).items() if isinstance(rule, rules.Rule) and rule.name == name)
    text = (ROOT / WITHOUT_EXAMPLE[name]).read_text(encoding="utf-8")
    assert re.search(rf"\b{constant}\b|(?<![\w-]){name}(?![\w-])", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_limits_are_those_of_the_program(page: Path) -> None:
    """A limit that a page names has the value there that a layout starts with, for everyone."""
    everyone = mapping(mapping(defaults().get("limits")).get("everyone"))
    named = re.findall(r"`([a-z_]+)`: (none|yes|no|[\d.]*\d)", chapters(page).get("Limits", ""))
    for key, value in named:
        assert key in Limits.__struct_fields__, key
        assert scalar(everyone.get(key)).text == value


def test_there_are_pages() -> None:
    """The pages are found where the program looks for them."""
    assert len(PAGES) > 80
