"""The rules about set pages: sizes, lines, and how full pages are. The pages are set for real."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from tests.compose.builders import LIMITS
from tests.rules.ropes import EN, FACTS, LAYOUT, TODAY, facts, found, jobs, project, section, sheet, words

from caresheet.compose import compose
from caresheet.fonts import coverage
from caresheet.layout import lay_out
from caresheet.model import rules
from caresheet.model.edition import REGULAR, Edition, Size
from caresheet.model.limits import Limits
from caresheet.model.page_layout import PageLayout, TextPiece
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.rules import HandoutContext, PagesContext
from caresheet.rules.critical import critical_text_too_small
from caresheet.rules.page_lines import letters_seen, line_length
from caresheet.rules.page_space import page_fill
from caresheet.rules.type_sizes import small_body_text

HERE = Position(LAYOUT, 1, 1)
TEXT = "Pull at both ends of the rope until the knot sits well, and look at it from all sides before you trust it. "
SOURCED = "[@S1; @S2]"


def paragraphs(count: int, sentences: int) -> tuple[str, ...]:
    return tuple(f"'{TEXT * sentences}{SOURCED}'" for _ in range(count))


def case(text: str, layout: str = "", edition: Edition = REGULAR) -> PagesContext:
    """The one handout of the project, with its set pages."""
    whole = project({EN: text, LAYOUT: sheet(layout)})
    (job,) = jobs(whole, today=TODAY, edition=edition)
    made = compose(job)
    return PagesContext(HandoutContext.of(job, made, coverage()), lay_out(made))


def with_limits(judged: PagesContext, **limits: float | None) -> PagesContext:
    """The same pages, measured by other limits."""
    own: Limits = replace(LIMITS, **limits)  # type: ignore[arg-type]
    handout = judged.handout
    job = replace(handout.job, layout=replace(handout.layout, limits=own))
    return replace(judged, handout=replace(handout, job=job))


def said(problems: list[Problem], column: int = 1) -> list[str]:
    """The messages, all of them at the start of the layout, or at this column of its second line."""
    assert all(problem.position == (Position(LAYOUT, 2, column) if column > 1 else HERE) for problem in problems)
    return [problem.message for problem in problems]


# --- critical-text-too-small ------------------------------------------------------------------------------------------
EVERYTHING = (
    f"'Let go. {SOURCED}'",
    "{steps: ['Shout', 'Run'], sources: [S1]}",
    "{signs: ['It slips', 'It burns']}",
    "{table: {caption: 'Who', columns: ['Mark', 'What'], rows: [{level: stop, cells: ['Let go']}]}}",
    "{alert: {level: stop, title: 'Now', blocks: ['Let go']}}",
    "{contacts: [{label: 'Harbour', value: '{{clinic.phone}}'}]}",
    "{questions: [{ask: 'Why?', answer: ['It burns.']}]}",
    "{definitions: [{id: bend, term: 'Bend', meaning: 'Joins ropes.'}]}",
    "{log: {caption: 'Log', columns: ['Day', 'Knot'], rows: 2, sheets: 1}}",
)
CRITICAL = words(section(*EVERYTHING, more="  critical: yes\n"))


@pytest.mark.parametrize("more", ["", "columns: 2\n", "citations: numbered\n", "blocks: {steps: {marker: plain}}\n"])
@pytest.mark.parametrize("size", Size)
def test_critical_words_are_as_large_as_the_text(more: str, size: Size) -> None:
    """Whatever stands in a critical section, the typesetter sets none of it smaller than the text, in any edition."""
    assert list(critical_text_too_small(case(CRITICAL, more, Edition(size)))) == []


def test_small_headings_of_critical_sections_are_told() -> None:
    """A layout whose headings are smaller than its text makes no handout of a topic with a critical section."""
    small = "type: {body: 14pt, floor: 14pt, section: 12pt, subsection: 14pt}\n"
    (problem,) = found(rules.CRITICAL_TEXT_TOO_SMALL, {EN: CRITICAL, LAYOUT: sheet(small)}, pages=True)
    assert problem.position == Position(LAYOUT, 2, 7)
    expected = "the critical section 'one' has words in 12 pt, smaller than the 14 pt of the text: 'What is it about?'"
    assert problem.message == expected
    harmless = words(section(*EVERYTHING))
    assert found(rules.CRITICAL_TEXT_TOO_SMALL, {EN: harmless, LAYOUT: sheet(small)}, pages=True) == []


def shrunk(page_layout: PageLayout, role: str) -> PageLayout:
    """The page layout with all words of one structure type in 9 points."""
    pages = tuple(
        replace(
            page,
            pieces=tuple(
                replace(piece, size=9.0)
                if isinstance(piece, TextPiece) and piece.tag >= 0 and page_layout.tags[piece.tag].role == role
                else piece
                for piece in page.pieces
            ),
        )
        for page in page_layout.pages
    )
    return replace(page_layout, pages=pages)


@pytest.mark.parametrize(("role", "word"), [("P", "Let go"), ("LBody", "Shout"), ("TD", "Let go"), ("TH", "Mark")])
def test_any_small_words_are_told(role: str, word: str) -> None:
    """Paragraphs, items and cells of tables are each looked at; one size in one section is told once."""
    whole = case(CRITICAL)
    (message,) = said(list(critical_text_too_small(replace(whole, page_layout=shrunk(whole.page_layout, role)))))
    assert message.startswith("the critical section 'one' has words in 9 pt, smaller than the 12 pt of the text: '")
    assert word in message


def test_numbers_of_steps_are_marks() -> None:
    """The number in front of a step may be smaller; the term in front of its meaning may not."""
    steps = case(words(section(f"'Let go. {SOURCED}'", "{steps: ['Shout', 'Run']}", more="  critical: yes\n")))
    assert list(critical_text_too_small(replace(steps, page_layout=shrunk(steps.page_layout, "Lbl")))) == []
    terms = case(CRITICAL)
    (message,) = said(list(critical_text_too_small(replace(terms, page_layout=shrunk(terms.page_layout, "Lbl")))))
    assert "'Bend'" in message


def test_nothing_is_painted_with_small_critical_words() -> None:
    """It is a fault: the handout is refused."""
    from caresheet.app.pipeline import render

    small = "type: {body: 14pt, floor: 14pt, section: 12pt, subsection: 14pt}\n"
    whole = project({EN: CRITICAL, LAYOUT: sheet(small)})
    with pytest.raises(CaresheetError) as refused:
        render(jobs(whole, today=TODAY)[0])
    assert [problem.rule for problem in refused.value.problems] == [rules.CRITICAL_TEXT_TOO_SMALL]


# --- small-body-text --------------------------------------------------------------------------------------------------
PLAIN = words(section(*paragraphs(2, 2)))


@pytest.mark.parametrize(
    ("size", "messages"),
    [
        ("12pt", ["the text is set in 12 pt, below 13 pt"]),
        ("12.75pt", ["the text is set in 12.75 pt, below 13 pt"]),
        ("13pt", []),
    ],
)
def test_small_text_is_told(size: str, messages: list[str]) -> None:
    """Text that is set under the layout's limit is told with both sizes."""
    judged = with_limits(case(PLAIN, f"type: {{body: {size}}}\n"), body=13)
    assert said(list(small_body_text(judged)), 14) == messages
    assert list(small_body_text(with_limits(judged, body=None))) == []


