"""Writing a clinic's profile, so that nobody has to edit YAML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caresheet.delivery import write_file
from caresheet.model.clinic import FOR_ALL, VALUE_KINDS, ascii_name
from caresheet.model.colors import is_color
from caresheet.model.labels import Labels
from caresheet.model.look import PAPERS
from caresheet.model.problem import CaresheetError, Findings, Origin, Position, Problem, Severity
from caresheet.model.rules import NOT_READABLE
from caresheet.model.value import Value, ValueKind
from caresheet.model.yaml_text import single_quoted


class ProfileField(Struct, frozen=True):
    """A `clinic.*` key, and the words that ask for its value."""

    key: str
    label: str


FIELDS = (
    ProfileField("name", "Name of the clinic"),
    ProfileField("country", "Country (two letters, such as US)"),
    ProfileField("paper", "Paper that you print on, such as letter or a4 (empty: each handout's own)"),
    ProfileField("accent", "Color of headings, such as #0b4a6f (empty: each handout's own)"),
    ProfileField("address", "Address"),
    ProfileField("phone", "Daytime phone number"),
    ProfileField("after_hours_phone", "Phone number for nights and weekends"),
    ProfileField("emergency", "Emergency number"),
    ProfileField("fever_threshold", "Temperature at or above which to call (with its unit)"),
    ProfileField("oxygen_threshold", "Oxygen reading at or below which to call"),
    ProfileField("minutes_before_escalation", "Minutes to wait for an answer before going to the emergency room"),
    ProfileField("hospital", "Hospital to go to"),
    ProfileField("arrival_desk", "Where to go on arrival"),
    ProfileField("treating_doctor", "Treating doctor"),
    ProfileField("coordinator", "Nurse coordinator"),
    ProfileField("interpreter", "Interpreter service"),
    ProfileField("social_work", "Social work"),
    ProfileField("support_line", "Support line"),
    ProfileField("website", "Website"),
)
"""Every `clinic.*` key that holds text, in the order of a conversation. The logo is a file: see `logos`."""

_LOOK_LIKE_DIGITS = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", "B": "8", "S": "5"})
"""Letters that are typed for digits."""

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
    from caresheet.compose.values import website_link
    from caresheet.rules.clinic_values import doubt_about
    from caresheet.rules.phones import is_country

    if key == "name" and not any(sign.isalnum() for sign in text):
        return "The clinic needs a name. Type it as patients know it, with at least one letter or digit."
    if key == "website" and text and website_link(text) is None:
        return "This is not a web address. Write it like www.example.org."
    known = country.upper() if is_country(country.upper()) else ""
    if key == "country" and text and not known:
        return "This is not the code of a country. Write two letters, such as US (ISO 3166-1)."
    if key == "paper" and text and text.lower() not in PAPERS:
        return f"This is not a paper size. Write one of {', '.join(PAPERS)}."
    if key == "accent" and text and not is_color(text):
        return "This is not a color. Write # and six digits or letters from a to f, such as #0b4a6f."
    if key not in VALUE_KINDS or not text:
        return ""
    doubt = doubt_about(Value(VALUE_KINDS[key], text, Origin(key, Position("answer"))), known)
    if doubt is None or doubt.rule.severity is not Severity.ERROR:
        return ""
    return f"This {doubt.says}. {doubt.hint[0].upper()}{doubt.hint[1:]}."


def mended(key: str, text: str, country: str) -> tuple[str, ...]:
    """What may have been meant by an answer that is refused; each suggestion would be accepted. None is used before
    somebody has chosen it."""
    from caresheet.model.measures import temperature

    kind = VALUE_KINDS.get(key)
    if kind is ValueKind.PHONE:
        guesses = [text.translate(_LOOK_LIKE_DIGITS)]
    elif kind is ValueKind.TEMPERATURE:
        both = [temperature(f"{text.strip()} {unit}") for unit in ("°C", "°F")]
        guesses = [each.text for each in both if each]
    elif kind is ValueKind.WEB_ADDRESS:
        guesses = [f"https://{text.strip()}", f"https://{text.strip().replace(' ', '')}"]
    else:
        guesses = []
    fitting = (each for each in guesses if each != text and not doubt_about(key, each, country))
    return tuple(dict.fromkeys(fitting))


def printed(key: str, text: str, labels: Labels) -> str:
    """What is printed of an answer in the language of the labels: a temperature in both units, a number of minutes with
    its word."""
    from caresheet.compose.values import shown

    return shown(Value(VALUE_KINDS[key], text, Origin(key, Position("answer"))), labels)


def one_line(text: str) -> str:
    """What was typed, on one line and without control characters, such as those of arrow keys."""
    return " ".join("".join(character for character in text if character.isprintable()).split())


def profile_yaml(values: Mapping[str, str]) -> str:
    """The profile as YAML, every value in single quotes."""
    lines = [f"{key}: {single_quoted(value)}\n" for key, value in values.items()]
    return _HEAD + "".join(lines) + _FOOT


def write_profile(values: Mapping[str, str], path: Path) -> None:
    """Write the profile to `path`. `values` are the text of FIELDS by key; a missing one is left empty. Raises
    CaresheetError (not-writable)."""
    write_file(profile_yaml({field.key: values.get(field.key, "") for field in FIELDS}).encode(), path)


def profile_answers(path: Path) -> dict[str, str | None]:
    """The answers in the profile at `path`; None for those that are worded in several languages. Raises CaresheetError
    with everything that is wrong with the file."""
    worded = profile_wordings(path)
    return {key: words.get(FOR_ALL, "") if words.keys() <= {FOR_ALL} else None for key, words in worded.items()}


def profile_wordings(path: Path) -> dict[str, dict[str, str]]:
    """The words of each key in the profile at `path`, by language; those that are the same in all languages are under
    FOR_ALL. Raises CaresheetError with everything that is wrong with the file."""
    from caresheet.source.profile_answers import read_wordings

    return read_wordings(_read(path), path.name)


def clinic_words(path: Path) -> str:
    """The clinic's name in the profile at `path`, the first one if it has several, empty if it has none; the name of
    the file if the profile cannot be read."""
    try:
        names = profile_wordings(path).get("name", {})
    except CaresheetError:
        return path.stem
    return next(iter(names.values()), "")


def change_profile(changes: Mapping[str, str], path: Path) -> None:
    """Write changed answers into the profile at `path`, each for all languages; everything else in the file stays as it
    is. Raises CaresheetError."""
    change_wordings({key: {FOR_ALL: text} for key, text in changes.items()}, path)


def change_wordings(changes: Mapping[str, Mapping[str, str]], path: Path) -> None:
    """Write changed words, by language or FOR_ALL, into the profile at `path`; everything else in the file stays as it
    is. Raises CaresheetError."""
    if changes:
        write_file(reworded(changes, path), path)


def reworded(changes: Mapping[str, Mapping[str, str]], path: Path) -> bytes:
    """The profile at `path` with changed words, without writing it. Raises CaresheetError."""
    from caresheet.source.profile_answers import with_wordings

    return with_wordings(_read(path), path.name, changes)


def value_problems(path: Path, shown: str) -> tuple[Problem, ...]:
    """What every handout with the profile at `path` would be told to lack or to say wrongly, at its place in the file,
    which is called `shown`. Raises CaresheetError with everything that is wrong with the file."""
    from caresheet.fonts import coverage
    from caresheet.rules.clinic_values import value_findings
    from caresheet.rules.glyphs import no_glyph_in_values
    from caresheet.source import Folder
    from caresheet.source.profile_answers import read_profile

    made = read_profile(Folder(path.parent), path.name)
    findings = Findings()
    findings.extend((*value_findings(made), *no_glyph_in_values(made.filled, coverage())))
    return tuple(
        replace(each, position=each.position and replace(each.position, file=shown)) for each in findings.sorted()
    )


def unanswered(answers: Mapping[str, str | None]) -> tuple[ProfileField, ...]:
    """The recommended fields without an answer."""
    return tuple(field for field in FIELDS if field.key in RECOMMENDED and answers.get(field.key, "") == "")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"this file cannot be read: {error.strerror}"
        raise CaresheetError((Problem(Position(path.name), NOT_READABLE, message),)) from error


def profile_path(root: Path, name: str) -> Path:
    """Where a project keeps the profile of a clinic of this name."""
    return root / "content" / "clinics" / file_name(name)


def file_name(name: str) -> str:
    """The file name for the profile of a clinic."""
    return f"{ascii_name(name)}.yaml"
