"""How many years of school a handout takes to be read, by the formulas that its language has."""

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
"""What a language's folder may name; SMOG is given beside Flesch-Kincaid."""
ENOUGH = 10
"""Sentences from which on a text is judged: fewer say more about one long word than about the text."""
_FOR_SMOG = 30
"""Sentences that SMOG is made for: of fewer it is not given."""
_POLYSYLLABLE = 3


class Counts(Struct, frozen=True):
    """What the formulas ask of a text. `long` are its words of three or more syllables."""

    sentences: int
    words: int
    syllables: int
    long: int


def counts(sentences: tuple[str, ...], of: Callable[[str], int]) -> Counts:
    """The counts of sentences; each item of a list is one, as McLaughlin's directions for SMOG have it."""
    words = [word for sentence in sentences for word in words_in(sentence)]
    each = [of(word) for word in words]
    long = len([count for count in each if count >= _POLYSYLLABLE])
    return Counts(len(sentences), len(words), int(fsum(each)), long)


def flesch_kincaid(text: Counts) -> float:
    """The grade level of Flesch and Kincaid, in years of school in the United States.

    Source: Kincaid, Fishburne, Rogers, Chissom, "Derivation of New Readability Formulas for Navy Enlisted Personnel",
    Research Branch Report 8-75 (1975).
    """
    return 0.39 * text.words / text.sentences + 11.8 * text.syllables / text.words - 15.59


def smog(text: Counts) -> float:
    """The SMOG grade, in years of school; it is made for 30 sentences, to which other numbers of them are scaled.

    Source: McLaughlin, "SMOG Grading: A New Readability Formula", Journal of Reading 12 (1969), 639-646.
    """
    return 3.1291 + 1.0430 * sqrt(text.long * 30 / text.sentences)


def inflesz(text: Counts) -> float:
    """The ease of reading on the INFLESZ scale: under 40 very hard, 40 hard, 55 normal, 65 quite easy, 80 very easy.

    Source: Szigriszt Pazos, "Sistemas predictivos de legibilidad del mensaje escrito" (1993), read as in
    Barrio-Cantalejo and others, "Validación de la Escala INFLESZ", An. Sist. Sanit. Navar. 31 (2008), 135-152.
    """
    return 206.835 - 62.3 * text.syllables / text.words - text.words / text.sentences


def graded(reading: Reading) -> Reading:
    """The reading with its grades, those of its longer sections among them; none where its language has no formula."""
    document = reading.case.document
    known = syllable_counter(document.language) is not None and bool(language(document.language).reading_formula)
    texts = (("", reading.running), *((chapter.section.id, chapter.running) for chapter in reading.chapters))
    found = tuple(grade for section, running in texts for grade in _grades(reading, running, section))
    words = reading.plain is not None
    grades = Grades(document.identifier, document.language, found, is_known=known, has_words=words)
    return replace(reading, grades=grades)


def _grades(reading: Reading, sentences: tuple[str, ...], section: str) -> Iterator[Grade]:
    tag, limits = reading.case.document.language, reading.limits
    formula, of = language(tag).reading_formula, syllable_counter(tag)
    if of is None or len(sentences) < ENOUGH:
        return
    text = counts(sentences, of)
    if formula == INFLESZ:
        yield Grade(INFLESZ, inflesz(text), limits.inflesz, section, text.sentences, easier_is_more=True)
    elif formula == FLESCH_KINCAID:
        # A section may be harder than the whole, up to what the whole is refused for.
        limit = limits.reading_grade_most if section else limits.reading_grade
        yield Grade(FLESCH_KINCAID, flesch_kincaid(text), limit, section, text.sentences)
        if text.sentences >= _FOR_SMOG:
            yield Grade("SMOG", smog(text), None if section else limits.smog_grade, section, text.sentences)


def reading_grade(reading: Reading) -> Iterator[Problem]:
    """A handout and each of its sections, of at least ten sentences, are as easy to read as the limit asks; the handout
    as a whole is not far beyond its readers.

    Source: SAM (Doak, Doak and Root), literacy demand (not suitable from the ninth grade on); AMA and NIH (sixth grade
    for patients); INFLESZ for Spanish.
    """
    most = reading.limits.reading_grade_most
    for grade in reading.grades.grades if reading.grades else ():
        what = f"the section '{grade.section}' of " if grade.section else ""
        named = f"{what}'{reading.case.document.identifier}' has {grade.shown}"
        if grade.formula == FLESCH_KINCAID and not grade.section and most is not None and grade.value > most:
            message = f"{named}, far above what its readers can follow ({most:g})"
            yield Problem(_place(reading, grade), rules.READING_GRADE_LIMIT, message, "write it anew in plain words")
        elif grade.is_too_hard:
            hint = "shorter sentences and words; explain a long word once, and then use a short one"
            yield Problem(
                _place(reading, grade), rules.READING_GRADE, f"{named}, and its limit is {grade.limit:g}", hint
            )


def mean_sentence(reading: Reading) -> Iterator[Problem]:
    """The sentences of a handout have no more words on average than the limit.

    Source: Elliott and others, Arthrosc Sports Med Rehabil 2022 (15 words on average lowered the grade by three).
    """
    most, running = reading.limits.sentence_mean, reading.running
    if most is None or len(running) < ENOUGH:
        return
    mean = fsum(map(word_count, running)) / len(running)
    if mean > most:
        message = (
            f"sentences of '{reading.case.document.identifier}' have {mean:.1f} words on average, more than {most:g}"
        )
        yield Problem(
            reading.case.document.position, rules.AVERAGE_SENTENCE_LENGTH, message, "make two sentences of the longest"
        )


def _place(reading: Reading, grade: Grade) -> Position:
    found = (chapter.section.position for chapter in reading.chapters if chapter.section.id == grade.section)
    return next(found, reading.case.document.position)


GRADES: tuple[Callable[[Reading], Iterator[Problem]], ...] = (reading_grade, mean_sentence)
