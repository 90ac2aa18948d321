"""How handouts fill their pages."""

from __future__ import annotations

from msgspec import Struct

from caresheet.app.offers import told_for_two_languages
from caresheet.app.pipeline import compose_checked
from caresheet.model.counts import count
from caresheet.model.job import Job
from caresheet.model.layout import PageBudget
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import PageLayout
from caresheet.model.problem import CaresheetError, Problem


class Fit(Struct, frozen=True):
    """How a handout fills its pages: its page layout, or None and the problems where it does not fit.

    `room` is the height, in points, that its budget would still take at the layout's smallest type and tightest
    spacing, at least the room that is left as it is set now; a negative number is missing. None without a budget.
    """

    name: str
    page_layout: PageLayout | None
    room: float | None
    budget: PageBudget | None
    problems: tuple[Problem, ...]

    @property
    def words(self) -> str:
        """How full the pages are: their number, the size of the type, the spacing, and the room that is left."""
        if self.room is None and self.problems:
            return "cannot be made"
        if self.page_layout is None:
            is_short = self.room is not None and self.room < 0
            return f"does not fit: {_mm(-(self.room or 0))} too long" if is_short else "does not fit"
        room = f"room for {_mm(self.room)}" if self.room is not None else "no budget"
        type_and_spacing = f"type {self.page_layout.body_size:g} pt, spacing {self.page_layout.looseness:.0%}"
        return f"{self._pages(self.page_layout)}, {type_and_spacing}, {room}"

    def _pages(self, page_layout: PageLayout) -> str:
        counted, besides = page_layout.counted, len(page_layout.pages) - page_layout.counted
        pages = f"{counted} of {count(self.budget.maximum, 'page')}" if self.budget else count(counted, "page")
        return f"{pages} and {besides} that do not count" if besides else pages


def _mm(points: float) -> str:
    return f"{points / POINTS_PER_MM:.0f} mm"


def measure(job: Job) -> Fit:
    """How a handout fills its pages; with its faults, and nothing known of its pages, where it cannot be composed."""
    from caresheet.layout import lay_out, room_left

    try:
        composed = compose_checked(job).composed
    except CaresheetError as error:
        return Fit(job.name, None, None, None, error.problems)
    document, room = composed.document, None
    try:
        room = room_left(composed)
        page_layout = lay_out(composed)
    except CaresheetError as error:
        return Fit(job.name, None, room, document.budget, told_for_two_languages(job, error).problems)
    # The tightest spacing may break pages worse: what is kept together may then move to one more page.
    room = None if room is None else max(room, page_layout.free)
    return Fit(job.name, page_layout, room, document.budget, ())
