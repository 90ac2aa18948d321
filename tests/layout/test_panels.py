"""Panels to cut out and fold have their exact size, are in reading order and complete, with lines to cut and fold."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.layout.kettles import handout, project
from tests.projects.merged import ROOT
from tests.proof.documents import PROSE, composed, document, everything, items, log, look, paper, say, section, table
from tests.proof.documents import picture as red_picture
from tests.standards.validators import hear

from caresheet.layout import lay_out
from caresheet.model.document import Document, Figure
from caresheet.model.edition import Edition, Size
from caresheet.model.layout import PageBudget
from caresheet.model.look import POINTS_PER_MM, PanelSize
from caresheet.model.page_layout import ARTIFACT, Page, PageLayout, PicturePiece, ShapePiece, TextPiece
from caresheet.model.problem import CaresheetError, Position
from caresheet.model.text import TextRun
from caresheet.model.topic import ListKind
from caresheet.outputs.pdf.writer import paint
from caresheet.outputs.pdf.writer.links import link_areas
from caresheet.proof import prove_pdf

CARD = PanelSize(85.6 * POINTS_PER_MM, 54 * POINTS_PER_MM)
UPRIGHT = PanelSize(54 * POINTS_PER_MM, 85.6 * POINTS_PER_MM)
IMPRINT = "Version 0.1 · Draft"


QUARTERS = """
extends: base
audience: patient
orientation: landscape
panels: {width: 85.6mm, height: 54mm}
pages: {max: 2, large: {max: 4}, giant: {max: 6}}
margins: {top: 14mm, right: 10mm, bottom: 14mm, left: 10mm}
type: {body: 10pt, floor: 10pt, ceiling: 10pt, leading: '1.15', title: 13pt, section: 11pt, subsection: 10pt}
spacing: {paragraph: 3pt, item: 1.5pt, section: 6pt, heading: 2pt, panel: 3pt, tightest: '0.4', loosest: '1.2'}
citations: hidden
limits: {everyone: {body: 10, reading_grade: 6, reading_grade_most: 8}}
waive: [{rule: language-help, because: 'The guide says it.'}]
place: [{role: warning}, {role: team-call}, {role: action}, {role: handover}]
"""


def on_panels(made: Document, size: PanelSize = CARD, sheet: str = "a4", *, turned: bool = False) -> Document:
    """The document in panels, with suitable type sizes."""
    own = look(paper(sheet, 10.0, turned=turned), body=10.0)
    sizes = replace(own.type, title=13.0, section=11.0, subsection=10.5, running=9.0)
    return replace(made, look=replace(own, type=sizes, panels=size), imprint=IMPRINT, clinic="")


def shapes_of(page: Page) -> list[ShapePiece]:
    return [piece for piece in page.pieces if isinstance(piece, ShapePiece) and piece.tag == ARTIFACT]


def cut_lines(page: Page) -> tuple[list[float], list[float]]:
    """The x and y of the corners of the line to cut along."""
    solid = pytest.approx(0.25 * POINTS_PER_MM)
    (cut,) = [shape for shape in shapes_of(page) if shape.line_width == solid and len(shape.path) > 10]
    corners = [values for operator, values in cut.path[:4] if operator in "ml"]
    return sorted({round(x, 2) for x, _ in corners}), sorted({round(y, 2) for _, y in corners})


def panel_of(piece: TextPiece, page: Page, size: PanelSize) -> tuple[int, int]:
    """The row and column, from the top and the left, of the panel that holds the words."""
    (left, _), (_, top) = cut_lines(page)
    return int((top - piece.baseline) // size.height), int((piece.x - left) // size.width)


def content(page_layout: PageLayout) -> list[tuple[Page, TextPiece]]:
    """The content of the panels of a handout with several sheets: all pieces but artifacts and the banner."""
    return [
        (page, piece)
        for page in page_layout.pages
        for piece in page.pieces
        if isinstance(piece, TextPiece) and piece.tag > 1
    ]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("size", [CARD, UPRIGHT])
@pytest.mark.parametrize("sheet", ["letter", "a4"])
def test_panels_have_their_exact_size(sheet: str, size: PanelSize, *, turned: bool) -> None:
    """The lines to cut along are a whole number of panels apart, on the sheet, and so are the folds within them."""
    made = on_panels(document(section("One", say(PROSE * 12))), size, sheet, turned=turned)
    for page in lay_out(composed(made)).pages:
        (left, right), (bottom, top) = cut_lines(page)
        columns, rows = (right - left) / size.width, (top - bottom) / size.height
        assert columns == pytest.approx(round(columns), abs=0.001)
        assert rows == pytest.approx(round(rows), abs=0.001)
        assert 14 < left < right < page.width - 14
        assert 14 < bottom < top < page.height - 14
        (folds,) = [shape for shape in shapes_of(page) if shape.line_width == pytest.approx(0.2 * POINTS_PER_MM)]
        ends = {(round(values[0], 1), round(values[1], 1)) for _, values in folds.path}
        upright = {round(left + size.width * column, 1) for column in range(1, round(columns))}
        level = {round(top - size.height * row, 1) for row in range(1, round(rows))}
        assert all(x in upright or y in level for x, y in ends)
        assert upright <= {x for x, _ in ends}
        assert level <= {y for _, y in ends}


@pytest.mark.parametrize("size", [CARD, UPRIGHT])
def test_words_stay_in_their_panel(size: PanelSize) -> None:
    """No word is closer than 3 mm to a cut or a fold, whatever kind of block it is in."""
    page_layout = lay_out(composed(on_panels(everything(), size)))
    assert len(page_layout.pages) > 1
    for page, piece in content(page_layout):
        (left, _), (_, top) = cut_lines(page)
        row, column = panel_of(piece, page, size)
        begin, above = left + column * size.width, top - row * size.height
        assert piece.x >= begin + 8.5
        assert piece.x + piece.width <= begin + size.width - 8.4
        assert above - size.height + 8.5 <= piece.baseline <= above - 8.5


@pytest.mark.parametrize("size", [CARD, UPRIGHT])
def test_panels_are_read_in_their_order(size: PanelSize) -> None:
    """The reading order goes from panel to panel, row by row, over all sheets."""
    texts = [f"Number {number}: {PROSE}" for number in range(20)]
    page_layout = lay_out(composed(on_panels(document(section("Steps", items(ListKind.STEPS, *texts))), size)))
    pages = {id(page): number for number, page in enumerate(page_layout.pages)}
    places = [(pages[id(page)], *panel_of(piece, page, size)) for page, piece in content(page_layout)]
    assert places == sorted(places)
    assert len({column for _, _, column in places}) > 1


@pytest.mark.parametrize("before", range(1, 10))
def test_items_stay_on_one_panel(before: int) -> None:
    """A panel ends before an item of a few lines, not inside it, even if that leaves much of it empty."""
    short = items(ListKind.BULLETS, *["One line."] * before)
    long = items(ListKind.BULLETS, *["This takes three lines of a panel, " * 4] * 3)
    made = document(
        section("Before", short), section("Then", say("Call at once for:"), long), section("More", table(9))
    )
    page_layout = lay_out(composed(on_panels(made)))
    panels: dict[int, set[tuple[int, int, int]]] = {}
    for page, piece in content(page_layout):
        if page_layout.tags[piece.tag].role == "LBody":
            panels.setdefault(piece.tag, set()).add((page_layout.pages.index(page), *panel_of(piece, page, CARD)))
    assert len(panels) >= before + 3
    assert {len(found) for found in panels.values()} == {1}


@pytest.mark.parametrize("size", [CARD, UPRIGHT])
@pytest.mark.parametrize(("count", "words"), [(9, 20), (9, 27), (9, 35), (9, 50), (12, 60)])
def test_items_of_a_list_taller_than_a_panel_stay_on_one_panel(size: PanelSize, count: int, words: int) -> None:
    """A list that would stay whole, or whose first and last items would, but is taller than a panel goes on with a
    whole item on the next panel."""
    long = items(ListKind.BULLETS, *["word " * words] * count)
    page_layout = lay_out(
        composed(on_panels(document(section("Before", say("Two words.")), section("Then", long)), size))
    )
    panels: dict[int, set[tuple[int, int, int]]] = {}
    for page, piece in content(page_layout):
        panels.setdefault(piece.tag, set()).add((page_layout.pages.index(page), *panel_of(piece, page, size)))
    assert len({place for places in panels.values() for place in places}) > 2
    assert {len(places) for places in panels.values()} == {1}


@pytest.mark.parametrize("size", [CARD, UPRIGHT])
def test_panels_are_proved(size: PanelSize) -> None:
    """Tables, forms, figures, links and lists are complete on panels too."""
    made = on_panels(everything(), size)
    page_layout = lay_out(composed(made))
    assert prove_pdf(composed(made), paint(made, page_layout)) == ()


def test_each_panel_says_the_edition() -> None:
    """The imprint stands on each panel that has words, so that none says less than the sheet when it is cut off. No
    other words stand there."""
    for count in (1, 12, 20, 30, 42):
        made = on_panels(document(section("One", *[say(PROSE)] * count)), sheet="letter", turned=True)
        for page in lay_out(composed(made)).pages:
            texts = [piece for piece in page.pieces if isinstance(piece, TextPiece)]
            imprints = {panel_of(piece, page, CARD): piece for piece in texts if piece.text.strip() == IMPRINT}
            assert all(piece.tag == ARTIFACT and piece.size >= 9 for piece in imprints.values())
            _, (bottom, top) = cut_lines(page)
            body = [piece for piece in texts if piece.tag > 1 and bottom < piece.baseline < top]
            assert set(imprints) == {panel_of(piece, page, CARD) for piece in body} != set()
            for piece in (piece for piece in texts if piece.tag > 1):
                own = imprints.get(panel_of(piece, page, CARD))
                assert own is None or piece.baseline - own.baseline > 12


@pytest.mark.parametrize("before", range(1, 8))
def test_a_paragraph_stays_on_one_panel(before: int) -> None:
    """A short paragraph is not split between panels."""
    made = document(section("Before", items(ListKind.BULLETS, *["One line."] * before)), section("Then", say(PROSE)))
    page_layout = lay_out(composed(on_panels(made)))
    body = [(page, piece) for page, piece in content(page_layout) if piece.size == 10]
    tags = page_layout.tags
    found = {
        panel_of(piece, page, CARD) for page, piece in body if tags[piece.tag].role == "P" and tags[piece.tag].parent
    }
    assert len(found) == 1


@pytest.mark.parametrize("sheet", ["letter", "a4"])
@pytest.mark.parametrize("size", [Size.LARGE, Size.GIANT])
def test_larger_print_stands_in_quarters(size: Size, sheet: str) -> None:
    """A full sheet of the wallet card of large print is folded twice: two panels beside and two below each other, as
    large as the sheet has room for, with lines of three words or more."""
    with_quarters = project(layouts={"layouts/wallet-card.yaml": QUARTERS})
    made, _ = handout(with_quarters, "wallet-card", Edition(size, sheet))
    for page in lay_out(composed(made)).pages[:1]:
        (left, right), (bottom, top) = cut_lines(page)
        (folds,) = [shape for shape in shapes_of(page) if shape.line_width == pytest.approx(0.2 * POINTS_PER_MM)]
        ends = {(round(x, 1), round(y, 1)) for _, (x, y) in folds.path}
        assert {x for x, _ in ends} >= {round((left + right) / 2, 1)}
        assert {y for _, y in ends} >= {round((top + bottom) / 2, 1)}
        assert right - left > 0.9 * page.width
        assert top - bottom > 0.7 * page.height
        assert left >= made.look.paper.margins.start - 0.01
        assert bottom >= made.look.paper.margins.bottom - 0.01


def test_a_missing_imprint_is_found() -> None:
    """A card with another imprint than its document has is not proved."""
    made = on_panels(document(section("One", say("A word."))))
    pdf = paint(made, lay_out(composed(replace(made, imprint="Version 9"))))
    assert [problem.rule.name for problem in prove_pdf(composed(made), pdf)] == ["proof-failed", "proof-failed"]


def test_the_sheet_says_what_it_is() -> None:
    """Title, version, review status and page number stand in the margins of the sheet."""
    made = on_panels(document(section("One", say(PROSE * 30))))
    page_layout = lay_out(composed(made))
    assert len(page_layout.pages) > 1
    for number, page in enumerate(page_layout.pages, start=1):
        (_, _), (bottom, _) = cut_lines(page)
        below = [piece.text for piece in page.pieces if isinstance(piece, TextPiece) and piece.baseline < bottom]
        assert below == [made.footer.start, f"Page {number} of {len(page_layout.pages)}"]


def test_links_and_places_move_with_their_panel() -> None:
    """The area of a link covers its words, and its destination is the sheet and height of its anchor."""
    goal = section("The goal", say("Here it is."))
    link = say("Go to ", TextRun("the goal", link="#the-goal"), ".")
    made = on_panels(document(section("Long", say(PROSE * 11)), section("Far", link), goal))
    page_layout = lay_out(composed(made))
    words = {piece.text.strip(): (number, piece) for number, page in enumerate(page_layout.pages)
             for piece in page.pieces if isinstance(piece, TextPiece)}  # fmt: skip
    (area,) = link_areas(page_layout)
    page, said = words["the goal"]
    assert (area.page, area.box[0]) == (page, said.x)
    assert area.box[1] < said.baseline < area.box[3]
    (there,) = [one for one in page_layout.destinations if one.anchor == "the-goal"]
    page, heading = words["The goal"]
    assert there.page == page
    assert 0 < there.top - heading.baseline < 20


def test_figures_are_boxed_on_the_sheet() -> None:
    """A figure's bounding box is where its drawing is painted."""
    figure = Figure(red_picture(), "A red kettle", None, Position("content/kettles/en.yaml", 3))
    page_layout = lay_out(composed(on_panels(document(section("Long", say(PROSE * 4)), section("Seen", figure)))))
    (box,) = [value for tag in page_layout.tags for _, key, value in tag.attributes if key == "BBox"]
    (drawn,) = [piece for page in page_layout.pages for piece in page.pieces if isinstance(piece, PicturePiece)]
    corners = (drawn.x, drawn.y, drawn.x + drawn.width, drawn.y + drawn.height)
    assert [float(number) for number in box.strip("[]").split()] == [pytest.approx(one, abs=0.01) for one in corners]


