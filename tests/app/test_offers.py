"""A layout says which papers and sizes it is made for; a build makes the others and says what to print instead."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.compose.builders import TODAY

from caresheet.app.building import Builder, BuildOptions
from caresheet.app.fitting import measure
from caresheet.app.pipeline import compose_checked, lay_out_checked
from caresheet.app.requests import RequestError
from caresheet.app.selection import Selection, choose, not_offered
from caresheet.app.sources import Sources
from caresheet.cache import Cache
from caresheet.model.edition import Edition, Size
from caresheet.model.job import Job
from caresheet.model.look import PAPERS
from caresheet.model.problem import CaresheetError
from caresheet.model.project import Project
from caresheet.source import Folder, read_project

ROOT = Path(__file__).parents[2]
LARGE, GIANT = Edition(Size.LARGE), Edition(Size.GIANT)


@cache
def project() -> Project:
    files = Folder(ROOT)
    return read_project(files, (files, "content/clinics/example.yaml"))


def chosen(edition: Edition) -> set[str]:
    return {job.layout.name for job in choose(project(), Selection(TODAY, edition=edition))}


def lines(edition: Edition) -> list[str]:
    return [one.line for one in not_offered(project(), Selection(TODAY, edition=edition))]


def refusal(layout: str, edition: Edition) -> str:
    with pytest.raises(RequestError) as caught:
        choose(project(), Selection(TODAY, layouts=(layout,), edition=edition))
    (problem,) = caught.value.problems
    return f"{problem.message} ({problem.hint})"


def test_what_is_not_offered_is_left_out_with_what_to_print_instead() -> None:
    """Everything in large print is everything that is offered in large print, and a line for each of the others."""
    left = {"wallet-card", "wall-card"}
    everything = {layout.name for layout in project().layouts}
    assert chosen(LARGE) == everything - left
    assert sorted(lines(LARGE)) == [
        "wall-card: not in large print; print red-flag-card",
        "wallet-card: not in large print; print red-flag-card",
    ]


def test_a_handout_that_is_named_is_refused() -> None:
    """Who asks for one handout is told that there is none, and which one takes its place."""
    assert refusal("wallet-card", GIANT) == "'wallet-card' is not in giant print (print red-flag-card)"
    assert refusal("wall-card", Edition(paper="letter")) == (
        "'wall-card' is not made for letter paper (print red-flag-card)"
    )


def test_without_anything_in_its_place_the_papers_are_told() -> None:
    """Where no other layout takes its place, the hint says which papers there are."""
    assert refusal("caregiver-guide", Edition(paper="a6")) == (
        "'caregiver-guide' is not made for a6 paper (choose --paper letter, a4 or a5)"
    )


def test_the_usual_edition_is_whole() -> None:
    """Regular print on each layout's own paper leaves nothing out."""
    assert lines(Edition()) == []
    assert chosen(Edition()) == {layout.name for layout in project().layouts}


def test_a_card_is_made_for_small_paper() -> None:
    """A5 makes the card and the leaflets, and says so of the handouts that need a larger sheet."""
    assert chosen(Edition(paper="a5")) == {"red-flag-card", "caregiver-guide", "full-explainer"}
    assert "staff-triage: not made for a5 paper; choose --paper letter or a4" in lines(Edition(paper="a5"))


def test_a_build_says_what_it_leaves_out_and_counts_nothing_as_missing(starter: Path, tmp_path: Path) -> None:
    """What is not offered is no failure: the others are made, now and when the build is recalled."""
    card = starter / "layouts/card.yaml"
    card.write_text(card.read_text(encoding="utf-8") + "offers: {large: [], instead: leaflet}\n", encoding="utf-8")
    builder = Builder(Sources.in_folder(starter, None), Cache(tmp_path / "cache", "1"))
    for _ in range(2):
        result = builder.build(Selection(TODAY, edition=LARGE), BuildOptions())
        assert [each.handout.name for each in result.handouts] == ["hand-washing-leaflet-en-large"]
        assert result.left_out == ("card: not in large print; print leaflet",)
        assert (result.missing, result.faults) == ((), ())


def test_a_single_paper_is_told_alone(starter: Path) -> None:
    """A layout that is made for one paper names just that one."""
    card = starter / "layouts/card.yaml"
    card.write_text(card.read_text(encoding="utf-8") + "offers: {regular: []}\n", encoding="utf-8")
    builder = Builder(Sources.in_folder(starter, None), Cache(starter / "cache", "1"))
    result = builder.build(Selection(TODAY, edition=Edition(paper="a6")), BuildOptions())
    assert "card: not made for a6 paper; choose --paper letter" in result.left_out


