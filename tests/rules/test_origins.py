"""What is wrong with a value is told where the value is given, once: in a clinic's profile or in a layout, not in the
topic, and with the names of all handouts concerned where one line goes into many."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.ropes import CLINIC, EN, FACTS, LAYOUT, facts, project, section, sheet, words

from caresheet.app.judging import judge
from caresheet.app.selection import jobs
from caresheet.model.problem import Findings, Position, Problem
from caresheet.model.rules import CONTRAST, NO_GLYPH

TODAY = date(2026, 11, 24)
BASE = "layouts/base.yaml"
YES = "contents: yes\n"
CALLS = words(section("'Call {{clinic.phone}}. [@S1; @S2]'", "'Again: {{clinic.phone}}, {{clinic.address}}'"))


def problems(files: dict[str, str]) -> list[str]:
    """The faults of the project's handouts, as a person reads them."""
    whole = project(files)
    return [str(problem) for problem in judge(whole, jobs(whole, today=TODAY), pages=False).problems]


def test_a_character_without_glyph_is_told_in_the_profile() -> None:
    """A telephone sign in a number that a topic prints twice is one fault of the profile, at the number, with its key;
    the topic that asks for the number is not at fault."""
    found = [
        each for each in problems({EN: CALLS, CLINIC: "name: 'Harbour'\nphone: '☎ 555 0100'\n"}) if "glyph" in each
    ]
    assert len(found) == 1
    assert found[0].startswith(f"{CLINIC}:2:8: no-glyph `phone`: the typeface does not have U+260E BLACK TELEPHONE")


def test_a_clinics_name_in_a_running_line_is_told_in_the_profile() -> None:
    """The name heads every page, and no text of the topic holds it."""
    header = "header: {right: [clinic]}\n"
    found = [each for each in problems({LAYOUT: sheet(header), CLINIC: "name: '臨床'\n"}) if "glyph" in each]
    assert [each.partition(" the typeface")[0] for each in found] == [f"{CLINIC}:1:7: no-glyph `name`:"]


def test_a_character_of_the_topic_is_told_in_the_topic() -> None:
    """Beside a value of the profile, the author's own words stand where they stood before."""
    text = CALLS.replace("Again:", "→")
    found = [each for each in problems({EN: text, CLINIC: "phone: '555 0100'\n"}) if "glyph" in each]
    assert len(found) == 1
    assert found[0].startswith(f"{EN}:")


def test_a_character_of_the_contents_is_told_there() -> None:
    """An entry of the list of contents is an author's text like others, wherever the handout has such a list."""
    text = CALLS.replace("{sheet: {title:", "{sheet: {contents: {one: 'To →'}, title:")
    assert text != CALLS
    glyphs = [[each for each in problems({EN: text, LAYOUT: sheet(more)}) if "glyph" in each] for more in ("", YES)]
    assert [len(found) for found in glyphs] == [0, 1]
    line = text[: text.index("'To")].count("\n") + 1
    assert glyphs[1][0].startswith(f"{EN}:{line}:")


def test_a_pale_color_is_told_once_and_names_the_handouts() -> None:
    """Two layouts take a color from a third one: the fault stands there, at the color, one line for both handouts."""
    files = {
        BASE: "type: {body: 12pt}\npalette: {muted: '#cccccc'}\n",
        LAYOUT: f"extends: base\n{sheet()}",
        "layouts/card.yaml": f"extends: base\n{sheet()}",
        FACTS: facts().replace("handouts: [sheet]", "handouts: [sheet, card]"),
        EN: CALLS.replace("{sheet:", "{card: {title: 'Knots'}, sheet:"),
    }
    found = [each for each in problems(files) if "contrast" in each]
    assert len(found) == 1
    assert found[0].startswith(f"{BASE}:2:18: contrast `muted` on the paper (#cccccc on #ffffff)")
    assert "(in ropes-sheet-en, ropes-card-en)" in found[0]


@pytest.mark.parametrize(
    ("handouts", "named"),
    [
        ((), "pale"),
        (("a",), "pale (in a)"),
        (("a", "b", "a"), "pale (in a, b)"),
        (tuple("abcde"), "pale (in a, b, c and 2 more)"),
    ],
)
def test_findings_join_the_handouts(handouts: tuple[str, ...], named: str) -> None:
    """The same words at the same place are one problem of all its handouts, each named once; a few are named."""
    findings, place = Findings(), Position(BASE, 2, 18)
    for each in handouts:
        findings.extend((Problem(place, CONTRAST, "pale", "darken it", (each,)),))
    findings.add(place, CONTRAST, "pale", "darken it")
    findings.add(place, NO_GLYPH, "pale", "darken it")
    assert [problem.summary for problem in findings.sorted()] == [named, "pale"]
