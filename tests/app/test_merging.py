"""A merge makes one proved PDF per person, trusts no existing file, and keeps nothing about anybody elsewhere."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from tests.app.people import HEAD, ROWS, STEM, TODAY, clinic_with_people, planned, write_people
from tests.app.projects import TOPIC, change
from tests.source.workbooks import workbook_of

import caresheet
from caresheet.app.binding import write_bound
from caresheet.app.merge_orders import MergeOrder, carry_out
from caresheet.app.merging import (
    Became,
    Merge,
    MergePlan,
    MergeResult,
    plan_merge,
    proved_copy,
    read_list,
    write_copies,
    write_preview,
)
from caresheet.app.patient_build import make_for_patient, plan_patient_build, read_patient
from caresheet.app.ports import unseen
from caresheet.app.selection import Selection, jobs
from caresheet.app.sources import read_folder
from caresheet.compose import compose
from caresheet.compose.personal import for_person
from caresheet.model.edition import Size
from caresheet.model.problem import CaresheetError
from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.outputs.pdf.reader.structure import read_back
from caresheet.proof import prove_pdf
from caresheet.proof.binding import ProvedCopy, binding_fault

_CELLS = (
    ("Ana López", "nuts", "(212) 555-0143"),
    ("Núñez, Zoë", "", ""),
    ("Ben Ng", "penicillin", "(212) 555-0144"),
    ("Ida Østergård", "latex", ""),
    ("Ana López", "none", "(212) 555-0143"),
)
"""ROWS, cell by cell."""
PRIVATE = ("López", "Núñez", "Østergård", "Ben Ng", "555-0143", "penicillin", "latex")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_with_people(tmp_path_factory.mktemp("clinic") / "project")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out" / "people"


def made(plan: MergePlan, out: Path, processes: int = 1) -> MergeResult:
    result = write_copies(plan, out, time.time(), processes)
    assert result.problems == ()
    return result


def became(result: MergeResult) -> list[str]:
    return [one.became.value if one.became else "nothing" for one in result.outcomes]


def words(path: Path) -> str:
    """Everything that PDFium reads in a file, in reading order."""
    nodes = read_back(path.read_bytes()).root.everything()
    return " ".join("".join(getattr(run, "text", "") for run in node.runs) for node in nodes)


def problems(folder: Path, rows: tuple[str, ...], head: str = HEAD, **more: object) -> list[str]:
    """What a list is refused for, as `line:column rule`."""
    with pytest.raises(CaresheetError) as refused:
        planned(folder, rows, head, **more)
    told = refused.value.problems
    assert not [word for word in PRIVATE for problem in told if word in str(problem)]
    return [f"{each.position.line}:{each.position.column} {each.rule.name}" for each in told if each.position]


def test_each_copy_says_what_its_row_says(folder: Path, out: Path) -> None:
    """Everyone gets a file by number whose words are those of the row; the whole proof agrees with the quick one, and
    what is empty is still a line to write on."""
    plan = planned(folder)
    assert became(made(plan, out)) == ["made"] * 5
    (job,) = jobs(read_folder(folder), layouts=("leaflet",), today=TODAY)
    composed = compose(job)
    for name, person in zip(plan.names, plan.people, strict=True):
        data = (out / name).read_bytes()
        assert prove_pdf(for_person(composed, person.texts, apart=True), data) == ()
        assert all(text in words(out / name) for text in person.texts.values())
    assert plan.names[1] == f"{STEM}-00002.pdf"
    lines = [words(out / name).count(BLANK) for name in plan.names[:2]]
    assert lines[1] == lines[0] + 2  # the second row leaves two fields empty, the first none


def test_the_same_row_gives_the_same_bytes(folder: Path, out: Path, tmp_path: Path) -> None:
    """A copy depends only on its row: not on the others, on the number of processes, or on the run."""
    made(planned(folder), out)
    made(planned(folder, (ROWS[3],)), tmp_path / "alone")
    assert (tmp_path / "alone" / f"{STEM}-00001.pdf").read_bytes() == (out / f"{STEM}-00004.pdf").read_bytes()
    many = ROWS * 20
    made(planned(folder, many), tmp_path / "two", processes=2)
    made(planned(folder, many), tmp_path / "one")
    assert [each.read_bytes() for each in sorted((tmp_path / "two").iterdir())] == [
        each.read_bytes() for each in sorted((tmp_path / "one").iterdir())
    ]


def test_existing_files_are_proved_again(folder: Path, out: Path) -> None:
    """A second run keeps everything. Rows that were put in, swapped or taken out have their files made anew, and only
    these; files beyond the list are named."""
    made(planned(folder), out)
    assert became(made(planned(folder), out)) == ["kept"] * 5
    swapped = (ROWS[1], ROWS[0], *ROWS[2:])
    assert became(made(planned(folder, swapped), out)) == ["renewed", "renewed", "kept", "kept", "kept"]
    inserted = (*swapped[:3], "New Person,,", *swapped[3:])
    assert became(made(planned(folder, inserted), out)) == ["kept"] * 3 + ["renewed"] * 2 + ["made"]
    deleted = made(planned(folder, inserted[1:]), out)
    assert became(deleted) == ["renewed"] * 5
    assert deleted.unclaimed == (f"{STEM}-00006.pdf",)
    assert deleted.named(Became.RENEWED) == planned(folder, inserted[1:]).names


@pytest.mark.parametrize("place", [0.02, 0.5, 0.9, 0.999])
def test_a_changed_file_is_made_anew(folder: Path, out: Path, place: float) -> None:
    """A file with one changed byte anywhere, or with its end missing, does not count."""
    plan = planned(folder, ROWS[:1])
    made(plan, out)
    path = out / plan.names[0]
    whole = path.read_bytes()
    at = int(len(whole) * place)
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert became(made(plan, out)) == ["renewed"]
    path.write_bytes(whole[:at])
    assert became(made(plan, out)) == ["renewed"]
    assert path.read_bytes() == whole


def test_a_new_wording_makes_every_copy_anew(tmp_path: Path, out: Path) -> None:
    """A copy of an earlier wording does not count, although its values are right."""
    folder = clinic_with_people(tmp_path / "project")
    made(planned(folder), out)
    profile = folder / "content" / "clinics" / "example.yaml"
    change(profile, "'(212) 555-0110'", "'(212) 555-0119'")
    assert became(made(planned(folder), out)) == ["renewed"] * 5


@pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions")
def test_files_are_their_owner_s_alone(folder: Path, out: Path) -> None:
    """Nobody else can read the copies, the preview or the folder made for them; a file that others can read, or a link,
    is replaced."""
    plan = planned(folder)
    picture = write_preview(plan, out)
    assert stat.S_IMODE(picture.stat().st_mode) == 0o600
    made(plan, out)
    assert not picture.exists()
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    first, second = (out / name for name in plan.names[:2])
    first.chmod(0o644)
    elsewhere = out.parent / "elsewhere.pdf"
    second.rename(elsewhere)
    second.symlink_to(elsewhere)
    assert became(made(plan, out)) == ["renewed", "renewed", "kept", "kept", "kept"]
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert not second.is_symlink()


def test_wrong_values_are_reported_at_row_and_column(folder: Path) -> None:
    """A letter without a glyph, a value that is too long, a phone number that cannot be dialed, an invisible character,
    an unknown size or language, a file name that is there already: each at its cell, once, all at once, and without
    repeating what the cell says."""
    rows = (
        "Ana López,nuts,,,,A",
        "☂☂,nuts,12,,,A",
        "Ana López,☎,,huge,xx,a",
        "\x07,\ufffd,,large,,B",
        f"{'Ana López ' * 30},{'x' * 200},,,,C",
    )
    assert problems(folder, rows, f"{HEAD},size,language,record", named_by="record") == [
        "3:1 no-glyph",
        "3:9 unsafe-value",
        "3:14 duplicate-file-name",
        "4:11 no-glyph",
        "4:14 wrong-value",
        "4:19 unknown-name",
        "4:22 duplicate-file-name",
        "5:1 control-character",
        "5:3 not-utf-8",
        "6:1 does-not-fit",
        "6:302 does-not-fit",
    ]
    assert len(problems(folder, ["☂,☂,12"] * 60)) == 100


def test_a_date_is_a_day(tmp_path: Path) -> None:
    """A field for a date takes days that exist, in any way of writing them; anything else is refused at its cell in a
    list, and at its line for one patient."""
    folder = clinic_with_people(tmp_path / "project")
    change(folder / "content" / TOPIC / "topic.yaml", "allergies: {kind: text}", "allergies: {kind: date}")
    assert len(planned(folder, ("Ana,2026-12-12,", "Ben,12 de diciembre de 2026,")).people) == 2
    assert problems(folder, ("Ana,2026-12-12,", "Ben,2026-02-30,", "Cy,soon,")) == [
        "3:5 unsafe-value",
        "4:4 unsafe-value",
    ]
    build = plan_patient_build(read_folder(folder), Selection(TODAY, (TOPIC,), ("leaflet",)), release=False)
    person = read_patient("helper: Ana\nallergies: Feb 30, 2026\n", "-", build)
    with pytest.raises(CaresheetError) as refused:
        make_for_patient(build, person, ("pdf",))
    assert str(refused.value).startswith("-:2:11: unsafe-value `patient.allergies` is a day that does not exist")
    assert "Feb" not in str(refused.value).partition("such as")[0]


def test_wrong_lists_are_refused(folder: Path) -> None:
    """Unknown, missing and duplicate columns, cells outside of them, unknown sizes and languages, an empty list."""
    assert problems(folder, ("a,b,c",), "name,patient.helpr,patient.mobile") == ["1:1 unknown-key", "1:6 unknown-key"]
    assert problems(folder, ("a,b",), "patient.helper,patient.helper") == ["1:16 duplicate-key"]
    assert problems(folder, ("a",), "language") == ["1:1 missing-key"]
    assert problems(folder, ("a,b,,d", "b,c,,"), HEAD) == ["2:6 unknown-key"]
    assert problems(folder, ("a,huge",), "patient.helper,size") == ["2:3 wrong-value"]
    assert problems(folder, ("a,es",), "patient.helper,language") == ["2:3 unknown-name"]
    assert problems(folder, ()) == ["1:1 empty-value"]
    assert problems(folder, ("Ana,,x,nuts",), "patient.helper,,,patient.allergies") == ["1:17 missing-key"]
    assert len(planned(folder, ("Ana,,,nuts",), "patient.helper,,,patient.allergies").people) == 1


def test_a_list_without_a_line_of_columns_is_not_quoted(folder: Path) -> None:
    """Where nothing in the first line is a column, it may be about a patient, and is not repeated."""
    assert problems(folder, ROWS[1:], ROWS[0]) == ["1:1 missing-key"]


def test_files_named_by_a_column(folder: Path, out: Path) -> None:
    """A column may name the files where that is asked for; duplicate, empty and unusable names are refused."""
    head = f"{HEAD},record"
    plan = planned(folder, ("Ana,,,A-17", "Ben,,,A-18"), head, named_by="record")
    made(plan, out)
    assert sorted(path.name for path in out.iterdir()) == [f"{STEM}-A-17.pdf", f"{STEM}-A-18.pdf"]
    rows = ("Ana,,,A-17", "Ben,,,a-17", "Cy,,,", "Di,,,../etc", "Ed,,,con", "Fi,,,B-1")
    assert problems(folder, rows, head, named_by="record") == [
        "3:7 duplicate-file-name",
        "4:1 empty-value",
        "5:6 wrong-value",
        "6:6 wrong-value",
    ]


def test_a_draft_is_refused(tmp_path: Path) -> None:
    """A wording that nobody has reviewed is not made for patients; `drafts` lets it be previewed."""
    folder = clinic_with_people(tmp_path / "project")
    change(folder / "content" / TOPIC / "en.yaml", "Go on for twenty seconds.", "Go on for thirty seconds.")
    with pytest.raises(CaresheetError) as refused:
        planned(folder)
    assert {each.rule.name for each in refused.value.problems} == {"not-reviewed"}
    assert len(planned(folder, drafts=True).people) == 5


def test_nothing_about_a_person_is_kept_elsewhere(
    folder: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """After a merge nothing but the list and the copies has a name or a number of anybody: no cache, no manifest, no
    temporary file, nothing that was said."""
    kept = tmp_path / "kept"
    for name in ("CARESHEET_CACHE", "TMPDIR", "XDG_CACHE_HOME", "HOME"):
        (kept / name).mkdir(parents=True)
        monkeypatch.setenv(name, str(kept / name))
    plan = plan_merge(read_folder(folder), Merge(TODAY, TOPIC, "leaflet"), read_list(write_people(folder)))
    write_preview(plan, out)
    made(plan, out, processes=2)
    assert sorted(path.name for path in out.iterdir()) == sorted(plan.names)
    places = (kept, folder, out.parent)
    others = [path for place in places for path in place.rglob("*") if path.is_file() and path.parent != out]
    assert [path for path in others if any(word.encode() in path.read_bytes() for word in PRIVATE)] == []
    assert [path for path in others if path.is_relative_to(kept) or path.name.startswith(".caresheet")] == []
    said = capfd.readouterr()
    assert not [word for word in PRIVATE if word in said.out + said.err + repr(plan.people)]


def test_from_python(folder: Path, out: Path) -> None:
    """A program gives rows, a text file or a workbook: nothing is written before it asks for that, all three make the
    same copies, and what is wrong is reported at its row and column."""
    project = caresheet.open_project(folder, today=TODAY)
    (handout,) = project.handouts(layout="leaflet", language="en")
    made(planned(folder), out)
    rows = [dict(zip(HEAD.split(","), each, strict=True)) for each in _CELLS]
    list_file = folder.parent / "people.xlsx"
    list_file.write_bytes(workbook_of((HEAD.split(","), *_CELLS)))
    for number, people in enumerate((rows, folder.parent / "people.csv", list_file)):
        copies = project.merge(handout, people)
        place = out.parent / str(number)
        assert copies.preview().startswith(b"\x89PNG")
        assert not place.exists()
        assert copies.write(place, processes=1).named(Became.MADE) == copies.names
        assert [(place / name).read_bytes() == (out / name).read_bytes() for name in copies.names] == [True] * 5
    with pytest.raises(caresheet.CaresheetError) as refused:
        project.merge(handout, [*rows, {"patient.allergies": "☂"}])
    assert [str(each.position) for each in refused.value.problems] == ["people:7:2"]


def test_a_folder_that_cannot_be_used_is_told_once(folder: Path, tmp_path: Path) -> None:
    """A file in the way is reported before any copy is made, with what to do."""
    (tmp_path / "file").touch()
    for write in (write_copies, write_bound):
        with pytest.raises(CaresheetError) as refused:
            write(planned(folder), tmp_path / "file" / "people", time.time())
        (problem,) = refused.value.problems
        assert (problem.rule.name, problem.hint) == ("not-writable", "choose another folder with --out")


@pytest.mark.skipif(sys.platform != "linux", reason="files are limited as Linux does")
def test_a_disk_without_room(folder: Path, out: Path) -> None:
    """Where copies cannot be written, no part of one is left, the first ten are told, and the others are counted."""
    import resource

    plan = planned(folder, [f"Person{number},," for number in range(25)])
    order = MergeOrder(
        TOPIC, "leaflet", Path(), None, None, Size.REGULAR, None, None, "", True, False, False, 1, None, TODAY
    )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        report = carry_out(order, plan, out, time.time(), unseen)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [problem.rule.name for problem in report.problems] == ["not-writable"] * 10
    assert report.warnings == ("15 more files could not be made, for reasons like these",)
    assert (report.done, report.wanted, list(out.iterdir())) == (0, 25, [])
    assert carry_out(order, plan, out, time.time(), unseen).done == 25


def test_together(folder: Path, out: Path) -> None:
    """All copies in one file for the printer: a bookmark and a part of the tags for each, everyone on a sheet of their
    own, kept if it is the same and made anew if a row is not. No page may be in the place of another."""
    plan = planned(folder)
    result = write_bound(plan, out, time.time())
    assert (became(result), result.unclaimed) == (["made"], ())
    (path,) = out.iterdir()
    data = path.read_bytes()
    handout = plan.handouts[0]
    copies = [
        ProvedCopy(proved_copy(handout, person), "", handout.pdf.blank, handout.varying) for person in plan.people
    ]
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["1", "2", "3", "4", "5"]
        assert len(pdf.pages) == plan.pages == 10
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        assert [str(part.S) for part in pdf.Root.StructTreeRoot.K[0].K] == ["/Part"] * 5
    assert binding_fault(copies, data) is None
    assert binding_fault((copies[1], copies[0], *copies[2:]), data) == (
        "the part that begins on page 1 is not the copy that belongs there"
    )
    assert binding_fault(copies[:4], data) == "the file has more in it than the copies"
    assert binding_fault((*copies, copies[0]), data) == (
        "the part that begins on page 11 is not the copy that belongs there"
    )
    assert became(write_bound(plan, out, time.time())) == ["kept"]
    assert became(write_bound(planned(folder, ROWS[:4]), out, time.time())) == ["renewed"]
    assert len(read_pdf(path.read_bytes()).pages) == 8
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
