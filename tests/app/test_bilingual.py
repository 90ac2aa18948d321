"""The bilingual edition from the command line: its files, what they say about themselves, and what is refused."""

from __future__ import annotations

import json
import shutil
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pypdf
import pytest
from tests.app.projects import change
from tests.app.test_merging import words
from tests.delivery.letters import ENVELOPE
from tests.mistakes.program import run
from tests.projects.merged import wound_care

import caresheet
from caresheet.app.additions import add_language
from caresheet.app.mail.plan import Mailing, plan_mail, recipient_at
from caresheet.app.sources import read_folder
from caresheet.app.starting import start_project
from caresheet.model.edition import Edition
from caresheet.model.problem import CaresheetError

ROOT = Path(__file__).parents[2]
CARD = "hand-washing-card"
BOTH = "Hand washing at home and at school / Lavarse las manos en casa y en la escuela"
WHO = ("--reviewer", "Ana Example", "--credential", "MD", "--organization", "Example Hospital", "--yes")
ON = ("--today", "2026-11-24")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The starter with a card in Spanish, not reviewed in either language."""
    root = tmp_path / "project"
    start_project(root)
    add_language(root, "es", ())
    spanish = root / "content" / "hand-washing" / "es.yaml"
    for old, new in (
        ("title: Wash your hands\n", "title: Lávese las manos\n"),
        ("title: How to wash your hands\n", "title: Cómo lavarse las manos\n"),
        ("- Wet your hands and take soap.", "- Mójese las manos y tome jabón."),
        ("- Go on for twenty seconds.", "- Siga durante veinte segundos."),
    ):
        change(spanish, old, new)
    return root


def build(project: Path, *options: str) -> tuple[int, str]:
    made = run("build", *options, *ON, cwd=project)
    return made.exit_code, made.stdout + made.stderr


def names(project: Path) -> set[str]:
    return {path.name for path in (project / "build").iterdir()}


def review(project: Path, language: str) -> None:
    made = run("review", "hand-washing", "--lang", language, *WHO, "--due", "2027-11-24", *ON, cwd=project)
    assert made.exit_code == 0, made.stderr


def test_a_handout_in_two_languages(project: Path) -> None:
    """One file for the original with the second language, named by both, in every format; its manifest, metadata and
    words say so, and it is verified."""
    code, said = build(
        project, "--layout", "card", "--bilingual", "ES", "--format", "pdf", "--format", "txt", "--format", "html"
    )
    assert code == 0, said
    assert names(project) == {f"{CARD}-en+es.{form}" for form in ("pdf", "txt", "html")} | {"manifest.json"}
    entry = json.loads((project / "build" / "manifest.json").read_text(encoding="utf-8"))["files"][f"{CARD}-en+es.pdf"]
    assert (entry["language"], entry["bilingual"]) == ("en", "es")
    assert {"content/hand-washing/en.yaml", "content/hand-washing/es.yaml"} <= set(entry["inputs"])
    pdf = pypdf.PdfReader(project / "build" / f"{CARD}-en+es.pdf")
    assert pdf.metadata
    assert pdf.metadata.title == "Wash your hands / Lávese las manos"
    page = (project / "build" / f"{CARD}-en+es.html").read_text(encoding="utf-8")
    assert "<title>Wash your hands / Lávese las manos</title>" in page
    assert '<h1>Wash your hands<br>\n<span lang="es" dir="ltr">Lávese las manos</span></h1>' in page
    assert '<div lang="es" dir="ltr">' in page
    text = (project / "build" / f"{CARD}-en+es.txt").read_text(encoding="utf-8")
    assert text.index("1. Wet your hands") < text.index("5. Dry them") < text.index("1. Mójese las manos")
    verified = run("verify", "build", "--layout", "card", *ON, cwd=project)
    assert verified.exit_code == 0, verified.stdout


def test_the_other_language_may_be_first(project: Path) -> None:
    """A translation that is named comes first, and the original second."""
    assert build(project, "--layout", "card", "--lang", "es", "--bilingual", "en")[0] == 0
    assert f"{CARD}-es+en.pdf" in names(project)
    assert run("verify", "build", "--layout", "card", *ON, cwd=project).exit_code == 0


def test_a_layout_can_ask_for_it(project: Path) -> None:
    """With `bilingual: es` a layout makes both languages side by side, and Spanish alone, as `list` says; the build is
    up to date when it is verified."""
    change(project / "layouts" / "card.yaml", "kind: card\n", "kind: card\nbilingual: es\n")
    listed = run("list", cwd=project).stdout
    assert "  handouts   card (for family, in en+es, es), leaflet (for school)\n" in listed
    assert build(project)[0] == 0
    assert {f"{CARD}-en+es.pdf", f"{CARD}-es.pdf", "hand-washing-leaflet-en.pdf"} <= names(project)
    assert run("verify", "build", *ON, cwd=project).exit_code == 0


def test_larger_print_of_such_a_layout(project: Path) -> None:
    """A layout for two languages is not made in larger print, and the remedy is one that such a layout has."""
    change(project / "layouts" / "card.yaml", "kind: card\n", "kind: card\nbilingual: es\n")
    code, said = build(project, "--layout", "card", "--lang", "en", "--size", "large")
    assert code != 0
    assert "its lines would be too short. Use a layout without `bilingual`." in said


def test_a_language_that_the_topic_lacks_is_told_in_the_layout(project: Path) -> None:
    """A layout that asks for a language which the handout is not in is wrong at its line, for a check as for a
    build."""
    change(project / "layouts" / "card.yaml", "kind: card\n", "kind: card\nbilingual: fr\n")
    told = "layouts/card.yaml:5:12: unknown-name the topic 'hand-washing' does not have this handout in 'fr'"
    assert told in run("check", *ON, cwd=project).stdout


def test_both_languages_are_reviewed_or_it_is_a_draft(project: Path) -> None:
    """With one review both languages say that it is a draft, and a release is refused; with both it goes out."""
    review(project, "en")
    options = ("--layout", "card", "--lang", "en", "--bilingual", "es")
    refused = run("build", *options, "--release", *ON, cwd=project)
    assert refused.exit_code == 1
    assert "there is no review of 'es' on record" in refused.stderr
    assert build(project, *options, "--format", "txt")[0] == 0
    text = (project / "build" / f"{CARD}-en+es.txt").read_text(encoding="utf-8")
    assert "Draft. Do not use with patients.\nBorrador. No usar con pacientes.\n" in text
    review(project, "es")
    assert build(project, *options, "--format", "txt")[0] == 0
    text = (project / "build" / f"{CARD}-en+es.txt").read_text(encoding="utf-8")
    assert "Draft" not in text
    assert text.count("Ana Example") == 2
    released = run("build", *options, "--release", *ON, cwd=project)
    assert "not-reviewed" not in released.stderr


def test_a_program_gets_both_languages(project: Path) -> None:
    """From Python a handout gets a second language; what is impossible raises RequestError."""
    opened = caresheet.open_project(project)
    (card,) = opened.handouts(layout="card", language="en")
    both = opened.bilingual(card, "es")
    assert (both.name, both.language, both.is_reviewed) == (f"{CARD}-en+es", "en", False)
    text = both.render("txt").data.decode()
    assert "Wash your hands\nLávese las manos\n====" in text
    assert both.render("pdf").data.startswith(b"%PDF-")
    for language, told in (("en", "there is no language 'en'"), ("fr", "there is no language 'fr'")):
        with pytest.raises(caresheet.RequestError, match=told):
            opened.bilingual(card, language)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--bilingual", "xx"), "There is no language 'xx'. The languages are: en, es."),
        (("--bilingual", "en"), "The originals are in 'en' already. Name the first language with --lang."),
        (
            ("--lang", "ES", "--bilingual", "es"),
            "'es' is the first language already. Choose another one for --bilingual.",
        ),
        (
            ("--bilingual", "es", "--layout", "card", "--size", "large"),
            "'card' is not made in two languages in large print: its lines would be too short. Print it once in each",
        ),
    ],
)
def test_what_cannot_be_bilingual_is_refused(project: Path, options: tuple[str, ...], told: str) -> None:
    """An unknown language, the only original next to itself, and larger print are refused in words."""
    code, said = build(project, *options)
    assert code != 0
    assert told in said


def test_what_is_not_in_both_languages_is_left_out() -> None:
    """Shipped handouts that are not in the second language or are on panels are left out, each with a line that says
    what to do; those that are named are refused."""
    made = run("build", "--bilingual", "ru", "--layout", "wallet-card", *ON, cwd=ROOT)
    assert "'wallet-card' is not made in two languages: its panels are too small. Print red-flag-card." in made.stderr


@pytest.fixture
def wounds(tmp_path: Path) -> Path:
    """The test topic, whole in English and Spanish, not reviewed in either."""
    root = tmp_path / "wounds"
    for path, data in wound_care().files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    change(root / "content" / "clinics" / "example.yaml", "after_hours_phone: ''", "after_hours_phone: '555 01 01'")
    with (root / "content" / "wound-care" / "topic.yaml").open("a", encoding="utf-8") as topic:
        topic.write("waive: [{rule: without-source, because: 'These are texts of a test.'}]\n")
    return root


def review_wounds(root: Path, language: str) -> None:
    made = run("review", "wound-care", "--lang", language, *WHO, "--due", "2027-11-20", *ON, cwd=root)
    assert made.exit_code == 0, made.stderr


def test_a_merge_in_two_languages(wounds: Path, tmp_path: Path) -> None:
    """Everyone on a list gets both languages, with their values in each; who reads the second one gets that alone. No
    copy is made until both are reviewed."""
    people = tmp_path / "people.csv"
    rows = (
        "patient.name,patient.operation_date,language",
        "Ana Gil,2026-05-03,en",
        "Ben Ng,2026-05-04,",
        "Eva Ruiz,2026-05-05,es",
    )
    people.write_text("\n".join(rows), encoding="utf-8")
    out, known = tmp_path / "out", ("--layout", "caregiver-guide", "--people", str(people), *ON)
    merging = ("merge", "wound-care", *known, "--bilingual", "ES", "--out", str(out), "--write")
    for language, told in (("en", "there is no review of 'es' on record"), ("es", "")):
        review_wounds(wounds, language)
        made = run(*merging, cwd=wounds)
        assert told in made.stderr
        assert out.exists() is not bool(told), made.stderr
    said = {path.name[-9:-4]: words(path) for path in out.glob("*.pdf")}
    assert {number: ("had an operation on" in text, "Me operaron el" in text) for number, text in said.items()} == {
        "00001": (True, True),
        "00002": (True, True),
        "00003": (False, True),
    }
    first = " ".join(said["00001"].split())
    assert "I had an operation on 2026-05-03 (date of the operation)" in first
    assert "Me operaron el 2026-05-03 (fecha de la operación)" in first
    assert first.count("Ana Gil") == 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--bilingual", "fr"), "There is no language 'fr'. The languages are: en, es."),
        (("--lang", "es", "--bilingual", "es"), "'es' is the first language already. Choose another one for --biling"),
        (("--bilingual", "es", "--size", "large"), "'caregiver-guide' is not made in two languages in large print"),
    ],
)
def test_every_command_refuses_it_in_the_same_words(wounds: Path, asked: tuple[str, ...], told: str) -> None:
    """merge, email and build say the same of a second language that does not exist, is the first one, or is not made in
    this size."""
    people = wounds / "people.csv"
    people.write_text("patient.name\nAna Gil\n", encoding="utf-8")
    for command in (
        ("merge", "wound-care", "--people", str(people)),
        ("email", "wound-care", "--to", "ana@family.example"),
        ("build", "wound-care"),
    ):
        assert told in run(*command, "--layout", "caregiver-guide", *asked, *ON, cwd=wounds).stderr


def test_a_letter_in_two_languages(wounds: Path) -> None:
    """A message with a handout in two languages has its subject and its own words in both, each marked; it is not sent
    until both are reviewed."""
    review_wounds(wounds, "en")
    mailing = Mailing(date(2026, 11, 24), "wound-care", "red-flag-card", None, Edition(bilingual="es"))
    people = (recipient_at("ana@family.example"),)
    with pytest.raises(CaresheetError, match="there is no review of 'es' on record"):
        plan_mail(read_folder(wounds), people, mailing)
    review_wounds(wounds, "es")
    plan = plan_mail(read_folder(wounds), people, mailing)
    assert plan.letters[0].subject == "Your care guide / Su guía de cuidados"
    assert plan.languages == (("en+es", 1),)
    (message,) = plan.written(ENVELOPE)
    read = message_from_bytes(message.mime, policy=default)
    assert read["Content-Language"] == "en, es"
    plain, page = (read.get_body((kind,)).get_content() for kind in ("plain", "html"))
    order = ("Your care team", "Su equipo de atención", "Please do not answer", "No responda")
    assert [plain.index(each) for each in order] == sorted(plain.index(each) for each in order)
    assert '<p lang="es" dir="ltr">Su equipo de atención' in page
    assert '<p lang="es" dir="ltr">No responda' in page
    both = ("--lang", "en", "--bilingual", "es", "--layout", "red-flag-card")
    shown = run("email", "wound-care", *both, "--show", "--to", "ana@family.example", *ON, cwd=wounds)
    assert "Language: en, es" in shown.stdout


def test_both_languages_are_checked(wounds: Path) -> None:
    """With --bilingual, `check` is about the handouts in two languages, and names what is not made in two."""
    shutil.copy(ROOT / "layouts" / "wallet-card.yaml", wounds / "layouts" / "wallet-card.yaml")
    topic = wounds / "content" / "wound-care" / "topic.yaml"
    change(topic, "handouts: [", "handouts: [wallet-card, ")
    for language in ("en", "es"):
        file = wounds / "content" / "wound-care" / f"{language}.yaml"
        change(file, "\nhandouts:\n", f"\nhandouts:\n  wallet-card: {{title: 'Card {language}'}}\n")
    made = run("check", "--bilingual", "es", *ON, cwd=wounds)
    assert "wallet-card: not made in two languages: its panels are too small" in made.stderr
    assert "wound-care-red-flag-card-en+es" in made.stdout
    assert "wallet" not in made.stdout


@pytest.mark.parametrize("more", [("--layout", "full-explainer"), ()])
def test_a_fault_of_the_second_language_is_told_in_its_file(wounds: Path, more: tuple[str, ...]) -> None:
    """A second language that cannot be made because of a fault is not reported as missing: the fault is, at its
    line."""
    change(wounds / "content" / "wound-care" / "en.yaml", "    subtitle: 'How a wound heals, and how to help it'\n", "")
    told = "es.yaml:23:5: translation-differs the translation has 'subtitle' here, but en.yaml does not"
    for command in ("build", "fit", "check"):
        made = run(command, "--lang", "en", "--bilingual", "ES", *more, *ON, cwd=wounds)
        assert told in made.stdout + made.stderr, command
        assert made.exit_code == 1
        assert "Translate it" not in made.stderr
