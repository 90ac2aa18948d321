"""What can save a life stands in every handout, whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.compose.builders import (
    CLINIC,
    HERE,
    LABELS,
    LAYOUT,
    cite,
    common,
    fill,
    job,
    layout,
    paragraph,
    part,
    place,
    section,
    term,
    text,
    topic,
)
from tests.compose.generated import AUDIENCES, Made, topics
from tests.compose.test_compose_properties import document_of
from tests.rules.judged import context, judged_topic

from caresheet.compose import compose
from caresheet.model import rules
from caresheet.model.document import KeepTogether, Paragraph
from caresheet.model.layout import ByRole, Layout, Rest
from caresheet.model.text import TextRun
from caresheet.model.topic import EVERYONE, ByAudience, Option
from caresheet.rules import faults
from caresheet.rules.critical import critical_left_out

STOP = section(
    "stop",
    paragraph("Let go at 5 mm ", cite("S1"), " of ", term("bight", "bight"), fill("clinic.phone"), " and shout."),
    role="warning",
    critical=True,
    subsections=(part("then", paragraph("Then ", TextRun("run", strong=True), ".")),),
)
OTHER = section("other", paragraph("Coil it."), role="notes")


def test_nothing_to_say_when_it_is_there() -> None:
    """A critical section that is printed whole, with everything in it looked up and finely set, is no problem."""
    assert judged_topic(STOP, OTHER, by=layout()) == ()


def test_other_sections_may_be_left_out() -> None:
    """Only critical sections have to be placed."""
    assert judged_topic(STOP, OTHER, by=layout(place(ByRole("warning")))) == ()


def test_without_a_place_it_is_left_out() -> None:
    """A layout that has no place for a critical section is told which one, where its places stand."""
    (problem,) = judged_topic(STOP, OTHER, by=layout(place(ByRole("notes"))))
    assert (problem.rule, problem.position) == (rules.CRITICAL_LEFT_OUT, LAYOUT)
    assert "'stop'" in problem.message
    assert "'sheet'" in problem.message
    assert "role: warning" in problem.hint


def test_leaving_out_its_role_is_told() -> None:
    """A critical section cannot be left out of the rest."""
    (problem,) = judged_topic(STOP, OTHER, by=layout(place(Rest()), left_out=("warning",)))
    assert problem.rule is rules.CRITICAL_LEFT_OUT


def test_for_other_readers_it_is_left_out() -> None:
    """A critical section that is not for the layout's reader is told at the section."""
    narrow = replace(STOP, audiences=frozenset({"climber"}), position=replace(HERE, line=99))
    (problem,) = judged_topic(narrow, OTHER, by=layout())
    assert (problem.rule, problem.position) == (rules.CRITICAL_LEFT_OUT, narrow.position)
    assert "'sailor'" in problem.message


@pytest.mark.parametrize(
    "lost",
    [
        paragraph("Theirs.", to=common("climber")),
        ByAudience(common(), (Option("climber", (paragraph("Theirs."),)), Option(EVERYONE, (paragraph("Ours."),)))),
    ],
)
def test_not_whole_is_left_out(lost: object) -> None:
    """A critical section of which a block is for other readers is told, with the words that are missing."""
    (problem,) = judged_topic(replace(STOP, blocks=(*STOP.blocks, lost)), by=layout())  # type: ignore[arg-type]
    assert (problem.rule, problem.position) == (rules.CRITICAL_LEFT_OUT, HERE)
    assert "'Theirs.'" in problem.message


def test_a_lost_subsection_is_told() -> None:
    """A subsection for other readers leaves a critical section incomplete."""
    theirs = part("theirs", paragraph("Theirs."), audiences=("climber",))
    (problem,) = judged_topic(replace(STOP, subsections=(*STOP.subsections, theirs)), by=layout())
    assert problem.rule is rules.CRITICAL_LEFT_OUT


def test_its_title_may_be_worded_anew() -> None:
    """A handout may give a critical section another heading."""
    whole = topic(STOP)
    handout = replace(whole.handouts[0], titles=(("stop", text("Stop now")),))
    document = compose(job(whole, handout, layout(), CLINIC, LABELS)).document
    assert faults(context(document, whole, layout())) == ()


