"""What is knowingly let pass, and that nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.compose.builders import paragraph, topic
from tests.compose.builders import section as built_section
from tests.rules.ropes import EN, ES, FACTS, LAYOUT, Judged, facts, judged, line_of, section, sheet, words

from caresheet.model import rules
from caresheet.model.limits import Waiver
from caresheet.model.problem import CaresheetError, Position, Problem, Severity
from caresheet.model.topic import Section, Source
from caresheet.rules import WaiverOutcome, apply_waivers
from caresheet.rules.advice import unused_waivers
from caresheet.rules.waivers import LARGE_PRINT_RULES, PAGE_RULES

BECAUSE = "because: 'It is known and wanted so.'"


def waive(rule: str, at: str = "") -> str:
    where = f"at: {at}, " if at else ""
    return f"waive: [{{rule: {rule}, {where}{BECAUSE}}}]\n"


def told(files: dict[str, str], *, pages: bool = False) -> tuple[list[str], list[str]]:
    """The places and rules of what stands, and of what is let pass, by the rules that these tests break."""
    result: Judged = judged(files, pages=pages)
    broken = (rules.TODO_MARKER, rules.WITHOUT_SOURCE, rules.OLD_SOURCE, rules.UNUSED_WAIVER)
    remaining = [f"{each.position} {each.rule.name}" for each in result.problems if each.rule in broken]
    return remaining, [f"{each.problem.position} {each.problem.rule.name}" for each in result.waived]


QUOTED = "'Hold. [@S1; @S2]'"
UNCITED = words(section("'Pull.'"), section("'Hold. [@S1; @S2]'", name="two", role="tasks"))
PLACE = f"{EN}:{line_of(UNCITED, chr(39) + 'Pull')}:9 without-source"


@pytest.mark.parametrize(
    ("files", "stands"),
    [
        ({}, True),
        ({FACTS: facts(more=waive("without-source"))}, False),
        ({FACTS: facts(more=waive("without-source", "one"))}, False),
        ({LAYOUT: sheet(waive("without-source"))}, False),
        ({LAYOUT: sheet(waive("without-source", "one"))}, False),
        ({FACTS: facts(more=waive("without-source", "two"))}, True),
        ({FACTS: facts(more=waive("todo-marker"))}, True),
    ],
)
def test_a_waiver_covers_its_rule_at_its_place(files: dict[str, str], *, stands: bool) -> None:
    """A topic's and a layout's waiver take out what breaks their rule, everywhere or in their section, and nothing
    else; what they take out is kept with its reason."""
    remaining, waived = told({EN: UNCITED, **files})
    assert (PLACE in remaining, waived) == (stands, [] if stands else [PLACE])


INNER = "    subsections:\n      - id: inner\n        title: 'And then?'\n        blocks: ['Pull???']\n"


@pytest.mark.parametrize(
    ("at", "left"),
    [
        ("one", ["Coil???"]),
        ("inner", ["Hold???", "Then???", "Coil???"]),
        ("two", ["Hold???", "Pull???", "Then???"]),
        ("nowhere", ["Hold???", "Pull???", "Then???", "Coil???"]),
    ],
)
def test_a_section_ends_where_the_next_begins(at: str, left: list[str]) -> None:
    """A section covers its own lines with its subsections, a subsection only its own, in whatever order its keys
    stand."""
    # The blocks of `one` stand in front of its subsections and behind them.
    one = section("'Hold???'", "'[@S1; @S2]'").replace("    blocks:", f"{INNER}    blocks:")
    one = one.replace("'Hold???'", "'Hold???'\n      - 'Then???'")
    text = words(one, section("'Coil???'", name="two", role="notes"))
    remaining, _ = told({EN: text, FACTS: facts(more=waive("todo-marker", at))})
    lines = [f"{EN}:{line_of(text, word)}" for word in left]
    assert sorted(place.rpartition(":")[0] for place in remaining if "todo-marker" in place) == sorted(lines)


def test_what_follows_the_sections_is_no_part_of_them() -> None:
    """Handouts that stand behind the last section are not covered by its waiver."""
    text = words(section("'Hold. [@S1; @S2]'"))
    head, sections = text.split("sections:\n")
    title, handouts = head.split("\n", 1)
    turned = f"{title}\nsections:\n{sections}{handouts.replace('Ropes and knots', 'Ropes???')}"
    remaining, waived = told({EN: turned, FACTS: facts(more=waive("todo-marker", "one"))})
    assert [place for place in remaining if place.endswith("todo-marker")] == [
        f"{EN}:{line_of(turned, 'handouts')}:12 todo-marker"
    ]
    assert waived == []


def test_what_follows_a_topics_files_is_no_part_of_them() -> None:
    """A layout's own lines belong to no section and to no source, though its file comes after theirs."""
    tight = "type: {leading: '1.1'}\n"
    for name, count in (("one", 0), ("S2", 0), ("", 1)):
        result = judged({LAYOUT: sheet(tight + waive("line-spacing", name))})
        assert [each.rule for each in result.problems].count(rules.LINE_SPACING) == 1 - count
        assert len(result.waived) == count


