"""Shaped text in a PDF: every letter is read back, in every script, and each kind of defect is seen."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from tests.outputs.shaped_pages import SAMPLES, page_layout, painted, words_of

from caresheet.model.page_layout import GlyphPiece
from caresheet.model.structure import ElementType, MarkedContent, StructureNode
from caresheet.model.text import TextRun
from caresheet.outputs.pdf.reader.decoder import decode
from caresheet.outputs.pdf.reader.syntax import UndecodableError
from caresheet.proof.letters import wrong_letters


def decoded(pdf: bytes) -> list[str]:
    """The letters of each paragraph of one page, without the space at its line ends."""
    found = decode(pdf).words
    return [found[key] for key in sorted(found, key=lambda content: content.mcid)]


def node(words: list[str]) -> StructureNode:
    """Paragraphs as a structure."""
    paragraphs = (
        StructureNode(ElementType("P"), (TextRun(each),), contents=(MarkedContent(0, number),))
        for number, each in enumerate(words)
    )
    return StructureNode(ElementType("Document"), children=tuple(paragraphs))


@pytest.mark.parametrize("language", SAMPLES)
@pytest.mark.parametrize("width", [90.0, 320.0])
def test_every_letter_is_read_back(language: str, width: float) -> None:
    """Joiners, marks, brackets, spaces and all letters come back as they were typed, at any line length."""
    paragraphs = SAMPLES[language]
    pdf = painted(page_layout(paragraphs, language, width=width), language)
    assert decoded(pdf) == [words_of(runs) for runs in paragraphs]


def test_letters_stand_where_they_are_read() -> None:
    """On each Arabic and Hebrew line, runs do not overlap, and the first word is at the right."""
    for language in ("ar", "he"):
        pieces = page_layout(SAMPLES[language], language).pages[0].pieces
        runs = [piece for piece in pieces if isinstance(piece, GlyphPiece)]
        for line in {piece.baseline for piece in runs}:
            own = sorted((piece.x, piece.x + piece.width) for piece in runs if piece.baseline == line)
            assert all(one[1] <= two[0] + 0.01 for one, two in pairwise(own))
        assert runs[0].x + runs[0].width == max(piece.x + piece.width for piece in runs)


def test_widths_in_the_font_and_in_the_pdf_agree() -> None:
    """Each code is as wide in the PDF as its glyph in the embedded font, which other programs can open (ISO 14289-1,
    7.21.5)."""
    for language in ("ar", "hi", "th", "ru"):
        file = pikepdf.open(io.BytesIO(painted(page_layout(SAMPLES[language], language), language)))
        fonts = file.pages[0].Resources.Font
        checked = 0
        for font in (fonts[name] for name in fonts.keys()):  # noqa: SIM118  # of pikepdf
            descendant = font.DescendantFonts[0]
            program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
            order, widths = program.getGlyphOrder(), [float(width) for width in descendant.W[1]]
            glyphs = descendant.CIDToGIDMap.read_bytes()
            for code, width in enumerate(widths, 1):
                name = order[int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")]
                assert program["hmtx"][name][0] * 1000 / program["head"].unitsPerEm == pytest.approx(width, abs=0.01)
                program["glyf"][name].getCoordinates(program["glyf"])
                checked += 1
        assert checked > 20


def test_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    """The same text gives the same file, whatever the order of sets in a process."""
    script = tmp_path / "make.py"
    script.write_text(
        "import sys, hashlib\nfrom tests.outputs.shaped_pages import SAMPLES, page_layout, painted\n"
        "made = b''.join(painted(page_layout(SAMPLES[tag], tag), tag) for tag in ('ar', 'hi', 'vi'))\n"
        "sys.stdout.write(hashlib.sha256(made).hexdigest())\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[2]
    path = os.pathsep.join((str(root), str(root / "src")))
    sums = set()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path, "PYTHONUTF8": "1"}
        done = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, check=True)
        sums.add(done.stdout)
    assert len(sums) == 1


def with_map(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with the ToUnicode maps of its fonts changed."""
    file = pikepdf.open(io.BytesIO(pdf))
    fonts = file.pages[0].Resources.Font
    for name in fonts.keys():  # noqa: SIM118  # of pikepdf
        fonts[name].ToUnicode.write(change(fonts[name].ToUnicode.read_bytes()))
    stored = io.BytesIO()
    file.save(stored, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return stored.getvalue()


def with_content(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with the content of its page changed."""
    file = pikepdf.open(io.BytesIO(pdf))
    file.pages[0].Contents.write(change(file.pages[0].Contents.read_bytes()))
    stored = io.BytesIO()
    file.save(stored)
    return stored.getvalue()


def said(pdf: bytes, language: str) -> list[str]:
    words = [words_of(runs) for runs in SAMPLES[language]]
    return [message for _, message in wrong_letters(node(words), node(decoded(pdf)))]


@pytest.fixture(scope="module")
def persian() -> bytes:
    return painted(page_layout(SAMPLES["fa"], "fa"), "fa")


def test_a_sound_file_is_sound(persian: bytes) -> None:
    """Nothing is reported for a sound file, even after another program has rewritten it."""
    assert said(persian, "fa") == []
    assert said(with_map(persian, lambda letters: letters), "fa") == []


def test_a_wrong_letter_is_seen(persian: bytes) -> None:
    """One letter for another in a font's map, which no validator sees, is named with its code point."""
    wrong = with_map(persian, lambda letters: letters.replace(b"><062A>", b"><062B>"))
    assert len(said(wrong, "fa")) == 1
    assert "(U+062B) for" in said(wrong, "fa")[0]


def test_an_empty_entry_is_seen(persian: bytes) -> None:
    """A code that stands for no letters at all is reported."""
    assert "says nothing for" in said(with_map(persian, lambda own: own.replace(b"><062A>", b"><>")), "fa")[0]


def test_a_last_digit_may_be_left_out(persian: bytes) -> None:
    """A hexadecimal string with an odd number of digits ends with a 0 (ISO 32000-1, 7.3.4.3)."""
    assert said(with_map(persian, lambda own: own.replace(b"><0020>", b"><002>")), "fa") == []


def test_a_dropped_joiner_is_seen(persian: bytes) -> None:
    """A zero width non-joiner is a letter: without it, words of Persian are other words."""
    (message,) = said(with_map(persian, lambda own: own.replace(b"><200C>", b"><>")), "fa")
    assert "says nothing for" in message
    assert "U+200C" in message


def test_a_bracket_the_wrong_way_round_is_seen(persian: bytes) -> None:
    """A bracket that was mirrored, as PDFium does, is a different letter."""
    assert "'('" in said(with_map(persian, lambda own: own.replace(b"><0029>", b"><0028>")), "fa")[0]


def test_a_lost_space_is_seen(persian: bytes) -> None:
    """Two words that became one are reported."""
    assert said(with_map(persian, lambda own: own.replace(b"><0020>", b"><>")), "fa") != []


def test_another_order_is_seen(persian: bytes) -> None:
    """A string whose codes are in a different order is reported."""

    def turned(content: bytes) -> bytes:
        longest = max(re.findall(rb"<([0-9A-F]+)>(?!>)", content), key=len)
        codes = [longest[at : at + 4] for at in range(0, len(longest), 4)]
        return content.replace(longest, b"".join(reversed(codes)), 1)

    assert said(with_content(persian, turned), "fa") != []


def test_a_code_without_an_entry_is_refused(persian: bytes) -> None:
    """A map with a hole: the text cannot be decoded."""
    with pytest.raises(UndecodableError, match="which letters code 5 means"):
        decoded(with_map(persian, lambda own: re.sub(rb"<0005><[0-9A-F]+>\n", b"", own)))


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda _: b"", "no catalog"),
        (lambda _: b"%PDF-1.7\nnothing", "no catalog"),
        (lambda pdf: pdf[:400] + pdf[400:].replace(b"/Root", b"/Ruut"), "no catalog"),
        (lambda pdf: re.sub(rb"(stream\n)x\x9c(..)", rb"\1\0\0\2", pdf, flags=re.DOTALL), "damaged"),
        (lambda pdf: pdf.replace(b"/FlateDecode", b"/LZWDecode"), "compressed in an unknown way"),
    ],
    ids=["empty", "no-objects", "no-root", "damaged-streams", "another-filter"],
)
def test_a_damaged_file_is_refused(persian: bytes, damage: Callable[[bytes], bytes], reason: str) -> None:
    """What cannot be decoded is refused with a reason, never with another error."""
    with pytest.raises(UndecodableError, match=reason):
        decode(damage(persian))


def test_streams_are_not_taken_for_objects() -> None:
    """Bytes inside a stream that look like an object are skipped."""
    hidden = b"1 0 obj\n<</Type/Catalog>>\nendobj\n"
    body = zlib.compress(b"/P <</MCID 0>> BDC EMC")
    pdf = (
        b"%%PDF-1.7\n9 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\n"
        b"endobj\n2 0 obj\n<</Kids[3 0 R]>>\nendobj\n3 0 obj\n<</Contents 4 0 R>>\nendobj\n4 0 obj\n"
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\ntrailer <</Root 1 0 R>>"
    ) % (len(hidden), hidden, len(body), body)
    assert decode(pdf).words == {}
