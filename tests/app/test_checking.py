"""A project is checked and scored without a terminal, also one that is only in memory."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from msgspec.structs import replace
from tests.app.projects import ENGLISH, TOPIC, opened
from tests.source.trees import Memory, Tree

from caresheet.app.checking import check, check_folder, project_of
from caresheet.app.report_formats import as_github, as_json, as_sarif, as_text
from caresheet.app.scoring import score, scores_json
from caresheet.app.selection import Selection, jobs
from caresheet.app.sources import Sources
from caresheet.app.starting import starter as starter_files
from caresheet.model.problem import Position, Problem, Severity
from caresheet.model.rules import BAD_LINK

TODAY = date(2026, 12, 1)
WANTED = Selection(TODAY)


def in_memory(**changed: bytes) -> Sources:
    tree: Tree = {path.as_posix(): data for path, data in starter_files()}
    return Sources.in_memory(Memory(tree | changed))


def test_a_project_in_memory() -> None:
    """The report has the problems, the reading grades and what was looked at; the formats are texts of the same."""
    report = check(in_memory(), WANTED, pages=True)
    (problem,) = report.problems
    assert problem.rule.name == "not-reviewed"
    assert (report.number_of(Severity.WARNING), report.number_of(Severity.FAULT)) == (1, 0)
    assert (report.has_failed(), report.has_failed(warnings=True)) == (False, True)
    assert [each.handout for each in report.grades] == [f"{TOPIC}-card-en", f"{TOPIC}-leaflet-en"]
    assert as_text(report) == f"{problem}\n"
    assert as_github(report).startswith("::warning file=")
    assert json.loads(as_json(report))["problems"][0]["rule"] == "not-reviewed"
    assert json.loads(as_sarif(report))["runs"][0]["results"][0]["ruleId"] == problem.rule.id


def test_no_format_steers_the_terminal() -> None:
    """Control characters and marks of direction in the name of a file or in a message are written out in the formats
    for machines, which people see in logs, too; other letters stay."""
    evil = "a\x1b[31m\x9b2Jñ\u202e\r\x7f\udcff.yaml"
    problem = Problem(Position(evil, 1, 1), BAD_LINK, evil, evil)
    report = replace(check(in_memory(), WANTED, pages=False), problems=(problem,))
    for form in (as_github, as_json, as_sarif):
        said = form(report)
        assert said.replace("\n", "").isprintable()
        assert "ñ" in said or form is as_sarif
        said.encode()
    assert json.loads(as_json(report))["problems"][0]["message"] == evil
    assert as_github(report).count("\n") == 1


def test_what_cannot_be_read_is_a_report(tmp_path: Path) -> None:
    """A broken file, and a folder that is no project, are problems of the report, and nothing is raised."""
    report = check(in_memory(**{ENGLISH: b"titel: Soap\n"}), WANTED, pages=False)
    assert report.has_failed()
    assert report.grades == ()
    assert "unknown-key" in {problem.rule.name for problem in report.problems}
    assert [each.rule.name for each in check_folder(tmp_path, None, WANTED, pages=False).problems] == ["not-readable"]


def test_only_some_files(starter: Path) -> None:
    """A report about files keeps their problems; the project is found around any of its files."""
    report = check_folder(starter, None, WANTED, pages=False)
    assert len(report.about([starter / ENGLISH], starter).problems) == 1
    assert report.about([starter / "layouts" / "card.yaml"], starter).problems == ()
    assert project_of([starter / ENGLISH]) == starter
    assert project_of([starter.parent / "notes.txt"]) is None
    assert project_of([]) is None


def test_scores(starter: Path) -> None:
    """Every handout has its grades and the items of each instrument; one that cannot be made has neither."""
    project = opened(starter)
    report = score(project, jobs(project, today=TODAY), pages=False)
    assert [each.handout for each in report.handouts] == [f"{TOPIC}-card-en", f"{TOPIC}-leaflet-en"]
    assert len({each.instrument for each in report.handouts[0].prescores}) == 3
    whole = json.loads(scores_json(report))
    assert (whole["pages"], len(whole["handouts"])) == (False, 2)
    card = starter / "layouts" / "card.yaml"
    card.write_text(card.read_text("utf-8").replace("type: {body: 15pt}", "type: {body: 8pt, floor: 8pt}"), "utf-8")
    broken = opened(starter)
    (scores, _) = score(broken, jobs(broken, today=TODAY), pages=False).handouts
    assert (scores.grades, scores.prescores) == (None, ())
