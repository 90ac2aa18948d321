"""The review: a clinician reads the words, sees what has changed, and signs them with a name."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from caresheet.app.own_names import own_name
from caresheet.app.profiles import one_line
from caresheet.app.requests import RequestError
from caresheet.app.reviewing import LONGEST, ReviewTask, due_date, record_review, review_task, reviewer_of
from caresheet.model.wording import fingerprint, text_units
from caresheet.web.answers import Typed, desk_of, route
from caresheet.web.pages import page, words_for

if TYPE_CHECKING:
    from starlette.requests import Request

PARTS = ("name", "credential", "organization")
"""The fields for the reviewer."""
_LONGEST = 200


def reviews(request: Request, _typed: Typed) -> Response:
    """Every topic in every language, to choose what to review."""
    found = [
        (topic.name, topic.title, tuple(dict.fromkeys(row.language for card in topic.cards for row in card.rows)))
        for topic in desk_of(request).catalogue()
    ]
    tasks = [(name, title, tag, own_name(tag)) for name, title, tags in found for tag in tags]
    return page(request, "reviews.html", tasks=tasks)


def review(request: Request, _typed: Typed) -> Response:
    """The words to read."""
    task = _task(request)
    return _form(request, task, {"due": task.usual_due.isoformat()})


def record(request: Request, typed: Typed) -> Response:
    """Record the review after a second confirmation. Wrong answers are asked for again; what was typed stays."""
    task = _task(request)
    given = {part: one_line(typed.get(part, ""))[:_LONGEST] for part in (*PARTS, "due")}
    wrong = _wrong(request, task, given)
    if typed.get("seen") != _mark(task):
        wrong = {"words": words_for(request)("review.changed"), **wrong}
    if wrong or "confirm" not in typed:
        return _form(request, task, given, wrong=wrong, asks=not wrong)
    reviewer = reviewer_of(*(given[part] for part in PARTS))
    record_review(task, reviewer, due_date(given["due"], task), desk_of(request).folder)
    return page(request, "reviewed.html", title=task.topic.title, language=own_name(task.topic.language))


def _task(request: Request) -> ReviewTask:
    desk, asked = desk_of(request), request.path_params
    return review_task(desk.project(), asked["topic"], asked["language"], (), desk.today)


def _wrong(request: Request, task: ReviewTask, given: dict[str, str]) -> dict[str, str]:
    """What is wrong with the answers, by field, by the rules of `caresheet review`."""
    words = words_for(request)
    wrong = {part: words("review.missing") for part in PARTS if not given[part]}
    try:
        due_date(given["due"], task)
    except RequestError:
        wrong["due"] = words("review.due_wrong", last=task.latest_due.isoformat(), months=LONGEST)
    return wrong


def _form(
    request: Request,
    task: ReviewTask,
    given: dict[str, str],
    *,
    wrong: dict[str, str] | None = None,
    asks: bool = False,
) -> Response:
    changed = {each.new for each in task.changes if each.new}
    units = [(each.part, each.words, each in changed) for each in text_units(task.topic)]
    return page(
        request,
        "review.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        title=task.topic.title,
        tag=task.topic.language,
        language=own_name(task.topic.language),
        address=f"{task.topic.name}/{task.topic.language}",
        units=units,
        gone=[(each.old.part, each.old.words) for each in task.changes if each.old and not each.new],
        last=task.last,
        given={**dict.fromkeys((*PARTS, "due"), ""), **given},
        wrong=wrong or {},
        asks=asks,
        seen=_mark(task),
        latest=task.latest_due.isoformat(),
    )


def _mark(task: ReviewTask) -> str:
    """A fingerprint of the words, to see whether they have changed since they were read."""
    return fingerprint(text_units(task.topic))


ROUTES = (
    route("/review", reviews),
    route("/review/{topic}/{language}", review),
    route("/review/{topic}/{language}/record", record, "POST"),
)
