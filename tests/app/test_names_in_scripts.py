"""Names of people in any script: printed in handouts in any language and proved, or refused at their cell with what to
install."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.app.people import TODAY, clinic_with_people, planned
from tests.app.projects import TOPIC
from tests.projects.torture import torture

from caresheet.app import personal
from caresheet.app.binding import write_bound
from caresheet.app.filled_sheets import SheetChoice, fill_in, prepare_sheet
from caresheet.app.merging import Became, MergePlan, write_copies
from caresheet.app.patient_build import make_for_patient, plan_patient_build, read_patient
from caresheet.app.personal import PersonalHandout, personal_handout
from caresheet.app.pipeline import compose_checked
from caresheet.app.selection import Selection, jobs
from caresheet.app.sources import read_folder
from caresheet.fonts import book, families
from caresheet.model.document import Document
from caresheet.model.edition import Edition
from caresheet.model.page_layout import PageLayout
from caresheet.model.problem import CaresheetError
from caresheet.outputs.pdf.reader.decoder import decode
from caresheet.outputs.pdf.writer.document import paint
from caresheet.source import read_project

NAMES = {
    "Arabic": "محمد علي",
    "mixed": "محمد (Ali) حسن",
    "Hebrew": "שָׂרָה לוי",
    "Cyrillic": "Нурия Ёлкина",
    "Greek": "Ελένη",
    "Chinese": "王小明",
    "traditional Chinese": "陳國權",
    "Japanese": "山田さくら",
    "Korean": "김민준",
    "Thai": "สมชาย ใจดี",
    "Hindi": "श्रीमती क्षितिज",
    "Amharic": "ሰላም",
}
CLINIC = "content/clinics/example.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_with_people(tmp_path_factory.mktemp("clinic") / "project")


@pytest.fixture
def forgotten() -> Iterator[None]:
    """What is installed is looked up anew, before and after."""
    for known in (families._folder, book._chain):
        known.cache_clear()
    yield
    for known in (families._folder, book._chain):
        known.cache_clear()


def words(data: bytes) -> str:
    return "\n".join(decode(data).words.values())


def outcomes(plan: MergePlan, out: Path) -> set[Became | None]:
    return {one.became for one in write_copies(plan, out, time.time()).outcomes}


def test_a_merge_prints_names_in_every_script(folder: Path, tmp_path: Path) -> None:
    """Each copy has the name letter for letter in its own fonts, only its own, and is recognized the next time; a
    copy for another name is made anew. Bound together, they are proved again."""
    rows = [f"{name},nuts,(212) 555-0143" for name in NAMES.values()]
    plan, out = planned(folder, [*rows, "Ana,,"]), tmp_path / "out"
    assert outcomes(plan, out) == {Became.MADE}
    for name, file in zip(NAMES.values(), plan.names, strict=False):
        found = words((out / file).read_bytes())
        assert found.count(f" {name} ") == 3, name
        assert not [other for other in NAMES.values() if other != name and other in found]
    assert outcomes(plan, out) == {Became.KEPT}
    assert outcomes(planned(folder, [*rows[1:], rows[0], "Ana,,"]), out) == {Became.RENEWED, Became.KEPT}
    assert [one.became for one in write_bound(plan, out, time.time()).outcomes] == [Became.MADE]


def handout(language: str) -> PersonalHandout:
    files = torture(language)
    project = read_project(files, (files, CLINIC))
    (job,) = jobs(project, layouts=["red-flag-card"], languages=[language], today=date(2026, 11, 24))
    return personal_handout(compose_checked(job))


@pytest.mark.parametrize("language", ["ar", "ko"])
def test_a_handout_in_another_script_takes_any_name(language: str) -> None:
    """In an Arabic page, and in a Korean one with Chinese characters, too."""
    prepared = handout(language)
    field = prepared.fields[0]
    for name in ("محمد (Ali) حسن", "Нурия", "刘德华", "Ana López"):
        data = prepared.proved_copy({field: name}, None)
        assert name in words(data)
        other = prepared.copy({field: "Иван"})
        assert prepared.fault(other, {field: name})
        assert prepared.fault(data, {field: "Иван"})
        assert prepared.fault(data[:-9], {field: name})


def test_a_copy_with_more_fonts_is_painted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name in letters that the text family lacks brings fonts into its copy, which takes as long as a new file."""
    prepared, painted = handout("ar"), list[Document]()

    def paint_and_count(document: Document, page_layout: PageLayout) -> bytes:
        painted.append(document)
        return paint(document, page_layout)

    monkeypatch.setattr(personal, "paint", paint_and_count)
    assert "Нурия" in words(prepared.proved_copy({prepared.fields[0]: "Нурия"}, None))
    assert len(painted) == 1


