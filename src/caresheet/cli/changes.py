"""Changes of wording as people read them: part by part, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from caresheet.cli.report import printable
from caresheet.model.changes import Change, marked


def told(changes: tuple[Change, ...]) -> Iterator[str]:
    """Lines: each part of the topic, and below it what changed in it, with its readers."""
    for part, inside in groupby(changes, key=lambda change: change.part):
        yield part
        for change in inside:
            yield f"  for {change.audience}: {printable(marked(change))}"
