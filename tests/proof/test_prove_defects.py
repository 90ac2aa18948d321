"""The proof fails for every kind of defect, and says which words."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pikepdf
import pytest
from msgspec.structs import replace
from tests.proof.documents import composed, everything, picture

from caresheet.layout import lay_out
from caresheet.model.document import Document
from caresheet.model.page_layout import ARTIFACT, FieldPiece, PageLayout, PicturePiece, Piece, ShapePiece, TextPiece
from caresheet.model.rules import PROOF_FAILED
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf

DOCUMENT = everything()
Tamper = Callable[[Piece], Piece | None]


@pytest.fixture(scope="module")
def page_layout() -> PageLayout:
    """The good document, laid out."""
    return lay_out(composed(DOCUMENT))


@pytest.fixture(scope="module")
def good(page_layout: PageLayout) -> bytes:
    """The good document, painted."""
    return paint(DOCUMENT, page_layout)


def messages(pdf: bytes, document: Document = DOCUMENT) -> list[str]:
    """What the proof says, each with the place it says it of."""
    problems = prove_pdf(composed(document), pdf)
    assert all(problem.rule is PROOF_FAILED for problem in problems)
    return [f"{problem.position}: {problem.message}" for problem in problems]


def said(pdf: bytes, *parts: str) -> bool:
    """Whether one problem says all of this."""
    return any(all(part in message for part in parts) for message in messages(pdf))


def painted(page_layout: PageLayout, change: Tamper) -> bytes:
    """The page layout painted with pieces changed or, for None, left out."""
    pages = tuple(
        replace(page, pieces=tuple(made for piece in page.pieces if (made := change(piece)) is not None))
        for page in page_layout.pages
    )
    return paint(DOCUMENT, replace(page_layout, pages=pages))


def text_changed(words: str, **changes: object) -> Tamper:
    """Changes the piece that holds these words."""
    return lambda piece: (
        replace(piece, **changes)  # type: ignore[arg-type]
        if isinstance(piece, TextPiece) and words in piece.text
        else piece
    )


def page_of(page_layout: PageLayout, words: str) -> int:
    """The number, from 1, of the first page that holds these words."""
    return next(
        number
        for number, page in enumerate(page_layout.pages, start=1)
        if any(isinstance(piece, TextPiece) and words in piece.text for piece in page.pieces)
    )


def role_of(page_layout: PageLayout, words: str) -> int:
    """The tag of the piece that holds these words."""
    pieces = (piece for page in page_layout.pages for piece in page.pieces)
    return next(piece.tag for piece in pieces if isinstance(piece, TextPiece) and words in piece.text)


def on_top(page_layout: PageLayout, words: str, make: Callable[[TextPiece], Piece]) -> bytes:
    """Painted with one more piece at the end of the page that holds these words."""
    pages = []
    for page in page_layout.pages:
        found = [piece for piece in page.pieces if isinstance(piece, TextPiece) and words in piece.text]
        pages.append(replace(page, pieces=(*page.pieces, *(make(piece) for piece in found))))
    return paint(DOCUMENT, replace(page_layout, pages=tuple(pages)))


@contextmanager
def edited(pdf: bytes, into: list[bytes]) -> Iterator[pikepdf.Pdf]:
    """A finished file to be changed; the changed bytes are put into a list."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield opened
        out = io.BytesIO()
        opened.save(out)
        into.append(out.getvalue())


def stream_changed(pdf: bytes, number: int, change: Callable[[bytes], bytes]) -> bytes:
    """The file with the content stream of page `number`, counted from 1, changed."""
    into: list[bytes] = []
    with edited(pdf, into) as opened:
        page = opened.pages[number - 1]
        before = page.Contents.read_bytes()
        after = change(before)
        assert after != before
        page.Contents = opened.make_stream(after)
    return into[0]


def test_good_file_passes(good: bytes) -> None:
    """A file that says what its document says has no problem."""
    assert messages(good) == []


