"""A patient's values: on the paper, and nowhere else."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.desks import Browser, opened_by
from tests.web.test_server import waited_for

from caresheet.outputs.pdf.reader.read import read_pdf

NAME = "Zoraida Quispe"
WALLET = "cytokine-storm/wallet-card"


def words_in(pdf: bytes) -> str:
    return " ".join(painted.text for page in read_pdf(pdf).pages for painted in page.texts)


def test_value_is_in_the_pdf_and_in_the_form(reader: Browser) -> None:
    """What is typed is in the PDF, in its tagged element, and in its field again, so that nothing is lost."""
    values = {"patient.name": NAME, "patient.allergies": "none known"}
    assert f'value="{NAME}"' in reader.post(f"/sheet/{WALLET}", values).text
    pdf = reader.post(f"/print/{WALLET}", values)
    assert (pdf.status, pdf.headers["content-type"]) == (200, "application/pdf")
    assert NAME in words_in(pdf.body)
    assert "none known" in words_in(pdf.body)
    tagged = [painted for page in read_pdf(pdf.body).pages for painted in page.texts if painted.text.strip() == NAME]
    assert tagged
    assert all(painted.mcid is not None and not painted.artifact for painted in tagged)


def test_value_is_in_the_form_to_fill_in(reader: Browser) -> None:
    """A value is in its field, where it can be changed; the field of one that is too long is empty."""
    typed = {"patient.name": NAME, "patient.allergies": "none known " * 15, "form": "fillable"}
    pdf = reader.post(f"/save/{WALLET}", typed)
    held = {field.name: field.value for field in read_pdf(pdf.body).fields}
    assert (held["patient.name"], held["patient.allergies"]) == (NAME, "")
    assert {name for name, value in held.items() if value} == {"patient.name"}


def test_value_is_in_every_format(reader: Browser) -> None:
    """A web page and plain text contain it, too."""
    for form in ("html", "txt"):
        text = reader.post(f"/save/{WALLET}", {"patient.name": NAME, "form": form}).text
        assert NAME in text
        assert NAME not in reader.post(f"/save/{WALLET}", {"form": form}).text


def test_next_request_knows_nothing_of_it(reader: Browser) -> None:
    """Another tab, a reload, another handout and another language start with empty fields."""
    reader.post(f"/sheet/{WALLET}", {"patient.name": NAME})
    reader.post(f"/print/{WALLET}", {"patient.name": NAME})
    for path in (f"/sheet/{WALLET}", f"/sheet/{WALLET}?language=es", "/sheet/cytokine-storm/caregiver-guide", "/"):
        assert NAME not in reader.get(path).text
    assert NAME not in words_in(reader.post(f"/print/{WALLET}").body)


def test_clear_forgets_the_patient_only(reader: Browser) -> None:
    """“Clear this patient” empties the fields and keeps language and size."""
    answer = reader.post(f"/sheet/{WALLET}", {"patient.name": NAME, "language": "es", "clear": "1"})
    assert NAME not in answer.text
    assert 'value="es" checked' in answer.text


def test_address_is_no_place_for_a_patient(reader: Browser) -> None:
    """A value in an address is not taken: it would stay in the history of the browser."""
    answer = reader.get(f"/sheet/{WALLET}?patient.name=Zoraida")
    assert 'value="Zoraida"' not in answer.text


def test_file_names_and_titles_do_not_name_the_patient(reader: Browser) -> None:
    """Neither the name of a file nor the title of a page, which the browser keeps, has what was typed."""
    for form in ("pdf", "fillable", "html", "txt"):
        answer = reader.post(f"/save/{WALLET}", {"patient.name": NAME, "form": form})
        assert "Zoraida" not in answer.headers["content-disposition"]
    title = reader.post(f"/sheet/{WALLET}", {"patient.name": NAME}).text.partition("<title>")[2].partition("</title>")
    assert title[0] == "Wallet card - caresheet desk"


def test_fields_ask_the_browser_to_keep_nothing(reader: Browser) -> None:
    """No field is completed by the browser, nor sent to a service that checks spelling."""
    text = reader.get(f"/sheet/{WALLET}").text
    fields = [part.partition(">")[0] for part in text.split("<input")[1:] if "patient." in part.partition(">")[0]]
    assert len(fields) >= 4
    assert all('autocomplete="off"' in field and 'spellcheck="false"' in field for field in fields)


def test_what_has_no_room_stays_a_line_and_is_named(reader: Browser) -> None:
    """A value that is too long for its line, or has a letter that the typeface lacks, is not cut and not replaced: its
    line stays empty, and the page says so."""
    long = "Wilhelmina " * 18
    text = reader.post(f"/sheet/{WALLET}", {"patient.name": long}).text
    assert "is too long for one of its lines" in text
    assert "Wilhelmina" not in words_in(reader.post(f"/print/{WALLET}", {"patient.name": long}).body)
    assert "has a letter that cannot be printed" in reader.post(f"/sheet/{WALLET}", {"patient.name": "☂"}).text


def test_doubtful_value_is_printed_and_asked_about(reader: Browser) -> None:
    """A day that does not exist and a number that cannot be dialed are printed as typed, and the page asks about each;
    it does not ask about right ones."""
    guide, asked = "cytokine-storm/caregiver-guide", ("Which day, month and year?", "it cannot be dialed")
    wrong = {"language": "en", "patient.infusion_date": "Feb 30, 2026", "patient.caregiver_phone": "555 01"}
    text = reader.post(f"/sheet/{guide}", wrong).text
    assert [words in text for words in asked] == [True, True]
    assert "Feb 30, 2026" in words_in(reader.post(f"/print/{guide}", wrong).body)
    right = {**wrong, "patient.infusion_date": "Feb 28, 2026", "patient.caregiver_phone": "(212) 555-0143"}
    text = reader.post(f"/sheet/{guide}", right).text
    assert [words in text for words in asked] == [False, False]


@pytest.mark.parametrize(
    "typed", ["<b>x</b>", '"><script>alert(1)</script>', "{{ 7 * 7 }}", "a\x00b", "a\r\nSet-Cookie: x"]
)
def test_typed_words_stay_words(reader: Browser, typed: str) -> None:
    """Nothing that is typed becomes a part of the page, of a template or of the headers."""
    answer = reader.post(f"/sheet/{WALLET}", {"patient.name": typed})
    assert answer.status == 200
    assert "<script>alert" not in answer.text
    assert "<b>x" not in answer.text
    assert 'value="49"' not in answer.text
    assert "set-cookie" not in answer.headers


def spellings(words: str) -> list[bytes]:
    """The ways in which words may be encoded in a file."""
    plain = words.encode()
    return [
        plain,
        words.encode("utf-16-le"),
        words.encode("utf-16-be"),
        base64.b64encode(plain)[:-4],
        plain.hex().encode(),
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Ctrl-C for one process alone")
def test_nothing_that_was_written_has_it(project: Path, tmp_path: Path) -> None:
    """After a patient's sheets were seen, printed, saved and mailed, no file that the server wrote to the home, the
    folder for temporary files or the project has the name, and neither has its output."""
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    own = {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "CARESHEET_DESK": str(home / "notes"),
        "CARESHEET_TRACEBACK": "1",
    }
    kept = {"CARESHEET_CACHE": str(home / "cache"), "CARESHEET_SETTINGS": str(home / "settings")}
    command = [sys.executable, "-m", "caresheet", "desk", "--no-browser", "--project", str(project)]
    with subprocess.Popen(
        command, env=os.environ | own | kept, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as server:
        browser = opened_by(waited_for(home / "notes"))
        browser.post(f"/sheet/{WALLET}", {"patient.name": NAME, "language": "es"})
        browser.post(f"/sheet/{WALLET}", {"patient.name": NAME, "part": "preview"})
        assert NAME in words_in(browser.post(f"/print/{WALLET}", {"patient.name": NAME}).body)
        for form in ("pdf", "fillable", "html", "txt"):
            browser.post(f"/save/{WALLET}", {"patient.name": NAME, "form": form})
        browser.post("/mail/check", {"patient.name": NAME, "address": "a@example.org", "handout": f"{WALLET}/en"})
        row = f"patient.name\n{NAME}\n".encode()
        for path in ("", "/print", "/save"):
            browser.upload(f"/people/{WALLET}{path}", row * 10_000, {"language": "en"}, name="people")
            browser.upload(f"/people/{WALLET}{path}", row, {"language": "en"}, name="people")
        people = f"address,consent_date,note\na@example.org,2026-11-01,{NAME}\n".encode()
        assert browser.upload("/mail/check", people * 40_000, {"handout": f"{WALLET}/en"}).status == 422
        server.send_signal(signal.SIGINT)
        said, _ = server.communicate(timeout=120)
    assert not any(words in said for words in spellings("Quispe"))
    files = [path for folder in (home, temporary, project) for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 10
    found = [path for path in files if any(words in path.read_bytes() for words in spellings("Quispe"))]
    assert found == []
