"""Zones as they are laid out and painted: whole lists, numbers in their bands, colors that everybody tells apart."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import pytest
from msgspec.structs import replace
from tests.compose.builders import TODAY
from tests.layout.kettles import SIGNS, WORDS, handout, project
from tests.projects.merged import ROOT, Memory
from tests.proof.documents import composed

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.layout.handout import bounds
from caresheet.model.color_vision import DEFICIENCIES, color_difference
from caresheet.model.colors import parse_color
from caresheet.model.composed import Composed
from caresheet.model.edition import Edition, Size
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import (
    ARTIFACT,
    DrawingPiece,
    FieldPiece,
    PageLayout,
    ShapePiece,
    TextPiece,
    WordPiece,
)
from caresheet.model.problem import CaresheetError
from caresheet.model.structure import Role, StructureNode
from caresheet.model.zone_look import ZoneLook
from caresheet.outputs.pdf.preview import rasterize
from caresheet.source import read_project

CLINIC = """
name: 'Lakeside Cell Therapy Center'
phone: '(217) 555-0120'
after_hours_phone: '(217) 555-0121'
emergency: '911'
minutes_before_escalation: '15 minutes'
hospital: 'Lakeside University Hospital'
country: US
website: 'https://lakeside.example.org/crs'
"""
FILLED, BLANK = "lakeside", "example"
EDITIONS = [Edition(size, paper) for size in Size for paper in ("letter", "a4")]
WALL = [Edition(Size.REGULAR, paper) for paper in ("a3", "tabloid")]
CARDS = [("red-flag-card", edition) for edition in EDITIONS] + [("wall-card", edition) for edition in WALL]
RED, AMBER, GREEN = "#a4161a", "#ffc845", "#57a773"
EDGE = 8 * POINTS_PER_MM


@cache
def shipped(clinic: str) -> Memory:
    paths = [*(ROOT / "content").rglob("*"), *(ROOT / "layouts").glob("*.yaml")]
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths if path.is_file()}
    return Memory(files | {f"content/clinics/{FILLED}.yaml": CLINIC.encode()} if clinic == FILLED else files)


@cache
def made(layout: str, language: str, edition: Edition, clinic: str) -> tuple[Composed, PageLayout]:
    files = shipped(clinic)
    whole = read_project(files, (files, f"content/clinics/{clinic}.yaml"))
    (job,) = jobs(whole, layouts=[layout], languages=[language], edition=edition, today=TODAY)
    composed_handout = compose(job)
    return composed_handout, lay_out(composed_handout)


def pages_of(page_layout: PageLayout, node: StructureNode) -> set[int]:
    """The pages on which anything of an element stands."""
    numbers = {each.number for each in node.everything()}
    return {
        number
        for number, page in enumerate(page_layout.pages)
        for piece in page.pieces
        if piece.tag != ARTIFACT and piece.tag in numbers
    }


def critical_sections(whole: Composed) -> list[StructureNode]:
    nodes = [node for node in whole.structure.root.children if node.role is Role.SECTION]
    return [node for node, section in zip(nodes, whole.document.sections, strict=True) if section.critical]


@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("layout", "edition"),
    [*CARDS, *((layout, edition) for layout in ("caregiver-guide", "full-explainer") for edition in EDITIONS[::2])],
    ids=lambda value: value if isinstance(value, str) else f"{value.size.value}-{value.paper}",
)
def test_critical_lists_are_whole(layout: str, edition: Edition, language: str, clinic: str) -> None:
    """In every size, a reader who holds the page with a critical heading holds its whole list: nothing of it is on
    another page."""
    whole, page_layout = made(layout, language, edition, clinic)
    sections = critical_sections(whole)
    assert len(sections) == 3
    for section in sections:
        heading, *blocks = section.blocks
        lists = [block for block in blocks if block.role in {Role.BULLETS, Role.STEPS}]
        assert lists
        found = [pages_of(page_layout, node) for node in (heading, *lists)]
        assert all(len(pages) == 1 for pages in found)
        assert len(set.union(*found)) == 1


@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("layout", "edition"), CARDS)
def test_ink_keeps_away_from_the_edges(layout: str, edition: Edition, language: str, clinic: str) -> None:
    """Nothing is printed within 8 mm of any edge, where many printers print nothing."""
    _, page_layout = made(layout, language, edition, clinic)
    for page in page_layout.pages:
        for piece in page.pieces:
            left, bottom, right, top = bounds(piece)
            descent = 0.3 * piece.size if isinstance(piece, TextPiece) else 0.0
            assert left >= EDGE - 1, piece
            assert right <= page.width - EDGE + 1, piece
            assert bottom >= EDGE - 1 - descent, piece
            assert top <= page.height - EDGE + 1 + descent, piece


def bands(page_layout: PageLayout, color: str) -> list[tuple[int, tuple[float, float, float, float]]]:
    """The bands of a color, each with its page: the widest areas of it."""
    return [
        (number, bounds(piece))
        for number, page in enumerate(page_layout.pages)
        for piece in page.pieces
        if isinstance(piece, ShapePiece)
        and piece.fill == color
        and bounds(piece)[2] - bounds(piece)[0] > 0.8 * (page.width - 2 * 18 * POINTS_PER_MM)
    ]


def inside(page_layout: PageLayout, number: int, box: tuple[float, float, float, float]) -> list[object]:
    left, bottom, right, top = box
    found: list[object] = []
    for piece in page_layout.pages[number].pieces:
        x0, y0, x1, y1 = bounds(piece)
        if x0 >= left - 1 and x1 <= right + 1 and bottom <= (y0 + y1) / 2 <= top:
            found.append(piece)
    return found


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("layout", "edition"), CARDS)
def test_numbers_stand_large_in_their_bands(layout: str, edition: Edition, language: str) -> None:
    """The emergency number is the largest thing in its band, at least 1.35 times its title; both numbers of the team
    stand in theirs, in at least 0.85 times its title."""
    _, page_layout = made(layout, language, edition, FILLED)
    for color, numbers, least in ((RED, ["911"], 1.35), (AMBER, ["(217) 555-0120", "(217) 555-0121"], 0.85)):
        ((page, box),) = bands(page_layout, color)
        texts = [piece for piece in inside(page_layout, page, box) if isinstance(piece, TextPiece)]
        plain = {piece.text.strip().replace("\u00a0", " ").replace("\u2011", "-"): piece.size for piece in texts}
        assert set(numbers) <= set(plain)
        title = texts[0].size
        assert all(plain[number] >= least * title for number in numbers)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("layout", "edition"), CARDS)
def test_missing_numbers_have_boxes_in_their_bands(layout: str, edition: Edition, language: str) -> None:
    """Where a clinic gives no number, a white box to write it in stands in the band, as high as handwriting needs."""
    _, page_layout = made(layout, language, edition, BLANK)
    for color, names in ((RED, ["clinic.emergency"]), (AMBER, ["clinic.phone", "clinic.after_hours_phone"])):
        ((page, box),) = bands(page_layout, color)
        pieces = inside(page_layout, page, box)
        fields = [piece for piece in pieces if isinstance(piece, FieldPiece)]
        assert [piece.name for piece in fields] == names
        white = [piece for piece in pieces if isinstance(piece, ShapePiece) and piece.fill == "#ffffff"]
        for field in fields:
            assert field.height >= 7 * POINTS_PER_MM
            assert any(
                bounds(piece)[0] <= field.x + 1 and bounds(piece)[2] >= field.x + field.width - 1 for piece in white
            )


def test_pictograms_are_silent_and_all_there() -> None:
    """Each sign of the card has its pictogram, drawn in black and said by nobody."""
    whole, page_layout = made("red-flag-card", "en", EDITIONS[0], BLANK)
    drawn = [piece for page in page_layout.pages for piece in page.pieces if isinstance(piece, DrawingPiece)]
    assert len(drawn) == 16
    assert all(piece.tag == ARTIFACT and piece.color == "#000000" for piece in drawn)
    items = [
        node for section in critical_sections(whole)[:2] for node in section.everything() if node.role is Role.ITEM
    ]
    assert [len(item.blocks) for item in items] == [1] * 16


def test_questions_stand_in_boxes_side_by_side() -> None:
    """The four questions of the card for triage each have a box, all in one row, with their words inside."""
    for language in ("en", "es"):
        whole, page_layout = made("staff-triage", language, EDITIONS[0], FILLED)
        section = next(node for node in whole.structure.root.children if node.role is Role.SECTION)
        items = [node for node in section.everything() if node.role is Role.ITEM]
        lines = [piece for piece in page_layout.pages[0].pieces if isinstance(piece, ShapePiece) and piece.stroke]
        shapes = [piece for piece in lines if round(piece.line_width / POINTS_PER_MM, 2) == 0.35]
        boxes = sorted(box for box in map(bounds, shapes) if 30 < (box[2] - box[0]) / POINTS_PER_MM < 50)
        assert len(items) == len(boxes) == 4
        assert len({round(box[1]) for box in boxes}) == 1
        for item, (left, bottom, right, top) in zip(items, boxes, strict=True):
            numbers = {node.number for node in item.everything()}
            words = [p for p in page_layout.pages[0].pieces if isinstance(p, TextPiece) and p.tag in numbers]
            assert words
            for piece in words:
                assert left < piece.x < piece.x + piece.width < right
                assert bottom < piece.baseline < top


def test_signs_are_read_down_the_columns() -> None:
    """The list is read down the first column and then down the second, and both columns end level."""
    whole, page_layout = made("red-flag-card", "en", EDITIONS[0], BLANK)
    items = [node for node in critical_sections(whole)[0].everything() if node.role is Role.ITEM]
    places = []
    for item in items:
        numbers = {node.number for node in item.everything()}
        pieces = [p for page in page_layout.pages for p in page.pieces if isinstance(p, TextPiece) and p.tag in numbers]
        places.append((round(min(p.x for p in pieces)), [p.baseline for p in pieces]))
    columns = sorted({x for x, _ in places})
    assert len(columns) == 2
    assert [x for x, _ in places] == [columns[0]] * 5 + [columns[1]] * 5
    for start in (0, 5):
        tops = [max(lines) for _, lines in places[start : start + 5]]
        assert tops == sorted(tops, reverse=True)
    assert abs(min(places[4][1]) - min(places[9][1])) < 8


def test_red_and_amber_are_told_apart_in_gray() -> None:
    """On a black-and-white printer the two zones differ by at least 30 in lightness (CIE 1976), as painted."""
    files = shipped(BLANK)
    whole = read_project(files, (files, f"content/clinics/{BLANK}.yaml"))
    (job,) = jobs(whole, layouts=["red-flag-card"], languages=["en"], today=TODAY)
    page_layout = lay_out(compose(job))
    picture = rasterize(render(job).handout.artifact("pdf").data, 0, dpi=72, gray=True)
    lightness = []
    for color in (RED, AMBER):
        ((_, (left, bottom, _, top)),) = bands(page_layout, color)
        row = round(page_layout.pages[0].height - (bottom + top) / 2)
        level = picture.pixels[row * picture.width + round(left) + 4] / 255
        luminance = ((level + 0.055) / 1.055) ** 2.4
        lightness.append(116 * luminance ** (1 / 3) - 16)
    assert lightness[1] - lightness[0] >= 30


@pytest.mark.parametrize(
    ("first", "second", "seen"),
    [(RED, AMBER, (75, 53, 72, 62)), (RED, GREEN, (97, 33, 38, 106)), (GREEN, AMBER, (70, 57, 50, 62))],
)
def test_bands_differ_to_every_eye(first: str, second: str, seen: tuple[int, ...]) -> None:
    """The differences of the three bands, to normal sight and to the three deficiencies."""
    found = [color_difference(parse_color(first), parse_color(second), eyes) for eyes in ("", *DEFICIENCIES)]
    assert [round(each) for each in found] == list(seen)


def test_a_list_that_never_fits_is_refused() -> None:
    """A critical list that is taller than its page is refused with how many lines are over; it is never cut."""
    signs = ", ".join(f"'Sign number {number}'" for number in range(90))
    path = "layouts/wall-card.yaml"
    plain = (ROOT / path).read_text("utf-8").replace("style: alarm", "style: act, wide: yes")
    with_words = project(layouts={path: plain})
    document, _ = handout(with_words, "wall-card", WALL[0])
    assert len(lay_out(composed(document)).pages) == 1
    long = project(layouts={path: plain}, signs=signs)
    made_long, _ = handout(long, "wall-card", WALL[0])
    with pytest.raises(
        CaresheetError, match=r"does-not-fit this must stay on one page, and it is \d+ lines \(\d+ mm\) too tall"
    ):
        lay_out(composed(made_long))


def test_equal_numbers_stand_once() -> None:
    """One number for day and night needs no labels, and stands alone in large type."""
    twice = CLINIC.replace("555-0121", "555-0120").encode()
    files = Memory(shipped(FILLED).files | {f"content/clinics/{FILLED}.yaml": twice})
    whole = read_project(files, (files, f"content/clinics/{FILLED}.yaml"))
    (job,) = jobs(whole, layouts=["red-flag-card"], languages=["en"], today=TODAY)
    page_layout = lay_out(compose(job))
    ((page, box),) = bands(page_layout, AMBER)
    texts = [piece for piece in inside(page_layout, page, box) if isinstance(piece, TextPiece)]
    assert texts[0].text.strip() == "Call your team now"
    assert len(texts) == 2
    assert texts[1].size > 24


NOTES = ("Monday to Friday, 8 to 5, extension 4432", "ask for the doctor on call")


@pytest.mark.parametrize(("layout", "edition"), CARDS)
def test_a_long_note_stays_in_its_band(layout: str, edition: Edition) -> None:
    """What a clinic says after its numbers, such as its hours, is printed in the band, in more lines if it needs them:
    no words leave the band, and both numbers are larger than the note, which is no smaller than their labels."""
    noted = CLINIC
    for number, note in zip(("555-0120", "555-0121"), NOTES, strict=True):
        noted = noted.replace(f"'(217) {number}'", f"{{number: '(217) {number}', note: '{note}'}}")
    files = Memory(shipped(FILLED).files | {f"content/clinics/{FILLED}.yaml": noted.encode()})
    whole = read_project(files, (files, f"content/clinics/{FILLED}.yaml"))
    (job,) = jobs(whole, layouts=[layout], languages=["en"], edition=edition, today=TODAY)
    made_handout = compose(job)
    page_layout = lay_out(made_handout)
    ((page, box),) = bands(page_layout, AMBER)
    texts = [piece for piece in inside(page_layout, page, box) if isinstance(piece, TextPiece)]
    said = " ".join(" ".join(piece.text for piece in texts).split()).replace("\u00a0", " ").replace("\u2011", "-")
    assert all(f", {note}" in said.replace(" ,", ",") for note in NOTES)
    assert all(box[0] <= bounds(piece)[0] and bounds(piece)[2] <= box[2] - 2 * POINTS_PER_MM for piece in texts)
    labels = made_handout.document.look.zones.label
    numbers = [piece.size for piece in texts if piece.text.strip().endswith(("0120", "0121"))]
    notes = [piece.size for piece in texts if any(word in piece.text for word in ("extension", "on call"))]
    assert len(numbers) == 2
    assert min(numbers) > max(notes) >= min(notes) == pytest.approx(labels, abs=0.5)


def test_large_pictograms_stand_in_as_many_columns_as_hold_their_words() -> None:
    """Signs beside pictograms of 40 mm, with key words of 36 pt, as on a poster: no word of them is split, whatever the
    paper, and nothing is refused because so many would not fit side by side."""
    signs = "".join(
        f"{{text: '**{words}.** Look.', pictogram: arm}}," for words in ("Face", "Arms", "Speech", "Unconsciousness")
    )
    poster = """
