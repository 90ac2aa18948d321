"""Every handout in every size on both papers is built, keeps its page budget, and can be read."""

from __future__ import annotations

import ctypes
import re
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from tests.compose.builders import TODAY

from caresheet.app.fitting import measure
from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.edition import Edition, Size, papers_offered
from caresheet.model.job import Job
from caresheet.model.project import Project
from caresheet.source import Folder, read_project

ROOT = Path(__file__).parents[2]
HANDOUTS = [
    "red-flag-card",
    "wallet-card",
    "wall-card",
    "caregiver-guide",
    "full-explainer",
    "staff-triage",
    "staff-grading",
]
LEAFLETS = ("caregiver-guide", "full-explainer")
FLOOR = {Size.REGULAR: 12.0, Size.LARGE: 18.0, Size.GIANT: 24.0}
WALLET_FLOOR = FLOOR | {Size.REGULAR: 10.0}
IMPRINTS = ("Version", "Versión", "Traducción sin revisar", "DRAFT", "BORRADOR", "English", "Español")
"""How the lines of a panel's imprint and the mark of a face begin."""
RUNNING_FLOOR = {Size.REGULAR: 9.0, Size.LARGE: 12.0, Size.GIANT: 12.0}
CITATION = re.compile(r"[\d,\s]+")
CITATION_FLOOR = {Size.REGULAR: 7.5, Size.LARGE: 14.0, Size.GIANT: 14.0}
"""Numbers of sources, raised behind what they support."""
LEAFLETS = {"caregiver-guide", "full-explainer", "staff-triage", "staff-grading"}
"""Handouts with labels of forms (10.5 pt) and lists of sources (9 pt)."""
EDGE = 14.0
"""The unprintable edge of the paper, in points."""
HANG = 1.5
"""How far slanted or round letters may extend beyond the text area, in points."""


@cache
def project() -> Project:
    files = Folder(ROOT)
    return read_project(files, (files, "content/clinics/example.yaml"))


OFFERED = [
    (layout.name, Edition(size, paper))
    for layout in project().layouts
    for size in Size
    for paper in papers_offered(layout, size)
]


def wanted(layout: str, edition: Edition) -> tuple[Job, ...]:
    found = jobs(project(), layouts=[layout], languages=["en", "es"], edition=edition, today=TODAY)
    assert {job.topic.language for job in found} == {"en", "es"}
    return found


def is_small_print(layout: str, edition: Edition, word: Word) -> bool:
    """Numbers of sources, and in regular print the labels, sources and contents of leaflets, which
    `test_leaflets.py` measures."""
    is_number = not word.text.strip().replace(",", "").replace("\u00a0", "") or word.text.strip(", \u00a0").isdigit()
    return is_number or (layout in LEAFLETS and edition.size is Size.REGULAR)


def floor(layout: str, edition: Edition) -> float:
    return (WALLET_FLOOR if layout == "wallet-card" else FLOOR)[edition.size] - 0.01


