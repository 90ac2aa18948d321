"""A clinic's look: its name or logo next to the title, its color for headings, its paper."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.compose.builders import TODAY
from tests.layout.test_zones import shipped
from tests.projects.merged import Memory
from tests.proof.documents import composed, document, look, paper, say, section

from caresheet.app.pipeline import render
from caresheet.app.selection import Selection, choose, jobs
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.model.edition import REGULAR, Edition, Size
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import DrawingPiece, ShapePiece, TextPiece
from caresheet.model.problem import CaresheetError
from caresheet.model.project import Project
from caresheet.model.structure import Role
from caresheet.outputs.pdf.writer import write_pdf
from caresheet.proof import prove_pdf
from caresheet.source import read_project

PURPLE, RED, AMBER = "#5b2a86", "#a4161a", "#ffc845"
NAME = "Riverside Cancer Center"
PATH = "content/clinics/riverside.yaml"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"><path d="M0 0h%dv%dH0z"/></svg>'


def project(profile: str, **files: str) -> Project:
    whole = Memory(
        shipped("example").files
        | {PATH: f"name: '{NAME}'\n{profile}\n".encode()}
        | {f"layouts/{name}.yaml": words.encode() for name, words in files.items()}
        | {"content/clinics/wide.svg": LOGO % (900, 30, 900, 30), "content/clinics/tall.svg": LOGO % (30, 900, 30, 900)}
    )
    return read_project(whole, (whole, PATH))


def colors(profile: str, layout: str) -> set[str]:
    (job,) = jobs(project(profile), layouts=[layout], languages=["en"], today=TODAY)
    pieces = [piece for page in lay_out(compose(job)).pages for piece in page.pieces]
    words = {piece.color for piece in pieces if isinstance(piece, TextPiece)}
    return words | {piece.fill for piece in pieces if isinstance(piece, ShapePiece) and piece.fill}


def test_the_accent_colors_headings_and_no_zone() -> None:
    """The clinic's color takes the place of the layout's, and leaves red and amber as they are."""
    assert colors("", "staff-triage") >= {"#0b4a6f", RED, AMBER}
    ours = colors(f"accent: '{PURPLE.upper()}'", "staff-triage")
    assert ours >= {PURPLE, RED, AMBER}
    assert "#0b4a6f" not in ours


def test_a_zone_in_the_accent_keeps_that_of_the_layout() -> None:
    """A zone may have the layout's accent: the clinic's accent does not change it."""
    layout = shipped_layout().replace("extends: base", "extends: base\nstyles: {call: {color: accent}}")
    changed = project(f"accent: '{PURPLE}'", **{"red-flag-card": layout})
    (job,) = jobs(changed, layouts=["red-flag-card"], languages=["en"], today=TODAY)
    styles = {placement.style.name: placement.style.color for placement in job.layout.placements}
    assert (styles["call"], job.layout.look.palette.accent) == ("#0b4a6f", PURPLE)


def shipped_layout() -> str:
    return shipped("example").files["layouts/red-flag-card.yaml"].decode()


@pytest.mark.parametrize("layout", ["staff-triage", "caregiver-guide"])
def test_a_pale_accent_is_told_where_the_clinic_gives_it(layout: str) -> None:
    """A color too pale to read is a problem of the profile, at its line, whatever the background of the heading."""
    (job,) = jobs(project("accent: '#f2a0c0'"), layouts=[layout], languages=["en"], today=TODAY)
    with pytest.raises(CaresheetError) as caught:
        render(job)
    assert {(each.rule.name, str(each.position)) for each in caught.value.problems} == {("contrast", f"{PATH}:2:9")}


@pytest.mark.parametrize(
    ("profile", "place"),
    [("accent: purple", "2:9"), ("accent: #5b2a86", "2:9"), ("accent: '#5b2a8'", "2:9"), ("paper: a9", "2:8")],
)
def test_what_is_no_color_and_no_paper_is_refused(profile: str, place: str) -> None:
    """A color without quotes is a comment in YAML, and a word is not a color: both are reported at their line."""
    with pytest.raises(CaresheetError) as caught:
        project(profile)
    assert str(caught.value.problems[0].position) == f"{PATH}:{place}"


def test_everything_that_is_made_for_the_clinics_paper_is_printed_on_it() -> None:
    """Every handout that is offered on the clinic's paper is printed on it, and named after it; other handouts keep
    their own paper, and a paper that is asked for comes first."""
    ours = project("paper: A4")
    english = choose(ours, Selection(TODAY, languages=("en",)))
    papers = {job.layout.name: (job.edition.paper, job.name) for job in english}
    assert papers["red-flag-card"] == ("a4", "cytokine-storm-red-flag-card-en-a4-riverside")
    assert papers["wall-card"] == (None, "cytokine-storm-wall-card-en-riverside")
    wanted = Selection(TODAY, layouts=("red-flag-card",), languages=("en", "es"), edition=Edition(paper="letter"))
    asked = choose(ours, wanted)
    assert {job.name for job in asked} == {f"cytokine-storm-red-flag-card-{tag}-riverside" for tag in ("en", "es")}


def test_larger_print_keeps_its_paper_where_it_is_not_made_for_the_clinics() -> None:
    """A clinic's paper never leaves a handout out."""
    ours = project("paper: a5")
    (large,) = jobs(ours, layouts=["red-flag-card"], languages=["en"], edition=Edition(Size.LARGE), today=TODAY)
    (small,) = jobs(ours, layouts=["red-flag-card"], languages=["en"], today=TODAY)
    assert (large.edition, small.edition) == (Edition(Size.LARGE), Edition(paper="a5"))


