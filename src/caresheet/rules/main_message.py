"""What a handout says first, and that help with the language is at hand."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.document import Alert, Element, InLanguage, KeepTogether, Paragraph, Section
from caresheet.model.layout import InterpreterLine
from caresheet.model.look import HeadingLook
from caresheet.model.problem import Problem
from caresheet.model.text import PrintedText, TextRun
from caresheet.rules.emergency import prints
from caresheet.rules.reading import Reading, read_aloud, sentences, word_count

_MOST_SENTENCES = 3
_INTERPRETER = "clinic.interpreter"


def main_message(reading: Reading) -> Iterator[Problem]:
    """A handout for lay readers starts with its main message: a text of one to three sentences, with no more words than
    the limit, before any list or table. Plans, forms and labels start with what is filled in. Where words are not
    counted, only the sentences are.

    Source: CDC Clear Communication Index, items 1 and 2; PEMAT-P, item 1; SAM, purpose.
    """
    most, section = reading.limits.main_message_words, _first(reading)
    if most is None or section is None or not reading.handout.needs.main_message:
        return
    text = _message(section.elements)
    if text is None:
        message = f"'{reading.name}' does not start with a text that says what matters most"
        hint = "start its first section with a sentence or two, or write its `kind` in the layout"
        yield Problem(section.position, rules.MAIN_MESSAGE, message, hint)
        return
    count = len(sentences(read_aloud(text), reading.language))
    length = word_count(read_aloud(text)) if reading.counts_words else 0
    if count > _MOST_SENTENCES or length > most:
        said, limits = f"{count} sentences", f"the limit is {_MOST_SENTENCES}"
        if reading.counts_words:
            said, limits = f"{said} and {length} words", f"the limits are {_MOST_SENTENCES} and {most:g}"
        message = f"the first text of '{reading.name}' has {said}; {limits}"
        yield Problem(text.position, rules.MAIN_MESSAGE, message, "say what matters most first, and the rest after it")


def main_message_emphasis(reading: Reading) -> Iterator[Problem]:
    """The main message catches the eye: its section has a band, a background or a frame, or it is an alert, or it has
    bold words.

    Source: CDC Clear Communication Index, item 3; PEMAT-P, item 12 (visual cues).
    """
    section = _first(reading)
    if section is None or not reading.handout.needs.main_message:
        return
    style, first = section.style, section.elements[0] if section.elements else None
    framed = style.background or style.border or style.heading is not HeadingLook.PLAIN
    text = _message(section.elements)
    strong = text is not None and any(isinstance(run, TextRun) and run.strong for run in text.runs)
    if not (framed or strong or isinstance(first, Alert)):
        message = f"nothing makes the first section of '{reading.name}' stand out"
        hint = "place it with a style that has a band or a frame, or make its first words **bold**"
        yield Problem(section.position, rules.MAIN_MESSAGE_EMPHASIS, message, hint)


def language_help(reading: Reading) -> Iterator[Problem]:
    """A handout for lay readers has a place that says how to get an interpreter: the layout's own line, or a text of
    the topic; a poster and a label need none.

    Source: 45 CFR 92.201 (language assistance services); whether a notice in further languages must go with a handout
    (45 CFR 92.11) depends on who hands it out, and takes a person to decide.
    """
    has_line = any(isinstance(each.what, InterpreterLine) for each in reading.handout.layout.placements)
    if reading.handout.needs.interpreter and not has_line and not prints(reading.handout, _INTERPRETER):
        message = f"'{reading.name}' does not say how to get an interpreter"
        hint = f"add 'interpreter' to `place`, or place a section that contains {{{{{_INTERPRETER}}}}}"
        yield Problem(reading.document.position, rules.LANGUAGE_HELP, message, hint)


def _first(reading: Reading) -> Section | None:
    return reading.sections[0].section if reading.sections else None


def _message(elements: tuple[Element, ...]) -> PrintedText | None:
    """The text that the elements start with, None if they start with something else."""
    match elements:
        case (Paragraph(text=text), *_):
            return text
        case (Alert(elements=inside), *_):
            return _message(inside)
        case (KeepTogether(element=inner), *_) | (InLanguage(element=inner), *_):
            return _message((inner,))
        case _:
            return None
