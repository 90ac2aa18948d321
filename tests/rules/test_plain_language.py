"""The rules about sentences, steps, headings, numbers and units, and about help that comes first."""

from __future__ import annotations

import pytest
from tests.rules.ropes import CLINIC, EN, LAYOUT, found, judged, line_of, section, sheet, words

from caresheet.model import rules
from caresheet.model.problem import Position
from caresheet.rules.reading import sentences, word_count

SLOTS = "'Call {{clinic.emergency}}, or {{clinic.after_hours_phone}} at night. [@S1; @S2]'"


def of(count: int) -> str:
    """So many words."""
    return " ".join(["rope"] * count)


def test_sentences() -> None:
    """A sentence ends at a stop, a question or an exclamation mark, also behind a quotation mark; what has no stop is
    one sentence. A point inside a number or a name ends none."""
    assert sentences("Stop. Go on! Why? “Now.” Then rest", "en") == ("Stop.", "Go on!", "Why?", "“Now.”", "Then rest")
    assert sentences("At 38.5 °C or more, call", "en") == ("At 38.5 °C or more, call",)
    assert sentences("Uno. ¿Dos? Tres", "es") == ("Uno.", "¿Dos?", "Tres")
    assert sentences("Call at 8 a.m. today. Ask Dr. Lee", "en") == ("Call at 8 a.m. today.", "Ask Dr. Lee")
    assert sentences("La etiqueta de EE. UU. (FDA) lo dice.", "es") == ("La etiqueta de EE. UU. (FDA) lo dice.",)


def test_words() -> None:
    """A number is a word, a hyphen joins, a dash and a sign alone are none."""
    assert word_count("Call the after-hours line – at 38.5 °C") == 7


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("立即打电话。不要等！为什么？“现在。”然后休息", "zh-Hans", 5),
        ("今すぐ電話する。「待たない。」休む", "ja", 3),
        ("Звоните. Спросите: «Это сепсис?» Ждите", "ru", 3),
        ("Appelez. « Est-ce grave ? » Attendez", "fr", 3),
        ("اتصل الآن. هل تشك؟ اتصل", "ar", 3),
        ("ابھی فون کریں۔ انتظار نہ کریں", "ur", 2),
        ("अभी फ़ोन करें। इंतज़ार न करें", "hi", 2),
        ("አሁን ይደውሉ። አይጠብቁ", "am", 2),
        ("Զանգե՛ք հիմա։ Մի՛ սպասեք", "hy", 2),
        ("ហៅឥឡូវ។ កុំរង់ចាំ", "km", 2),
        ("ယခုခေါ်ပါ။ မစောင့်ပါနှင့်", "my", 2),
        ("지금 전화하십시오. 기다리지 마십시오", "ko", 2),
    ],
)
def test_sentences_end_as_their_script_has_it(text: str, language: str, count: int) -> None:
    """Each script has its own stops and quotation marks, and some have no space after a sentence."""
    found_here = sentences(text, language)
    assert len(found_here) == count
    assert "".join("".join(found_here).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("तेज़ बुखार और ठंड", 4),
        ("বুকে ব্যথা", 2),
        ("நெஞ்சு வலி", 2),
        ("شَديد جدًّا", 2),
        ("שָׁלוֹם לָכֶם", 2),
        ("cafe\u0301 sin azúcar", 3),
    ],
)
def test_a_letter_and_its_marks_are_one(text: str, count: int) -> None:
    """Vowel signs and accents do not end a word."""
    assert word_count(text) == count


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("zh-Hans", "发烧"),
        ("zh-Hant", "發燒"),
        ("ja", "発熱"),
        ("th", "ไข้"),
        ("km", "គ្រុន"),
        ("my", "ဖျား"),
        ("vi", "sốt "),
    ],
)
def test_words_are_not_counted_where_spaces_do_not_show_them(language: str, word: str) -> None:
    """A heading without spaces is not reported as a single word, nor are sentences, steps and sections measured by
    spaces; what can be counted there, such as steps, still is."""
    long = (word * 200).strip()
    steps = "steps: [" + ", ".join(f"'{long}'" for _ in range(8)) + "]"
    text = words(section(f"'{long} [@S1; @S2]'", steps)).replace("What is it about?", word)
    files = {f"content/ropes/{language}.yaml": f"translates: {{from: none}}\n{text}"}
    told = {
        problem.rule.name
        for problem in judged(files).problems
        if problem.position and language in str(problem.position)
    }
    assert told.isdisjoint({"one-word-heading", "sentence-length", "long-section", "average-sentence-length"})
    assert "long-steps" in told


@pytest.mark.parametrize(("count", "told"), [(25, 0), (26, 1)])
def test_long_sentences_are_told(count: int, told: int) -> None:
    """A sentence with one word more than the limit is told at its text, once for all handouts."""
    text = words(section(f"'Short one. {of(count).capitalize()}. [@S1; @S2]'"))
    problems = found(rules.SENTENCE_LENGTH, {EN: text})
    assert [problem.position for problem in problems] == [Position(EN, line_of(text, "Short one"), 9)] * told
    assert all(f"has {count} words, more than 25: 'Rope rope" in problem.message for problem in problems)


def test_a_list_item_is_a_sentence_of_its_own() -> None:
    """Items without stops are not read as one long sentence."""
    text = words(section("'Pull. [@S1; @S2]'", f"bullets: ['{of(20)}', '{of(20)}']"))
    assert found(rules.SENTENCE_LENGTH, {EN: text}) == []


def test_numbers_of_sources_are_not_read() -> None:
    """A number that leads to a source neither counts nor hides the end of a sentence."""
    text = words(section(f"'{of(24)}. [@S1] {of(25).capitalize()}. [@S2]'"))
    assert found(rules.SENTENCE_LENGTH, {EN: text}) == []


