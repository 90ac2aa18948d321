"""Figures that say what they have to say, also to people who cannot see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath

from caresheet.languages import languages
from caresheet.model import rules, topic
from caresheet.model.document import Figure
from caresheet.model.problem import Position, Problem
from caresheet.model.topic import Picture, SvgPicture
from caresheet.model.walk import iter_structs
from caresheet.rules.context import HandoutContext
from caresheet.rules.page_lines import letters_seen
from caresheet.rules.reading import JOINING, words_in


def alt_text(context: HandoutContext) -> Iterator[Problem]:
    """Every figure has an alternative text that says something: it is not empty, not the name of its file, not just a
    word for a picture, and not the caption again, which would be read twice.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.3; WCAG 2.1, 1.1.1 with failures F30 and F65.
    """
    for figure in context.every(Figure):
        message = _useless(figure)
        if message:
            hint = "describe what the picture says, as you would on the phone"
            yield Problem(figure.position, rules.ALT_TEXT, message, hint)


def _useless(figure: Figure) -> str:
    """What is wrong with an alternative text that says nothing; empty if it says something."""
    words = _plain(figure.alternative)
    if not words:
        return "the figure's `alt` says nothing"
    if isinstance(figure.drawing, Picture | SvgPicture) and words in _file_names(figure.drawing.path):
        return f"the figure's `alt` is only the name of its file: '{figure.alternative}'"
    if all(word in _picture_words() for word in words.split()):
        return f"the figure's `alt` only says that there is a picture: '{figure.alternative}'"
    if figure.caption is not None and words == _plain(figure.caption.plain):
        return "the figure's `alt` repeats its caption"
    return ""


@cache
def _picture_words() -> frozenset[str]:
    """Words that say that there is a picture and nothing about it, in any language."""
    return frozenset(word for each in languages() for word in each.picture_words)


def _plain(text: str) -> str:
    """Only the words: case, punctuation and spacing do not make a text say more."""
    return " ".join(words_in(re.sub(JOINING, " ", text.casefold())))


def _file_names(path: str) -> tuple[str, ...]:
    file = PurePosixPath(path)
    return tuple(_plain(name) for name in (file.name, file.stem))


def alt_length(context: HandoutContext) -> Iterator[Problem]:
    """An alternative text is no longer than the limit: listeners cannot skim it, or go back to a part of it. What needs
    more words belongs in the text beside the figure, where everyone can read it.

    Source: WCAG 2.1, 1.1.1 with technique G95 (a brief alternative) and G74 (a long description in the text nearby);
    the number of characters is the project's own.
    """
    limit = context.limits.alt_letters
    for figure in context.every(Figure):
        length = letters_seen(figure.alternative)
        if limit is not None and length > limit:
            place = _positions_of_alternatives(context).get(figure.position, figure.position)
            message = f"the figure's `alt` has {length} characters, more than {limit:g}"
            hint = "describe the figure in one sentence, and put the rest in the text beside it"
            yield Problem(place, rules.ALT_LENGTH, message, hint)


def _positions_of_alternatives(context: HandoutContext) -> dict[Position, Position]:
    """For each figure of the topic, by its own position, the position of its alternative text."""
    figures = (part for part in iter_structs(context.topic.sections) if isinstance(part, topic.Figure))
    return {figure.common.position: figure.alternative.position for figure in figures}


def figure_caption(context: HandoutContext) -> Iterator[Problem]:
    """Every figure has a caption in words; the number of a source alone is not enough.

    Source: AHRQ PEMAT-P, item 17 (visual aids have clear titles or captions).
    """
    for figure in context.every(Figure):
        if figure.caption is None or not any(letter.isalpha() for letter in figure.caption.plain):
            hint = "add `caption:` and say what readers should learn from the figure"
            yield Problem(figure.position, rules.FIGURE_CAPTION, "the figure has no caption", hint)
