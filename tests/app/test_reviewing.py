"""A review is recorded without a terminal, and refused where it would say nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
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