@pytest.mark.parametrize("title", ["endstream endobj", "stream endstream", ">>stream", "</rdf:li>", "(endstream)"])
def test_words_of_the_file_format_in_a_title(title: str, page_layout: PageLayout) -> None:
    """A title of words that mean something in a PDF is read back as it is."""
    contents = read_pdf(paint(replace(DOCUMENT, title=title), page_layout))
    assert (contents.title, contents.metadata_title) == (title, title)


def test_rewritten_file_passes(good: bytes) -> None:
    """What the tests below use to edit files changes nothing by itself."""
    into: list[bytes] = []
    with edited(good, into):
        pass
    assert messages(into[0]) == []


# --- words ----------------------------------------------------------------------------------------------------------
def test_word_removed_from_the_content_stream(page_layout: PageLayout, good: bytes) -> None:
    """A word that is not painted is named, with the words before it, its page and the author's line."""
    number = page_of(page_layout, "with cold water")
    pdf = stream_changed(good, number, lambda stream: stream.replace(b"with cold water", b"with water", 1))
    missing = f"page {number}: the words 'cold' are missing after 'Fill the kettle with'"
    assert said(pdf, "content/kettles/en.yaml:", missing)
    assert len(messages(pdf)) == 1


def test_word_added(page_layout: PageLayout, good: bytes) -> None:
    """A word too much is named."""
    number = page_of(page_layout, "with cold water")
    pdf = stream_changed(good, number, lambda stream: stream.replace(b"with cold", b"with very cold", 1))
    assert said(pdf, f"page {number}: the extra words 'very' stand after 'Fill the kettle with'")


def test_word_changed(page_layout: PageLayout, good: bytes) -> None:
    """One letter is enough, and both words are named."""
    number = page_of(page_layout, "with cold water")
    pdf = stream_changed(good, number, lambda stream: stream.replace(b"with cold", b"with gold", 1))
    assert said(pdf, "the words 'gold' stand in place of 'cold'")


def test_space_removed(page_layout: PageLayout, good: bytes) -> None:
    """Words that run together are heard as one."""
    number = page_of(page_layout, "with cold water")
    pdf = stream_changed(good, number, lambda stream: stream.replace(b"with cold", b"withcold", 1))
    assert said(pdf, "'withcold'", "'with cold'")


def test_paragraph_removed(page_layout: PageLayout) -> None:
    """A whole paragraph is missed, with the beginning of its words."""
    gone = role_of(page_layout, "Cierre")
    pdf = painted(page_layout, lambda piece: None if piece.tag == gone else piece)
    assert said(pdf, "the words 'Cierre la tapa y espere un momento.' are missing")


def test_label_changed(page_layout: PageLayout) -> None:
    """The number of a step counts as a word."""
    step = role_of(page_layout, "Pour it")
    pdf = painted(
        page_layout,
        lambda piece: replace(piece, text="4 ") if isinstance(piece, TextPiece) and piece.tag == step - 1 else piece,
    )
    assert said(pdf, "the words '4' stand in place of '3'")


def test_page_number_changed(page_layout: PageLayout) -> None:
    """A wrong page number in the contents is found by where the heading really stands."""
    entry, diary = role_of(page_layout, "Diary "), page_of(page_layout, "Cups of today")
    pdf = painted(
        page_layout,
        lambda piece: (
            replace(piece, text="9 ")
            if isinstance(piece, TextPiece) and piece.tag == entry and piece.text.strip().isdigit()
            else piece
        ),
    )
    assert said(pdf, f"page 1: the words '9' stand in place of '{diary}' after", "Diary'")
    assert len(messages(pdf)) == 1


def test_line_to_write_on_removed(page_layout: PageLayout) -> None:
    """A blank is part of what a page says."""
    blank = role_of(page_layout, "Date:")
    pdf = painted(page_layout, lambda piece: None if isinstance(piece, FieldPiece) and piece.tag == blank else piece)
    assert said(pdf, "the words '____' are missing after", "Date:")


