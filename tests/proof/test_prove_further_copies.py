"""A further copy is proved by what differs from the one before, and refused for whatever the whole proof refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from tests.bench.copies import TODAY, clinic_of
from tests.bench.handout import own_parts, write_project

from caresheet.app.selection import jobs
from caresheet.app.sources import read_folder
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.model.composed import Composed
from caresheet.model.page_layout import Page, PageLayout, Piece, TextPiece
from caresheet.model.project import Project
from caresheet.outputs.pdf.reader.decoder import decode
from caresheet.outputs.pdf.reader.frames import frame_of
from caresheet.outputs.pdf.reader.further_copies import FurtherCopies
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.outputs.pdf.writer import write_pdf
from caresheet.outputs.pdf.writer.content import ContentStream
from caresheet.outputs.pdf.writer.document import paint_into
from caresheet.outputs.pdf.writer.objects import PdfFile
from caresheet.proof import prove_copy, prove_pdf


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("bench")
    write_project(own_parts(), folder, 4)
    return read_folder(folder)


def composed(project: Project, number: int) -> Composed:
    (job,) = jobs(replace(project, clinic=clinic_of(project.clinic, number)), today=TODAY)
    return compose(job)


def written(made: Composed, page_layout: PageLayout | None = None) -> bytes:
    return write_pdf(made, page_layout or lay_out(made)).data


def remembering(project: Project, number: int) -> FurtherCopies:
    """What is remembered once a copy has been proved."""
    copies, made = FurtherCopies(), composed(project, number)
    assert prove_copy(made, written(made), copies) == ()
    return copies


def key(made: Composed) -> tuple[object, ...]:
    document = made.document
    return (document.identifier, document.position, document.language)


@pytest.mark.parametrize("first", [0, 7, 11])
def test_what_is_read_of_a_copy_is_what_a_whole_reading_finds(project: Project, first: int) -> None:
    """Every text with its place, color and marked content, every area, line, element and letter is that of a whole
    reading, and no page had to be read whole."""
    copies = remembering(project, first)
    for number in (1, 7, 8, 23, 140):
        made = composed(project, number)
        data = written(made)
        copy = copies.read(key(made), data)
        assert copy is not None
        assert copy.unlike == {}
        assert copy.contents == read_pdf(data)
        assert copy.decoded == decode(data)
        assert prove_copy(made, data, copies) == prove_pdf(made, data) == ()


def test_a_page_with_other_lines_is_read_whole_and_then_remembered(project: Project) -> None:
    """A clinic's name that takes more room breaks other lines: that page is read whole, once."""
    copies, made = remembering(project, 10**36), composed(project, 10**45)
    data = written(made)
    first = copies.read(key(made), data)
    assert first is not None
    assert set(first.unlike) == {0}
    assert first.contents == read_pdf(data)
    assert prove_copy(made, data, copies) == ()
    second = copies.read(key(made), data)
    assert second is not None
    assert second.unlike == {}
    assert second.contents == read_pdf(data)


def a_line(piece: Piece) -> bool:
    """Whether a piece is a line of several words, not the number of a list's item."""
    return isinstance(piece, TextPiece) and piece.tag > 0 and piece.text.count(" ") > 3 and "e" in piece.text


def changed(page_layout: PageLayout, change: Callable[[TextPiece], Piece]) -> PageLayout:
    """The pages with one text of the second page changed."""
    page = page_layout.pages[1]
    place = next(place for place, piece in enumerate(page.pieces) if a_line(piece))
    piece = page.pieces[place]
    assert isinstance(piece, TextPiece)
    pieces = (*page.pieces[:place], change(piece), *page.pieces[place + 1 :])
    pages = (page_layout.pages[0], replace(page, pieces=pieces), *page_layout.pages[2:])
    return replace(page_layout, pages=pages)


