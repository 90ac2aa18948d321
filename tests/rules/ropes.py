"""A small project about ropes, written as its authors would and judged as it is read, for tests of single rules."""

from __future__ import annotations

from datetime import date
from importlib.resources import files as package_files
from textwrap import dedent, indent

from tests.projects.merged import Memory

from caresheet.app.judging import Judged, judge
from caresheet.app.selection import jobs
from caresheet.model.edition import REGULAR, Edition
from caresheet.model.problem import CaresheetError, Problem, Rule
from caresheet.model.project import Project
from caresheet.source import read_project

TODAY = date(2026, 11, 24)
CLINIC = "content/clinics/example.yaml"
FACTS = "content/ropes/topic.yaml"
EN, ES, GL = (f"content/ropes/{language}.yaml" for language in ("en", "es", "gl"))
LAYOUT = "layouts/sheet.yaml"

_FACTS = """\
version: '0.1'
facts_checked: 2026-11-01
audiences: [sailor]
handouts: [sheet]
fields: {}
"""
SOURCES = """\
sources:
  S1: {title: 'Bends', organization: 'Guild', year: '2025', url: 'https://ropes.example/1', seen: 2026-11-01}
  S2: {title: 'Hitches', organization: 'Guild', year: '2025', url: 'https://ropes.example/2', seen: 2026-11-01}
"""
_WORDS = """\
title: {title}
handouts: {{sheet: {{title: '{title}'}}}}
sections:
"""
_SHEET = """\
audience: sailor
{more}place: [rest, references]
"""


def quoted(text: str) -> str:
    """The text as YAML takes it for exactly these words."""
    return "'" + text.replace("'", "''") + "'"


def labels_in(language: str) -> str:
    """The program's own words in one of its languages, for a project to bring under the name of another one."""
    return package_files("caresheet").joinpath("languages", language, "labels.yaml").read_text(encoding="utf-8")


def section(*blocks: str, name: str = "one", role: str = "signs", more: str = "") -> str:
    """A section of these blocks, each as it stands behind the dash of a list."""
    listed = "".join(f"  - {indent(dedent(block).strip(), '    ').strip()}\n" for block in blocks)
    head = f"- id: {name}\n  role: {role}\n  title: 'What is it about?'\n  for: everyone\n{more}"
    return indent(f"{head}  blocks:\n{indent(listed, '  ')}", "  ")


def words(*sections: str, title: str = "Ropes and knots", translates: bool = False) -> str:
    """A language of the topic."""
    head = "translates: {from: en}\n" if translates else ""
    return head + _WORDS.format(title=title) + "".join(sections)


def facts(sources: str = SOURCES, *, fields: str = "{}", more: str = "") -> str:
    """The topic's own file."""
    return _FACTS.replace("{}", fields) + sources + more


def sheet(more: str = "") -> str:
    """The layout, with these lines of its own."""
    return _SHEET.format(more=more)


def project(files: dict[str, str]) -> Project:
    """The project with these files in the place of its own."""
    plain = {
        FACTS: facts(),
        EN: words(section("'Pull at **both** ends. [@S1; @S2]'")),
        LAYOUT: sheet(),
        CLINIC: "name: 'The harbour'\n",
    }
    memory = Memory({path: text.encode("utf-8") for path, text in {**plain, **files}.items()})
    return read_project(memory, (memory, CLINIC))


def judged(files: dict[str, str], *, today: date = TODAY, pages: bool = False, edition: Edition = REGULAR) -> Judged:
    """Everything that is wrong with the project."""
    whole = project(files)
    return judge(whole, jobs(whole, today=today, edition=edition), pages=pages)


def found(
    rule: Rule, files: dict[str, str], *, today: date = TODAY, pages: bool = False, edition: Edition = REGULAR
) -> list[Problem]:
    """What one rule finds in the project."""
    problems = judged(files, today=today, pages=pages, edition=edition).problems
    return [problem for problem in problems if problem.rule is rule]


def refused(files: dict[str, str]) -> list[str]:
    """The names of the rules by which the project cannot even be read."""
    try:
        project(files)
    except CaresheetError as error:
        return [problem.rule.name for problem in error.problems]
    return []


def line_of(text: str, words_: str) -> int:
    """The line, from 1, on which the words begin."""
    return text[: text.index(words_)].count("\n") + 1
