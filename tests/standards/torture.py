"""Documents that torture the typesetter: every paper, long tables, deep lists, long links, columns, many pages."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from tests.proof.documents import (
    BLOCKS,
    PROSE,
    document,
    drawing,
    everything,
    items,
    linked,
    log,
    look,
    nested,
    paper,
    picture,
    references,
    say,
    section,
    table,
    words,
)

from caresheet.model.document import (
    PAGE_COUNT,
    PAGE_NUMBER,
    Alert,
    Cell,
    Definition,
    Definitions,
    Document,
    Element,
    Entries,
    Entry,
    Figure,
    Flow,
    FlowBox,
    Heading,
    InLanguage,
    Item,
    KeepTogether,
    Mark,
    Part,
    Row,
    RunningLine,
    Table,
)
from caresheet.model.layout import Break
from caresheet.model.look import PAPERS, AlertLook, HeadingLook, ListMarker, SectionStyle, StepMarker, TableLines
from caresheet.model.problem import Position
from caresheet.model.text import FieldBlank, TextRun
from caresheet.model.topic import Level, ListKind

HERE = Position("content/kettles/en.yaml", 1, 1)
LONGEST = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = "https://example.org/a/very/long/path/that/goes/on/and-on/and_on?with=a&query=that#does-not-end"


def torture() -> Iterator[tuple[str, Document]]:
    """Every torture with its name."""
    for name in PAPERS:
        small = name in {"a5", "a6"}
        for turned in (False, True):
            sheet = paper(name, 8.0 if small else 18.0, turned=turned)
            kind = f"paper-{name}-{'landscape' if turned else 'portrait'}"
            yield kind, _short_lines(replace(everything(), look=look(sheet, body=9.0 if small else 11.0)))
    for columns in (2, 3):
        yield f"columns-{columns}", _wide(replace(everything(), look=look(columns=columns, body=9.0)))
    yield "looks", _other_looks(everything())
    yield "long-tables", _long_tables()
    yield "nested-lists", document(section("Lists in lists", nested(6), nested(5), KeepTogether(nested(2))))
    yield "links", _links()
    yield "many-pages", _many_pages()
    yield "languages", _languages()
    yield "long-words", _long_words()
    yield "forms", _forms()
    yield "shortest", document(section("One", say("One word.")), banner="", subtitle="", header=RunningLine("", "", ""))
    yield "signs", _signs()


def _short_lines(made: Document) -> Document:
    """Running lines that fit into the margins of a small paper."""
    return replace(
        made, header=RunningLine("", "", ""), footer=RunningLine("Boiling water", "", f"{PAGE_NUMBER}/{PAGE_COUNT}")
    )


def _wide(made: Document) -> Document:
    """Tables and forms across all columns; a section that starts a new column."""
    first, second, third, *rest = made.sections
    return replace(
        made, sections=(first, replace(second, start=Break.COLUMN), replace(third, wide=True), *rest), contents=None
    )


def _other_looks(made: Document) -> Document:
    """Every look that the other tortures do not have."""
    blocks = replace(
        BLOCKS,
        bullets=ListMarker.DASH,
        signs=ListMarker.TRIANGLE,
        signs_strong=False,
        steps=StepMarker.PLAIN,
        table_lines=TableLines.GRID,
        table_bands=False,
        alert=AlertLook.BAR,
    )
    framed = SectionStyle("framed", HeadingLook.PLAIN, "#0b4f6c", None, "#0b4f6c")
    sections = tuple(replace(one, style=framed, start=Break.PAGE) for one in made.sections)
    return replace(made, look=replace(look(), blocks=blocks), sections=sections, logo=drawing())


def _long_tables() -> Document:
    """Many rows; rows taller than a page; a table inside a frame; empty rows."""
    tall = table(7, length=14)
    head = tuple(Cell((words(text),), header=True) for text in ("One", "Two"))
    empty = Table(words("Nothing yet"), head, (Row((Cell(()), Cell(()))),) * 3, 0.0, sheet=False, position=HERE)
    return document(
        section("Many rows", table(90)),
        section("Tall rows", tall),
        section("In a frame", table(30), style=SectionStyle("box", HeadingLook.BAND, "#9b1c1c", "#fdecec", "#9b1c1c")),
        section("Empty", empty),
    )


def _links() -> Document:
    term = Definitions((Definition(words("Scale"), words("What stays."), "scale"),), HERE)
    return document(section("Links", *_long_links()), section("Words", term), references())


def _long_links() -> Iterator[Element]:
    """Links that go over lines and pages, alone, in lists and in cells."""
    link = TextRun(PROSE * 12, link="https://example.org/long")
    yield say("Before. ", link, " After.")
    yield say(link)
    yield say(TextRun("One ", link="https://example.org/1"), TextRun("two", link="https://example.org/2", strong=True))
    yield linked()
    yield say("Type ", TextRun(ADDRESS, link=ADDRESS), " or ", TextRun("write", link="mailto:help@example.org"), ".")
    yield items(ListKind.BULLETS, Item("", words("In a list: ", link, ".")))
    head = tuple(Cell((words(text),), header=True) for text in ("Where", "What"))
    row = Row((Cell((words("In a cell"),), header=True), Cell((words("See ", link, "."), words(link)))))
    yield Table(words("Links in ", TextRun("cells", link="#links")), head, (row,), 0.0, sheet=False, position=HERE)


def _many_pages() -> Document:
    """More than a hundred pages, with contents that reach over several."""
    sections = tuple(
        section(
            f"Chapter {number}",
            say(PROSE * 4),
            Part(
                Heading(3, words(f"More {number}"), f"more-{number}"), (items(ListKind.STEPS, PROSE, PROSE), table(4))
            ),
        )
        for number in range(1, 131)
    )
    return document(*(replace(one, start=Break.PAGE) for one in sections), contents=True)


def _languages() -> Document:
    """Every kind of element in another language than the document's, and words in a third in it."""
    inside = items(ListKind.STEPS, "Llene la tetera", Item("2", words("Espere: ", TextRun("wait", language="en"), ".")))
    foreign: tuple[Element, ...] = (
        say("Cierre la tapa. ", TextRun("Fermez le couvercle.", language="fr"), " Gracias."),
        inside,
        nested(1),
        Alert(Mark(Level.CALL, "LLAME"), words("Agua caliente"), (say("No toque."),), HERE),
        table(3),
        Figure(picture(), "Una tetera roja", words("La tetera"), HERE),
        Figure(drawing(), "Una colina junto a un lago", words("El lago"), HERE),
        Definitions((Definition(words("Cal"), words("Lo que deja el agua."), "cal"),), HERE),
        Entries(boxed=True, entries=(Entry(words("Nombre"), None, 1),), position=HERE),
        Part(Heading(3, words("Preguntas"), "preguntas"), (say("Nada."), InLanguage("de", say("Nichts.")))),
    )
    return document(
        section("Spoken in Spanish", *(InLanguage("es", element) for element in foreign)),
        section("Kept", KeepTogether(InLanguage("pt-BR", say("Feche a tampa.")))),
        section("The same", say("In English ", TextRun("as before", language="en"), ", and on.")),
        language="en",
    )


