"""Black-only print: every color of a handout is a gray, zones keep their order, and nothing else moves."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.compose.builders import LOOK, PLAIN, TODAY, layout, place
from tests.layout.test_pictures import photo, with_picture
from tests.layout.test_zones import shipped
from tests.projects.merged import Memory
from tests.proof.documents import composed
from tests.rules.judged import judged_layout

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.model.black_print import printed_with
from caresheet.model.colors import contrast_ratio, parse_color
from caresheet.model.edition import Edition, Size
from caresheet.model.ink import Ink
from caresheet.model.job import Job
from caresheet.model.layout import Layout
from caresheet.model.look import HeadingLook, ListMarker, SectionStyle
from caresheet.model.page_layout import DrawingPiece, GlyphPiece, Page, ShapePiece, TextPiece
from caresheet.model.press import Sheets
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf
from caresheet.source import read_project

LAYOUTS = (
    *("red-flag-card", "wallet-card", "wall-card", "caregiver-guide"),
    *("full-explainer", "staff-triage", "staff-grading"),
)
COLORING = {"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh"}
BLACK, MIDDLE, LIGHT = "#000000", "#959595", "#d0d0d0"
IN_BLACK = Edition(ink=Ink.BLACK)
PATH = "content/clinics/harbor.yaml"
PROFILE = b"name: 'Harbor clinic'\nlogo: mark.svg\naccent: '#5b2a86'\nemergency: '911'\n"
MARK = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">'
    b'<path fill="#ffcc00" stroke="#0055cc" d="M0 0h60v30H0z"/><path fill="currentColor" d="M60 0h30v30H60z"/></svg>'
)


def job_of(name: str, edition: Edition, *changes: tuple[str, str]) -> Job:
    """A handout of a clinic with a color and a logo of its own; `changes` are made in the layout that all extend."""
    files = shipped("example").files | {PATH: PROFILE, "content/clinics/mark.svg": MARK}
    base = files["layouts/base.yaml"].decode()
    for old, new in changes:
        assert old in base
        base = base.replace(old, new)
    whole = Memory(files | {"layouts/base.yaml": base.encode()})
    (job,) = jobs(read_project(whole, (whole, PATH)), layouts=[name], languages=["en"], edition=edition, today=TODAY)
    return job


def painted(pdf: bytes) -> tuple[set[str], set[str]]:
    """What sets a color in a PDF: the operators of its pages, its form fields and what they show, and the color spaces
    of its pictures."""
    operators: set[str] = set()
    spaces: set[str] = set()
    with pikepdf.open(BytesIO(pdf)) as opened:
        streams: list[pikepdf.Page | pikepdf.Object] = list(opened.pages)
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
                streams.append(thing)
            elif isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                spaces.add(str(thing.ColorSpace))
            elif isinstance(thing, pikepdf.Dictionary) and "/DA" in thing:
                operators |= set(str(thing.DA).split()) & COLORING
        for stream in streams:
            operators |= {str(each.operator) for each in pikepdf.parse_content_stream(stream)} & COLORING
    return operators, spaces


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        *((name, IN_BLACK) for name in LAYOUTS),
        ("caregiver-guide", replace(IN_BLACK, fillable=True)),
        ("red-flag-card", replace(IN_BLACK, size=Size.LARGE)),
        ("red-flag-card", replace(IN_BLACK, sheets=Sheets.TWO_UP, marks=True)),
    ],
)
def test_every_color_of_a_file_is_gray(name: str, edition: Edition) -> None:
    """Whatever sets a color in a finished PDF sets a gray by one number: the clinic's own color and logo, form fields
    and crop marks, too."""
    operators, spaces = painted(render(job_of(name, edition)).handout.artifact("pdf").data)
    assert "g" in operators
    assert operators <= {"g", "G"}
    assert spaces <= {"/DeviceGray"}


def test_the_same_file_has_colors_otherwise() -> None:
    """What the test above looks for is there in color."""
    assert "rg" in painted(render(job_of("red-flag-card", Edition())).handout.artifact("pdf").data)[0]


def places_of(pages: tuple[Page, ...]) -> list[object]:
    """Everything on the pages but its color."""
    found: list[object] = []
    for page in pages:
        for piece in page.pieces:
            match piece:
                case TextPiece() | GlyphPiece():
                    found.append((piece.x, piece.baseline, piece.text, piece.size))
                case ShapePiece():
                    found.append((piece.path, bool(piece.fill), bool(piece.stroke), piece.line_width))
                case _:
                    found.append((piece.x, piece.y, piece.width, piece.height))
    return found


@pytest.mark.parametrize("name", LAYOUTS)
def test_nothing_moves(name: str) -> None:
    """Words, frames and shapes are where they are in color."""
    in_color, in_black = (lay_out(compose(job_of(name, edition))) for edition in (Edition(), IN_BLACK))
    assert places_of(in_color.pages) == places_of(in_black.pages)


def test_bands_and_words_have_the_grays_that_are_made_for_them() -> None:
    """Red is black, amber a light gray and green a middle one; the accent and all words are black, or white on black;
    rules and tints stay as light as they were."""
    palette = job_of("staff-triage", IN_BLACK).layout.look.palette
    assert (palette.stop, palette.call, palette.note) == (BLACK, LIGHT, MIDDLE)
    assert (palette.text, palette.muted, palette.accent) == (BLACK, BLACK, BLACK)
    assert (palette.line, palette.accent_tint, palette.paper) == ("#757575", "#f1f1f1", "#ffffff")
    pages = lay_out(compose(job_of("red-flag-card", IN_BLACK))).pages
    pieces = [piece for page in pages for piece in page.pieces]
    assert {piece.color for piece in pieces if isinstance(piece, TextPiece)} == {BLACK, "#ffffff"}
    fills = {piece.fill for piece in pieces if isinstance(piece, ShapePiece) and piece.fill}
    assert fills == {BLACK, LIGHT, "#ffffff"}


def test_drawings_are_as_light_as_they_were() -> None:
    """A logo's colors become grays of the same luminance; what it leaves open is still painted like the words."""
    drawn = {}
    for edition in (Edition(), IN_BLACK):
        pieces = lay_out(compose(job_of("red-flag-card", edition))).pages[0].pieces
        drawn[edition.ink] = next(
            piece.drawing for piece in pieces if isinstance(piece, DrawingPiece) and piece.drawing.width == 90
        )
    (mark, rest), (gray, gray_rest) = drawn[None].paths, drawn[Ink.BLACK].paths
    assert rest == gray_rest
    assert mark.fill == "#ffcc00"
    assert mark.stroke
    assert gray.fill
    assert gray.stroke
    for color, became in ((mark.fill, gray.fill), (mark.stroke.color, gray.stroke.color)):
        assert len(set(parse_color(became))) == 1
        assert contrast_ratio(parse_color(color), parse_color(became)) == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGB"), ("PNG", "RGBA")])