def test_what_a_translation_renders_is_no_part_of_a_section() -> None:
    """`translates` may stand behind the sections: a waiver of the last one does not cover it."""
    spanish = f"{words(section(QUOTED))}translates: {{from: en, hash: {'0' * 64}}}\n"
    english = words(section(QUOTED))
    result = judged({EN: english, ES: spanish, FACTS: facts(more=waive("outdated-translation", "one"))})
    assert [each.rule.name for each in result.problems].count("outdated-translation") == 1
    assert result.waived == ()


OLD = (
    "sources:\n"
    "  S1: {title: 'B', organization: 'G', year: '2001', url: 'https://ropes.example/', seen: 2026-11-01}\n"
    "  S2: {title: 'H', organization: 'G', year: '2002', url: 'https://ropes.example/', seen: 2026-11-01}\n"
)


@pytest.mark.parametrize(("at", "left"), [("", []), ("S1", ["S2"]), ("S2", ["S1"])])
def test_a_source_covers_its_own_lines(at: str, left: list[str]) -> None:
    """A waiver at a source takes out what is told at that source."""
    whole = facts(OLD, more=waive("old-source", at))
    remaining, waived = told({FACTS: whole})
    assert remaining == [f"{FACTS}:{line_of(whole, f'{name}:')}:3 old-source" for name in left]
    assert len(waived) == 2 - len(left)


def test_all_languages_are_covered() -> None:
    """A topic's waiver at a section holds in each of its languages."""
    english = words(section("'Pull???'", "'[@S1; @S2]'"))
    spanish = words(section("'Tire???'", "'[@S1; @S2]'"), translates=True)
    remaining, waived = told({EN: english, ES: spanish, FACTS: facts(more=waive("todo-marker", "one"))})
    assert remaining == []
    assert [place.partition(":")[0] for place in waived] == [EN, ES]


# --- unused-waiver --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("", "'todo-marker' is waived, but nothing breaks it there"),
        ("one", "'todo-marker' is waived at 'one', but nothing breaks it there"),
        ("S9", "'todo-marker' is waived at 'S9', but nothing breaks it there"),
    ],
)
def test_a_waiver_of_nothing_is_told(at: str, message: str) -> None:
    """A waiver that covers nothing is told where it stands, in a topic and in a layout."""
    whole = facts(more=waive("todo-marker", at))
    (problem,) = [each for each in judged({FACTS: whole}).problems if each.rule is rules.UNUSED_WAIVER]
    assert (problem.position, problem.message) == (Position(FACTS, line_of(whole, "waive:"), 16), message)
    (problem,) = [
        each for each in judged({LAYOUT: sheet(waive("todo-marker", at))}).problems if each.rule is rules.UNUSED_WAIVER
    ]
    assert (problem.position, problem.message) == (Position(LAYOUT, 2, 16), message)


# --- renamed-rule ---------------------------------------------------------------------------------------------------
def test_a_former_name_still_waives_and_is_told() -> None:
    """A waiver that calls a rule by the name it had before covers the same problems, and is told the current name."""
    english = words(section("'Pull???'", "'[@S1; @S2]'"))
    whole = facts(more=waive("leftover"))
    assert told({EN: english, FACTS: whole}) == ([], [f"{EN}:{line_of(english, 'Pull')}:9 todo-marker"])
    (problem,) = [each for each in judged({EN: english, FACTS: whole}).problems if each.rule is rules.RENAMED_RULE]
    assert problem.position == Position(FACTS, line_of(whole, "waive:"), 16)
    assert (problem.message, problem.hint) == (
        "the rule 'leftover' is now called 'todo-marker'",
        "write `rule: todo-marker`",
    )


def test_a_fault_cannot_be_waived_by_its_former_name() -> None:
    """What nobody may waive is refused under any of its names."""
    with pytest.raises(CaresheetError, match=r"'silent-comment' is a fault, and faults cannot be waived"):
        judged({FACTS: facts(more=waive("silent-comment"))})


def test_former_names_are_not_taken_again() -> None:
    """A former name leads to one rule of the registry, and no rule has it today."""
    assert rules.RENAMED.keys() & {rule.name for rule in rules.ALL} == set()
    assert set(rules.RENAMED.values()) <= set(rules.ALL)


def test_a_used_one_is_not() -> None:
    """A waiver that covers something in one language only is of use."""
    english = words(section("'Pull.'", "'[@S1; @S2]'"))
    spanish = words(section("'Tire???'", "'[@S1; @S2]'"), translates=True)
    assert told({EN: english, ES: spanish, FACTS: facts(more=waive("todo-marker"))})[0] == []


