"""Two languages on a page: side by side and line by line, each aligned where its lines start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO

import pypdf
import pytest
from msgspec.structs import replace
from tests.compose.builders import TODAY
from tests.compose.test_compose_bilingual import bilingual, project

from caresheet.app.pipeline import compose_checked
from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.layout.handout import bounds
from caresheet.model import document as d
from caresheet.model.composed import Composed
from caresheet.model.edition import Edition
from caresheet.model.job import Job
from caresheet.model.layout import ContentsList, Layout
from caresheet.model.look import HeadingLook
from caresheet.model.page_layout import (
    ARTIFACT,
    DrawingPiece,
    FieldPiece,
    GlyphPiece,
    Page,
    PageLayout,
    ShapePiece,
    TextPiece,
    WordPiece,
)
from caresheet.model.problem import CaresheetError
from caresheet.model.structure import Role, StructureNode
from caresheet.model.text import TextRun
from caresheet.model.topic import Item, ItemList
from caresheet.model.walk import with_each
from caresheet.outputs.pdf.writer import write_pdf
from caresheet.proof.pdf import prove_pdf

GAP = 0.01


@cache
def made(name: str, language: str) -> tuple[Composed, PageLayout]:
    composed = compose(bilingual(name, language))
    return composed, lay_out(composed)


def words_of(page: Page, numbers: set[int]) -> list[WordPiece]:
    return [piece for piece in page.pieces if isinstance(piece, TextPiece | GlyphPiece) and piece.tag in numbers]


def place(page_layout: PageLayout, node: StructureNode) -> tuple[int, float, float, float]:
    """The page of an element, the height of its first baseline, and where its words begin and end."""
    numbers = {each.number for each in node.everything()}
    for index, page in enumerate(page_layout.pages):
        found = words_of(page, numbers)
        if found:
            left, right = min(each.x for each in found), max(each.x + each.width for each in found)
            return index, max(each.baseline for each in found), left, right
    raise AssertionError(node)


def pairs(composed: Composed, role: Role) -> list[tuple[StructureNode, StructureNode]]:
    """The elements of a role in the first language, each with the same one in the second."""
    found = []
    for beside in composed.structure.every(Role.BESIDE):
        first, second = ([*_in_lines(version, role)] for version in beside.children)
        found += zip(first, second, strict=True)
    return found


def _in_lines(node: StructureNode, role: Role) -> Iterator[StructureNode]:
    """The elements of a role outside of tables, because these may be set below each other."""
    if node.role is role:
        yield node
    elif node.role is not Role.TABLE:
        for child in node.children:
            yield from _in_lines(child, role)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("red-flag-card", Role.ITEM_BODY),
        ("red-flag-card", Role.PARAGRAPH),
        ("caregiver-guide", Role.ITEM_BODY),
        ("caregiver-guide", Role.PARAGRAPH),
    ],
)
def test_each_line_begins_beside_its_translation(name: str, role: Role) -> None:
    """A paragraph, a sign, a step or an item begins at the height of its translation, which is to its right and does
    not touch it."""
    composed, page_layout = made(name, "es")
    found = pairs(composed, role)
    assert len(found) > 5
    for first, second in found:
        page, top, _, end = place(page_layout, first)
        other_page, other_top, start, _ = place(page_layout, second)
        assert page == other_page
        assert abs(top - other_top) < GAP
        assert end < start


def test_each_definition_begins_beside_its_translation() -> None:
    """Each term of a glossary begins at the height of its translation, however long the definitions before it are."""
    composed, page_layout = made("full-explainer", "es")
    found = pairs(composed, Role.TERM)
    assert len(found) > 10
    for first, second in found:
        page, top, _, end = place(page_layout, first)
        other_page, other_top, start, _ = place(page_layout, second)
        assert (page, end < start) == (other_page, True)
        assert abs(top - other_top) < GAP


def test_a_sign_has_one_pictogram() -> None:
    """A pictogram is drawn once for both languages."""
    _, page_layout = made("red-flag-card", "es")
    drawn = [piece for page in page_layout.pages for piece in page.pieces if isinstance(piece, DrawingPiece)]
    assert len(drawn) == 16


def test_headings_are_on_the_band_and_their_number_is_there_once() -> None:
    """The band has both titles, one below the other, and one box for the number."""
    composed, page_layout = made("red-flag-card", "es")
    heading = next(composed.structure.every(Role.HEADING_2))
    first, second = heading.children[:2]
    assert place(page_layout, first)[0] == place(page_layout, second)[0] == 0
    assert place(page_layout, first)[1] > place(page_layout, second)[1]
    fields = [piece.name for piece in page_layout.pages[0].pieces if isinstance(piece, FieldPiece)]
    assert fields.count("clinic.emergency") == 1


def test_critical_lists_are_whole() -> None:
    """In either language, no list in a critical section is broken or parted from its heading."""
    composed, page_layout = made("caregiver-guide", "es")
    critical = {
        section.heading.anchor for section in composed.document.sections if section.critical and section.heading
    }
    sections = [each for each in composed.structure.every(Role.SECTION) if each.children[0].anchor in critical]
    assert len(sections) == 3
    for section in sections:
        pages = {place(page_layout, each)[0] for each in section.everything() if each.role is Role.ITEM_BODY}
        assert pages == {place(page_layout, section.children[0])[0]}


def test_lines_of_a_right_to_left_language_end_level_at_the_right() -> None:
    """In a handout in English and Arabic, English begins at the left of its column and Arabic at the right of its own,
    and the parts of a line are in its own order."""
    composed, page_layout = made("wall-card", "ar")
    edges = {round(place(page_layout, second)[3], 1) for _, second in pairs(composed, Role.PARAGRAPH)[-2:]}
    assert len(edges) == 1
    first, second = pairs(composed, Role.ITEM_BODY)[0]
    assert place(page_layout, second)[2] > place(page_layout, first)[3]
    page, *_ = place(page_layout, second)
    numbers = {each.number for each in second.everything()}
    bold, *others = words_of(page_layout.pages[page], numbers)
    assert all(piece.x < bold.x for piece in others if abs(piece.baseline - bold.baseline) < GAP)


def test_a_left_to_right_language_beside_a_right_to_left_one() -> None:
    """In a handout in Arabic and English, Arabic is at the right and English at the left of it, in its own order."""
    arabic = bilingual("wall-card", "ar").companion
    assert arabic
    whole = replace(arabic, companion=replace(bilingual("wall-card", "ar"), companion=None))
    composed = compose(whole)
    page_layout = lay_out(composed)
    first, second = pairs(composed, Role.ITEM_BODY)[0]
    assert place(page_layout, first)[2] > place(page_layout, second)[3]
    lines = [place(page_layout, each)[2] for _, each in pairs(composed, Role.PARAGRAPH)[-2:]]
    assert abs(lines[0] - lines[1]) < GAP
    page, *_ = place(page_layout, second)
    bold, *others = words_of(page_layout.pages[page], {each.number for each in second.everything()})
    assert all(piece.x > bold.x for piece in others if abs(piece.baseline - bold.baseline) < GAP)


@pytest.mark.parametrize(
    ("first", "draft"),
    [
        ("ar", "DRAFT: do not use with patients Draft. Do not use with patients."),
        ("en", "Draft. Do not use with patients."),
    ],
)
def test_the_draft_box_keeps_the_marks_of_each_language_at_its_ends(first: str, draft: str) -> None:
    """In the draft box, read from left to right, English words end with their own period, and the words of the other
    direction stand beside them, whichever language is first."""
    both = bilingual("wall-card", "ar")
    assert both.companion
    made = both if first == "en" else replace(both.companion, companion=replace(both, companion=None))
    composed = compose(made)
    page = lay_out(composed).pages[0]
    found = words_of(page, {each.number for each in composed.structure.part(Role.BANNER).everything()})
    lines = sorted({piece.baseline for piece in found}, reverse=True)
    seen = (sorted((piece for piece in found if piece.baseline == line), key=lambda piece: piece.x) for line in lines)
    english = ["".join(piece.text for piece in line if piece.text.isascii()) for line in seen]
    assert " ".join(" ".join(english).split()).startswith(draft)


def test_the_colon_after_a_label_in_both_languages_is_next_to_its_line() -> None:
    """The colon after a label in both languages stands next to the line to write on: on its right in English, where the
    label's last word is Arabic."""
    composed, page_layout = made("red-flag-card", "ar")
    entry = next(
        node
        for node in composed.structure.every(Role.ENTRY)
        if any(run.text == d.BETWEEN_LANGUAGES for run in node.text if isinstance(run, TextRun))
    )
    numbers = {each.number for each in entry.everything()}
    page = page_layout.pages[place(page_layout, entry)[0]]
    last = max(words_of(page, numbers), key=lambda piece: piece.x)
    assert last.text.strip() == ":"


