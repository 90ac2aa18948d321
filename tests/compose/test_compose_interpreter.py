"""The line that an interpreter costs nothing."""

from __future__ import annotations

from msgspec.structs import replace
from tests.compose.builders import CLINIC, LABELS, clinic_value, composed, job, layout, paragraph, place, section, topic

from caresheet.compose import compose
from caresheet.model.edition import REGULAR, Edition, Size
from caresheet.model.layout import InterpreterLine, Layout, Rest
from caresheet.model.text import FieldBlank
from caresheet.model.walk import iter_structs

ONE, TWO = section("one", paragraph("Pull.")), replace(section("two", paragraph("Hold.")), critical=True)
FIRST = layout(place(InterpreterLine()), place(Rest()))


def ids(by: Layout, edition: Edition) -> list[str]:
    """The ids of the sections of a handout, in order."""
    whole = topic(TWO, ONE)
    return [each.id for each in compose(job(whole, whole.handouts[0], by, CLINIC, LABELS, edition)).document.sections]


def test_it_has_the_number_to_call() -> None:
    """It stands at its place, in the words of the handout's language, with the number that the clinic gives."""
    clinic = replace(CLINIC, values=(*CLINIC.values, clinic_value("interpreter", "555 01 09")))
    line, one = composed(ONE, by=FIRST, clinic=clinic).sections
    assert [line.id, one.id] == ["interpreter", "one"]
    assert line.heading is None
    (element,) = line.elements
    (text,) = (part.plain for part in iter_structs((element,)) if hasattr(part, "plain"))
    assert text == "An interpreter is free: 555\u00a001\u00a009."


def test_without_a_number_it_has_a_line_to_write_on() -> None:
    """The words around the line say what to write there: it has no caption."""
    line, _ = composed(ONE, by=FIRST).sections
    (blank,) = (part for part in iter_structs((line,)) if isinstance(part, FieldBlank))
    assert (blank.name, blank.captioned) == ("clinic.interpreter", False)


def test_giant_print_has_it_behind_what_is_critical() -> None:
    """The first page of giant print is for the signs; in all other sizes the line stays where the layout has it."""
    giant = Edition(Size.GIANT, "a4")
    assert ids(FIRST, REGULAR) == ["interpreter", "two", "one"]
    assert ids(FIRST, Edition(Size.LARGE, "a4")) == ["interpreter", "two", "one"]
    last = layout(place(Rest()), place(InterpreterLine()))
    assert ids(FIRST, giant) == ids(last, giant) == ["two", "one", "interpreter"]
