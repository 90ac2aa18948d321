"""How hard a text is to read: published examples with their published grades, and the rules that go by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.ropes import EN, ES, LAYOUT, found, judged, line_of, section, sheet, words

from caresheet.languages import syllable_counter
from caresheet.model import rules
from caresheet.rules.grades import Counts, counts, flesch_kincaid, inflesz, smog
from caresheet.rules.reading import sentences, words_in

PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
"""Published with 13 words, 24 syllables and grade 11.3 (Wikipedia, "Flesch-Kincaid readability tests")."""
GETTYSBURG = (
    "Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, "
    "and dedicated to the proposition that all men are created equal."
)
WORD_STATISTICS = (
    (16.0, 59.5, 8.8), (18.7, 47.6, 11.0), (16.4, 51.4, 10.1), (18.6, 62.9, 9.0), (20.6, 43.1, 12.2)
)  # fmt: skip
"""Words a sentence, reading ease and grade of five documents, as Microsoft Word told them (published with its formulas
at thinktankforum.com, thread 830)."""
MCGRAW = ((2, 4), (6, 5), (12, 6), (20, 7), (30, 8), (42, 9), (56, 10), (72, 11), (90, 12), (110, 13), (132, 14))
"""The most long words in 30 sentences that still have a grade: the SMOG conversion table of H. C. McGraw (Baltimore
County Public Schools), as the National Cancer Institute prints it in "Making Health Communication Programs Work"."""


def english(text: str) -> Counts:
    count = syllable_counter("en-US")
    assert count is not None
    return counts(sentences(text, "en"), count)


@given(st.text(st.sampled_from("aZ7_-'./ ,\n(")))
def test_words_are_told_apart_the_same_way_in_any_letters(text: str) -> None:
    """A text in ASCII has the same words as beside a word that is not in ASCII."""
    assert [*words_in(text), "é"] == words_in(f"{text} é")


def test_the_published_platypus() -> None:
    """The published example has its published words, syllables and grade."""
    text = english(PLATYPUS)
    assert (text.words, text.syllables) == (13, 24)
    assert round(flesch_kincaid(text), 1) == 11.3


def test_the_first_sentence_of_the_gettysburg_address() -> None:
    """Counted by hand: 30 words, 48 syllables ('our' as one; the dictionary says two), 5 words of three or more."""
    text = english(GETTYSBURG)
    assert (text.sentences, text.words) == (1, 30)
    assert text.syllables in {48, 49}
    assert text.long == 5  # continent, liberty, dedicated, proposition, created


@pytest.mark.parametrize(("length", "ease", "grade"), WORD_STATISTICS)
def test_published_statistics(length: float, ease: float, grade: float) -> None:
    """The grade follows from what was published beside it, to the three tenths that rounding and Word's own counting,
    which is not published, leave open."""
    syllables_a_word = (206.835 - 1.015 * length - ease) / 84.6  # Flesch (1948), solved for syllables
    text = Counts(1000, round(1000 * length), round(1000 * length * syllables_a_word), 0)
    assert flesch_kincaid(text) == pytest.approx(grade, abs=0.3)


@pytest.mark.parametrize(("long", "grade"), MCGRAW)
def test_the_published_table_of_smog(long: int, grade: int) -> None:
    """The formula agrees with the table, which was made by hand from the nearest perfect square, to a grade and a half
    (the standard error that McLaughlin gives)."""
    assert smog(Counts(30, 300, 400, long)) == pytest.approx(grade, abs=1.5)
    assert smog(Counts(60, 600, 800, 2 * long)) == pytest.approx(smog(Counts(30, 300, 400, long)))


def test_inflesz() -> None:
    """Counted by hand: 10 words, 16 syllables, 2 sentences."""
    count = syllable_counter("es-MX")
    assert count is not None
    text = counts(sentences("Llame al médico ya. No espere a ver si pasa.", "es"), count)
    assert (text.sentences, text.words, text.syllables) == (2, 10, 16)
    assert inflesz(text) == pytest.approx(206.835 - 62.3 * 1.6 - 5)


@pytest.mark.parametrize(
    ("language", "word", "expected"),
    [
        ("en", "emergency", 4), ("en", "breathing", 2), ("en", "tocilizumab", 5), ("en", "CRS", 3), ("en", "38", 1),
        ("en", "after-hours", 4), ("en", "don’t", 1), ("en", "isn’t", 2), ("en", "tocilizumab's", 5),
        ("es", "emergencia", 4), ("es", "oído", 3), ("es", "guion", 1),
        ("es", "averigüe", 4), ("es", "hay", 1), ("es", "país", 2), ("es", "quiero", 2), ("es", "ciudad", 2),
        ("es", "y", 1), ("es", "estudiáis", 3),
    ],
)  # fmt: skip
def test_syllables(language: str, word: str, expected: int) -> None:
    """Words, names of drugs, capitals that are spelt, compounds and numbers are counted as they are spoken."""
    count = syllable_counter(language)
    assert count is not None
    assert count(word) == expected


def test_other_languages_have_no_counter() -> None:
    """Nothing is said of a language that no formula is known for."""
    assert syllable_counter("fr") is None


HARD = "Interdisciplinary rehabilitation necessitates comprehensive collaboration."
EASY = "Pull at both ends of the rope."


def listed(sentence: str, number: int) -> str:
    return f"bullets: [{', '.join([repr(sentence)] * number)}]"


@pytest.mark.parametrize(("number", "told"), [(8, 0), (9, 1)])
def test_ten_sentences_are_graded(number: int, told: int) -> None:
    """From ten sentences on a handout is judged, at its place; of fewer nothing is said."""
    text = words(section("'Pull. [@S1; @S2]'", listed("Regular activity improves mobility.", number)))
    layout = sheet("limits: {sailor: {reading_grade: 6, reading_grade_most: none}}\n")
    problems = [
        each for each in found(rules.READING_GRADE, {EN: text, LAYOUT: layout}) if "section" not in each.message
    ]
    assert [problem.position.line for problem in problems if problem.position] == [line_of(text, "handouts")] * told


def test_far_too_hard_is_an_error() -> None:
    """What is above the higher limit is told once, as the graver of the two."""
    text = words(section("'Pull. [@S1; @S2]'", listed(HARD, 12)))
    (problem,) = found(rules.READING_GRADE_LIMIT, {EN: text})
    assert "far above what its readers can follow (10)" in problem.message
    whole = [each for each in found(rules.READING_GRADE, {EN: text}) if "section" not in each.message]
    assert whole == []


def test_a_section_may_be_harder_than_the_whole() -> None:
    """A hard section is told only above what the whole may have at most, at the section."""
    easy = section("'Pull. [@S1; @S2]'", listed(EASY, 60), name="easy")
    text = words(easy, section(listed(HARD, 12), name="hard"))
    problems = found(rules.READING_GRADE, {EN: text})
    assert any("the section 'hard' of" in problem.message for problem in problems)
    assert not any("the section 'easy' of" in problem.message for problem in problems)


def test_spanish_has_its_own_scale() -> None:
    """A Spanish handout is judged by INFLESZ alone, where more is easier."""
    hard = words(section("'Tire. [@S1; @S2]'", listed("Rehabilitación interdisciplinaria cardiovascular.", 12)))
    messages = [problem.message for problem in found(rules.READING_GRADE, {EN: hard, ES: hard})]
    assert any("INFLESZ" in message for message in messages)
    (spanish,) = [each for each in judged({EN: hard, ES: hard}).handouts if each.name.endswith("-es")]
    assert spanish.grades is not None
    assert {grade.formula for grade in spanish.grades.grades} == {"INFLESZ"}


@pytest.mark.parametrize(("length", "told"), [(15, 0), (17, 1)])
def test_the_mean_of_sentences(length: int, told: int) -> None:
    """Sentences that are too long on average are told once for the handout."""
    text = words(section("'Pull. [@S1; @S2]'", listed(" ".join(["rope"] * length), 30)))
    assert len(found(rules.AVERAGE_SENTENCE_LENGTH, {EN: text})) == told
