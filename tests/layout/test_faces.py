"""The faces of the wallet card: whole, each with its band, clear of the folds, and known as a draft when cut apart."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest
from tests.layout.kettles import WORDS, handout, project
from tests.layout.test_zones import BLANK, FILLED, critical_sections, made
from tests.projects.merged import ROOT
from tests.proof.documents import composed

from caresheet.layout import lay_out
from caresheet.layout.handout import bounds
from caresheet.model.edition import Edition
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import ARTIFACT, PageLayout, Piece, ShapePiece, TextPiece
from caresheet.model.structure import Role
from caresheet.model.text import FieldBlank

WIDTH, HEIGHT = 84.6 * POINTS_PER_MM, 53 * POINTS_PER_MM
COLUMNS, ROWS = 2, 4
RED, AMBER = "#a4161a", "#ffc845"
MARKS = {"en": "DRAFT", "es": "BORRADOR"}
EDITIONS = [Edition(paper=paper) for paper in ("letter", "a4")]
EVERY = pytest.mark.parametrize(
    ("edition", "language", "clinic"),
    [(edition, language, clinic) for edition in EDITIONS for language in MARKS for clinic in (BLANK, FILLED)],
)


def corner(page_layout: PageLayout) -> tuple[float, float]:
    """The upper left corner of the card: that of the line to cut along."""
    shapes = [piece for piece in page_layout.pages[0].pieces if isinstance(piece, ShapePiece)]
    (cut,) = [
        piece for piece in shapes if piece.line_width == pytest.approx(0.25 * POINTS_PER_MM) and len(piece.path) > 10
    ]
    corners = [values for _, values in cut.path[:4] if values]
    return min(x for x, *_ in corners), max(values[1] for values in corners)


def face_of(page_layout: PageLayout, piece: Piece) -> tuple[int, int] | None:
    """The column and row of the face that holds a piece, None outside the cut; a piece across a fold fails."""
    start, top = corner(page_layout)
    left, bottom, right, upper = bounds(piece)
    if bottom > top or upper < top - ROWS * HEIGHT:
        return None
    column, row = int(((left + right) / 2 - start) // WIDTH), int((top - (bottom + upper) / 2) // HEIGHT)
    assert start + column * WIDTH - 0.3 <= left
    assert right <= start + (column + 1) * WIDTH + 0.3
    assert top - (row + 1) * HEIGHT - 0.3 <= bottom
    assert upper <= top - row * HEIGHT + 0.3
    return column, row


def texts(page_layout: PageLayout) -> list[TextPiece]:
    (page,) = page_layout.pages
    return [piece for piece in page.pieces if isinstance(piece, TextPiece)]


@EVERY
def test_the_card_has_eight_whole_faces(edition: Edition, language: str, clinic: str) -> None:
    """All is on one side, no words cross a fold, and no sign, step or paragraph stands on two faces."""
    whole, page_layout = made("wallet-card", language, edition, clinic)
    faces: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for piece in texts(page_layout):
        face = face_of(page_layout, piece)
        if face and piece.tag != ARTIFACT:
            faces[piece.tag].add(face)
    assert len({face for found in faces.values() for face in found}) == COLUMNS * ROWS
    for section in critical_sections(whole):
        for node in section.everything():
            if node.role in {Role.ITEM, Role.PARAGRAPH}:
                stands = {face for each in node.everything() for face in faces.get(each.number, ())}
                assert len(stands) == 1


@EVERY
def test_each_face_of_a_zone_has_its_band(edition: Edition, language: str, clinic: str) -> None:
    """Each face with signs has the whole band in its color, with its words, its place among the faces of the list, and
    its numbers; boxes for several numbers stand on the first one only, so that nobody fills them in twice."""
    whole, page_layout = made("wallet-card", language, edition, clinic)
    shapes = [piece for piece in page_layout.pages[0].pieces if isinstance(piece, ShapePiece)]
    for section, color in zip(critical_sections(whole)[::2], (RED, AMBER), strict=True):
        numbers = {each.number for each in section.everything()}
        signs = {face_of(page_layout, piece) for piece in texts(page_layout) if piece.tag in numbers}
        bands = {face_of(page_layout, piece): piece for piece in shapes if piece.fill == color}
        assert set(bands) == signs
        heading = section.blocks[0]
        words = "".join(text for text in heading.text[0].text.split())
        for face, band in bands.items():
            left, bottom, right, top = bounds(band)
            assert right - left == pytest.approx(WIDTH, abs=0.1)
            inside = [p for p in texts(page_layout) if face_of(page_layout, p) == face and bottom < p.baseline < top]
            assert words in "".join("".join(piece.text.split()) for piece in inside)
            place = sorted(bands).index(face) + 1
            counters = ["".join(p.text.split()) for p in inside if "/" in p.text]
            assert counters == [f"{place}/{len(bands)}"]
            boxes = [p for p in shapes if p.fill == "#ffffff" and p.stroke and face_of(page_layout, p) == face]
            boxes = [p for p in boxes if bottom <= bounds(p)[1] and bounds(p)[3] <= top]
            count = 1 if color == RED else 2
            assert len(boxes) == (count if clinic == BLANK and (color == RED or place == 1) else 0)
            if clinic == FILLED:
                digits = [p for p in inside if any(letter.isdigit() for letter in p.text) and "/" not in p.text]
                assert len(digits) == count


@EVERY
def test_words_keep_away_from_folds(edition: Edition, language: str, clinic: str) -> None:
    """Words are 1.5 mm or more from the upper and the lower edge of their face, and 3 mm from its sides."""
    _, page_layout = made("wallet-card", language, edition, clinic)
    start, top = corner(page_layout)
    for piece in texts(page_layout):
        face = face_of(page_layout, piece)
        if face is None:
            continue
        column, row = face
        left, _, right, _ = bounds(piece)
        above, below = piece.baseline + 0.7 * piece.size, piece.baseline - 0.25 * piece.size
        assert left >= start + column * WIDTH + 3 * POINTS_PER_MM - 0.1
        assert right <= start + (column + 1) * WIDTH - 3 * POINTS_PER_MM + 0.5
        assert above <= top - row * HEIGHT - 1.0 * POINTS_PER_MM
        assert below >= top - (row + 1) * HEIGHT + 1.5 * POINTS_PER_MM


@EVERY
def test_the_cover_is_named_large(edition: Edition, language: str, clinic: str) -> None:
    """The title is the largest type on the cover: 15 points or more, so that it can be read in a picture of the whole
    sheet that is 300 pixels wide."""
    _, page_layout = made("wallet-card", language, edition, clinic)
    cover = [piece for piece in texts(page_layout) if face_of(page_layout, piece) == (0, 0)]
    largest = max(piece.size for piece in cover)
    assert largest >= 15
    assert {"en": "Emergency medical card", "es": "Tarjeta médica de emergencia"}[language] in {
        piece.text.strip() for piece in cover if piece.size == largest
    }


@EVERY
def test_the_cover_names_its_language(edition: Edition, language: str, clinic: str) -> None:
    """Staff who do not read it see which language the card is in, in the language itself and in English."""
    _, page_layout = made("wallet-card", language, edition, clinic)
    cover = [piece.text.strip() for piece in texts(page_layout) if face_of(page_layout, piece) == (0, 0)]
    assert {"en": "English", "es": "Español (Spanish)"}[language] in cover


@EVERY
def test_the_first_step_says_which_number_to_call(edition: Edition, language: str, clinic: str) -> None:
    """Folded, the face with the steps lies alone: it says the number, or has a line of 25 mm to write it on."""
    whole, page_layout = made("wallet-card", language, edition, clinic)
    item = next(node for node in critical_sections(whole)[1].everything() if node.role is Role.ITEM)
    runs = [run for node in item.everything() for run in node.runs]
    blanks = [run for run in runs if isinstance(run, FieldBlank)]
    assert [round(run.width / POINTS_PER_MM) for run in blanks] == ([] if clinic == FILLED else [25])
    assert not any(run.captioned for run in blanks)
    inside = [p for p in texts(page_layout) if face_of(page_layout, p) == (0, 3)]
    assert any("911" in piece.text for piece in inside) == (clinic == FILLED)


@EVERY
def test_each_face_says_that_it_is_a_draft(edition: Edition, language: str, clinic: str) -> None:
    """Cut apart, each face says so: the last one in a whole sentence with the edition, the others in one word."""
    whole, page_layout = made("wallet-card", language, edition, clinic)
    marked = [face_of(page_layout, p) for p in texts(page_layout) if p.text.strip() == MARKS[language]]
    last = [face_of(page_layout, p) for p in texts(page_layout) if p.tag == ARTIFACT and p.text.startswith("Versi")]
    assert sorted(marked) == [(column, row) for column in range(2) for row in range(4)][:-1]
    assert last[-1] == (1, 3)
    assert whole.document.imprint.startswith("Versi")
    rows: dict[tuple[object, float], list[tuple[float, float]]] = defaultdict(list)
    for piece in texts(page_layout):
        face = face_of(page_layout, piece)
        rows[face, round(piece.baseline)].append((piece.x, piece.x + piece.width))
    for spans in rows.values():
        ordered = sorted(spans)
        assert all(end <= start + 0.5 for (_, end), (start, _) in itertools.pairwise(ordered))


@EVERY
def test_the_bar_is_fifty_millimeters_long(edition: Edition, language: str, clinic: str) -> None:
    """Whoever prints the card measures a bar outside the cut, below the words that say so."""
    whole, page_layout = made("wallet-card", language, edition, clinic)
    _, top = corner(page_layout)
    shapes = [piece for piece in page_layout.pages[0].pieces if isinstance(piece, ShapePiece)]
    wide = 20 * POINTS_PER_MM
    bars = [bounds(piece) for piece in shapes if piece.fill == "#000000" and bounds(piece)[2] - bounds(piece)[0] > wide]
    ((left, bottom, right, _),) = [bar for bar in bars if bar[1] > top]
    assert (right - left) / POINTS_PER_MM == pytest.approx(50, abs=0.01)
    assert bottom > top + 1
    assert "50 mm" in whole.document.header.start.replace("\u00a0", " ")


@EVERY
def test_drawings_outside_the_cut_show_how_to_fold(edition: Edition, language: str, clinic: str) -> None:
    """Above the card and below the words are three drawings 12 mm high, apart from each other and from the bar; they
    are artifacts, because the words say the same."""
    whole, page_layout = made("wallet-card", language, edition, clinic)
    _, top = corner(page_layout)
    page = page_layout.pages[0]
    above = [p for p in page.pieces if isinstance(p, ShapePiece) and bounds(p)[1] > top + 6.1 and p.tag == ARTIFACT]
    spans: list[tuple[float, float]] = []
    for left, _, right, _ in sorted(bounds(piece) for piece in above):
        if spans and left <= spans[-1][1] + 2:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    assert len(spans) == 4
    words = [p for p in texts(page_layout) if p.baseline > top and face_of(page_layout, p) is None]
    low = min(p.baseline - 0.3 * p.size for p in words)
    drawn = [bounds(p) for p in above if bounds(p)[0] >= spans[1][0]]
    assert max(box[3] for box in drawn) <= low
    assert max(box[3] for box in drawn) - min(box[1] for box in drawn) == pytest.approx(12 * POINTS_PER_MM, abs=1.1)
    assert len(whole.document.header.end.split(". ")) >= 3


def test_a_plain_head_is_repeated_without_its_blank_numbers() -> None:
    """A section without a band whose head has several numbers to write in goes on on a second face: its heading is
    there again, the numbers are not."""
    signs = ", ".join(f"{{text: 'Sign {number} of a burn', pictogram: burn}}" for number in range(8))
    night = "{label: Night, value: '{{clinic.after_hours_phone}}'}"
    numbers = f"numbers: [{{label: Day, value: '{{{{clinic.phone}}}}'}}, {night}]"
    title = "title: 'Is it an emergency?'\n"
    words = WORDS.replace(title, f"{title}    {numbers}\n").replace("[SIGNS]", f"[{signs}]").replace("ACTION", "Rest.")
    layout = (ROOT / "layouts/wallet-card.yaml").read_text("utf-8").replace("style: alarm", "style: act")
    files = {"content/kettles/en.yaml": words, "layouts/wallet-card.yaml": layout}
    document, _ = handout(project(layouts=files), "wallet-card")
    page_layout = lay_out(composed(document))
    heads = [piece for piece in texts(page_layout) if "emergency?" in piece.text]
    assert len({face_of(page_layout, piece) for piece in heads}) == 2
    assert sorted(piece.tag == ARTIFACT for piece in heads) == [False, True]
    assert len([piece for piece in texts(page_layout) if "Night" in piece.text]) == 1