def test_the_budget_counts_sheets() -> None:
    """As many panels as a sheet holds are one page; one more panel is over budget."""
    promise = PageBudget(1, 1, Position("layouts/card.yaml", 4, 8))

    def card(panels: int) -> Document:
        parts = [section(f"Part {number}", log(2)) for number in range(panels)]
        return replace(on_panels(document(*parts, subtitle="")), budget=promise)

    assert lay_out(composed(card(7))).counted == 1
    with pytest.raises(CaresheetError, match="over-budget"):
        lay_out(composed(card(8)))


def test_wide_tables_and_turned_forms_stay_in_the_panels() -> None:
    """Panels are never turned: a table that would need a turned page is stacked, and nothing is lost."""
    made = on_panels(document(section("Table", table(2)), section("Diary", log(3), turned=True)))
    page_layout = lay_out(composed(made))
    assert {(page.width, page.height) for page in page_layout.pages} == {
        (made.look.paper.width, made.look.paper.height)
    }
    assert prove_pdf(composed(made), paint(made, page_layout)) == ()


def test_panels_larger_than_the_sheet_are_refused() -> None:
    """Paper that is too small for the panels is refused."""
    made = on_panels(document(section("One", say("A word."))), PanelSize(500, 300), "a6")
    with pytest.raises(
        CaresheetError, match=r"does-not-fit the panels are 176.4 × 105.8 mm, and the page has room for \d+ × \d+ mm"
    ):
        lay_out(composed(made))


