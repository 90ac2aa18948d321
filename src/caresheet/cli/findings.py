"""Findings for whoever reads them: people, programs, code hosts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet import __version__
from caresheet.cli.report import line_of
from caresheet.model.grade import Grades
from caresheet.model.problem import Position, Problem, Severity

if TYPE_CHECKING:  # the rooms are loaded by who has findings
    from caresheet.rules import Waived

VERSION = 1
"""The version of the form of the JSON report; schemas/check-report.json describes it."""

_LEVEL = {Severity.FAULT: "error", Severity.ERROR: "error", Severity.WARNING: "warning"}
"""What SARIF 2.1.0 (3.27.10) and GitHub call it. Both know nothing graver than an error."""


class Report(Struct, frozen=True):
    """What a check found, and how hard each handout is to read. `pages` says whether set pages were judged."""

    problems: tuple[Problem, ...]
    waived: tuple[Waived, ...]
    grades: tuple[Grades, ...]
    pages: bool


def written(form: str, report: Report) -> str:
    """The report in one of FORMATS, with its line ends."""
    return FORMATS[form](report)


def _text(report: Report) -> str:
    return "".join(f"{line_of(problem)}\n" for problem in report.problems)


def _json(report: Report) -> str:
    whole = {
        "version": VERSION,
        "caresheet": __version__,
        "pages": report.pages,
        "grades": [grades_as_json(each) for each in report.grades],
        "problems": [_problem(problem) for problem in report.problems],
        "waived": [{**_problem(each.problem), "because": each.waiver.because} for each in report.waived],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def grades_as_json(grades: Grades) -> dict[str, object]:
    """The grades of a handout, those of the whole under an empty `section`."""
    return {
        "handout": grades.handout,
        "language": grades.language,
        "word_list": grades.has_words,
        "grades": [
            {
                "section": grade.section,
                "formula": grade.formula,
                "value": round(grade.value, 1),
                "limit": grade.limit,
                "sentences": grade.sentences,
            }
            for grade in grades.grades
        ],
    }


def _problem(problem: Problem) -> dict[str, object]:
    place = problem.position
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "id": problem.rule.id,
        "rule": problem.rule.name,
        "severity": problem.rule.severity.value,
        "message": problem.message,
        "hint": problem.hint,
    }


def _sarif(report: Report) -> str:
    """SARIF 2.1.0 (OASIS). What is waived is there as suppressed, with its reason."""
    waived = [each.problem for each in report.waived]
    rules = list({problem.rule.id: problem.rule for problem in (*report.problems, *waived)}.values())
    driver = {
        "name": "caresheet",
        "version": __version__,
        "rules": [{"id": rule.id, "name": rule.name, "shortDescription": {"text": rule.why}} for rule in rules],
    }
    index = {rule.id: number for number, rule in enumerate(rules)}
    results = [_result(problem, index) for problem in report.problems]
    results += [
        {
            **_result(each.problem, index),
            "suppressions": [{"kind": "inSource", "justification": each.waiver.because}],
        }
        for each in report.waived
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    whole = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _result(problem: Problem, index: dict[str, int]) -> dict[str, object]:
    message = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
    found: dict[str, object] = {
        "ruleId": problem.rule.id,
        "ruleIndex": index[problem.rule.id],
        "level": _LEVEL[problem.rule.severity],
        "message": {"text": message},
    }
    if problem.position:
        found["locations"] = [_location(problem.position)]
    return found


def _location(place: Position) -> dict[str, object]:
    from urllib.parse import quote

    region = {"startLine": place.line, "startColumn": place.column}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(place.file)}, "region": region}}


def _github(report: Report) -> str:
    """Workflow commands, which GitHub shows beside the lines of a change."""
    return "".join(f"{line}\n" for line in _commands(report.problems))


def _commands(problems: tuple[Problem, ...]) -> Iterator[str]:
    for problem in problems:
        place = problem.position
        where = f"file={_property(place.file)},line={place.line},col={place.column}," if place else ""
        message = f"{problem.message} ({problem.hint})" if problem.hint else problem.message
        title = _property(f"{problem.rule.id} {problem.rule.name}")
        yield f"::{_LEVEL[problem.rule.severity]} {where}title={title}::{_data(message)}"


def _data(text: str) -> str:
    """Escaped as GitHub's runner reads the words of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Report], str]] = {"text": _text, "json": _json, "sarif": _sarif, "github": _github}
