"""What nothing can be said about: rules that had nothing to look at, in handouts that are judged as they are made."""

from __future__ import annotations

from tests.rules.ropes import EN, FACTS, GL, LAYOUT, facts, judged, labels_in, section, sheet, words

from caresheet.model import rules
from caresheet.model.problem import Rule
from caresheet.rules.unjudged import Undecided

STEPS = "steps: ['Pull both ends.', 'Tie a knot.']"
LONG = f"bullets: [{', '.join(['Pull at both ends.'] * 12)}]"
TABLE = "table: {caption: 'Ropes', columns: ['Rope', 'Use'], rows: [['Hemp', 'Sails']]}"


def silent(files: dict[str, str], name: str = "ropes-sheet-en") -> Undecided:
    (one,) = [each for each in judged(files).handouts if each.name == name]
    assert one.undecided is not None
    return one.undecided


def names(*those: Rule) -> set[str]:
    return {rule.name for rule in those}


def test_what_is_not_there() -> None:
    """Captions and tables are not judged where there is neither figure nor table; a table is judged."""
    bare = silent({EN: words(section("'Pull. [@S1; @S2]'"))})
    assert bare.not_applicable == names(rules.FIGURE_CAPTION, rules.EMPTY_HEADER, rules.TABLE_COLUMNS)
    assert silent({EN: words(section("'Pull. [@S1; @S2]'", TABLE))}).not_applicable == names(rules.FIGURE_CAPTION)


def test_a_short_handout_has_no_grade() -> None:
    """Of fewer than ten sentences, nothing is said of grade, mean and voice; of more, all of it is."""
    of_many = names(rules.READING_GRADE, rules.AVERAGE_SENTENCE_LENGTH, rules.PASSIVE_VOICE)
    assert silent({EN: words(section("'Pull. [@S1; @S2]'", STEPS))}).not_judged == of_many
    assert silent({EN: words(section("'Pull. [@S1; @S2]'", STEPS, LONG))}).not_judged == frozenset()


def test_without_steps() -> None:
    """Whether steps are short is not told where there are none."""
    assert silent({EN: words(section("'Pull. [@S1; @S2]'", LONG))}).not_judged == names(rules.LONG_STEPS)


def test_for_clinicians() -> None:
    """Rules for lay readers say nothing of a handout for others."""
    told = silent(
        {EN: words(section("'Pull. [@S1; @S2]'", STEPS, LONG)), LAYOUT: sheet("limits: {sailor: {lay: no}}\n")}
    )
    assert {rules.JARGON.name, rules.MAIN_MESSAGE.name, rules.MISSING_SUMMARY.name} <= told.not_judged
    assert rules.PASSIVE_VOICE.name not in told.not_judged


def test_without_a_limit() -> None:
    """What has no limit is not judged."""
    limits = "limits: {sailor: {reading_grade: none, smog_grade: none, sentence_mean: none, passive_share: none}}\n"
    told = silent({EN: words(section("'Pull. [@S1; @S2]'", STEPS, LONG)), LAYOUT: sheet(limits)})
    assert told.not_judged == names(rules.READING_GRADE, rules.AVERAGE_SENTENCE_LENGTH, rules.PASSIVE_VOICE)


def test_a_language_without_words() -> None:
    """Rules that go by a language's words or formula say nothing of a language that nobody wrote them down for."""
    french = words(section("'Tirez. [@S1; @S2]'", STEPS, LONG))
    told = silent({EN: french, GL: french, FACTS: facts(), "labels/gl.yaml": labels_in("en")}, "ropes-sheet-gl")
    by_words = names(
        rules.ACTION_STEPS, rules.JARGON, rules.UNDEFINED_ACRONYM, rules.PASSIVE_VOICE, rules.READING_GRADE
    )
    assert by_words <= told.not_judged
    assert rules.SENTENCE_LENGTH.name not in told.not_judged