def test_no_message_repeats_a_name(folder: Path) -> None:
    """Not even where a copy with more fonts is not what it should be."""
    prepared = planned(folder, ["Ana,,"]).handouts[0]
    field = prepared.fields[0]
    fault = prepared.fault(prepared.copy({field: "محمد"}), {field: "علي"})
    assert fault == "the file is not a copy of this handout as it is today"


@pytest.mark.usefixtures("forgotten")
def test_a_missing_font_is_told_at_row_and_column(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the extra that installs it, and nothing is made; a character that no font has is reported with what to do
    instead."""
    for package in ("fontpkg_ibm_plex_sans_arabic", "justmytype_intl_cjk"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(CaresheetError) as raised:
        planned(folder, ["محمد,,", "王小明,,", "Ana \U00013000,,", "Нурия,,"])
    found = {str(each.position).rpartition("people.csv:")[2]: each for each in raised.value.problems}
    assert {place: each.hint for place, each in found.items()} == {
        "2:1": "install its font: pip install 'caresheet[arabic]'",
        "3:1": "install its font: pip install 'caresheet[chinese]'",
        "4:1": "use another character, or words",
    }
    assert {each.rule.name for each in found.values()} == {"no-glyph"}
    assert "U+0645" in found["2:1"].message


def test_one_patient_has_a_name_in_any_script(folder: Path) -> None:
    """In files for one patient, too; the fields of a form to fill in cannot show it, and say so at the line."""
    project = read_folder(folder)
    build = plan_patient_build(project, Selection(TODAY, layouts=("leaflet",)), release=False)
    patient = read_patient("helper: محمد علي\nallergies: nuts\n", "ana.txt", build)
    for artifact in make_for_patient(build, patient, ("pdf", "txt", "html")):
        if artifact.name.endswith("pdf"):
            assert " محمد علي " in words(artifact.data)
        else:
            assert "محمد علي" in artifact.data.decode()
    form = plan_patient_build(
        project, Selection(TODAY, layouts=("leaflet",), edition=Edition(fillable=True)), release=False
    )
    with pytest.raises(CaresheetError) as raised:
        make_for_patient(form, patient, ("pdf",))
    (found,) = raised.value.problems
    assert (str(found.position), found.rule.name) == ("ana.txt:1:8", "no-glyph")
    assert found.hint == "make it without --fillable, or leave it empty to be typed in"


def test_the_desk_prints_a_name_in_any_script(folder: Path) -> None:
    """What no font has is left as a line to write on, and reported; all else is printed."""
    sheet = prepare_sheet(read_folder(folder), SheetChoice(TOPIC, "leaflet", "en"), TODAY)
    filled = fill_in(sheet, {"patient.helper": "王小明", "patient.allergies": "\U00013000"})
    assert " 王小明 " in words(filled.artifact.data)
    assert filled.unprintable == ("patient.allergies",)


def test_a_name_that_is_too_long_is_told(folder: Path) -> None:
    """At its cell, whatever its script."""
    assert len(planned(folder, ["Нурия,,"]).people) == 1
    with pytest.raises(CaresheetError) as raised:
        planned(folder, [f"{'Нурия ' * 40},,"])
    assert [each.rule.name for each in raised.value.problems] == ["does-not-fit"]
