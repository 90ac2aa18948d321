"""Words for who cannot see the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath

from caresheet.languages import languages
from caresheet.model import rules
from caresheet.model.document import Figure
from caresheet.model.problem import Problem
from caresheet.model.topic import Picture, SvgPicture
from caresheet.rules.context import HandoutContext

_HINT = "say what the picture tells, as you would on the telephone"


def alt_text(case: HandoutContext) -> Iterator[Problem]:
    """Every figure has an alternative text that says something: not empty, not its file's name, not only that there
    is a picture, and not its caption once more, which would be read twice.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.3; WCAG 2.1, 1.1.1 with failures F30 and F65.
    """
    for figure in case.every(Figure):
        fault = _fault(figure)
        if fault:
            yield Problem(figure.position, rules.ALT_TEXT, fault, _HINT)


def _fault(figure: Figure) -> str:
    words = _plain(figure.alternative)
    if not words:
        return "the figure's `alt` says nothing"
    if isinstance(figure.drawing, Picture | SvgPicture) and words in _file_names(figure.drawing.path):
        return f"the figure's `alt` is only its file's name: '{figure.alternative}'"
    if all(word in _picture_words() for word in words.split()):
        return f"the figure's `alt` says only that there is a picture: '{figure.alternative}'"
    if figure.caption is not None and words == _plain(figure.caption.plain):
        return "the figure's `alt` repeats its caption"
    return ""


@cache
def _picture_words() -> frozenset[str]:
    """Words that say that there is a picture and nothing about it, in any language."""
    return frozenset(word for each in languages() for word in each.picture_words)


def _plain(text: str) -> str:
    """Words only: case, punctuation and spacing do not make a text say more."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _file_names(path: str) -> tuple[str, ...]:
    file = PurePosixPath(path)
    return tuple(_plain(name) for name in (file.name, file.stem))
