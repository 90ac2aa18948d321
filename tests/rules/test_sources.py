"""The rules about sources: cited, used, and not too old."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.ropes import EN, ES, FACTS, GL, LAYOUT, facts, found, labels_in, line_of, section, sheet, words

from caresheet.model import rules
from caresheet.model.problem import Position, Problem

ONE = "sources:\n  S1: {title: 'Bends', organization: 'Guild', url: 'https://ropes.example/1', seen: %s}\n"
YEAR = "sources:\n  S1: {title: 'B', organization: 'G', year: '%s', url: 'https://ropes.example/1', seen: 2026-11-01}\n"
BY_AUDIENCE = """
by_audience:
  sailor: ['Pull hard.']
  everyone: ['Pull. [@S1; @S2]']
"""


def uncited(*sections: str, more: str = "") -> list[Problem]:
    return found(rules.WITHOUT_SOURCE, {EN: words(*sections), LAYOUT: sheet(more)})


# --- without-source -------------------------------------------------------------------------------------------------
def test_a_section_that_cites_nothing_is_told() -> None:
    """A section of words without a source is told at its first words that can claim something."""
    text = words(section("{entries: [{label: 'Knot'}]}", "'Pull at both ends.'"))
    (problem,) = found(rules.WITHOUT_SOURCE, {EN: text})
    assert problem.position == Position(EN, line_of(text, "'Pull"), 9)
    assert problem.message == "the section 'one' cites no source"


@pytest.mark.parametrize(
    "block",
    [
        "'Pull. [@S1; @S2]'",
        "{paragraph: 'Pull.', sources: [S1, S2]}",
        "{bullets: ['Pull.', 'Hold. [@S1; @S2]']}",
        "{steps: ['Pull.'], sources: [S1, S2]}",
        "{table: {caption: 'C', columns: ['A', 'B'], rows: [['x', 'y [@S1; @S2]']]}}",
        "{alert: {level: note, blocks: ['Pull. [@S1; @S2]']}}",
        "{questions: [{ask: 'Why?', answer: ['It holds. [@S1; @S2]']}]}",
        "{by_audience: {everyone: ['Pull. [@S1; @S2]']}, sources: [S1, S2]}",
        "{figure: {flow: {boxes: [{id: a, text: 'A'}, {id: b, text: 'B'}]}, alt: 'One box.'}, sources: [S1, S2]}",
    ],
)
def test_one_source_anywhere_is_enough(block: str) -> None:
    """A source in any text of the section, or of any of its blocks, is one."""
    assert uncited(section("'It holds.'", block)) == []
    assert uncited(section("'It holds.'")) != []


@pytest.mark.parametrize("role", ["contacts", "log", "phone-script", "glossary", "notes", "about", "medicines"])
def test_sections_that_claim_nothing_are_not_asked(role: str) -> None:
    """What is written on, read out, or says something of the handout needs no source."""
    assert uncited(section("'Hold this sheet upright.'", role=role)) == []


@pytest.mark.parametrize(
    "block",
    [
        "{checklist: ['A knife', 'A torch']}",
        "{entries: [{label: 'Knot'}]}",
        "{contacts: [{label: 'Harbour', value: '{{clinic.phone}}'}]}",
        "{log: {caption: 'Knots', columns: ['Knot', 'Day'], rows: 3, sheets: 1}}",
        "{definitions: [{id: bend, term: 'Bend', meaning: 'Joins two ropes.'}]}",
    ],
)
def test_forms_and_explanations_claim_nothing(block: str) -> None:
    """A section of nothing but forms, things to tick or explained words needs no source."""
    assert uncited(section(block)) == []


def test_both_wordings_of_a_line_have_the_sources_of_their_block() -> None:
    """Whichever wording prints, the sources of its block stand behind it; without any, the one that prints is told."""
    line = "paragraph: {with: clinic.%s, text: 'Pull.', else: 'Hold.'}"
    for given in ("phone", "minutes_before_escalation"):
        assert uncited(section(f"{{{line % given}, sources: [S1, S2]}}")) == []
        (problem,) = uncited(section(f"{{{line % given}}}"))
        assert problem.message == "the section 'one' cites no source"


def test_subsections_cite_for_themselves() -> None:
    """A subsection without a source is told by its own id, though the section around it has one; where nothing in the
    whole section has one, it is told once."""
    inner = "    subsections:\n      - id: inner\n        title: 'And then?'\n        blocks: ['Pull%s']\n"
    cited, bare = section("'Hold. [@S1; @S2]'"), section("'Hold.'")
    assert [problem.message for problem in uncited(cited + inner % ".")] == ["the section 'inner' cites no source"]
    assert [problem.message for problem in uncited(bare + inner % ".")] == ["the section 'one' cites no source"]
    assert uncited(bare + inner % ". [@S1; @S2]") == []


def test_what_is_printed_counts() -> None:
    """What other readers are told does not stand in for what this reader is; a section left out is not judged."""
    text = words(section("'Pull. [@S1; @S2]'"), section(BY_AUDIENCE, name="two", role="tasks"))
    (problem,) = found(rules.WITHOUT_SOURCE, {EN: text})
    assert (problem.message, problem.position.line if problem.position else 0) == (
        "the section 'two' cites no source",
        line_of(text, "'Pull hard"),
    )
    assert found(rules.WITHOUT_SOURCE, {EN: text, LAYOUT: sheet("leave_out: [tasks]\n")}) == []


def test_a_translation_is_told_at_its_original() -> None:
    """A translation must cite what its original cites, so that only the original is told."""
    english, spanish = words(section("'Pull.'")), words(section("'Tire.'"), translates=True)
    assert [problem.position.file for problem in found(rules.WITHOUT_SOURCE, {EN: english, ES: spanish})] == [EN]  # type: ignore[union-attr]


# --- unused-source --------------------------------------------------------------------------------------------------
def test_unused_sources_are_told_at_their_line() -> None:
    """A source that nothing cites is told at its own line of topic.yaml, once for all languages."""
    files = {EN: words(section("'Pull. [@S1]'")), ES: words(section("'Tire. [@S1]'"), translates=True)}
    (problem,) = found(rules.UNUSED_SOURCE, files)
    assert problem.position == Position(FACTS, line_of(facts(), "S2:"), 3)
    assert problem.message == "the source 'S2' is not cited anywhere"


@pytest.mark.parametrize(
    "block",
    ["'Pull. [@S1; @S2]'", "{paragraph: 'Pull. [@S1]', sources: [S2]}", "{bullets: ['A [@S1]', 'B [@S2]']}"],
)
def test_used_sources_are_not(block: str) -> None:
    """A citation in a text and one of a whole block both use a source."""
    assert found(rules.UNUSED_SOURCE, {EN: words(section(block))}) == []


def test_use_in_one_language_is_enough() -> None:
    """A source that only one of two languages cites, neither of which translates the other, is used."""
    files = {EN: words(section("'Pull. [@S1]'")), GL: "translates: {from: none}\n" + words(section("'Tirez. [@S2]'"))}
    labels = {"labels/gl.yaml": labels_in("en")}
    assert found(rules.UNUSED_SOURCE, files | labels) == []


def test_use_by_other_readers_is_enough() -> None:
    """A source that stands only in what no handout prints is used all the same: the topic may have other layouts."""
    assert found(rules.UNUSED_SOURCE, {EN: words(section(BY_AUDIENCE))}) == []


# --- old-source -----------------------------------------------------------------------------------------------------
CITED = words(section("'Pull. [@S1]'"))


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2021", []),
        ("2020", ["the source 'S1' is 6 years old (published in 2020), more than 5"]),
        ("March 2020", ["the source 'S1' is 6 years old (published in 2020), more than 5"]),
        ("1998", ["the source 'S1' is 28 years old (published in 1998), more than 5"]),
    ],
)
def test_old_sources_are_told_by_their_year(year: str, said: list[str]) -> None:
    """A source whose year is more than five years ago is told at its line; one of the fifth year is not."""
    problems = found(rules.OLD_SOURCE, {EN: CITED, FACTS: facts(YEAR % year)})
    assert [problem.message for problem in problems] == said
    assert all(problem.position == Position(FACTS, line_of(facts(YEAR % year), "S1:"), 3) for problem in problems)


@pytest.mark.parametrize(
    ("seen", "today", "count"),
    [
        ("2021-11-24", date(2026, 11, 24), 0),
        ("2020-11-25", date(2026, 11, 24), 0),
        ("2020-11-24", date(2026, 11, 24), 1),
        ("2020-11-24", date(2026, 11, 23), 0),
    ],
)
def test_without_a_year_the_day_counts_on_which_it_was_seen(seen: str, today: date, count: int) -> None:
    """A source without a year is as old as the day on which it was seen, in whole years, by the day that is told."""
    problems = found(rules.OLD_SOURCE, {EN: CITED, FACTS: facts(ONE % seen)}, today=today)
    assert len(problems) == count
    assert all(f"(no year, last seen on {seen})" in problem.message for problem in problems)


def test_the_years_are_the_layouts() -> None:
    """A layout may ask for newer sources, or for none."""
    files = {EN: CITED, FACTS: facts(YEAR % "2023")}
    assert len(found(rules.OLD_SOURCE, {**files, LAYOUT: sheet("limits: {everyone: {source_years: 2}}\n")})) == 1
    assert found(rules.OLD_SOURCE, {**files, LAYOUT: sheet("limits: {everyone: {source_years: 3}}\n")}) == []
    assert found(rules.OLD_SOURCE, {**files, LAYOUT: sheet("limits: {everyone: {source_years: none}}\n")}) == []


@pytest.mark.parametrize("citations", ["numbered", "short", "hidden"])
@pytest.mark.parametrize(
    ("block", "count"),
    [
        ("'Pull. [@S1]'", 1),
        ("{bullets: ['Pull'], sources: [S1]}", 1),
        ("{entries: [{label: 'Knot'}], sources: [S1]}", 1),
        ("{figure: {flow: {boxes: [{id: a, text: 'A'}, {id: b, text: 'B'}]}, alt: 'One box.'}, sources: [S1]}", 1),
        ("{by_audience: {sailor: ['Pull.'], everyone: ['Pull. [@S1]']}}", 0),
        ("{by_audience: {sailor: ['Pull.'], everyone: ['Hold.']}, sources: [S1]}", 1),
    ],
)
def test_only_sources_of_what_is_printed_are_judged(block: str, count: int, citations: str) -> None:
    """An old source is told where the handout prints what it backs, whether or not its number is shown."""
    files = {EN: words(section(block)), FACTS: facts(YEAR % "2001"), LAYOUT: sheet(f"citations: {citations}\n")}
    assert len(found(rules.OLD_SOURCE, files)) == count


def test_two_languages_tell_it_once() -> None:
    """The same old source in two languages is one finding."""
    files = {EN: CITED, ES: words(section("'Tire. [@S1]'"), translates=True), FACTS: facts(YEAR % "2001")}
    assert len(found(rules.OLD_SOURCE, files)) == 1
