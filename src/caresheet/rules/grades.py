"""How many years of school it takes to read a handout, by the formulas that are valid for its language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import fsum, sqrt

from msgspec import Struct
from msgspec.structs import replace

from caresheet.languages import language, syllable_counter
from caresheet.model import rules
from caresheet.model.grade import Grade, Grades
from caresheet.model.problem import Position, Problem
from caresheet.rules.reading import Reading, word_count, words_in

FLESCH_KINCAID = "Flesch-Kincaid"
INFLESZ = "INFLESZ"
FORMULAS = (FLESCH_KINCAID, INFLESZ)
"""The formulas that a language's folder may name; SMOG comes with Flesch-Kincaid."""
ENOUGH = 10
"""Sentences that a text needs to be judged: with fewer, one long word decides the result."""
_FOR_SMOG = 30
"""Sentences that SMOG is made for; it is not given for fewer."""
_POLYSYLLABLE = 3


class Counts(Struct, frozen=True):
    """What the formulas need to know of a text. `long` is the number of words of three or more syllables."""

    sentences: int
    words: int
    syllables: int
    long: int


def counts(sentences: tuple[str, ...], of: Callable[[str], int]) -> Counts:
    """Counts the sentences. Each item of a list is one, following McLaughlin's directions for SMOG."""
    words = [word for sentence in sentences for word in words_in(sentence)]
    each = [of(word) for word in words]
    long = len([count for count in each if count >= _POLYSYLLABLE])
    return Counts(len(sentences), len(words), int(fsum(each)), long)


def flesch_kincaid(text: Counts) -> float:
    """The Flesch-Kincaid grade level, in years of school in the United States.

    Source: Kincaid, Fishburne, Rogers, Chissom, "Derivation of New Readability Formulas for Navy Enlisted Personnel",
    Research Branch Report 8-75 (1975).
    """
    return 0.39 * text.words / text.sentences + 11.8 * text.syllables / text.words - 15.59


def smog(text: Counts) -> float:
    """The SMOG grade, in years of school. It is made for 30 sentences; other numbers of sentences are scaled to 30.

    Source: McLaughlin, "SMOG Grading: A New Readability Formula", Journal of Reading 12 (1969), 639-646.
    """
    return 3.1291 + 1.0430 * sqrt(text.long * 30 / text.sentences)


def inflesz(text: Counts) -> float:
    """The ease of reading on the INFLESZ scale: below 40 very hard, 40 hard, 55 normal, 65 quite easy, 80 very easy.

    Source: Szigriszt Pazos, "Sistemas predictivos de legibilidad del mensaje escrito" (1993), read as in
    Barrio-Cantalejo and others, "Validación de la Escala INFLESZ", An. Sist. Sanit. Navar. 31 (2008), 135-152.
    """
    return 206.835 - 62.3 * text.syllables / text.words - text.words / text.sentences


def graded(reading: Reading) -> Reading:
    """The reading with its grades and those of its longer sections; without any if its language has no formula."""
    tag = reading.language
    is_known = syllable_counter(tag) is not None and bool(language(tag).reading_formula)
    texts = (("", reading.running), *((part.section.id, part.running) for part in reading.sections))
    found = tuple(grade for section, running in texts for grade in _grades(reading, running, section))
    has_words = reading.plain is not None
    return replace(reading, grades=Grades(reading.name, tag, found, is_known=is_known, has_words=has_words))


def _grades(reading: Reading, sentences: tuple[str, ...], section: str) -> Iterator[Grade]:
    limits, formula = reading.limits, language(reading.language).reading_formula
    of = syllable_counter(reading.language)
    if of is None or len(sentences) < ENOUGH:
        return
    text = counts(sentences, of)
    if formula == INFLESZ:
        yield Grade(INFLESZ, inflesz(text), limits.inflesz, section, text.sentences, easier_is_more=True)
    elif formula == FLESCH_KINCAID:
        # A section may be harder than the whole handout, up to the grade at which the handout is refused.
        limit = limits.reading_grade_most if section else limits.reading_grade
        yield Grade(FLESCH_KINCAID, flesch_kincaid(text), limit, section, text.sentences)
        if text.sentences >= _FOR_SMOG:
            yield Grade("SMOG", smog(text), None if section else limits.smog_grade, section, text.sentences)


def reading_grade(reading: Reading) -> Iterator[Problem]:
    """A handout, and each of its sections with at least ten sentences, is as easy to read as the limit asks.

    Source: SAM (Doak, Doak and Root), literacy demand (not suitable from ninth grade on); AMA and NIH (sixth grade for
    patients); INFLESZ for Spanish.
    """
    for grade in reading.grades.grades if reading.grades else ():
        if grade.is_too_hard and not _is_far_too_hard(reading, grade):
            part = f"the section '{grade.section}' of " if grade.section else ""
            message = f"{part}'{reading.name}' has {grade.shown}; the limit is {grade.limit:g}"
            hint = "use shorter sentences and words; explain a long word once, then use a short one"
            yield Problem(_place(reading, grade), rules.READING_GRADE, message, hint)


def reading_grade_limit(reading: Reading) -> Iterator[Problem]:
    """A handout as a whole is not far too hard for its readers.

    Source: SAM (Doak, Doak and Root), literacy demand (not suitable from ninth grade on).
    """
    for grade in reading.grades.grades if reading.grades else ():
        if _is_far_too_hard(reading, grade):
            most = reading.limits.reading_grade_most
            message = f"'{reading.name}' has {grade.shown}, far above what its readers can follow ({most:g})"
            yield Problem(_place(reading, grade), rules.READING_GRADE_LIMIT, message, "rewrite it in plain language")


def _is_far_too_hard(reading: Reading, grade: Grade) -> bool:
    most = reading.limits.reading_grade_most
    return grade.formula == FLESCH_KINCAID and not grade.section and most is not None and grade.value > most


def average_sentence_length(reading: Reading) -> Iterator[Problem]:
    """The sentences of a handout have no more words on average than the limit.

    Source: Elliott and others, Arthrosc Sports Med Rehabil 2022 (15 words on average lowered the grade by three).
    """
    most, running = reading.limits.sentence_mean, reading.running
    if most is None or len(running) < ENOUGH:
        return
    mean = fsum(map(word_count, running)) / len(running)
    if mean > most:
        message = f"the sentences of '{reading.name}' have {mean:.1f} words on average, more than {most:g}"
        hint = "split the longest sentences in two"
        yield Problem(reading.document.position, rules.AVERAGE_SENTENCE_LENGTH, message, hint)


def _place(reading: Reading, grade: Grade) -> Position:
    found = (part.section.position for part in reading.sections if part.section.id == grade.section)
    return next(found, reading.document.position)
