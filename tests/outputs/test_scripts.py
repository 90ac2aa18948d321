"""Whole handouts in other scripts: read back letter for letter, laid out from the side where reading begins."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
import yaml
from tests.compose.builders import TODAY
from tests.projects.merged import ROOT
from tests.projects.scripts import CARD, GUIDE, composed, pdf
from tests.projects.torture import samples

from caresheet.app.formats import FORMATS
from caresheet.app.pipeline import compose_checked
from caresheet.app.selection import jobs
from caresheet.app.sources import read_folder
from caresheet.compose.review_words import in_its_languages
from caresheet.languages import labels_file, labels_tags
from caresheet.layout import lay_out
from caresheet.model.glyphs import TypeSetting
from caresheet.model.page_layout import FieldPiece, GlyphPiece, TextPiece
from caresheet.model.structure import Role
from caresheet.model.text import TextRun
from caresheet.proof import prove_pdf
from caresheet.text.printable import unprintable

EVERY_RUN = ("ru", "vi", "ar")


def with_strings(made: bytes, pattern: bytes, change: bytes) -> bytes:
    """The file with something changed on its first page, or in its fonts' maps."""
    file = pikepdf.open(io.BytesIO(made))
    streams = [file.pages[0].Contents]
    streams += [font.ToUnicode for font in dict(file.pages[0].Resources.Font).values() if "/ToUnicode" in font]
    for stream in streams:
        stream.write(re.sub(pattern, change, stream.read_bytes()))
    stored = io.BytesIO()
    file.save(stored, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stored.getvalue()


def faults(made: bytes, language: str, layout: str) -> list[str]:
    return [problem.message for problem in prove_pdf(composed(language, layout), made)]


@pytest.mark.parametrize("language", EVERY_RUN)
def test_a_card_is_printed_and_read_back(language: str) -> None:
    """A card with mixed directions, names, doses, numbers to call, blanks, bold words and lists is written, and the
    proof finds each letter again where it should be."""
    made = pdf(language, CARD)
    assert faults(made, language, CARD) == []
    file = pikepdf.open(io.BytesIO(made))
    assert "/Type0" in {str(font.Subtype) for font in dict(file.pages[0].Resources.Font).values()}


def test_a_guide_from_right_to_left_is_printed_and_read_back() -> None:
    """Tables, forms, steps, alerts, figures and running lines, too."""
    assert faults(pdf("ar", GUIDE), "ar", GUIDE) == []


@pytest.mark.long
@pytest.mark.parametrize("language", samples())
@pytest.mark.parametrize("layout", [CARD, GUIDE])
def test_every_script_is_printed_and_read_back(language: str, layout: str) -> None:
    """Card and guide in each language that there are sample lines of."""
    assert faults(pdf(language, layout), language, layout) == []


def test_a_reader_that_disagrees_is_told() -> None:
    """Letters that are read differently are reported: here, because a font's map was changed."""
    russian = pdf("ru", CARD)
    assert faults(with_strings(russian, rb"><0430>", rb"><0431>"), "ru", CARD) != []
    assert faults(with_strings(pdf("ar", CARD), rb"><0627>", rb"><0628>"), "ar", CARD) != []


def test_running_lines_are_read_back_too() -> None:
    """Repeated lines, which are outside the structure, are compared by their codes."""
    wrong = with_strings(pdf("ar", GUIDE), rb"(?s)(/Artifact BMC(?:(?!EMC).)*?<.{8})(.{4})(.{4})", rb"\g<1>\3\2")
    assert any("repeated words" in message or "outside the tags" in message for message in faults(wrong, "ar", GUIDE))


def test_the_direction_stands_in_the_file() -> None:
    """A viewer puts pages side by side from the right, and the structure says where lines begin (ISO 32000-1, tables
    150 and 344)."""
    for language, direction in (("ar", "/R2L"), ("ru", None)):
        file = pikepdf.open(io.BytesIO(pdf(language, CARD)))
        root = file.Root
        assert root.ViewerPreferences.get("/Direction") == direction
        (document,) = root.StructTreeRoot.K
        modes = [own.get("/WritingMode") for own in document.get("/A", [])]
        assert modes == (["/RlTb"] if direction else [])


def test_right_to_left_pages_begin_at_the_right() -> None:
    """On an Arabic card, each line of words ends at the left; blanks are left of their labels."""
    (page,) = lay_out(composed("ar", CARD)).pages
    words = [piece for piece in page.pieces if isinstance(piece, GlyphPiece)]
    assert sum(piece.x + piece.width / 2 > page.width / 2 for piece in words) > len(words) / 2
    assert max(piece.x + piece.width for piece in words) <= page.width
    labels = {piece.tag: piece for piece in words if piece.text.endswith(": ")}
    blanks = [piece for piece in page.pieces if isinstance(piece, FieldPiece) and piece.tag in labels]
    assert all(blank.x < labels[blank.tag].x for blank in blanks)


def test_a_web_page_says_where_its_lines_begin() -> None:
    """Browsers do not infer a direction from a language: the page, and words in another language, state it."""
    arabic = FORMATS["html"].write(composed("ar", CARD), None).data.decode()
    assert '<html lang="ar" dir="rtl">' in arabic
    russian = FORMATS["html"].write(composed("ru", CARD), None).data.decode()
    assert '<html lang="ru" dir="ltr">' in russian


def test_chinese_letters_are_not_japanese_ones() -> None:
    """A letter that Japanese does not have is printed neither in another language's shape nor in another typeface: it
    is refused at its line. The same letter in a Chinese text is printed."""
    (missing,) = unprintable("严重", TypeSetting("ja"))
    assert missing == "严"
    assert unprintable("严重", TypeSetting("zh-Hans")) == {}


@pytest.mark.parametrize("language", ["ar", "ru", "th"])
def test_numbers_of_pages_and_parts_are_in_the_typeface_of_the_language(language: str) -> None:
    """Page numbers in the contents, and the words after a repeated heading, look like the words around them, and end
    where the column ends."""
    layout = lay_out(composed(language, GUIDE))
    pieces = [piece for page in layout.pages for piece in page.pieces]
    assert not [piece.text for piece in pieces if isinstance(piece, TextPiece)]
    for page in layout.pages:
        words = [piece for piece in page.pieces if isinstance(piece, GlyphPiece) and piece.text.strip()]
        assert max(piece.x + piece.width for piece in words) <= page.width - 14
        assert min(piece.x for piece in words) >= 14


@pytest.mark.parametrize("tag", sorted(set(labels_tags()) - {"en", "es", "gl"}))
def test_english_words_of_a_banner_are_read_as_english(tag: str) -> None:
    """Until a native speaker has reviewed the program's words, a banner says in English, too, that it is a draft."""
    data = labels_file(tag)
    assert data
    labels = yaml.safe_load(data)
    for words in (labels["draft"], f"{labels['draft']} {labels['draft_translation']}", labels["draft_mark"]):
        runs = [run for run in in_its_languages(words, tag) if isinstance(run, TextRun)]
        assert "".join(run.text for run in runs) == words
        english = "".join(run.text for run in runs if run.language == "en")
        assert "DRAFT" in english
        assert not re.search("[A-Za-z]{6}", "".join(run.text for run in runs if not run.language).partition("DRAFT")[2])


def test_a_banner_has_its_languages_in_the_tags() -> None:
    """A listener of the Russian card hears the English words in English."""
    (job,) = jobs(read_folder(ROOT), layouts=["red-flag-card"], languages=["ru"], today=TODAY)
    made = compose_checked(job).composed
    banner = made.structure.part(Role.BANNER)
    assert [child.language for child in banner.children] == [None, "en"]
    assert prove_pdf(made, FORMATS["pdf"].write(made, lay_out(made)).data) == ()
