"""Meters of grades, read back from the PDF: squares beside or below the words, as many filled as the words say."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from msgspec import Struct
from tests.compose.builders import TODAY
from tests.layout.test_zones import BLANK, made, shipped

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.edition import Edition, Size
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.text import TextRun
from caresheet.source import read_project

GRADES = [1, 2, 3, 4]
EDITIONS = [
    (Edition(Size.REGULAR, "letter"), "en"),
    (Edition(Size.REGULAR, "a4"), "es"),
    (Edition(Size.LARGE, "letter"), "es"),
    (Edition(Size.GIANT, "letter"), "en"),
]


class Square(Struct, frozen=True):
    """A square of a page, its edges in points, and whether it is filled."""

    left: float
    bottom: float
    right: float
    top: float
    filled: bool


def pdf(language: str, edition: Edition) -> pypdfium2.PdfDocument:
    files = shipped(BLANK)
    whole = read_project(files, (files, f"content/clinics/{BLANK}.yaml"))
    (job,) = jobs(whole, layouts=["staff-grading"], languages=[language], edition=edition, today=TODAY)
    return pypdfium2.PdfDocument(render(job).handout.artifact("pdf").data)


def squares(page: pypdfium2.PdfPage) -> list[Square]:
    """The squares of a page, row by row."""
    found: list[Square] = []
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = each.get_bounds()
        if abs((right - left) - (top - bottom)) < 0.1 and 2 * POINTS_PER_MM < right - left < 6 * POINTS_PER_MM:
            mode, stroke = pdfium.c_int(), pdfium.c_int()
            pdfium.FPDFPath_GetDrawMode(each, mode, stroke)
            found.append(Square(left, bottom, right, top, filled=mode.value != 0))
    return sorted(found, key=lambda square: (-round(square.top), square.left))


def meters(page: pypdfium2.PdfPage) -> list[list[Square]]:
    """Squares that stand side by side, nearer to each other than half their width."""
    found: list[list[Square]] = []
    for square in squares(page):
        last = found[-1][-1] if found else None
        beside = last and abs(last.top - square.top) < 1
        if last and beside and square.left - last.right < (square.right - square.left) / 2:
            found[-1].append(square)
        else:
            found.append([square])
    return found


def words_of(page: pypdfium2.PdfPage, meter: list[Square]) -> str:
    """The words to the left of a meter on its line, or if there are none, close behind it or right above it."""
    text, first, end = page.get_textpage(), meter[0], meter[-1].right
    low, high, height = first.bottom, first.top, first.top - first.bottom
    beside = text.get_text_bounded(first.left - 6.5 * height, low, first.left, high).strip()
    if not beside and text.get_text_bounded(end, low, end + height, high).strip():
        beside = text.get_text_bounded(end, low, end + 6.5 * height, high).strip()
    return beside or text.get_text_bounded(first.left - 1, high, end + height, high + 2 * height)


@pytest.mark.parametrize(("edition", "language"), EDITIONS, ids=lambda value: str(value)[:60])
def test_squares_say_what_the_words_beside_them_say(edition: Edition, language: str) -> None:
    """Both tables of the card have four squares of 3 mm or more at each grade, and its words are beside or above."""
    found = [(page, meter) for page in pdf(language, edition) for meter in meters(page)]
    grades = [sum(square.filled for square in meter) for _, meter in found]
    assert grades[:8] == GRADES * 2
    assert grades[8:] == GRADES * ((len(grades) - 8) // 4)  # heads that are repeated on the next page
    for page, meter in found:
        filled = [square.filled for square in meter]
        assert len(filled) == 4
        assert filled == sorted(filled, reverse=True)
        assert meter[0].right - meter[0].left >= 3 * POINTS_PER_MM - 0.1
        assert str(sum(filled)) in words_of(page, meter), (sum(filled), words_of(page, meter))


def test_squares_are_beside_the_grades_of_rows_if_that_takes_no_more_height() -> None:
    """On letter paper the squares of a row are on the line of its words; those of columns are all below their heads."""
    page = pdf("en", EDITIONS[0][0])[0]
    text = page.get_textpage()
    rows, columns = meters(page)[:4], meters(page)[4:]
    beside = [text.get_text_bounded(0, meter[0].bottom, meter[0].left, meter[0].top) for meter in rows]
    assert ["".join(words.split()) for words in beside] == [f"Grade{grade}" for grade in GRADES]
    assert len({round(meter[0].top) for meter in columns}) == 1


def test_listeners_hear_the_grade_once() -> None:
    """The squares are artifacts: what is said is the words alone."""
    whole, _ = made("staff-grading", "en", EDITIONS[0][0], BLANK)
    runs = (run for node in whole.structure.root.everything() for run in node.runs if isinstance(run, TextRun))
    said = [run.text for run in runs if run.text in {f"Grade {grade}" for grade in GRADES}]
    assert said == [f"Grade {grade}" for grade in GRADES] * 2
