"""Good content becomes exactly the model that its author meant."""

from __future__ import annotations

from functools import cache

from tests.source.trees import read, sample, told

from caresheet.model.clinic import VALUE_KINDS
from caresheet.model.problem import Origin, Position
from caresheet.model.project import Project
from caresheet.model.text import Citation, GlossaryReference, Inline, Placeholder, Text, TextRun
from caresheet.model.topic import (
    Alert,
    Block,
    ByAudience,
    Common,
    Definition,
    Definitions,
    Entries,
    Entry,
    Field,
    Figure,
    Flow,
    FlowBar,
    FlowBox,
    FlowLoop,
    HandoutEntry,
    Item,
    ItemList,
    Level,
    ListKind,
    Log,
    Option,
    Paragraph,
    Picture,
    Question,
    Questions,
    Row,
    Section,
    Source,
    Table,
    Topic,
)
from caresheet.model.value import Value, ValueKind
from caresheet.source.words import clinic_keys

ENGLISH = "content/walking/en.yaml"
SPANISH = "content/walking/es.yaml"
FACTS = "content/walking/topic.yaml"


@cache
def project() -> Project:
    return read(sample())


def topic() -> Topic:
    return project().topics[0]


def at(line: int, column: int) -> Position:
    return Position(ENGLISH, line, column)


def common(line: int, column: int) -> Common:
    return Common(at(line, column))


def text(line: int, column: int, *inlines: Inline | str) -> Text:
    return Text(tuple(TextRun(each) if isinstance(each, str) else each for each in inlines), at(line, column))


def paragraph(line: int, column: int, *inlines: Inline | str) -> Paragraph:
    return Paragraph(common(line, column), text(line, column, *inlines))


def item(line: int, column: int, words: str, nested: ItemList | None = None) -> Item:
    return Item(text(line, column, words), nested)


def blocks() -> tuple[Block, ...]:
    return topic().sections[1].blocks


def more() -> tuple[Block, ...]:
    return topic().sections[1].subsections[0].blocks


def test_topic_facts() -> None:
    """What stands once for all languages is in every language's topic, as typed."""
    for made, language, title in zip(project().topics, ("en", "es"), ("Walking", "Caminar"), strict=True):
        assert (made.name, made.language, made.title) == ("walking", language, title)
        assert (made.version, made.facts_checked, made.codes) == (
            "0.1",
            "2026-11-22",
            (("icd10", "Z72.3"), ("icd10", "Z73.0")),
        )
        assert made.audiences == ("patient", "caregiver")
        assert made.position == Position(f"content/walking/{language}.yaml", 1, 1)
    assert topic().sources == (
        Source(
            "S1",
            "Walking for health",
            "Health Service",
            "2020",
            "https://example.org/walk",
            "2026-11-22",
            Position(FACTS, 10, 3),
        ),
        Source(
            "S2b",
            "Shoes: a guide",
            "Shoe Board",
            "",
            "http://example.org/shoes?size=1#top",
            "2026-11-20",
            Position(FACTS, 11, 3),
        ),
    )


def test_words_of_the_language() -> None:
    """Fields and handouts have the language's words and their places, in the order of topic.yaml."""
    assert topic().fields == (
        Field("start_date", ValueKind.DATE, "Start date", at(3, 15)),
        Field("partner", ValueKind.NAME, "Walking partner", at(4, 12)),
    )
    why = text(6, 63, "Why walk, ", Placeholder("patient.partner"), "?")
    card = (("title", at(6, 17)), ("subtitle", at(6, 39)), ("titles", at(6, 57)))
    assert topic().handouts == (
        HandoutEntry("card", "Walk today", "One page", (("why", why),), at(6, 3), places=card),
        HandoutEntry("guide", "Walking: the guide", "", (), at(7, 3), places=(("title", at(8, 12)),)),
    )


def test_sections() -> None:
    """Sections keep id, role, title, readers and whether they are critical; subsections have no role."""
    first, second = topic().sections
    assert first == Section(
        "stop", "warning", text(12, 12, "When to stop"), frozenset({"everyone"}), True, first.blocks, (), at(10, 5)
    )
    assert (second.id, second.audiences, second.critical) == ("why", frozenset({"patient", "caregiver"}), False)
    (inner,) = second.subsections
    assert (inner.id, inner.role, inner.audiences) == ("more", "", frozenset({"caregiver"}))
    assert (inner.title, inner.position) == (text(51, 16, "More reasons"), at(50, 9))


