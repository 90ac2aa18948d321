"""Doses, numbers to call, addresses and Latin names in right-to-left text: what a patient sees from left to right."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caresheet.fonts.families import FontStyle
from caresheet.model.glyphs import TypeSetting
from caresheet.model.structure import BLANK
from caresheet.model.text import FieldBlank, TextRun
from caresheet.text.bidi import base_level, embedding_levels, line_levels, visual_order
from caresheet.text.isolates import isolated_levels, left_to_right_phrases, with_embeddings, with_isolates
from caresheet.text.itemize import itemize

_ISOLATES = re.compile("[\u2066-\u2069]")


_EMBEDDINGS = re.compile("[\u200f\u202a\u202c]")


def seen(text: str, *, isolated: bool = True) -> str:
    """The characters of a right-to-left line from left to right."""
    levels = isolated_levels(text, 1) if isolated else embedding_levels(text, 1)
    return "".join(text[place] for place in visual_order(line_levels(text, levels, 1)))


WHOLE = [
    ("تناول 500 mg الآن", "500 mg"),
    ("500 mg Paracetamol مرتين", "500 mg Paracetamol"),
    ("קחו Paracetamol 500 mg (אקמול)", "Paracetamol 500 mg"),
    ("فوق 38.5 °C الآن", "38.5 °C"),
    ("إذا كانت <38 °C فانتظر", "<38 °C"),
    ("SpO₂ < 92% الآن", "SpO₂ < 92%"),
    ("بالرقم +44 20 7946 0958 الآن", "+44 20 7946 0958"),
    ("התקשרו +972 3-694-4000 או", "+972 3-694-4000"),
    ("اتصل 116 117 ليلا", "116 117"),
    ("اتصل 1-800-555-0123 ext. 4 ليلا", "1-800-555-0123 ext. 4"),
    ("(212) 555-0123 هاتف", "(212) 555-0123"),
    ("كل 6–8 ساعات", "6–8"),
    ("ضغط 120/80 mmHg الآن", "120/80 mmHg"),
    ("اشرب 5 ml × 3 يوميا", "5 ml × 3"),
    ("خذ 10–20 mg/kg/day فقط", "10–20 mg/kg/day"),
    ("½ tablet مرة", "½ tablet"),
    ("في 27-11-2026 صباحا", "27-11-2026"),
    ("عن E. coli و", "E. coli"),
    ("مع IL-6 و", "IL-6"),
    ("دواء Calpol® للأطفال", "Calpol®"),
    ("בדיקת COVID-19 היום", "COVID-19"),
    ("انظر https://www.nhs.uk/conditions. ثم", "https://www.nhs.uk/conditions"),
    ("إلى care@clinic.org أو", "care@clinic.org"),
    ("مِن 4 g\u00a0فقط", "4 g"),
    ("خذ 1\u202fg", "1\u202fg"),
]


@pytest.mark.parametrize(("text", "phrase"), WHOLE, ids=[phrase for _, phrase in WHOLE])
def test_a_phrase_is_seen_whole(text: str, phrase: str) -> None:
    """A phrase that is read from left to right is printed in that order, wherever it is in the line."""
    assert phrase in seen(text)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [WHOLE[0], WHOLE[1], WHOLE[3], WHOLE[4], WHOLE[6], WHOLE[7], WHOLE[11], WHOLE[16], WHOLE[19]],
    ids=str,
)
def test_the_bare_algorithm_turns_it_round(text: str, phrase: str) -> None:
    """The counter-proof: without isolates, the same line shows the phrase in another order."""
    assert phrase not in seen(text, isolated=False)


@pytest.mark.parametrize(("text", "phrase"), WHOLE, ids=[phrase for _, phrase in WHOLE])
@pytest.mark.parametrize("base", [0, 1])
def test_characters_keep_a_phrase_whole_in_any_program(text: str, phrase: str, base: int) -> None:
    """By the bare algorithm, a text with isolates shows the phrase in order, whether a program begins the line at the
    right or at the left; a line that begins with the phrase still begins at the right."""
    marked = with_isolates(text, 1)
    levels = line_levels(marked, embedding_levels(marked, base), base)
    shown = "".join(marked[place] for place in visual_order(levels))
    assert phrase in _ISOLATES.sub("", shown)
    assert _ISOLATES.sub("", marked) == text
    assert base_level(marked) == 1


@pytest.mark.parametrize(("text", "phrase"), WHOLE, ids=[phrase for _, phrase in WHOLE])
@pytest.mark.parametrize("base", [0, 1])
def test_embeddings_keep_a_phrase_whole_in_any_program(text: str, phrase: str, base: int) -> None:
    """So do embeddings, which older systems know, too."""
    marked = with_embeddings(text, 1)
    shown = "".join(marked[place] for place in visual_order(line_levels(marked, embedding_levels(marked, base), base)))
    assert phrase in _EMBEDDINGS.sub("", shown)
    assert _EMBEDDINGS.sub("", marked) == text


@pytest.mark.parametrize("base", [0, 1])
def test_phrases_next_to_each_other_keep_the_order_of_the_line(base: int) -> None:
    """The first of two doses is at the right of the second one."""
    marked = with_embeddings("خذ 500 mg، 200 mg فقط", 1)
    shown = "".join(marked[place] for place in visual_order(line_levels(marked, embedding_levels(marked, base), base)))
    assert "200 mg ،500 mg" in _EMBEDDINGS.sub("", shown)


def test_what_keeps_its_order_gets_no_characters() -> None:
    """A whole number between right-to-left words, and text without them, stay as they are."""
    assert with_isolates("خلال 15 دقيقة", 1) == "خلال 15 دقيقة"
    assert with_isolates("Take 500 mg (2 × 250 mg) twice", 0) == "Take 500 mg (2 × 250 mg) twice"
    assert with_isolates("Take باراسيتامول 500 mg twice", 0) == "Take باراسيتامول \u2066500 mg twice\u2069"


def test_quoted_words_are_isolated_in_their_direction() -> None:
    """Words that run the other way are isolated as a whole, and the doses in them once more."""
    text = "Fever / حرارة 38 °C: call"
    start, stop = text.index("ح"), text.index(":")
    assert with_isolates(text, 0, [(start, stop)]) == "Fever / \u2067حرارة \u206638 °C\u2069\u2069: call"
    text = "حرارة / Fever of 38 °C!"
    start = text.index("F")
    assert with_isolates(text, 1, [(start, len(text))]) == "حرارة / \u2066Fever of 38 °C!\u2069"


@given(
    st.text(alphabet="اب ש12.,-–+/()%°CmgE®:@× ", max_size=40),
    st.sampled_from([0, 1]),
    st.lists(st.integers(0, 40), max_size=4, unique=True),
)
def test_isolates_are_closed_and_lose_nothing(text: str, base: int, edges: list[int]) -> None:
    """In any text with any quoted words, every isolate is closed, and the letters are the same."""
    inside = sorted(edge for edge in edges if edge <= len(text))
    marked = with_isolates(text, base, list(zip(inside[::2], inside[1::2], strict=False)))
    assert _ISOLATES.sub("", marked) == text
    depth = 0
    for mark in _ISOLATES.findall(marked):
        depth += -1 if mark == "\u2069" else 1
        assert depth >= 0
    assert depth == 0


def test_neighbors_stay_in_the_order_of_the_line() -> None:
    """Two names, and the words around a dose, follow each other from right to left; a period ends the sentence."""
    assert seen("Ibuprofen, Paracetamol ثم").split() == ["مث", "Paracetamol", ",Ibuprofen"]
    assert seen("اتصل 112 أو 116 117.") == ".116 117 وأ 112 لصتا"
    assert seen("(Calpol®)") == ")Calpol®("


def test_words_on_both_sides_of_a_colon_are_one_phrase() -> None:
    """English after Arabic is in reading order, as in the banner of every draft."""
    assert "DRAFT: do not use with patients" in seen("مسودة. DRAFT: do not use with patients")


def test_a_prefix_is_no_minus_sign() -> None:
    """In Hebrew a hyphen joins a word to its number: the number is isolated without it."""
    assert left_to_right_phrases("מ-4 g ב-24") == [(2, 5), (8, 10)]


def test_digits_of_the_script_follow_its_own_rules() -> None:
    """A range in Arabic digits runs as Arabic does: nothing is isolated."""
    assert left_to_right_phrases("٥٠٠ ملغ كل ٦–٨ ساعات") == []
    assert seen("٦–٨") == "٨–٦"


def test_an_arabic_word_does_not_move_the_numbers_of_a_sentence() -> None:
    """In left-to-right text, a number after a right-to-left word stays before its unit."""
    text = "Take باراسيتامول 500 mg twice"
    levels = isolated_levels(text, 0)
    line = "".join(text[place] for place in visual_order(line_levels(text, levels, 0)))
    assert line == "Take لوماتيساراب 500 mg twice"


def read(language: str, *runs: TextRun | FieldBlank) -> str:
    """The characters of a line of runs from left to right; a line to write on is `_`."""
    paragraph = itemize(runs, TypeSetting(language), FontStyle())
    levels = line_levels(paragraph.text, list(paragraph.levels), paragraph.base)
    return "".join(paragraph.text[place] for place in visual_order(levels)).replace(BLANK, "_")


@pytest.mark.parametrize(
    ("language", "runs", "line"),
    [
        ("ar", (("مسودة.", None), (" / ", None), ("Draft. Do not use!", "en")), "Draft. Do not use! / .ةدوسم"),
        ("en", (("Draft.", None), (" / ", None), ("مسودة. لا!", "ar")), "Draft. / !ال .ةدوسم"),
        ("he", (("שם", None), (" / ", None), ("(1) Name?", "en"), (": ", None)), " :(1) Name? / םש"),
        ("en", (("Name", None), (" / ", None), ("שם (2)?", "he"), (": ", None)), "Name / ?)2( םש: "),
        (
            "ar",
            (("خذ", None), (" ", None), ("C. diff.", "la"), (" 5 mg", None), (" الآن", None)),
            "نآلا C. diff. 5 mg ذخ",
        ),
        ("ar", (("خذ ", None), ("Vitamin", "en"), (" 500 mg", None)), "Vitamin 500 mg ذخ"),
        ("ar", (("قل ", None), ("Call ", "en"), ("now", "en"), ("!", "en"), (" ثم", None)), "مث Call now! لق"),
    ],
    ids=str,
)
def test_words_of_the_other_direction_are_isolated(
    language: str, runs: tuple[tuple[str, str | None], ...], line: str
) -> None:
    """Words marked with a language that runs the other way stand in the line as a whole, with their own marks at their
    own ends; what is around them stays in the order of the line."""
    assert read(language, *(TextRun(words, language=spoken) for words, spoken in runs)) == line


def test_a_line_to_write_on_between_words_of_the_other_direction() -> None:
    """In English words of a right-to-left line, the line to write on stays between the words around it."""
    blank = FieldBlank("patient.name", "name", 50.0, captioned=False)
    before, after = TextRun("I am ", language="en"), TextRun(".", language="en")
    assert read("ar", TextRun("أنا / "), before, blank, after) == "I am _. / انأ"


@given(st.text(alphabet="اب ש12.,-–+/()%°CmgE®:@× ", max_size=40), st.sampled_from([0, 1]))
def test_every_character_keeps_its_place(text: str, base: int) -> None:
    """In any text, every character has a level, and no two phrases overlap."""
    assert len(isolated_levels(text, base)) == len(text)
    ends = [place for span in left_to_right_phrases(text) for place in span]
    assert ends == sorted(ends)