def _long_words() -> Document:
    """Words wider than the line, hyphens and dashes at its end, signs that stand close together."""
    dashes = "well-known self-care water–steam either/or step-by-step — and – so — on; "
    narrow = Flow((FlowBox("a", words(LONGEST)), FlowBox("b", words("short"))), (), ())
    return document(
        section("Long words", say(f"{LONGEST} {LONGEST[:-5]}"), say(dashes * 12), say("Vor- und Nachteile " * 200)),
        section("In lists", items(ListKind.SIGNS, LONGEST, dashes * 3), Figure(narrow, "Two boxes", None, HERE)),
        section("Close together", *(say("a" * number + "-" + "b" * 7 + " ", PROSE) for number in range(1, 30))),
        look=look(paper("a5", 12.0), columns=2),
        header=RunningLine("", "", ""),
        footer=RunningLine("Boiling water", "", f"{PAGE_NUMBER}/{PAGE_COUNT}"),
    )


def _forms() -> Document:
    """Blanks in every place, entries of many lines, forms."""
    blank = FieldBlank("patient.date", "date", 85.0)
    silent = FieldBlank("patient.name", "name", 170.0, captioned=False)
    entries = tuple(Entry(words(f"Entry {number}"), None, number) for number in range(1, 8))
    filled = Entry(words("Filled ", TextRun("in", strong=True)), words("with ", blank, " and (", silent, ")"), 1)
    return document(
        section("Blanks", say("On ", blank, ", ", silent, " said: ", blank), items(ListKind.BULLETS, "None")),
        section("Entries", Entries(boxed=True, entries=(*entries, filled), position=HERE)),
        section("A long label", Entries(boxed=False, entries=(Entry(words(PROSE), None, 1),), position=HERE)),
        section("Log", log(60), log(3), turned=True),
        section("Blank cells", _blank_cells(blank)),
    )


def _blank_cells(blank: FieldBlank) -> Table:
    head = tuple(Cell((words(text),), header=True) for text in ("What", "When"))
    rows = tuple(Row((Cell((words(f"Cup {number}"),)), Cell((words(blank),)))) for number in range(4))
    return Table(words("When ", blank), head, rows, 0.0, sheet=False, position=HERE)


def _signs() -> Document:
    """Letters and signs beyond ASCII, and those that PDF strings must escape."""
    return document(
        section("Çà et là", say("Ünïcödé – “quoted” ‘single’ … 38 °C ½ µg ≥ 5 % € £ © ®")),
        section("Escaped", say("(a) \\ [b] {c} <d> & 'e' \"f\"")),
        section("Żółć", say("Zażółć gęślą jaźń. Příliš žluťoučký kůň. Íslenska þorn ðæ.")),
        title="Ébullition: (eau) \\ 100 °C & more <safely>",
        subject="Ébullition",
        keywords=("eau", "été"),
    )
