"""A review is recorded without a terminal, and refused where it would say nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.app.projects import ENGLISH, TOPIC, change, opened

from caresheet.app.requests import RequestError
from caresheet.app.reviewing import ReviewTask, due_date, record_review, review_task, reviewer_of
from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.model.review import ReviewState

TODAY = date(2026, 11, 24)


def task(root: Path, *layouts: str) -> ReviewTask:
    return review_task(opened(root), TOPIC, "en", layouts, TODAY)


def states(root: Path) -> dict[str, ReviewState]:
    """Whether somebody vouches for each handout, by layout."""
    made = jobs(opened(root), today=TODAY)
    return {job.layout.name: compose(job).review_status.state for job in made}


def test_record_and_read_back(starter: Path) -> None:
    """A review vouches for the handouts that were reviewed and for no other; the next task tells what changed."""
    first = task(starter, "card")
    assert (first.last, first.changes) == (None, ())
    path = record_review(first, reviewer_of("Ana Example", "MD", " Example  Hospital "), first.usual_due, starter)
    assert path == starter / "content" / TOPIC / "reviews" / "en.yaml"
    assert states(starter) == {"card": ReviewState.REVIEWED, "leaflet": ReviewState.DRAFT}
    assert task(starter).changes == ()
    change(starter / ENGLISH, "Go on for twenty seconds.", "Go on for ten seconds.")
    again = task(starter)
    assert again.last is not None
    assert again.last.reviewer == reviewer_of("Ana Example", "MD", "Example Hospital")
    assert [each.new.words for each in again.changes if each.new] == ["Go on for ten seconds."]
    assert set(states(starter).values()) == {ReviewState.DRAFT}


def test_reviews_at_the_same_time(starter: Path) -> None:
    """Two people who record their reviews at once are both on record."""
    names = [f"Reviewer {number}" for number in range(12)]
    reviewed = task(starter)

    def record(name: str) -> None:
        record_review(reviewed, reviewer_of(name, "MD", "Hospital"), reviewed.usual_due, starter)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(record, names))
    assert sorted(each.reviewer.name for each in jobs(opened(starter), today=TODAY)[0].reviews) == sorted(names)
    assert [path.name for path in (starter / "content" / TOPIC / "reviews").iterdir()] == ["en.yaml"]


def test_the_last_days_of_the_calendar(starter: Path) -> None:
    """A review on a day without a year after it is one until the last day of all, not an error."""
    late = review_task(opened(starter), TOPIC, "en", (), date(9998, 12, 31))
    assert (late.usual_due, late.latest_due) == (date(9999, 12, 31), date.max)


@pytest.mark.parametrize("name", ["A\x1bB", "\u202eAna", "Ana\ufeff", "\udcff"])
def test_what_cannot_be_seen_is_refused(name: str) -> None:
    """What an arrow key leaves in a prompt, marks of direction and halves of characters are refused by name."""
    with pytest.raises(RequestError, match="the reviewer's name has an invisible character U"):
        reviewer_of(name, "MD", "Hospital")


def test_what_says_nothing_is_refused(starter: Path) -> None:
    """A blank credential, an unknown layout, and a last day of use that is none, past or far away."""
    with pytest.raises(RequestError, match="credential is missing"):
        reviewer_of("Ana", " ", "Hospital")
    with pytest.raises(RequestError, match=r"no layout 'cards' \(did you mean 'card'\?"):
        task(starter, "cards")
    reviewed = task(starter)
    for text in ("soon", TODAY.isoformat(), "2028-11-25"):
        with pytest.raises(RequestError, match=r"2027-11-24|2028-11-24"):
            due_date(text, reviewed)
    assert due_date("2028-11-24", reviewed) == date(2028, 11, 24)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=12))
@example("A\x1bB")
@example("\u202eAna")
@example("Ana\ufeff")
@example("e\u0301")
@example("Ana: 'MD' # 1")
def test_whoever_reviews_can_be_read_back(starter: Path, name: str) -> None:
    """Whatever a reviewer's name is made of, it is refused before anything is written, or the review vouches for the
    handouts when it is read again."""
    record = starter / "content" / TOPIC / "reviews" / "en.yaml"
    record.unlink(missing_ok=True)
    first = task(starter)
    try:
        reviewer = reviewer_of(name, "MD", "Hospital")
    except RequestError:
        return
    record_review(first, reviewer, first.usual_due, starter)
    assert set(states(starter).values()) == {ReviewState.REVIEWED}
