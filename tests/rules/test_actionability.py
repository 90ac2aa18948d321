"""The rules about what a handout says first, what it asks readers to do, and the words it does that in."""

from __future__ import annotations

import pytest
from tests.rules.ropes import EN, ES, LAYOUT, found, line_of, section, sheet, words

from caresheet.model import rules
from caresheet.model.problem import Position

CITED = "[@S1; @S2]"


def handout(*blocks: str, role: str = "signs", more: str = "") -> str:
    """One section, which begins with a short text of its own."""
    return words(section(f"'**Pull at both ends.** {CITED}'", *blocks, role=role, more=more))


# --- what comes first -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "told"),
    [
        (f"'Pull. {CITED}'", 0),
        (f"'One. Two. Three. {CITED}'", 0),
        (f"'One. Two. Three. Four. {CITED}'", 1),
        (f"'{' '.join(['rope'] * 40)}. {CITED}'", 0),
        (f"'{' '.join(['rope'] * 41)}. {CITED}'", 1),
        (f"bullets: ['Pull. {CITED}']", 1),
        (f"alert: {{level: stop, blocks: ['Pull. {CITED}']}}", 0),
    ],
)
def test_the_main_message(first: str, told: int) -> None:
    """A handout begins with one to three sentences of at most 40 words, in a text or an alert, or that is told."""
    assert len(found(rules.MAIN_MESSAGE, {EN: words(section(first))})) == told


@pytest.mark.parametrize(
    ("first", "style", "told"),
    [
        (f"'Pull. {CITED}'", "", 1),
        (f"'**Pull.** {CITED}'", "", 0),
        (f"alert: {{level: stop, blocks: ['Pull. {CITED}']}}", "", 0),
        (f"'Pull. {CITED}'", "framed", 0),
    ],
)
def test_the_main_message_stands_out(first: str, style: str, told: int) -> None:
    """Strong words, an alert or a frame make the first section stand out; without any of them it is told."""
    styles = "styles: {framed: {heading: plain, color: accent, background: accent_tint}}\n"
    layout = sheet(styles).replace(
        "place: [rest,", f"place: [{{role: signs, style: {style}}}," if style else "place: [rest,"
    )
    text = words(section(first))
    problems = found(rules.MAIN_MESSAGE_EMPHASIS, {EN: text, LAYOUT: layout})
    assert [problem.position for problem in problems] == [Position(EN, line_of(text, "- id: one"), 5)] * told


def test_language_help() -> None:
    """A handout without a place for the interpreter is told."""
    assert len(found(rules.LANGUAGE_HELP, {EN: handout()})) == 1
    assert found(rules.LANGUAGE_HELP, {EN: handout("'Interpreter: {{clinic.interpreter}}'")}) == []
    with_line = sheet().replace("place: [", "place: [interpreter, ")
    assert found(rules.LANGUAGE_HELP, {EN: handout(), LAYOUT: with_line}) == []


def test_a_summary_is_asked_of_more_than_one_side() -> None:
    """What takes two sides has a section of the role summary or key-points; what takes one needs none."""
    long = "'" + "Pull at both ends of the rope until it holds. " * 12 + "'"
    assert found(rules.MISSING_SUMMARY, {EN: handout(long)}, pages=True) == []
    many = (long,) * 8
    assert len(found(rules.MISSING_SUMMARY, {EN: handout(*many)}, pages=True)) == 1
    for role in ("summary", "key-points"):
        assert found(rules.MISSING_SUMMARY, {EN: handout(*many, role=role)}, pages=True) == []


# --- what to do -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("['Pull', 'Hold', 'Wait', 'Call', 'Stop']", 0),
        ("['Pull', 'Hold', 'Wait', 'Call', 'The rope holds']", 0),
        ("['Pull', 'Hold', 'Wait', 'The knot holds', 'The rope holds']", 1),
        ("['If it slips, pull again', 'When it holds, stop', 'Do not wait', 'Never pull alone']", 0),
        ("['If it slips, the knot was loose', 'Pull']", 1),
    ],
)
def test_steps_begin_with_a_verb(steps: str, told: int) -> None:
    """Four in five steps begin with what to do, at once or behind a clause; fewer are told."""
    text = handout(f"steps: {steps}", role="action")
    assert len(found(rules.ACTION_STEPS, {EN: text})) == told


