"""Translations have the numbers of their original, however each language writes them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.ropes import EN, ES, FACTS, GL, facts, found, labels_in, line_of, quoted, refused, section, words

from caresheet.model import rules
from caresheet.model.problem import Position, Problem
from caresheet.rules.numbers import Number, numbers, same


def differing(english: str, spanish: str) -> list[str]:
    """What is said of a Spanish text that translates an English one."""
    one = words(section(quoted(english), "'[@S1; @S2]'"))
    two = words(section(quoted(spanish), "'[@S1; @S2]'"), translates=True)
    problems = found(rules.TRANSLATED_NUMBERS, {EN: one, ES: two})
    assert all(problem.position == Position(ES, line_of(two, quoted(spanish)), 9) for problem in problems)
    assert all(f"line {line_of(one, quoted(english))} of en.yaml;" in problem.hint for problem in problems)
    return [problem.message.removeprefix("the numbers differ from en.yaml: ") for problem in problems]


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Pull at 100.4 °F (38 °C).", "Tire a 38 °C (100.4 °F)."),
        ("Pull at 38.0 °C.", "Tire a 38,0 ºC."),
        ("Above 3,000 ng/mL", "Más de 3000 ng/ml"),
        ("Above 3,000 ng/mL", "Más de 3.000 ng/mL"),
        ("Above 10,000", "Más de 10 000"),
        ("Above 1,234.5 m", "Más de 1.234,5 m"),
        ("In November 2026", "En noviembre de 2026"),
        ("On November 22, 2026", "El 22 de noviembre de 2026"),
        ("The 24-hour line: 555-0110", "La línea de 24 horas: 555-0110"),
        ("50% of ropes", "50 por ciento de los cabos"),
        ("400 IU and 5 mcg", "400 UI y 5 µg"),
        ("Days 1 to 3, twice", "Los días 1 a 3, dos veces"),
        ("Interleukin-6 and COVID-19", "Interleucina 6"),
        ("One rope", "Un cabo"),
        ("Call {{clinic.phone}} in 5 minutes", "En 5 minutos llame al {{clinic.phone}}"),
        ("[Call](tel:555-0110)", "[Llame](tel:555-0110)"),
        ("You may pull 2 ropes", "Puede tirar de 2 cabos"),
        ("Pull at 38 °C, not at 38 °F", "Tire a 38, no a 38 °C"),
        ("Call 5 [ropes](tel:555-0110)", "Llame a 5 [cabos](tel:555-0110)"),
    ],
)
def test_the_same_numbers_pass(english: str, spanish: str) -> None:
    """Order, marks for decimals and thousands, spaces and units in words make no difference."""
    assert differing(english, spanish) == []


@pytest.mark.parametrize(
    ("english", "spanish", "said"),
    [
        ("Pull at 100.4 °F (38 °C).", "Tire a 38 °C (104 °F).", "'104 °F' here, '100.4 °F' there"),
        ("At 100.4 °F (38 °C)", "A 38 °F (100.4 °C)", "'38 °F', '100.4 °C' here, '100.4 °F', '38 °C' there"),
        ("500 mcg", "500 mg", "'500 mg' here, '500 mcg' there"),
        ("20 mEq", "20 mg", "'20 mg' here, '20 mEq' there"),
        ("500 µg/L", "500 mg/L", "'500 mg/L' here, '500 µg/L' there"),
        ("3,000 ropes", "3,0 cabos", "'3,0' here, '3,000' there"),
        ("For 2 weeks", "Por dos semanas", "none here, '2' there"),
        ("For two weeks", "Por 2 semanas", "'2' here, none there"),
        ("Days 1 to 3", "Los días 1 a 3 o 3", "'3' here, none there"),
        ("Call 555-0110", "Llame al 555-0111", "'0111' here, '0110' there"),
        ("[Call](tel:555-0110)", "[Llame](tel:555-0111)", "'0111' here, '0110' there"),
        ("On November 22, 2026", "El 22 de octubre de 2026", "'octubre' here, 'November' there"),
        ("-5 °C", "5 °C", "'5 °C' here, '-5 °C' there"),
    ],
)
def test_other_numbers_are_told(english: str, spanish: str, said: str) -> None:
    """A number, a unit, a month or a digit of a telephone number that differs is told, with what each side has."""
    assert differing(english, spanish) == [said]


def test_terms_are_matched_by_their_id() -> None:
    """Each language sorts its glossary its own way; a term is compared with itself."""
    entry = "{definitions: [{id: %s, term: '%s', meaning: '%s'}, {id: %s, term: '%s', meaning: '%s'}]}"
    more = "'Pull. [@S1; @S2]'"
    english = words(section(more, entry % ("a", "Ash", "Has 2 ends.", "b", "Bend", "Joins 3 ropes.")))
    spanish = words(section(more, entry % ("b", "Ballestrinque", "Une 3 cabos.", "a", "Fresno", "Tiene 2 cabos.")))
    files = {EN: english, ES: f"translates: {{from: en}}\n{spanish}"}
    assert found(rules.TRANSLATED_NUMBERS, files) == []
    files[ES] = files[ES].replace("Une 3", "Une 4")
    assert len(found(rules.TRANSLATED_NUMBERS, files)) == 1


def test_titles_are_compared() -> None:
    """The words of a handout are compared like any text, and an original with nothing."""
    files = {EN: words(section("'[@S1; @S2]'"), title="3 knots")}
    assert found(rules.TRANSLATED_NUMBERS, files) == []
    files[ES] = words(section("'[@S1; @S2]'"), title="4 nudos", translates=True)
    assert [problem.position for problem in found(rules.TRANSLATED_NUMBERS, files)] == [
        Position(ES, 2, 8),
        Position(ES, 3, files[ES].splitlines()[2].index("'4 nudos'") + 1),
    ]


def test_the_second_wording_of_a_line_is_compared() -> None:
    """A clinic without the value prints the second wording, so its numbers count, too."""
    line = "paragraph: {with: clinic.phone, text: 'Call {{clinic.phone}}. [@S1; @S2]', else: '%s [@S1; @S2]'}"
    files = {EN: words(section(line % "Call in 5 minutes.")), ES: words(section(line % "Llame en 6 minutos."))}
    (problem,) = found(rules.TRANSLATED_NUMBERS, files)
    assert "'6" in problem.message.partition(" here, ")[0]


def test_a_short_label_that_one_language_needs_shifts_nothing() -> None:
    """A language may have a shorter label where the original needs none; what follows is compared with its own."""
    numbered = (
        "  numbers:\n  - {label: '%s'%s, value: '{{clinic.phone}}'}\n  - {label: '%s', value: '{{clinic.name}}'}\n"
    )
    one = section("'Pull 3 ropes. [@S1; @S2]'", more=numbered % ("Day", "", "Night"))
    two = section("'Tire de 3 cabos. [@S1; @S2]'", more=numbered % ("De día", ", short: 'Día'", "Noche"))
    assert refused({EN: words(one), ES: words(two)}) == []
    assert found(rules.TRANSLATED_NUMBERS, {EN: words(one), ES: words(two)}) == []


def test_headings_of_a_handout_are_matched_by_their_section() -> None:
    """A handout's own headings are compared by the section they stand for, in whatever order each language has them."""
    sections = section("'Pull. [@S1; @S2]'"), section("'Hold.'", name="two", role="notes")
    titles = "titles: {one: '%s', two: '%s'}"
    files = {
        EN: words(*sections).replace("{title: 'R", "{" + titles % ("3 ropes", "Ends") + ", title: 'R"),
        ES: words(*sections, translates=True).replace(
            "{title: 'R", "{titles: {two: 'Cabos', one: '3 puntas'}, title: 'R"
        ),
    }
    assert found(rules.TRANSLATED_NUMBERS, files) == []
    files[ES] = files[ES].replace("3 puntas", "4 puntas")
    (problem,) = found(rules.TRANSLATED_NUMBERS, files)
    assert problem.position == Position(ES, 3, files[ES].splitlines()[2].index("'4 puntas'") + 1)