extends: base
audience: patient
kind: poster
citations: hidden
paper: a3
offers: {regular: [a3, letter, a4]}
pages: {max: 3}
type: {body: 18pt, title: 44pt, section: 24pt}
zones: {pictogram: 40mm, key_words: 36pt, title: 34pt, number: 84pt, shape: 20mm}
place: [{role: warning, style: alarm}, {role: team-call, style: call}, {role: action, style: act}]
"""
    for paper in ("letter", "a4", "a3"):
        whole = project(layouts={"layouts/wall-card.yaml": poster}, signs=signs)
        (job,) = jobs(whole, layouts=["wall-card"], edition=Edition(Size.REGULAR, paper), today=TODAY)
        page_layout = lay_out(compose(job))
        words = [piece.text for page in page_layout.pages for piece in page.pieces if isinstance(piece, TextPiece)]
        assert all(any(f"{word}." in piece for piece in words) for word in ("Face", "Arms", "Speech"))
        assert any("Unconsciousness." in piece for piece in words)


@pytest.mark.parametrize(("emergency", "size"), [("911", 36.0), ("11611", 36.0), ("116117", 25.92)])
def test_a_short_number_that_stands_alone_is_largest(emergency: str, size: float) -> None:
    """Up to five characters are set in the layout's largest size, a longer number smaller, so that its title has room
    beside it."""
    other = CLINIC.replace("'911'", f"'{emergency}'").encode()
    files = Memory(shipped(FILLED).files | {f"content/clinics/{FILLED}.yaml": other})
    whole = read_project(files, (files, f"content/clinics/{FILLED}.yaml"))
    (job,) = jobs(whole, layouts=["red-flag-card"], languages=["en"], today=TODAY)
    page_layout = lay_out(compose(job))
    ((page, box),) = bands(page_layout, RED)
    (number,) = [
        piece
        for piece in inside(page_layout, page, box)
        if isinstance(piece, TextPiece) and piece.text.strip() == emergency
    ]
    assert number.size == pytest.approx(size)


def test_an_emergency_number_is_largest_beside_others() -> None:
    """A short number without a label, such as 911, is set as large beside a labeled one as it is alone."""
    words = (ROOT / "content/cytokine-storm/en.yaml").read_text("utf-8")
    more = "numbers: [{value: '{{clinic.emergency}}'}, {label: 'Nurse', value: '{{clinic.phone}}'}]"
    said = words.replace("numbers: [{value: '{{clinic.emergency}}'}]", more)
    assert said != words
    others = {
        path: data
        for path, data in shipped(FILLED).files.items()
        if not path.startswith("content/cytokine-storm/") or path.endswith(("/topic.yaml", ".svg", ".png"))
    }
    files = Memory(others | {"content/cytokine-storm/en.yaml": said.encode()})
    whole = read_project(files, (files, f"content/clinics/{FILLED}.yaml"))
    (job,) = jobs(whole, layouts=["wall-card"], languages=["en"], edition=Edition(Size.REGULAR, "a3"), today=TODAY)
    page_layout = lay_out(compose(job))
    ((page, box),) = bands(page_layout, RED)
    sizes = {p.text.strip(): p.size for p in inside(page_layout, page, box) if isinstance(p, TextPiece)}
    assert sizes["911"] == max(sizes.values())


FIRST = [Edition(size, "letter") for size in Size] + [Edition(Size.REGULAR, "a5")]
OTHERS = [each for each in EDITIONS if each not in FIRST]
CARD_LANGUAGES = ("ar", "en", "es", "ht", "ko", "pl", "ru", "tl", "vi", "zh-Hans")
"""The languages of the red-flag card."""


@pytest.mark.parametrize("language", CARD_LANGUAGES)
@pytest.mark.parametrize(
    ("edition", "clinic"),
    [(each, BLANK) for each in FIRST]
    + [pytest.param(each, FILLED, marks=pytest.mark.long) for each in FIRST]
    + [pytest.param(each, clinic, marks=pytest.mark.long) for each in OTHERS for clinic in (BLANK, FILLED)],
    ids=lambda value: str(value)[:60],
)
def test_title_heading_and_text_keep_their_order(language: str, edition: Edition, clinic: str) -> None:
    """However much space the words of a language need, the title is larger than every heading, and every heading is
    larger than the text, by half a point at least."""
    whole, page_layout = made("red-flag-card", language, edition, clinic)
    root = whole.structure.root
    text = {
        number
        for node in root.everything()
        if node.role in {Role.ITEM, Role.PARAGRAPH}
        for each in node.everything()
        for number in each.run_numbers
    }
    zones = whole.document.look.zones
    heads = sizes_of(
        page_layout, [tag for node in root.everything() if node.role is Role.HEADING_2 for tag in node.run_numbers]
    ) - {zones.label, zones.number, zones.numbers}
    assert min(sizes_of(page_layout, whole.structure.part(Role.TITLE).run_numbers)) >= max(heads) + 0.5
    assert min(heads) >= max(sizes_of(page_layout, text)) + 0.5


def sizes_of(page_layout: PageLayout, tags: Collection[int]) -> set[float]:
    """The type sizes of the words with these tags."""
    words = (piece for page in page_layout.pages for piece in page.pieces if isinstance(piece, WordPiece))
    return {round(piece.size, 3) for piece in words if piece.tag in tags}


def test_pictograms_shrink_last() -> None:
    """Where there is no room, pictograms shrink by a twentieth with the gaps, and to their least size at the end."""
    look = replace(shipped_zones("wallet-card"), pictogram=10.0, pictogram_least=8.0)
    assert [round(look.fitted(1.0, loose).pictogram, 2) for loose in (1.0, 0.75, 0.5, 0.25)] == [10.0, 9.5, 9.5, 8.0]
    assert replace(look, pictogram_least=0.0).fitted(1.0, 0.25).pictogram == 9.5
    assert replace(look, pictogram_least=12.0).fitted(1.0, 0.25).pictogram == 9.5


def shipped_zones(layout: str) -> ZoneLook:
    whole, _ = made(layout, "en", Edition(Size.REGULAR, "letter"), BLANK)
    return whole.document.look.zones


WITH_TABLE = (
    "'A burn larger than the hand', 'A burn on the face', 'Smoke that was breathed in']\n"
    "      - table:\n          caption: 'What to take'\n          columns: ['Medicine', 'How much', 'When']\n"
    "          rows: [['Gel', 'a little', 'now'], ['', '', '']"
)


def test_a_list_stands_beside_its_table() -> None:
    """With `beside`, the signs of a zone and the table after them start at the same height and do not touch; the zone
    is lower than without, and its words are read in the same order."""
    heights, places = [], {}
    for beside in ("no", "yes"):
        base = (ROOT / "layouts/base.yaml").read_text("utf-8")
        styled = base.replace("color: stop, signs: octagon}", f"color: stop, signs: octagon, beside: {beside}}}")
        assert styled != base
        whole = project(layouts={"layouts/base.yaml": styled}, signs=WITH_TABLE)
        (job,) = jobs(whole, layouts=["wall-card"], edition=WALL[0], today=TODAY)
        made_handout = compose(job)
        page_layout = lay_out(made_handout)
        words = [piece for page in page_layout.pages for piece in page.pieces if isinstance(piece, TextPiece)]
        found = {name: next(p for p in words if name in p.text) for name in ("larger", "Smoke", "What to take", "Gel")}
        order = sorted(found, key=lambda name: found[name].tag)
        assert order == ["larger", "Smoke", "What to take", "Gel"]
        heights.append(found["larger"].baseline - found["Gel"].baseline)
        places = found
    assert heights[1] < heights[0]
    assert places["What to take"].baseline == pytest.approx(places["larger"].baseline, abs=12)
    assert places["What to take"].x > max(places[name].x + places[name].width for name in ("larger", "Smoke"))


def test_a_number_is_no_part_of_a_link_before_it() -> None:
    """A title that ends with the words of a link, with the line under them, is parted from the number in its band."""
    path = "content/cytokine-storm/en.yaml"
    words = shipped(FILLED).files[path].decode()
    linked = words.replace("title: 'Call your team now'", "title: 'Call your [team](https://example.org)'")
    assert linked != words
    files = Memory(shipped(FILLED).files | {path: linked.encode()})
    whole = read_project(files, (files, f"content/clinics/{FILLED}.yaml"))
    (job,) = jobs(whole, layouts=["red-flag-card"], languages=["en"], today=TODAY)
    assert render(job).handout.artifact("pdf").pages


NESTED = "{text: 'A burn on the face', bullets: ['eyes', 'lips']}, 'Smoke that was breathed in', 'A burn from acid'"


@pytest.mark.parametrize("boxes", ["no", "yes"])
@pytest.mark.parametrize("placed", ["{role: warning, style: nested}", "{role: warning, style: boxed}"])
def test_a_list_below_a_sign_stands_under_its_words(placed: str, boxes: str) -> None:
    """A sign in a zone or in a box may have a list below it: its items stand under the sign's words, and the next sign
    of the column is lower than they are."""
    layout = f"""