# --- order ----------------------------------------------------------------------------------------------------------
def test_two_paragraphs_swapped_in_the_tree(page_layout: PageLayout, good: bytes) -> None:
    """Paragraphs read in another order than the document's are named."""
    here = f"page {page_of(page_layout, 'with cold water')}"
    into: list[bytes] = []
    with edited(good, into) as opened:
        section = next(kid for kid in opened.Root.StructTreeRoot.K[0].K if kid.S == "/Sect" and kid.K[1].S == "/P")
        first, second = section.K[1], section.K[2]
        section.K[1], section.K[2] = second, first
    assert said(into[0], here, "are read after", "instead of after")
    assert said(into[0], here, "are painted after words that are read later")


def test_two_paragraphs_swapped_in_the_stream(page_layout: PageLayout) -> None:
    """Paragraphs painted in another order than they are read in are named, though the tree is right."""
    first, second = role_of(page_layout, "with cold water"), role_of(page_layout, "Read about")
    number = page_of(page_layout, "with cold water")
    page = page_layout.pages[number - 1]

    def place(piece: Piece) -> int:
        return second + 50 if piece.tag == first else piece.tag

    moved = replace(page, pieces=tuple(sorted(page.pieces, key=place)))
    pdf = paint(
        DOCUMENT, replace(page_layout, pages=(*page_layout.pages[: number - 1], moved, *page_layout.pages[number:]))
    )
    words = "'Fill the kettle with"
    assert said(pdf, "content/kettles/en.yaml:", f"page {number}", words, "are painted after words that are read later")


def test_two_paragraphs_swapped_under_each_others_tags(page_layout: PageLayout) -> None:
    """Swapped words are found even when tags and painting go together."""
    first, second = role_of(page_layout, "Do not touch it"), role_of(page_layout, "Do not drink it")

    def swap(piece: Piece) -> Piece:
        return replace(piece, tag={first: second, second: first}.get(piece.tag, piece.tag))

    pages = tuple(
        replace(page, pieces=tuple(sorted(map(swap, page.pieces), key=lambda piece: piece.tag)))
        for page in page_layout.pages
    )
    pdf = paint(DOCUMENT, replace(page_layout, pages=pages))
    assert said(pdf, "'Do not", "it'", "are read after")


# --- tags -----------------------------------------------------------------------------------------------------------
def test_tag_dropped(page_layout: PageLayout) -> None:
    """MarkedContent that became an artifact is missed in the tree and found outside of it."""
    lost = role_of(page_layout, "Cierre")
    pdf = painted(page_layout, lambda piece: replace(piece, tag=ARTIFACT) if piece.tag == lost else piece)
    assert said(pdf, "the words 'Cierre la tapa y espere un momento.' are missing")
    assert said(pdf, "'Cierre la tapa y espere un momento.' are outside the tags, where no screen reader finds them")


def test_element_dropped(page_layout: PageLayout, good: bytes) -> None:
    """Marked content that no element owns is not read."""
    here = f"page {page_of(page_layout, 'with cold water')}"
    into: list[bytes] = []
    with edited(good, into) as opened:
        section = next(kid for kid in opened.Root.StructTreeRoot.K[0].K if kid.S == "/Sect" and kid.K[1].S == "/P")
        del section.K[1]
    assert said(into[0], f"{here}: the words 'Fill the kettle with cold water and close …' are missing")
    assert said(into[0], f"{here}: the words 'Fill the kettle with", "are not tagged")


def test_untagged_text(good: bytes) -> None:
    """Text outside of any marked content is named."""
    more = b"\nBT 1 0 0 1 60 400 Tm (Boil it twice) Tj ET"
    pdf = stream_changed(good, 1, lambda stream: stream + more)
    assert said(pdf, "page 1: the words 'Boil it twice' are not tagged")


def test_untagged_shape(good: bytes) -> None:
    """A shape outside of any marked content is counted."""
    pdf = stream_changed(good, 1, lambda stream: stream + b"\n0 0 5 5 re f")
    assert said(pdf, "page 1: a shape or a picture is neither tagged nor an artifact")