def test_the_size_that_was_set_counts() -> None:
    """A budget that shrinks the text under the limit is told, though the layout's own size is above it."""
    long = words(section(*paragraphs(9, 2)))
    (problem,) = found(
        rules.SMALL_BODY_TEXT,
        {
            EN: long,
            LAYOUT: sheet("pages: {max: 1}\ntype: {body: 15pt, floor: 12pt}\nlimits: {everyone: {body: 14}}\n"),
        },
        pages=True,
    )
    assert problem.message.endswith("below 14 pt")


# --- line-length ----------------------------------------------------------------------------------------------------
LONG = words(section(*paragraphs(3, 6)))


def test_usual_lines_pass() -> None:
    """Lines over the whole width of a sheet of letter paper in 12 points, and in two columns, are neither too long nor
    too short."""
    assert list(line_length(case(LONG))) == []
    assert list(line_length(case(LONG, "columns: 2\n"))) == []


@pytest.mark.parametrize(
    ("line", "letters"),
    [
        ("Boil water.", 11),
        ("Đau ngực", 8),
        ("Đau ngực".replace("ự", "ư\u0323"), 8),
        ("立即打电话", 10),
        ("지금 전화", 9),
        ("தமிழ்", 3),
        ("نِداء", 4),
        ("می\u200cشود", 5),
    ],
)
def test_letters_are_counted_as_they_are_seen(line: str, letters: int) -> None:
    """A mark is part of its letter, and a letter that fills a square counts as two."""
    assert letters_seen(line) == letters


