"""The wall card: large type on one page, and nothing about a patient."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from tests.compose.builders import TODAY
from tests.layout import qr
from tests.layout.kettles import handout, project
from tests.projects.merged import ROOT
from tests.proof.documents import composed

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.model.edition import Edition, Size
from caresheet.model.problem import Severity
from caresheet.model.text import FieldBlank
from caresheet.model.walk import iter_structs
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf
from caresheet.source import Folder, read_project


@pytest.mark.parametrize("paper", ["a3", "tabloid"])
def test_the_wall_card_is_one_large_side(paper: str) -> None:
    """It fills one page with large type, and is proved."""
    document, problems = handout(project(), "wall-card", Edition(Size.REGULAR, paper))
    assert problems == ()
    page_layout = lay_out(composed(document))
    assert len(page_layout.pages) == 1
    assert page_layout.body_size >= 16
    assert prove_pdf(composed(document), paint(document, page_layout)) == ()


@pytest.mark.parametrize("paper", ["a3", "tabloid"])
def test_the_wall_card_leads_to_the_website(paper: str) -> None:
    """With a code, the wall card is still one page; phones read the address, and people read it below."""
    layouts = {"layouts/wall-card.yaml": (ROOT / "layouts" / "wall-card.yaml").read_text("utf-8") + "qr: yes\n"}
    whole = project(clinic="website: 'https://www.example.org/burns'\n", layouts=layouts)
    (job,) = jobs(whole, layouts=["wall-card"], edition=Edition(Size.REGULAR, paper), today=TODAY)
    made = render(job)
    assert [problem.rule.severity for problem in made.problems if problem.rule.severity is Severity.FAULT] == []
    pdf = pypdfium2.PdfDocument(made.handout.artifact("pdf").data)
    assert len(pdf) == 1
    assert "or visit www.example.org/burns" in " ".join(pdf[0].get_textpage().get_text_range().split())
    document = compose(job).document
    page_layout = lay_out(composed(document))
    assert paint(document, page_layout) == made.handout.artifact("pdf").data
    assert qr.read(qr.seen(document, page_layout)) == "https://www.example.org/burns"
    assert page_layout.body_size >= 16


def test_key_words_are_read_from_farther_away() -> None:
    """The key words of every sign are 24 points tall and its other words 18, read back from the file."""
    files = Folder(ROOT)
    whole = read_project(files, (files, "content/clinics/example.yaml"))
    (job,) = jobs(whole, topics=["cytokine-storm"], layouts=["wall-card"], languages=["en"], today=TODAY)
    pdf = pypdfium2.PdfDocument(render(job).handout.artifact("pdf").data)
    sizes = {size for size, words in sized_words(pdf[0]) if words in {"Hard to breathe,", "Seizure", "Shaking chills;"}}
    assert {round(size) for size in sizes} == {24}
    (rest,) = (size for size, words in sized_words(pdf[0]) if words == "(a fit)")
    assert round(rest) == 18


def sized_words(page: pypdfium2.PdfPage) -> Iterator[tuple[float, str]]:
    """Each piece of text of a page, and its type size."""
    words = page.get_textpage()
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(each, size)
        yield size.value * abs(each.get_matrix().d), words.get_text_bounded(*each.get_bounds()).strip()


def test_a_patient_on_the_wall_is_refused() -> None:
    """A patient placeholder in a public handout is a fault at the author's line."""
    _, problems = handout(project(action="Show them {{patient.kettle}}."), "wall-card")
    (problem,) = problems
    assert problem.rule.name == "public-patient-field"
    assert str(problem.position) == "content/kettles/en.yaml:30:86"
    assert problem.message == "'{{patient.kettle}}' is in the public handout 'wall-card'"


def test_the_same_words_may_be_handed_out() -> None:
    """A card that the patient keeps may have patient fields."""
    assert handout(project(action="Show them {{patient.kettle}}."), "wallet-card")[1] == ()


def test_the_clinics_own_lines_may_hang() -> None:
    """A blank for a clinic value is not a patient field."""
    document, problems = handout(project(action="Ask for {{clinic.coordinator}}."), "wall-card")
    assert problems == ()
    assert prove_pdf(composed(document), paint(document, lay_out(composed(document)))) == ()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_shipped_topic_hangs(language: str) -> None:
    """The cytokine storm's card for the wall has all its critical sections, lines for the clinic's numbers, and none to
    write anything about a patient on."""
    files = Folder(ROOT)
    whole = read_project(files, (files, "content/clinics/example.yaml"))
    (job,) = jobs(whole, topics=["cytokine-storm"], layouts=["wall-card"], languages=[language], today=TODAY)
    document = compose(job).document
    blanks = {part.name for part in iter_structs(document.sections) if isinstance(part, FieldBlank)}
    assert "clinic.emergency" in blanks
    assert {name for name in blanks if name.startswith("patient.")} == set()
    critical = {section.id for section in job.topic.sections if section.critical}
    assert critical <= {section.id for section in document.sections}
    assert len(lay_out(composed(document)).pages) == 1
