"""Fonts are the same whichever threads write files at once: the desk makes a handout for each of its users."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest

from caresheet.fonts import coverage, faces
from caresheet.model.page_layout import Face
from caresheet.outputs.pdf.writer import objects
from caresheet.outputs.pdf.writer.objects import PdfFile

T = TypeVar("T")
Made = TypeVar("Made")


@pytest.fixture(autouse=True)
def _taking_turns_often() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def at_once(make: Callable[[T], Made], given: Sequence[T]) -> list[Made]:
    """What is made of each, all in threads that begin together."""
    together = Barrier(len(given))

    def make_one(one: T) -> Made:
        together.wait()
        return make(one)

    with ThreadPoolExecutor(len(given)) as threads:
        return [*threads.map(make_one, given)]


def written(letters: str) -> list[tuple[int, bytes]]:
    """The objects of a file with these letters in one face."""
    file = PdfFile()
    file.encoded(Face.REGULAR, letters)
    file.unfinished(0, 0)
    return file._bodies()


def test_fonts_that_are_cut_at_once_are_those_that_are_cut_alone() -> None:
    """ReportLab has one reading position in a font file, which threads would move while another reads. A font with a
    wrong outline would be remembered, and no proof of the words would notice."""
    others = sorted(map(chr, (code for code in coverage() if code > 0x7F)))
    texts = ["".join(others[start::4]) for start in range(4)]
    alone = [written(text) for text in texts]
    for _ in range(100):
        objects._fonts.cache_clear()
        assert at_once(written, texts) == alone


@pytest.mark.parametrize("face", Face)
def test_a_face_is_one_font_for_all_threads(face: Face) -> None:
    """Two would be two fonts of one name in the file that is being written."""
    faces._font.cache_clear()
    found = at_once(faces.font, [face] * 4)
    assert all(each is found[0] for each in found)
