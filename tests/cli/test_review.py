"""Reviews: what they vouch for, what ends them, and what is then refused."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from tests.app.projects import change

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ENGLISH = Path("content") / "hand-washing" / "en.yaml"
REVIEWS = Path("content") / "hand-washing" / "reviews" / "en.yaml"
WHO = ("--reviewer", "Ana Example", "--credential", "MD", "--organization", "Example Hospital")
ON, DUE, LATER = "2026-11-24", "2027-11-24", "2027-11-25"


def pages(folder: Path, handout: str) -> list[str]:
    """The text of each page of a built handout, on one line."""
    with pypdfium2.PdfDocument(folder / "build" / f"hand-washing-{handout}-en.pdf") as pdf:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


def record(caresheet: Run, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Record a review of the whole topic."""
    return caresheet(
        "review", "hand-washing", "--lang", "en", *WHO, "--due", DUE, "--yes", "--today", ON, *more, cwd=folder
    )


@pytest.fixture
def reviewed(caresheet: Run, starter: Path) -> Path:
    """The small project with a review on record."""
    result = record(caresheet, starter)
    assert (result.returncode, result.stderr) == (0, "")
    return starter


def refused(caresheet: Run, folder: Path, today: str = ON) -> list[str]:
    """What a release is refused for: place and rule of each line. Nothing may have been written."""
    result = caresheet("build", "--release", "--out", "public", "--today", today, cwd=folder)
    if result.returncode == 0:
        assert made(folder)
        return []
    assert (result.returncode, made(folder)) == (1, [])
    *found, last = result.stderr.splitlines()
    assert last.startswith("Nothing was written")
    return [" ".join(line.split(" ")[:2]) for line in found]


def made(folder: Path) -> list[str]:
    """What stands in the folder of the release; it is emptied for the next one."""
    paths = sorted((folder / "public").glob("*"))
    names = [path.name for path in paths]
    for path in paths:
        path.unlink()
    return names


def test_without_a_review(caresheet: Run, starter: Path) -> None:
    """Nobody vouches for a new topic: each page says what it is, that it is not for patients and names no day of last
    use, and no release is made of it."""
    assert caresheet("build", "--today", ON, cwd=starter).returncode == 0
    for handout in ("card", "leaflet"):
        for page in pages(starter, handout):
            assert "Draft. Do not use with patients." in page
            assert "Version 1.0" in page
            assert "Do not use after" not in page
    assert refused(caresheet, starter) == ["content/hand-washing/en.yaml:9:1: not-reviewed"]


def test_with_a_review(caresheet: Run, reviewed: Path) -> None:
    """Each page names reviewer, credential, organization, day and end of the review, and a release is made."""
    assert refused(caresheet, reviewed) == []
    assert caresheet("build", "--today", ON, cwd=reviewed).returncode == 0
    for handout in ("card", "leaflet"):
        for page in pages(reviewed, handout):
            assert "Draft." not in page
            assert "Reviewed by Ana Example, MD, Example Hospital on November 24, 2026" in page
            assert "Do not use after November 24, 2027" in page


def test_the_review_is_named_where_there_are_no_pages(caresheet: Run, reviewed: Path) -> None:
    """Text and web pages, which have no page number, say who reviewed them and until when they may be used."""
    assert caresheet("build", "--format", "txt", "--format", "html", "--today", ON, cwd=reviewed).returncode == 0
    made = sorted((reviewed / "build").glob("*.[th]*"))
    assert {path.suffix for path in made} == {".txt", ".html"}
    for path in made:
        words = " ".join(path.read_text(encoding="utf-8").replace("\xa0", " ").split())
        assert "Reviewed by Ana Example, MD, Example Hospital on November 24, 2026" in words
        assert "Do not use after November 24, 2027" in words


def test_one_word(caresheet: Run, reviewed: Path) -> None:
    """A word that only the leaflet prints makes the leaflet a draft, at the line of the word, and leaves the card."""
    change(reviewed / ENGLISH, "before you cook or eat", "before you cook")
    assert refused(caresheet, reviewed) == ["content/hand-washing/en.yaml:45:13: not-reviewed"]
    assert caresheet("build", "--today", ON, cwd=reviewed).returncode == 0
    assert all("Draft." in page for page in pages(reviewed, "leaflet"))
    assert not any("Draft." in page for page in pages(reviewed, "card"))


def test_a_word_of_both(caresheet: Run, reviewed: Path) -> None:
    """A word that both handouts print makes both of them drafts."""
    change(reviewed / ENGLISH, "Go on for twenty seconds.", "Go on for ten seconds.")
    assert caresheet("build", "--today", ON, cwd=reviewed).returncode == 0
    assert all("Draft." in page for handout in ("card", "leaflet") for page in pages(reviewed, handout))


def test_past_its_date(caresheet: Run, reviewed: Path) -> None:
    """On its last day a review still stands; a day later every page says so, check fails, and no release is made."""
    assert refused(caresheet, reviewed, DUE) == []
    assert caresheet("check", "--today", DUE, cwd=reviewed).returncode == 0
    assert refused(caresheet, reviewed, LATER) == ["content/hand-washing/reviews/en.yaml:4:5: past-review"]
    result = caresheet("check", "--today", LATER, cwd=reviewed)
    assert result.returncode == 1
    assert "content/hand-washing/reviews/en.yaml:4:5: past-review" in result.stdout
    assert caresheet("build", "--today", LATER, cwd=reviewed).returncode == 0
    assert all("PAST REVIEW DATE" in page for handout in ("card", "leaflet") for page in pages(reviewed, handout))


