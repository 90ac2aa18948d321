"""`caresheet clinic new` asks and writes a profile that builds."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from caresheet.app.profiles import FIELDS, RECOMMENDED, profile_yaml
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
    answers = typed(name="St. Mary's #1: Clinic", phone="0117 496 0000", after_hours_phone="555", emergency="000")
    made = caresheet("clinic", "new", cwd=starter, typed=answers)
    assert (made.returncode, made.stderr) == (0, "")
    path = starter / "content" / "clinics" / "st-mary-s-1-clinic.yaml"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["emergency"] == "000"
    assert f"caresheet build --clinic {path.relative_to(starter)}" in made.stdout
    built = caresheet("build", "--clinic", str(path.relative_to(starter)), cwd=starter)
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
    """An empty name is asked for again."""
    made = caresheet("clinic", "new", "mine.yaml", typed=f"\n  \n{typed(name='Mine')}")
    assert made.returncode == 0
    assert made.stderr.count("A profile needs at least this.") == 2
    assert yaml.safe_load((tmp_path / "mine.yaml").read_text(encoding="utf-8"))["name"] == "Mine"


def test_does_not_overwrite_unasked(caresheet: Run, tmp_path: Path) -> None:
    """A profile that is already there is replaced only after a yes."""
    path = tmp_path / "mine.yaml"
    path.write_text("name: 'Old'\n", encoding="utf-8")
    no = caresheet("clinic", "new", "mine.yaml", typed="New\nn\n")
    assert no.returncode == 130
    assert path.read_text(encoding="utf-8") == "name: 'Old'\n"
    answers = typed(name="New").partition("\n")[2]
    yes = caresheet("clinic", "new", "mine.yaml", typed=f"New\ny\n{answers}")
    assert yes.returncode == 0
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["name"] == "New"


def test_no_answers_write_nothing(caresheet: Run, tmp_path: Path) -> None:
    """When the answers end early, nothing is written and no traceback shown."""
    stopped = caresheet("clinic", "new", "mine.yaml", typed="Mine\n1 High Street\n")
    assert stopped.returncode == 130
    assert stopped.stderr.strip() == "Stopped. Nothing was written."
    assert list(tmp_path.iterdir()) == []


def test_keys_that_are_no_letters_are_dropped(caresheet: Run, tmp_path: Path) -> None:
    """Arrow keys and a stray control character leave no trace in the profile."""
    assert caresheet("clinic", "new", "mine.yaml", typed=typed(name="Mi\x01ne\x7f", phone="5\x1b55")).returncode == 0
    written = yaml.safe_load((tmp_path / "mine.yaml").read_text(encoding="utf-8"))
    assert (written["name"], written["phone"]) == ("Mine", "555")
