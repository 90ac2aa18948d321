"""Running text: placeholders, citations, terms and fine typography."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.compose.builders import (
    CLINIC,
    cite,
    clinic_value,
    common,
    composed,
    fill,
    layout,
    only_section,
    paragraph,
    place,
    section,
    term,
    text,
)

from caresheet.compose.typography import tidy
from caresheet.model.document import Definitions, Entries, Paragraph
from caresheet.model.layout import Citations, References, Rest
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.text import FieldBlank, GlossaryReference, Inline, Placeholder, TextRun
from caresheet.model.topic import Definition, Entry, TitleNumber
from caresheet.model.topic import Definitions as TopicDefinitions
from caresheet.model.topic import Entries as TopicEntries
from caresheet.model.value import ValueKind


def runs(*parts: str | Inline, citations: Citations = Citations.NUMBERED) -> tuple[TextRun | FieldBlank, ...]:
    """What one paragraph prints."""
    (element,) = only_section(paragraph(*parts), by=layout(citations=citations)).elements
    assert isinstance(element, Paragraph)
    return element.text.runs


COMMA = TextRun(",\u00a0", raised=True)


def number(count: int) -> TextRun:
    return TextRun(f"{count}", link=f"#ref-{count}", raised=True)


# --- placeholders ---------------------------------------------------------------------------------------------------
def test_a_clinics_value_is_words() -> None:
    """A value that the clinic has given stands in the sentence, as strong as it was asked for, and stays apart from the
    words around it: what it is and where it is given is known up to the page."""
    assert runs("From ", fill("clinic.name"), ".") == (
        TextRun("From "),
        TextRun("Harbour Clinic", value=CLINIC.value("name")),
        TextRun("."),
    )
    assert runs("From ", Placeholder("clinic.name", strong=True)) == (
        TextRun("From "),
        TextRun("Harbour Clinic", strong=True, value=CLINIC.value("name")),
    )


def test_a_missing_value_is_a_line() -> None:
    """What the clinic has not filled in is a line with its label, never a guess."""
    assert runs("Call ", fill("clinic.emergency"), " now") == (
        TextRun("Call "),
        FieldBlank("clinic.emergency", "emergency number", 40 * POINTS_PER_MM, kind=ValueKind.PHONE),
        TextRun(" now"),
    )


def test_an_empty_value_is_a_line() -> None:
    """White space is no value."""
    clinic = replace(CLINIC, values=(clinic_value("emergency", ""),))
    (element,) = only_section(paragraph(fill("clinic.emergency")), clinic=clinic).elements
    assert isinstance(element, Paragraph)
    assert element.text.runs == (
        FieldBlank("clinic.emergency", "emergency number", 40 * POINTS_PER_MM, kind=ValueKind.PHONE),
    )


@pytest.mark.parametrize(
    ("field", "label", "millimeters", "kind"),
    [
        ("remark", "remark", 60, ValueKind.TEXT),
        ("tied_by", "tied by", 60, ValueKind.NAME),
        ("call", "call", 40, ValueKind.PHONE),
        ("tied_on", "tied on", 30, ValueKind.DATE),
        ("count", "how many", 18, ValueKind.NUMBER),
    ],
)
def test_a_patients_value_is_always_a_line(field: str, label: str, millimeters: float, kind: ValueKind) -> None:
    """What belongs to a patient is a line as long as what is written there."""
    blank = FieldBlank(f"patient.{field}", label, millimeters * POINTS_PER_MM, kind=kind)
    assert runs(fill(f"patient.{field}")) == (blank,)


@pytest.mark.parametrize(
    ("value", "captioned"),
    [
        (text(fill("clinic.hospital")), False),
        (text(" ", fill("clinic.hospital"), " ", cite("S1")), False),
        (text(fill("clinic.hospital"), ", main gate"), True),
        (text(fill("clinic.hospital"), fill("patient.count")), True),
    ],
)
def test_a_line_behind_its_own_label_is_not_captioned(value: object, *, captioned: bool) -> None:
    """In a row that says what it asks for, a lone blank is not labelled again; in running words it is."""
    block = TopicEntries(common(), boxed=True, entries=(Entry(text("Hospital"), value, 1),))  # type: ignore[arg-type]
    (element,) = only_section(block).elements
    assert isinstance(element, Entries)
    printed = element.entries[0].value
    assert printed is not None
    assert {run.captioned for run in printed.runs if isinstance(run, FieldBlank)} == {captioned}


@pytest.mark.parametrize(
    ("keys", "asked", "captioned", "millimeters"),
    [
        (["emergency"], "emergency", False, 25),
        (["emergency"], "after_hours_phone", True, 40),
        (["emergency", "after_hours_phone"], "emergency", True, 40),
        ([], "emergency", True, 40),
    ],
)
def test_the_only_number_of_a_title_needs_no_label_in_a_sentence(
    keys: list[str], asked: str, *, captioned: bool, millimeters: int
) -> None:
    """Where a band has one box for one number, "Call ___" means that number; of several, each is named."""
    numbers = tuple(TitleNumber(None, text(fill(f"clinic.{key}"))) for key in keys)
    called = replace(section("call", paragraph("Call ", fill(f"clinic.{asked}"), " now.")), numbers=numbers)
    (element,) = composed(called).sections[0].elements
    assert isinstance(element, Paragraph)
    (blank,) = [run for run in element.text.runs if isinstance(run, FieldBlank)]
    assert blank.captioned == captioned
    assert round(blank.width / POINTS_PER_MM) == millimeters


# --- citations ------------------------------------------------------------------------------------------------------
def test_numbers_in_order_of_first_use() -> None:
    """Sources are numbered as they first come up; one that comes again has its old number, and small ones lead."""
    assert runs("A", cite("S3"), " b", cite("S1", "S3"), " c", cite("S2")) == (
        TextRun("A"), number(1), TextRun(" b"), number(1), COMMA, number(2), TextRun(" c"), number(3),
    )  # fmt: skip


def test_a_number_stays_with_its_word() -> None:
    """No space stands between a word and the number of its source, and the space behind it stays."""
    assert runs("It holds. ", cite("S1"), " Always.") == (TextRun("It holds."), number(1), TextRun(" Always."))
    assert runs("It holds ", cite("S1"), ".") == (TextRun("It holds"), number(1), TextRun("."))


@pytest.mark.parametrize("citations", [Citations.SHORT, Citations.HIDDEN])
@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (("It holds. ", cite("S1"), " Always."), "It holds. Always."),
        (("It holds ", cite("S1"), ", always."), "It holds, always."),
        (("It holds ", cite("S1"), "always"), "It holds always"),
        (("It holds ", cite("S1")), "It holds"),
        ((cite("S1"), " It holds"), "It holds"),
    ],
)
def test_without_numbers_no_trace_is_left(citations: Citations, typed: tuple[str | Inline, ...], printed: str) -> None:
    """Where sources are not numbered, the sentence reads as if none had been typed."""
    assert runs(*typed, citations=citations) == (TextRun(printed),)


def test_numbers_need_a_list() -> None:
    """In a layout that has no place for the references no number leads to nowhere."""
    by = layout(place(Rest()), citations=Citations.NUMBERED)
    (element,) = only_section(paragraph("It holds ", cite("S1"), "."), by=by).elements
    assert isinstance(element, Paragraph)
    assert element.text.runs == (TextRun("It holds."),)
    assert References() not in {placement.what for placement in by.placements}


# --- terms ----------------------------------------------------------------------------------------------------------
def test_a_term_links_to_its_printed_definition() -> None:
    """A glossary term leads to its definition where this handout prints it."""
    glossary = TopicDefinitions(common(), (Definition("bight", text("Bight"), text("A bend.")),))
    first, second = only_section(paragraph("A ", term("bight", "bend"), "."), glossary).elements
    assert isinstance(first, Paragraph)
    assert first.text.runs == (TextRun("A "), TextRun("bend", link="#term-bight"), TextRun("."))
    assert isinstance(second, Definitions)
    assert second.definitions[0].anchor == "term-bight"


def test_a_term_without_a_definition_is_plain() -> None:
    """Where the definition is not printed, the term is words like others."""
    assert runs("A ", term("bight", "bend"), ".") == (TextRun("A bend."),)
    assert runs(GlossaryReference("bight", "bend", strong=True)) == (TextRun("bend", strong=True),)


@pytest.mark.parametrize(
    ("keys", "millimeters"),
    [
        (("hospital", "website", "address", "treating_doctor"), 60),
        (("emergency", "after_hours_phone"), 40),
        (("fever_threshold", "oxygen_threshold", "minutes_before_escalation"), 18),
    ],
)
def test_each_blank_of_a_clinic_has_its_width(keys: tuple[str, ...], millimeters: int) -> None:
    """What a clinic leaves open has room for what is written there by hand."""
    for key in keys:
        (blank,) = runs(fill(f"clinic.{key}"))
        assert isinstance(blank, FieldBlank)
        assert blank.width == millimeters * POINTS_PER_MM


# --- typography -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("38 °C or 100.4 °F", "38\u00a0°C or 100.4\u00a0°F"),
        ("5 mg, 10 ml and 20 %", "5\u00a0mg, 10\u00a0ml and 20\u00a0%"),
        ("2 mice and 3 ships", "2 mice and 3 ships"),
        ("every  30\n minutes", "every 30\u00a0minutes"),
        ("3.9 mmol/L, 500 mcg, 20 mEq", "3.9\u00a0mmol/L, 500\u00a0mcg, 20\u00a0mEq"),
        ("10 units in 2 hours", "10\u00a0units in 2\u00a0hours"),
        ("½ cup, 1½ tablets", "½\u00a0cup, 1½\u00a0tablets"),
        ("at 8 a.m. or 5 PM", "at 8\u00a0a.m. or 5 PM"),
        ("2 united ships, 3 dayboats", "2 united ships, 3 dayboats"),
        ("de EE. UU. a las 8 p. m., z. B. so", "de EE.\u00a0UU. a las 8\u00a0p.\u00a0m., z.\u00a0B. so"),
        ("T cells, vitamin D, plan B: so", "T\u00a0cells, vitamin\u00a0D, plan\u00a0B: so"),
        ("A cell and I am, X-ray of it", "A cell and I am, X-ray of it"),
        ("  ends  ", "ends"),
        ("cafe\u0301", "caf\u00e9"),
    ],
)
def test_fine_typography(typed: str, set_: str) -> None:
    """Numbers stay with the symbols of their units, letters with their words, and abbreviations whole; white space and
    letters come in one form."""
    assert tidy((TextRun(typed),), "en") == (TextRun(set_),)


def test_each_language_has_its_units() -> None:
    """Words of units stay with their numbers in the language that has them."""
    assert tidy((TextRun("cada 2 horas, 5 hours"),), "es-MX") == (TextRun("cada 2\u00a0horas, 5 hours"),)
    assert tidy((TextRun("co 2 godziny, 5 hours"),), "pl") == (TextRun("co 2\u00a0godziny, 5 hours"),)
    assert tidy((TextRun("2 orduro, 5 mmol/L"),), "eu") == (TextRun("2 orduro, 5\u00a0mmol/L"),)


def test_typography_across_runs() -> None:
    """A number in strong type stays with its unit, and no two spaces meet between runs."""
    strong = TextRun("38", strong=True)
    assert tidy((strong, TextRun(" °C")), "en") == (strong, TextRun("\u00a0°C"))
    assert tidy((TextRun("a "), TextRun(" b", strong=True)), "en") == (TextRun("a "), TextRun("b", strong=True))


def test_links_are_not_joined() -> None:
    """Two links side by side stay two links."""
    link = TextRun("a", link="https://knots.example/")
    assert tidy((link, link, TextRun("b"), TextRun("c")), "en") == (link, link, TextRun("bc"))


@given(st.lists(st.builds(TextRun, st.text(alphabet="ab \n\u00a0", max_size=6), strong=st.booleans()), max_size=6))
def test_tidy_changes_only_white_space(words: list[TextRun]) -> None:
    """Whatever was typed, no letter is lost or moved, nothing is empty, and doing it twice changes nothing."""
    once = tidy(tuple(words), "en")
    assert all(isinstance(run, TextRun) and run.text for run in once)
    letters = "".join(run.text for run in once if isinstance(run, TextRun))
    assert letters.split() == "".join(run.text for run in words).split()
    assert tidy(once, "en") == once


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Attention ! Appelez : 15 ; vite", "Attention\u00a0! Appelez\u00a0: 15\u00a0; vite"),
        ("« Oui ? » dit-il", "«\u00a0Oui\u00a0?\u00a0» dit-il"),
        ("Quoi ?! ‹ a ›", "Quoi\u00a0?! ‹\u00a0a\u00a0›"),
        ("a :b c;d", "a :b c;d"),
    ],
)
def test_no_line_begins_with_a_mark(typed: str, set_: str) -> None:
    """The spaces of French before marks and inside guillemets do not break, in any language and between two looks."""
    assert tidy((TextRun(typed),), "fr") == tidy((TextRun(typed),), "en") == (TextRun(set_),)
    assert tidy((TextRun("Non ", strong=True), TextRun("! Si")), "fr")[0] == TextRun("Non\u00a0", strong=True)
    assert tidy((TextRun("Non", strong=True), TextRun(" ! Si")), "fr")[1] == TextRun("\u00a0! Si")
