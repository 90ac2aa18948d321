"""Writing a clinic's profile, so that nobody has to edit YAML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from caresheet.delivery import write_file
from caresheet.model.clinic import VALUE_KINDS, ascii_name
from caresheet.model.problem import Origin, Position, Severity
from caresheet.model.value import Value


class ProfileField(Struct, frozen=True):
    """A `clinic.*` key, and the words that ask for its value. A `required` one may not be empty."""

    key: str
    label: str
    required: bool = False


FIELDS = (
    ProfileField("name", "Name of the clinic", required=True),
    ProfileField("country", "Country (two letters, such as US)"),
    ProfileField("address", "Address"),
    ProfileField("phone", "Daytime phone number"),
    ProfileField("after_hours_phone", "Phone number for nights and weekends"),
    ProfileField("emergency", "Emergency number"),
    ProfileField("fever_threshold", "Temperature at which to call (with its unit)"),
    ProfileField("oxygen_threshold", "Oxygen level at which to call"),
    ProfileField("minutes_before_escalation", "Minutes to wait for a call back before calling the emergency number"),
    ProfileField("hospital", "Hospital to go to"),
    ProfileField("arrival_desk", "Where to go on arrival"),
    ProfileField("treating_doctor", "Treating doctor"),
    ProfileField("coordinator", "Nurse coordinator"),
    ProfileField("interpreter", "Interpreter service"),
    ProfileField("social_work", "Social work"),
    ProfileField("support_line", "Support line"),
    ProfileField("website", "Website"),
)
"""Every `clinic.*` key that holds text, in the order of a conversation. The logo is a file and is added by hand."""

RECOMMENDED = ("after_hours_phone", "emergency")
"""Keys to warn about when they are empty: without these numbers, a reader has nobody to call at night."""

_HEAD = """\
# Clinic profile, made by caresheet. Edit the text between the quotes.
# An empty value prints as a line to write on.
"""
_FOOT = "logo: ''  # a picture (PNG, JPEG or SVG): its path, relative to this file\n"


def doubt_about(key: str, text: str, country: str) -> str:
    """Why an answer must be given again, and how it is written; empty if it can stay. `country` is the answer to that
    question."""
    # Rules load the words of all languages, which --help must not pay for.
    from caresheet.rules.clinic_values import doubt_about
    from caresheet.rules.phones import is_country

    known = country.upper() if is_country(country.upper()) else ""
    if key == "country" and text and not known:
        return "This is not the code of a country. Write two letters, such as US (ISO 3166-1)."
    if key not in VALUE_KINDS or not text:
        return ""
    doubt = doubt_about(Value(VALUE_KINDS[key], text, Origin(key, Position("answer"))), known)
    if doubt is None or doubt.rule.severity is not Severity.ERROR:
        return ""
    return f"This {doubt.says}. {doubt.hint[0].upper()}{doubt.hint[1:]}."


def one_line(text: str) -> str:
    """What was typed, on one line and without control characters, such as those of arrow keys."""
    return " ".join("".join(character for character in text if character.isprintable()).split())


def profile_yaml(values: Mapping[str, str]) -> str:
    """The profile as YAML. Every value is single-quoted, so that YAML takes it as it is (YAML 1.2.2, section 7.3.2)."""
    lines = [f"{key}: {_single_quoted(value)}\n" for key, value in values.items()]
    return _HEAD + "".join(lines) + _FOOT


def write_profile(values: Mapping[str, str], path: Path) -> tuple[ProfileField, ...]:
    """Write the profile to `path`, replacing what is there, and return the recommended fields that are empty.

    `values` are the text of FIELDS by key; a missing one is left empty. Raises CaresheetError (not-writable).
    """
    write_file(profile_yaml({field.key: values.get(field.key, "") for field in FIELDS}).encode(), path)
    return tuple(field for field in FIELDS if field.key in RECOMMENDED and not values.get(field.key))


def profile_path(root: Path, name: str) -> Path:
    """Where a project keeps the profile of a clinic of this name."""
    return root / "content" / "clinics" / file_name(name)


def file_name(name: str) -> str:
    """The file name for the profile of a clinic."""
    return f"{ascii_name(name)}.yaml"


def _single_quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
