"""A list of patients in the desk: checked by row and column, seen, printed or saved together, and kept nowhere."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect
from tests.app.people import HEAD, ROWS, STEM, clinic_with_people
from tests.app.projects import TOPIC, change
from tests.source.workbooks import changed_workbook, workbook_of
from tests.web.chromium import window_on
from tests.web.desks import Browser, open_desk
from tests.web.test_patients import words_in

from caresheet.app.merging import Merge, list_of, plan_merge, proved_copy
from caresheet.app.people_sheets import MOST_COPIES
from caresheet.app.sources import read_folder

LEAFLET = f"/people/{TOPIC}/leaflet"
WALLET = "/people/cytokine-storm/wallet-card"
LIST = "\n".join((HEAD, *ROWS)).encode()
NAMES = ("Ana López", "Núñez, Zoë", "Ben Ng", "Ida Østergård", "Ana López")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_with_people(tmp_path_factory.mktemp("clinic") / "project")


@pytest.fixture(scope="module")
def clinic(folder: Path) -> Iterator[Browser]:
    """The desk of a clinic with a reviewed leaflet."""
    with open_desk(folder, port=18900) as opened:
        yield opened


def sent(browser: Browser, path: str, data: bytes = LIST, **values: str) -> str:
    return browser.upload(path, data, values, name="people").text


def test_check_shows_what_would_be_made(clinic: Browser) -> None:
    """The number of copies and pages, and a picture of the first page."""
    text = sent(clinic, LEAFLET)
    assert "5 copies, 10 pages" in text
    assert len(re.findall('src="data:image/png;base64,', text)) == 1
    assert "Print 5 copies" in text
    assert "López" not in text


def test_print_is_one_proved_file(clinic: Browser) -> None:
    """“Print” gives one PDF in the order of the list, shown in the browser; “Save” gives it as a download. Neither file
    is named by a patient."""
    pdf = clinic.upload(f"{LEAFLET}/print", LIST, name="people")
    assert pdf.headers["content-disposition"] == f'inline; filename="{STEM}-together.pdf"'
    words = words_in(pdf.body)
    places = [words.index(name) for name in dict.fromkeys(NAMES)]
    assert places == sorted(places)
    saved = clinic.upload(f"{LEAFLET}/save", LIST, {"form": "pdf"}, name="people")
    assert (saved.headers["content-disposition"].partition(";")[0], saved.body) == ("attachment", pdf.body)


def test_saved_copies_are_those_of_a_merge(clinic: Browser, folder: Path) -> None:
    """The archive has the same bytes for each person as `caresheet merge`, under numbers, from a workbook as from a
    text."""
    rows = [dict(zip(HEAD.split(","), (name, "nuts", ""), strict=True)) for name in NAMES]
    merge = Merge(date.today(), TOPIC, "leaflet")  # noqa: DTZ011 - reviews end by the calendar on the wall
    plan = plan_merge(read_folder(folder), merge, list_of(rows))
    book = workbook_of([HEAD.split(","), *(list(row.values()) for row in rows)])
    answer = clinic.upload(f"{LEAFLET}/save", book, {"form": "zip"}, name="people")
    assert answer.headers["content-disposition"] == f'attachment; filename="{STEM}-copies.zip"'
    with zipfile.ZipFile(BytesIO(answer.body)) as archive:
        made = {name: archive.read(name) for name in archive.namelist()}
    expected = (proved_copy(plan.handouts[0], person) for person in plan.people)
    assert made == dict(zip(plan.names, expected, strict=True))


@pytest.mark.parametrize("path", [LEAFLET, f"{LEAFLET}/print", f"{LEAFLET}/save"])
def test_problems_are_told_by_row_and_column(clinic: Browser, path: str) -> None:
    """Wrong cells are named by the row and column of the spreadsheet, without repeating them, in the language of the
    desk, and nothing is made, whichever button was pressed."""
    rows = "patient.helper;patient.mobile\nAna Lopez;12\n𓀀;(212) 555-0143\n".encode()
    answer = clinic.upload(path, rows, name="people")
    assert answer.status == 422
    assert "Row 2, column B (patient.mobile): this cannot be dialed" in answer.text
    assert "Row 3, column A (patient.helper): a letter cannot be printed" in answer.text
    assert "Lopez" not in answer.text
    clinic.cookies["desk-language"] = "es"
    try:
        assert "Fila 2, columna B (patient.mobile): no se puede marcar" in sent(clinic, path, rows)
    finally:
        del clinic.cookies["desk-language"]


def test_what_a_spreadsheet_hides_is_told_with_its_remedy(clinic: Browser) -> None:
    """Hidden rows, merged cells, a formula without a result, a number in a format of its own, several sheets and a lone
    quotation mark each have words of their own: to type the cell again would mend none of them."""

    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.merge_cells("A4:B5")
        sheet["A2"] = '=CONCATENATE("A","n")'
        sheet["B2"] = 2125550143
        sheet["B2"].number_format = "(000) 000-0000"

    head = ("patient.helper", "patient.mobile")
    data = changed_workbook(change, head, ("Ana", 1), ("Ben", ""), ("Cy", ""), ("Di", ""))
    told = sent(clinic, LEAFLET, data)
    assert "Row 2, column A (patient.helper): the formula in this cell has no result. Open the file in Excel" in told
    assert "Row 2, column B (patient.mobile): the number in this cell cannot be printed as the cell shows it." in told
    assert "Row 3, column A (patient.helper): rows are hidden from here on" in told
    assert "Row 4, column A (patient.helper): cells are merged here. Unmerge them" in told
    assert "has several sheets" in sent(clinic, LEAFLET, workbook_of((head, ("Ana", "")), (head, ("Ben", ""))))
    quotes = f'{",".join(head)}\nA"na,\n'.encode()
    assert "Row 2, column A (patient.helper): there is a quotation mark" in sent(clinic, LEAFLET, quotes)


def test_what_is_no_list_is_refused(clinic: Browser) -> None:
    """No file, an empty one, one that cannot be read, unknown columns, and too many people are each refused with the
    reason."""
    assert "Choose the list" in clinic.post(LEAFLET).text
    many = HEAD.encode() + b"\nAna,," * (MOST_COPIES + 1)
    for data, says in (
        (b" ", "nobody on the list"),
        (b"PK\x03\x04", "cannot be read"),
        (b"\xd0\xcf\x11\xe0", "without a password"),
        (b"patient.helper,mrn\nAna,1", "Row 1, column B (mrn): this column is not needed"),
        (b"name\nAna", "Row 1, column A"),
        (many, "the list is too large"),
    ):
        assert says.lower() in sent(clinic, LEAFLET, data).lower()


def test_draft_is_only_seen(tmp_path: Path, reader: Browser) -> None:
    """Of a handout that is not reviewed, only the first page is shown: it has no buttons, and nothing is printed or
    saved. Without the clinic's emergency numbers, nothing is shown either."""
    folder = clinic_with_people(tmp_path / "project")
    change(folder / "content" / TOPIC / "en.yaml", "Go on for twenty seconds.", "Go on for thirty seconds.")
    with open_desk(folder, port=18920) as browser:
        seen = sent(browser, LEAFLET)
        assert "only this preview is made" in seen
        assert "data:image/png" in seen
        assert 'id="print"' not in seen
        for path in (f"{LEAFLET}/print", f"{LEAFLET}/save"):
            answer = browser.upload(path, LIST, name="people")
            assert (answer.status, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
            assert "the copies cannot be printed or saved" in answer.text
    empty = sent(reader, WALLET, b"patient.name\nAna\n", language="en")
    assert "This handout cannot be made for patients" in empty
    assert "data:image/png" not in empty


def test_empty_list_has_the_columns_of_the_handout(clinic: Browser, reader: Browser) -> None:
    """The list that the page offers is one that it reads; a handout without a line for a patient has no such page."""
    empty = clinic.get(f"{LEAFLET}/list.csv")
    assert empty.text == f"{HEAD},language,size\n"
    assert "1 copy, 2 pages" in sent(clinic, LEAFLET, empty.body + b"Ana,nuts,,,\n")
    assert reader.get("/people/cytokine-storm/wall-card").status == 404
    assert "use a list" not in reader.get("/sheet/cytokine-storm/wall-card").text
    assert WALLET in reader.get("/sheet/cytokine-storm/wallet-card").text


def test_list_is_printed_without_choosing_it_again(chromium: Chromium, clinic: Browser, tmp_path: Path) -> None:
    """With the script, the chosen file stays chosen from the check to the print window; if it is changed in between,
    the page says so. What is wrong is shown without leaving the page."""
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    with window_on(chromium, clinic) as window:
        window.goto(f"{clinic.origin}{LEAFLET}")
        window.get_by_label("The list").set_input_files(path)
        window.get_by_role("button", name="Check the list").click()
        expect(window.get_by_role("heading", name="5 copies")).to_be_focused()
        window.get_by_role("button", name="Print 5 copies").click()
        expect(window.get_by_role("heading", name="Now in the print window")).to_be_focused()
        assert window.locator("body").get_attribute("data-printed") == "application/pdf"
        with window.expect_download() as saved:
            window.get_by_role("button", name="Save as one PDF").click()
        assert "Ana López" in words_in(Path(saved.value.path()).read_bytes())
        path.write_bytes(LIST + b"\nOne More,,")
        window.get_by_role("button", name="Print 5 copies").click()
        expect(window.get_by_text("Choose it again")).to_be_visible()
        path.write_bytes(f"{HEAD}\nAna,,12".encode())
        window.get_by_label("The list").set_input_files(path)
        window.get_by_role("button", name="Check the list").click()
        expect(window.get_by_role("alert").filter(has_text="Row 2, column C")).to_be_focused()
        assert window.get_by_label("The list").input_value() == ""


def test_list_without_the_script(chromium: Chromium, clinic: Browser, tmp_path: Path) -> None:
    """Without JavaScript, the page says that the list is to be chosen again for printing, and it opens in a new tab."""
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    with window_on(chromium, clinic, java_script_enabled=False) as window:
        window.goto(f"{clinic.origin}{LEAFLET}")
        window.get_by_label("The list").set_input_files(path)
        window.get_by_role("button", name="Check the list").click()
        expect(window.get_by_text("choose the same list again first")).to_be_visible()
        window.get_by_label("The list").set_input_files(path)
        with window.expect_download() as saved:
            window.get_by_role("button", name="Save as one PDF").click()
        assert "Ida Østergård" in words_in(Path(saved.value.path()).read_bytes())
