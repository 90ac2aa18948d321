"""Fill in and see: what is seen is what prints."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from tests.web.desks import Browser

from caresheet.outputs.pdf.preview import png, rasterize
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.web import waiting_prints

GUIDE = "cytokine-storm/caregiver-guide"


def pictures(text: str) -> list[bytes]:
    return [base64.b64decode(found) for found in re.findall(r'src="data:image/png;base64,([^"]+)"', text)]


def test_picture_is_the_page_that_prints(reader: Browser) -> None:
    """The picture is that of the same page of the PDF that “Print” gives for the same choices and values."""
    values = {"language": "es", "size": "large", "patient.name": "Zoë", "page": "2"}
    seen = pictures(reader.post(f"/sheet/{GUIDE}", values).text)[0]
    pdf = reader.post(f"/print/{GUIDE}", values)
    assert seen == png(rasterize(pdf.body, 1, dpi=96), dpi=96)
    assert pdf.headers["content-disposition"] == 'inline; filename="cytokine-storm-caregiver-guide-es-large.pdf"'


def test_strip_shows_every_page(reader: Browser) -> None:
    """All pages are in the strip, and one is large; for a page that does not exist, the nearest is shown."""
    text = reader.post(f"/sheet/{GUIDE}", {"page": "3"}).text
    pages = len(read_pdf(reader.post(f"/print/{GUIDE}").body).pages)
    assert len(pictures(text)) == pages + 1
    assert f"Page 3 of {pages} as it will print" in text
    for number, shown in (("0", 1), ("999", pages), ("x", 1), ("²", 1)):
        assert f"Page {shown} of {pages}" in reader.post(f"/sheet/{GUIDE}", {"page": number}).text


def test_changed_value_changes_its_page_only(reader: Browser) -> None:
    """A value changes the pages that it is printed on, and no others."""
    before = pictures(reader.post(f"/sheet/{GUIDE}").text)[1:]
    after = pictures(reader.post(f"/sheet/{GUIDE}", {"patient.second_caregiver_name": "Jo"}).text)[1:]
    changed = [number for number, (one, two) in enumerate(zip(before, after, strict=True)) if one != two]
    assert 0 < len(changed) < len(before)


def test_live_preview_is_a_part_of_the_page(reader: Browser) -> None:
    """With the script, only the preview comes back: the notices and the pictures, without the frame of the page."""
    text = reader.post(f"/sheet/{GUIDE}", {"part": "preview", "patient.name": "x" * 150}).text
    assert "<html" not in text
    assert "is too long" in text
    assert pictures(text)


def test_warnings_come_before_print(reader: Browser) -> None:
    """A draft and empty numbers are named before the button, and the button says what it prints."""
    text = reader.get("/sheet/cytokine-storm/red-flag-card?language=en").text
    assert text.index("Draft: not for patients. No clinician") < text.index("Print the draft")
    assert "Team phone, day" in text[: text.index("Print the draft")]


def test_only_fields_that_the_sheet_has_are_asked(reader: Browser) -> None:
    """The wall card hangs where everybody sees it: it asks for nothing about a patient."""
    assert "For this patient" not in reader.get("/sheet/cytokine-storm/wall-card").text
    text = reader.get("/sheet/cytokine-storm/wallet-card").text
    assert 'name="patient.allergies"' in text
    assert 'name="patient.staying_at"' not in text


def test_what_does_not_fit_cannot_be_printed(browser: Browser, project: Path) -> None:
    """If the words do not fit, the page says why, and has no button to print."""
    words = project / "content/cytokine-storm/en.yaml"
    said = words.read_text(encoding="utf-8")
    more = said.replace("Chest pain", "Chest pain " + "and a very long list of further words " * 60, 1)
    assert more != said
    words.write_text(more, encoding="utf-8")
    answer = browser.get("/sheet/cytokine-storm/red-flag-card?language=en").text
    assert "This sheet cannot be made as it is" in answer
    assert 'id="print"' not in answer


def test_unknown_handouts_are_not_found(reader: Browser) -> None:
    """A handout that does not exist is not found; a wrong language, size or paper counts as none chosen."""
    assert reader.get("/sheet/cytokine-storm/nothing").status == 404
    assert reader.get("/thumbnail/cytokine-storm/red-flag-card/xx.png").status == 404
    assert reader.get("/sheet/cytokine-storm/red-flag-card?language=xx&size=huge&paper=b5").status == 200


def test_what_can_be_saved(reader: Browser) -> None:
    """A handout with blanks may be saved as a PDF to fill in; one without has nothing to fill in."""
    for layout, expected in (("red-flag-card", True), ("staff-grading", False)):
        text = reader.post(f"/sheet/cytokine-storm/{layout}", {"save": "choose"}).text
        assert ("PDF to fill in" in text) is expected
        assert "Plain text" in text


def test_saved_files(reader: Browser) -> None:
    """Each format is a download under the name of the handout; “Read as text” opens the web page."""
    card = "cytokine-storm/red-flag-card"
    for form, media in (("pdf", "application/pdf"), ("html", "text/html"), ("txt", "text/plain")):
        answer = reader.post(f"/save/{card}", {"form": form, "language": "en"})
        assert answer.headers["content-type"].startswith(media)
        assert answer.headers["content-disposition"] == f'attachment; filename="cytokine-storm-red-flag-card-en.{form}"'
    form = reader.post(f"/save/{card}", {"form": "fillable", "language": "en"})
    assert form.headers["content-disposition"] == 'attachment; filename="cytokine-storm-red-flag-card-en-fillable.pdf"'
    page = reader.post(f"/save/{card}", {"read": "1"})
    assert page.headers["content-disposition"].startswith("inline")


def test_waiting_file_is_taken_once(reader: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script of the desk gets an address for what is to be printed, which says nothing, works once, and only for a
    short time."""
    card = "/print/cytokine-storm/wallet-card"
    values = {"language": "en", "patient.name": "Zoë", "wait": "1"}
    address = reader.post(card, values).text
    assert re.fullmatch(r"/printed/[\w-]{43}", address)
    assert reader.get(address, {"Cookie": None}).status == 403
    shown = reader.get(address)
    assert shown.body == reader.post(card, {"language": "en", "patient.name": "Zoë"}).body
    assert shown.headers["content-disposition"] == 'inline; filename="cytokine-storm-wallet-card-en.pdf"'
    assert reader.get(address).status == 404
    assert reader.get("/printed/guess").status == 404
    monkeypatch.setattr(waiting_prints, "_LONGEST", -1.0)
    assert reader.get(reader.post(card, values).text).status == 404
