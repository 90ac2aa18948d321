"""What a handout says, and who vouches for it: promises about every topic, and about reviews."""

from __future__ import annotations

import re
from datetime import date
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields, replace
from tests.compose.builders import HERE, TODAY, clinic_value, job, layout, paragraph, part, place, section, topic
from tests.compose.generated import AUDIENCES, Made, topics

from caresheet.compose import as_reviewed, compose, wording_of
from caresheet.model.changes import changes, marked
from caresheet.model.document import Paragraph
from caresheet.model.job import Job
from caresheet.model.layout import ByRole
from caresheet.model.look import PanelSize
from caresheet.model.problem import Position
from caresheet.model.review import Review, Reviewer, ReviewState
from caresheet.model.text import Placeholder, TextRun
from caresheet.model.topic import Topic, Translates
from caresheet.model.wording import fingerprint, text_units

many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
Whole = TypeVar("Whole")
WHO = Reviewer("Ana Example", "MD", "Example Hospital")


def reworded(whole: Whole, old: str, new: str) -> Whole:
    """The same value with one word in place of another."""
    if isinstance(whole, tuple):
        return tuple(reworded(each, old, new) for each in whole)  # type: ignore[return-value]
    if isinstance(whole, TextRun):
        return replace(whole, text=re.sub(rf"\b{old}\b", new, whole.text))
    if isinstance(whole, Struct) and not isinstance(whole, type | Position):
        return replace(whole, **{each.name: reworded(getattr(whole, each.name), old, new) for each in fields(whole)})
    return whole


def said(whole: Topic, audience: str) -> str:
    return fingerprint(wording_of(whole, whole.handouts[0], layout(audience=audience)))


@many
@given(topics(), st.data())
def test_a_changed_word_changes_what_its_readers_are_told(made: Made, data: st.DataObject) -> None:
    """Another word changes the fingerprint of every handout that prints it, and of no other."""
    word = data.draw(st.sampled_from(sorted(made.words)))
    other = reworded(made.topic, word, "another")
    for audience in AUDIENCES:
        assert (said(made.topic, audience) != said(other, audience)) == (audience in made.words[word])
    assert fingerprint(text_units(made.topic)) != fingerprint(text_units(other))


@many
@given(topics())
def test_every_word_is_in_one_text_unit(made: Made) -> None:
    """All that a topic says to anyone stands in its text units, once and in order, so that a reviewer sees it."""
    told = " ".join(each.words for each in text_units(made.topic) if each.part.startswith("section "))
    assert re.findall(r"w\d+w", told) == list(made.words)


@many
@given(topics(), st.data())
def test_changes_name_what_changed(made: Made, data: st.DataObject) -> None:
    """Nothing changed is no change; one word changed is one change, with the word out and the other in."""
    word = data.draw(st.sampled_from(sorted(made.words)))
    old, new = text_units(made.topic), text_units(reworded(made.topic, word, "another"))
    assert changes(old, old) == ()
    (change,) = changes(old, new)
    assert (change.old in old, change.new in new) == (True, True)
    assert word in marked(change)
    assert "another" in marked(change)


@many
@given(topics())
def test_changes_find_what_came_and_went(made: Made) -> None:
    """A section that is not there any more is told text by text, each with one side only."""
    assume(len(made.topic.sections) > 1)
    shorter = replace(made.topic, sections=made.topic.sections[1:])
    gone = changes(text_units(made.topic), text_units(shorter))
    assert gone
    assert all(each.new is None for each in gone)
    assert all(each.old is None for each in changes(text_units(shorter), text_units(made.topic)))


def reviewed(made: Job, *, on: date = TODAY, due: date = date(2027, 5, 1)) -> Job:
    """The job with a review of its words as they are."""
    handout = as_reviewed(made, compose(made).wording)
    review = Review.recorded(WHO, (on, due), "1", (handout,), text_units(made.topic), "reviews/en.yaml")
    return replace(made, reviews=(*made.reviews, review))


def handout_of(whole: Topic) -> Job:
    return job(whole, whole.handouts[0], layout())


TWO = (section("one", paragraph("First."), role="tasks"), section("two", paragraph("Second."), role="notes"))


def test_without_a_review_it_is_a_draft_for_a_year() -> None:
    """A draft ends a year after its facts were checked (2026-01-01), and is past on the next day."""
    made = handout_of(topic(*TWO))
    now = compose(made).review_status
    assert (now.state, now.due, now.is_past, now.review) == (ReviewState.DRAFT, date(2027, 1, 1), False, None)
    assert not compose(replace(made, today=date(2027, 1, 1))).review_status.is_past
    assert compose(replace(made, today=date(2027, 1, 2))).review_status.is_past


@pytest.mark.parametrize(
    ("translates", "sentences"), [(None, "DRAFT"), (Translates("en", "", HERE), "DRAFT NOT TRANSLATED WELL")]
)
@pytest.mark.parametrize("panels", [None, PanelSize(240, 150)])
def test_a_draft_names_no_day_of_last_use(
    translates: Translates | None, sentences: str, panels: PanelSize | None
) -> None:
    """A draft says that it is one beside its title, at the foot of its pages and on panels that are cut out of them, a
    translation that nobody has reviewed also that; only reviewed words may be used until a day, told in long words."""
    whole = replace(topic(*TWO), translates=translates)
    look = replace(layout().look, panels=panels)
    made = replace(handout_of(whole), layout=replace(layout(), look=look), original=topic(*TWO))
    draft, seen = compose(made).document, compose(reviewed(made)).document
    assert (draft.banner, seen.banner) == ("DRAFT", "")
    assert "DRAFT" not in seen.footer.center + seen.imprint
    assert draft.footer.center == sentences
    assert seen.footer.center.endswith("\u00a0· use\u00a0until\u00a01\u00a0May\u00a02027")
    if panels:
        assert draft.imprint == f"Version 1.2\u00a0· {sentences}"
        assert seen.imprint.endswith("\u00a0· until 1\u00a0May 2027")
        assert draft.imprint.count("20") == 0


