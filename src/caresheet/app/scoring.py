"""Reading grades, and what rules can say of an instrument's items before people score a handout with it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence

from msgspec import Struct

from caresheet.app.judging import Judgement, judge
from caresheet.app.ports import Progress, unseen
from caresheet.app.report_formats import grades_as_json, limit_of, problem_as_json
from caresheet.model.grade import Grades
from caresheet.model.job import Job
from caresheet.model.problem import Problem
from caresheet.model.project import Project
from caresheet.rules.prescores import INSTRUMENTS, ScoredItem, prescored
from caresheet.version import __version__

VERSION = 1
"""The version of the JSON format."""

_WIDEST = 80
_NO_SCORE = (
    "A pre-score is not a score: 'pass' means that no rule found anything against an item. To pass one of these "
    "instruments, a handout has to be scored by people."
)


class Prescore(Struct, frozen=True):
    """Every item of an instrument, such as PEMAT-P, as far as rules can judge it."""

    instrument: str
    items: tuple[ScoredItem, ...]


class HandoutScores(Struct, frozen=True):
    """The scores of a handout. `grades` is None, and there are no prescores, if the handout cannot be made."""

    handout: str
    grades: Grades | None
    prescores: tuple[Prescore, ...]


class ScoreReport(Struct, frozen=True):
    """The scores of handouts; `pages` says whether their laid-out pages were judged, too."""

    handouts: tuple[HandoutScores, ...]
    pages: bool
    problems: tuple[Problem, ...] = ()


def score(project: Project, handouts: Sequence[Job], *, pages: bool, progress: Progress = unseen) -> ScoreReport:
    """Score these handouts, with `pages` also by what their laid-out pages look like."""
    judged = judge(project, handouts, pages=pages, progress=progress)
    return ScoreReport(tuple(_scores(each, pages=pages) for each in judged.handouts), pages)


def scores_json(report: ScoreReport) -> str:
    """The scores as JSON, for programs."""
    whole = {
        "version": VERSION,
        "caresheet": __version__,
        "pages": report.pages,
        "handouts": [_as_json(handout) for handout in report.handouts],
        "problems": [problem_as_json(each) for each in report.problems],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)


def _scores(judgement: Judgement, *, pages: bool) -> HandoutScores:
    undecided = judgement.undecided
    if undecided is None:
        return HandoutScores(judgement.name, judgement.grades, ())
    prescores = (
        Prescore(name, prescored(items, judgement.broken, undecided, pages=pages))
        for name, items in INSTRUMENTS.items()
    )
    return HandoutScores(judgement.name, judgement.grades, tuple(prescores))


def _as_json(scores: HandoutScores) -> dict[str, object]:
    return {
        "handout": scores.handout,
        "grades": grades_as_json(scores.grades)["grades"] if scores.grades else [],
        "prescores": {each.instrument: [_item(item) for item in each.items] for each in scores.prescores},
    }


def _item(scored: ScoredItem) -> dict[str, object]:
    return {
        "item": scored.item.number,
        "asks": scored.item.asks,
        "state": scored.state.value,
        "judged_by": [rule.name for rule in scored.item.judged_by],
        "because": list(scored.because),
    }


def scores_text(report: ScoreReport, width: int) -> str:
    """The scores for people: each handout with its grades and every item of every instrument; then what a pre-score is
    not, in lines of at most `width` characters."""
    scores = "".join(f"{line}\n" for handout in report.handouts for line in _lines(handout))
    return f"{scores}\n{textwrap.fill(_NO_SCORE, min(width, _WIDEST))}"


def _lines(scores: HandoutScores) -> Iterator[str]:
    yield scores.handout
    if scores.grades is None:
        yield "  cannot be made: see caresheet check\n"
        return
    for grade in scores.grades.grades:
        yield f"  {grade.section or 'whole handout'}: {grade.shown}{limit_of(grade)}"
    if not scores.grades.grades:
        yield f"  {scores.grades.why_none}"
    for prescore in scores.prescores:
        yield f"  {prescore.instrument}: {_counted(prescore.items)}"
        yield from map(_item_line, prescore.items)
    yield ""


def _item_line(scored: ScoredItem) -> str:
    because = f" ({', '.join(scored.because)})" if scored.because else ""
    return f"    {scored.item.number:>2}  {scored.state.value:14}  {scored.item.asks}{because}"


def _counted(scored: tuple[ScoredItem, ...]) -> str:
    states = [each.state.value for each in scored]
    return ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(sorted(states, reverse=True)))