@pytest.mark.parametrize(
    ("words", "role", "message"),
    [
        ("Before you start", "P", "the H2 'Before you start' is tagged P"),
        ("Cierre", "H3", "the P 'Cierre la tapa y espere un momento.' is tagged H3"),
        ("first thing", "P", "the LBody 'first thing' is tagged P"),
        ("Cups and their times", "P", "the Caption 'Cups and their times' is tagged P"),
        ("Scale ", "LBody", "the Lbl 'Scale' is tagged LBody"),
    ],
)
def test_wrong_role(page_layout: PageLayout, words: str, role: str, message: str) -> None:
    """The same words under another role are another document."""
    number = max(
        piece.tag
        for page in page_layout.pages
        for piece in page.pieces
        if isinstance(piece, TextPiece) and piece.text.strip().startswith(words.strip())
    )
    tags = tuple(replace(tag, role=role) if index == number else tag for index, tag in enumerate(page_layout.tags))
    assert said(paint(DOCUMENT, replace(page_layout, tags=tags)), message)


@pytest.mark.parametrize(
    ("role", "change", "message"),
    [
        ("Figure", {"alternative": "A blue kettle"}, "is read as 'A blue kettle'"),
        ("TH", {"attributes": (("Table", "Scope", "Both"),)}, "is marked Both, not Column"),
        ("L", {"attributes": (("List", "ListNumbering", "Decimal"),)}, "is marked Decimal, not Disc"),
        ("Link", {"role": "Span", "link": None}, "the links of"),
        ("Sect", {"role": "Div"}, "the Sect 'Contents' is tagged Div"),
        ("LI", {"role": "Div"}, "is tagged Div"),
        ("Table", {"role": "L"}, "is tagged L"),
    ],
)
def test_wrong_element(page_layout: PageLayout, role: str, change: dict[str, object], message: str) -> None:
    """Elements without words of their own, and what hangs on elements, are compared too."""
    first = next(index for index, tag in enumerate(page_layout.tags) if tag.role == role and not tag.language)
    changed = replace(page_layout.tags[first], **change)  # type: ignore[arg-type]
    tags = (*page_layout.tags[:first], changed, *page_layout.tags[first + 1 :])
    assert said(paint(DOCUMENT, replace(page_layout, tags=tags)), message)


@pytest.mark.parametrize(("language", "now"), [("de", None), ("de", "nl"), ("es", None)])
def test_wrong_language_of_words(page_layout: PageLayout, language: str, now: str | None) -> None:
    """Foreign words that would be spoken as other words are named with their languages."""
    tags = tuple(
        replace(tag, language=now) if tag.language == language and tag.role != "Document" else tag
        for tag in page_layout.tags
    )
    assert said(paint(DOCUMENT, replace(page_layout, tags=tags)), "the language of", f"{language} for")


# --- sight ----------------------------------------------------------------------------------------------------------
def rectangle(piece: TextPiece, left: float, right: float) -> ShapePiece:
    """A white rectangle over the part of a line between two shares of its width."""
    x0, x1 = piece.x + piece.width * left, piece.x + piece.width * right
    y0, y1 = piece.baseline - 3, piece.baseline + piece.size
    path = (("m", (x0, y0)), ("l", (x1, y0)), ("l", (x1, y1)), ("l", (x0, y1)), ("h", ()))
    return ShapePiece(path, "#ffffff", None, 0.0, ARTIFACT)


def test_word_covered(page_layout: PageLayout) -> None:
    """A word under a white rectangle is named, and only that word."""
    pdf = on_top(page_layout, "Cierre", lambda piece: rectangle(piece, 0.0, 0.1))
    assert said(pdf, "content/kettles/en.yaml:", "the words 'Cierre' are covered")


def test_word_covered_by_a_picture(page_layout: PageLayout) -> None:
    """A picture covers as a shape does."""
    pdf = on_top(
        page_layout,
        "Cierre",
        lambda piece: PicturePiece(piece.x, piece.baseline - 3, piece.width, 20, picture(), ARTIFACT),
    )
    assert said(pdf, "the words 'Cierre la tapa y espere un momento.' are covered")


