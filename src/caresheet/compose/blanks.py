"""Lines to write on: what belongs there and how long they are."""

from __future__ import annotations

from caresheet.compose.context import ComposeContext
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.text import FieldBlank
from caresheet.model.topic import FieldKind

_WIDTHS_IN_MM = {
    FieldKind.TEXT: 60,
    FieldKind.NAME: 60,
    FieldKind.PHONE: 40,
    FieldKind.DATE: 30,
    FieldKind.NUMBER: 18,
}
"""Room for handwriting: about 5 mm a letter or figure. It never scales with the type."""

_CLINIC_KINDS = {
    "name": FieldKind.NAME,
    "phone": FieldKind.PHONE,
    "after_hours_phone": FieldKind.PHONE,
    "emergency": FieldKind.PHONE,
    "fever_threshold": FieldKind.NUMBER,
    "oxygen_threshold": FieldKind.NUMBER,
    "minutes_before_escalation": FieldKind.NUMBER,
    "hospital": FieldKind.NAME,
    "treating_doctor": FieldKind.NAME,
    "coordinator": FieldKind.NAME,
    "interpreter": FieldKind.PHONE,
    "social_work": FieldKind.PHONE,
    "support_line": FieldKind.PHONE,
}
"""What each `clinic.*` key holds; the others are plain text."""


def clinic_kind(key: str) -> FieldKind:
    """What is written where `clinic.<key>` has no value."""
    return _CLINIC_KINDS.get(key, FieldKind.TEXT)


def clinic_blank(context: ComposeContext, key: str, *, captioned: bool) -> FieldBlank:
    """The line for a value that the clinic has not filled in."""
    label = dict(context.labels.clinic).get(key, key)
    return FieldBlank(f"clinic.{key}", label, _width(clinic_kind(key)), captioned)


def patient_blank(context: ComposeContext, name: str, *, captioned: bool) -> FieldBlank:
    """The line for a value that belongs to a patient, which no project file ever stores."""
    field = next((field for field in context.fields if field.name == name), None)
    kind, label = (field.kind, field.label) if field else (FieldKind.TEXT, name)
    return FieldBlank(f"patient.{name}", label, _width(kind), captioned)


def _width(kind: FieldKind) -> float:
    return _WIDTHS_IN_MM[kind] * POINTS_PER_MM
