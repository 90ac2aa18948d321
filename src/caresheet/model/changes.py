"""What became of words: two wordings compared, text by text."""

from __future__ import annotations

from difflib import SequenceMatcher

from msgspec import Struct

from caresheet.model.wording import TextUnit


class Change(Struct, frozen=True):
    """One text that was added, taken out or worded otherwise. None stands for the side on which it is not."""

    old: TextUnit | None
    new: TextUnit | None

    @property
    def part(self) -> str:
        """Where in the topic it stands."""
        return self._either.part

    @property
    def audience(self) -> str:
        """Who reads it."""
        return self._either.audience

    @property
    def _either(self) -> TextUnit:
        either = self.new or self.old
        if either is None:
            message = "a change has a side"
            raise AssertionError(message)
        return either


def changes(old: tuple[TextUnit, ...], new: tuple[TextUnit, ...]) -> tuple[Change, ...]:
    """Every text of one wording that the other has not, in the new order; texts of one place are paired.

    Applied to the old wording, they make the new one.
    """
    before, after = [_key(each) for each in old], [_key(each) for each in new]
    found: list[Change] = []
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found.extend(_paired(old[first:last], new[start:end]))
    return tuple(found)


def marked(change: Change) -> str:
    """The change in one line: [-words taken out-] and {+words added+} among those that stay."""
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
    """Texts of the same part and reader are one text worded otherwise, in order; what is left over has one side."""
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
