"""The rules about what must not be printed: what belongs to a person, notes of authors, numbers nobody can dial."""

from __future__ import annotations

import pytest
from tests.rules.ropes import (
    CLINIC,
    EN,
    ES,
    FACTS,
    SOURCES,
    facts,
    found,
    labels_in,
    line_of,
    quoted,
    refused,
    section,
    words,
)

from caresheet.model import rules
from caresheet.model.problem import Position, Problem, Rule


def in_english(rule: Rule, text: str) -> list[Problem]:
    whole = words(section(quoted(text), "'[@S1; @S2]'"))
    return _placed(found(rule, {EN: whole}), Position(EN, line_of(whole, quoted(text)), 9))


def in_spanish(rule: Rule, text: str) -> list[Problem]:
    """What is found in the Spanish half of a topic, whose English half is well."""
    english = words(section("'Pull.'", "'[@S1; @S2]'"))
    spanish = words(section(quoted(text), "'[@S1; @S2]'"), translates=True)
    return _placed(found(rule, {EN: english, ES: spanish}), Position(ES, line_of(spanish, quoted(text)), 9))


def _placed(problems: list[Problem], place: Position) -> list[Problem]:
    assert all(problem.position == place for problem in problems)
    return problems


# --- private-data ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Write to jane.doe@harbour.org.", "a personal e-mail address: 'jane.doe@harbour.org'"),
        ("Write to j-doe2@harbour.org.", "a personal e-mail address: 'j-doe2@harbour.org'"),
        ("Write to ropes75@gmail.com.", "a personal e-mail address: 'ropes75@gmail.com'"),
        ("See MRN A1234.", "a medical record number: 'MRN A1234'"),
        ("See MRN 00123456.", "a medical record number: 'MRN 00123456'"),
        ("Medical record number: AB-123456", "a medical record number: 'Medical record number: AB-123456'"),
        ("Patient ID #X99123 was here", "a medical record number: 'Patient ID #X99123'"),
        ("She was born on 3 March 1975.", "a date of birth: 'born on 3 March 1975'"),
        ("DOB 03/04/1975", "a date of birth: 'DOB 03/04/1975'"),
        ("Date of birth: March 3, 1975", "a date of birth: 'Date of birth: March 3, 1975'"),
        ("It is 123-45-6789.", "a Social Security number: '123-45-6789'"),
    ],
)
def test_what_belongs_to_a_person_is_told(text: str, said: str) -> None:
    """Addresses, numbers of records and days of birth are told at their text, with what was found."""
    assert [problem.message for problem in in_english(rules.PRIVATE_DATA, text)] == [f"this looks like {said}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nacida el 3 de marzo de 1975.", "a date of birth: 'Nacida el 3 de marzo de 1975'"),
        ("Fecha de nacimiento: 03/04/1975", "a date of birth: 'nacimiento: 03/04/1975'"),
        ("Expediente n.º 123456", "a medical record number: 'Expediente n.º 123456'"),
        ("Historia clínica: 99-12345", "a medical record number: 'Historia clínica: 99-12345'"),
        ("Su MRN es 00123456", "a medical record number: 'MRN es 00123456'"),
        ("Escriba a ana.gil@puerto.org", "a personal e-mail address: 'ana.gil@puerto.org'"),
    ],
)
def test_in_spanish_too(text: str, said: str) -> None:
    """Spanish words before a number or a day tell as much, and so do English abbreviations."""
    assert [problem.message for problem in in_spanish(rules.PRIVATE_DATA, text)] == [f"this looks like {said}"]


@pytest.mark.parametrize(
    "text",
    [
        "Write to info@harbour.org, to ropes@harbour.org or to nurse.line@harbour.org.",
        "Write to jane.doe@example.org.",
        "The record is MRN 1234, MRN A123, MRN 12-34-56 or MRN ABCDE.",
        "People born between 1945 and 1965, or born in 2010.",
        "Ask for your medical record number. The patient number is on the card.",
        "The record number of knots was 4000.",
        "Call 555-010-1234 or 000-12-3456, 123-00-4567, 123-45-0000, 912-34-5678.",
        "Version 123-45-6789-0 of the rope.",
        "Born ready on March 3.",
    ],
)
def test_what_is_nobodys_is_not(text: str) -> None:
    """Mailboxes that many read, generations, words without a number, and numbers that are no person's, are let pass."""
    assert in_english(rules.PRIVATE_DATA, text) == []


@pytest.mark.parametrize(
    "house",
    ["care", "clinic", "desk", "help", "info", "line", "nurse", "office", "service", "support", "team"],
)
def test_mailboxes_of_a_house_are_nobodys(house: str) -> None:
    """A mailbox that is named like a person, but after a house, is read by many; at a host for people it is not."""
    assert in_english(rules.PRIVATE_DATA, f"Write to rope.{house}@harbour.org, or to {house}-ropes@harbour.org.") == []
    assert len(in_english(rules.PRIVATE_DATA, f"Write to rope.{house}@gmail.com.")) == 1


def test_addresses_of_links_and_titles_are_read() -> None:
    """A link that writes to a person, a title, and the label of a blank are texts, too; sources are not."""
    assert len(in_english(rules.PRIVATE_DATA, "[Write to us](mailto:jane.doe@harbour.org).")) == 1
    titled = words(section("'Pull. [@S1; @S2]'"), title="Ropes of MRN 00123456")
    assert {problem.position for problem in found(rules.PRIVATE_DATA, {EN: titled})} == {
        Position(EN, 1, 1),
        Position(EN, 2, 12),
    }
    labelled = words(section("'Pull. [@S1; @S2]'")).replace("sections:", "fields: {rope: 'MRN 00123456'}\nsections:")
    blanks = {EN: labelled, FACTS: facts(fields="{rope: {kind: text}}")}
    assert len(found(rules.PRIVATE_DATA, blanks)) == 1
    sources = SOURCES.replace("https://ropes.example/1", "https://ropes.org/jane.doe@gmail.com?mrn=00123456")
    assert found(rules.PRIVATE_DATA, {FACTS: facts(sources)}) == []