def test_the_narrowest_waiver_is_used() -> None:
    """Where two waivers cover a problem, the one at its section is used, and the one for everything told."""
    both = f"waive: [{{rule: todo-marker, {BECAUSE}}}, {{rule: todo-marker, at: one, {BECAUSE}}}]\n"
    remaining, waived = told({EN: words(section("'Pull???'", "'[@S1; @S2]'")), FACTS: facts(more=both)})
    assert len(waived) == 1
    assert [place.partition(" ")[2] for place in remaining] == ["unused-waiver"]
    assert ":16 " in remaining[0]


@pytest.mark.parametrize(("pages", "expected"), [(True, ["unused-waiver"]), (False, [])])
def test_page_rules_are_judged_with_pages(pages: bool, expected: list[str]) -> None:  # noqa: FBT001 - a table's column
    """A waiver of a rule about pages is of no use only where pages were looked at."""
    remaining, _ = told({LAYOUT: sheet(waive("page-fill"))}, pages=pages)
    assert [place.partition(" ")[2] for place in remaining] == expected


def test_large_print_may_need_a_waiver() -> None:
    """A waiver of a rule about large print is not told: which edition needs it, nobody looked."""
    assert told({LAYOUT: sheet(waive("large-print-contrast"))}, pages=True)[0] == []


# --- whatever is waived ---------------------------------------------------------------------------------------------
ALL = st.sampled_from(rules.ALL)
FILES = st.sampled_from((EN, ES, FACTS, LAYOUT))
POSITIONS = st.builds(Position, FILES, st.integers(1, 30), st.integers(1, 3))
PROBLEMS = st.builds(Problem, st.none() | POSITIONS, ALL, st.sampled_from("abc"))
NAMES = st.sampled_from(("a", "b", "c", "S1", "S2"))
WAIVERS = st.builds(Waiver, ALL.map(lambda rule: rule.name), NAMES | st.just(""), st.just("It is so."), POSITIONS)


@st.composite
def sections(draw: st.DrawFn, depth: int = 2) -> Section:
    inner = draw(st.lists(sections(depth - 1), max_size=2)) if depth else []
    made = built_section(draw(NAMES), paragraph("Pull."), subsections=tuple(inner))
    return replace(made, position=draw(POSITIONS))


SOURCES = st.builds(lambda name, place: Source(name, "T", "G", "", "u", "2026-01-01", place), NAMES, POSITIONS)


def sifted(problems: list[Problem], parts: list[Section], cited: list[Source], waivers: list[Waiver]) -> WaiverOutcome:
    whole = replace(topic(*parts), sources=tuple(cited))
    return apply_waivers(problems, whole, tuple(waivers))


@given(st.lists(PROBLEMS), st.lists(sections(), max_size=3), st.lists(SOURCES, max_size=3), st.lists(WAIVERS))
def test_nothing_is_lost_and_no_fault_is_waived(
    problems: list[Problem], parts: list[Section], cited: list[Source], waivers: list[Waiver]
) -> None:
    """Whatever is wrong and whatever is waived, every problem either stands or is let pass by a waiver of its own rule,
    in its order; a fault always stands."""
    result = sifted(problems, parts, cited, waivers)
    passed = [each.problem for each in result.waived]
    rest = list(problems)
    for problem in (*result.remaining, *passed):
        rest.remove(problem)
    assert rest == []
    assert [each for each in problems if each in result.remaining] == list(result.remaining)
    assert all(each.rule.severity is not Severity.FAULT for each in passed)
    assert all(each.waiver.rule == each.problem.rule.name and each.waiver in waivers for each in result.waived)


@given(
    problems=st.lists(PROBLEMS),
    parts=st.lists(sections(), max_size=2),
    waivers=st.lists(WAIVERS),
    pages=st.booleans(),
)
def test_every_waiver_is_used_or_told(
    problems: list[Problem], parts: list[Section], waivers: list[Waiver], *, pages: bool
) -> None:
    """Every waiver either let something pass, or is told where it stands, or is for what nobody looked at."""
    used = {each.waiver for each in sifted(problems, parts, [], waivers).waived}
    told_at = {problem.position for problem in unused_waivers(waivers, used, pages=pages)}
    unseen = LARGE_PRINT_RULES if pages else LARGE_PRINT_RULES | PAGE_RULES
    for waiver in waivers:
        assert waiver in used or waiver.position in told_at or waiver.rule in unseen


@given(st.lists(PROBLEMS))
def test_without_waivers_everything_stands(problems: list[Problem]) -> None:
    """Where nothing is waived, all that was found stands."""
    assert apply_waivers(problems, topic(), ()) == WaiverOutcome(tuple(problems), ())