def test_word_covered_by_a_broad_line(page_layout: PageLayout) -> None:
    """So does a broad stroke."""
    pdf = on_top(
        page_layout,
        "Cierre",
        lambda piece: ShapePiece(
            (("m", (piece.x, piece.baseline + 3)), ("l", (piece.x + 18, piece.baseline + 3))), None, "#000000", 8.0, -1
        ),
    )
    assert said(pdf, "the words 'Cierre' are covered")


def test_underline_covers_nothing(page_layout: PageLayout) -> None:
    """A rule through or under words leaves them readable."""
    pdf = on_top(
        page_layout,
        "Cierre",
        lambda piece: ShapePiece(
            (("m", (piece.x, piece.baseline - 1)), ("l", (piece.x + 90, piece.baseline - 1))), None, "#000000", 1.0, -1
        ),
    )
    assert messages(pdf) == []


def test_running_line_covered(page_layout: PageLayout) -> None:
    """Running lines have to be seen too."""
    pdf = on_top(page_layout, "Page 1 of", lambda piece: rectangle(piece, 0.0, 1.0))
    assert said(pdf, f"page 1: the words 'Page 1 of {len(page_layout.pages)}' are covered")


@pytest.mark.parametrize(
    ("change", "words"),
    [({"x": -20.0}, "Cierre"), ({"x": 480.0}, "un momento."), ({"baseline": -30.0}, "Cierre la tapa y espere un")],
)
def test_word_off_the_page(page_layout: PageLayout, change: dict[str, object], words: str) -> None:
    """Words over the left, right or lower edge are named."""
    pdf = painted(page_layout, text_changed("Cierre", **change))
    assert said(pdf, f"the words '{words}", "extend beyond the edge of the page")


def test_word_clipped(good: bytes) -> None:
    """Words outside of a clipping path are not painted."""
    pdf = stream_changed(
        good,
        1,
        lambda stream: b"0 0 300 842 re W n\n" + stream,
    )
    assert said(pdf, "page 1: the words", "are clipped")


@pytest.mark.parametrize("color", ["#ffffff", "#fefefe", "#dddddd"])
def test_text_in_the_color_of_the_paper(page_layout: PageLayout, color: str) -> None:
    """White words, or almost white ones, are not to be seen."""
    pdf = painted(page_layout, text_changed("Cierre", color=color))
    assert said(pdf, "the words 'Cierre la tapa y espere un momento.' have the same color as their background")


def test_text_in_the_color_of_its_panel(page_layout: PageLayout) -> None:
    """Words in the color of the panel behind them are not to be seen, though they would be on paper."""
    pdf = painted(page_layout, text_changed("Step back", color=DOCUMENT.look.palette.stop_tint))
    assert said(pdf, "the words 'Step back and call", "have the same color as their background")


def test_number_in_the_color_of_its_circle(page_layout: PageLayout) -> None:
    """What lies behind is judged by its shape, not by the box around it."""
    pdf = painted(page_layout, text_changed("1 ", color=DOCUMENT.look.palette.text))
    assert said(pdf, "the words '1' have the same color as their background")


def test_heading_without_its_band(page_layout: PageLayout) -> None:
    """White words need their dark band: without it they are lost on the paper or on the panel."""
    band = DOCUMENT.sections[0].style.color
    pdf = painted(
        page_layout,
        lambda piece: None if isinstance(piece, ShapePiece) and piece.fill == band and piece.tag < 0 else piece,
    )
    assert said(pdf, "the words 'Before you start' have the same color as their background")


def test_text_without_ink(good: bytes) -> None:
    """Text that is there for the ear alone is not printed."""
    pdf = stream_changed(good, 1, lambda stream: stream.replace(b"BT", b"BT 3 Tr", 1))
    assert said(pdf, "page 1: the words", "are painted without ink")


