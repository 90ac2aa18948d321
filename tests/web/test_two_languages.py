"""A handout in two languages from the desk: offered where it is made, seen, filled in, printed, saved and mailed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pypdf
import pytest
from tests.app.projects import change
from tests.app.test_bilingual import review_wounds, wounds
from tests.web.desks import Browser, open_desk

GUIDE, CARD = "cytokine-storm/caregiver-guide", "cytokine-storm/red-flag-card"
WOUND_GUIDE, WOUNDS = "wound-care/caregiver-guide", "wound-care/red-flag-card"
BOTH = {"language": "en", "second": "es"}


__all__ = ["wounds"]


def seconds(text: str) -> list[str]:
    """The second languages that a page offers."""
    return re.findall(r'name="second" value="([^"]*)"', text)


def test_a_second_language_is_offered_where_it_is_made(reader: Browser) -> None:
    """Of a handout that is made in two languages, each other one is offered beside its own, and none at first; in large
    print and for a card on panels, there is no such choice."""
    text = reader.get(f"/sheet/{GUIDE}?language=es").text
    assert "In two languages" in text
    assert seconds(text) == ["", "en"]
    assert 'value="" checked' in text
    assert {"", "es", "ar", "zh-Hans"} <= {*seconds(reader.get(f"/sheet/{CARD}?language=en").text)} - {"en"}
    for without in (f"{GUIDE}?size=large", f"{GUIDE}?size=large&second=es", "cytokine-storm/wallet-card"):
        text = reader.get(f"/sheet/{without}").text
        assert seconds(text) == []
        assert "In two languages" not in text


def test_what_is_chosen_prints_in_both(reader: Browser, tmp_path: Path) -> None:
    """The page is a draft as long as either language is; a value typed once is printed for both, in each file."""
    values = {**BOTH, "patient.name": "Zoë Quist"}
    text = reader.post(f"/sheet/{GUIDE}", values).text
    assert 'value="es" checked' in text
    assert "Print the draft" in text
    assert 'value="Zoë Quist"' in text
    pdf = reader.post(f"/print/{GUIDE}", values)
    assert pdf.headers["content-disposition"] == 'inline; filename="cytokine-storm-caregiver-guide-en+es.pdf"'
    path = tmp_path / "both.pdf"
    path.write_bytes(pdf.body)
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert "What should you do?" in words
    assert "¿Qué debe hacer usted?" in words
    assert "Zoë Quist" in words
    for form in ("html", "txt", "fillable"):
        made = reader.post(f"/save/{GUIDE}", {**values, "form": form})
        assert made.status == 200
        assert "en+es" in made.headers["content-disposition"]
        assert form == "fillable" or "Zoë Quist" in made.text


def test_what_does_not_fit_in_both_is_offered_in_one(clinic: Browser, wounds: Path) -> None:
    """If the second language is too long for the card, the page links to the card in one language, which is made."""
    change(wounds / "content/wound-care/es.yaml", "o cuesta mucho despertar", f"o {'cuesta mucho despertar ' * 120}")
    text = clinic.get(f"/sheet/{WOUNDS}?{urlencode(BOTH)}").text
    assert "This sheet cannot be made as it is" in text
    ways = {
        name: unescape(address) for address, name in re.findall(r'<a class="button" href="([^"]*)">Use ([^<]*)', text)
    }
    assert "One language only" in ways
    alone = clinic.get(ways["One language only"]).text
    assert 'id="print"' in alone
    assert 'name="second" value="" checked' in alone
    assert parse_qs(ways["Large print"].partition("?")[2])["size"] == ["large"]


def test_a_list_is_made_in_both(clinic: Browser, wounds: Path) -> None:
    """A list of patients is made in the two languages that were chosen, once both are reviewed."""
    data, choice = b"patient.name\nZo Quist\n", {**BOTH, "form": "together"}
    seen = clinic.upload(f"/people/{WOUND_GUIDE}", data, BOTH, "people").text
    assert 'name="second" value="es" checked' in seen
    assert clinic.upload(f"/people/{WOUND_GUIDE}/save", data, choice, "people").status == 422
    review(wounds)
    made = clinic.upload(f"/people/{WOUND_GUIDE}/save", data, choice, "people")
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(made.body)).pages)
    assert "I call for / Llamo por" in words


def test_mail_in_both(clinic: Browser, wounds: Path) -> None:
    """The link to mail keeps the second language; the check shows both, and nothing can be sent while either is a
    draft."""
    assert f"/mail?handout={WOUNDS}/en&amp;size=regular&amp;second=es" in clinic.post(f"/sheet/{WOUNDS}", BOTH).text
    assert '<option value="es" selected lang="es">' in clinic.get(f"/mail?handout={WOUNDS}/en&second=es").text
    given = {"address": "ana@family.example", "handout": f"{WOUNDS}/en", "size": "regular", "second": "es"}
    seen = clinic.post("/mail/check", given).text
    assert "English / Español" in seen
    assert "Your care guide / Su guía de cuidados" in seen
    assert "Drafts are not mailed" in seen
    review(wounds)
    assert "Drafts are not mailed" not in clinic.post("/mail/check", given).text
    refused = clinic.post("/mail/check", {**given, "size": "large"})
    assert refused.status == 422
    assert "not made in two languages in large print" in refused.text


@pytest.fixture
def clinic(wounds: Path) -> Iterator[Browser]:
    """A desk of the test topic, which is whole in English and Spanish."""
    with open_desk(wounds) as browser:
        yield browser


def review(root: Path) -> None:
    for language in ("en", "es"):
        review_wounds(root, language)