def test_short_and_long_lines_are_told() -> None:
    """Lines under the least or over the most letters are told, with their average and the limit."""
    judged = with_limits(case(LONG, "columns: 2\n"), line_letters_min=60)
    (message,) = said(list(line_length(judged)), 10)
    assert message.startswith("lines in columns have 4")
    assert message.endswith(" characters on average, fewer than 60")
    (message,) = said(list(line_length(with_limits(case(LONG), line_letters_max=60))))
    assert message.startswith("lines have ")
    assert message.endswith(" characters on average, more than 60")
    assert list(line_length(with_limits(judged, line_letters_min=None, line_letters_max=None))) == []


def test_the_average_is_that_of_the_set_lines() -> None:
    """The average is at its threshold when the limit is, and counts the letters that stand in full lines."""
    judged = case(LONG, "citations: hidden\n")
    texts: dict[int, list[str]] = {}
    for piece in (piece for page in judged.page_layout.pages for piece in page.pieces):
        if isinstance(piece, TextPiece) and piece.tag >= 0 and judged.page_layout.tags[piece.tag].position is not None:
            texts.setdefault(piece.tag, []).append(piece.text.strip())
    full = [line for lines in texts.values() if len(lines) > 3 for line in lines[:-1]]
    mean = sum(map(len, full)) / len(full)
    assert len(full) > 15
    assert list(line_length(with_limits(judged, line_letters_max=mean + 0.001))) == []
    assert len(list(line_length(with_limits(judged, line_letters_max=mean - 0.001)))) == 1
    assert list(line_length(with_limits(judged, line_letters_min=mean - 0.001))) == []
    assert len(list(line_length(with_limits(judged, line_letters_min=mean + 0.001)))) == 1


@pytest.mark.parametrize(
    "block",
    [
        f"{{table: {{caption: 'C', columns: ['A', 'B', 'C'], rows: [['{TEXT * 2}', '{TEXT * 2}', '{TEXT}']]}}}}",
        f"{{alert: {{level: note, blocks: ['{TEXT * 4}', '{TEXT * 4}', '{TEXT * 4}']}}}}",
        f"{{definitions: [{{id: bend, term: 'Bend', meaning: '{TEXT * 12}'}}]}}",
        f"'{TEXT * 6}{{{{clinic.phone}}}} {TEXT * 6}'",
        "{bullets: [" + ", ".join("'Pull'" for _ in range(30)) + "]}",
    ],
)
def test_what_is_narrow_on_purpose_does_not_count(block: str) -> None:
    """Cells, alerts, explained words, texts with a line to write on, and lines that end with their text are not
    measured, however narrow they are."""
    judged = case(words(section(f"'Pull. {SOURCED}'", block)), "columns: 3\n")
    assert list(line_length(with_limits(judged, line_letters_min=1000))) == []


