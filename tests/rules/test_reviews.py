"""Whether somebody vouches for the words: told on the very day, at the line where an editor acts, in both languages."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.rules.ropes import (
    CLINIC,
    EN,
    ES,
    FACTS,
    LAYOUT,
    TODAY,
    facts,
    found,
    line_of,
    project,
    refused,
    section,
    sheet,
    words,
)

from caresheet.app.judging import judge, refusals
from caresheet.app.selection import jobs
from caresheet.compose import as_reviewed, compose
from caresheet.delivery import append_review
from caresheet.model import rules
from caresheet.model.problem import Position, Problem, Rule, Severity
from caresheet.model.review import Review, Reviewer
from caresheet.model.wording import fingerprint, text_units

ON, DUE = date(2026, 11, 10), date(2027, 11, 9)
DAY = timedelta(days=1)
TEXTS = {
    EN: words(section("'Pull at **both** ends. [@S1; @S2]'")),
    ES: words(section("'Tire de **ambos** cabos. [@S1; @S2]'"), translates=True),
}
REVIEWS = {EN: "content/ropes/reviews/en.yaml", ES: "content/ropes/reviews/es.yaml"}
BOTH = pytest.mark.parametrize("language", [EN, ES], ids=["en", "es"])


def recorded(texts: dict[str, str], folder: Path) -> dict[str, str]:
    """The project with these texts and a review of each language, as `caresheet review` writes it."""
    reviews = {}
    for job in jobs(project(texts), today=ON):
        path = folder / f"{job.topic.language}.yaml"
        handouts = (as_reviewed(job, compose(job).wording),)
        who = Reviewer("Kim Example", "RN", "Example Harbour")
        append_review(Review.recorded(who, (ON, DUE), "0.1", handouts, text_units(job.topic), path.name), path)
        reviews[REVIEWS[job.topic.position.file]] = path.read_text(encoding="utf-8")
    return texts | reviews


@pytest.fixture
def reviewed(tmp_path: Path) -> dict[str, str]:
    return recorded(TEXTS, tmp_path)


def told(rule: Rule, files: dict[str, str], today: date, language: str) -> list[Problem]:
    """What a rule finds in one language's files or in what all languages share."""
    theirs = {EN: (ES, REVIEWS[ES]), ES: (EN, REVIEWS[EN])}[language]
    return [each for each in found(rule, files, today=today) if each.position and each.position.file not in theirs]


# --- review-soon, past-review ---------------------------------------------------------------------------------------
@BOTH
@pytest.mark.parametrize(
    ("today", "soon", "past"),
    [
        (DUE - 60 * DAY, [], []),
        (DUE - 59 * DAY, [f"the review of {ON} expires on {DUE}"], []),
        (DUE, [f"the review of {ON} expires on {DUE}"], []),
        (DUE + DAY, [], [f"the review of {ON} expired on {DUE}"]),
    ],
)
def test_a_review_ends(reviewed: dict[str, str], language: str, today: date, soon: list[str], past: list[str]) -> None:
    """From 60 days before its end a review is told of at its own place, on its last day too, and then as past."""
    for rule, said in ((rules.REVIEW_SOON, soon), (rules.PAST_REVIEW, past)):
        problems = told(rule, reviewed, today, language)
        assert [problem.message for problem in problems] == said
        assert all(problem.position == Position(REVIEWS[language], 4, 5) for problem in problems)
        assert all(problem.hint == "have it reviewed again: caresheet review" for problem in problems)


@pytest.mark.parametrize(("days", "count"), [("10", 0), ("11", 1), ("none", 0)])
def test_the_days_are_the_layouts(reviewed: dict[str, str], days: str, count: int) -> None:
    """How long before its end a review is told of is for the layout to say; `none` asks for nothing."""
    files = reviewed | {LAYOUT: sheet(f"limits: {{sailor: {{review_notice_days: {days}}}}}\n")}
    assert len(told(rules.REVIEW_SOON, files, DUE - 10 * DAY, EN)) == count


