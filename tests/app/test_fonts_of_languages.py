"""A language whose fonts are not installed: left out of everything, refused where it is asked for, with a remedy that
works."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.compose.builders import TODAY
from tests.projects.scripts import CLINIC, job
from tests.projects.torture import torture

from caresheet.app.building import Builder, BuildOptions
from caresheet.app.checking import check
from caresheet.app.pipeline import compose_checked
from caresheet.app.report_formats import summary
from caresheet.app.requests import RequestError
from caresheet.app.selection import Selection, choose, not_offered
from caresheet.app.sources import Sources
from caresheet.fonts import families, installed
from caresheet.model.edition import Edition
from caresheet.model.problem import CaresheetError
from caresheet.model.project import Project
from caresheet.source import Folder, read_project

ROOT = Path(__file__).parents[2]
ARABIC = "the typeface of 'ar', IBM Plex Sans Arabic, is not installed"
CURE = "install it with: pip install 'caresheet[arabic]'"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What is installed is looked up anew, before and after."""
    for known in (families._folder, installed.missing_fonts, installed.has_shaper):
        known.cache_clear()
    yield
    for known in (families._folder, installed.missing_fonts, installed.has_shaper):
        known.cache_clear()


def without(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """As if a package were not installed."""
    monkeypatch.setitem(sys.modules, package, None)


def project(language: str) -> Project:
    files = torture(language)
    return read_project(files, (files, CLINIC))


def refusal(language: str) -> str:
    with pytest.raises(RequestError) as caught:
        choose(project(language), Selection(TODAY, languages=(language,)))
    return str(caught.value)


def test_a_language_without_fonts_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain build makes the other languages and has a line for the one that it leaves out."""
    assert {each.topic.language for each in choose(project("ar"), Selection(TODAY))} == {"ar", "en"}
    without(monkeypatch, "fontpkg_ibm_plex_sans_arabic")
    installed.missing_fonts.cache_clear()
    families._folder.cache_clear()
    assert {each.topic.language for each in choose(project("ar"), Selection(TODAY))} == {"en"}
    assert [each.line for each in not_offered(project("ar"), Selection(TODAY))] == [f"ar: {ARABIC}; {CURE}"]


def test_a_language_without_fonts_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for it by name is refused with what to install."""
    without(monkeypatch, "fontpkg_ibm_plex_sans_arabic")
    assert ARABIC in refusal("ar")
    assert CURE in refusal("ar")


def test_a_second_language_without_fonts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no handout can have both languages for want of fonts, that is told, and not that some layouts are not made
    in two languages: what they name instead could not be printed either."""
    without(monkeypatch, "fontpkg_ibm_plex_sans_arabic")
    files = Folder(ROOT)
    shipped = read_project(files, (files, CLINIC))
    with pytest.raises(RequestError) as caught:
        choose(shipped, Selection(TODAY, edition=Edition(bilingual="ar")))
    assert ARABIC in str(caught.value)
    assert CURE in str(caught.value)


def test_a_dictionary_is_told_like_a_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ICU, Thai is refused and not broken between letters."""
    without(monkeypatch, "icu4py")
    assert "the dictionary that finds the words of 'th' is not installed" in refusal("th")
    assert "caresheet[thai]" in refusal("th")


def test_without_harfbuzz_only_plain_text_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is none for Windows on ARM: Latin languages are as before, and others are refused with what is missing."""
    without(monkeypatch, "uharfbuzz")
    assert "HarfBuzz, which is needed to print 'ru', is not installed" in refusal("ru")
    assert {each.topic.language for each in choose(project("ru"), Selection(TODAY))} == {"en"}


def test_composing_it_anyway_reports_one_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """One problem at the author's file, whatever number of letters there are."""
    wanted = job("ar", "red-flag-card")
    without(monkeypatch, "fontpkg_ibm_plex_sans_arabic")
    installed.missing_fonts.cache_clear()
    families._folder.cache_clear()
    with pytest.raises(CaresheetError) as caught:
        compose_checked(wanted)
    (problem,) = [each for each in caught.value.problems if each.rule.name == "no-glyph"]
    assert (problem.message, problem.hint) == (ARABIC, CURE)
    assert problem.position
    assert problem.position.file == "content/wound-care/ar.yaml"


def test_a_check_says_what_it_did_not_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """The languages that cannot be printed are no faults of the content."""
    without(monkeypatch, "fontpkg_ibm_plex_sans_arabic")
    files = torture("ar")
    report = check(Sources(files, None, CLINIC, names_clinic=False), Selection(TODAY), pages=False)
    assert f"ar: {ARABIC}; {CURE} (not checked)" in summary(report)
    assert not [each for each in report.problems if each.rule.name == "no-glyph"]
    result = Builder(Sources(files, None, CLINIC, names_clinic=False)).build(
        Selection(TODAY, layouts=("red-flag-card",)), BuildOptions()
    )
    assert [one.handout.language for one in result.handouts] == ["en"]
    assert result.left_out == (f"ar: {ARABIC}; {CURE}",)
