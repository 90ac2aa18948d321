"""A handout on the sheets of a printer, proved against its pages."""

from __future__ import annotations

from caresheet.model.artifact import Artifact
from caresheet.model.direction import Direction
from caresheet.model.page_layout import PageLayout
from caresheet.model.press import PressSheet, Sheets, press_sheets
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT
from caresheet.rules import HandoutContext

_FEWEST = 3
"""Pages of a booklet: fewer are two sides of one sheet, with nothing to fold."""


def written_on_sheets(context: HandoutContext, page_layout: PageLayout, pages: Artifact) -> Artifact:
    """The handout on its sheets. `pages` is the same handout page by page, proved. Raises CaresheetError if its pages
    cannot be placed side by side, or if the sheets are not proved to be these pages."""
    from caresheet.layout.press import on_sheets
    from caresheet.outputs.pdf.writer import write_pdf
    from caresheet.proof.press import prove_sheets

    sheets = _planned(context, page_layout)
    artifact = write_pdf(context.composed, on_sheets(page_layout, sheets, marks=context.job.edition.marks))
    wrong = prove_sheets(context.document.position, pages.data, artifact.data, sheets)
    if wrong:
        raise CaresheetError(wrong)
    return artifact


def _planned(context: HandoutContext, page_layout: PageLayout) -> tuple[PressSheet, ...]:
    edition, sizes = context.job.edition, [(page.width, page.height) for page in page_layout.pages]
    if edition.sheets is Sheets.BOOKLET and len(sizes) < _FEWEST:
        raise _misfit(context, f"a booklet has at least {_FEWEST} pages, not {len(sizes)}", "leave out --booklet")
    if edition.sheets is not Sheets.PAGES and len(set(sizes)) > 1:
        raise _misfit(
            context, "some of its pages are turned, and cannot be placed side by side", "print it page by page"
        )
    backwards = context.document.direction is Direction.RIGHT_TO_LEFT
    return press_sheets(sizes, edition.sheets, marks=edition.marks, backwards=backwards)


def _misfit(context: HandoutContext, message: str, hint: str) -> CaresheetError:
    return CaresheetError((Problem(context.job.layout.position, DOES_NOT_FIT, f"{context.name}: {message}", hint),))
