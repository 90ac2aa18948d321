"""`caresheet build --fillable`: forms besides the handouts, listed in the manifest, and filled in for a patient."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdf
import pytest
from tests.app.people import STEM, clinic_with_people
from tests.app.projects import TOPIC
from tests.conftest import Run

ROOT = Path(__file__).parents[2]
FORM = f"{STEM}-en-fillable"
BUILD = ("build", TOPIC, "--layout", "leaflet", "--lang", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return clinic_with_people(tmp_path / "project")


def values(path: Path) -> dict[str, str]:
    fields = pypdf.PdfReader(io.BytesIO(path.read_bytes())).get_fields() or {}
    return {name: str(field.get("/V", "")) for name, field in fields.items() if "/FT" in field}


def test_forms_are_made_besides_the_handouts(folder: Path, caresheet: Run) -> None:
    """A form has its own name. A build of forms leaves ordinary handouts alone, and the other way around; the
    second build takes it from the cache; verify knows both."""
    out = folder / "build"
    assert caresheet(*BUILD, cwd=folder).returncode == 0
    made = caresheet("build", "--fillable", cwd=folder)
    assert made.returncode == 0, made.stderr
    forms = sorted(path.name for path in out.glob("*-fillable.pdf"))
    assert f"{FORM}.pdf" in forms
    assert (out / f"{STEM}-en.pdf").exists()
    again = caresheet(*BUILD, "--fillable", "--explain", cwd=folder)
    assert "not made again" in again.stdout
    assert caresheet("build", cwd=folder).returncode == 0
    assert sorted(path.name for path in out.glob("*-fillable.pdf")) == forms
    files = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert [name for name, entry in files.items() if entry.get("fillable")] == forms
    verified = caresheet("verify", str(out), cwd=folder)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_changed_form_is_found(folder: Path, caresheet: Run) -> None:
    """Verify makes the form anew: one that somebody has filled in is not what was published."""
    assert caresheet(*BUILD, "--fillable", cwd=folder).returncode == 0
    path = folder / "build" / f"{FORM}.pdf"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(path.read_bytes()))
    writer.update_page_form_field_values(writer.pages[0], {"patient.helper": "Ana"}, auto_regenerate=False)
    with path.open("wb") as file:
        writer.write(file)
    assert values(path)["patient.helper"] == "Ana"
    assert caresheet("verify", str(folder / "build"), cwd=folder).returncode == 1


def test_only_a_pdf_can_be_filled_in(folder: Path, caresheet: Run) -> None:
    """Another format is refused with the remedy, and nothing is made."""
    refused = caresheet(*BUILD, "--fillable", "--format", "pdf", "--format", "html", cwd=folder)
    assert refused.returncode != 0
    assert "Only a PDF can be filled in, not html. Leave out --fillable, or build the PDF alone." in refused.stderr
    assert not (folder / "build").exists()


def test_nothing_to_fill_in(tmp_path: Path, caresheet: Run) -> None:
    """A handout without a blank is left out with a line; where nothing else was asked for, that is refused."""
    grades = ("build", "--lang", "en", "--fillable", "--out", str(tmp_path), "--layout", "staff-grading")
    refused = caresheet(*grades, cwd=ROOT)
    assert refused.returncode != 0
    assert "There is nothing to fill in: staff-grading. Build it without --fillable." in refused.stderr
    both = caresheet(*grades, "--layout", "wall-card", cwd=ROOT)
    assert both.returncode == 0
    assert "staff-grading: nothing to fill in" in both.stderr.splitlines()
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["cytokine-storm-wall-card-en-fillable.pdf"]


def test_a_form_for_one_patient(folder: Path, caresheet: Run) -> None:
    """The patient's values are in the fields and can be changed there; the others are empty. What is too long for a
    line is refused, and no message has it."""
    wanted = (*BUILD, "--fillable", "--patient", "-")
    made = caresheet(*wanted, cwd=folder, typed="helper: Zoë Núñez\nallergies: żółć (2)\n")
    assert made.returncode == 0, made.stderr
    found = values(folder / "build" / f"{FORM}-patient.pdf")
    assert {name: value for name, value in found.items() if value and value != "/Off"} == {
        "patient.helper": "Zoë Núñez",
        "patient.allergies": "żółć (2)",
    }
    assert "Núñez" not in made.stdout + made.stderr
    assert not (folder / "build" / "manifest.json").exists()
    refused = caresheet(*wanted, cwd=folder, typed=f"helper: {'Zoë Núñez ' * 30}\n")
    assert refused.returncode != 0
    assert "`patient.helper` is too long for its line" in refused.stderr
    assert "Núñez" not in refused.stderr
