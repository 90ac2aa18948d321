"""The first topic: everything that was promised is printed, in the right handout, in our own words."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from tests.compose.builders import TODAY

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.project import Project
from caresheet.source import Folder, read_project

ROOT = Path(__file__).parents[2]
RUN = 8


@cache
def project() -> Project:
    files = Folder(ROOT)
    return read_project(files, (files, "content/clinics/example.yaml"))


@cache
def pages(layout: str) -> tuple[str, ...]:
    """The words of each page of the English handout, as PDFium reads them, with single spaces."""
    (job,) = jobs(project(), topics=["cytokine-storm"], layouts=[layout], languages=["en"], today=TODAY)
    pdf = pypdfium2.PdfDocument(render(job).handout.artifact("pdf").data)
    return tuple(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def printed(layout: str) -> str:
    return " ".join(pages(layout))


# What the article says, section by section, and where our explainer says it.
EXPLAINER = {
    "quick definition": "What is a cytokine storm?",
    "definition: settings": "some cancer treatments can set it off",
    "cytokines 101": "What do cytokines do?",
    "the stop signal": "the “stop” signal does not work",
    "chain of events": "How does a storm build?",
    "figure: trigger": "Trigger",
    "figure: loop": "Messages switch on more cells",
    "figure: bars": "Treat the trigger, calm the signals",
    "why the body gets hurt": "Why does the body get hurt?",
    "leaky vessels": "Leaky blood vessels",
    "causes": "What can cause a cytokine storm?",
    "cause 1": "Severe infection",
    "cause 2": "Sepsis and septic shock",
    "cause 3": "Cancer immunotherapy",
    "cause 4": "Autoimmune and autoinflammatory disease",
    "storm versus CRS": "Is CRS the same as a cytokine storm?",
    "comparison table": "How do these four emergencies compare?",
    "comparison table: last column": "Anaphylaxis",
    "early signs": "What are the symptoms?",
    "red flags": "What do the emergency signs mean?",
    "no fever": "You can be in danger without a fever",
    "diagnosis": "How do doctors diagnose it?",
    "markers": "What do blood tests for inflammation show?",
    "life-threatening": "Why can it threaten life?",
    "treatment": "How is a cytokine storm treated?",
    "supportive": "Supporting the body",
    "trigger": "Treating the trigger",
    "targeted": "Blocking one cytokine",
    "steroids": "Steroids",
    "treatment table": "Treatments side by side",
    "off-label": "Off-label for CRS",
    "worked example": "What does CRS after CAR-T look like?",
    "monitoring dates": "Which dates matter?",
    "recovery": "What is recovery like?",
    "prevention": "Can you lower the risk?",
    "question 1": "Is a cytokine storm an allergy?",
    "question 2": "Does COVID-19 always bring on a storm?",
    "question 3": "Can a healthy person get one?",
    "experience 1": "Composite 1",
    "experience 2": "Composite 2",
    "experience 3": "Composite 3",
    "experience 4": "Composite 4",
    "composites": "They are not real people",
    "conclusion": "What should you remember?",
    "sources": "10.1056/NEJMra2026131",
}

TERMS = """Anaphylaxis; Antibiotic, antiviral; ARDS; Autoimmune disease; Autoinflammatory disease; T-cell engager;
Blood pressure (low); CAR T-cell therapy; Clotting problem; Corticosteroid; CRP; CRS; Cytokine; Cytokine storm;
Ferritin; HLH; ICANS; ICU; IL-6; Immunotherapy; Inflammation; Macrophage; MAS; Neutropenia; Off-label;
Organ dysfunction; Oximeter; Sepsis; Septic shock; T cell; Tocilizumab; Vasopressor, ventilator"""

GUIDE = {
    "one minute": "What should you know in one minute?",
    "your job": "What should you do?",
    "STOP": "STOP Any sign on the emergency list",
    "CALL": "CALL Any sign on the team list",
    "NOTE": "NOTE Mild side effects",
    "phone script": "What do you say on the phone?",
    "log": "Temperature and symptom log",
    "pack list": "Advance directive, if there is one",
    "questions": "At what temperature do I call?",
    "key dates": "No driving until:",
    "wellbeing": "How do you look after yourself?",
    "contact sheet": "Contact sheet",
    "medicine list": "Medicine list",
    "hand-over": "Hand-over sheet",
    "short definition": "What is a cytokine storm?",
}

CARD = {
    "lane A 1": "Hard to breathe, breathing very fast, or breathing getting worse",
    "lane A 2": "Blue, gray, very pale or blotchy lips, tongue or skin",
    "lane A 3": "Chest pain, pressure or tightness",
    "lane A 4": "New confusion, slurred speech, or new trouble speaking or understanding",
    "lane A 5": "Face drooping, weakness on one side, or sudden loss of balance",
    "lane A 6": "Very sleepy, hard to wake, fainting or collapse",
    "lane A 7": "Seizure (a fit)",
    "lane A 8": "Too dizzy or weak to stand",
    "lane A 9": "Cold, clammy, sweaty skin",
    "lane A 10": "“the sickest I have ever felt”",
    "lane A in doubt": "In doubt, or getting worse fast? Call.",
    "lane B 1": "Fever of 100.4 °F (38 °C) or more",
    "lane B 1, cold": "under 96.8 °F (36 °C)",
    "lane B 2": "Shaking chills; fast or uneven heartbeat",
    "lane B 3": "changed handwriting or slowly more unsteady walking, while awake and making sense",
    "lane B 4": "Dizzy, very tired or very weak, but able to stand up",
    "lane B 5": "Vomiting or diarrhea that will not stop",
    "lane B 6": "Anything getting worse, even with no fever",
    "lane B, fever medicine": "Do not take fever medicine before you have called.",
    "lane B, later": "Keep using this list after your daily checks have ended.",
    "action 1": "Do not drive yourself.",
    "action 2": "“Could this be sepsis or cytokine release syndrome?”",
    "action 3": "Show all staff your center’s wallet card.",
    "action 4": "Ask staff to call your team",
    "foot line": "A normal home oxygen reading does not rule out an emergency",
    "emergency number": "Call now:",
    "therapy": "Treatment:",
    "date": "Given on:",
    "not advice": "It cannot diagnose or treat",
    "private": "A filled-in copy holds private health information",
    "wallet card": "It does not replace your care team or your center’s wallet card.",
}


WALLET = {
    "whose": "Name:",
    "what": "I had:",
    "when": "Given on:",
    "emergency number": "Emergency number:",
    "caregiver": "Caregiver’s phone:",
    "allergies": "Allergies:",
    "language": "I speak:",
    "doctor": "Doctor:",
    "hospital": "Hospital:",
    "for staff": "After CAR-T, a T-cell engager or similar",
    "think of": "think of CRS, neurotoxicity (ICANS) and sepsis, also without a fever.",
    "call": "phone the treating team early",
    "an extra": "It does not replace your center’s wallet card",
}


@pytest.mark.parametrize("promise", EXPLAINER, ids=str)
def test_the_explainer_says_everything_that_the_article_does(promise: str) -> None:
    """Every section of the article, the figure, both tables, questions, experiences and sources are printed."""
    assert EXPLAINER[promise] in printed("full-explainer")


@pytest.mark.parametrize("term", [term.strip() for term in " ".join(TERMS.split()).split(";")])
def test_the_explainer_defines_every_term(term: str) -> None:
    """All 32 glossary terms are in the glossary, behind its heading."""
    _, glossary = printed("full-explainer").rsplit("What do the words mean?", 1)
    assert term in glossary


@pytest.mark.parametrize("promise", GUIDE, ids=str)
def test_the_guide_holds_its_whole_plan(promise: str) -> None:
    """Every part and form of the caregiver guide is printed."""
    assert GUIDE[promise] in printed("caregiver-guide")


def test_the_log_is_one_side_of_twenty_four_rows() -> None:
    """The log is there once, on a side to copy."""
    assert sum("Temperature and symptom log" in page for page in pages("caregiver-guide")) == 1
    (layout_job,) = jobs(project(), layouts=["caregiver-guide"], languages=["en"], today=TODAY)
    log = next(
        block
        for section in layout_job.topic.sections
        if section.role == "log"
        for block in section.blocks
        if hasattr(block, "sheets")
    )
    assert (log.rows, log.sheets) == (24, 1)


@pytest.mark.parametrize("promise", CARD, ids=str)
def test_the_card_holds_its_whole_plan(promise: str) -> None:
    """Both lanes in their order, the action line, the lines to write on, on one side."""
    assert len(pages("red-flag-card")) == 1
    assert CARD[promise] in printed("red-flag-card")


@pytest.mark.parametrize("promise", WALLET, ids=str)
def test_the_wallet_card_says_whose_it_is_and_what_staff_must_think_of(promise: str) -> None:
    """On one sheet to fold: an owner who cannot speak is known by it, and staff are told what to do."""
    assert len(pages("wallet-card")) == 1
    assert WALLET[promise] in printed("wallet-card")


def test_the_lanes_stand_in_their_order() -> None:
    """The signs are in the order that the reviewed plan gives them."""
    text = printed("red-flag-card")
    places = [text.index(CARD[f"lane A {number}"]) for number in range(1, 11)]
    assert places == sorted(places)


@pytest.mark.parametrize("layout", ["red-flag-card", "caregiver-guide", "full-explainer"])
def test_every_page_says_that_it_is_a_draft(layout: str) -> None:
    """Until a clinician reviews the content, each page says so twice: in the banner and in the footer."""
    for page in pages(layout):
        assert page.count("Draft. Do not use with patients.") >= 1


FORBIDDEN = ["urgent care", "reviewed by Dr", "mg", "You have CRS", "wait and see"]


@pytest.mark.parametrize("words", FORBIDDEN)
def test_the_card_never_says_what_it_must_not(words: str) -> None:
    """No doses, no walk-in clinic, no diagnosis, no soothing."""
    assert not re.search(rf"\b{re.escape(words)}\b", printed("red-flag-card"), re.IGNORECASE)


def test_no_week_counts_stand_where_dates_belong() -> None:
    """How long to stay near, not to drive or to be watched is the clinic's date, never a number of ours."""
    for layout in ("red-flag-card", "caregiver-guide"):
        assert not re.search(r"\b(\d+|two|four|eight) weeks\b", printed(layout))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'"))


def test_no_sentence_of_the_article_is_used() -> None:
    """Facts carry over, sentences do not: no run of eight words is shared with the article (kept only as hashes)."""
    lines = (Path(__file__).parent / "article-runs.txt").read_text(encoding="ascii").splitlines()
    article = {line for line in lines if not line.startswith("#")}
    assert len(article) > 1000
    for path in sorted((ROOT / "content").rglob("*.yaml")):
        words = _words(path.read_text(encoding="utf-8"))
        runs = (" ".join(words[index : index + RUN]) for index in range(len(words) - RUN + 1))
        shared = [run for run in runs if hashlib.sha256(run.encode()).hexdigest()[:12] in article]
        assert not shared, f"{path.name} shares with the article: {shared}"
