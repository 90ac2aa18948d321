"""One triage: a sign leads to the same call in every handout and both languages, and in one lane only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

import pypdfium2
import pytest
from tests.compose.builders import TODAY

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.job import Job
from caresheet.model.project import Project
from caresheet.model.text import Citation, Inline, Placeholder, Text, TextRun
from caresheet.model.topic import Item, ItemList, ListKind, Section, Topic
from caresheet.model.walk import iter_structs
from caresheet.source import Folder, read_project

ROOT = Path(__file__).parents[2]
EMERGENCY, TEAM = "warning-signs", "call-your-team"
LANGUAGES = ("en", "es")
HANDOUTS = ("red-flag-card", "wallet-card", "wall-card", "caregiver-guide", "full-explainer")


@cache
def project() -> Project:
    files = Folder(ROOT)
    return read_project(files, (files, "content/clinics/example.yaml"))


def topic(language: str) -> Topic:
    return next(each for each in project().topics if each.language == language)


def section(language: str, name: str) -> Section:
    return next(each for each in topic(language).sections if each.id == name)


def signs(language: str, lane: str) -> tuple[Item, ...]:
    (listed,) = (
        block
        for block in section(language, lane).blocks
        if isinstance(block, ItemList) and block.kind is ListKind.SIGNS
    )
    return listed.items


def said(text: Text) -> str:
    """The fixed words of a text; a clinic's value is left out where the topic has no default for it."""
    return " ".join("".join(shown(run) for run in text.inlines).split())


def shown(inline: Inline) -> str:
    """What a clinic without values of its own prints of a run."""
    if isinstance(inline, Placeholder):
        return next((each.text for each in topic("en").defaults if f"clinic.{each.origin.key}" == inline.name), "")
    return inline.text if isinstance(inline, TextRun) else ""


def key_words(item: Item) -> str:
    """What stands in bold at the beginning of a sign."""
    bold = takewhile(lambda inline: isinstance(inline, TextRun | Placeholder) and inline.strong, item.text.inlines)
    return "".join(shown(inline) for inline in bold).strip(" ,;.")


@cache
def printed(layout: str, language: str) -> str:
    """All words of a handout, as PDFium reads them."""
    pdf = pypdfium2.PdfDocument(render(job(layout, language)).handout.artifact("pdf").data)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def job(layout: str, language: str) -> Job:
    (found,) = jobs(project(), layouts=[layout], languages=[language], today=TODAY)
    return found


# English and Spanish key words of each sign, in the order in which both languages print them.
LANES = {
    EMERGENCY: [
        ("Hard to breathe", "Le cuesta respirar"),
        ("Blue, gray, very pale or blotchy", "Color azulado, gris, muy pálido o con manchas"),
        ("Chest pain", "Dolor en el pecho"),
        ("New confusion", "Confusión nueva"),
        ("Face drooping", "Cara caída"),
        ("Very sleepy, hard to wake", "Mucho sueño, cuesta despertarlo(a)"),
        ("Seizure", "Convulsión"),
        ("Too dizzy or weak to stand", "No puede estar de pie"),
        ("Cold, clammy, sweaty skin", "Piel fría, húmeda o sudorosa"),
        ("Extreme pain", "Dolor muy fuerte"),
    ],
    TEAM: [
        ("Fever of 100.4 °F (38 °C) or more", "Fiebre de 100.4 °F (38 °C) o más"),
        ("Shaking chills", "Escalofríos con temblor"),
        ("New headache, shaky hands", "Dolor de cabeza nuevo, temblor de manos"),
        ("Dizzy, very tired or very weak", "Mareo, mucho cansancio o mucha debilidad"),
        ("Vomiting or diarrhea", "Vómito o diarrea"),
        ("Anything getting worse", "Cualquier cosa que empeore"),
    ],
}

# Words that say nothing of what is seen or felt.
EMPTY = {
    "en": "a able after and any as but even for had have i if in is it no not of on one or over side that the to until "
    "very while will with without you your ever felt",
    "es": "a al aun con cuesta de del el en es la las le los mas me mire mucha mucho muy no nunca o para pero por "
    "puede que se si sin su un una y",
}
# A word that both lanes use, with what keeps the two signs apart: the words around it in each.
APART = {
    "en": {
        "new": ("New confusion", "New headache"),
        "fast": ("breathing very fast", "fast or uneven heartbeat"),
        "trouble": ("trouble speaking or understanding", "trouble reading"),
        "dizzy": ("Too dizzy or weak to stand", "able to stand up"),
        "weak": ("Too dizzy or weak to stand", "able to stand up"),
        "stand": ("Too dizzy or weak to stand", "able to stand up"),
        "getting": ("breathing getting worse", "Anything getting worse"),
        "worse": ("breathing getting worse", "Anything getting worse"),
    },
    "es": {
        "dolor": ("Dolor en el pecho", "Dolor de cabeza"),
        "vez": ("respira muy rápido o cada vez peor", "paso cada vez menos firme"),
        "cada": ("respira muy rápido o cada vez peor", "paso cada vez menos firme"),
        "dificultad": ("dificultad nueva para hablar o entender", "dificultad para leer"),
        "estar": ("No puede estar de pie", "pero puede estar de pie"),
        "pie": ("No puede estar de pie", "pero puede estar de pie"),
        "mareo": ("No puede estar de pie", "pero puede estar de pie"),
        "debilidad": ("No puede estar de pie", "pero puede estar de pie"),
    },
}