def test_references_do_not_count() -> None:
    """The list of sources is looked up, not read."""
    sources = "sources:\n" + "".join(
        f"  S{number}: {{title: '{TEXT * 3}', organization: 'G', url: 'https://ropes.example/', seen: 2026-11-01}}\n"
        for number in (1, 2)
    )
    text = words(section(f"'Pull. {SOURCED}'"))
    whole = project({EN: text, FACTS: facts(sources), LAYOUT: sheet("citations: numbered\n")})
    (job,) = jobs(whole, today=TODAY)
    made = compose(job)
    judged = PagesContext(HandoutContext.of(job, made, coverage()), lay_out(made))
    assert list(line_length(with_limits(judged, line_letters_min=1000))) == []


def test_lines_across_columns_are_measured_by_themselves() -> None:
    """Long lines across two columns are not hidden by short ones in the columns."""
    text = words(section(*paragraphs(3, 6)), section(*paragraphs(3, 6), name="two", role="tasks"))
    places = "columns: 2\n"
    layout = sheet(places).replace("place: [rest,", "place: [{role: tasks, wide: yes}, rest,")
    problems = found(
        rules.LINE_LENGTH,
        {EN: text, LAYOUT: f"{layout}limits: {{everyone: {{line_letters_max: 60}}}}\n"},
        pages=True,
    )
    (message,) = said(problems, 10)
    assert message.startswith("lines across the page have ")


def test_few_lines_say_nothing() -> None:
    """Nine full lines are not judged, ten are."""
    judged = case(words(section(f"'{TEXT * 3}'", f"'{TEXT * 3}'", f"'Pull. {SOURCED}'")))
    texts = with_limits(judged, line_letters_min=1000)
    assert list(line_length(texts)) == []
    more = case(words(section(*paragraphs(4, 3))))
    assert len(list(line_length(with_limits(more, line_letters_min=1000)))) == 1


def test_panels_are_narrow_on_purpose() -> None:
    """A sheet of panels to cut out is not measured, neither its lines nor how full it is."""
    panels = "panels: {width: 85.6mm, height: 54mm}\ntype: {body: 10pt, floor: 10pt}\n"
    judged = with_limits(case(PLAIN, panels), line_letters_min=1000, page_fill_min=99)
    assert list(line_length(judged)) == []
    assert list(page_fill(judged)) == []


# --- page-fill ------------------------------------------------------------------------------------------------------
def test_usual_pages_pass() -> None:
    """A handout of several pages of ordinary text has nothing to tell."""
    judged = case(words(*(section(*paragraphs(4, 4), name=name) for name in ("a", "b", "c", "d"))))
    assert len(judged.page_layout.pages) > 2
    assert list(page_fill(judged)) == []


def test_a_crammed_page_is_told() -> None:
    """Pages with hardly any white between their lines are told together by their numbers, and what is not quite full is
    not."""
    (message,) = said(found(rules.PAGE_FILL, {EN: words(section(*paragraphs(1, 90)))}, pages=True))
    assert re.fullmatch(r"pages 1, 2 and 3 of 'ropes-sheet-en' are up to 9[6-9]% full, more than 95%", message)


def test_a_page_is_crammed_from_the_next_percent_on() -> None:
    """A share that rounds to the limit is within it; a single page is told by its number alone."""
    judged = case(words(section(*paragraphs(1, 90))))
    first = replace(judged, page_layout=replace(judged.page_layout, pages=judged.page_layout.pages[:1]))
    (message,) = said(list(page_fill(with_limits(first, page_fill_max=1))))
    share = int(message.removeprefix("page 1 of 'ropes-sheet-en' is ").partition("%")[0])
    assert list(page_fill(with_limits(first, page_fill_max=share))) == []
    assert len(list(page_fill(with_limits(first, page_fill_max=share - 1)))) == 1


