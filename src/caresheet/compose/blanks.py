"""Lines to write on: their labels and lengths."""

from __future__ import annotations

from caresheet.compose.context import ComposeContext
from caresheet.model.clinic import VALUE_KINDS
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.text import FieldBlank
from caresheet.model.value import ValueKind

_WIDTHS_IN_MM = {
    ValueKind.TEXT: 60,
    ValueKind.NAME: 60,
    ValueKind.PHONE: 40,
    ValueKind.DATE: 30,
    ValueKind.NUMBER: 18,
    ValueKind.WEB_ADDRESS: 60,
    ValueKind.TEMPERATURE: 18,
    ValueKind.PERCENTAGE: 18,
    ValueKind.MINUTES: 18,
}
"""Room for handwriting, about 5 mm per character. It never scales with the type."""
IN_A_SENTENCE = 25 * POINTS_PER_MM
"""The length of the line in a sentence for a phone number that also has a box in the handout, in points."""


def clinic_blank(context: ComposeContext, key: str, *, captioned: bool) -> FieldBlank:
    """The line to write on for a value that the clinic has not filled in."""
    label = dict(context.labels.clinic).get(key, key)
    return FieldBlank(f"clinic.{key}", label, _width(VALUE_KINDS[key]), captioned, VALUE_KINDS[key])


def patient_blank(context: ComposeContext, name: str, *, captioned: bool) -> FieldBlank:
    """The line to write on for a patient's value, which no project file ever stores."""
    field = next((field for field in context.fields if field.name == name), None)
    kind, label = (field.kind, field.label) if field else (ValueKind.TEXT, name)
    return FieldBlank(f"patient.{name}", label, _width(kind), captioned, kind)


def _width(kind: ValueKind) -> float:
    return _WIDTHS_IN_MM[kind] * POINTS_PER_MM