def test_steps_in_spanish() -> None:
    """Spanish has verbs of its own."""
    text = handout("steps: ['Tire', 'Si se suelta, espere', 'No tire solo']", role="action")
    assert found(rules.ACTION_STEPS, {EN: handout("steps: ['Pull', 'Wait', 'Hold']", role="action"), ES: text}) == []
    wrong = handout("steps: ['La cuerda', 'El nudo']", role="action")
    (problem,) = found(rules.ACTION_STEPS, {EN: handout("steps: ['Pull', 'Hold']", role="action"), ES: wrong})
    assert problem.position is not None
    assert problem.position.file == ES


def test_a_chain_of_events_is_no_action() -> None:
    """Numbers that tell what happens are no steps to take: only critical sections and the role action have these."""
    (problem,) = found(
        rules.ACTION_STEPS, {EN: handout("steps: ['The rope slips', 'The knot opens']", role="mechanism")}
    )
    assert "has no steps to take" in problem.message
    critical = handout("steps: ['Pull']", role="warning", more="  critical: yes\n")
    assert found(rules.ACTION_STEPS, {EN: critical}) == []


def test_professionals_are_spared() -> None:
    """What is asked for lay readers is not asked of a handout for professionals."""
    text = handout("'Sailors should administer ropes. Patients must wait for the ECG.'")
    trained = {EN: text, LAYOUT: sheet("limits: {sailor: {lay: no}}\n")}
    for rule in (
        rules.ACTION_STEPS,
        rules.SPEAKS_TO_READER,
        rules.JARGON,
        rules.UNDEFINED_ACRONYM,
        rules.LANGUAGE_HELP,
    ):
        assert found(rule, trained) == []


# --- in which words -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Patients should pull.", 1),
        ("The patient must pull.", 1),
        ("You should pull.", 0),
        ("Impatients shouldered.", 0),
    ],
)
def test_speaking_about_readers(said: str, told: int) -> None:
    """Phrases that speak about the reader are told at their text."""
    text = handout(f"'{said}'")
    problems = found(rules.SPEAKS_TO_READER, {EN: text})
    assert [problem.position for problem in problems] == [Position(EN, line_of(text, said), 9)] * told


@pytest.mark.parametrize(
    ("said", "passive"),
    [
        ("The rope is pulled", True), ("The knot was quickly tied", True), ("It gets broken", True),
        ("The ends are not seen", True), ("You are tired", False), ("The rope is old", False), ("It is a bed", False),
        ("You pulled it", False),
    ],
)  # fmt: skip
def test_the_passive_voice(said: str, passive: bool) -> None:  # noqa: FBT001 - the table reads well so
    """Two of ten passive sentences are more than the limit of one; what says how somebody is counts as none."""
    listed = ", ".join(f"'{each}'" for each in (said, said, *["Pull at both ends"] * 8))
    assert len(found(rules.PASSIVE_VOICE, {EN: handout(f"bullets: [{listed}]")})) == passive


def test_terms_are_explained_in_each_handout() -> None:
    """A term is told once where the handout lacks the glossary, and not where it prints it."""
    glossary = section(
        "definitions: [{id: bend, term: Bend, meaning: 'It joins two ropes.'}]", name="words", role="glossary"
    )
    text = words(section(f"'**Tie a [[bend|bend]].** A [[bend|bend]] holds. {CITED}'"), glossary)
    assert found(rules.UNEXPLAINED_TERM, {EN: text}) == []
    without = sheet().replace("[rest, references]", "[{role: signs}, references]")
    (problem,) = found(rules.UNEXPLAINED_TERM, {EN: text, LAYOUT: without})
    assert problem.position == Position(EN, line_of(text, "**Tie"), 9)