def test_paragraph_with_all_marks() -> None:
    """Strong, emphasis, citations and placeholders become runs, and everything between them stays as typed."""
    assert topic().sections[0].blocks[0] == paragraph(
        16,
        9,
        "Stop if you feel ",
        TextRun("any", strong=True),
        " of ",
        TextRun("these", emphasis=True),
        ". ",
        Citation(("S1", "S2b")),
        " Call ",
        Placeholder("clinic.emergency"),
        ".",
    )


def test_paragraph_with_language_link_and_terms() -> None:
    """A foreign phrase keeps its language, a link inside it its address; a term shows its own words or others."""
    assert blocks()[0] == Paragraph(
        Common(at(30, 9), language="en"),
        text(
            30,
            20,
            "Ein ",
            TextRun("schöner ", language="de"),
            TextRun("Gang", language="de", link="https://example.org/%C3%A4"),
            " with ",
            GlossaryReference("pulse", "Pulse rate"),
            " and ",
            GlossaryReference("pulse", "your pulse"),
            ".",
        ),
    )


def test_list_with_common_keys_and_nested_list() -> None:
    """A list keeps its kind, its common keys and the list below an item."""
    inner = ItemList(common(17, 72), ListKind.BULLETS, (item(17, 82, "at rest"), item(17, 91, "lying down")))
    assert topic().sections[0].blocks[1] == ItemList(
        Common(at(17, 9), "bad-signs", sources=("S1",), keep=True),
        ListKind.SIGNS,
        (item(17, 17, "Pain in the chest"), item(17, 36, "Dizzy *"), item(17, 55, "Short of breath", inner)),
    )


def test_alert() -> None:
    """An alert has its level, title and blocks; a strong placeholder is strong."""
    steps = ItemList(common(24, 61), ListKind.STEPS, (item(24, 70, "Sit"), item(24, 75, "Call")))
    ask = paragraph(24, 20, "Ask ", Placeholder("patient.partner", strong=True), " to drive.")
    assert topic().sections[0].blocks[2] == Alert(common(21, 9), Level.STOP, text(23, 18, "Do not drive"), (ask, steps))


def test_by_audience() -> None:
    """Each audience has its blocks; one block may stand without a list."""
    shoes = ItemList(common(34, 38), ListKind.CHECKLIST, (item(34, 51, "Shoes"), item(34, 58, "Water")))
    assert blocks()[1] == ByAudience(
        common(32, 9),
        (
            Option("everyone", (paragraph(33, 21, "Walk."),)),
            Option("caregiver", (paragraph(34, 23, "Walk along."), shoes)),
        ),
    )


def test_table() -> None:
    """A cell is one text, several, or none; a number is the text that was typed."""
    call = text(40, 54, "Call ", Placeholder("clinic.phone"))
    assert blocks()[2] == Table(
        common(35, 9),
        text(36, 20, "How far"),
        (text(37, 21, "When"), text(37, 27, "Sign"), text(37, 33, "What")),
        (
            Row(((text(40, 37, "Pain"),), (text(40, 44, "Sit down"), call)), at(40, 15), Level.STOP),
            Row(((), (text(41, 41, "1.50"),)), at(41, 15), Level.NOTE),
        ),
        row_headers=True,
    )


def test_figures() -> None:
    """A picture is read whole, its path seen from the file; a flow keeps boxes, loops and bars."""
    data = sample()["content/walking/path.png"]
    assert blocks()[3] == Figure(
        common(42, 9),
        Picture("content/walking/path.png", data, 3, 2),
        text(42, 40, "A path"),
        text(42, 57, "A path ", Citation(("S1",))),
    )
    assert blocks()[4] == Figure(
        common(43, 9),
        Flow(
            (FlowBox("walk", text(46, 38, "Walk")), FlowBox("rest", text(46, 62, "Rest"))),
            (FlowLoop("rest", "walk", text(47, 50, "again")),),
            (FlowBar(text(48, 27, "All day"), "walk", "rest"),),
        ),
        text(44, 16, "Walk and rest in turn"),
        None,
    )


def test_questions() -> None:
    """An answer is a text or a list of blocks."""
    then = ItemList(common(56, 68), ListKind.BULLETS, (item(56, 79, "then more"),))
    assert more()[0] == Questions(
        common(54, 13),
        (
            Question(text(55, 23, "How often?"), (paragraph(55, 43, "Daily."),)),
            Question(text(56, 23, "How long?"), (paragraph(56, 43, "At first 010 minutes."), then)),
        ),
    )


def test_definitions() -> None:
    """A definition has an id, a term and a meaning, each with its marks."""
    term = text(58, 35, "Pulse ", TextRun("rate", emphasis=True))
    assert more()[1] == Definitions(common(57, 13), (Definition("pulse", term, text(58, 58, "Beats a minute")),))


