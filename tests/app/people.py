"""A clinic whose leaflet has lines for a patient's values, reviewed today, and lists of the people that it is for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.app.projects import TOPIC, change
from tests.delivery.offices import review

from caresheet.app.merging import Merge, MergePlan, plan_merge, read_list
from caresheet.app.sources import read_folder
from caresheet.app.starting import start_project

HEAD = "patient.helper,patient.allergies,patient.mobile"
ROWS = (
    "Ana López,nuts,(212) 555-0143",
    '"Núñez, Zoë",,',
    "Ben Ng,penicillin,(212) 555-0144",
    "Ida Østergård,latex,",
    "Ana López,none,(212) 555-0143",
)
TODAY = date.today()  # noqa: DTZ011 - reviews end by the calendar on the wall
STEM = f"{TOPIC}-leaflet"


def clinic_with_people(folder: Path) -> Path:
    """A project in `folder`: a leaflet with three fields, one of which is also in a sentence."""
    start_project(folder)
    content = folder / "content" / TOPIC
    fields = "  allergies: {kind: text}\n  mobile: {kind: phone}\n"
    change(content / "topic.yaml", "  helper: {kind: name}", f"{fields}  helper: {{kind: name}}")
    change(
        content / "en.yaml",
        "  helper: Name of your helper",
        "  helper: Name of your helper\n  allergies: Allergies\n  mobile: Phone",
    )
    entries = "\n".join(
        f"          - {{label: '{label}', value: '{{{{patient.{field}}}}}'}}"
        for label, field in (("Your helper", "helper"), ("Allergies", "allergies"), ("Phone", "mobile"))
    )
    block = f"      - entries:\n{entries}\n      - 'Show this to {{{{patient.helper}}}}.'\n"
    change(content / "en.yaml", "  - id: when\n", f"{block}\n  - id: when\n")
    profile = folder / "content" / "clinics" / "example.yaml"
    profile.write_text(
        "name: 'Riverside'\nphone: '(212) 555-0110'\nafter_hours_phone: '(212) 555-0111'\nemergency: '911'\n"
        "country: US\n",
        encoding="utf-8",
    )
    review(folder)
    return folder


def write_people(folder: Path, rows: Iterable[str] = ROWS, head: str = HEAD) -> Path:
    """Write the list next to the project."""
    path = folder.parent / "people.csv"
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8", newline="")
    return path


def planned(folder: Path, rows: Iterable[str] = ROWS, head: str = HEAD, **more: object) -> MergePlan:
    """The leaflet for everyone on such a list."""
    wanted = Merge(TODAY, TOPIC, "leaflet", **more)  # type: ignore[arg-type]  # what a test is about
    return plan_merge(read_folder(folder), wanted, read_list(write_people(folder, rows, head)))