@pytest.mark.parametrize("paper_name", ["letter", "a4"])
def test_the_wallet_card_is_one_side(paper_name: str) -> None:
    """The shipped layout: faces a little smaller than a bank card, one side, 10 points or more, an advice to cut and
    fold."""
    made, problems = handout(project(), "wallet-card", Edition(Size.REGULAR, paper_name))
    assert problems == ()
    assert made.look.panels == PanelSize(pytest.approx(239.81, abs=0.01), pytest.approx(150.24, abs=0.01), fan=True)
    page_layout = lay_out(composed(made))
    assert len(page_layout.pages) == page_layout.counted == 1
    assert page_layout.body_size >= 10
    assert made.imprint == "Version 0.4\u00a0· Draft. Do not use with patients."
    assert made.mark == "DRAFT"
    assert made.header.end.startswith("1. Cut along the solid line.")
    assert prove_pdf(composed(made), paint(made, page_layout)) == ()


@pytest.mark.parametrize("size", [Size.LARGE, Size.GIANT])
def test_the_wallet_card_in_larger_print(size: Size) -> None:
    """In large print the card needs more panels, and is still proved."""
    with_quarters = project(layouts={"layouts/wallet-card.yaml": QUARTERS})
    made, problems = handout(with_quarters, "wallet-card", Edition(size))
    assert problems == ()
    assert prove_pdf(composed(made), paint(made, lay_out(composed(made)))) == ()


