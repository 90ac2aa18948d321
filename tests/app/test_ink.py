"""Black-only print, wherever a handout is made: for people on a list, by mail, from Python and at the desk."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.app.test_bilingual import ON, review_wounds, wounds
from tests.layout.test_black_print import painted
from tests.mistakes.program import run
from tests.web.desks import open_desk

import caresheet

BLACK = {"g", "G"}
"""The operators of PDF that set a gray."""
GUIDE, PEOPLE = "wound-care/caregiver-guide", b"patient.name,language\nAna Gil,en\nEva Ruiz,es\nBen Ng,\n"

__all__ = ["wounds"]


@pytest.fixture
def reviewed(wounds: Path) -> Path:
    for language in ("en", "es"):
        review_wounds(wounds, language)
    (wounds / "people.csv").write_bytes(PEOPLE)
    return wounds


def in_black(data: bytes) -> bool:
    operators, spaces = painted(data)
    assert operators
    return operators <= BLACK and spaces <= {"/DeviceGray"}


@pytest.mark.parametrize("second", [(), ("--bilingual", "es")])
def test_copies_for_people(reviewed: Path, second: tuple[str, ...]) -> None:
    """`merge --ink black` makes each copy in gray, in one language and in two; without it they are made anew in
    color."""
    out = reviewed / "out"
    order = ("wound-care", "--layout", "caregiver-guide", "--people", "people.csv", "--out", str(out), "--write")
    for ink, is_black in ((("--ink", "black"), True), ((), False)):
        made = run("merge", *order, *second, *ink, *ON, cwd=reviewed)
        assert made.exit_code == 0, made.stderr
        assert "3 copies" in made.stdout
        assert [in_black(path.read_bytes()) for path in out.glob("*.pdf")] == [is_black] * 3


@pytest.mark.parametrize(("asked", "is_black"), [(("--ink", "black"), True), ((), False)])
def test_letters(reviewed: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...], is_black: bool) -> None:  # noqa: FBT001
    """`email --ink black` attaches the handout in black."""
    monkeypatch.setenv("CARESHEET_MAIL_FROM", "ward@clinic.example")
    order = ("wound-care", "--layout", "red-flag-card", "--to", "ana@family.example", "--eml-dir", "letters")
    made = run("email", *order, *asked, *ON, cwd=reviewed)
    assert made.exit_code == 0, made.stderr
    (letter,) = (reviewed / "letters").glob("*.eml")
    (handout,) = message_from_bytes(letter.read_bytes(), policy=default).iter_attachments()
    assert in_black(handout.get_content()) is is_black


def test_from_python(reviewed: Path) -> None:
    """A handout gets another ink from Python, which its second language and its copies for people keep."""
    project = caresheet.open_project(reviewed)
    (guide,) = project.handouts(layout="caregiver-guide", language="en")
    black = project.in_ink(guide, "Black")
    both = project.bilingual(black, "es")
    assert (black.name, both.name) == (f"{guide.name}-black", f"{guide.name}+es-black")
    assert [in_black(each.render().data) for each in (guide, black, both)] == [False, True, True]
    project.merge(both, [{"patient.name": "Ana Gil"}]).write(reviewed / "one")
    (copy,) = (reviewed / "one").glob("*.pdf")
    assert in_black(copy.read_bytes())
    with pytest.raises(caresheet.RequestError, match="there is no ink 'gray'"):
        project.in_ink(guide, "gray")


def test_at_the_desk(reviewed: Path) -> None:
    """The desk offers both inks, the layout's own first; what is printed, saved and made for a list is in the ink that
    was chosen, and the page keeps it."""
    with open_desk(reviewed) as clinic:
        assert 'name="ink" value="color" checked' in clinic.get(f"/sheet/{GUIDE}").text
        page = clinic.post(f"/sheet/{GUIDE}", {"ink": "black"}).text
        assert 'name="ink" value="black" checked' in page
        assert "ink=black" in page
        assert in_black(clinic.post(f"/print/{GUIDE}", {"ink": "black", "patient.name": "Ana Gil"}).body)
        assert not in_black(clinic.post(f"/print/{GUIDE}", {"patient.name": "Ana Gil"}).body)
        made = clinic.upload(f"/people/{GUIDE}/save", PEOPLE, {"ink": "black", "form": "zip"}, "people")
        with ZipFile(BytesIO(made.body)) as copies:
            assert [in_black(copies.read(name)) for name in copies.namelist() if name.endswith(".pdf")] == [True] * 3


def test_the_ink_of_a_layout(reviewed: Path) -> None:
    """With `ink: black` in the layout, the same is black without being asked for, and in color for who asks."""
    layout = reviewed / "layouts" / "caregiver-guide.yaml"
    layout.write_text(f"{layout.read_text(encoding='utf-8')}\nink: black\n", encoding="utf-8")
    with open_desk(reviewed) as clinic:
        assert 'name="ink" value="black" checked' in clinic.get(f"/sheet/{GUIDE}").text
        assert in_black(clinic.post(f"/print/{GUIDE}", {"patient.name": "Ana Gil"}).body)
        assert not in_black(clinic.post(f"/print/{GUIDE}", {"ink": "color"}).body)
    project = caresheet.open_project(reviewed)
    (guide,) = project.handouts(layout="caregiver-guide", language="en")
    both = project.bilingual(guide, "es")
    assert both.name == f"{guide.name}+es"
    assert [in_black(each.render().data) for each in (guide, both, project.in_ink(both, "color"))] == [
        True,
        True,
        False,
    ]
    out = reviewed / "out"
    order = ("wound-care", "--layout", "caregiver-guide", "--people", "people.csv", "--out", str(out), "--write")
    for asked, is_black in (((), True), (("--ink", "color"), False)):
        assert run("merge", *order, *asked, *ON, cwd=reviewed).exit_code == 0
        assert [in_black(path.read_bytes()) for path in out.glob("*.pdf")] == [is_black] * 3