def test_words_elsewhere_do_not_count() -> None:
    """The same words in another section do not stand in for the critical one's."""
    whole = topic(STOP, replace(STOP, id="copy", critical=False, position=replace(HERE, line=50)))
    document = compose(job(whole, whole.handouts[0], layout(), CLINIC, LABELS)).document
    cut = replace(document, sections=document.sections[1:])
    assert [problem.rule for problem in faults(context(cut, whole, layout()))] == [rules.CRITICAL_LEFT_OUT]


def test_another_section_of_that_name_does_not_count() -> None:
    """A section of the document that came from elsewhere does not stand in for the critical one, whatever its name."""
    whole = topic(STOP)
    document = compose(job(whole, whole.handouts[0], layout(), CLINIC, LABELS)).document
    foreign = tuple(replace(each, position=LAYOUT) for each in document.sections)
    problems = faults(context(replace(document, sections=foreign), whole, layout()))
    assert [problem.rule for problem in problems] == [rules.CRITICAL_LEFT_OUT]


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 1), (1, 2)])
def test_order_and_number_count(order: tuple[int, ...]) -> None:
    """Words in another order, or once where they were written twice, are not the whole section."""
    whole = topic(section("stop", *(paragraph(words) for words in ("No.", "Let go.", "No.")), critical=True))
    document = compose(job(whole, whole.handouts[0], layout(), CLINIC, LABELS)).document
    (stop,) = document.sections
    changed = replace(stop, elements=tuple(stop.elements[number] for number in order))
    problems = faults(context(replace(document, sections=(changed,)), whole, layout()))
    assert [problem.rule for problem in problems] == [rules.CRITICAL_LEFT_OUT]


def test_a_layout_without_places() -> None:
    """Even a layout that places nothing gets an answer with a position."""
    bare = replace(layout(), placements=())
    whole = topic(STOP)
    document = compose(job(whole, whole.handouts[0], layout(), CLINIC, LABELS)).document
    (problem,) = faults(context(replace(document, sections=()), whole, bare))
    assert problem.position == bare.position


# --- for every topic ------------------------------------------------------------------------------------------------
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def found(made: Made, by: Layout, document: object) -> list[object]:
    case = context(document, made.topic, by)  # type: ignore[arg-type]
    return list(critical_left_out(case))


@many
@given(topics(), st.sampled_from(sorted(AUDIENCES)))
def test_told_exactly_when_words_are_missing(made: Made, audience: str) -> None:
    """The rule is silent when each word of each critical section is for the reader, and speaks when one is not."""
    document = document_of(made, audience)
    assume(document is not None)
    whole = all(audience in made.words[word] for words in made.critical.values() for word in words)
    assert bool(found(made, layout(audience=audience), document)) == (not whole)


@many
@given(topics(), st.sampled_from(sorted(AUDIENCES)), st.data())
def test_told_when_an_element_is_lost(made: Made, audience: str, data: st.DataObject) -> None:
    """Wherever an element is taken out of a critical section that was whole, the rule speaks."""
    document = document_of(made, audience)
    by = layout(audience=audience)
    assume(document is not None and made.critical and not found(made, by, document))
    assert document is not None
    name = data.draw(st.sampled_from(sorted(made.critical)))
    (cut,) = (each for each in document.sections if each.id == name)
    lost = data.draw(st.integers(0, len(cut.elements) - 1))
    rest = replace(cut, elements=cut.elements[:lost] + cut.elements[lost + 1 :])
    sections = tuple(rest if each is cut else each for each in document.sections)
    assert found(made, by, replace(document, sections=sections))


def test_kept_words_count() -> None:
    """Words inside a frame are seen like any others."""
    whole = topic(section("stop", paragraph("Let go.", to=common(keep=True)), critical=True))
    document = compose(job(whole, whole.handouts[0], layout(), CLINIC, LABELS)).document
    (element,) = document.sections[0].elements
    assert isinstance(element, KeepTogether)
    assert isinstance(element.element, Paragraph)
    assert faults(context(document, whole, layout())) == ()