@pytest.mark.parametrize(
    ("galician", "different"), [("O 3 de maio de 2026", []), ("O 4 de maio de 2026", [{"3", "4"}])]
)
@pytest.mark.parametrize(("original", "translation"), [(EN, GL), (GL, EN)])
def test_months_are_compared_between_lists(
    galician: str, different: list[set[str]], original: str, translation: str
) -> None:
    """Where the program has no list of months on one side, only figures are compared."""
    texts = {GL: section(quoted(galician), "'[@S1; @S2]'"), EN: section("'On May 3, 2026'", "'[@S1; @S2]'")}
    translates = f"translates: {{from: {original.removeprefix('content/ropes/').removesuffix('.yaml')}}}\n"
    files = {original: words(texts[original]), translation: translates + words(texts[translation])}
    problems = found(rules.TRANSLATED_NUMBERS, files | {"labels/gl.yaml": labels_in("en")})
    assert [set(re.findall(r"'(\w+)'", problem.message)) for problem in problems] == different


AMOUNTS = st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False, allow_infinity=False)


@given(AMOUNTS)
def test_an_amount_is_the_same_in_every_spelling(amount: object) -> None:
    """Whatever the amount, its usual English and Spanish spellings are found to be one number."""
    english = f"{amount:,.2f}"
    spanish = english.translate(str.maketrans({",": ".", ".": ","}))
    (one,), (two,) = numbers(english, "en", months=False), numbers(spanish, "es", months=False)
    assert same(one, two)


