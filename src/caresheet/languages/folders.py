"""The folders of the languages: one each, named by its BCP 47 tag. Every file in it is optional."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
LABELS = "labels.yaml"
"""The words that caresheet prints itself (see model.labels)."""
_STANDS_IN_FOR = "stands_in_for.txt"
"""Tags of the same language by another name, or of a region that writes it in this script."""
_SCRIPT = re.compile("[A-Z][a-z]{3}")
ENGLISH = "en"
"""The language that labels are translated from, and in which those of a draft repeat their warnings."""


def fallbacks(tag: str) -> tuple[str, ...]:
    """The tag and the more general ones that stand in for it, nearest first: en-GB, en.

    Text in another script never stands in: if a tag names its script, or its region implies it, the folder of that
    script comes last.

    Source: RFC 4647, 3.4 (lookup): subtags are cut from the end, and a subtag of one letter goes with the one after it;
    Unicode CLDR 48, likely subtags.
    """
    found, parts = list[str](), tag.split("-")
    while parts:
        found.append("-".join(parts))
        if found[-1] in _stand_ins():
            return (*found, _stand_ins()[found[-1]])
        if len(parts) == 2 and _SCRIPT.fullmatch(parts[-1]):
            break
        parts = parts[:-2] if len(parts) > 1 and len(parts[-2]) == 1 else parts[:-1]
    return tuple(found)


def is_english(tag: str) -> bool:
    """Whether a language is English, of whatever region."""
    return fallbacks(tag)[-1] == ENGLISH


@cache
def _stand_ins() -> dict[str, str]:
    """The folder that stands in for a tag, by the tag."""
    return {
        line: tag
        for tag in tags(_STANDS_IN_FOR)
        for line in read(tag, _STANDS_IN_FOR).decode("utf-8").splitlines()
        if not line.startswith("#")
    }


@cache
def tags(name: str) -> tuple[str, ...]:
    """The tags of the folders that have a file of this name, in alphabetical order."""
    return tuple(sorted(folder.name for folder in _FOLDER.iterdir() if (folder / name).is_file()))


def nearest(tag: str, name: str) -> str | None:
    """The tag of the folder that has a file of this name for a language: its own, or the nearest more general one."""
    known = tags(name)
    return next((each for each in fallbacks(tag) if each in known), None)


def read(tag: str, name: str) -> bytes:
    """A file of a language's folder, which is known to be there."""
    return (_FOLDER / tag / name).read_bytes()
