"""The words that come back on every page."""

from __future__ import annotations

from typing import assert_never

from caresheet.model import document
from caresheet.model.labels import Labels
from caresheet.model.layout import RunningItem, RunningLine
from caresheet.model.topic import Handout, Topic

BETWEEN = " \u00b7 "


def running_line(
    line: RunningLine, topic: Topic, handout: Handout, labels: Labels, *, clinic: str, name: str
) -> document.RunningLine:
    """The words of a running header or footer. `clinic` is the clinic's name for people, `name` the handout's."""
    words = {item: _words(item, topic, handout, labels, clinic=clinic, name=name) for item in RunningItem}
    left, center, right = (
        BETWEEN.join(words[item] for item in items if words[item]) for items in (line.left, line.center, line.right)
    )
    return document.RunningLine(left, center, right)


def _words(item: RunningItem, topic: Topic, handout: Handout, labels: Labels, *, clinic: str, name: str) -> str:
    version = labels.version.replace("{version}", topic.version)
    match item:
        case RunningItem.TITLE:
            return handout.title
        case RunningItem.TOPIC:
            return topic.title
        case RunningItem.CLINIC:
            return clinic
        case RunningItem.DOCUMENT:
            return f"{name} {topic.version}"
        case RunningItem.VERSION:
            return version
        case RunningItem.REVIEW:
            return labels.draft
        case RunningItem.PAGE:
            return labels.page
        case _:
            assert_never(item)
