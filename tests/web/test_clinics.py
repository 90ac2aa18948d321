"""The clinic's form: mistakes shown next to their fields, and a file as a person would have written it."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.web.desks import NOTHING_KEPT, Browser, hidden, open_desk

from caresheet.app.profiles import FIELDS, doubt_about, mended
from caresheet.web.clinic_fields import GROUPS

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
    assert "Someone else saved changes to this clinic while you were editing it" in answer.text
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


def test_words_for_each_language(browser: Browser, project: Path) -> None:
    """Words in another language are typed beside the plain ones, print on the sheets in that language, and are written
    as a person would have written them; taken away again, the plain words print everywhere."""
    path = project / EXAMPLE
    before = path.read_text(encoding="utf-8")
    typed = {"arrival_desk": "Gate 2", "arrival_desk.es": "Puerta 2", "hospital": "Riverside", "hospital.es": ""}
    assert 'name="arrival_desk.es"' in browser.get("/clinic").text
    assert 'name="phone.es"' not in browser.get("/clinic").text
    assert browser.post("/clinic/save", {**typed, "seen": seen(browser)}).status == 303
    wanted = before.replace("arrival_desk: ''", "arrival_desk: {en: 'Gate 2', es: 'Puerta 2'}")
    wanted = wanted.replace("hospital: ''", "hospital: 'Riverside'")
    assert path.read_text(encoding="utf-8") == wanted
    guide = {language: browser.post("/save/cytokine-storm/caregiver-guide", {"language": language, "form": "txt"}).text
             for language in ("en", "es")}  # fmt: skip
    assert ("Gate 2" in guide["en"], "Puerta 2" in guide["en"]) == (True, False)
    assert ("Gate 2" in guide["es"], "Puerta 2" in guide["es"]) == (False, True)
    assert guide["es"].count("Riverside") == guide["en"].count("Riverside") > 0
    form = browser.get("/clinic").text
    assert 'name="arrival_desk.es" value="Puerta 2"' in form
    assert "<details open>" in form.partition('name="arrival_desk"')[2].partition("</fieldset>")[0]
    assert browser.post("/clinic/save", {"arrival_desk.es": "", "seen": seen(browser)}).status == 303
    assert "\narrival_desk: 'Gate 2'\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "typed", "wanted"),
    [
        ("{en: 'A', es: \"B\"}", {"hospital": "C"}, "{en: 'C', es: 'B'}"),
        ("\n  # us\n  en: 'A'\n  es: 'B' # read\n", {"hospital.es": "C"}, "\n  # us\n  en: 'A'\n  es: 'C' # read\n"),
        ("\n  en: 'A'\n  vi: 'B'\n", {"hospital.es": "C"}, "\n  {en: 'A', vi: 'B', es: 'C'}\n"),
        ("{es: 'B'}", {"hospital": "A"}, "{en: 'A', es: 'B'}"),
        ("'A'", {"hospital": "A", "hospital.es": ""}, "'A'"),
    ],
)  # fmt: skip
def test_worded_value_is_changed_where_it_is(
    browser: Browser, project: Path, written: str, typed: dict[str, str], wanted: str
) -> None:
    """Of a value that has words for each language, only those that were changed are written, whichever way the file
    gives them; comments and languages that the project does not have stay."""
    path = project / EXAMPLE
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("hospital: ''", f"hospital: {written}"), encoding="utf-8")
    assert browser.post("/clinic/save", {**typed, "seen": seen(browser)}).status == 303
    assert path.read_text(encoding="utf-8") == before.replace("hospital: ''", f"hospital: {wanted}")


def checked(browser: Browser, name: str, typed: dict[str, str]) -> str:
    return browser.post("/clinic/check", {**typed, "field": name}).text


def test_one_field_is_checked_by_the_same_rules(browser: Browser, project: Path) -> None:
    """What the script shows when a field is left is what saving would say, with how the value prints; nothing is
    saved, and there is no field that the form does not have."""
    before = (project / EXAMPLE).read_bytes()
    wrong = checked(browser, "emergency", {"emergency": "9l1"})
    assert "“9l1” has the letter l in it. Type digits only: 911." in wrong
    assert 'data-use="911"' in wrong
    assert "data-wrong" in wrong
    right = checked(browser, "fever_threshold", {"fever_threshold": "38 °C"})
    assert "Prints as: 38 °C (100.4 °F)" in right
    assert "data-wrong" not in right
    assert "1 of 5 life-saving numbers are filled in." in right
    assert "Prints as: 15 minutes" in checked(browser, "minutes_before_escalation", {"minutes_before_escalation": "15"})
    assert browser.post("/clinic/check", {"field": "seen", "seen": "x"}).status == 404
    assert browser.post("/clinic/check", {"field": "emergency"}).status == 404
    assert (project / EXAMPLE).read_bytes() == before


def picture(width: int, height: int, form: str = "PNG") -> bytes:
    stream = BytesIO()
    Image.new("RGB", (width, height), "#0b4a6f").save(stream, form)
    return stream.getvalue()


DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">%s<path d="M0 0h40v10H0z"/></svg>'


@pytest.mark.parametrize(
    ("data", "ending", "media"),
    [
        (picture(600, 200), "png", "image/png"),
        (picture(600, 200, "JPEG"), "jpg", "image/jpeg"),
        (DRAWING % b"", "svg", "image/svg+xml"),
    ],
    ids=["png", "jpg", "svg"],
)
def test_logo_is_saved_beside_the_profile(
    browser: Browser, project: Path, data: bytes, ending: str, media: str
) -> None:
    """A picture is saved beside the clinic's file, which names it, and sheets print it; what it was called and how it
    was sent do not matter. No other picture is overwritten. It can be taken away again."""
    path = project / EXAMPLE
    other = path.with_name(f"example-logo.{ending}")
    other.write_bytes(b"of another clinic")
    values = {"emergency": "911", "seen": seen(browser)}
    assert browser.upload("/clinic/save", data, values, "logo").status == 303
    assert path.with_name(f"example-logo-2.{ending}").read_bytes() == data
    assert other.read_bytes() == b"of another clinic"
    assert f"\nlogo: 'example-logo-2.{ending}'" in path.read_text(encoding="utf-8")
    assert "\nemergency: '911'" in path.read_text(encoding="utf-8")
    shown = browser.get("/clinic/logo")
    assert (shown.status, shown.headers["content-type"], shown.body) == (200, media, data)
    assert browser.post("/clinic/save", {"no_logo": "1", "seen": seen(browser)}).status == 303
    assert "\nlogo: ''" in path.read_text(encoding="utf-8")
    assert browser.get("/clinic/logo").status == 404


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x00\x00\x00\x18ftypheic" + b"x" * 400, "is a HEIC photo"),
        (b"x" * 9_000_000, "This file is 9.0 MB. It can be at most 5 MB."),
        (picture(8, 5), "This picture is too small: 8 x 5 pixels. It must be at least 300 pixels wide."),
        (picture(600, 200)[:-300], "is a damaged picture"),
        (picture(6000, 5000), "Save it as PNG or JPEG."),
        (b"<!doctype html><html><script>alert(1)</script>", "is a web page"),
        (DRAWING % b"<script>alert(1)</script>", "Save it as PNG or JPEG."),
        (DRAWING % b'<image href="https://evil.example/a.png"/>', "Save it as PNG or JPEG."),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + DRAWING % b"<text>&b;</text>", "Save it as PNG"),
        (b"MZ\x90\x00" + b"\x00" * 100, "is not a PNG, JPEG or SVG picture"),
    ],
    ids=["heic", "large", "small", "damaged", "bomb", "page", "script", "elsewhere", "entities", "program"],
)  # fmt: skip
def test_hostile_logo_is_refused_beside_its_field(browser: Browser, project: Path, data: bytes, says: str) -> None:
    """A file that cannot be printed is refused in words, beside the field and in the summary; nothing is written, and
    what else was typed stays."""
    folder = (project / EXAMPLE).parent
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    answer = browser.upload("/clinic/save", data, {"hospital": "Riverside", "seen": seen(browser)}, "logo")
    assert answer.status == 422
    assert says in answer.text.partition('id="logo-message"')[2].partition("</p>")[0]
    assert says in answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert 'value="Riverside"' in answer.text
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


def test_logo_is_not_lost_to_another_mistake(browser: Browser, project: Path) -> None:
    """A browser cannot fill in a file again: the desk holds the picture until the mistake is corrected, in memory."""
    values = {"emergency": "9l1", "seen": seen(browser)}
    wrong = browser.upload("/clinic/save", picture(600, 200), values, "logo")
    held = hidden(wrong.text, "logo_held")
    assert (wrong.status, "Your new logo is ready" in wrong.text, len(held)) == (422, True, 64)
    assert not list((project / EXAMPLE).parent.glob("*.png"))
    again = {"emergency": "911", "seen": seen(browser), "logo_held": held}
    assert browser.post("/clinic/save", again).status == 303
    assert [each.name for each in (project / EXAMPLE).parent.glob("*.png")] == ["example-logo.png"]
    gone = browser.post("/clinic/save", {"seen": seen(browser), "logo_held": "../../etc/passwd"})
    assert (gone.status, "Choose it again" in gone.text) == (422, True)


def shown(text: str) -> dict[str, tuple[int, int]]:
    """The places in a page that show how values print, by their keys, with their widths and heights in pixels."""
    found = re.findall(r'data-keys="([^"]+)">.*?base64,([^"]+)"', text, re.DOTALL)
    return {keys: Image.open(BytesIO(b64decode(data))).size for keys, data in found}


def test_how_it_prints(browser: Browser, project: Path) -> None:
    """The places of the first handout with these numbers are shown with what is typed, before it is saved: each place
    once, as high as a band of the page and not as the page. A number that is refused is not shown; nothing is saved."""
    before = (project / EXAMPLE).read_bytes()
    empty = browser.post("/clinic/prints", {"part": "1"}).text
    typed = {"emergency": "911", "phone": "(212) 555-0110", "fever_threshold": "38 °C"}
    filled = browser.post("/clinic/prints", typed).text
    assert list(shown(filled)) == list(shown(empty)) == ["emergency", "phone after_hours_phone", "fever_threshold"]
    assert all(300 < width < 900 and 15 < height < 140 for width, height in shown(filled).values())
    assert filled.count("base64") == 3
    assert not set(re.findall('base64,[^"]+', filled)) & set(re.findall('base64,[^"]+', empty))
    wrong = browser.post("/clinic/prints", {"emergency": "9l1"}).text
    assert re.findall('base64,[^"]+', wrong) == re.findall('base64,[^"]+', empty)
    without_script = browser.post("/clinic/save", {**typed, "show": "1", "seen": seen(browser)})
    assert (without_script.status, 'value="911"' in without_script.text) == (200, True)
    assert shown(without_script.text) == shown(filled)
    assert (project / EXAMPLE).read_bytes() == before