def test_placeholders_hold_words_apart() -> None:
    """What stands behind a blank does not join what stands before it."""
    assert in_english(rules.PRIVATE_DATA, "MRN {{clinic.name}} 00123456") == []


# --- todo-marker ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found_there"),
    [
        ("TODO check the knot", "TODO"),
        ("Pull hard (FIXME).", "FIXME"),
        ("Pull for TBD minutes", "TBD"),
        ("Call 555-XXXX", "XXXX"),
        ("Lorem ipsum dolor", "Lorem ipsum"),
        ("Pull how often???", "???"),
        ("Call [insert phone] now", "[insert phone]"),
        ("Call [Your harbour] now", "[Your harbour]"),
        ("Pull {number} times", "{number}"),
        ("Pull } once", "}"),
    ],
)
def test_notes_of_authors_are_told(text: str, found_there: str) -> None:
    """A note, an unfilled blank or brace is told at its text, in each language."""
    said = [f"the text still has a note: '{found_there}'"]
    assert [problem.message for problem in in_english(rules.TODO_MARKER, text)] == said
    if "TODO" not in text:
        assert [problem.message for problem in in_spanish(rules.TODO_MARKER, text)] == said


@pytest.mark.parametrize(
    ("text", "count"), [("TODO: revisar", 1), ("Tire [TODO]", 1), ("TODO", 1), ("TODO el cabo", 0)]
)
def test_todo_is_a_spanish_word(text: str, count: int) -> None:
    """In Spanish it is a note only with a colon, in brackets or alone; in English it always is one."""
    assert len(in_spanish(rules.TODO_MARKER, text)) == count
    assert len(in_english(rules.TODO_MARKER, text)) == 1


@pytest.mark.parametrize(("language", "count"), [("pt", 0), ("pt-BR", 0), ("gl", 0), ("fr", 1)])
def test_todo_is_a_word_of_its_neighbours(language: str, count: int) -> None:
    """So it is in Portuguese, also in that of Brazil, and in Galician; where there is no such word it is a note."""
    text = "translates: {from: none}\n" + words(section("'TODO o cabo'", "'[@S1; @S2]'"))
    files = {f"content/ropes/{language}.yaml": text, f"labels/{language}.yaml": labels_in("en")}
    assert len(found(rules.TODO_MARKER, files)) == count


def test_long_notes_are_shortened() -> None:
    """A message quotes 40 letters of a note, and a note of 40 letters whole."""
    for length in (40, 41):
        note = f"[insert {'x' * (length - 9)}]"
        assert len(note) == length
        (problem,) = in_english(rules.TODO_MARKER, note)
        assert problem.message == f"the text still has a note: '{note[:40]}'"


@pytest.mark.parametrize(
    "text",
    ["Really? Why??", "47,XXX is a set of chromosomes", "Size XXL", "Do it today", "Pull [twice]", "Tell todo mundo"],
)
def test_ordinary_words_are_no_notes(text: str) -> None:
    """What only looks like a note is let pass."""
    assert in_english(rules.TODO_MARKER, text) == []


def test_notes_in_a_clinics_profile_are_told() -> None:
    """A clinic's details print among the words, and are told by their key; those that stand empty are lines to write
    on."""
    (problem,) = found(rules.TODO_MARKER, {CLINIC: "name: '[your clinic]'\nhospital: ''\n"})
    assert (problem.position, problem.message) == (
        Position(CLINIC, 1, 7),
        "`name` still has a note: '[your clinic]'",
    )
    assert found(rules.TODO_MARKER, {CLINIC: "name: 'Harbour'\naddress: '[Old] harbour, 12'\n"}) == []


def test_double_braces_are_refused_before() -> None:
    """Two braces that no placeholder closes cannot even be read."""
    assert refused({EN: words(section("'Call {{clinic.phone [@S1; @S2]'"))}) == ["bad-markup"]


# --- phone-number ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("[Call 555-0110](tel:555-0110)", None),
        ("[Call the harbour](tel:+1-555-010-0110)", None),
        ("[020 7946 0000](tel:+442079460000)", None),
        ("[112](tel:112)", None),
        ("[Call](tel:15)", None),
        ("[+44 20 7946 0000](tel:02079460000)", None),
        ("Not 555-0111: [call us](tel:555-0110)", None),
        ("[Call 9](tel:112)", None),
        ("[Call](tel:1)", "the link 'tel:1' has only 1 digit"),
        ("[Call](tel:1234567890123456)", "the link 'tel:1234567890123456' has 16 digits"),
        ("[Call 555-0110](tel:555-0111)", "the link with the text 'Call 555-0110' dials 555-0111"),
        ("[**Call** 555-0110](tel:555-0111)", "the link with the text 'Call 555-0110' dials 555-0111"),
    ],
)
def test_links_dial_what_they_show(link: str, said: str | None) -> None:
    """A link that dials too few or too many digits, or another number than its words show, is told at its text."""
    problems = in_english(rules.PHONE_NUMBER, link)
    assert [problem.message.startswith(said or "-") for problem in problems] == ([True] if said else [])
    assert all(problem.hint for problem in problems)