def test_entries_contacts_and_log() -> None:
    """An entry has a value or lines, one where none are asked for; contacts are boxed; a log counts rows and sheets."""
    start = Entry(text(59, 31, "Start"), text(59, 45, Placeholder("patient.start_date")), 1)
    assert more()[2] == Entries(common(59, 13), False, (start, Entry(text(59, 80, "Notes"), None, 3)))
    assert more()[3] == Entries(common(60, 13), True, (Entry(text(60, 32, "Clinic"), None, 1),))
    assert more()[4] == Log(common(61, 13), text(61, 28, "Steps"), (text(61, 45, "Day"), text(61, 50, "Steps")), 14, 2)


def test_scalars_are_what_was_typed() -> None:
    """No phone number turns into another number, no time into seconds, no `no` into false."""
    assert [(value.origin.key, value.text) for value in project().clinic.filled] == [
        ("name", "Example Clinic"),
        ("phone", "0117"),
        ("after_hours_phone", "555 #12"),
        ("emergency", "000"),
        ("fever_threshold", "8:30"),
        ("support_line", "no"),
    ]


def test_a_clinics_value_knows_what_and_where_it_is() -> None:
    """Each value keeps its kind, its key and its place in the profile; so does a key that was left empty."""
    clinic = project().clinic
    fever = Origin("fever_threshold", Position("content/clinics/example.yaml", 5, 18))
    assert clinic.value("fever_threshold") == Value(ValueKind.TEMPERATURE, "8:30", fever)
    assert clinic.place("fever_threshold") == fever.position
    assert (clinic.place("website").line, clinic.place("hospital").line) == (7, 1)


def test_every_key_of_a_profile_has_its_kind() -> None:
    """The keys that the schema of a profile allows are those that have a kind of value."""
    assert {*clinic_keys()} == {*VALUE_KINDS}


def test_clinic() -> None:
    """A clinic is named by its file, has a logo, and has nothing behind a key that was left empty."""
    clinic = project().clinic
    assert clinic.name == "example"
    assert clinic.logo == Picture("content/walking/path.png", sample()["content/walking/path.png"], 3, 2)
    assert clinic.value("website") is None
    assert clinic.position == Position("content/clinics/example.yaml", 1, 1)


def test_line_ends_and_mark_at_the_start_change_nothing() -> None:
    """A file saved on Windows, or with a byte order mark, says the same at the same places."""
    tree = sample()
    tree[ENGLISH] = b"\xef\xbb\xbf" + tree[ENGLISH].replace(b"\n", b"\r\n")
    assert read(tree) == project()


def test_texts_are_composed_characters() -> None:
    """A letter typed as a letter and a sign is the one letter (NFC), so that it prints and compares as it looks."""
    tree = sample()
    tree[ENGLISH] = tree[ENGLISH].replace("schöner".encode(), "scho\u0308ner".encode())
    assert read(tree) == project()


def test_folded_text_is_one_paragraph() -> None:
    """Line ends inside a text are spaces, however YAML lets them be typed."""
    tree = sample()
    forms = ("Walk,\n        then rest.", "'Walk,\n        then rest.'", ">\n        Walk,\n        then rest.\n",
             "|-\n        Walk,\n        then rest.\n")  # fmt: skip
    for form in forms:
        tree[ENGLISH] = tree[ENGLISH].replace(b"everyone: Walk.", b"everyone: Walk, then rest.")
        tree[ENGLISH] = sample()[ENGLISH].replace(
            b"      - by_audience:", f"      - {form}\n      - by_audience:".encode()
        )
        tree.pop("content/walking/es.yaml", None)
        made = read(tree).topics[0].sections[1].blocks[1]
        assert isinstance(made, Paragraph)
        assert made.text.inlines == (TextRun("Walk, then rest."),)


def test_boxes_have_ids_in_their_own_figure() -> None:
    """Two figures of a file may have boxes of the same names, with or without pictograms; a block still has an id of
    its own."""
    path = "content/walking/en.yaml"
    words = sample()[path].decode()
    boxes = "[{id: walk, text: Go, pictogram: walk}, {id: rest, text: Stay, pictogram: bed}]"
    again = f"- figure: {{alt: Once more, flow: {{boxes: {boxes}}}}}"
    figure = "      - figure:\n          alt: Walk and rest in turn\n"
    assert words.count(figure) == 1
    assert told(sample(**{SPANISH: None, path: words.replace(figure, f"      {again}\n{figure}")})) == []
    twice = words.replace(figure, f"      - {{id: more, paragraph: Walk.}}\n{figure}")
    assert [each.rsplit(" ", 1)[1] for each in told(sample(**{SPANISH: None, path: twice}))] == ["duplicate-id"]