def test_a_text_says_when_the_facts_were_checked() -> None:
    """`{{topic.facts_checked}}` prints the day of topic.yaml as the language writes days, bold where it stands so."""
    asked = paragraph(TextRun("Looked up on "), Placeholder("topic.facts_checked", strong=True), TextRun("."))
    made = compose(handout_of(topic(section("one", asked))))
    (element,) = made.document.sections[0].elements
    assert isinstance(element, Paragraph)
    assert element.text.runs == (TextRun("Looked up on "), TextRun("1\u00a0Jan 2026", strong=True), TextRun("."))
    assert "Looked up on {{topic.facts_checked}}." in {unit.words for unit in made.wording}


def test_a_review_stands_until_its_last_day() -> None:
    """Reviewed words stand until the day that the reviewer named."""
    made = reviewed(handout_of(topic(*TWO)))
    now = compose(made).review_status
    assert (now.state, now.due, now.is_past) == (ReviewState.REVIEWED, date(2027, 5, 1), False)
    assert not compose(replace(made, today=date(2027, 5, 1))).review_status.is_past
    assert compose(replace(made, today=date(2027, 5, 2))).review_status.is_past


@pytest.mark.parametrize(("words", "told"), [("Hot from {}.", True), ("Hot.", False)])
def test_a_default_is_reviewed_where_it_may_be_printed(words: str, told: bool) -> None:  # noqa: FBT001 - a table
    """A topic's default belongs to the words of the handouts that have a place for it, and to no others."""
    before, found, after = words.partition("{}")
    asked = paragraph(before, *((Placeholder("clinic.fever_threshold"), after) if found else ()))
    default = clinic_value("fever_threshold", "100.4 °F (38 °C)")
    made = compose(handout_of(replace(topic(section("one", asked)), defaults=(default,))))
    assert ("100.4 °F (38 °C)" in {unit.words for unit in made.wording}) is told


@pytest.mark.parametrize("turn", ["dropped", "moved"])
def test_a_layout_that_shows_something_else(turn: str) -> None:
    """A section that the layout drops or moves makes the handout a draft, though every word of it was reviewed."""
    made = reviewed(handout_of(topic(*TWO)))
    notes, tasks = place(ByRole("notes")), place(ByRole("tasks"))
    other = layout(notes) if turn == "dropped" else layout(notes, tasks)
    assert compose(replace(made, layout=other)).review_status.state is ReviewState.DRAFT


def test_the_last_review_counts() -> None:
    """Words that an earlier review read are a draft again once a later review has read others."""
    first, second = topic(*TWO), topic(section("one", paragraph("Third."), role="tasks"))
    made = reviewed(reviewed(handout_of(first)), on=date(2026, 11, 1))
    later = reviewed(replace(made, topic=second, handout=second.handouts[0]))
    assert compose(later).review_status.state is ReviewState.REVIEWED
    assert compose(replace(later, topic=first)).review_status.state is ReviewState.DRAFT


def test_a_changed_original_makes_its_translation_a_draft() -> None:
    """A translation is reviewed against its original: another original, and nobody vouches for it."""
    original = topic(*TWO)
    own = replace(original, language="es", translates=Translates("en", "", original.position))
    made = reviewed(replace(handout_of(own), original=original))
    assert compose(made).review_status.state is ReviewState.REVIEWED
    changed = topic(TWO[0], section("two", paragraph("Second, and more."), role="notes"))
    assert compose(replace(made, original=changed)).review_status.state is ReviewState.DRAFT


def test_white_space_and_unicode_forms_are_no_words() -> None:
    """Single or several spaces, and composed or decomposed letters, are the same words."""
    plain, spaced = topic(section("one", paragraph("Más agua."))), topic(section("one", paragraph("Ma\u0301s  agua. ")))
    assert fingerprint(text_units(plain)) == fingerprint(text_units(spaced))


def test_a_critical_flag_is_part_of_the_words() -> None:
    """A section that is critical no longer has to be reviewed again."""
    calm = replace(TWO[0], critical=False)
    alarm = replace(TWO[0], critical=True)
    assert fingerprint(text_units(topic(calm))) != fingerprint(text_units(topic(alarm)))


def test_subsections_belong_to_their_section() -> None:
    """What stands in a subsection is told as part of its section, for the section's readers."""
    whole = topic(section("one", paragraph("First."), subsections=(part("inner", paragraph("Within.")),)))
    found = [each for each in text_units(whole) if each.words == "Within."]
    assert [(each.part, each.audience) for each in found] == [("section one", "everyone")]


def test_every_field_of_a_review_is_sealed() -> None:
    """Whatever of a review is changed, its digest is another."""
    (review,) = reviewed(handout_of(topic(*TWO))).reviews
    assert review.digest() == review.sha256
    for changed in (
        replace(review, reviewer=replace(WHO, name="B")),
        replace(review, reviewer=replace(WHO, credential="B")),
        replace(review, reviewer=replace(WHO, organization="B")),
        replace(review, reviewed_on=date(2026, 1, 1)),
        replace(review, due=date(2030, 1, 1)),
        replace(review, version="9"),
        replace(review, handouts=()),
        replace(review, said=review.said[1:]),
    ):
        assert changed.digest() != review.sha256