@BOTH
@pytest.mark.parametrize(("today", "count"), [(date(2027, 11, 1), 0), (date(2027, 11, 2), 1)])
def test_a_draft_ends_with_its_facts(language: str, today: date, count: int) -> None:
    """Without a review, the words end a year after their facts were checked; told once, at the day in topic.yaml."""
    problems = told(rules.PAST_REVIEW, TEXTS, today, language)
    assert [problem.position for problem in problems] == [Position(FACTS, 2, 16)] * count
    said = "the facts were checked on 2026-11-01: do not use anything after 2027-11-01"
    assert [problem.message for problem in problems] == [said] * count
    assert all("after `facts_checked:`" in problem.hint for problem in problems)
    assert told(rules.REVIEW_SOON, TEXTS, today, language) == []


# --- future-date ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "future", "where", "what"),
    [
        ("facts_checked: 2026-11-01", "facts_checked: 2062-11-01", (2, 16), "the facts were checked on 2062-11-01"),
        ("seen: 2026-11-01", "seen: 2026-11-25", (7, 3), "the source 'S1' was seen on 2026-11-25"),
        ("year: '2025'", "year: '2025, new in 2027'", (7, 3), "the source 'S1' was published on 2027-01-01"),
    ],
)
def test_what_was_done_after_today(typed: str, future: str, where: tuple[int, int], what: str) -> None:
    """A day after today on which something was done is a fault at its own place; today is not."""
    file = facts()
    assert told(rules.FUTURE_DATE, TEXTS | {FACTS: file}, TODAY, EN) == []
    (problem,) = told(rules.FUTURE_DATE, TEXTS | {FACTS: file.replace(typed, future, 1)}, TODAY, EN)
    assert problem.position == Position(FACTS, *where)
    assert problem.message == f"{what}, which is after today, {TODAY}"
    assert problem.rule.severity is Severity.FAULT


def test_a_review_of_tomorrow(reviewed: dict[str, str]) -> None:
    """A review vouches for nothing before it was made."""
    assert told(rules.FUTURE_DATE, reviewed, ON, EN) == []
    (problem,) = told(rules.FUTURE_DATE, reviewed, ON - DAY, EN)
    assert problem.position == Position(REVIEWS[EN], 4, 5)


# --- not-reviewed ---------------------------------------------------------------------------------------------------
@BOTH
def test_without_a_review_the_topic_is_told(language: str) -> None:
    """Where nobody has ever reviewed, the file itself is told."""
    (problem,) = told(rules.NOT_REVIEWED, TEXTS, ON, language)
    assert problem.position == Position(language, 1, 1)
    assert f"no review of '{language[-7:-5]}' on record" in problem.message
    assert problem.hint == "record one with: caresheet review"


@BOTH
def test_a_reviewed_handout_is_not_told(reviewed: dict[str, str], language: str) -> None:
    """What was reviewed word for word is no draft, also past its day and with other line ends."""
    assert told(rules.NOT_REVIEWED, reviewed, DUE + DAY, language) == []
    broken = reviewed | {language: reviewed[language].replace("\n", "\r\n")}
    assert told(rules.NOT_REVIEWED, broken, ON, language) == []


@BOTH
@pytest.mark.parametrize("letters", [48, 49, 80])
def test_changed_words_are_told_at_their_line(reviewed: dict[str, str], language: str, letters: int) -> None:
    """A changed text is told where it stands, with its words; of more than 48 letters, the first ones are quoted."""
    words_ = {EN: "Pull at both ends. [@S1; @S2]", ES: "Tire de ambos cabos. [@S1; @S2]"}[language]
    more = "!" * (letters - len(words_))
    changed = reviewed[language].replace(" [@S1", f"{more} [@S1")
    (problem,) = told(rules.NOT_REVIEWED, reviewed | {language: changed}, ON, language)
    assert problem.position == Position(language, line_of(changed, " [@S1"), 9)
    now = words_.replace(" [@S1", f"{more} [@S1")
    quoted = now if letters == 48 else f"{now[:48]}…"
    by = f"is not what Kim Example reviewed on {ON}, so the handouts that print it are drafts again"
    assert problem.message == f"'{quoted}' {by}"
    assert problem.hint == "have it reviewed again: caresheet review"


def test_a_changed_original_is_told_at_its_translation(reviewed: dict[str, str]) -> None:
    """Whatever a translation renders, it was reviewed as its rendering: told where it names its original."""
    changed = reviewed | {EN: reviewed[EN].replace("both", "all")}
    (problem,) = told(rules.NOT_REVIEWED, changed, ON, ES)
    assert problem.position == Position(ES, 1, 20)
    assert problem.message == f"the original of this translation has changed since Kim Example reviewed it on {ON}"


