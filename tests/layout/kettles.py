"""A small project for cards: critical sections without patient fields, with the layouts of this repository."""

from __future__ import annotations

from tests.compose.builders import TODAY
from tests.projects.merged import ROOT, Memory

from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.fonts import coverage
from caresheet.model.document import Document
from caresheet.model.edition import REGULAR, Edition
from caresheet.model.problem import Problem
from caresheet.model.project import Project
from caresheet.rules import HandoutContext, faults
from caresheet.source import read_project

CLINIC = "content/clinics/example.yaml"

TOPIC = """
version: '0.4'
facts_checked: 2026-11-22
audiences: [patient]
handouts: [wall-card, wallet-card]
fields: {kettle: {kind: text}}
sources: {}
"""

WORDS = """
title: Kettles
fields: {kettle: which kettle}
handouts:
  wall-card: {title: 'Burnt by hot water? Cool it now'}
  wallet-card: {title: 'My kettle card'}
sections:
  - id: emergency
    role: warning
    title: 'Is it an emergency?'
    for: everyone
    critical: yes
    blocks:
      - 'Call {{clinic.emergency}} at once for:'
      - signs: [SIGNS]
  - id: call
    role: team-call
    title: 'Should you call us?'
    for: everyone
    critical: yes
    blocks:
      - signs: ['Blisters', 'Skin that stays white', 'Pain that grows']
      - 'Day and night: {{clinic.phone}}.'
  - id: steps
    role: action
    title: 'What should you do?'
    for: everyone
    critical: yes
    blocks:
      - steps: ['Hold the skin under cool water for 20 minutes.', 'Take off rings.', 'ACTION']
  - id: numbers
    role: handover
    title: 'Your numbers'
    for: everyone
    blocks:
      - contacts:
          - {label: 'Emergency', value: '{{clinic.emergency}}'}
          - {label: 'Kitchen', value: '{{clinic.phone}}'}
          - {label: 'My kettle', value: '{{patient.kettle}}'}
"""


SIGNS = "'A burn larger than the hand', 'A burn on the face', 'Smoke that was breathed in'"


def project(
    *,
    action: str = "Cover it with a clean cloth.",
    clinic: str = "",
    layouts: dict[str, str] | None = None,
    signs: str = SIGNS,
) -> Project:
    """The project as source reads it. `action` is the last step, `signs` are the emergency signs; `clinic` is added to
    the clinic's profile."""
    shipped = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "layouts").glob("*.yaml")}
    texts = {
        "content/kettles/topic.yaml": TOPIC,
        "content/kettles/en.yaml": WORDS.replace("ACTION", action).replace("[SIGNS]", f"[{signs}]"),
        CLINIC: f"name: 'The kitchen'\nemergency: '000'\nphone: '555 01 00'\n{clinic}",
        **(layouts or {}),
    }
    files = Memory(shipped | {path: text.encode("utf-8") for path, text in texts.items()})
    return read_project(files, (files, CLINIC))


def handout(project: Project, name: str, edition: Edition = REGULAR) -> tuple[Document, tuple[Problem, ...]]:
    """The handout of that layout, and the faults that the rules find in it."""
    (job,) = jobs(project, layouts=[name], edition=edition, today=TODAY)
    composed = compose(job)
    return composed.document, faults(HandoutContext.of(job, composed, coverage()))
