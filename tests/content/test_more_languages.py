"""The cards in more languages are drafts that say what the English ones say: the same signs in the same lane, the same
numbers, on as many pages."""

from __future__ import annotations

import re
from functools import cache

import pytest
from tests.compose.builders import TODAY
from tests.content.test_cytokine_storm import project
from tests.layout.test_zones import BLANK, FILLED, shipped

from caresheet.app.judging import is_refused, judge
from caresheet.app.pipeline import compose_checked, lay_out_checked
from caresheet.app.selection import jobs
from caresheet.model.document import ItemList, Section
from caresheet.model.edition import Edition, Size
from caresheet.model.job import Job
from caresheet.model.page_layout import WordPiece
from caresheet.model.project import Project
from caresheet.model.walk import iter_structs
from caresheet.source import read_project

REGULAR = Edition()
CARDS = ("red-flag-card", "wallet-card", "wall-card")
LANGUAGES = ("ar", "ht", "ko", "pl", "ru", "tl", "vi", "zh-Hans")
ASKED = [(tag, layout) for tag in LANGUAGES for layout in CARDS]
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[\s\u00a0]?°[CF])?")


@cache
def filled_project() -> Project:
    files = shipped(FILLED)
    return read_project(files, (files, f"content/clinics/{FILLED}.yaml"))


@cache
def made(tag: str, layout: str, edition: Edition = REGULAR, clinic: str = BLANK) -> Job:
    of = project() if clinic == BLANK else filled_project()
    (job,) = jobs(of, layouts=[layout], languages=[tag], edition=edition, today=TODAY)
    return job


def sections(tag: str, layout: str) -> tuple[Section, ...]:
    return compose_checked(made(tag, layout)).document.sections


def lanes(tag: str, layout: str) -> list[tuple[str, list[str]]]:
    """Each section with the pictograms of its signs, in order."""
    return [
        (section.id, [item.pictogram.path for item in iter_items(section) if item.pictogram])
        for section in sections(tag, layout)
    ]


def iter_items(section: Section) -> list[object]:
    return [item for each in iter_structs(section) if isinstance(each, ItemList) for item in each.items]


def test_what_is_translated() -> None:
    """These languages have these handouts and no others."""
    found = {topic.language: tuple(each.layout for each in topic.handouts) for topic in project().topics}
    assert {tag: layouts for tag, layouts in found.items() if tag not in {"en", "es"}} == dict.fromkeys(
        LANGUAGES, CARDS
    )


@pytest.mark.parametrize(("tag", "layout"), ASKED)
def test_lanes_are_those_of_the_english_card(tag: str, layout: str) -> None:
    """Every sign stands in the lane in which it stands in English, and at the same place there."""
    assert lanes(tag, layout) == lanes("en", layout)
    assert sum(len(signs) for _, signs in lanes(tag, layout)) == 16


@pytest.mark.parametrize(("tag", "layout"), ASKED)
def test_numbers_are_those_of_the_english_card(tag: str, layout: str) -> None:
    """Temperatures and all other numbers are the same, letter for letter, section by section."""
    for mine, english in zip(sections(tag, layout), sections("en", layout), strict=True):
        if mine.id != "about":  # it holds a day, which each language writes its own way
            assert numbers(mine) == numbers(english), mine.id


def numbers(section: Section) -> list[str]:
    said = " ".join(text.plain for text in iter_structs(section) if type(text).__name__ == "PrintedText")
    return sorted(number.replace("\u00a0", " ") for number in NUMBER.findall(said))


@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize(("tag", "layout"), ASKED)
def test_it_fits(tag: str, layout: str, size: Size, clinic: str) -> None:
    """It has as many pages as its layout allows, in every size that it is made in, blank and with a clinic's values."""
    if layout != "red-flag-card" and size is not Size.REGULAR:
        return
    assert lay_out_checked(compose_checked(made(tag, layout, Edition(size), clinic))).page_layout is not None


@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_wallet_card_has_its_eight_faces(tag: str, paper: str, clinic: str) -> None:
    """Whatever the script: one side with the faces of the English card, each list of signs on two of them with the band
    on both."""
    page_layout = lay_out_checked(compose_checked(made(tag, "wallet-card", Edition(paper=paper), clinic))).page_layout
    assert page_layout is not None
    (page,) = page_layout.pages
    assert page_layout.counted == 1
    words = "".join("".join(piece.text for piece in page.pieces if isinstance(piece, WordPiece)).split())
    assert [words.count(part) for part in ("1/2", "2/2", "1/3")] == [2, 2, 0]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_cover_says_that_it_is_a_draft(tag: str) -> None:
    """In its own language in the box, whose English is on the face for staff and on the sheet, and on each face in one
    word of both."""
    document = compose_checked(made(tag, "wallet-card")).document
    assert document.banner
    assert "DRAFT" not in document.banner
    assert document.mark.endswith("DRAFT")
    assert "DRAFT: do not use with patients" in document.imprint
    assert "Translation not reviewed" in document.imprint
    assert document.banner in document.imprint


@pytest.mark.parametrize(("tag", "layout"), ASKED)
def test_it_is_a_draft(tag: str, layout: str) -> None:
    """A release refuses it for want of a review of its words and of its labels, and for nothing else."""
    job = made(tag, layout)
    (judgement,) = judge(project(), [job], pages=False).handouts
    assert is_refused(job, judgement)
    refusing = [each.message for each in judgement.found if each.rule.name == "not-reviewed"]
    assert refusing == [
        f"no native speaker has reviewed the words that caresheet prints itself in '{tag}'",
        f"there is no review of '{tag}' on record, so every page says that it is a draft",
    ]
