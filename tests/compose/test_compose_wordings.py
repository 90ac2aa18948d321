"""A value that a clinic does not give: a topic's default stands in, or the line's other wording is printed."""

from __future__ import annotations

from datetime import date

import pytest
from tests.source.trees import CLINIC, Memory, problems, small

from caresheet.app.pipeline import compose_checked, render
from caresheet.app.selection import jobs
from caresheet.model.job import Job
from caresheet.model.wording import text_units
from caresheet.rules.emergency import prints
from caresheet.source import read_project

EN, FACTS = "content/walking/en.yaml", "content/walking/topic.yaml"
LINE = "{with: clinic.phone, text: 'Call {{clinic.phone}}.', else: 'Ask your team whom to call.'}"
PLACES = {
    "paragraph": f"- paragraph: {LINE}",
    "item": f"- bullets: [{LINE}]",
    "item with a list": f"- bullets: [{LINE[:-1]}, steps: [Now]}}]",
    "cell": f"- table: {{caption: Whom to call, columns: [When, Whom], rows: [[Now, {LINE}]]}}",
    "cell with bullets": f"- table: {{caption: Whom to call, columns: [When, Whom], rows: [[Now, [{LINE}, Wait.]]]}}",
    "value": f"- entries: [{{label: Then, value: {LINE}}}]",
    "alert": f"- alert: {{level: call, blocks: [{{paragraph: {LINE}}}]}}",
}


def project(block: str, clinic: str = "name: A\n", facts: str = "") -> dict[str, bytes]:
    tree = small()
    return small(
        {
            EN: tree[EN].decode() + f"      {block}\n",
            FACTS: tree[FACTS].decode() + facts,
            CLINIC: clinic,
        }
    )


def made(tree: dict[str, bytes]) -> Job:
    files = Memory(tree)
    (job,) = jobs(read_project(files, (files, CLINIC)), today=date(2026, 11, 24))
    return job


def said(tree: dict[str, bytes]) -> str:
    """The plain text of the handout, which was proved against its document with the PDF and the HTML."""
    _, _, text = render(made(tree), ("pdf", "html", "txt")).handout.artifacts
    return " ".join(text.data.decode().split())


@pytest.mark.parametrize("place", PLACES)
def test_a_line_is_worded_for_its_clinic(place: str) -> None:
    """Wherever a line may have two wordings, a clinic that gives the value prints the one and any other the other; no
    handout prints both, nor a line to write on."""
    with_value, without = (said(project(PLACES[place], clinic)) for clinic in ("phone: '555-0110'\n", "name: A\n"))
    assert "Call 555-0110." in with_value
    assert "Ask your team" not in with_value
    assert "Ask your team whom to call." in without
    assert "Call" not in without.replace("CALL", "")
    assert "___" not in without


def test_what_is_reviewed_is_both_wordings() -> None:
    """The wording that a reviewer vouches for holds both wordings of a line and the default, whatever the clinic."""
    facts = "defaults: {fever_threshold: '100.4 °F (38 °C)'}\n"
    block = f"{PLACES['paragraph']}\n      - 'Hot from {{{{clinic.fever_threshold}}}} on.'"
    for clinic in ("name: A\n", "phone: '555-0110'\nfever_threshold: '101 °F'\n"):
        words = [unit.words for unit in text_units(made(project(block, clinic, facts)).topic)]
        assert "[clinic.phone] Call {{clinic.phone}}. [else] Ask your team whom to call." in words
        assert "100.4 °F (38 °C)" in words


@pytest.mark.parametrize(
    ("clinic", "expected"),
    [("name: A\n", "100.4 °F (38 °C)"), ("fever_threshold: ''\n", "100.4 °F (38 °C)")],
)
def test_a_default_stands_in(clinic: str, expected: str) -> None:
    """A topic's default is printed where the clinic gives no value, whether the key is missing or empty."""
    facts = "defaults: {fever_threshold: '100.4 °F (38 °C)'}\n"
    assert f"Hot from {expected} on." in said(project("- 'Hot from {{clinic.fever_threshold}} on.'", clinic, facts))


def test_the_clinics_own_value_comes_first() -> None:
    """One number, the clinic's: its default is not printed beside it."""
    facts = "defaults: {fever_threshold: '100.4 °F (38 °C)'}\n"
    clinic = "fever_threshold: '101.3 °F (38.5 °C)'\n"
    words = said(project("- 'Hot from {{clinic.fever_threshold}} on.'", clinic, facts))
    assert "Hot from 101.3 °F (38.5 °C) on." in words
    assert "100.4" not in words


def test_a_critical_line_is_complete_in_either_wording() -> None:
    """In a critical section, the wording that the handout prints is the one that must be complete."""
    tree = project(PLACES["paragraph"])
    tree[EN] = tree[EN].replace(b"    for: everyone\n", b"    for: everyone\n    critical: yes\n")
    assert b"critical: yes" in tree[EN]
    assert "Ask your team whom to call." in said(tree)


WRONG = {
    "no such value": (LINE.replace("with: clinic.phone", "with: clinic.fone"), "unknown-placeholder"),
    "a patient's value": (LINE.replace("with: clinic.phone", "with: patient.name"), "wrong-value"),
    "the other wording asks for it": (
        "{with: clinic.phone, text: Call., else: 'Call {{clinic.phone}}.'}",
        "wrong-value",
    ),
    "it is always given": (
        "{with: clinic.fever_threshold, text: '{{clinic.fever_threshold}}', else: Warm.}",
        "wrong-value",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wordings_that_cannot_be_meant(case: str) -> None:
    """A value that no clinic has, or every clinic, and a second wording that leaves a blank after all, are refused."""
    line, rule = WRONG[case]
    tree = project(f"- paragraph: {line}", facts="defaults: {fever_threshold: '100.4 °F (38 °C)'}\n")
    assert [problem.rule.name for problem in problems(tree)] == [rule]


def test_both_wordings_cite_the_same_sources() -> None:
    """Numbers of sources must not depend on the clinic."""
    line = "{with: clinic.phone, text: 'Call. [@S1]', else: Wait.}"
    assert "wrong-value" in [problem.rule.name for problem in problems(project(f"- paragraph: {line}"))]


def test_emergency_number_without_a_place() -> None:
    """A number that only one wording prints has no place in the handout of a clinic that does not give it."""
    line = "- paragraph: {with: clinic.emergency, text: 'Call {{clinic.emergency}}.', else: Call for help.}"
    contexts = [compose_checked(made(project(line, clinic))) for clinic in ("emergency: '112'\n", "name: A\n")]
    assert [prints(context, "clinic.emergency") for context in contexts] == [True, False]