TAMPERED: dict[str, Callable[[TextPiece], Piece]] = {
    "another letter": lambda piece: replace(piece, text=piece.text.replace("e", "a", 1)),
    "a missing word": lambda piece: replace(piece, text=piece.text.partition(" ")[2]),
    "words on others": lambda piece: replace(piece, baseline=piece.baseline - 17.0),
    "words beyond the page": lambda piece: replace(piece, x=piece.x + 400.0),
    "words above the page": lambda piece: replace(piece, baseline=piece.baseline + 900.0),
    "white words": lambda piece: replace(piece, color="#ffffff"),
    "words of another element": lambda piece: replace(piece, tag=piece.tag + 1),
    "words outside the tags": lambda piece: replace(piece, tag=-1),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_tampered_copy_is_refused_as_the_whole_proof_refuses_it(project: Project, what: str) -> None:
    """The problems are word for word those of the whole proof, and a tampered file is not remembered."""
    copies, made = remembering(project, 1), composed(project, 2)
    data = written(made, changed(lay_out(made), TAMPERED[what]))
    found = prove_copy(made, data, copies)
    assert found == prove_pdf(made, data) != ()
    sound = written(made)
    assert prove_copy(made, sound, copies) == ()
    assert prove_copy(made, data, copies) == found


MOVED = {
    "onto a line": (1, "Sign", 0.0, -9.0, "the words 'Sign' are crossed by a line"),
    "onto words painted before": (0, "2", -300.0, 0.0, "the words '2' stand on the words '2."),
    "under words painted later": (0, "Draft. Do not use ", -300.0, 0.0, "stand on the words 'Draft. Do not use'"),
    "over the edge of its disc": (0, "1 ", -8.0, 0.0, "the words '1' stand on the edge of a shape"),
    "off its dark disc": (0, "1 ", 0.0, -6.0, "the words '1' have the same color as their background"),
    "off the page": (0, "Benchmark handout", -60.0, 0.0, "extend beyond the edge of the page"),
}
"""Words of a page, how far they are moved in points, and what the proof says of them."""


@pytest.mark.parametrize("where", MOVED)
def test_changed_words_are_looked_at_wherever_they_stand(project: Project, where: str) -> None:
    """Words that move onto something, though PDFium still reads the page as before: only what has changed is looked at,
    and is found on lines, shapes and words of any kind, as the whole proof finds it."""
    number, words, dx, dy, message = MOVED[where]
    copies, made = remembering(project, 1), composed(project, 2)
    page_layout = lay_out(made)
    page = page_layout.pages[number]
    (piece, *_) = (each for each in page.pieces if isinstance(each, TextPiece) and each.text == words)
    put = replace(piece, x=piece.x + dx, baseline=piece.baseline + dy)
    pieces = tuple(put if each is piece else each for each in page.pieces)
    pages = tuple(replace(page, pieces=pieces) if each is page else each for each in page_layout.pages)
    data = written(made, replace(page_layout, pages=pages))
    copy = copies.read(key(made), data)
    assert copy is not None
    assert copy.unlike == {}
    assert copy.changed[number]
    found = prove_copy(made, data, copies)
    assert found == prove_pdf(made, data)
    assert any(message in each.message for each in found), found


def repainted(made: Composed, old: bytes, new: bytes) -> bytes:
    """The file with other operators on each page, its cross-references right."""

    class Repainted(ContentStream):
        def paint(self, page: Page) -> bytes:
            return super().paint(page).replace(old, new, 3)

    file = PdfFile()
    painted = paint_into(file, made.document, lay_out(made), Repainted)
    return file.finish(painted.catalog, painted.info)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b" 12 Tf\n", b" 30 Tf\n"),
        (b" rg\n", b" RG\n"),
        (b" g\n", b" g \n"),
        (b"<</MCID 3>>", b"<</MCID 2>>"),
        (b"<</MCID 3>> BDC", b"<</MCID 3>> BDC\n3 Tr"),
        (b"\nET\n", b"\n0 0 m 600 800 l S\nET\n"),
        (b" Tj\n", b" Tj\n(more) Tj\n"),
        (b" Tm\n", b" Tm\n5 Tc\n"),
        (b"1 0 0 1 ", b"1 0 0 2 "),
        (b"1 0 0 1 ", b"1 0 0 1 3"),
        (b"/Artifact BMC", b"/Span <</MCID 900>> BDC"),
        (b"(1", b"(7"),
        (b"EMC\n", b"EMC\n% Tj\n"),
    ],
)
def test_whatever_differs_in_a_stream_is_read(project: Project, old: bytes, new: bytes) -> None:
    """Another size, color, mode, scale or element of words, other shapes and other text: what is read of a copy is what
    a whole reading finds, and the proof says the same."""
    copies, made = remembering(project, 1), composed(project, 2)
    data = repainted(made, old, new)
    assert data != written(made)
    copy = copies.read(key(made), data)
    if copy is not None:
        assert copy.contents == read_pdf(data)
        assert copy.decoded == decode(data)
    assert prove_copy(made, data, copies) == prove_pdf(made, data)


@pytest.mark.parametrize("kept", [1, 2])
def test_a_copy_for_another_clinic_is_refused(project: Project, kept: int) -> None:
    """A sound file that names another clinic than the handout does, whether it is the file remembered or a new one."""
    copies, made = remembering(project, 1), composed(project, 3)
    data = written(composed(project, kept))
    assert prove_copy(made, data, copies) == prove_pdf(made, data) != ()


def test_another_structure_is_refused(project: Project) -> None:
    """The same pages with one tag of another role: the frame differs, so the file is read whole."""
    copies, made = remembering(project, 1), composed(project, 2)
    pages = lay_out(made)
    place = next(i for i, tag in enumerate(pages.tags) if tag.role == "H2")
    tags = (*pages.tags[:place], replace(pages.tags[place], role="P"), *pages.tags[place + 1 :])
    data = written(made, replace(pages, tags=tags))
    assert copies.read(key(made), data) is None
    assert prove_copy(made, data, copies) == prove_pdf(made, data) != ()


def test_only_files_that_are_accounted_for_to_the_last_byte_have_a_frame(project: Project) -> None:
    """A file with bytes after its end or between its objects, or with cross-references that point elsewhere, is read
    whole."""
    data = written(composed(project, 1))
    assert frame_of(data) is not None
    assert frame_of(data + b"\n") is None
    assert frame_of(data.replace(b"endobj\n", b"endobj\n%\n", 1)) is None
    place = data.rindex(b"startxref\n")
    assert frame_of(data[:place] + b"startxref\n9\n%%EOF\n") is None
    assert frame_of(b"%PDF-1.7") is None


def test_few_files_are_remembered(project: Project) -> None:
    """The oldest files are forgotten: memory does not grow with the number of handouts."""
    copies, made = remembering(project, 1), composed(project, 2)
    data = written(made)
    assert copies.read(key(made), data) is not None
    for number in range(8):
        named = replace(made, document=replace(made.document, identifier=f"other-{number}"))
        assert prove_copy(named, data, copies) == ()
    assert copies.read(key(made), data) is None