@given(AMOUNTS, AMOUNTS)
def test_different_amounts_are_not(one: object, two: object) -> None:
    """Two amounts with decimals are the same only where they are equal."""
    (first,) = numbers(f"{one:,.2f}", "en", months=False)
    (second,) = numbers(f"{two:.2f}", "es", months=False)
    assert same(first, second) == (one == two)


@given(st.text())
def test_any_text_can_be_read_for_numbers(text: str) -> None:
    """No text makes the reading of numbers fail, and what is found stands in it."""
    for language in ("en", "es", "zh-Hans"):
        for number in numbers(text, language, months=True):
            assert isinstance(number, Number)
            assert number.typed in text


# --- untranslated-text ----------------------------------------------------------------------------------------------
LEFT = "Pull both ends until the knot is tight."


@pytest.mark.parametrize(
    ("english", "spanish", "count"),
    [
        (LEFT, LEFT, 1),
        (LEFT, "Tire de ambos cabos hasta que el nudo apriete.", 0),
        ("Guild of Knots", "Guild of Knots", 0),  # a name
        ("Manila, hemp", "Manila, hemp", 0),  # names, too
        (f"[{LEFT}]{{lang=en}}", f"[{LEFT}]{{lang=en}}", 0),
        (f"Say: [{LEFT}]{{lang=en}}", f"Say: [{LEFT}]{{lang=en}}", 0),
    ],
)
def test_what_was_left_in_the_other_language(english: str, spanish: str, count: int) -> None:
    """A text that is word for word the original's is told at its own line, unless it is a name or marked so."""
    files = {
        EN: words(section(quoted(english), "'[@S1; @S2]'")),
        ES: words(section(quoted(spanish), "'[@S1; @S2]'")),
    }
    long = [each for each in found(rules.UNTRANSLATED_TEXT, files) if each.message.startswith("'Pull both ends")]
    assert [problem.position and problem.position.file for problem in long] == [ES] * count


def test_a_line_to_write_on_is_shown_as_one() -> None:
    """A quoted text shows a line to write on as underscores, not as a character that no terminal can show."""
    left = quoted("Then call {{clinic.phone}} and say which knot it is.")
    problems = found(rules.UNTRANSLATED_TEXT, {EN: words(section(left)), ES: words(section(left))})
    assert any(problem.message.startswith("'Then call ____ and say") for problem in problems)


def test_short_texts_and_titles_are_told_at_their_lines() -> None:
    """Titles and short texts are told where they stand, also when nothing longer is left; while a longer text is, names
    are, too."""
    both = section(quoted(LEFT), "'Two ends'", "'Guild of Knots'", "'[@S1; @S2]'")
    files = {EN: words(both), ES: words(both, translates=True)}
    told = [problem.message.removesuffix(" is the same as in the original") for problem in untranslated(files)]
    assert told == [
        "'Ropes and knots'",
        "'Ropes and knots'",
        "'What is it about?'",
        "'Pull both ends until the knot …'",
        "'Two ends'",
        "'Guild of Knots'",
    ]
    files[ES] = (
        files[ES].replace(LEFT, "Tire de ambos cabos hasta que el nudo apriete.").replace("What is it", "De qué")
    )
    at = [problem.position and problem.position.line for problem in untranslated(files)]
    assert at == [2, 3, line_of(files[ES], "'Two ends'")]