@pytest.mark.parametrize(
    ("layout", "edition", "said"),
    [
        ("red-flag-card", REGULAR, [NAME]),
        ("red-flag-card", Edition(Size.LARGE), []),
        ("wallet-card", REGULAR, []),
        ("wall-card", REGULAR, [NAME]),
    ],
)
def test_the_name_stands_beside_the_title(layout: str, edition: Edition, said: list[str]) -> None:
    """A clinic without a logo is named once, if there is room, without adding a page."""
    (job,) = jobs(project(""), layouts=[layout], languages=["en"], edition=edition, today=TODAY)
    made = render(job)
    assert not [each for each in made.problems if each.rule.name in {"over-budget", "does-not-fit"}]
    nodes = compose(job).structure.every(Role.CLINIC)
    assert ["".join(run.text for run in node.runs if not hasattr(run, "name")) for node in nodes] == said


def test_a_running_line_that_names_the_clinic_is_enough() -> None:
    """A name that is in the header is not repeated next to the title."""
    changed = shipped_layout().replace("extends: base", "extends: base\nheader: {right: [clinic]}")
    (job,) = jobs(project("", **{"red-flag-card": changed}), languages=["en"], layouts=["red-flag-card"], today=TODAY)
    assert not [*compose(job).structure.every(Role.CLINIC)]


@pytest.mark.parametrize("logo", ["wide", "tall"])
def test_a_logo_has_its_room_and_is_spoken_as_the_name(logo: str) -> None:
    """A logo of any shape stays within 45 × 12 mm, unstretched; its alternative text is the clinic's name."""
    (job,) = jobs(project(f"logo: {logo}.svg"), layouts=["red-flag-card"], languages=["en"], today=TODAY)
    made = compose(job)
    (figure,) = (node for node in made.structure.root.children if node.role is Role.FIGURE)
    assert figure.alternative == NAME
    assert not [*made.structure.every(Role.CLINIC)]
    pieces = [piece for page in lay_out(made).pages for piece in page.pieces]
    (drawn,) = (piece for piece in pieces if isinstance(piece, DrawingPiece) and piece.tag == figure.number)
    assert drawn.width <= 45 * POINTS_PER_MM + 0.01
    assert drawn.height <= 12 * POINTS_PER_MM + 0.01
    assert drawn.width / drawn.height == pytest.approx({"wide": 30, "tall": 1 / 30}[logo])
    assert not [each for each in render(job).problems if each.rule.severity.name == "FAULT"]


@pytest.mark.parametrize("name", ["a6", "a5", "letter"])
@pytest.mark.parametrize("title", ["Kettles", "How to boil water in a kettle that you have never seen before"])
@pytest.mark.parametrize("clinic", ["Quay", "The Harbour Office of the Old Town and its Piers"])
def test_a_long_name_and_the_box_of_a_draft_stand_apart(name: str, title: str, clinic: str) -> None:
    """On every paper, the clinic's name, the draft box and the title do not overlap."""
    draft = document(section("Kettles", say("Fill it.")), look=look(paper(name)), title=title)
    whole = composed(replace(draft, clinic=clinic, banner="Draft. Do not use with patients."))
    assert prove_pdf(whole, write_pdf(whole, lay_out(whole)).data) == ()