@pytest.mark.parametrize(
    ("layout", "edition", "told"),
    [
        ("wallet-card", Edition(bilingual="es"), "its panels are too small (print red-flag-card)"),
        ("wallet-card", Edition(paper="a5", bilingual="es"), "(print red-flag-card with --paper letter or a4)"),
        ("wallet-card", Edition(paper="a6", bilingual="es"), "(print red-flag-card with --paper letter or a4)"),
        (
            "wallet-card",
            Edition(Size.LARGE, bilingual="es"),
            "its panels are too small (print red-flag-card once in each language)",
        ),
        ("wall-card", Edition(paper="a5", bilingual="es"), "(print red-flag-card with --paper letter or a4)"),
        ("staff-triage", Edition(paper="a5", bilingual="es"), "not made for a5 paper (choose --paper letter or a4)"),
        (
            "caregiver-guide",
            Edition(Size.GIANT, bilingual="es"),
            "its lines would be too short (print it once in each language)",
        ),
        (
            "caregiver-guide",
            Edition(Size.LARGE, paper="a6", bilingual="ar"),
            "not in 'ar' (translate it into 'ar', or choose another language: 'caresheet list' shows which it has)",
        ),
    ],
)
def test_what_is_not_made_in_two_languages_has_a_remedy_that_works(layout: str, edition: Edition, told: str) -> None:
    """In two languages, what is refused names a layout and papers that have room for both, or each language alone."""
    assert refusal(layout, edition).endswith(told)


def job_of(layout: str, edition: Edition) -> Job:
    (job,) = choose(project(), Selection(TODAY, layouts=(layout,), languages=("en",), edition=edition))
    return job


def test_two_languages_too_long_for_small_paper_name_larger_paper() -> None:
    """A zone that is too tall on A5 in two languages is told with papers that it fits on, by a build and by `fit`; on
    them it fits."""
    told = "(choose --paper letter or a4, or print it once in each language)"
    job = job_of("red-flag-card", Edition(paper="a5", bilingual="es"))
    with pytest.raises(CaresheetError) as caught:
        lay_out_checked(compose_checked(job))
    (problem,) = caught.value.problems
    assert str(problem).endswith(told)
    assert str(measure(job).problems[0]).endswith(told)
    for paper in ("letter", "a4"):
        lay_out_checked(compose_checked(job_of("red-flag-card", Edition(paper=paper, bilingual="es"))))


def test_title_and_the_line_below_it_do_not_have_a_page_to_themselves() -> None:
    """The line about interpreters stands below the title; where the warning signs do not fit below both, the guide is
    refused rather than made with a first page that has nothing else."""
    with pytest.raises(CaresheetError) as caught:
        lay_out_checked(compose_checked(job_of("caregiver-guide", Edition(paper="a5", bilingual="es"))))
    assert {problem.rule.name for problem in caught.value.problems} == {"does-not-fit"}


def test_two_languages_too_long_for_the_largest_paper_are_made_shorter() -> None:
    """Where no paper is larger, the hint stays, and each language alone is the other way."""
    job = job_of("red-flag-card", Edition(paper="a5", bilingual="es"))
    assert job.companion
    own = replace(job.layout, offer=replace(job.layout.offer, regular=("a5",)), bilingual="es")
    job = replace(job, layout=own, companion=replace(job.companion, layout=own))
    assert measure(job).problems[0].hint == (
        "make it shorter, or choose larger paper or smaller margins, or use a layout without `bilingual`"
    )


EVERY = [
    (layout, Edition(size, paper, bilingual=second))
    for layout in sorted(each.name for each in project().layouts)
    for size in Size
    for paper in (None, *PAPERS)
    for second in (None, "es")
]


@pytest.mark.parametrize(("layout", "edition"), EVERY, ids=str)
def test_every_refusal_names_what_is_made(layout: str, edition: Edition) -> None:
    """Whatever layout, size, paper and second language are asked for: it is made, or the message names a layout and
    papers that are."""
    layouts = {each.name: each for each in project().layouts}
    if edition.is_offered_by(layouts[layout]):
        return
    hint = refusal(layout, edition).rpartition(" (")[2]
    named = next((layouts[name] for name in layouts if f"print {name}" in hint), layouts[layout])
    papers = [paper for paper in PAPERS if re.search(rf"\b{paper}\b", hint)]
    asked = replace(edition, bilingual=None) if "each language" in hint else edition
    if "regular" in hint:
        asked = replace(asked, size=Size.REGULAR)
    assert named.name != layout or papers or asked != edition, hint
    for paper in papers or [asked.paper]:
        assert replace(asked, paper=paper).is_offered_by(named), (hint, paper)
    everything = Selection(TODAY, edition=edition)
    assert [one.line.partition(": ")[0] for one in not_offered(project(), everything)].count(layout) == 1