def felt(language: str, item: Item) -> frozenset[str]:
    """The words of a sign that say what is seen or felt."""
    plain = said(item.text).lower().translate(str.maketrans("áéíóúüñ", "aeiouun"))
    return frozenset(re.findall(r"[a-z]+", plain)) - frozenset(EMPTY[language].split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sign_stands_in_both_lanes(language: str) -> None:
    """A word for something seen or felt leads to one call; where both lists use it, each says what tells them apart."""
    emergency = [(said(item.text), felt(language, item)) for item in signs(language, EMERGENCY)]
    team = [(said(item.text), felt(language, item)) for item in signs(language, TEAM)]
    shared = frozenset().union(*(words for _, words in emergency)) & frozenset().union(*(words for _, words in team))
    assert shared == APART[language].keys()
    for word in shared:
        here, there = APART[language][word]
        assert any(here in text for text, words in emergency if word in words), word
        assert all(there in text for text, words in team if word in words), word


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_say_the_same_lines_in_the_same_lane(language: str, lane: str) -> None:
    """Line by line: a sign that moved, or left a list, in one language is found."""
    column = LANGUAGES.index(language)
    assert [key_words(item) for item in signs(language, lane)] == [pair[column] for pair in LANES[lane]]


def title(layout: str, language: str, lane: str) -> Text:
    """The heading of a lane in a handout, which may have its own."""
    (handout,) = (each for each in topic(language).handouts if each.layout == layout)
    return dict(handout.titles).get(lane, section(language, lane).title)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", HANDOUTS)
def test_every_handout_prints_both_lists_whole_and_in_order(layout: str, language: str) -> None:
    """Card, wallet card, wall card, guide and explainer print each sign of each lane, under the heading of its lane, in
    the same words and order."""
    text = printed(layout, language)
    for lane in LANES:
        place = text.index(said(title(layout, language, lane)))
        for item in signs(language, lane):
            for run in (run for run in item.text.inlines if isinstance(run, TextRun)):
                found = text.find(" ".join(run.text.split()), place)
                assert found > 0, (lane, run.text)
                place = found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", HANDOUTS)
def test_no_answer_leads_to_the_emergency_room_in_one_sentence(layout: str, language: str) -> None:
    """However often a handout says it, what to do when nobody answers is said in the same words."""
    asked = {"en": "No answer", "es": "¿No contestan"}[language]
    where = {"en": "Go to the emergency room", "es": "Vaya a la sala de emergencias"}[language]
    text = printed(layout, language)
    starts = [match.start() for match in re.finditer(re.escape(asked), text)]
    assert starts
    assert all(where in text[start : start + 150] for start in starts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_begins_with_its_key_words_in_bold(language: str) -> None:
    """The eye finds the sign; what narrows it down is regular."""
    for lane in LANES:
        for item in signs(language, lane):
            strong = [run.strong for run in item.text.inlines if isinstance(run, TextRun | Placeholder)]
            assert key_words(item)
            assert strong == sorted(strong, reverse=True)
    narrowed = sum(len(item.text.inlines) > 1 for lane in LANES for item in signs(language, lane))
    assert narrowed > len(LANES[EMERGENCY])


def _texts(whole: object) -> Iterator[Text]:
    return (part for part in iter_structs(whole) if isinstance(part, Text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_critical_texts_carry_no_citations(language: str) -> None:
    """Who reads in fear reads no numbers; the sources stand under a whole block."""
    for each in topic(language).sections:
        if each.critical:
            assert not [text for text in _texts(each) if any(isinstance(run, Citation) for run in text.inlines)]
            assert any(block.common.sources for block in each.blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_cites_at_most_two_sources(language: str) -> None:
    """More numbers than that back nothing that a reader would look up."""
    for text in _texts(topic(language).sections):
        assert all(len(run.sources) <= 2 for run in text.inlines if isinstance(run, Citation)), said(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_day_and_night_numbers_stand_together(language: str) -> None:
    """Wherever a text gives the team's night number, it gives the number for the day as well."""
    for each in topic(language).sections:
        for block in each.blocks:
            named = {run.name for text in _texts(block) for run in text.inlines if isinstance(run, Placeholder)}
            assert ("clinic.phone" in named) == ("clinic.after_hours_phone" in named), each.id


URGENT_CARE = {"en": "urgent care", "es": "urgencias"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", HANDOUTS)
def test_nobody_is_sent_to_a_walk_in_clinic(layout: str, language: str) -> None:
    """In the United States, urgent care and «urgencias» name a clinic that cannot treat this."""
    assert URGENT_CARE[language] not in printed(layout, language).lower()


@pytest.mark.parametrize("layout", ["red-flag-card", "wallet-card", "caregiver-guide", "full-explainer"])
def test_spanish_sheets_say_that_no_translator_has_checked_them(layout: str) -> None:
    """Until a medical translator has, each sheet that says anything about itself says so."""
    text = printed(layout, "es")
    assert "Traducción sin revisar." in text


def test_no_oxygen_number_tells_anyone_to_stay_at_home() -> None:
    """Cut-offs of withdrawn pandemic leaflets are gone; the usual range of healthy people stays."""
    text = printed("full-explainer", "en")
    assert not re.search(r"9[0-4] (?:or|and) (?:less|more)|At 9\d", text)
    assert "95 to 100 percent" in text
