"""What a handout says first, and to whom it leaves nobody without words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from caresheet.model import rules
from caresheet.model.document import Alert, Element, InLanguage, KeepTogether, Paragraph, Section
from caresheet.model.look import HeadingLook
from caresheet.model.problem import Problem
from caresheet.model.text import PrintedText, TextRun
from caresheet.rules.emergency_help import prints
from caresheet.rules.reading import Reading, read, sentences, word_count

_MOST_SENTENCES = 3
_INTERPRETER = "clinic.interpreter"


def main_message(reading: Reading) -> Iterator[Problem]:
    """A handout for lay readers begins with its main message: a text of one to three sentences and no more words than
    the limit, before any list or table.

    Source: CDC Clear Communication Index, items 1 and 2; PEMAT-P, item 1; SAM, purpose.
    """
    most, section = reading.limits.main_message_words, _first(reading)
    if most is None or section is None or not reading.limits.lay:
        return
    text = _message(section.elements)
    name = reading.case.document.identifier
    if text is None:
        message = f"'{name}' begins with no text that says what matters most"
        yield Problem(section.position, rules.MAIN_MESSAGE, message, "begin its first section with a sentence or two")
        return
    count, length = len(sentences(read(text), reading.case.document.language)), word_count(read(text))
    if count > _MOST_SENTENCES or length > most:
        message = (
            f"the first text of '{name}' has {count} sentences and {length} words, more than {_MOST_SENTENCES} or "
        )
        message += f"{most:g}"
        yield Problem(text.position, rules.MAIN_MESSAGE, message, "say what matters most, and the rest behind it")


def main_message_cue(reading: Reading) -> Iterator[Problem]:
    """The main message meets the eye: its section has a band, a ground or a frame, or its words are strong or an alert.

    Source: CDC Clear Communication Index, item 3; PEMAT-P, item 12 (visual cues).
    """
    section = _first(reading)
    if section is None or not reading.limits.lay:
        return
    style, first = section.style, section.elements[0] if section.elements else None
    framed = style.background or style.border or style.heading is not HeadingLook.PLAIN
    text = _message(section.elements)
    strong = text is not None and any(isinstance(run, TextRun) and run.strong for run in text.runs)
    if not (framed or strong or isinstance(first, Alert)):
        message = f"nothing makes the first section of '{reading.case.document.identifier}' stand out"
        hint = "give its place a style with a band or a frame, or make its first words **strong**"
        yield Problem(section.position, rules.MAIN_MESSAGE_EMPHASIS, message, hint)


def language_help(reading: Reading) -> Iterator[Problem]:
    """A handout for lay readers has a place for how to get an interpreter.

    Source: 45 CFR 92.201 (language assistance services); whether a notice in further languages must go with a handout
    (45 CFR 92.11) depends on who hands it out, and needs a person.
    """
    if reading.limits.lay and not prints(reading.case, _INTERPRETER):
        message = f"'{reading.case.document.identifier}' does not say how to get an interpreter"
        hint = f"place a section that holds {{{{{_INTERPRETER}}}}}"
        yield Problem(reading.case.document.position, rules.LANGUAGE_HELP, message, hint)


def _first(reading: Reading) -> Section | None:
    return reading.chapters[0].section if reading.chapters else None


def _message(elements: tuple[Element, ...]) -> PrintedText | None:
    """The text that elements begin with, None where they begin with something else."""
    match elements:
        case (Paragraph(text=text), *_):
            return text
        case (Alert(elements=inside), *_):
            return _message(inside)
        case (KeepTogether(element=inner), *_) | (InLanguage(element=inner), *_):
            return _message((inner,))
        case _:
            return None


FIRST_WORDS: tuple[Callable[[Reading], Iterator[Problem]], ...] = (main_message, main_message_cue, language_help)