def test_a_nearly_empty_page_is_told() -> None:
    """A page with a line on it that sends the rest to the next one is told."""
    layout = sheet("limits: {everyone: {page_fill_min: 14}}\n")
    layout = layout.replace("place: [rest,", "place: [{role: tasks}, {role: signs, start: page},")
    text = words(section(f"'Pull. {SOURCED}'", role="tasks"), section(*paragraphs(4, 4), name="two"))
    problems = found(rules.PAGE_FILL, {EN: text, LAYOUT: layout}, pages=True)
    (message,) = said(problems)
    assert message.startswith("page 1 of 'ropes-sheet-en' is ")
    assert message.endswith("% full, less than 14%")


def test_a_page_with_only_the_title_is_told() -> None:
    """Title and subtitle alone on a first page leave it nearly empty."""
    judged = case(words(section(*paragraphs(4, 4))))
    alone = replace(judged, page_layout=_with_title_alone(judged.page_layout))
    (message,) = said([problem for problem in page_fill(alone) if "page 1" in problem.message])
    assert message.endswith("less than 8%")


def _with_title_alone(page_layout: PageLayout) -> PageLayout:
    """The page layout with everything but the title, and what runs on every page, moved to a page behind the first."""
    first = page_layout.pages[0]

    def is_title(tag: int) -> bool:
        return tag < 0 or (page_layout.tags[tag].role in {"P", "H1"} and page_layout.tags[tag].parent == 0)

    title = replace(first, pieces=tuple(piece for piece in first.pieces if is_title(piece.tag)))
    rest = replace(first, pieces=tuple(piece for piece in first.pieces if not is_title(piece.tag)))
    return replace(page_layout, pages=(title, rest, *page_layout.pages[1:]))


def test_a_wasted_last_page_is_told() -> None:
    """A last page that is used by a few lines is told once, by how far it is used; a first page that is also the last
    is not. A layout that does not ask for that has the last page judged like the others."""
    judged = case(words(*(section(*paragraphs(7, 2), name=name) for name in ("a", "b", "c"))))
    (message,) = said(list(page_fill(judged)))
    assert message == "the last page of 'ropes-sheet-en' is used down to 8.9%, less than 15%"
    (message,) = said(list(page_fill(with_limits(judged, last_page_fill=None))))
    assert message == "page 3 of 'ropes-sheet-en' is 7.95% full, less than 8%"
    assert list(page_fill(with_limits(judged, last_page_fill=8))) == []
    assert list(page_fill(with_limits(case(PLAIN), last_page_fill=100))) == []


def test_pages_of_forms_are_not_judged() -> None:
    """A page that the page budget does not count may be as empty as a form is; counted, the same page is told."""
    form = section("{entries: [{label: 'Knot'}]}", name="two", role="log")
    text = words(section(*paragraphs(4, 4)), form)
    layout = sheet("pages: {max: 9, not_counting: [%s]}\n").replace("[rest,", "[{role: signs}, references,")
    layout = layout.replace("references, references]", "references, {role: log, start: page}]")
    assert found(rules.PAGE_FILL, {EN: text, LAYOUT: layout % "log"}, pages=True) == []
    problems = found(rules.PAGE_FILL, {EN: text, LAYOUT: layout % ""}, pages=True)
    assert [problem.message.partition(" of ")[0] for problem in problems] == ["the last page"]


def test_columns_are_filled_one_by_one() -> None:
    """A page with one full column and one empty one is half full."""
    judged = case(words(section(*paragraphs(3, 12))), "columns: 2\n")
    one = case(words(section(*paragraphs(3, 12))))
    shares = [
        float(message.partition(" is ")[2].partition("%")[0])
        for each in (judged, one)
        for message in said(list(page_fill(with_limits(each, page_fill_min=100, last_page_fill=None))))
    ]
    assert all(8 < share < 95 for share in shares)