@pytest.mark.parametrize(("said", "told"), [("Administer ropes.", 1), ("Give ropes.", 0), ("Readminister ropes.", 0)])
def test_jargon(said: str, told: int) -> None:
    """A word of the list is told with the plainer one, as a whole word in any case."""
    problems = found(rules.JARGON, {EN: handout(f"'{said}'")})
    assert [problem.hint for problem in problems] == ["write 'give', or explain it"] * told


def test_jargon_that_is_explained() -> None:
    """A word that the handout's own glossary explains may be used."""
    glossary = "definitions: [{id: edema, term: Edema, meaning: 'Swelling.'}]"
    assert found(rules.JARGON, {EN: handout("'The edema grows.'", glossary)}) == []
    assert len(found(rules.JARGON, {EN: handout("'The edema grows.'")})) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Call the SAR.", 1),
        ("Call search and rescue (SAR). The SAR comes.", 0),
        ("The SAR (search and rescue) comes.", 0),
        ("The SAR, search and rescue, comes.", 0),
        ("Search and rescue, or SAR for short, comes.", 0),
        ("In the US, at 5 PM.", 0),
        ("The SAR and the SAR.", 1),
        ("12 River Road, Springfield, IL 62701", 0),
        ("Come to St. Paul, MN.", 0),
        ("Write to Toronto, ON M5H 2N2.", 0),
        ("Ask for IL.", 1),
        ("Ropes, IL and more.", 1),
    ],
)
def test_open_acronyms(said: str, told: int) -> None:
    """Capitals are told once where nothing says what they stand for."""
    assert len(found(rules.UNDEFINED_ACRONYM, {EN: handout(f"'{said}'")})) == told


@pytest.mark.parametrize(
    ("said", "told"),
    [("Take 1/3.", 1), ("Take ½ of it.", 1), ("Half of it.", 1), ("On 1/2/2026.", 0), ("1 in 3.", 0)]
    + [
        (f"{words}.", 0)
        for words in ("½ cup", "Drink 1/2 a cup", "1½ tablets", "a ¼-inch rope", "¾ of a cup", "24/7", "90/60")
    ]
    + [("One third of all people", 1), ("One quarter cup", 0), ("2/3 of all people", 1)],
)
def test_fractions(said: str, told: int) -> None:
    """Fractions in digits, as signs and in words are told; days, frequencies, amounts and what is larger than one are
    none."""
    assert len(found(rules.FRACTION, {EN: handout(f"'{said}'")})) == told


@pytest.mark.parametrize(("count", "told"), [(147, 0), (148, 1)])
def test_long_sections(count: int, told: int) -> None:
    """More than 150 words in paragraphs are told at their heading; a list in between begins anew."""
    text = handout(f"'{' '.join(['rope'] * (count - 1))}.'")  # 'Pull at both ends.' stands before them
    problems = found(rules.LONG_SECTION, {EN: text})
    assert [problem.position for problem in problems] == [Position(EN, line_of(text, "What is it"), 12)] * told
    parted = handout(f"'{' '.join(['rope'] * 100)}.'", "bullets: [Pull]", f"'{' '.join(['rope'] * 100)}.'")
    assert found(rules.LONG_SECTION, {EN: parted}) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("PULL NOW hard.", 0),
        ("PULL IT NOW.", 1),
        ("Read DNA and RNA.", 0),
        ("Не садитесь за руль.", 0),
        ("НЕ САДИТЕСЬ ЗА РУЛЬ.", 1),
        ("Đừng tự lái xe.", 0),
        ("لا تقد السيارة بنفسك.", 0),
    ],
)
def test_capitals(said: str, told: int) -> None:
    """Three words in a row in capitals are reported, in every script that has capitals."""
    assert len(found(rules.CAPITALS, {EN: handout(f"'{said}'")})) == told


@pytest.mark.parametrize(
    ("said", "told"), [("*Pull it now.*", 0), ("*Pull it right now.*", 1), ("**Pull it right now.**", 0)]
)
def test_long_emphasis(said: str, told: int) -> None:
    """More than three words in slanted letters are told; strong ones are not."""
    assert len(found(rules.LONG_ITALICS, {EN: handout(f"'{said}'")})) == told