@pytest.mark.parametrize("style", ["crlf", "bom", "reflowed", "comment"])
def test_looks_of_the_file_are_no_change(caresheet: Run, reviewed: Path, style: str) -> None:
    """Line ends, a byte order mark, other line breaks and comments end no review."""
    path = reviewed / ENGLISH
    text = path.read_text(encoding="utf-8")
    if style == "reflowed":
        old = "          - Go on for twenty seconds.\n"
        assert text.count(old) == 1
        text = text.replace(old, "          - 'Go on for\n            twenty seconds.'\n")
    elif style == "comment":
        text = f"# seen by the editor\n{text}"
    data = text.encode("utf-8-sig" if style == "bom" else "utf-8")
    path.write_bytes(data.replace(b"\n", b"\r\n") if style == "crlf" else data)
    assert refused(caresheet, reviewed) == []


def test_what_is_no_word_ends_no_review(caresheet: Run, reviewed: Path) -> None:
    """Another color of the layout and another phone number of the clinic leave the review as it is."""
    change(reviewed / "layouts" / "base.yaml", "paper: letter", "paper: a4")
    change(reviewed / "content" / "clinics" / "example.yaml", "\nphone: ''", "\nphone: '555-0100'")
    assert refused(caresheet, reviewed) == []


def test_a_layout_that_drops_a_section(caresheet: Run, reviewed: Path) -> None:
    """Who leaves a section out of a handout makes it a draft, told at the layout's places."""
    layout = reviewed / "layouts" / "leaflet.yaml"
    lines = layout.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "role: glossary" not in line]
    assert len(kept) == len(lines) - 1
    layout.write_text("".join(kept), encoding="utf-8", newline="\n")
    told = refused(caresheet, reviewed)
    assert any(line.startswith("layouts/leaflet.yaml:") and line.endswith("not-reviewed") for line in told), told


def test_a_review_changed_by_hand(caresheet: Run, reviewed: Path) -> None:
    """Nothing is made on the strength of a review that was changed after it was recorded."""
    change(reviewed / REVIEWS, DUE, "2029-11-24")
    result = caresheet("build", "--today", ON, cwd=reviewed)
    assert result.returncode == 1
    assert "content/hand-washing/reviews/en.yaml:4:5: broken-review" in result.stderr


def test_the_second_review(caresheet: Run, reviewed: Path) -> None:
    """A second review shows the change in words with its readers, adds to the file, and vouches for the new words."""
    first = (reviewed / REVIEWS).read_bytes()
    change(reviewed / ENGLISH, "Go on for twenty seconds.", "Go on for ten seconds.")
    result = record(caresheet, reviewed)
    assert "1 change since the review by Ana Example on 2026-11-24" in result.stdout
    assert "for everyone: Go on for [-twenty-] {+ten+} seconds." in result.stdout
    assert (reviewed / REVIEWS).read_bytes().startswith(first)
    assert refused(caresheet, reviewed) == []


def test_a_review_that_says_nothing(caresheet: Run, starter: Path) -> None:
    """Without a name, or with a day that is no day, past or years away, nothing is recorded."""
    for wrong in (("--reviewer", " "), ("--due", "soon"), ("--due", ON), ("--due", "2036-01-01")):
        result = record(caresheet, starter, *wrong)
        assert result.returncode == 2, wrong
        assert not (starter / REVIEWS).exists()


def test_a_no_records_nothing(caresheet: Run, starter: Path) -> None:
    """Who does not say yes has recorded nothing."""
    asked = ("review", "hand-washing", "--lang", "en", *WHO, "--due", DUE, "--today", ON)
    assert caresheet(*asked, cwd=starter, typed="n\n").returncode == 1
    assert not (starter / REVIEWS).exists()


def test_release_for_a_clinic(caresheet: Run, reviewed: Path) -> None:
    """A release for a clinic asks for its emergency and after-hours numbers, at the clinic's file."""
    clinic = Path("content") / "clinics" / "example.yaml"
    result = caresheet("build", "--release", "--clinic", str(clinic), "--today", ON, cwd=reviewed)
    assert result.returncode == 1
    assert result.stderr.count("emergency-numbers") == 2
    assert "content/clinics/example.yaml:" in result.stderr


def test_diff_of_two_folders(caresheet: Run, starter: Path) -> None:
    """Two folders are compared in words, by reader, as text and as JSON; equal ones have no change and exit with 0."""
    other = starter.parent / "other"
    assert caresheet("init", str(other)).returncode == 0
    same = caresheet("diff", str(starter), str(other), cwd=starter)
    assert (same.returncode, same.stdout) == (0, "no changes in the wording\n")
    change(other / ENGLISH, "Give the class time for it before every meal.", "Give the class time for it.")
    text = caresheet("diff", str(starter), str(other), cwd=starter)
    assert text.returncode == 1
    assert "for school: Give the class time for [-it before every meal.-] {+it.+}" in text.stdout
    whole = json.loads(caresheet("diff", "--format", "json", str(starter), str(other), cwd=starter).stdout)
    ((changed,),) = (topic["changes"] for topic in whole["topics"])
    assert (whole["version"], changed["part"], changed["audience"]) == (1, "section when", "school")
    assert (changed["new"], changed["line"]) == ("Give the class time for it.", 53)


def test_diff_of_two_revisions(caresheet: Run, starter: Path) -> None:
    """Two git revisions are compared without touching the work tree; an unknown name is a wrong usage."""
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        subprocess.run([*git, *command], cwd=starter, check=True)
    change(starter / ENGLISH, "Rinse both hands.", "Rinse.")
    subprocess.run([*git, "commit", "-qam", "second"], cwd=starter, check=True)
    result = caresheet("diff", "HEAD~1", "HEAD", cwd=starter)
    assert result.returncode == 1
    assert "for everyone: [-Rinse both hands.-] {+Rinse.+}" in result.stdout
    assert caresheet("diff", "nowhere", "HEAD", cwd=starter).returncode == 2