def test_both_sides_of_the_card_are_used() -> None:
    """The first side holds the signs of an emergency and the lines to fill in, the second everything else."""
    composed, page_layout = made("red-flag-card", "es")
    sections = list(composed.structure.every(Role.HEADING_2))
    assert [place(page_layout, each)[0] for each in sections][:3] == [0, 1, 1]
    fields = [piece.name for piece in page_layout.pages[0].pieces if isinstance(piece, FieldPiece)]
    assert "patient.therapy_name" in fields


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_key_words_of_signs_are_large_in_both_languages(language: str) -> None:
    """Where the layout sets the key words of signs larger, those of the second language are as large."""
    composed, page_layout = made("wall-card", language)
    for version in pairs(composed, Role.ITEM_BODY)[0]:
        page, *_ = place(page_layout, version)
        words = words_of(page_layout.pages[page], {each.number for each in version.everything()})
        assert {round(piece.size) for piece in words} == {18, 24}


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize("pictograms", [True, False])
def test_a_box_is_around_a_sign_in_both_languages(language: str, *, pictograms: bool) -> None:
    """With `boxes`, each sign stands with its translation in one box, with its pictogram or with the shapes of both."""
    job = changed(bilingual("red-flag-card", language), boxed)
    job = job if pictograms else changed(job, without_pictograms)
    composed = compose(job)
    page_layout = lay_out(composed)
    boxes = [
        (index, bounds(piece))
        for index, page in enumerate(page_layout.pages)
        for piece in page.pieces
        if isinstance(piece, ShapePiece) and piece.stroke and piece.fill is None and is_row(piece)
    ]
    for first, second in pairs(composed, Role.ITEM_BODY)[:16]:
        page, top, left, right = place(page_layout, first)
        *_, start, end = place(page_layout, second)
        left, right = min(left, start), max(right, end)
        around = [box for index, box in boxes if index == page and box[1] < top < box[3]]
        assert [box for box in around if box[0] < left and right < box[2]] == around
        assert len(around) == 1
    drawn = [piece for page in page_layout.pages for piece in page.pieces if isinstance(piece, DrawingPiece)]
    assert len(drawn) == (16 if pictograms else 0)


