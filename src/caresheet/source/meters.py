"""Reads the meter of a table, and compares it with the words beside it."""

from __future__ import annotations

import re

from caresheet.model import rules
from caresheet.model.counts import count
from caresheet.model.meter import Meter
from caresheet.model.problem import Findings
from caresheet.model.text import Text
from caresheet.model.topic import Table
from caresheet.model.wording import plain
from caresheet.source.nodes import InvalidShapeError, MappingNode, Node, items, whole_number

_NUMBER = re.compile(r"\d+")


def meter_of(table: Table, node: MappingNode, findings: Findings) -> Meter | None:
    """The meter of a table, which was read without it. None if it does not fit the table; that, and a number of squares
    that differs from the words beside them, goes to `findings`. Raises InvalidShapeError for a meter of both
    rows and columns, or of neither."""
    if len(node.pairs) != 1:
        raise InvalidShapeError(node.position, "a meter is either of rows or of columns")
    meter = Meter(_numbers(node.get("rows")), _numbers(node.get("columns")))
    wrong = _misfit(table, meter)
    if wrong:
        findings.add(node.position, rules.WRONG_VALUE, *wrong)
        return None
    beside = [row.cells[0] for row in table.rows] if meter.rows else [(column,) for column in table.columns[1:]]
    for words, filled in zip(beside, (*meter.rows, *meter.columns), strict=True):
        if _names_another_grade(words, filled, meter.count):
            message = f"the meter fills {filled} of {meter.count} squares beside '{plain(words[0])}'"
            findings.add(node.position, rules.WRONG_VALUE, message, "fill as many squares as the grade says")
    return meter


def _numbers(node: Node | None) -> tuple[int, ...]:
    return tuple(map(whole_number, items(node)))


def _misfit(table: Table, meter: Meter) -> tuple[str, str] | None:
    """What is wrong with the meter of a table, and the remedy."""
    counted, there, what = len(meter.rows), len(table.rows), "row"
    if meter.columns:
        counted, there, what = len(meter.columns), len(table.columns) - 1, "graded column"
    if counted != there:
        return (
            f"the meter has numbers for {count(counted, what)}, and the table has {there}",
            "write one number for each",
        )
    if not meter.count:
        return "the meter has no filled square", "write 1 or more for the highest grade"
    if meter.rows and any(row.level for row in table.rows):
        return "rows with a level have a mark instead of a meter", "remove the meter, or the levels"
    if meter.rows and any(not row.cells or len(row.cells[0]) != 1 for row in table.rows):
        return "the first cell of a row with a meter must be one text that says the grade", "name each grade there"
    return None


def _names_another_grade(words: tuple[Text, ...], filled: int, highest: int) -> bool:
    """Whether words name another grade than the squares beside them, such as 'Grade 2' beside three squares. Words with
    several numbers, or with one above the highest grade, may not name a grade at all."""
    numbers = [int(each) for each in _NUMBER.findall(" ".join(map(plain, words)))]
    return len(numbers) == 1 and numbers[0] <= highest and numbers[0] != filled