def test_word_painted_twice(page_layout: PageLayout) -> None:
    """Words over themselves look right and are read twice."""
    number = page_of(page_layout, "Cierre")
    later = on_top(page_layout, "Do not touch", lambda piece: replace(piece, x=piece.x + 0.1))
    assert said(later, f"page {number}: the extra words", "Do not touch", "stand after")
    twice = [
        replace(page, pieces=tuple(made for piece in page.pieces for made in (piece, piece)[: 1 + (piece.tag == gone)]))
        for gone in (role_of(page_layout, "Cierre"),)
        for page in page_layout.pages
    ]
    at_once = paint(DOCUMENT, replace(page_layout, pages=tuple(twice)))
    assert said(at_once, f"page {number}: something on the page cannot be read back")


# --- the file and its pages -----------------------------------------------------------------------------------------
def test_missing_footer(page_layout: PageLayout) -> None:
    """The running lines belong to every page."""
    pdf = painted(
        page_layout, lambda piece: None if isinstance(piece, TextPiece) and "Page 2 of" in piece.text else piece
    )
    assert said(pdf, f"page 2: the repeated words 'Page 2 of {len(page_layout.pages)}' are missing")


def test_wrong_page_count(page_layout: PageLayout, good: bytes) -> None:
    """A page less than the footers say is found, and its words are missed."""
    into: list[bytes] = []
    with edited(good, into) as opened:
        del opened.pages[-1]
    assert said(into[0], f"page 1: the repeated words 'Page 1 of {len(page_layout.pages) - 1}' are missing")
    assert said(into[0], "the words 'References", "are missing")


def test_missing_banner(page_layout: PageLayout) -> None:
    """The banner is content of the first page."""
    first, *others = page_layout.pages
    pieces = tuple(piece for piece in first.pieces if piece.tag != 1)
    assert said(paint(DOCUMENT, replace(page_layout, pages=(replace(first, pieces=pieces), *others))), "are missing")


def test_wrong_title(page_layout: PageLayout) -> None:
    """The title in the file's description is the document's."""
    pdf = paint(replace(DOCUMENT, title="Something else"), page_layout)
    assert messages(pdf) == ["layouts/guide.yaml:1:1: the title is 'Something else', not 'Boiling water safely'"]


def test_wrong_described_title(good: bytes) -> None:
    """Both places that hold a title are looked at."""
    into: list[bytes] = []
    with edited(good, into) as opened:
        before = opened.Root.Metadata.read_bytes()
        opened.Root.Metadata.write(before.replace(b"Boiling water", b"Making tea"))
    assert messages(into[0]) == ["layouts/guide.yaml:1:1: the title is 'Making tea safely', not 'Boiling water safely'"]


def test_wrong_language(good: bytes) -> None:
    """The language that a screen reader begins in is the document's."""
    into: list[bytes] = []
    with edited(good, into) as opened:
        opened.Root.Lang = pikepdf.String("fr")
    assert messages(into[0]) == ["layouts/guide.yaml:1:1: the language is 'fr', not 'en'"]


def test_not_marked(good: bytes) -> None:
    """Without MarkInfo a reader ignores the tags."""
    into: list[bytes] = []
    with edited(good, into) as opened:
        del opened.Root.MarkInfo
    assert said(into[0], "the PDF is not marked as tagged")


def test_no_tags(good: bytes) -> None:
    """A file without any tags fails."""
    into: list[bytes] = []
    with edited(good, into) as opened:
        del opened.Root.StructTreeRoot
    assert said(into[0], "the structure tree has 0 elements at its root, not 1")


def test_wrong_paper(good: bytes) -> None:
    """Pages have the layout's size."""
    into: list[bytes] = []
    with edited(good, into) as opened:
        opened.pages[0].MediaBox = pikepdf.Array([0, 0, 612, 792])
    assert said(into[0], "page 1: the page is 612 × 792 pt, not 595 × 842 pt")


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"no PDF at all"])
def test_no_pdf(pdf: bytes) -> None:
    """Bytes that are no PDF are a problem, not a traceback."""
    assert messages(pdf) == ["layouts/guide.yaml:1:1: the finished PDF cannot be opened"]


def test_many_differences_are_counted(good: bytes) -> None:
    """A file of another document gives a short list that says how long it would be."""
    other = replace(everything(), sections=())
    told = messages(good, other)
    assert len(told) <= 21
    assert told