extends: base
audience: patient
kind: poster
citations: hidden
styles:
  nested: {{heading: zone, color: stop, signs: octagon, boxes: {boxes}}}
  boxed: {{heading: plain, color: text, boxes: yes}}
place: [{placed}, {{role: team-call, style: call}}, {{role: action, style: act}}]
"""
    (job,) = jobs(project(layouts={"layouts/wall-card.yaml": layout}, signs=NESTED), layouts=["wall-card"], today=TODAY)
    assert render(job).handout.artifact("pdf").pages == 1
    page = lay_out(compose(job)).pages[0]
    places = {
        piece.text.split()[-1]: (piece.x, piece.baseline) for piece in page.pieces if isinstance(piece, TextPiece)
    }
    sign, eyes, lips, smoke = (places[word] for word in ("face", "eyes", "lips", "in"))
    assert sign[1] > eyes[1] > lips[1]
    assert eyes[0] == lips[0] > sign[0]
    assert smoke[1] < lips[1] or smoke[0] > lips[0] + 100


def test_a_label_stands_above_its_box_where_both_have_no_room_side_by_side() -> None:
    """In the band of a small page, a long label is above its box, and no letter reaches into it."""
    title = "title: 'Should you call us?'\n"
    label = "{label: 'Call this number in the evening and at night', value: '{{clinic.after_hours_phone}}'}"
    words = WORDS.replace(title, f"{title}    numbers: [{label}]\n").replace("[SIGNS]", f"[{SIGNS}]")
    files = {"content/kettles/en.yaml": words.replace("ACTION", "Rest.")}
    files["layouts/wall-card.yaml"] = (
        "extends: base\naudience: patient\ncitations: hidden\noffers: {regular: [a5]}\n"
        "place: [{role: warning, style: alarm}, {role: team-call, style: call}, {role: action, style: act}]\n"
    )
    (job,) = jobs(project(layouts=files), layouts=["wall-card"], edition=Edition(Size.REGULAR, "a5"), today=TODAY)
    assert render(job).handout.artifact("pdf").pages
    page_layout = lay_out(compose(job))
    ((page, box),) = bands(page_layout, AMBER)
    (label_box,) = (
        bounds(piece)
        for piece in inside(page_layout, page, box)
        if isinstance(piece, TextPiece) and "Call this" in piece.text
    )
    (number_box,) = (bounds(piece) for piece in inside(page_layout, page, box) if isinstance(piece, FieldPiece))
    assert label_box[0] == pytest.approx(number_box[0], abs=1.0)
    assert number_box[1] < label_box[1]
    assert (number_box[1] + number_box[3]) / 2 < label_box[1]
