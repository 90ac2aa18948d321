"""The differences between two wordings, text by text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import groupby

from msgspec import Struct

from caresheet.model.wording import TextUnit


class Change(Struct, frozen=True):
    """One text that was added, deleted or reworded. The side where it does not exist is None."""

    old: TextUnit | None
    new: TextUnit | None

    @property
    def part(self) -> str:
        """The part of the topic that it is in."""
        return self._either.part

    @property
    def audience(self) -> str:
        """Who reads it."""
        return self._either.audience

    @property
    def _either(self) -> TextUnit:
        either = self.new or self.old
        if either is None:
            message = "a change has at least one side"
            raise AssertionError(message)
        return either


def changes(old: tuple[TextUnit, ...], new: tuple[TextUnit, ...]) -> tuple[Change, ...]:
    """All differences, in the order of the new wording; an old and a new text in the same place are paired.

    Applied to the old wording, they give the new one.
    """
    before, after = [_key(each) for each in old], [_key(each) for each in new]
    found: list[Change] = []
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found.extend(_paired(old[first:last], new[start:end]))
    return tuple(found)


def marked(change: Change) -> str:
    """The change on one line: [-deleted words-] and {+added words+} among the unchanged ones."""
    old, new = (each.words.split(" ") if each else [] for each in (change.old, change.new))
    shown: list[str] = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            shown.extend(old[first:last])
            continue
        if last > first:
            shown.append(f"[-{' '.join(old[first:last])}-]")
        if end > start:
            shown.append(f"{{+{' '.join(new[start:end])}+}}")
    return " ".join(shown)


def _paired(old: tuple[TextUnit, ...], new: tuple[TextUnit, ...]) -> list[Change]:
    """Pair texts of the same part and audience in order, as rewordings; the rest have only one side."""
    waiting = list(old)
    found: list[Change] = []
    for each in new:
        same = next((one for one in waiting if (one.part, one.audience) == (each.part, each.audience)), None)
        if same is not None:
            found.extend(Change(one, None) for one in waiting[: waiting.index(same)])
            del waiting[: waiting.index(same) + 1]
        found.append(Change(same, each))
    return found + [Change(one, None) for one in waiting]


def _key(unit: TextUnit) -> tuple[str, str, str]:
    return unit.part, unit.audience, unit.words


def change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """Each part of the topic on a line, and below it what changed in it and for whom."""
    for part, inside in groupby(changes, key=lambda change: change.part):
        yield part
        for change in inside:
            yield f"  for {change.audience}: {marked(change)}"
