"""Any letters in a handout of any script: printed and read back letter for letter, or refused with place and remedy."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.compose.builders import TODAY
from tests.source.trees import Memory
from tests.typed.places import CLINIC, DOCUMENTS, FACTS, LAYOUT, dumped
from tests.typed.reading import alike, read_as

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import PROOF_FAILED
from caresheet.outputs.pdf.reader.decoder import decode
from caresheet.source import read_project

LANGUAGES = {
    "en": "Call now", "de": "Sofort anrufen", "tr": "Hemen arayın", "vi": "Gọi ngay", "ru": "Позвоните",
    "el": "Καλέστε", "ar": "اتصل الآن", "ur": "فوراً کال کریں", "he": "התקשרו מיד", "hi": "तुरंत फ़ोन करें",
    "pa": "ਫ਼ੋਨ ਕਰੋ", "th": "โทรทันที", "km": "ទូរស័ព្ទភ្លាម", "my": "ဖုန်းခေါ်ပါ", "am": "ወዲያውኑ ይደውሉ",
    "hy": "Զանգահարեք", "ka": "დარეკეთ", "zh-Hans": "请立即打电话", "ja": "すぐ電話", "ko": "바로 전화하세요",
}  # fmt: skip
EVERY_RUN = ("ar", "hi", "ja")
FRAGMENTS = (
    # marks: alone, decomposed, many, above and below
    "\u0301 x", "x \u0301", "\u064e ب", "Tie\u0302\u0301ng Vie\u0323\u0302t", "a\u0301\u0300\u0302", "ب\u0651\u064e",
    "a\u20dd", "a" + "\u0301" * 12, "ก้้", "e\u0323\u0323", "שָׁתוּ", "q\u0307\u0323", "ą́ ė́ ọ̀",
    "и\u0301 а\u0301", "\u25cc\u0301", "\u00a0\u0301",
    # letters that show nothing, and invisible characters
    "a\u3164b", "\u1160", "ក\u17b4", "a\ufffcb", "a\ufffdb", "a\u034fb", "co\u00adop", "a\u200bb", "a\u2060b",
    "a\u200eb", "a\u061cb", "a \u202babc\u202c", "a \u2067abc\u2069", "a\u2028b", "a\u0007b", "\ue000",
    "\ufffe", "\u0378",
    # joiners and half letters
    "می\u200cخواهم", "क्\u200d", "क्\u200c", "क्षत्रिय", "র\u200d্যাশ", "ന്\u200d", "👩\u200d⚕\ufe0f",
    # variation selectors, emoji, and letters beyond U+FFFF
    "☎\ufe0e", "☎\ufe0f", "≥\ufe00", "1\ufe0f\u20e3", "😀", "🇺🇸", "𠮷野", "𩸽", "葛\U000e0100", "𝟗",
    # one letter for another, in other forms
    "مـــرحبا", "ﻻ ﷲ ﺏ", "ﷺ", "１２３ＡＢＣ", "ﾡ", "ㅎㅏㄴ", "\u1112\u1161\u11ab", "ﬁve", "㎎", "Ⅳ", "①", "℃", "K Å",
    "ſ ƒ ĵ",
    # words of each script in a handout of another
    "น้ำเปล่าใส่เกลือ", "ខ្ញុំស្រេកទឹក", "မြန်မာဘာသာ", "ሰላም፡ለዓለም።", "ٹھیک ہے", "నమస్తే", "ສະບາຍດີ", "தமிழ்", "বাংলা",
    "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ગુજરાતી", "ଓଡ଼ିଆ", "བོད", "ᠮᠣᠩ", "⠓", "한국어 简体 繁體 カナ", "Straße STRAẞE",
    "ısı İSTANBUL",
    # signs and figures
    "½ 1½ ⅔", "© ® ™ ℠", "5′ 3″", "µg μg", "m² 10⁹ SpO₂", "→ ← ⇒", "✓ ☐", "≤ ≥ ± × ÷ ≈ −", "(a) [b] «d» ‹e› “f” 「g」",
    "١٢٣ ۱۲۳ १२३", "٣٫٥", "،؛؟٪", "צ׳ ״ אל־על", "a… b", "5\u00a0mg", "5\u202fmg", "5\u2009mg", "5\u2007mg", "a\u3000b",
    "1ª 2º",
)  # fmt: skip


def project(language: str, words: str) -> Memory:
    """A project of one handout that says these words as its title, in a heading, a paragraph, a list and a table."""
    says = {
        "title": "X",
        "fields": {"helper": "x"},
        "handouts": {"sheet": {"title": words, "subtitle": words}},
        "sections": [
            {
                "id": "one",
                "role": "about",
                "title": words,
                "for": "everyone",
                "blocks": [
                    words,
                    f"**{words}**",
                    {"bullets": [words]},
                    {"table": {"caption": words, "columns": [words, "2"], "rows": [[words, words]]}},
                ],
            }
        ],
    }
    layout = {**DOCUMENTS[LAYOUT], "place": ["rest"], "citations": "hidden"}
    kept = {FACTS: DOCUMENTS[FACTS], LAYOUT: layout, CLINIC: DOCUMENTS[CLINIC], f"content/demo/{language}.yaml": says}
    return Memory({path: dumped(held) for path, held in kept.items()})


@cache
def refusals(language: str, words: str) -> tuple[Problem, ...]:
    """Why the handout is refused; none if it was printed, and its letters read back."""
    files = project(language, words)
    try:
        (job,) = jobs(read_project(files, (files, CLINIC)), languages=[language], today=TODAY)
        handout = render(job).handout
    except CaresheetError as error:
        return error.problems
    found = "".join(decode(handout.artifact("pdf").data).words.values())
    assert alike(read_as(words)) in alike(found), (language, words)
    return ()


def hold(language: str, words: str) -> bool:
    """Judge a text; whether it was printed."""
    problems = refusals(language, words)
    for problem in problems:
        assert problem.rule is not PROOF_FAILED, (language, words, str(problem))
        assert problem.position, (language, words, str(problem))
        assert problem.hint, (language, words, str(problem))
    return not problems


@pytest.mark.parametrize("language", EVERY_RUN)
def test_any_letters_are_printed_or_refused(language: str) -> None:
    """Fragments of every kind, each after words of the language."""
    printed = [hold(language, f"{LANGUAGES[language]} {each}") for each in FRAGMENTS]
    assert sum(printed) > len(FRAGMENTS) / 2


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_letters_in_every_language(language: str) -> None:
    """The same alone and after words, in twenty languages."""
    for each in FRAGMENTS:
        hold(language, each)
        hold(language, f"{LANGUAGES[language]} {each}")


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.sampled_from(sorted(LANGUAGES)), st.lists(st.sampled_from(FRAGMENTS), min_size=2, max_size=5), st.booleans())
def test_any_letters_beside_each_other(language: str, fragments: list[str], spaced: bool) -> None:  # noqa: FBT001
    """Fragments beside each other, with spaces and without."""
    hold(language, (" " if spaced else "").join(fragments))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Call now и\u0301 а\u0301 5\u2007mg שָׁתוּ"), ("ur", "5\u202fmg и\u0301 а\u0301"), ("ja", "K Å 𩸽 ﻻ ﷲ ﺏ")],
)
def test_beside_right_to_left_letters_what_a_reader_turns_is_printed(language: str, words: str) -> None:
    """PDFium puts marks before their letters there, and turns the two halves of a letter beyond U+FFFF round: what the
    codes say is right, so the text is printed."""
    assert hold(language, words)


def test_a_form_of_a_letter_is_kept() -> None:
    """A Japanese name with the form of a letter that its owner writes (Unicode, Ideographic Variation Sequence)."""
    assert hold("ja", "葛\U000e0100城")
    (lacking, *_) = refusals("hi", "葛\U000e0100")
    assert "[葛]{lang=ja}" in str(lacking.hint)
    (unknown, *_) = refusals("ja", "す\U000e0100")
    assert unknown.hint == "delete the invisible character"


def test_the_cures_work() -> None:
    """What is refused is printed once the remedy was followed: the mark gets its letter, the fillers are deleted."""
    for language in EVERY_RUN:
        words = LANGUAGES[language]
        (stray, *_) = refusals(language, f"{words} \u0301 x")
        assert stray.message == "U+0301 COMBINING ACUTE ACCENT has no letter before it to stand on"
        assert stray.hint == "delete it, or write its letter before it without a space"
        assert hold(language, f"{words} e\u0301 x")
        assert hold(language, f"{words} x")
        (blank, *_) = refusals(language, f"{words} \u00a0\u0301")
        assert blank.message == stray.message
        around = {each.message: each.hint for each in refusals(language, f"{words} a\u20dd")}
        hint = around["U+20DD COMBINING ENCLOSING CIRCLE would cover the letters beside it"]
        assert hint == "delete it; a number in a circle is a single character, such as ①"
        (many, *_) = refusals(language, f"{words} q\u0307\u0307")
        assert many.message.startswith("2 marks do not fit on one letter: U+0307 COMBINING DOT ABOVE")
        assert hold(language, f"{words} q\u0307")
        for filler in ("\u3164", "\u1160", "\ufffc"):
            (nothing, *_) = refusals(language, f"{words} a{filler}b")
            assert nothing.hint == "delete the invisible character"
            assert hold(language, f"{words} ab")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("am", "ខ្ញុំស្រេកទឹកน้ำเปล่าใส่เกลือ" * 4),  # deep letters above lines with tall marks, in a page with room for neither
        ("en", "น้ำเปล่าใส่เกลือक्षत्रिय ट्ठ्रृ र्टीं" * 4),
        ("am", "မြန်မာဘာသာ" * 8),  # equal lines, which a reader takes for one if they overlap
        ("km", "ខ្ញុំស្រេកទឹក" * 12),
        ("hi", "2º ¬"),  # without an outline in the language's own font
    ],
)
def test_letters_of_any_height_have_room(language: str, words: str) -> None:
    """Lines are as high as their letters need, and a glyph that paints nothing is no letter."""
    assert hold(language, words)
