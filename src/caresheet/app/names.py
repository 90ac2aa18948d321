"""What things of a project are called, as far as the names of its files tell: quick enough for every press of Tab."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_MADE = re.compile(r"^(audience|extends):", re.MULTILINE)
"""What a layout for handouts has and one that others only extend has not: whom it is for, or which one it extends."""


def topic_names(root: Path) -> Iterator[str]:
    """The topics of the project at `root`."""
    return (path.parent.name for path in (root / "content").glob("*/topic.yaml"))


def language_names(root: Path) -> Iterator[str]:
    """The languages that any topic is in."""
    found = (path.stem for name in topic_names(root) for path in (root / "content" / name).glob("*.yaml"))
    return (stem for stem in dict.fromkeys(found) if stem != "topic")


def layout_names(root: Path) -> Iterator[str]:
    """The layouts that handouts are made with."""
    paths = (root / "layouts").glob("*.yaml")
    return (path.stem for path in paths if _MADE.search(path.read_text(encoding="utf-8", errors="replace")))