@BOTH
def test_a_moved_section_is_told_at_the_layout(language: str, tmp_path: Path) -> None:
    """The same words in another order are another handout: told at the layout's placements."""
    notes = section("'Hold. [@S1]'", name="two", role="notes")
    files = recorded({path: text + notes for path, text in TEXTS.items()}, tmp_path)
    assert told(rules.NOT_REVIEWED, files, ON, language) == []
    files[LAYOUT] = sheet().replace("[rest", "[{role: notes}, rest")
    (problem,) = told(rules.NOT_REVIEWED, files, ON, language)
    assert problem.position == Position(LAYOUT, 2, 9)
    assert problem.message == f"the layout 'sheet' adds, moves or leaves out sections that Kim Example reviewed on {ON}"


# --- outdated-translation -------------------------------------------------------------------------------------------
def translated(digest: str) -> dict[str, str]:
    return TEXTS | {ES: TEXTS[ES].replace("{from: en}", f"{{from: en, hash: {digest}}}")}


def test_a_translation_of_other_words_is_told() -> None:
    """One that renders the words that are there is up to date; one changed word, and it is told where it names them,
    with the hash to write then."""
    (english,) = (topic for topic in project(TEXTS).topics if topic.language == "en")
    files = translated(fingerprint(text_units(english)))
    assert found(rules.OUTDATED_TRANSLATION, files) == []
    files[EN] = files[EN].replace("both", "all")
    (problem,) = found(rules.OUTDATED_TRANSLATION, files)
    assert problem.position == Position(ES, 1, 20)
    assert problem.message == "en.yaml has changed since this translation was made"
    assert found(rules.OUTDATED_TRANSLATION, files | translated(problem.hint[-64:]) | {EN: files[EN]}) == []


def test_looks_of_the_original_outdate_nothing() -> None:
    """Other line ends, another order of keys or new comments leave a translation up to date; so does having no hash."""
    (english,) = (topic for topic in project(TEXTS).topics if topic.language == "en")
    files = translated(fingerprint(text_units(english)))
    files[EN] = "# A comment.\r\n" + files[EN].replace("\n", "\r\n")
    assert found(rules.OUTDATED_TRANSLATION, files) == []
    assert found(rules.OUTDATED_TRANSLATION, TEXTS | {EN: TEXTS[EN].replace("both", "all")}) == []


# --- broken-review --------------------------------------------------------------------------------------------------
@BOTH
@pytest.mark.parametrize(
    ("old", "new"), [("'RN'", "'MD'"), ("2027-11-09", "2028-11-09"), ("ropes.example", "r.example")]
)
def test_a_review_changed_by_hand_is_refused(reviewed: dict[str, str], language: str, old: str, new: str) -> None:
    """Who, until when, and every word of a review stay as they were recorded."""
    path = REVIEWS[language]
    assert refused(reviewed) == []
    assert refused(reviewed | {path: reviewed[path].replace(old, new)}) == ["broken-review"]


# --- emergency-numbers ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("profile", "missing"),
    [
        ("", ["emergency", "after_hours_phone"]),
        ("emergency: '112'\n", ["after_hours_phone"]),
        ("after_hours_phone: '555-0110'\nemergency: ''\n", ["emergency"]),
        ("emergency: '112'\nafter_hours_phone: '555-0110'\n", []),
    ],
)
def test_what_leaves_the_house_has_its_numbers(profile: str, missing: list[str]) -> None:
    """A release for a clinic is refused for each number that its profile lacks, and one for nobody is not."""
    whole = project(TEXTS | {CLINIC: f"name: 'The harbour'\n{profile}"})
    judged = judge(whole, jobs(whole, today=ON), pages=False)
    problems = [each for each in refusals(judged, whole.clinic) if each.rule is rules.EMERGENCY_NUMBERS]
    assert [problem.message for problem in problems] == [f"the clinic's profile has no `{key}`" for key in missing]
    assert [problem.hint for problem in problems] == [f"fill in `{key}:`" for key in missing]
    lines = profile.splitlines()
    given = {line.partition(":")[0]: number for number, line in enumerate(lines, start=2)}
    assert [problem.position.line for problem in problems if problem.position] == [given.get(key, 1) for key in missing]
    assert all(each.rule is not rules.EMERGENCY_NUMBERS for each in refusals(judged, None))
