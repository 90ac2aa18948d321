"""Why a handout was made again: the sentences and the keys that have changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from caresheet.cache.canonical import KIND

_SHOWN = 80
"""Characters of a text that are shown."""


def changed_because(before: str, now: str) -> tuple[str, ...]:
    """What differs between two canonical texts, in their order: each changed sentence, old and new, and each changed
    key."""
    return tuple(dict.fromkeys(_differences(json.loads(before), json.loads(now), "")))


def _differences(old: Any, new: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - parsed JSON
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and old[KIND] == new[KIND]:
        if "runs" in old and _words(old) != _words(new):
            yield f"{_quoted(_words(old))} is now {_quoted(_words(new))}"
            return
        for name in new:
            if name != KIND:
                yield from _differences(old.get(name), new[name], f"{path}.{name}" if path else name)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(old, new, path)
    elif isinstance(old, (dict, list)) or isinstance(new, (dict, list)):
        yield from (f"{sentence} is gone" for sentence in _said(old))
        yield from (f"{sentence} is new" for sentence in _said(new))
    else:
        yield f"{path} is now {_quoted(str(new))}, was {_quoted(str(old))}"


def _lists(old: list[Any], new: list[Any], path: str) -> Iterator[str]:
    """What was added, taken away or put into the place of another."""
    before, after = ([json.dumps(one) for one in whole] for whole in (old, new))
    from difflib import SequenceMatcher

    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "replace" and last - first == end - start:
            for one, other in zip(old[first:last], new[start:end], strict=True):
                yield from _differences(one, other, path)
        elif kind != "equal":
            yield from (f"{sentence} is gone" for one in old[first:last] for sentence in _said(one))
            yield from (f"{sentence} is new" for one in new[start:end] for sentence in _said(one))


def _said(part: Any) -> Iterator[str]:  # noqa: ANN401 - parsed JSON
    """Every text in a part; its plain values where it has none."""
    if isinstance(part, dict):
        if "runs" in part:
            yield _quoted(_words(part))
            return
        for name, value in part.items():
            if name != KIND:
                yield from _said(value)
    elif isinstance(part, list):
        for one in part:
            yield from _said(one)
    elif isinstance(part, str) and part:
        yield _quoted(part)


def _words(text: dict[str, Any]) -> str:
    return "".join(run.get("text") or "____" for run in text["runs"])


def _quoted(text: str) -> str:
    short = text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()} …"
    return f"'{short}'"
