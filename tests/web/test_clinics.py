"""The clinic's form: mistakes shown next to their fields, and a file as a person would have written it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.desks import NOTHING_KEPT, Browser, hidden, open_desk

from caresheet.app.profiles import FIELDS, doubt_about, mended
from caresheet.web.clinics import GROUPS

EXAMPLE = "content/clinics/example.yaml"


def seen(browser: Browser) -> str:
    """The digest in the form of the file that it was made from."""
    return hidden(browser.get("/clinic").text, "seen")


def test_form_has_every_field_of_a_profile() -> None:
    """Every text value of a profile can be typed; the numbers that save lives come first."""
    keys = [key for group in GROUPS.values() for key in group]
    assert sorted(keys) == sorted(field.key for field in FIELDS)
    assert keys[0] == "emergency"


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("emergency", "9l1", "“9l1” has the letter l in it. Type digits only: 911."),
        ("phone", "call us", "“call us” has no number in it. Type the number to dial."),
        ("after_hours_phone", "55", "has only 2 digits"),
        ("minutes_before_escalation", "999", "Type a number from 1 to 120."),
        ("fever_threshold", "380 °F", "“380 °F”"),
        ("website", "x y", "Start with https://."),
        ("country", "Mars", "Type two letters, such as US."),
    ],
)
def test_wrong_answer_is_refused_beside_its_field(
    browser: Browser, project: Path, key: str, typed: str, says: str
) -> None:
    """Nothing is written, what was typed stays, and field and summary say the same."""
    before = (project / EXAMPLE).read_bytes()
    answer = browser.post("/clinic/save", {key: typed, "hospital": "Riverside", "seen": seen(browser)})
    field = answer.text.partition(f'<label for="{key}">')[2].partition("</div>")[0]
    summary = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert answer.status == 422
    assert says in field
    assert says in summary
    assert f'href="#{key}"' in summary
    assert 'aria-invalid="true"' in field
    assert f'value="{typed}"' in field if key != "country" else 'value="MARS"' in field
    assert 'value="Riverside"' in answer.text
    assert (project / EXAMPLE).read_bytes() == before


def test_better_answer_is_offered_and_not_taken_by_itself(browser: Browser, project: Path) -> None:
    """“Use 911” puts the number into its field; only “Save the numbers” saves it."""
    before = (project / EXAMPLE).read_bytes()
    typed = {"emergency": "9l1", "phone": "(212) 555-0110", "seen": seen(browser)}
    assert 'value="emergency=911"' in browser.post("/clinic/save", typed).text
    answer = browser.post("/clinic/save", {**typed, "use": "emergency=911"})
    assert 'name="emergency" value="911"' in answer.text
    assert 'value="(212) 555-0110"' in answer.text
    assert (project / EXAMPLE).read_bytes() == before


@pytest.mark.parametrize(
    ("key", "text"), [("emergency", "9l1"), ("phone", "2l2 555 O110"), ("fever_threshold", "38"), ("website", "x")]
)
def test_every_offered_answer_could_stay(key: str, text: str) -> None:
    """No suggestion is refused in turn."""
    assert all(not doubt_about(key, each, "US") for each in mended(key, text, "US"))


def test_saved_numbers_print_and_the_rest_of_the_file_stays(browser: Browser, project: Path) -> None:
    """The file has the answers between its quotes, with all its comments, and the next sheet prints them."""
    before = (project / EXAMPLE).read_text(encoding="utf-8")
    typed = {"emergency": "911", "after_hours_phone": "(212) 555-0111", "name": "O’Hara's", "seen": seen(browser)}
    answer = browser.post("/clinic/save", typed)
    assert (answer.status, answer.headers["location"]) == (303, "/clinic?saved=1")
    wanted = before.replace("emergency: ''", "emergency: '911'").replace("name: ''", "name: 'O’Hara''s'")
    wanted = wanted.replace("after_hours_phone: ''", "after_hours_phone: '(212) 555-0111'")
    assert (project / EXAMPLE).read_text(encoding="utf-8") == wanted
    assert "Saved. All sheets now print these numbers." in browser.get("/clinic?saved=1").text
    sheet = browser.get("/sheet/cytokine-storm/red-flag-card?language=en").text
    assert "Emergency number" not in sheet.partition("things to know")[2].partition("</section>")[0]


def test_change_by_somebody_else_is_not_lost(browser: Browser, project: Path) -> None:
    """A file that was changed since the form was made is not overwritten: both answers are shown, even if an
    error came in between; a second save keeps mine."""
    form = seen(browser)
    path = project / EXAMPLE
    path.write_text(path.read_text(encoding="utf-8").replace("emergency: ''", "emergency: '112'"), encoding="utf-8")
    wrong = browser.post("/clinic/save", {"emergency": "9l1", "seen": form}).text
    again = hidden(wrong, "seen")
    assert again == form
    answer = browser.post("/clinic/save", {"emergency": "911", "seen": again})
    assert answer.status == 422
    assert "Someone else has changed this clinic in the meantime" in answer.text
    assert "Emergency number: 112" in answer.text
    assert "emergency: '112'" in path.read_text(encoding="utf-8")
    now = hidden(answer.text, "seen")
    assert browser.post("/clinic/save", {"emergency": "911", "seen": now}).status == 303
    assert "emergency: '911'" in path.read_text(encoding="utf-8")


def test_first_start_asks_for_three_numbers(browser: Browser) -> None:
    """While no number is known, the first page asks for three and goes on to the handouts; then no more."""
    text = browser.get("/").text
    assert "Your numbers first" in text
    form = {"first": "1", "seen": seen(browser), "emergency": "", "phone": "", "after_hours_phone": ""}
    nothing = browser.post("/clinic/save", form)
    assert (nothing.status, "Type at least the emergency number." in nothing.text) == (422, True)
    answer = browser.post("/clinic/save", {**form, "emergency": "911", "phone": "(212) 555-0110"})
    assert answer.headers["location"] == "/?saved=1"
    assert "Choose the language that your patient reads" in browser.get("/?saved=1").text
    assert "Your numbers first" not in browser.get("/").text


def test_clinics_are_added_and_chosen(browser: Browser, project: Path) -> None:
    """A new clinic gets a file named in plain letters and is in use; the other can be chosen again; none is
    overwritten, and one without a name cannot be saved."""
    assert browser.post("/clinics/add", {"name": "Clínica San José"}).status == 303
    assert (project / "content/clinics/clinica-san-jose.yaml").is_file()
    assert "Clínica San José" in browser.get("/clinic").text
    assert "There is already a clinic with this name" in browser.post("/clinics/add", {"name": "clinica san jose"}).text
    nameless = browser.post("/clinic/save", {"name": "", "emergency": "911", "seen": seen(browser)})
    assert nameless.status == 422
    assert "Type the clinic’s name as patients know it" in nameless.text
    assert browser.post("/clinics/use", {"clinic": "example"}).status == 303
    assert "Clínica San José" not in browser.get("/clinic").text


def test_clinic_in_use_is_remembered(project: Path, tmp_path: Path) -> None:
    """The next desk of this user prints the numbers of the same clinic."""
    environment = NOTHING_KEPT | {"CARESHEET_SETTINGS": str(tmp_path / "settings")}
    with open_desk(project, environment) as first:
        first.post("/clinics/add", {"name": "Riverside"})
    with open_desk(project, environment) as second:
        assert "<strong>Riverside</strong>" in second.get("/").text


def test_broken_profile_is_shown_and_another_can_be_used(browser: Browser, project: Path) -> None:
    """The list names the line of the mistake, and another clinic can still be used."""
    (project / "content/clinics/broken.yaml").write_text("name: 'x'\nphonne: '1'\n", encoding="utf-8")
    assert "has a mistake on line 2" in browser.get("/clinics").text
    assert browser.post("/clinics/use", {"clinic": "broken"}).status == 303
    answer = browser.get("/")
    assert answer.status == 409
    assert "phonne" in answer.text
    assert browser.post("/clinics/use", {"clinic": "example"}).status == 303
    assert browser.get("/").status == 200