def test_a_list_that_continues_repeats_its_heading() -> None:
    """A long list with its translation may break between pages; the second part begins with its heading in both
    languages, each on its own side."""
    composed, page_layout = made("caregiver-guide", "es")
    (found,) = filter(None, (repeated(page) for page in page_layout.pages))
    assert list(found) == ["continued, 2 of 2", "continuación, 2 de 2"]
    left, right = (piece.x for piece in found.values())
    assert left < page_layout.pages[0].width / 2 < right
    assert prove_pdf(composed, write_pdf(composed, page_layout).data) == ()


@pytest.mark.parametrize("first", ["en", "ar"])
def test_a_repeated_heading_is_placed_as_its_language_runs(first: str) -> None:
    """Beside English, the words after the repeated Arabic heading are on the side where Arabic lines begin, whichever
    language is first."""
    both = changed(bilingual("wall-card", "ar"), with_long_lists)
    assert both.companion
    job = both if first == "en" else replace(both.companion, companion=replace(both, companion=None))
    composed = compose(job)
    page_layout = lay_out(composed)
    page = next(filter(repeated, page_layout.pages))
    english, arabic = sorted(repeated(page).items(), key=lambda each: "continued" not in each[0])
    assert english[1].x < page.width * 0.4
    assert arabic[1].x + arabic[1].width > page.width * 0.6
    assert prove_pdf(composed, write_pdf(composed, page_layout).data) == ()


def is_row(piece: ShapePiece) -> bool:
    """Whether a frame is that of a sign, not that of a zone."""
    _, low, _, high = bounds(piece)
    return 5 < high - low < 100


def test_the_contents_end_with_page_numbers() -> None:
    """An entry of the contents has its page number once, after the heading in both languages; its letters are in the
    fonts of each."""
    job = changed(bilingual("red-flag-card", "zh-Hans"), lambda each: replace(each, layout=with_contents(each)))
    composed = compose_checked(job).composed
    page_layout = lay_out(composed)
    assert prove_pdf(composed, write_pdf(composed, page_layout).data) == ()


@cache
def on_small_paper(*, contents: bool = True) -> tuple[Composed, PageLayout]:
    """The explainer in two languages on A5: the zone of the warning signs fills a side, and the title needs a part of
    another one."""
    edition = Edition(paper="a5", bilingual="es")
    (job,) = jobs(project(), layouts=["full-explainer"], languages=["en"], edition=edition, today=TODAY)
    job = job if contents else changed(job, lambda each: replace(each, layout=without_contents(each)))
    composed = compose(job)
    return composed, lay_out(composed)


