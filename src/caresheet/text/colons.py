"""The colon between a label and its value."""

from __future__ import annotations

from caresheet.model.punctuation import COLONS, ends_itself
from caresheet.model.text import PrintedText, TextRun
from caresheet.text.unicode import script

_WIDE = frozenset({"Hani", "Hira", "Kana"})
"""The scripts with full-width punctuation."""


def colon_after(label: PrintedText, *, strong: bool = False) -> TextRun:
    """A colon after the words in front of a value, empty if they end with a mark of their own. After Chinese characters
    and kana, it is full-width and marked with their language, because other fonts do not have it."""
    words = label.plain.rstrip()
    if ends_itself(words):
        return TextRun("", strong=strong)
    plain, wide = COLONS
    if not words or script(words[-1]) not in _WIDE:
        return TextRun(plain, strong=strong)
    last = next((run for run in reversed(label.runs) if isinstance(run, TextRun)), None)
    return TextRun(wide, strong=strong, language=last.language if last else None)
