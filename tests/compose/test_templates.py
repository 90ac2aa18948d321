"""What an author types never turns into something else where the program's own words surround it."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from tests.compose.builders import CLINIC, LABELS, job, layout, paragraph, section, topic

from caresheet.compose import compose
from caresheet.compose.review_words import review_line
from caresheet.compose.templates import filled
from caresheet.model.layout import RunningItem, RunningItems
from caresheet.model.problem import Position
from caresheet.model.review import Review, Reviewer, ReviewState, ReviewStatus

BRACES = "Use {page} of {pages}, {date}, {version}"


def test_braces_in_a_value() -> None:
    """A value that looks like a place in a label is printed as typed."""
    assert filled("{name}, {credential}", name="{credential}", credential="RN") == "{credential}, RN"
    assert filled("{name} {other}", name="Kim") == "Kim {other}"


def test_braces_in_running_lines() -> None:
    """`{page}` in a title is printed as typed on every page; the page's number stands where the layout wants it."""
    items = RunningItems((RunningItem.TITLE,), (RunningItem.VERSION,), (RunningItem.PAGE,))
    whole = topic(section("one", paragraph("Tie it.")))
    whole = replace(whole, version="{page}", handouts=(replace(whole.handouts[0], title=BRACES),))
    made = compose(job(whole, whole.handouts[0], replace(layout(), footer=items), CLINIC, LABELS))
    line = made.document.footer.on_page(2, 9)
    assert line.start == BRACES
    assert line.center.endswith("{page}")
    assert line.end == "page\u00a02\u00a0of\u00a09"


def test_braces_in_a_reviewers_name() -> None:
    """A reviewer's name and organization are printed as typed."""
    day = date(2026, 11, 1)
    review = Review(Reviewer("{organization}", "{date}", "{name}"), day, day, "1", (), (), "", Position("a"))
    status = ReviewStatus(ReviewState.REVIEWED, day, is_past=False, review=review)
    whole = topic(section("one", paragraph("Tie it.")))
    words = review_line(job(whole, whole.handouts[0], layout()), status)
    assert [part for part in ("{organization}", "{date}", "{name}") if part not in words] == []