def test_the_limit_is_the_layouts() -> None:
    """A layout may ask for shorter sentences, or for none."""
    text = words(section(f"'{of(20).capitalize()}. [@S1; @S2]'"))
    assert len(found(rules.SENTENCE_LENGTH, {EN: text, LAYOUT: sheet("limits: {sailor: {sentence_words: 19}}\n")})) == 1
    none = sheet("limits: {sailor: {sentence_words: none}}\n")
    assert found(rules.SENTENCE_LENGTH, {EN: words(section(f"'{of(90)}. [@S1; @S2]'")), LAYOUT: none}) == []


@pytest.mark.parametrize(("count", "told"), [(20, 0), (21, 1)])
def test_long_steps_are_told(count: int, told: int) -> None:
    """A step with one word more than the limit is told at the step."""
    text = words(section("'Pull. [@S1; @S2]'", f"steps: ['Begin', '{of(count)}']"))
    assert len(found(rules.LONG_STEPS, {EN: text})) == told


@pytest.mark.parametrize(("count", "told"), [(7, 0), (8, 1)])
def test_many_steps_are_told(count: int, told: int) -> None:
    """A list with one step more than the limit is told; bullets are no steps, and neither are the sources."""
    listed = ", ".join(["Pull"] * count)
    text = words(section("'Pull. [@S1; @S2]'", f"steps: [{listed}]", f"bullets: [{listed}, Rest]"))
    assert len(found(rules.LONG_STEPS, {EN: text})) == told


@pytest.mark.parametrize(("title", "told"), [("Introduction", 1), ("What holds?", 0)])
def test_headings_of_one_word_are_told(title: str, told: int) -> None:
    """A heading that is a single word is told at the heading."""
    text = words(section("'Pull. [@S1; @S2]'").replace("What is it about?", title))
    problems = found(rules.ONE_WORD_HEADING, {EN: text})
    assert [problem.position for problem in problems] == [Position(EN, line_of(text, title), 12)] * told


@pytest.mark.parametrize(
    ("said", "told"),
    [("Half holds: 50 %.", 1), ("50% (1 in 2) hold.", 0), ("El 50 % (1 de cada 2).", 0), ("All.", 0)]
    + [(said, 0) for said in ("Your oxygen is below 92%.", "Use gel with 60% alcohol.", "SpO2 under 88 %.")]
    + [("It hurts 30%. Oxygen is below 92%.", 1)],
)
def test_bare_percentages_are_told(said: str, told: int) -> None:
    """A percentage without a frequency beside it is told."""
    assert len(found(rules.BARE_PERCENTAGE, {EN: words(section(f"'{said} [@S1; @S2]'"))})) == told


@pytest.mark.parametrize(("more", "told"), [("", 0), (", or 5%", 1)])
def test_a_clinic_s_percentage_is_not_a_share(more: str, told: int) -> None:
    """A percentage that is a clinic's value is a reading to act on, not a share of people."""
    said = words(section(f"'Call at {{{{clinic.oxygen_threshold}}}}{more}. [@S1; @S2]'"))
    profile = "name: 'Quay'\nphone: '212 555 0100'\noxygen_threshold: '92%'\n"
    assert len(found(rules.BARE_PERCENTAGE, {EN: said, CLINIC: profile})) == told


@pytest.mark.parametrize(
    ("said", "lacking"),
    [("Over 38 °C.", ["°F"]), ("Over 100.4 °F.", ["°C"]), ("Over 100.4 °F (38 °C).", []), ("Over it.", [])],
)
def test_one_unit_is_told(said: str, lacking: list[str]) -> None:
    """A temperature in one unit only is told, with the unit that it lacks."""
    problems = found(rules.SINGLE_TEMPERATURE_UNIT, {EN: words(section(f"'{said} [@S1; @S2]'"))})
    assert [problem.message for problem in problems] == [f"a temperature is not given in {unit}" for unit in lacking]


# --- help first -----------------------------------------------------------------------------------------------------
def test_a_warning_behind_background_is_told() -> None:
    """A critical section that the layout places behind another one is told at the layout's places."""
    background = section("'Long ago. [@S1]'", name="past", role="background")
    warning = section(SLOTS, name="alarm", role="warning", more="  critical: yes\n")
    (problem,) = found(rules.WARNING_TOO_LATE, {EN: words(background, warning)})
    assert problem.position is not None
    assert problem.position.file == LAYOUT
    assert "'alarm' comes after 'past'" in problem.message
    assert found(rules.WARNING_TOO_LATE, {EN: words(warning, background)}) == []


def test_professionals_may_read_in_another_order() -> None:
    """The rule is for lay readers."""
    background = section("'Long ago. [@S1]'", name="past", role="background")
    warning = section(SLOTS, name="alarm", role="warning", more="  critical: yes\n")
    trained = sheet("limits: {sailor: {lay: no}}\n")
    assert found(rules.WARNING_TOO_LATE, {EN: words(background, warning), LAYOUT: trained}) == []


def test_missing_slots_are_told() -> None:
    """A handout without a place for the emergency number, or for the number at night, is told of each."""
    assert found(rules.EMERGENCY_SLOTS, {EN: words(section(SLOTS))}) == []
    (night,) = found(rules.EMERGENCY_SLOTS, {EN: words(section("'Call {{clinic.emergency}}. [@S1; @S2]'"))})
    assert "{{clinic.after_hours_phone}}" in night.message
    assert len(found(rules.EMERGENCY_SLOTS, {EN: words(section("'Pull. [@S1; @S2]'"))})) == 2