class Word:
    """A run of text as PDFium finds it: its box and effective type size in points, and its words."""

    def __init__(self, page: pypdfium2.PdfPage, item: pypdfium2.PdfTextObj) -> None:
        self.left, self.bottom, self.right, self.top = item.get_bounds()
        size = ctypes.c_float()
        assert pdfium.FPDFTextObj_GetFontSize(item.raw, ctypes.byref(size))
        matrix = item.get_matrix()
        assert (matrix.b, matrix.c) == (0, 0)
        assert matrix.a == matrix.d  # never stretched
        self.size = size.value * matrix.d
        self.text = item.extract()
        self.page_width, self.page_height = page.get_size()

    @property
    def is_banner(self) -> bool:
        """Whether it is the draft banner, a running line in slightly larger type."""
        return self.text.startswith(("Draft.", "Borrador."))

    def overlaps(self, other: Word) -> bool:
        """Whether the boxes of both overlap by more than 0.3 pt."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.3
            and min(self.top, other.top) - max(self.bottom, other.bottom) > 0.3
        )


@cache
def pages(layout: str, edition: Edition) -> dict[str, list[list[Word]]]:
    """All text of the handout in both languages, page by page."""
    found: dict[str, list[list[Word]]] = {}
    for job in wanted(layout, edition):
        pdf = pypdfium2.PdfDocument(render(job).handout.artifact("pdf").data)
        found[job.name] = []
        for page in pdf:
            text = page.get_textpage()
            texts = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=text))
            found[job.name].append([Word(page, item) for item in texts])
        assert all(found[job.name])
    return found


def test_every_handout_is_asked_here() -> None:
    """The tests below build exactly the handouts that the shipped topics list."""
    assert {handout.layout for topic in project().topics for handout in topic.handouts} == set(HANDOUTS)


@pytest.mark.parametrize(
    ("layout", "edition"), OFFERED, ids=[f"{edition.size.value}-{edition.paper}-{name}" for name, edition in OFFERED]
)
class TestEveryEdition:
    """What PDFium reads in the finished PDFs."""

    def test_the_budget_is_kept(self, layout: str, edition: Edition) -> None:
        """The handout has no more counted pages than its budget for this size, and the file has all of its pages."""
        for job in wanted(layout, edition):
            fit = measure(job)
            assert fit.page_layout is not None
            assert fit.problems == ()
            assert len(fit.page_layout.pages) == len(pages(layout, edition)[job.name])
            assert fit.budget is not None
            assert fit.page_layout.counted <= fit.budget.maximum
            assert fit.room is not None
            assert fit.room >= 0

    def test_nothing_leaves_the_margins(self, layout: str, edition: Edition) -> None:
        """All words stay between the side margins, content also between the top and bottom margins, and running lines
        inside the printable area."""
        for job in wanted(layout, edition):
            margins = job.edition.look(job.layout).paper.margins
            for word in (word for side in pages(layout, edition)[job.name] for word in side):
                assert word.left >= margins.start - HANG, word.text
                assert word.right <= word.page_width - margins.end + HANG, word.text
                runs = word.size < floor(layout, edition) or word.is_banner
                above, below = (EDGE, EDGE) if runs else (margins.top, margins.bottom)
                assert word.bottom >= below - HANG, word.text
                assert word.top <= word.page_height - above + HANG, word.text

    def test_nothing_stands_on_each_other(self, layout: str, edition: Edition) -> None:
        """No two runs of text overlap."""
        for sides in pages(layout, edition).values():
            for side in sides:
                ordered = sorted(side, key=lambda word: word.bottom)
                for index, word in enumerate(ordered):
                    for other in ordered[index + 1 :]:
                        if other.bottom >= word.top:
                            break
                        assert not word.overlaps(other), (word.text, other.text)

    def test_type_is_never_under_its_floor(self, layout: str, edition: Edition) -> None:
        """Content is no smaller than the floor of its size; only running lines, imprints, numbers in circles, raised
        numbers of sources and a box that says draft are, and in regular print labels of forms and lists of sources."""
        least = floor(layout, edition)
        for name, sides in pages(layout, edition).items():
            for side in sides:
                body = [word for word in side if word.size >= least and not word.is_banner] or side
                top, bottom = max(word.top for word in body), min(word.bottom for word in body)
                for word in (word for word in side if word.size < least and not is_small_print(layout, edition, word)):
                    in_margin = word.top < bottom or word.bottom > top
                    in_circle = word.right - word.left < word.size * 1.3
                    imprint = layout == "wallet-card" and word.text.startswith(IMPRINTS)
                    in_draft_box = word.top > top - 60 and (layout == "wallet-card" or word.left > word.page_width / 2)
                    if CITATION.fullmatch(word.text):
                        assert word.size >= CITATION_FLOOR[edition.size] - 0.01, (name, word.size, word.text)
                        continue
                    small = layout in LEAFLETS and edition.size is Size.REGULAR
                    assert in_margin or in_circle or imprint or in_draft_box or small, (name, word.size, word.text)
                    assert word.size >= RUNNING_FLOOR[edition.size] - 0.01


def test_large_print_stands_in_one_column() -> None:
    """No line of large print begins in the second half of a portrait page, except in tables."""
    for name, sides in pages("full-explainer", Edition(Size.LARGE, "letter")).items():
        assert len(sides) > 20, name


@pytest.mark.parametrize("paper", ["letter", "a4", "a5"])
@pytest.mark.parametrize("layout", ["caregiver-guide", "full-explainer"])
def test_the_first_side_says_that_an_interpreter_is_free(layout: str, paper: str) -> None:
    """In regular print the line stands on the first side, in the reader's language, with the first warning signs."""
    for name, sides in pages(layout, Edition(Size.REGULAR, paper)).items():
        said = " ".join(" ".join(word.text.split()) for word in sides[0])
        assert "right to an interpreter" in said or "servicios gratuitos de asistencia" in said, name
        assert "Any one of these signs" in said or "Una de estas señales" in said, name


def test_the_explainer_has_fifteen_sides_at_most() -> None:
    """The explainer has at most 15 pages in regular print, on both papers and in both languages."""
    for edition in (Edition(Size.REGULAR, paper) for paper in ("letter", "a4")):
        assert {len(sides) <= 15 for sides in pages("full-explainer", edition).values()} == {True}


def test_a_file_says_what_it_is() -> None:
    """The name contains the size and the paper if they are not the layout's own."""
    names = [job.name for job in wanted("red-flag-card", Edition(Size.LARGE, "a4"))]
    assert names == ["cytokine-storm-red-flag-card-en-large-a4", "cytokine-storm-red-flag-card-es-large-a4"]
    names = [job.name for job in wanted("red-flag-card", Edition(Size.REGULAR, "letter"))]
    assert names == ["cytokine-storm-red-flag-card-en", "cytokine-storm-red-flag-card-es"]
