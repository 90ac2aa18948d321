"""A form with every kind of field."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace
from tests.proof.documents import composed, document, items, say, section, table, words

from caresheet.compose.forms import with_form_fields
from caresheet.layout import lay_out
from caresheet.model.composed import Composed
from caresheet.model.document import Cell, Document, Entries, Entry, Item
from caresheet.model.page_layout import PageLayout
from caresheet.model.text import FieldBlank, TextRun
from caresheet.model.topic import ListKind
from caresheet.model.value import ValueKind
from caresheet.outputs.pdf.writer import paint

PHONE = FieldBlank("clinic.phone", "clinic phone", 110.0, captioned=False, kind=ValueKind.PHONE)
NAME = FieldBlank("patient.name", "patient’s name", 160.0, captioned=False, kind=ValueKind.NAME)
LABELS = {
    "patient.name": "patient’s name",
    "clinic.phone": "clinic phone",
    "line.1": "What changed?",
    "line.2": "Questions 1/3",
    "line.3": "Questions 2/3",
    "line.4": "Questions 3/3",
    "box.1": "Tea and a cup",
    "box.2": "A kettle",
}
"""Every field of the form with what a listener hears."""
PLACES = (
    *("patient.name", "clinic.phone", "patient.name", "clinic.phone", "clinic.phone", "patient.name"),
    *("line.1", "line.2", "line.3", "line.4", "box.1", "box.2"),
)
"""The name of every place to fill in, in reading order."""


def form_document() -> Document:
    """Blanks among words, beside a link and in a table; rows to fill in; lines for no value; boxes to tick."""
    rows = (
        Entry(words("Your name"), words(NAME), 1),
        Entry(words("What changed?"), None, 1),
        Entry(words("Questions"), None, 3),
    )
    times = table(2)
    first = times.rows[0]
    times = replace(times, rows=(replace(first, cells=(*first.cells[:2], Cell((words(PHONE),)))), *times.rows[1:]))
    return document(
        section(
            "Who are you?",
            say("I am ", NAME, " (patient’s name) and I call ", PHONE, "."),
            say("See ", TextRun("the site", link="https://tea.example/"), " or ask ", NAME, " at ", PHONE, " now."),
            times,
            Entries(boxed=False, entries=rows, position=words("").position),
        ),
        section(
            "What do you take along?",
            items(ListKind.CHECKLIST, "Tea and a cup", Item("", words("A ", TextRun("kettle", strong=True)))),
        ),
    )


@cache
def form() -> tuple[Composed, PageLayout, bytes]:
    """The form as composed, laid out, and painted with nothing filled in."""
    plain = composed(form_document())
    made = replace(plain, structure=with_form_fields(plain.structure))
    page_layout = lay_out(made)
    return made, page_layout, paint(made.document, page_layout)
