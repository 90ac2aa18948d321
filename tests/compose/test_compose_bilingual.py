"""Two handouts in one: no word of either language is lost or repeated, and what both share is there once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.compose.builders import TODAY, job, layout, paragraph, place, section, text, topic
from tests.proof import documents as proof

from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.compose.bilingual import woven
from caresheet.model import document as d
from caresheet.model.edition import Edition
from caresheet.model.job import Job
from caresheet.model.layout import Citations
from caresheet.model.problem import CaresheetError, Position
from caresheet.model.project import Project
from caresheet.model.review import Review, Reviewer, ReviewState
from caresheet.model.structure import Role, StructureNode
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.topic import Definitions
from caresheet.model.walk import iter_structs, with_each
from caresheet.source import Folder, read_project

ROOT = Path(__file__).parents[2]
HERE = Position("content/days/en.yaml", 1, 1)
PAIRS = (
    ("red-flag-card", "es"),
    ("caregiver-guide", "es"),
    ("full-explainer", "es"),
    ("staff-triage", "es"),
    ("wall-card", "es"),
    ("red-flag-card", "ar"),
    ("wall-card", "vi"),
)


@cache
def project() -> Project:
    files = Folder(ROOT)
    return read_project(files, (files, "content/clinics/example.yaml"))


@cache
def bilingual(name: str, language: str) -> Job:
    (found,) = jobs(project(), layouts=[name], languages=["en"], edition=Edition(bilingual=language), today=TODAY)
    return found


def spoken(node: StructureNode, around: str) -> Iterator[tuple[str, str]]:
    """Every word with its language."""
    own = node.language or around
    if node.alternative:
        yield from ((own, word) for word in node.alternative.split())
    for run in node.runs:
        if isinstance(run, TextRun) and not run.raised:
            yield from ((run.language or own, word) for word in run.text.split())
    for child in node.children:
        yield from spoken(child, own)


def words(made: Job) -> dict[str, Counter[str]]:
    """How often each word is said, by its language."""
    structure = compose(made).structure.without_pages()
    counted: dict[str, Counter[str]] = {}
    for language, word in spoken(structure.root, structure.language):
        if word.strip("/:"):
            counted.setdefault(language, Counter())[word.rstrip(":")] += 1
    return counted


def digits(counted: Counter[str]) -> Counter[str]:
    return Counter({word: count for word, count in counted.items() if any(map(str.isdecimal, word))})


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_each_word_of_both_languages_is_said_once(name: str, language: str) -> None:
    """The first language says exactly what it says alone, and the second one all that it does not share with the first:
    no word is lost or said twice in either."""
    made = bilingual(name, language)
    assert made.companion
    both, first = words(made), words(replace(made, companion=None))["en"]
    alone = words(made.companion)
    second, in_english = alone[language], alone.get("en", Counter())  # a draft says in English, too, that it is one
    alternatives = Counter(word for figure in figures(made.companion) for word in figure.alternative.split())
    said = both["en"] - first
    assert first - both["en"] == Counter()
    assert said - alternatives - in_english == Counter()  # an alternative text has one language, that of the document
    lost = second - both[language] - alternatives
    assert lost - first == Counter()
    assert both[language] - second == Counter()


def figures(made: Job) -> list[d.Figure]:
    return [each for each in iter_structs(compose(made).document.sections) if isinstance(each, d.Figure)]


@pytest.mark.parametrize(("name", "language"), PAIRS[:4])
def test_a_number_to_call_and_a_line_of_a_form_are_there_once(name: str, language: str) -> None:
    """What is filled in at a heading, in a list of contacts or in a form is filled in once for both languages."""
    made = bilingual(name, language)
    assert shared_blanks(made) == shared_blanks(replace(made, companion=None))


def shared_blanks(made: Job) -> Counter[str]:
    """How often each line to write on occurs outside of sentences, by name."""
    found: Counter[str] = Counter()
    for part in iter_structs(compose(made).document.sections):
        if isinstance(part, d.TitleNumber | d.Entry) and part:
            value = part.value
            runs = value.runs if value else ()
            found.update(run.name for run in runs if isinstance(run, FieldBlank) and not run.captioned)
            found["lines"] += getattr(part, "lines", 0)
        elif isinstance(part, d.Table) and part.row_height:
            found["forms"] += 1
    return found


@pytest.mark.parametrize("name", ["red-flag-card", "caregiver-guide"])
def test_no_field_has_two_values(name: str) -> None:
    """Fields of the same name are one field, which is filled in once: they have one label, with both languages."""
    made = bilingual(name, "es")
    form = replace(made, edition=replace(made.edition, fillable=True))
    named = [run for run in iter_structs(compose(form).document.sections) if isinstance(run, FieldBlank) and run.name]
    labels = {run.name: run.label for run in named}
    assert labels["patient.infusion_date"] == "date given / fecha en que se dio"
    assert len({(run.name, run.label) for run in named}) == len(labels)


def test_sides_are_filled_in_another_order_that_no_review_sees() -> None:
    """A card in two languages has what to do and say right below the first zone, so that each side is full. The
    wording that is reviewed does not depend on that."""
    made = compose(bilingual("wall-card", "es"))
    alone = compose(replace(bilingual("wall-card", "es"), companion=None))
    assert [each.id for each in made.document.sections][:3] == ["warning-signs", "what-to-do", "call-your-team"]
    assert made.wording[: len(alone.wording)] == alone.wording
    (usual,) = jobs(project(), layouts=["wall-card"], languages=["en"], today=TODAY)
    assert compose(usual).wording == alone.wording
    assert [each.id for each in compose(usual).document.sections][:3] == [
        "warning-signs",
        "call-your-team",
        "what-to-do",
    ]


def test_a_term_stands_beside_its_translation() -> None:
    """Each language sorts its glossary by its own alphabet; in two languages, the second one follows the first."""
    beside = next(
        each
        for each in iter_structs(compose(bilingual("full-explainer", "es")).document.sections)
        if isinstance(each, d.Beside) and any(isinstance(part, d.Definitions) for part in iter_structs(each.first))
    )
    own, other = (
        [each.anchor for each in iter_structs(version) if isinstance(each, d.Definition)]
        for version in (beside.first, beside.second)
    )
    assert other == [f"{anchor}-es" for anchor in own]
    assert len(own) > 20


def test_a_glossary_that_lacks_a_term_is_told() -> None:
    """If a language has other terms, there is no order to put them in: the fault is told at its handout."""
    first = bilingual("full-explainer", "es")
    assert first.companion
    fewer = with_each(first.companion.topic, Definitions, lambda each: replace(each, definitions=each.definitions[1:]))
    with pytest.raises(CaresheetError, match="do not have the same blocks"):
        compose(replace(first, companion=replace(first.companion, topic=fewer)))


def test_a_listener_hears_a_list_whole_in_each_language() -> None:
    """In the structure the signs in English come before those in Spanish, which are marked as Spanish; the heading and
    the title say both."""
    structure = compose(bilingual("red-flag-card", "es")).structure
    section_node = next(structure.every(Role.SECTION))
    heading, both = section_node.children
    assert [child.language for child in heading.children[:2]] == [None, "es"]
    assert both.role is Role.BESIDE
    assert [version.language for version in both.children] == [None, "es"]
    lists = [[each.role for each in version.children] for version in both.children]
    assert lists[0] == lists[1] == [Role.PARAGRAPH, Role.BULLETS]
    assert structure.title == "Warning signs: get help now / Señales de alarma: pida ayuda ya"


def reviewed(made: Job) -> Job:
    """The handout with a review of exactly its words."""
    from caresheet.compose import as_reviewed

    said = compose(made).wording
    days = (TODAY, TODAY.replace(year=TODAY.year + 1))
    who = Reviewer("Ana Example", "MD", "Example Hospital")
    review = Review.recorded(who, days, "1", (as_reviewed(made, said),), said, "content/x/reviews/en.yaml")
    return replace(made, reviews=(review,))


@pytest.mark.parametrize("which", ["neither", "first", "second"])
def test_if_one_language_is_a_draft_both_say_so(which: str) -> None:
    """Unless both languages are reviewed, the handout is a draft, and both say so."""
    whole = bilingual("red-flag-card", "es")
    assert whole.companion
    first, second = replace(whole, companion=None), whole.companion
    if which == "first":
        first = reviewed(first)
    if which == "second":
        second = reviewed(second)
    made = compose(replace(first, companion=second))
    assert made.review_status.state is ReviewState.DRAFT
    assert made.document.banner.startswith("Draft.")
    assert made.document.companion
    assert made.document.companion.banner.startswith("Borrador.")
    footers = made.document.footer.end, made.document.companion.footer.end
    assert all(word in footer for word, footer in zip(("Draft.", "Borrador."), footers, strict=True))


def test_two_reviewed_languages_are_reviewed() -> None:
    """With a review of each language the handout is reviewed, each says by whom, and the earlier last day applies."""
    whole = bilingual("red-flag-card", "es")
    assert whole.companion
    second = reviewed(whole.companion)
    (review,) = second.reviews
    second = replace(second, reviews=(replace(review, due=TODAY),))
    made = compose(replace(reviewed(replace(whole, companion=None)), companion=second))
    assert made.review_status.state is ReviewState.REVIEWED
    assert made.review_status.due == TODAY
    assert made.document.banner == ""
    assert made.document.companion
    assert "Ana Example" in made.document.footer.end
    assert "Ana Example" in made.document.companion.footer.end


def test_languages_that_do_not_match_are_refused() -> None:
    """If one language has an extra block, nothing is left out silently: the handouts are refused."""
    one, other = paragraph("One."), paragraph("Uno.")
    english, spanish = topic(section("a", one)), topic(section("a", other, paragraph("Dos.")))
    by = layout(place(), citations=Citations.HIDDEN)
    first, second = (job(each, each.handouts[0], by) for each in (english, replace(spanish, language="es")))
    with pytest.raises(CaresheetError) as caught:
        compose(replace(first, companion=second))
    (problem,) = caught.value.problems
    assert problem.rule.name == "translation-differs"


def test_the_contents_are_marked_in_both_languages() -> None:
    """The list of sections has each heading in both languages, and what is in the second one says so; a name that both
    share is there once."""
    first = bilingual("red-flag-card", "es")
    assert first.companion
    both = (replace(each, layout=replace(each.layout, contents=True)) for each in (first, first.companion))
    whole, companion = both
    structure = compose(replace(whole, companion=companion)).structure
    (listed,) = structure.every(Role.CONTENTS)
    heading, entries = listed.blocks
    assert [(run.text, run.language) for run in heading.text] == [
        ("Contents", None),
        (" / ", None),
        ("Contenido", "es"),
    ]
    said = [[(run.text, run.language) for run in entry.text] for entry in entries.blocks]
    assert said[0] == [
        ("Any one of these signs? Call now:", None),
        (" / ", None),
        ("¿Una de estas señales? Llame ya:", "es"),
    ]
    assert all(run.link for entry in entries.blocks for run in entry.text if isinstance(run, TextRun))


def test_contents_of_two_languages_lead_to_the_same_sections() -> None:
    """The author's entries stand in both languages; where one language has entries for other sections, the handouts
    are refused."""
    first = bilingual("full-explainer", "es")
    assert first.companion

    def listing(each: Job, words: str, name: str) -> Job:
        return replace(each, handout=replace(each.handout, contents=((name, text(words)),)))

    whole, second = listing(first, "Why?", "causes"), listing(first.companion, "¿Por qué?", "causes")
    contents = compose(replace(whole, companion=second)).document.contents
    assert contents
    pairs = [(each.text, each.second and each.second.text) for each in contents.entries]
    assert pairs[-1] == ("Why?", "¿Por qué?")
    other = listing(first.companion, "¿Qué es?", "definition")
    with pytest.raises(CaresheetError, match="captions and contents"):
        compose(replace(whole, companion=other))


def test_a_title_that_both_languages_share_is_there_once() -> None:
    """A handout with the same title and subtitle in both languages, such as a name, has each once."""
    first = bilingual("red-flag-card", "es")
    assert first.companion
    named = replace(
        first.companion,
        handout=replace(first.companion.handout, title=first.handout.title, subtitle=first.handout.subtitle),
    )
    document = compose(replace(first, companion=named)).document
    assert document.title == first.handout.title
    assert document.titles == (first.handout.title,)
    structure = compose(replace(first, companion=named)).structure
    assert structure.part(Role.SUBTITLE).text == (TextRun(first.handout.subtitle),)


@pytest.mark.parametrize("which", [0, 1])
def test_what_only_one_language_says_is_refused(which: int) -> None:
    """A subtitle that only one language has is neither left out nor printed alone."""
    whole = bilingual("red-flag-card", "es")
    assert whole.companion
    pair = [replace(whole, companion=None), whole.companion]
    pair[which] = replace(pair[which], handout=replace(pair[which].handout, subtitle=""))
    with pytest.raises(CaresheetError, match="with the same titles, captions and contents") as caught:
        compose(replace(pair[0], companion=pair[1]))
    assert [each.rule.name for each in caught.value.problems] == ["translation-differs"]


def test_a_notice_in_a_third_language_is_there_once() -> None:
    """The notices of language help are the same in both languages: they stand there once, each with its line for the
    number, below a heading in both."""
    made = compose(bilingual("caregiver-guide", "es")).document
    section = next(each for each in made.sections if each.id == "language-help")
    assert section.heading is not None
    assert section.heading.second is not None
    (notices,) = section.elements
    assert isinstance(notices, d.ItemList)
    languages = [{run.language for run in iter_structs(item) if isinstance(run, TextRun)} for item in notices.items]
    assert languages == [{"es"}, {"fr"}]
    assert len([each for each in iter_structs(notices) if isinstance(each, FieldBlank)]) == 2


def filled(caption: str, *rows: tuple[str, ...]) -> d.Table:
    """A table of words; an empty one is a cell to write in."""
    head, *others = (d.Row(tuple(d.Cell((words_of(cell),) if cell else ()) for cell in row)) for row in rows)
    return d.Table(words_of(caption), head.cells, tuple(others), 0.0, sheet=False, position=HERE)


def words_of(said: str) -> PrintedText:
    return PrintedText((TextRun(said),), HERE)


def both(first: d.Element, second: d.Element) -> tuple[d.Element, ...]:
    """What stands in the only section of a handout in English and Spanish."""
    english, spanish = (proof.document(proof.section("Days", each)) for each in (first, second))
    return woven(english, replace(spanish, language="es")).sections[0].elements


def test_a_table_to_write_in_is_there_once() -> None:
    """A table whose rows are mostly to be written in has both languages in its heads and in the cells with words; what
    is the same in both is there once. One that is mostly to be read is there in each language."""
    rows = (("Day", "Fever"), ("Example", "37.2"), ("Monday", ""), ("Tuesday", ""), ("", ""))
    filas = (("Día", "Fiebre"), ("Ejemplo", "37.2"), ("Lunes", ""), ("Martes", ""), ("", ""))
    (form,) = both(filled("My days", *rows), filled("Mis días", *filas))
    assert isinstance(form, d.Table)
    said = [[" ".join(text.plain for text in cell.texts) for cell in cells] for cells in (form.head, *cells_of(form))]
    assert form.caption.plain == "My days / Mis días"
    assert said == [
        ["Day / Día", "Fever / Fiebre"],
        ["Example / Ejemplo", "37.2"],
        ["Monday / Lunes", ""],
        ["Tuesday / Martes", ""],
        ["", ""],
    ]
    assert {run.language for run in iter_structs(form) if isinstance(run, TextRun)} == {None, "es"}
    for few in (rows[:3], rows[:4]):
        (made,) = both(filled("My days", *few), filled("Mis días", *filas[: len(few)]))
        assert isinstance(made, d.Beside) is (2 * sum(not row[1] for row in few) < len(few) - 1)
    (read,) = both(filled("My days", *rows[:2]), filled("Mis días", *filas[:2]))
    assert isinstance(read, d.Beside)


def cells_of(table: d.Table) -> tuple[tuple[d.Cell, ...], ...]:
    return tuple(row.cells for row in table.rows)


@pytest.mark.parametrize(("captioned", "is_shared"), [(False, True), (True, False)])
def test_a_line_to_write_on_is_there_once(captioned: bool, is_shared: bool) -> None:  # noqa: FBT001
    """A line with nothing beside it is there once; where words are printed behind it, each language has its own."""
    lines = (
        d.Paragraph(PrintedText((FieldBlank("clinic.phone", label, 90.0, captioned),), HERE))
        for label in ("phone", "teléfono")
    )
    (made,) = both(*lines)
    assert isinstance(made, d.Paragraph) is is_shared