def test_pictures_are_gray(kind: str, mode: str) -> None:
    """Photos and other pictures are gray, with their transparency, and still the same picture."""
    handout = with_picture(photo(600, 400, kind=kind, mode=mode))
    handout = replace(handout, look=replace(handout.look, ink=Ink.BLACK))
    pdf = paint(handout, lay_out(composed(handout)))
    assert prove_pdf(composed(handout), pdf) == ()
    assert painted(pdf)[1] == {"/DeviceGray"}
    with pikepdf.open(BytesIO(pdf)) as opened:
        (image,) = opened.pages[0].Resources.XObject.values()
        assert ("/SMask" in image) is (mode == "RGBA")
        seen = pikepdf.PdfImage(image).as_pil_image().convert("L")
    red, green = round(200 * 0.299 + 20 * 0.701), round(60 * 0.413 + 120 * 0.587)
    corners = (seen.getpixel((5, 5)), seen.getpixel((590, 390)))
    assert corners == pytest.approx((200, 200) if mode == "L" else (red, green), abs=2)


# --- colors of a project's own --------------------------------------------------------------------------------------
def zones(stop: str, call: str, note: str, *more: str) -> Layout:
    """A layout with a zone in each of these colors."""
    palette = replace(LOOK.palette, stop=stop, call=call, note=note)
    styles = [
        SectionStyle(f"zone-{number}", HeadingLook.ZONE, color, None, None, signs=ListMarker.DISC)
        for number, color in enumerate((stop, call, note, *more))
    ]
    made = layout(*(replace(place(), style=style) for style in styles))
    return replace(made, look=replace(LOOK, palette=palette))


