"""How handouts fill their pages."""

from __future__ import annotations

from msgspec import Struct

from caresheet.app.pipeline import compose_checked
from caresheet.model.job import Job
from caresheet.model.layout import PageBudget
from caresheet.model.page_layout import PageLayout
from caresheet.model.problem import CaresheetError, Problem


class Fit(Struct, frozen=True):
    """How a handout fills its pages: its page layout, or None and the problems where it does not fit.

    `room` is the height, in points, that its budget would still take at the layout's smallest type and tightest
    spacing; less than 0 is missing. None without a budget.
    """

    name: str
    page_layout: PageLayout | None
    room: float | None
    budget: PageBudget | None
    problems: tuple[Problem, ...]


def measure(job: Job) -> Fit:
    """How a handout fills its pages; with its faults, and nothing known of its pages, where it cannot be composed."""
    from caresheet.layout import lay_out, room_left

    try:
        composed = compose_checked(job).composed
    except CaresheetError as error:
        return Fit(job.name, None, None, None, error.problems)
    document, room = composed.document, room_left(composed)
    try:
        page_layout = lay_out(composed)
    except CaresheetError as error:
        return Fit(job.name, None, room, document.budget, error.problems)
    return Fit(job.name, page_layout, room, document.budget, ())