def test_the_contents_stand_below_a_title_that_would_be_alone() -> None:
    """Where the first signs do not fit below the title, the contents do: they list all sections in order, the signs
    first, each with the page that it is on. They are heard after the sections that nobody may miss."""
    composed, page_layout = on_small_paper()
    strip = composed.structure.part(Role.CONTENTS)
    _, *sections = (node for node in composed.structure.root.children if node.role is Role.SECTION)
    assert place(page_layout, strip)[0] == 0
    assert [place(page_layout, node)[0] for node in sections[:3]] == [1, 2, 3]
    assert strip.number > sections[2].number
    numbers = [{each.number for each in entry.everything()} for entry in strip.blocks[1].blocks[:3]]
    said = [" ".join(word.text for word in words_of(page_layout.pages[0], each)) for each in numbers]
    assert [" ".join(each.split()) for each in said] == [
        "Any one of these signs? Call now: / ¿Una de estas señales? Llame ya: 2",
        "Call your team now / Llame ya a su equipo 3",
        "What should you do and say? / ¿Qué debe hacer y decir? 4",
    ]
    assert prove_pdf(composed, write_pdf(composed, page_layout).data) == ()


def test_a_title_alone_is_refused_in_two_languages() -> None:
    """Without contents there is nothing to stand below the title: the handout is refused, and says so."""
    with pytest.raises(CaresheetError, match="this must stay on one page"):
        on_small_paper(contents=False)


def without_contents(job: Job) -> Layout:
    places = tuple(each for each in job.layout.placements if each.what != ContentsList())
    return replace(job.layout, contents=False, placements=places)


def test_bookmarks_are_in_both_languages() -> None:
    """Read by another program, the outline names each section in both languages, and leads to it."""
    composed, page_layout = made("red-flag-card", "ru")
    reader = pypdf.PdfReader(BytesIO(write_pdf(composed, page_layout).data))
    named = {entry.title: reader.get_destination_page_number(entry) for entry in reader.outline}
    assert named["Call your team now / Сразу звоните команде"] == 1
    assert all(" / " in title for title in named)


def with_contents(job: Job) -> Layout:
    return replace(job.layout, contents=True, budgets=replace(job.layout.budgets, regular=None))


def test_too_many_pages_are_counted_for_two_languages() -> None:
    """A handout in two languages that is too long says that its limit is that of two languages."""
    job = changed(bilingual("wall-card", "es"), with_long_lists)
    own = bilingual("wall-card", "es").layout.budgets
    job = changed(job, lambda each: replace(each, layout=replace(each.layout, budgets=own)))
    with pytest.raises(CaresheetError, match="its layout allows at most 3 in two languages"):
        lay_out(compose(job))


def changed(job: Job, change: Callable[[Job], Job]) -> Job:
    """Both languages of a job, changed in the same way."""
    assert job.companion
    return replace(change(job), companion=change(job.companion))


def boxed(job: Job) -> Job:
    """The job with a box around each sign of its zones."""
    zones = (
        replace(each, style=replace(each.style, boxes=each.style.heading is HeadingLook.ZONE))
        for each in job.layout.placements
    )
    return replace(job, layout=replace(job.layout, placements=tuple(zones)))


def without_pictograms(job: Job) -> Job:
    return replace(job, topic=with_each(job.topic, Item, lambda item: replace(item, pictogram=None)))


def with_long_lists(job: Job) -> Job:
    """The job with lists that fill several pages, in sections that may break."""
    topic = with_each(job.topic, ItemList, lambda each: replace(each, items=each.items * 8))
    sections = tuple(replace(each, critical=False) for each in topic.sections)
    plain = (
        replace(each, style=replace(each.style, heading=HeadingLook.PLAIN, border=None))
        for each in job.layout.placements
    )
    budgets = replace(job.layout.budgets, regular=None)
    layout = replace(job.layout, placements=tuple(plain), budgets=budgets)
    return replace(job, topic=replace(topic, sections=sections), layout=layout)


def repeated(page: Page) -> dict[str, WordPiece]:
    """The words after repeated headings on a page, by their text."""
    pieces = (each for each in page.pieces if isinstance(each, TextPiece | GlyphPiece) and each.tag == ARTIFACT)
    return {each.text.strip("() "): each for each in pieces if re.search(r"continu|تابع", each.text)}


def test_the_footer_has_both_languages() -> None:
    """Each page has the title, the state and its number in both languages, one line below the other."""
    composed, page_layout = made("red-flag-card", "es")
    last = max(node.number for node in composed.structure.root.everything())
    for number, page in enumerate(page_layout.pages, start=1):
        artifacts = " ".join(
            piece.text for piece in page.pieces if isinstance(piece, TextPiece) and not 0 <= piece.tag <= last
        )
        assert f"Page {number} of 2" in artifacts.replace("\u00a0", " ")
        assert f"Página {number} de 2" in artifacts.replace("\u00a0", " ")