@pytest.mark.parametrize("name", ["wallet-card", "wall-card"])
def test_the_cards_sound_right(name: str, tmp_path: Path) -> None:
    """An independent screen reader finds both cards right, code included: nothing is read twice or left out."""
    layouts = {f"layouts/{name}.yaml": (ROOT / "layouts" / f"{name}.yaml").read_text("utf-8") + "qr: yes\n"}
    made, _ = handout(project(clinic="website: 'https://www.example.org'\n", layouts=layouts), name)
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(paint(made, lay_out(composed(made))))
    assert hear(file) == ()


@pytest.mark.parametrize("size", [Size.LARGE, Size.GIANT])
def test_only_a_fan_is_folded_like_a_fan(size: Size) -> None:
    """In larger print, the sheet is cut and folded into quarters, and says so; no face has a mark of its own."""
    offered = (ROOT / "layouts/wallet-card.yaml").read_text("utf-8").replace("large: [], giant: [], ", "")
    offered = offered.replace("pages: {max: 1}", "pages: {max: 1, large: {max: 9}, giant: {max: 9}}")
    whole = project(layouts={"layouts/wallet-card.yaml": offered})
    document, _ = handout(whole, "wallet-card", Edition(size))
    assert document.header.center == "Cut along the solid line, fold along the dashed lines"
    assert (document.mark, document.cover_mark) == ("", "")
    fan, _ = handout(whole, "wallet-card")
    assert "Fold like a fan" in fan.header.end
    assert fan.cover_mark == "English"


@pytest.mark.parametrize(("width", "roles"), [("60mm", "handover action"), ("84.6mm", "handover")])
def test_the_language_on_the_cover_stands_on_no_other_words(width: str, roles: str) -> None:
    """Where the language of a fan card has no room beside the mark of its cover, or where the cover is its only face,
    it stands above what is at the foot of that face."""
    layout = (ROOT / "layouts/wallet-card.yaml").read_text("utf-8").replace("width: 84.6mm", f"width: {width}")
    placed = ", ".join(f"{{role: {role}, start: page}}" for role in roles.split())
    layout = f"{layout[: layout.index('place:')]}place: [{placed}]\n"
    document, _ = handout(project(layouts={"layouts/wallet-card.yaml": layout}), "wallet-card")
    made = replace(document, cover_mark="Kreyòl ayisyen (Haitian Creole)")
    page_layout = lay_out(composed(made))
    assert prove_pdf(composed(made), paint(made, page_layout)) == ()
    assert any(piece.text == made.cover_mark for piece in page_layout.pages[0].pieces if isinstance(piece, TextPiece))
