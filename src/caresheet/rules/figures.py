"""Figures and tables that say what they have to say, and no more than a reader can take in."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules, topic
from caresheet.model.document import Figure, Table
from caresheet.model.problem import Position, Problem
from caresheet.model.walk import iter_structs
from caresheet.rules.context import HandoutContext


def alt_length(case: HandoutContext) -> Iterator[Problem]:
    """An alternative text is not longer than the limit of letters: who listens cannot skim it, nor hear half of it
    again. What needs more words says them in the text beside the figure, where everybody can read them.

    Source: WCAG 2.1, 1.1.1 with technique G95 (a brief alternative) and G74 (a long description in the text near by);
    the number of letters is the project's own.
    """
    limit = case.limits.alt_letters
    for figure in case.every(Figure):
        letters = len(figure.alternative)
        if limit is not None and letters > limit:
            place = _places_of_alternatives(case).get(figure.position, figure.position)
            message = f"the figure's `alt` has {letters} letters, more than {limit:g}"
            hint = "name what the figure shows in one sentence, and say the rest in the text beside it"
            yield Problem(place, rules.ALT_LENGTH, message, hint)


def figure_caption(case: HandoutContext) -> Iterator[Problem]:
    """Every figure has words below it; the number of a source alone is none.

    Source: AHRQ PEMAT-P, item 17 (visual aids have clear titles or captions).
    """
    for figure in case.every(Figure):
        if figure.caption is None or not any(letter.isalpha() for letter in figure.caption.plain):
            hint = "add `caption:` and say what the reader shall take from the figure"
            yield Problem(figure.position, rules.FIGURE_CAPTION, "the figure has no caption", hint)


def table_columns(case: HandoutContext) -> Iterator[Problem]:
    """For lay readers, a table has no more columns than the limit; the column that heads its rows counts.

    Forms to write on are no such tables: nobody has to find anything in an empty cell.

    Source: AHRQ PEMAT-P, item 19 (simple tables with short and clear row and column headings); the number of columns is
    the project's own.
    """
    limit = case.limits.table_columns
    if limit is None or not case.limits.lay:
        return
    for table in case.every(Table):
        if len(table.head) > limit and not _is_form(table):
            message = f"the table has {len(table.head)} columns, more than {limit:g}"
            hint = "make two tables of it, or a heading with a list for each row"
            yield Problem(table.position, rules.TABLE_COLUMNS, message, hint)


def _places_of_alternatives(case: HandoutContext) -> dict[Position, Position]:
    """For each figure of the topic, by its own place, where its alternative text stands."""
    figures = (part for part in iter_structs(case.topic.sections) if isinstance(part, topic.Figure))
    return {figure.common.position: figure.alternative.position for figure in figures}


def _is_form(table: Table) -> bool:
    return not any(cell.texts or cell.mark for row in table.rows for cell in row.cells)


FIGURES = (alt_length, figure_caption, table_columns)
