"""What a sheet of panels says besides its text."""

from __future__ import annotations

from dataclasses import replace

from caresheet.compose.running import BETWEEN
from caresheet.model import document
from caresheet.model.labels import Labels
from caresheet.model.layout import Layout
from caresheet.model.topic import Topic


def with_advice(header: document.RunningLine, layout: Layout, labels: Labels) -> document.RunningLine:
    """The header, with what to do with a sheet of panels in its middle."""
    if layout.look.panels is None:
        return header
    return replace(header, center=BETWEEN.join(words for words in (header.center, labels.cut) if words))


def imprint(layout: Layout, topic: Topic, labels: Labels) -> str:
    """The edition and its review state for each panel, which loses the sheet's footer; nothing without panels."""
    if layout.look.panels is None:
        return ""
    return BETWEEN.join((labels.version.replace("{version}", topic.version), labels.draft_mark))