def untranslated(files: dict[str, str]) -> list[Problem]:
    return found(rules.UNTRANSLATED_TEXT, files)


def test_short_titles_subtitles_headings_and_labels_are_told() -> None:
    """Whatever a reader may see: running titles, subtitles, headings and contents of one handout, labels of a patient's
    blanks."""
    handout = "{title: '%s', subtitle: '%s', short_title: '%s', titles: {one: '%s'}, contents: {one: '%s'}}"
    english = "title: Ropes\nfields: {knot: the knot}\nhandouts: {sheet: %s}\nsections:\n" + section("'[@S1; @S2]'")
    spanish = english.replace("What is it about?", "¿De qué trata?")
    own = facts(fields="{knot: {kind: text}}")
    one = handout % ("How to tie", "For new sailors", "Knot sheet", "Why ropes?", "About ropes")
    files = {FACTS: own, EN: english % one, ES: spanish % one}
    assert [problem.message.partition("'")[2].partition("'")[0] for problem in untranslated(files)] == [
        "the knot",
        "How to tie",
        "For new sailors",
        "Knot sheet",
        "Why ropes?",
        "About ropes",
    ]
    two = handout % ("Cómo atar", "Para novatos", "Hoja de nudos", "¿Por qué?", "De cabos")
    files[ES] = (spanish % two).replace("the knot", "el nudo")
    assert untranslated(files) == []


FIGURE = (
    "figure: {flow: {boxes: [{id: a, text: 'Take both ends'}, {id: b, text: 'Cross them'}]}, "
    "alt: 'An arrow from one box', caption: 'The first turn'}"
)


def test_alternatives_captions_columns_and_second_wordings_are_told() -> None:
    """The words of figures, tables, forms and questions, and what prints where a clinic gives no value."""
    blocks = (
        FIGURE,
        "table: {caption: 'Which knot holds', columns: ['The knot', 'It holds'], rows: [['A reef knot', 'Badly so']]}",
        "log: {caption: 'Your own log', columns: ['The day', 'The knot'], rows: 2}",
        "questions: [{ask: 'Which end first?', answer: ['The left one. [@S1]']}]",
        "entries: [{label: 'Your own knot'}]",
        "paragraph: {with: clinic.phone, text: 'Llame: {{clinic.phone}} [@S2]', else: 'Ask your mate [@S2]'}",
    )
    english = words(section(*blocks).replace("Llame", "Call"))
    spanish = words(
        section(*blocks).replace("What is it about?", "¿De qué trata?"), title="Cabos y nudos", translates=True
    )
    told = " ".join(problem.message for problem in untranslated({EN: english, ES: spanish}))
    for left in (
        "Take both ends", "Cross them", "An arrow from one box", "The first turn", "Which knot holds", "The knot",
        "It holds", "A reef knot", "Badly so", "Your own log", "The day", "Which end first?", "The left one.",
        "Your own knot", "Ask your mate",
    ):  # fmt: skip
        assert f"'{left}'" in told, left


def test_words_of_the_program_are_told() -> None:
    """A project's own labels that still are English, key by key."""
    galician = {
        GL: words(
            section("'Tire. [@S1; @S2]'").replace("What is it about?", "De que trata?"), title="Cabos", translates=True
        )
    }
    labels = labels_in("en").replace("contents: Contents", "contents: Contido")
    files = {EN: words(section("'Pull. [@S1; @S2]'")), **galician, "labels/gl.yaml": labels}
    problems = untranslated(files)
    assert {problem.position.file for problem in problems if problem.position} == {"labels/gl.yaml"}
    shown = {problem.message.partition("'")[2].partition(":")[0]: problem.position for problem in problems}
    assert {"references", "draft", "clinic.hospital", "mail_opening", "fan"} <= set(shown)
    assert "contents" not in shown
    assert shown["references"] == Position("labels/gl.yaml", line_of(labels, "references:"), 13)
