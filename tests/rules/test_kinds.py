"""What a handout must have depends on its kind."""

from __future__ import annotations

import json

import pytest
from tests.projects.merged import ROOT
from tests.rules.ropes import EN, LAYOUT, TODAY, judged, sheet, words
from tests.rules.ropes import section as rope_section

from caresheet.app.judging import judge
from caresheet.app.selection import jobs
from caresheet.model.edition import REGULAR
from caresheet.model.kind import NEEDS, HandoutKind
from caresheet.model.problem import Severity
from caresheet.source import Folder, read_project
from caresheet.source.schemas import schema

CLINICIANS = "limits: {everyone: {lay: no}}\n"
BARE = words(
    rope_section("{bullets: ['Rope. [@S1]', 'Knot. [@S2]']}").replace("What is it about?", "Ropes"),
    rope_section("'Let go **at once**. [@S1]'", name="two", role="warning", more="  critical: yes\n"),
)
"""A handout that has nothing that any kind must have."""
ASKED = {
    "card": {"emergency-slots", "warning-too-late", "main-message", "action-steps", "language-help"},
    "guide": {"emergency-slots", "warning-too-late", "main-message", "action-steps", "language-help"},
    "explainer": {"emergency-slots", "warning-too-late", "main-message", "language-help"},
    "plan": {"emergency-slots", "language-help"},
    "form": {"language-help"},
    "label": set[str](),
    "poster": {"emergency-slots", "warning-too-late", "main-message"},
    "letter": {"warning-too-late", "main-message", "language-help"},
}
"""The rules that tell a kind what it lacks."""
OF_KINDS = set().union(*ASKED.values())


def told(layout: str) -> dict[str, list[str]]:
    """The messages of each rule that knows the kinds, for a handout that lacks everything."""
    problems = judged({EN: BARE, LAYOUT: sheet(layout)}).problems
    names = sorted({each.rule.name for each in problems} & (OF_KINDS | {"one-word-heading"}))
    return {name: [each.message for each in problems if each.rule.name == name] for name in names}


@pytest.mark.parametrize("kind", HandoutKind)
def test_each_kind_is_asked_for_what_it_needs(kind: HandoutKind) -> None:
    """A handout that lacks everything is told what its kind must have, and nothing else."""
    found = told(f"kind: {kind.value}\n")
    assert set(found) - {"one-word-heading"} == ASKED[kind.value]
    assert ("one-word-heading" in found) is (kind.value in {"card", "guide", "explainer", "letter"})
    numbers = [message.partition("{{")[2].partition("}}")[0] for message in found.get("emergency-slots", ())]
    both = ["clinic.emergency", "clinic.after_hours_phone"]
    assert numbers == both[: len(numbers)]
    assert len(numbers) == {"card": 2, "guide": 2, "plan": 2, "explainer": 1, "poster": 1}.get(kind.value, 0)


def test_a_layout_that_does_not_say_its_kind_makes_guides() -> None:
    """Guides must have the most, so that nothing is missed by silence."""
    assert told("") == told("kind: guide\n")


@pytest.mark.parametrize("kind", HandoutKind)
def test_health_professionals_are_asked_for_none_of_it(kind: HandoutKind) -> None:
    """Handouts that are not for lay readers have no needs but telling headings."""
    assert set(told(f"kind: {kind.value}\n{CLINICIANS}")) <= {"one-word-heading"}


def test_the_schema_names_the_kinds() -> None:
    """Editors complete exactly the kinds that there are, and each has its needs."""
    held = json.loads(schema("layout"))["properties"]["kind"]["enum"]
    assert held == [kind.value for kind in HandoutKind] == [kind.value for kind in NEEDS]


def test_a_notice_in_another_language_may_come_first() -> None:
    """A line that says where to get the sheet in Spanish is no background that a warning comes too late after."""
    notice = rope_section("'In Spanish: ask.'", "{paragraph: 'Pregunte.', lang: es}", name="other", role="notes")
    warning = rope_section("'Let go **at once**. [@S1; @S2]'", name="two", role="warning", more="  critical: yes\n")
    problems = judged({EN: words(notice, warning), LAYOUT: sheet()}).problems
    assert "warning-too-late" not in {each.rule.name for each in problems}


OTHER_FIELDS = ROOT / "tests" / "projects" / "other-fields"
TRUE = {
    "content/asthma/en.yaml": {"emergency-slots"},  # whom to call at night is not on it
    "content/asthma/es.yaml": {"emergency-slots"},
    "content/discharge/en.yaml": {"without-source"},
    "content/flu-vaccine/en.yaml": {"without-source"},
    "content/wound-care/en.yaml": {"emergency-slots", "without-source", "action-steps", "main-message"},
    "labels/ht.yaml": {"untranslated-text"},  # its words are English
    "labels/pl.yaml": {"untranslated-text"},
    "layouts/vis.yaml": {"warning-too-late"},  # a serious reaction comes after everything else
    "layouts/wound.yaml": {"warning-too-late"},
}
"""The errors that these handouts really have."""


def test_other_fields_get_no_false_alarms() -> None:
    """Asthma plans, discharge instructions, vaccine sheets, labels, slips, posters and letters are told only
    what a clinician of their field would call wrong."""
    whole = read_project(Folder(OTHER_FIELDS), (Folder(OTHER_FIELDS), "content/clinics/example.yaml"))
    chosen = jobs(whole, today=TODAY, edition=REGULAR)
    found = judge(whole, chosen, pages=False)
    assert len(chosen) == 26
    errors: dict[str, set[str]] = {}
    for each in found.problems:
        if each.rule.severity is not Severity.WARNING and each.position:
            errors.setdefault(each.position.file, set()).add(each.rule.name)
    assert errors == TRUE
