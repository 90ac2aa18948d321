"""`caresheet clinic new` asks and writes a profile that builds."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from caresheet.app.profiles import FIELDS, RECOMMENDED, file_name, profile_yaml
from caresheet.source.schemas import schema

Run = Callable[..., "subprocess.CompletedProcess[str]"]
KEYS = [field.key for field in FIELDS]


def typed(**answers: str) -> str:
    return "".join(f"{answers.get(key, '')}\n" for key in KEYS)


def test_asks_for_every_key() -> None:
    """There is a question for every key of the clinic schema but the logo, which is a file."""
    assert set(KEYS) | {"logo"} == set(json.loads(schema("clinic"))["properties"])


@given(st.dictionaries(st.sampled_from(KEYS), st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]))))
def test_any_answer_is_kept_as_typed(answers: dict[str, str]) -> None:
    """Whatever is typed, YAML reads exactly that back: no number, no comment, no key, no end of the quotes."""
    written = yaml.safe_load(profile_yaml(answers))
    assert {key: written[key] for key in answers} == answers


def test_new_then_build(caresheet: Run, starter: Path) -> None:
    """The profile lands in the project, and the command that is printed builds with it, under the clinic's name."""
    answers = typed(name="St. Mary's #1: Clinic", phone="0117 496 0000", emergency="000")
    made = caresheet("clinic", "new", cwd=starter, typed=answers)
    assert made.returncode == 0
    path = starter / "content" / "clinics" / "st-mary-s-1-clinic.yaml"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["emergency"] == "000"
    assert "caresheet build --clinic st-mary-s-1-clinic\n" in made.stdout
    built = caresheet("build", "--clinic", "st-mary-s-1-clinic", cwd=starter)
    assert (built.returncode, built.stderr) == (0, "")
    assert (starter / "build" / "hand-washing-card-en-st-mary-s-1-clinic.pdf").is_file()


def test_profile_outside_the_project(caresheet: Run, starter: Path, tmp_path: Path) -> None:
    """A profile may lie anywhere."""
    made = caresheet("clinic", "new", str(tmp_path / "mine"), cwd=starter, typed=typed(name="Mine", emergency="112"))
    assert made.returncode == 0
    assert (tmp_path / "mine.yaml").is_file()
    built = caresheet("build", "--clinic", str(tmp_path / "mine.yaml"), cwd=starter)
    assert (built.returncode, built.stderr) == (0, "")


def test_warns_of_what_is_missing(caresheet: Run) -> None:
    """An empty emergency or after-hours number is pointed out, and the profile is written all the same."""
    made = caresheet("clinic", "new", "mine.yaml", typed=typed(name="Mine"))
    assert made.returncode == 0
    assert made.stderr.count("warning:") == len(RECOMMENDED)
    assert "Emergency number" in made.stderr


def test_name_is_required(caresheet: Run, tmp_path: Path) -> None:
    """A name that is empty, or nothing but quotes, is asked for again."""
    made = caresheet("clinic", "new", "mine.yaml", typed=f"\n  \n''\n{typed(name='Mine')}")
    assert made.returncode == 0
    assert made.stderr.count("The clinic needs a name.") == 3
    assert yaml.safe_load((tmp_path / "mine.yaml").read_text(encoding="utf-8"))["name"] == "Mine"


def test_does_not_overwrite_unasked(caresheet: Run, tmp_path: Path) -> None:
    """A profile that is already there is changed only after a yes; its answers are offered again."""
    path = tmp_path / "mine.yaml"
    path.write_text("name: 'Old'\nemergency: '112'\n", encoding="utf-8")
    no = caresheet("clinic", "new", "mine.yaml", typed="New\nn\n")
    assert no.returncode == 130
    assert path.read_text(encoding="utf-8") == "name: 'Old'\nemergency: '112'\n"
    answers = typed(name="New").partition("\n")[2]
    yes = caresheet("clinic", "new", "mine.yaml", typed=f"New\ny\n{answers}")
    assert yes.returncode == 0
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == {"name": "New", "emergency": "112"}


def test_no_answers_write_nothing(caresheet: Run, tmp_path: Path) -> None:
    """When the answers end early, nothing is written and no traceback shown."""
    stopped = caresheet("clinic", "new", "mine.yaml", typed="Mine\nUS\na4\n")
    assert stopped.returncode == 130
    assert stopped.stderr.strip() == "Stopped. Nothing was written."
    assert list(tmp_path.iterdir()) == []


def test_keys_that_are_no_letters_are_dropped(caresheet: Run, tmp_path: Path) -> None:
    """Arrow keys and a stray control character leave no trace in the profile."""
    assert (
        caresheet("clinic", "new", "mine.yaml", typed=typed(name="Mi\x01ne\x7f", phone="212\x1b 555 0123")).returncode
        == 0
    )
    written = yaml.safe_load((tmp_path / "mine.yaml").read_text(encoding="utf-8"))
    assert (written["name"], written["phone"]) == ("Mine", "212 555 0123")


