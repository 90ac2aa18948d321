"""A coordinator's office for the tests of mail: a project, a clinic with its numbers, a list, and an environment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from caresheet.app.reviewing import record_review, review_task, reviewer_of
from caresheet.app.sources import read_folder

CLINIC = "content/clinics/riverside.yaml"
TOPIC = "hand-washing"
TITLES = ("Wash your hands", "Hand washing")


def office(project: Path, port: int, authority: Path | None = None) -> dict[str, str]:
    """Put a clinic with its numbers into the project, and a review of today; returns the environment to send from."""
    review(project)
    (project / CLINIC).write_text(
        "name: 'Riverside'\nphone: '555-0110'\nafter_hours_phone: '555-0111'\nemergency: '112'\n", encoding="utf-8"
    )
    trust = {"SSL_CERT_FILE": str(authority)} if authority else {}
    return trust | {
        "CARESHEET_MAIL_FROM": "Riverside <nurse@clinic.example>",
        "CARESHEET_SMTP_HOST": "127.0.0.1",
        "CARESHEET_SMTP_PORT": str(port),
        "CARESHEET_OUTBOX": str(project.parent / "outbox"),
    }


def review(project: Path, language: str = "en") -> Path:
    """Put a review of today on record, and return its file."""
    today = date.today()  # noqa: DTZ011 - reviews end by the calendar on the wall
    task = review_task(read_folder(project), TOPIC, language, (), today)
    return record_review(task, reviewer_of("Ana Ruiz", "RN", "Riverside"), task.usual_due, project)


def write_list(project: Path, addresses: Iterable[str]) -> Path:
    """A list with these addresses, each of which gets the card."""
    path = project.parent / "families.csv"
    lines = [f"{address};card;;;2026-11-01\r\n" for address in addresses]
    head = "\ufeffaddress;layout;language;size;consent_date\r\n"
    path.write_text(head + "".join(lines), encoding="utf-8", newline="")
    return path


def sending(number: int, families: Path) -> tuple[str, ...]:
    """The arguments that send the card to everyone on a list."""
    wanted = ("--recipients", str(families), "--clinic", CLINIC, "--per-minute", "100000")
    return ("email", *wanted, "--send", "--confirm", str(number))
