"""Every use case that may take long shows how far it has come to whoever hands in a progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from tests.app.projects import opened

from caresheet.app.building import Builder, BuildOptions
from caresheet.app.checking import check
from caresheet.app.mail.plan import Mailing, plan_mail, recipient_at
from caresheet.app.ports import Progress
from caresheet.app.previewing import PictureOptions, save_pictures
from caresheet.app.publishing import publish
from caresheet.app.scoring import score
from caresheet.app.selection import Selection, jobs
from caresheet.app.sources import Sources, read_folder
from caresheet.app.starting import start_project
from caresheet.app.verifying import Verification, verify

T = TypeVar("T")
TODAY = date(2026, 12, 1)
WANTED = Selection(TODAY)


def made(root: Path) -> list[object]:
    return [one.handout for one in Builder(Sources.in_folder(root)).build(WANTED, BuildOptions()).handouts]


def published(root: Path) -> Path:
    publish(Builder(Sources.in_folder(root)).build(WANTED, BuildOptions()), root / "out", now=0.0)
    return root / "out"


def mailed(root: Path, progress: Progress) -> object:
    clinic = root / "content" / "clinics" / "mine.yaml"
    clinic.write_text("name: 'Mine'\nemergency: '112'\nafter_hours_phone: '212 555 0123'\n", encoding="utf-8")
    people = (recipient_at("ana@family.example"),)
    return plan_mail(read_folder(root, clinic), people, Mailing(TODAY, layout="card", drafts=True), progress=progress)


USES: dict[str, tuple[int, Callable[[Path, Progress], object]]] = {
    "build": (2, lambda root, seen: Builder(Sources.in_folder(root), progress=seen).build(WANTED, BuildOptions())),
    "check": (2, lambda root, seen: check(Sources.in_folder(root), WANTED, pages=False, progress=seen)),
    "score": (2, lambda root, seen: score(opened(root), jobs(opened(root), today=TODAY), pages=False, progress=seen)),
    "verify": (2, lambda root, seen: verify(Verification(root, published(root), WANTED), seen)),
    "pictures": (2, lambda root, seen: save_pictures(made(root), root / "seen", PictureOptions(20), progress=seen)),  # type: ignore[arg-type]
    "mail": (1, mailed),
}


@pytest.mark.parametrize("use", USES)
def test_each_handout_is_told_once(tmp_path: Path, use: str) -> None:
    """It says how many handouts there are, and hands on each as its work is done: the work lies in the progress, not
    after it, where nobody would see it."""
    start_project(tmp_path / "project")
    told: list[int] = []

    def progress(work: Iterable[T], length: int, /) -> Iterator[T]:
        for piece in work:
            told.append(length)
            yield piece

    number, do = USES[use]
    do(tmp_path / "project", progress)
    assert told == [number] * number
