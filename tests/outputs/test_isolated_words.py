"""Doses, numbers to call and names where a program arranges right-to-left words: plain text, and pages of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO

import pypdf
import pytest
from msgspec.structs import replace
from tests.compose.test_compose_bilingual import bilingual
from tests.projects.scripts import CARD, composed
from tests.proof.documents import composed as made_of
from tests.proof.documents import document, say, section

from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.model.composed import Composed
from caresheet.model.text import TextRun
from caresheet.outputs.html import write_html
from caresheet.outputs.pdf.writer import write_pdf
from caresheet.outputs.text import write_text
from caresheet.proof.html import prove_html
from caresheet.proof.text import prove_text
from caresheet.text.bidi import embedding_levels, line_levels, visual_order
from caresheet.text.isolates import left_to_right_phrases, level_of, phrases_to_isolate

RIGHT_TO_LEFT = ("ar", "he", "fa", "ur")
ISOLATES = re.compile("[\u2066-\u2069]")


def shown(line: str, base: int) -> str:
    """What a program shows of a line from left to right, by the bare algorithm (UAX 9)."""
    levels = line_levels(line, embedding_levels(line, base), base)
    return ISOLATES.sub("", "".join(line[place] for place in visual_order(levels)))


def lines_of(made: Composed) -> list[str]:
    return write_text(made).data.decode().splitlines()


def in_two(first: str) -> Composed:
    """The card in English and Arabic."""
    both = bilingual("red-flag-card", "ar")
    assert both.companion
    return compose(both if first == "en" else replace(both.companion, companion=replace(both, companion=None)))


@pytest.mark.parametrize("base", [0, 1])
@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_each_line_of_plain_text_shows_its_phrases_in_order(language: str, base: int) -> None:
    """Each dose, number to call, address and Latin name of the torture topic is seen in order, in a program that begins
    lines at the right and in one that begins all at the left."""
    found = 0
    for line in lines_of(composed(language, CARD)):
        said = ISOLATES.sub("", line)
        phrases = [said[start:stop] for start, stop in left_to_right_phrases(said)]
        seen = shown(line, base)
        assert [phrase for phrase in phrases if phrase not in seen] == [], line
        found += len(phrases)
    assert found > 20


@pytest.mark.parametrize("first", ["en", "ar"])
def test_isolates_end_with_their_line(first: str) -> None:
    """Every line is a paragraph of its own to a program: what it opens, it closes; with words of two languages, too."""
    lines = lines_of(in_two(first))
    assert any("\u2067" in line or "\u2066" in line for line in lines)
    for line in lines:
        depth = 0
        for mark in ISOLATES.findall(line):
            depth += -1 if mark == "\u2069" else 1
            assert depth >= 0
        assert depth == 0
        assert len(ISOLATES.sub("", line)) <= 72


def test_the_rule_below_a_heading_is_as_long_as_the_heading() -> None:
    """What nobody sees is not counted."""
    made = made_of(document(section("حرارة 38 °C", say("خذ 500 mg")), title="عن 38 °C", language="ar"))
    lines = lines_of(made)
    assert lines[lines.index("عن \u206638 °C\u2069") + 1] == "=" * len("عن 38 °C")


def test_languages_that_share_an_element_have_lines_of_their_own() -> None:
    """The title in two languages, and what stands below each other in it, is on as many lines, in text and HTML."""
    made = in_two("en")
    lines = lines_of(made)
    assert lines[lines.index("Call your team now") + 1] == "اتصل بفريقك الآن"
    page = write_html(made).data.decode()
    assert '>Call your team now<br>\n<span lang="ar" dir="rtl">اتصل بفريقك الآن</span><br>\nDay / ' in page


def test_a_draft_in_two_languages_has_a_line_for_each() -> None:
    """Words that say in English that an Arabic handout is a draft do not run into those of the English one."""
    assert lines_of(in_two("ar"))[:2] == [
        "مسودة. لا تُعطَ للمرضى. \u2066DRAFT: do not use with patients\u2069",
        "Draft. Do not use with patients.",
    ]


class Words(HTMLParser):
    """The words of a page between two tags, each with the direction of the element that they are in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[str] = ["ltr"]
        self._is_style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br"}:
            self._open.append(dict(attributes).get("dir") or self._open[-1])

        self._is_style = tag == "style"

    def handle_endtag(self, _tag: str) -> None:
        self._open.pop()
        self._is_style = False

    def handle_data(self, data: str) -> None:
        if not self._is_style:
            self.found.append((self._open[-1], data))


def unprotected(page: str) -> Iterator[str]:
    """The phrases that a browser would turn round."""
    for direction, words in Words(page).found:
        for start, stop in phrases_to_isolate(words, int(direction == "rtl")):
            if not ISOLATES.search(words):
                yield words[start:stop]


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_each_phrase_of_a_page_is_isolated(language: str) -> None:
    """On a page of HTML, each phrase in right-to-left words is in an element that isolates it."""
    page = write_html(composed(language, CARD)).data.decode()
    assert page.count('<span dir="ltr">') > 20
    assert list(unprotected(page)) == []


@pytest.mark.parametrize("first", ["en", "ar"])
def test_each_phrase_of_a_page_in_two_languages_is_isolated(first: str) -> None:
    """In two languages only the words of the one from right to left need it."""
    assert list(unprotected(write_html(in_two(first)).data.decode())) == []


def test_a_phrase_in_several_looks_is_isolated_as_a_whole() -> None:
    """A bold number stays before its unit, and a link in a phrase is whole where the phrase is inside it."""
    link = "tel:+12125550110"
    words = (
        *("خذ ", TextRun("500", strong=True), " mg الآن، أو اتصل "),
        TextRun("بالرقم (212) 555-0110 ليلا", link=link),
    )
    made = made_of(document(section("حرارة", say(*words)), title="عن", language="ar"))
    page = write_html(made).data.decode()
    assert 'خذ <span dir="ltr"><strong>500</strong> mg</span> الآن' in page
    assert f'<a href="{link}">بالرقم <span dir="ltr">(212) 555-0110</span> ليلا</a>' in page
    assert prove_html(made, page.encode()) == ()
    assert prove_text(made, write_text(made).data) == ()


def test_a_title_has_no_elements() -> None:
    """In the title of a page, only characters can isolate."""
    made = made_of(document(section("حرارة", say("خذ")), title="فوق 38 °C الآن", language="ar"))
    page = write_html(made).data
    assert "<title>فوق \u206638 °C\u2069 الآن</title>" in page.decode()
    assert prove_html(made, page) == ()


def test_pages_without_right_to_left_words_have_none() -> None:
    """English and Spanish, alone and together, have neither characters nor elements that isolate."""
    made = compose(bilingual("red-flag-card", "es"))
    assert not ISOLATES.search(write_text(made).data.decode())
    assert '<span dir="ltr">' not in write_html(made).data.decode()
    assert [level_of(language) for language in ("en", "es", "ar")] == [0, 0, 1]


def test_a_bookmark_keeps_a_dose_in_order() -> None:
    """The outline has the characters that keep a dose in order; one without right-to-left words has none."""
    for language, title, entry in (
        ("ar", "فوق 38 °C الآن", "فوق \u200f\u202a38 °C\u202c\u200f الآن"),
        ("en", "Over 38 °C now", "Over 38 °C now"),
    ):
        made = made_of(document(section(title, say("A")), title=title, language=language))
        reader = pypdf.PdfReader(BytesIO(write_pdf(made, lay_out(made)).data))
        assert [each.title for each in reader.outline] == [entry]
        assert reader.metadata
        assert reader.metadata.title == title
