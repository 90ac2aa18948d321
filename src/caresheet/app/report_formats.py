"""A check report as text, as JSON, as SARIF and as commands of GitHub Actions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from caresheet.app.checking import CheckReport
from caresheet.app.places import Places, repository_around
from caresheet.model.counts import count
from caresheet.model.grade import Grade, Grades
from caresheet.model.problem import Position, Problem, Severity
from caresheet.version import __version__

VERSION = 1
"""The version of the JSON format; schemas/check-report.json describes it."""

_UNPRINTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters other than line breaks, direction marks, and code points that are not characters."""
_LEVEL = {Severity.FAULT: "error", Severity.ERROR: "error", Severity.WARNING: "warning"}
"""The level in SARIF 2.1.0 (section 3.27.10) and in GitHub's commands; neither has one above error."""


def for_programs(report: CheckReport, form: str, known: Places | None, here: Path) -> str:
    """The report in one of the formats that programs read. JSON names files as seen from the folder `here`, the others
    from the repository around the project. `known` is None where no project was found."""
    if known:
        reader = here if form == "json" else repository_around(known.root) or here
        report = report.moved(lambda file: known.seen_from(reader, file))
    match form:
        case "json":
            return as_json(report)
        case "sarif":
            return as_sarif(report)
        case _:
            return as_github(report)


def as_text(report: CheckReport, line_of: Callable[[Problem], str] = str) -> str:
    """Every problem on a line."""
    return "".join(f"{line_of(problem)}\n" for problem in report.problems)


def grades_as_text(grades: tuple[Grades, ...]) -> str:
    """How hard each whole handout is to read, next to the limit for its readers; a line each."""
    width = max((len(each.handout) for each in grades), default=0)
    return "".join(f"{each.handout:{width}}  {_of_whole(each)}\n" for each in grades)


def _of_whole(grades: Grades) -> str:
    whole = [grade for grade in grades.grades if not grade.section]
    return ", ".join(f"{grade.shown}{limit_of(grade)}" for grade in whole) or grades.why_none


def limit_of(grade: Grade) -> str:
    """The limit of a grade in parentheses after a space; empty without a limit."""
    if grade.limit is None:
        return ""
    return f" (at least {grade.limit:g})" if grade.easier_is_more else f" (at most {grade.limit:g})"


def summary(report: CheckReport) -> list[str]:
    """How many problems there are, and what was not checked."""
    counts = ((severity, report.number_of(severity)) for severity in Severity)
    summary = [", ".join(count(number, severity.value) for severity, number in counts if number) or "no problems"]
    if report.waived:
        summary.append(f"{len(report.waived)} waived")
    unknown = report.languages_without_words
    summary += [f"there is no word list for '{language}': its words were not checked" for language in unknown]
    summary += [f"{line} (not checked)" for line in report.left_out]
    return summary if report.pages else [*summary, "pages were not checked (--pages)"]


def as_json(report: CheckReport) -> str:
    """JSON for programs, by the schema check-report."""
    whole = {
        "version": VERSION,
        "caresheet": __version__,
        "pages": report.pages,
        "grades": [grades_as_json(each) for each in report.grades],
        "problems": [problem_as_json(problem) for problem in report.problems],
        "waived": [{**problem_as_json(each.problem), "because": each.waiver.because} for each in report.waived],
    }
    return _json(whole)


def grades_as_json(grades: Grades) -> dict[str, object]:
    """The grades of a handout; those of the whole handout have an empty `section`."""
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


def problem_as_json(problem: Problem) -> dict[str, object]:
    """A problem by the schema check-report."""
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
        "handouts": list(problem.handouts),
    }


def as_sarif(report: CheckReport) -> str:
    """SARIF 2.1.0 (OASIS), for code hosts and editors. Waived problems are suppressed results with their reason."""
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
    return _json(whole)


def _result(problem: Problem, index: dict[str, int]) -> dict[str, object]:
    message = f"{problem.summary} ({problem.hint})" if problem.hint else problem.summary
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
    region = {"startLine": place.line, "startColumn": place.column}
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(place.file, errors="surrogateescape")}, "region": region}
    }


def as_github(report: CheckReport) -> str:
    """Workflow commands, which GitHub Actions shows next to the lines of a change."""
    return "".join(f"{line}\n" for line in _commands(report.problems))


def _commands(problems: tuple[Problem, ...]) -> Iterator[str]:
    for problem in problems:
        place = problem.position
        where = f"file={_property(place.file)},line={place.line},col={place.column}," if place else ""
        message = f"{problem.summary} ({problem.hint})" if problem.hint else problem.summary
        title = _property(f"{problem.rule.id} {problem.rule.name}")
        yield f"::{_LEVEL[problem.rule.severity]} {where}title={title}::{_data(message)}"


def _data(text: str) -> str:
    """Escaped for the message of a workflow command; what would steer the terminal of the log is written out."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return _UNPRINTED.sub(lambda found: found[0].encode("unicode_escape").decode(), escaped)


def _json(whole: object) -> str:
    """JSON in which words stay readable, and nothing steers the terminal that shows it."""
    return (
        _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(whole, indent=2, ensure_ascii=False)) + "\n"
    )


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