def test_what_cannot_be_used_is_asked_again(caresheet: Run, tmp_path: Path) -> None:
    """A number that nobody can dial, a threshold that nobody can mean and a country that there is not are asked again,
    with the reason and an example; what is left empty is not."""
    answers = {"name": "Mine", "country": "XX\nus", "phone": "call us\n212 555 0123", "after_hours_phone": "555-O11O\n"}
    answers |= {"emergency": "9l1\n999\n911", "fever_threshold": "380\n38", "minutes_before_escalation": "an hour\n15"}
    made = caresheet("clinic", "new", "mine.yaml", typed=typed(**answers))
    assert made.returncode == 0
    written = yaml.safe_load((tmp_path / "mine.yaml").read_text(encoding="utf-8"))
    assert [written[key] for key in answers] == ["Mine", "US", "212 555 0123", "", "911", "38", "15"]
    for said in (
        "not the code of a country",
        "is not a phone number",
        "not just a phone number",
        "emergency number of",
    ):
        assert said in made.stderr
    assert "This is not a temperature in °C, in °F or in both. Write '100.4 °F (38 °C)'" in made.stderr


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Clínica San José", "clinica-san-jose"),
        ("Łódź Straße Ørsted", "lodz-strasse-orsted"),
        ("St. Mary's #1", "st-mary-s-1"),
        ("3M", "clinic-3m"),
        ("con", "clinic-con"),
        ("1!", "clinic-1"),
    ],
)
def test_a_name_makes_a_file_name_that_works_everywhere(caresheet: Run, starter: Path, name: str, file: str) -> None:
    """Whatever a clinic is called, its profile and its handouts have file names in ASCII."""
    assert caresheet("clinic", "new", cwd=starter, typed=typed(name=name)).returncode == 0
    path = f"content/clinics/{file}.yaml"
    assert (starter / path).is_file()
    built = caresheet("build", "--clinic", path, "-q", cwd=starter)
    assert (built.returncode, built.stderr) == (0, "")
    assert (starter / "build" / f"hand-washing-card-en-{file}.pdf").is_file()


@given(st.text(max_size=300))
def test_any_name_makes_a_file_name(name: str) -> None:
    """Any text gives a short name of lowercase ASCII words joined by hyphens."""
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\.yaml", file_name(name))
    assert len(file_name(name)) < 80


def test_a_name_in_another_script_stops_nothing(caresheet: Run, starter: Path) -> None:
    """A profile whose name the typeface cannot print has an ASCII file name, and other clinics' handouts are made."""
    assert caresheet("clinic", "new", cwd=starter, typed=typed(name="東京病院")).returncode == 0
    assert (starter / "content" / "clinics" / "clinic-83a5112a.yaml").is_file()
    assert caresheet("build", "-q", cwd=starter).returncode == 0


def test_an_odd_file_name_stops_nothing(caresheet: Run, starter: Path) -> None:
    """A profile may have any file name: it stops no other work, and its own handouts have names in ASCII."""
    folder = starter / "content" / "clinics"
    for odd in ("clínica-san-josé.yaml", "St Mary.yaml", "東京病院.yml"):
        (folder / odd).write_text("name: 'Odd'\n", encoding="utf-8")
    assert caresheet("build", "-q", cwd=starter).returncode == 0
    built = caresheet("build", "--clinic", "content/clinics/clínica-san-josé.yaml", "-q", cwd=starter)
    assert (built.returncode, built.stderr) == (0, "")
    assert (starter / "build" / "hand-washing-card-en-clinica-san-jose.pdf").is_file()


def test_build_warns_at_the_value(caresheet: Run, starter: Path) -> None:
    """An ordinary build goes on and says at the value's own line what nobody can dial, also where nothing is made
    again; a release refuses it."""
    (starter / "content" / "clinics" / "mine.yaml").write_text(
        "name: 'Mine'\nphone: 'call us'\nafter_hours_phone: '555-0110'\nemergency: '9l1'\n", encoding="utf-8"
    )
    for command in (["build"], ["build"], ["preview"], ["print"]):
        made = caresheet(*command, "--clinic", "content/clinics/mine.yaml", cwd=starter)
        assert made.returncode == 0
        found = [line.split(" ")[:2] for line in made.stderr.splitlines()]
        assert found == [
            ["content/clinics/mine.yaml:2:8:", "unsafe-value"],
            ["content/clinics/mine.yaml:3:20:", "phone-number"],
            ["content/clinics/mine.yaml:4:12:", "unsafe-value"],
        ]
    refused = caresheet("build", "--release", "--clinic", "content/clinics/mine.yaml", cwd=starter)
    assert refused.returncode == 1
    assert refused.stderr.count("unsafe-value") == 2
