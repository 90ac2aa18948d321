"""What is typed is what prints: letter for letter in the PDF, the page and the text, or refused with place and remedy.

Any text at any place where an author can type.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from tests.typed.places import CLINIC, PLACES, Place, project
from tests.typed.reading import STAND_INS, alike, printed, read_as

from caresheet.app.formats import FORMATS
from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.fonts import coverage
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import PROOF_FAILED
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.outputs.pdf.reader.structure import structure_in
from caresheet.source import read_project

TODAY = date(2026, 11, 27)
PRINTABLE = "".join(map(chr, sorted(coverage())))
plain = st.text(
    st.sampled_from([letter for letter in PRINTABLE if letter not in "*[]{}\\<>&#`"]), min_size=1, max_size=20
)
pasted = st.text(st.sampled_from([*map(chr, STAND_INS), *"aé 5\u00a0\u2011\u0301\u0304"]), min_size=1, max_size=12)
soup = st.text(st.sampled_from("*\\[]{}<>&#`_~^@()|!:-.;=$ ab1 9é"), min_size=1, max_size=14)
anything = st.text(max_size=12)
words = st.sampled_from(
    r"""2*5*10 mg|**bold**|*slanted*|***both***|\*31\*555#|*21*|__two__|~~no~~|H~2~O|10^9/L|\\server\share|a  b|1. Wet
- Wet|# no|&nbsp;|&amp;|AT&T;|<b>|</p>|c̄|5 °C|38,5 °C|{page}|{pages}|{version}|{name}|________|____|[S1]|$5$
ﬁve|5 mg|http://x.org/a?b=1&c=2|a@b.org|-5|—|…|''|""|: | #|!|%d|\n|\u0041|null|~|{{clinic.phone}}|[@S1]|[[term]]
[a](https://example.org/b)|[a]{lang=de}|±0.5|O’Brien|é""".replace("\n", "|").split("|")
)
texts = st.lists(st.one_of(plain, words, soup, pasted, anything), min_size=1, max_size=8).map("".join) | anything
STRUCTURED = ("](", "]{", "{{", "[[", "[@")
"""What begins a mark whose words are not all that is typed; these have tests of their own."""


class Outcome(Struct, frozen=True):
    """What came of a text: its words in each output, or why it was refused."""

    pdf: str = ""
    html: str = ""
    txt: str = ""
    spoken: str = ""
    refused: tuple[Problem, ...] = ()


class _Words(HTMLParser):
    """The words of a page, without its style."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self._style = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        del attributes
        self._style = tag == "style"

    def handle_data(self, data: str) -> None:
        self.words += "" if self._style else data


def outcome(place: Place, typed: str) -> Outcome:
    """The handout with this text at this place, in all outputs, read back from their bytes."""
    files = project(place, typed)
    try:
        (job,) = jobs(read_project(files, (files, CLINIC)), today=TODAY)
        handout = render(job, tuple(FORMATS)).handout
    except CaresheetError as error:
        return Outcome(refused=error.problems)
    contents = read_pdf(handout.artifact("pdf").data)
    page = _Words()
    page.feed(handout.artifact("html").data.decode("utf-8"))
    return Outcome(
        "".join(text.text for side in contents.pages for text in side.texts),
        page.words,
        handout.artifact("txt").data.decode("utf-8"),
        "\n".join(node.alternative for node in structure_in(contents).root.everything()),
    )


def hold(place: Place, typed: str) -> bool:
    """Judge what came of a text; whether it was printed."""
    found = outcome(place, typed)
    if found.refused:
        for problem in found.refused:
            assert problem.rule is not PROOF_FAILED, (str(problem), typed)
            assert problem.position is not None, (str(problem), typed)
            assert problem.position.file == place.file, (str(problem), typed)
            assert problem.hint or " must " in problem.message, (str(problem), typed)
        return False
    if any(mark in read_as(typed) for mark in STRUCTURED) and place.marks:
        return True
    expected = alike(printed(typed) if place.marks else read_as(typed))
    if place.spoken:
        assert expected in alike(found.spoken), (typed, found.spoken)
    else:
        assert expected in alike(found.pdf), (typed, found.pdf)
    assert expected in alike(found.html), (typed, found.html)
    assert expected in alike(found.txt), (typed, found.txt)
    return True


def test_every_place_prints() -> None:
    """Plain words print from every place, and braces and brackets do where no marks are read."""
    for place in PLACES:
        assert hold(place, "Zwölf Öfen 5 mg, 2*5*10")
        hold(place, "\ufe70")  # a presentation form, which PDFium spells out
        assert hold(place, "f\u0301 5")  # a mark that reaches over the next word
        assert hold(place, "0c\u0304 \u00a0 0")  # a no-break space at the end of a line
        if not place.marks:
            assert hold(place, r"{page} [x](y) **z** \* <b> &amp; #")
        hold(place, "{{clinic.phone}}")  # a text that is nothing but a line to write on


def _check(place: Place, typed: str, tally: dict[str, int]) -> None:
    tally["printed" if hold(place, typed) else "refused"] += 1


def _run(examples: int, count: Callable[[str], None]) -> None:
    tally = {"printed": 0, "refused": 0}

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.sampled_from(PLACES), texts)
    def check(place: Place, typed: str) -> None:
        _check(place, typed, tally)

    check()
    count(
        f"typed texts: {tally['printed']} printed letter for letter, {tally['refused']} refused with place and remedy"
    )


def test_what_is_typed_is_what_prints(count: Callable[[str], None]) -> None:
    """300 texts of arbitrary characters at random places."""
    _run(300, count)


@pytest.mark.long
def test_what_is_typed_is_what_prints_twenty_thousand_times(count: Callable[[str], None]) -> None:
    """20,000 texts of arbitrary characters at random places."""
    _run(20_000, count)
