"""QR codes: they lead to the clinic's website, and words beside them say where."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.layout import qr
from tests.layout.kettles import handout, project
from tests.proof.documents import composed, document, section

from caresheet.layout import lay_out
from caresheet.layout.codes import modules
from caresheet.model.document import Code, Document, Figure, KeepTogether
from caresheet.model.edition import REGULAR, Edition, Size
from caresheet.model.look import POINTS_PER_MM, PanelSize
from caresheet.model.page_layout import TextPiece
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf

SITE = "https://www.example.org/kitchen"
LONG = "https://kitchen.example.org/burns-and-scalds/what-to-do-at-home?from=handout&edition=0.4#cool-it"
LAYOUT = """
extends: red-flag-card
public: yes
qr: yes
citations: hidden
place: [{role: warning}, {role: team-call}, {role: action}]
"""


def with_code(website: str, edition: Edition = REGULAR) -> tuple[Document, tuple[Problem, ...]]:
    """The wall card of a clinic with this website, in a layout that asks for a code."""
    layouts = {"layouts/wall-card.yaml": LAYOUT}
    return handout(project(clinic=f"website: '{website}'\n", layouts=layouts), "wall-card", edition)


@pytest.mark.parametrize("website", [SITE, LONG])
@pytest.mark.parametrize("edition", [REGULAR, Edition(Size.LARGE), Edition(Size.REGULAR, "a4")])
def test_the_code_leads_to_the_website(website: str, edition: Edition) -> None:
    """The printed code is read back as the address, by an independent reader; it is at least 22 mm wide, and 32 mm in
    large print."""
    made, problems = with_code(website, edition)
    assert problems == ()
    made = replace(made, budget=None)
    page_layout = lay_out(composed(made))
    picture = qr.seen(made, page_layout)
    assert qr.read(picture) == website
    _, (left, bottom, right, top) = qr.drawn(page_layout)
    least = 32 if edition.size is Size.LARGE else 22
    assert least <= (right - left) / POINTS_PER_MM < 34
    assert right - left == pytest.approx(top - bottom)
    assert prove_pdf(composed(made), paint(made, page_layout)) == ()


def test_the_target_is_said_in_words() -> None:
    """The address stands below the code for readers without such a phone, and in its alternative text."""
    made, _ = with_code(SITE)
    last = made.sections[-1].elements[0]
    assert isinstance(last, KeepTogether)
    assert isinstance(last.element, Figure)
    assert last.element.alternative == "QR code that opens www.example.org/kitchen"
    assert last.element.caption is not None
    assert last.element.caption.plain == "Scan with a phone’s camera, or visit www.example.org/kitchen"


def test_an_address_without_its_scheme_is_completed() -> None:
    """A phone needs https:// to recognize an address; people do not."""
    made, problems = with_code("www.example.org")
    assert problems == ()
    assert qr.read(qr.seen(made, lay_out(composed(made)))) == "https://www.example.org"


def test_no_website_no_code() -> None:
    """A clinic without a website gets no figure, no blank and no words about it."""
    made, problems = with_code("")
    assert problems == ()
    assert "website" not in [one.id for one in made.sections]


def test_no_code_unless_asked_for() -> None:
    """A layout without `qr: yes` prints no code, whatever the clinic."""
    made, _ = handout(project(clinic=f"website: '{SITE}'\n"), "wall-card")
    assert "website" not in [one.id for one in made.sections]


@pytest.mark.parametrize(
    "website", ["ask at the desk", "javascript:alert(1)", "mailto:a@example.org", SITE + "x" * 200]
)
def test_what_is_no_web_address_is_refused(website: str) -> None:
    """A code that leads nowhere, or that cameras cannot read, is a fault in the clinic's file."""
    _, problems = with_code(website)
    assert [(problem.rule.name, str(problem.position)) for problem in problems] == [
        ("bad-link", "content/clinics/example.yaml:4:10")
    ]


@pytest.mark.parametrize("length", range(9, 107))
def test_every_length_is_read_back(length: int) -> None:
    """An address of any length is read back, even one that fills a code to the last byte."""
    address = f"https://{'kettle-' * 20}"[:length]
    assert qr.decoded(modules(address)) == address


def test_a_column_that_is_too_narrow_is_refused() -> None:
    """A code is never made smaller to fit."""
    figure = Figure(Code(LONG + "/" + "x" * 40), "A code", None, Position("content/clinics/example.yaml"))
    made = document(section("Web", figure), title="Web", subtitle="")
    narrow = replace(made.look, panels=PanelSize(72.0, 180.0))
    with pytest.raises(CaresheetError, match="does-not-fit the code for"):
        lay_out(composed(replace(made, look=narrow)))


@pytest.mark.parametrize("website", [SITE, LONG])
def test_the_quiet_zone_is_four_modules_on_each_side(website: str) -> None:
    """Around the code is as much white as the standard asks for, and no more: the words below it stand right there."""
    made, _ = with_code(website)
    page_layout = lay_out(composed(replace(made, budget=None)))
    page, (left, bottom, right, _) = qr.drawn(page_layout)
    module = (right - left) / len(modules(website))
    below = [
        piece
        for piece in page_layout.pages[page].pieces
        if isinstance(piece, TextPiece) and piece.baseline < bottom and left - 1 <= piece.x + 4 * module <= right
    ]
    caption = max(below, key=lambda piece: piece.baseline)
    white = bottom - caption.baseline - caption.size * 0.75
    assert 4 * module <= white <= 4 * module + 6
