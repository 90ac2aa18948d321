"""Every handout, and documents made to torture, conform to PDF/UA-1 and PDF/A-2a and say what they shall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.compose.builders import TODAY
from tests.proof.documents import composed
from tests.standards.handouts import PROJECTS, ROOT, made
from tests.standards.torture import torture
from tests.standards.validators import Finding, hear, verapdf

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.app.sources import Sources
from caresheet.layout import lay_out
from caresheet.model.edition import Edition
from caresheet.model.ink import Ink
from caresheet.model.press import Sheets
from caresheet.model.structure import MarkedContent
from caresheet.outputs.pdf.reader.contents import TaggedElement
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf

FORMS = Edition(fillable=True)
SETS = (*PROJECTS, *(f"{project}, to fill in" for project in PROJECTS))
"""The handouts of each project, and the same as forms."""
TORTURE = dict(torture())


@dataclass(frozen=True, slots=True)
class Library:
    """All PDFs of this run: the torture by its names, the handouts by project and name, and what was refused."""

    torture: dict[str, Path]
    handouts: dict[str, dict[str, Path]]
    refused: dict[str, list[str]]


@pytest.fixture(scope="module")
def library(shelf: Path) -> Library:
    """Everything painted once."""
    tortured: dict[str, Path] = {}
    for name, document in TORTURE.items():
        tortured[name] = shelf / f"{name}.pdf"
        tortured[name].write_bytes(paint(document, lay_out(composed(document))))
    handouts: dict[str, dict[str, Path]] = {}
    refused: dict[str, list[str]] = {}
    for project in PROJECTS:
        handouts[project], refused[project] = made(project, shelf)
    for project in PROJECTS:
        handouts[f"{project}, to fill in"], refused[f"{project}, to fill in"] = made(project, shelf, FORMS)
    return Library(tortured, handouts, refused)


@pytest.fixture(scope="module")
def verdicts(needs_verapdf: None, library: Library) -> dict[Path, tuple[Finding, ...]]:  # noqa: ARG001
    """What veraPDF says of every file."""
    handouts = (path for pdfs in library.handouts.values() for path in pdfs.values())
    return verapdf([*library.torture.values(), *handouts])


# --- handouts -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("project", SETS)
def test_every_handout_is_made(library: Library, project: str) -> None:
    """Nothing of the project is refused, by the checks, the page budget or the proof."""
    assert library.refused[project] == []
    assert len(library.handouts[project]) >= 3


@pytest.mark.parametrize("project", SETS)
def test_every_handout_conforms(library: Library, verdicts: dict[Path, tuple[Finding, ...]], project: str) -> None:
    """VeraPDF finds nothing in any handout, by PDF/UA-1 and by PDF/A-2a."""
    pdfs = library.handouts[project]
    assert {name: verdicts[path] for name, path in pdfs.items()} == dict.fromkeys(pdfs, ())


@pytest.mark.parametrize("project", SETS)
def test_every_handout_is_heard(library: Library, project: str) -> None:
    """Outloud finds nothing in any handout but what is tolerated for a reason."""
    pdfs = library.handouts[project]
    assert {name: hear(path) for name, path in pdfs.items()} == dict.fromkeys(pdfs, ())


def test_sheets_conform(needs_verapdf: None, shelf: Path) -> None:  # noqa: ARG001
    """Pages keep their tags on a printer's sheets: in a booklet, in one of A5 pages, whose tables are stacked, beside a
    drawing, and in four copies of a card."""
    editions = [
        ("caregiver-guide", Edition(sheets=Sheets.BOOKLET, marks=True)),
        ("caregiver-guide", Edition(paper="a5", sheets=Sheets.BOOKLET)),
        ("full-explainer", Edition(paper="a5", sheets=Sheets.TWO_UP)),
        ("red-flag-card", Edition(sheets=Sheets.FOUR_UP)),
    ]
    paths = []
    for layout, edition in editions:
        project = Sources.in_folder(ROOT, None).read()
        (asked,) = jobs(project, layouts=(layout,), languages=("en",), edition=edition, today=TODAY)
        artifact = render(asked).handout.artifact("pdf")
        paths.append(shelf / artifact.name)
        paths[-1].write_bytes(artifact.data)
    assert verapdf(paths) == dict.fromkeys(paths, ())
    assert {path: hear(path) for path in paths} == dict.fromkeys(paths, ())


def test_black_print_conforms(needs_verapdf: None, shelf: Path) -> None:  # noqa: ARG001
    """A card and a form in black-only print conform as they do in color."""
    project = Sources.in_folder(ROOT, None).read()
    paths = []
    for layout, fillable in (("red-flag-card", False), ("caregiver-guide", True)):
        edition = Edition(fillable=fillable, ink=Ink.BLACK)
        (asked,) = jobs(project, layouts=(layout,), languages=("en",), edition=edition, today=TODAY)
        artifact = render(asked).handout.artifact("pdf")
        paths.append(shelf / artifact.name)
        paths[-1].write_bytes(artifact.data)
    assert verapdf(paths) == dict.fromkeys(paths, ())


# --- torture --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", TORTURE)
def test_torture_is_proved(library: Library, name: str) -> None:
    """Whatever is asked of the typesetter, the finished PDF says what the document says."""
    assert prove_pdf(composed(TORTURE[name]), library.torture[name].read_bytes()) == ()


@pytest.mark.parametrize("name", TORTURE)
def test_torture_conforms(library: Library, verdicts: dict[Path, tuple[Finding, ...]], name: str) -> None:
    """VeraPDF finds nothing, by PDF/UA-1 and by PDF/A-2a."""
    assert verdicts[library.torture[name]] == ()


@pytest.mark.parametrize("name", TORTURE)
def test_torture_is_heard(library: Library, name: str) -> None:
    """Outloud finds nothing but what is tolerated for a reason."""
    assert hear(library.torture[name]) == ()


def branches(branch: TaggedElement) -> Iterator[TaggedElement]:
    """An element and all under it."""
    yield branch
    for child in branch.children:
        if isinstance(child, TaggedElement):
            yield from branches(child)


def pages_of(path: Path, role: str) -> list[int]:
    """On how many pages each element of a type has content of its own."""
    trees = read_pdf(path.read_bytes()).trees
    found = (branch for tree in trees for branch in branches(tree) if branch.role == role)
    return [len({child.page for child in branch.children if isinstance(child, MarkedContent)}) for branch in found]


@pytest.mark.parametrize(("name", "role"), [("links", "Link"), ("long-tables", "TD"), ("long-words", "P")])
def test_torture_goes_over_pages(library: Library, name: str, role: str) -> None:
    """The tortures that shall go over pages do: one element has content on two pages or more."""
    assert max(pages_of(library.torture[name], role)) > 1


def test_torture_is_long_and_wide(library: Library) -> None:
    """There are more than a hundred pages in one file, and pages of every paper, upright and turned."""
    assert len(read_pdf(library.torture["many-pages"].read_bytes()).pages) > 100
    sizes = set()
    for path in library.torture.values():
        for page in read_pdf(path.read_bytes()).pages:
            sizes.add((round(page.box.right), round(page.box.top)))
    assert sizes >= {(298, 420), (420, 298), (420, 595), (842, 1191), (1191, 842), (612, 792), (612, 1008), (1008, 612)}