def bands(by: Layout) -> list[str]:
    return [placement.style.color for placement in by.placements]


def alike(by: Layout) -> list[str]:
    return [problem.message for problem in judged_layout(by) if problem.rule.name == "zone-contrast"]


def lightness(color: str) -> float:
    return contrast_ratio(parse_color(color), (0.0, 0.0, 0.0))


COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLORS, COLORS, COLORS)
def test_zones_keep_their_order_and_can_be_told_apart(stop: str, call: str, note: str) -> None:
    """Of any three colors that are told apart in gray, the darkest stays the darkest; of others, stop is the darkest.
    The rule about zones has nothing to say of the grays, and the words on them have 7:1."""
    became = bands(printed_with(Ink.BLACK, zones(stop, call, note)))
    own = (stop, call, note)
    apart = all(contrast_ratio(parse_color(one), parse_color(two)) >= 1.8 for one, two in combinations(own, 2))
    if apart:
        assert became == [[BLACK, MIDDLE, LIGHT][sorted(own, key=lightness).index(color)] for color in own]
    elif len(set(own)) == len(own):
        assert became == [BLACK, LIGHT, MIDDLE]
    assert alike(printed_with(Ink.BLACK, zones(*own))) == []


def test_a_zone_that_looks_like_another_in_black_is_told() -> None:
    """A fourth zone in a dark color of its own is black, too: the rule says so, with the grays."""
    (said,) = {message for message in alike(printed_with(Ink.BLACK, with_shapes("#0b4a6f"))) if "zone-3" in message}
    assert said.startswith("the bands of 'zone-0' and 'zone-3' have one color, #000000, but different shapes")


def with_shapes(more: str) -> Layout:
    made = zones("#a4161a", "#ffc845", "#57a773", more)
    last = made.placements[-1]
    other = replace(last, style=replace(last.style, signs=ListMarker.OCTAGON))
    return replace(made, placements=(*made.placements[:-1], other))


@pytest.mark.parametrize(
    ("color", "is_zone", "became"),
    [
        ("#1a4f7a", False, BLACK),
        ("#1a4f7a", True, MIDDLE),
        ("#ffc845", False, LIGHT),
        ("#ffc845", True, LIGHT),
        ("#c8e0ff", False, "#dedede"),
    ],
)
def test_edges_and_headings_are_black_where_they_are_dark(color: str, is_zone: bool, became: str) -> None:  # noqa: FBT001
    """The same color may be a band and that of words: as words it is black, as a band it has its place among bands."""
    look = HeadingLook.ZONE if is_zone else HeadingLook.PLAIN
    style = replace(PLAIN, color=color, heading=look, border=None if is_zone else color)
    palette = replace(LOOK.palette, stop="#200000", call="#ffc845", note="#1a4f7a", accent="#1a4f7a")
    made = replace(layout(replace(place(), style=style)), look=replace(LOOK, palette=palette))
    (printed,) = printed_with(Ink.BLACK, made).placements
    assert (printed.style.color, printed.style.border) == (became, None if is_zone else became)


# --- asking for it --------------------------------------------------------------------------------------------------
def test_a_layout_may_ask_for_it() -> None:
    """`ink: black` makes the same pages as asking for black, under the layout's usual name; who asks for color gets it,
    under a name that says so."""
    asks = ("paper: letter", "paper: letter\nink: black")
    usual, asked = job_of("red-flag-card", Edition(), asks), job_of("red-flag-card", IN_BLACK)
    assert lay_out(compose(usual)) == lay_out(compose(asked))
    colored = job_of("red-flag-card", Edition(ink=Ink.COLOR), asks)
    assert lay_out(compose(colored)) == lay_out(compose(job_of("red-flag-card", Edition())))
    names = [each.name.removeprefix("cytokine-storm-red-flag-card-en") for each in (usual, asked, colored)]
    assert names == ["-harbor", "-black-harbor", "-color-harbor"]
