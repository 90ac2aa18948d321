"""Names and words of the schema are read in whatever letters they are typed."""

from __future__ import annotations

import pytest
from tests.source.trees import problems, read, sample, small

EN, FACTS, CARD = "content/walking/en.yaml", "content/walking/topic.yaml", "layouts/card.yaml"
GUIDE = "layouts/guide.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (EN, "for: everyone", "for: Everyone"),
        (EN, "for: [patient, caregiver]", "for: [Patient, CAREGIVER]"),
        (EN, "critical: yes", "critical: Yes"),
        (EN, "keep: yes", "keep: TRUE"),
        (EN, "role: warning", "role: Warning"),
        (EN, "level: stop\n", "level: STOP\n"),
        (EN, "lang: en", "lang: EN"),
        (EN, "          caregiver: ['Walk", "          Caregiver: ['Walk"),
        (EN, "  card: {title: Walk today", "  Card: {title: Walk today"),
        (EN, "{why: 'Why walk", "{Why: 'Why walk"),
        (EN, "partner: Walking partner", "Partner: Walking partner"),
        (EN, "with: clinic.phone, text: 'Call {{clinic.phone}}", "with: Clinic.Phone, text: 'Call {{Clinic.Phone}}"),
        (EN, "{{patient.start_date}}", "{{patient.Start_Date}}"),
        (EN, "id: bad-signs", "id: Bad-Signs"),
        (EN, "[[pulse]]", "[[Pulse]]"),
        (EN, "to: walk, text: again", "to: Walk, text: again"),
        (FACTS, "audiences: [patient", "audiences: [Patient"),
        (CARD, "audience: patient", "audience: Patient"),
        (CARD, "paper: a5", "paper: A5"),
        (CARD, "floor: 12pt", "floor: 12PT"),
        (CARD, "extends: base", "extends: Base"),
        (GUIDE, "orientation: landscape\n", "orientation: Landscape\n"),
        (GUIDE, "citations: short", "citations: Short"),
        (GUIDE, "role: log, orientation", "role: Log, orientation"),
        (GUIDE, ", rest, references", ", Rest, References"),
        (GUIDE, "kind: guide", "kind: Guide"),
    ],
)
def test_letters_make_no_difference(file: str, old: str, new: str) -> None:
    """A name in other letters is the same name, everywhere: the whole project reads as before."""
    tree = sample()
    assert tree[file].decode().count(old) == 1
    assert read({**tree, file: tree[file].replace(old.encode(), new.encode())}) == read(tree)


def test_what_no_letters_make_right_is_told_as_it_was_typed() -> None:
    """A word that the schema does not have in any letters stays as it is in the message, with what was meant."""
    (problem,) = problems(small({CARD: "audience: patient\npaper: A9\nplace: [rest]\ncitations: hidden\n"}))
    assert problem.message == "'paper' cannot be 'A9'"
    assert problem.hint == "one of letter, legal, tabloid, a3, a4, a5, a6"
    (problem,) = problems(small({CARD: "audience: patient\nplace: [rest]\ncitations: Hiden\n"}))
    assert (problem.message, problem.hint) == ("'citations' cannot be 'Hiden'", "did you mean 'hidden'?")


def test_words_keep_their_letters() -> None:
    """Texts are printed as they are typed, also where another spelling of theirs is a name."""
    typed = small()[EN].decode().replace("It does you good.", "EVERYONE").replace("Why walk", "WALK")
    topic = read(small({EN: typed})).topics[0]
    assert "EVERYONE" in repr(topic.sections[0].blocks)
    assert "WALK" in repr(topic.sections[0].title)


def test_two_names_that_differ_in_letters_only_are_told() -> None:
    """Neither of them is silently dropped."""
    typed = small()[EN].decode().replace("{card: {title", "{Card: {title: Twice}, card: {title")
    assert [problem.rule.name for problem in problems(small({EN: typed}))] == ["wrong-value"]


def test_a_country_may_have_small_letters() -> None:
    """`country: us` is the country US."""
    clinic = "content/clinics/example.yaml"
    tree = small({clinic: "name: Clinic\ncountry: us\n"})
    assert read(tree).clinic == read({**tree, clinic: b"name: Clinic\ncountry: US\n"}).clinic
