"""The program's own labels that were read before, by language: they change with the program only, which has a cache of
its own for each version."""

from __future__ import annotations

import msgspec

from caresheet.model.files import Kept
from caresheet.model.labels import Labels


def recalled_labels(kept: Kept, language: str) -> Labels | None:
    """The labels in a language, where they were read before."""
    data = kept.get(_key(language))
    try:
        return msgspec.msgpack.decode(data, type=Labels) if data is not None else None
    except msgspec.MsgspecError:
        return None


def keep_labels(kept: Kept, labels: Labels) -> None:
    """Keep labels that no file of the project has changed."""
    kept.put(_key(labels.language), msgspec.msgpack.encode(labels))


def _key(language: str) -> str:
    return f"labels {language}"
