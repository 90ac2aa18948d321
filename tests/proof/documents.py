"""Documents built in Python: a handout with every kind of element, and those that torture the typesetter."""

from __future__ import annotations

import struct
import zlib
from datetime import date

from msgspec.structs import replace
from tests.compose.builders import ZONES

from caresheet.compose.structure import structure_of
from caresheet.model.composed import Composed
from caresheet.model.document import (
    PAGE_COUNT,
    PAGE_NUMBER,
    Alert,
    Cell,
    Contents,
    ContentsEntry,
    Definition,
    Definitions,
    Document,
    Element,
    Entries,
    Entry,
    Figure,
    Flow,
    FlowBar,
    FlowBox,
    FlowLoop,
    Heading,
    InLanguage,
    Item,
    ItemList,
    KeepTogether,
    Mark,
    Paragraph,
    Part,
    Quote,
    Row,
    RunningLine,
    Section,
    Table,
)
from caresheet.model.layout import Break
from caresheet.model.look import (
    PAPERS,
    POINTS_PER_MM,
    AlertLook,
    BlockLooks,
    HeadingLook,
    ListMarker,
    Look,
    Margins,
    Origins,
    Palette,
    Paper,
    SectionStyle,
    Spacing,
    StepMarker,
    TableLines,
    TypeScale,
)
from caresheet.model.problem import Origin, Position
from caresheet.model.review import ReviewState, ReviewStatus
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.topic import Level, ListKind, Picture, SvgPicture
from caresheet.model.value import Value, ValueKind
from caresheet.source.svg import read_drawing

_FILE = "content/kettles/en.yaml"
ORIGINS = Origins(Position("layouts/kettle.yaml"), (Origin("columns", Position("layouts/kettle.yaml", 3, 10)),))

PALETTE = Palette(
    text="#1a1a1a",
    muted="#4a4a4a",
    accent="#0b4f6c",
    accent_tint="#e6f0f4",
    line="#8a9aa3",
    stop="#9b1c1c",
    stop_tint="#fdecec",
    call="#7a4a00",
    call_tint="#fff3dd",
    note="#1f4e79",
    note_tint="#eaf2fa",
)
PLAIN = SectionStyle("plain", HeadingLook.PLAIN, PALETTE.accent, None, None)
RULED = SectionStyle("ruled", HeadingLook.RULE, PALETTE.accent, None, None)
ALARM = SectionStyle("alarm", HeadingLook.BAND, PALETTE.stop, PALETTE.stop_tint, PALETTE.stop)
BLOCKS = BlockLooks(
    bullets=ListMarker.DISC,
    signs=ListMarker.OCTAGON,
    signs_strong=True,
    steps=StepMarker.CIRCLE,
    table_lines=TableLines.ROWS,
    table_bands=True,
    alert=AlertLook.PANEL,
    entry_height=25.5,
    log_row_height=25.5,
)
PROSE = (
    "Fill the kettle with cold water and close the lid. Wait until the water boils, which takes about three minutes, "
    "and never leave the room while it does. Pour slowly, away from your hands, and put the kettle back on its base. "
)


def paper(name: str = "a4", margin: float = 18.0, *, turned: bool = False) -> Paper:
    """A sheet with margins in millimetres."""
    side = margin * POINTS_PER_MM
    sheet = Paper(*PAPERS[name], Margins(max(side, 54.0), side, max(side, 54.0), side))
    return sheet.turned() if turned else sheet


def look(sheet: Paper | None = None, *, columns: int = 1, body: float = 11.0) -> Look:
    """An ordinary look in the given size."""
    sizes = TypeScale(body, body, body, 1.35, body * 2, body * 1.5, body * 1.2, 8.0)
    spacing = Spacing(6.0, 3.0, 16.0, 5.0, 8.0)
    return Look(sheet or paper(), columns, 22.0, sizes, PALETTE, spacing, BLOCKS, ZONES, ORIGINS)


class Lines:
    """Gives every text a line of its own, as if it stood in a file."""

    def __init__(self) -> None:
        self._line = 0

    def next(self) -> Position:
        self._line += 1
        return Position(_FILE, self._line, 1)


_LINES = Lines()


def words(*runs: str | TextRun | FieldBlank) -> PrintedText:
    """A text of plain words and other runs."""
    return PrintedText(tuple(TextRun(run) if isinstance(run, str) else run for run in runs), _LINES.next())


def say(*runs: str | TextRun | FieldBlank) -> Paragraph:
    """A paragraph."""
    return Paragraph(words(*runs))


def items(kind: ListKind, *texts: str | Item) -> ItemList:
    """A list; steps get their numbers."""
    made = tuple(
        text if isinstance(text, Item) else Item(str(number) if kind is ListKind.STEPS else "", words(text))
        for number, text in enumerate(texts, start=1)
    )
    return ItemList(kind, made, _LINES.next())


def section(title: str, *elements: Element, **changes: object) -> Section:
    """A section under a heading of level 2; its anchor follows from its title."""
    anchor = title.lower().replace(" ", "-")
    made = Section(
        id=anchor,
        heading=Heading(2, words(title), anchor),
        elements=elements,
        style=PLAIN,
        start=Break.NONE,
        wide=False,
        turned=False,
        position=_LINES.next(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def document(*sections: Section, contents: bool = False, **changes: object) -> Document:
    """A handout with running lines that number its pages."""
    entries = tuple(
        ContentsEntry(2, one.heading.text.plain, one.heading.anchor) for one in sections if one.heading is not None
    )
    made = Document(
        identifier="kettles-guide-en",
        title="Boiling water safely",
        subtitle="What to know before you switch it on",
        language="en",
        author=Value(ValueKind.NAME, "The kitchen", Origin("name", Position("kitchen.yaml", 1, 7))),
        subject="Kettles",
        keywords=("kettle", "water"),
        banner="Draft: not reviewed",
        logo=None,
        header=RunningLine("Kettles", "", "The kitchen"),
        footer=RunningLine("Boiling water safely · Version 0.1 · Draft", "", f"Page {PAGE_NUMBER} of {PAGE_COUNT}"),
        contents=Contents("Contents", entries) if contents else None,
        sections=sections,
        look=look(),
        budget=None,
        position=Position("layouts/guide.yaml"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def composed(document: Document) -> Composed:
    """A document as compose hands it on: a draft, with what it has to say."""
    nobody = ReviewStatus(ReviewState.DRAFT, date(2027, 11, 27), is_past=False, review=None)
    return Composed(document, structure_of(document), nobody, ())


def picture(width: int = 60, height: int = 40) -> Picture:
    """A red picture."""
    rows = (b"\0" + b"\xc0\x20\x20" * width) * height

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return Picture("content/kettles/kettle.png", b"\x89PNG\r\n\x1a\n" + data, width, height)


LAKE = (
    '<path d="M2 18L16 4L30 18Z" fill="#0b4a6f"/><line x1="1" y1="19" x2="39" y2="19" stroke="#000"/>'
    '<path d="M20 8h12v8h-12zM22 10h8v4h-8z" fill="currentColor" fill-rule="evenodd"/>'
    '<path d="M34 4v12" stroke="#57a773" stroke-width="2" stroke-linecap="round" stroke-dasharray="3 2"/>'
)


def drawing(attributes: str = 'viewBox="0 0 40 20"') -> SvgPicture:
    """A hill beside a lake, with fills, a hole, and lines of two kinds."""
    path = "content/kettles/lake.svg"
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{LAKE}</svg>'.encode()
    return SvgPicture(path, data, read_drawing(data, path))


def flow() -> Flow:
    """Three boxes, a loop with words, a bar."""
    return Flow(
        boxes=(
            FlowBox("fill", words("Fill")),
            FlowBox("boil", words("Boil the water")),
            FlowBox("pour", words("Pour")),
        ),
        loops=(FlowLoop("boil", "fill", words("not enough water")),),
        bars=(FlowBar(words("stay in the room"), "fill", "boil"),),
    )


def table(rows: int = 3, *, length: int = 1) -> Table:
    """Rows headed by their first cell, with an empty cell and a list in a cell in every third row."""
    made = []
    for number in range(1, rows + 1):
        middle = (words("first thing"), words("second thing")) if number % 3 == 0 else (words(PROSE * length),)
        last = () if number % 3 == 1 else (words(f"until {number} o'clock"),)
        made.append(Row((Cell((words(f"Cup {number}"),), header=True), Cell(middle), Cell(last))))
    head = tuple(Cell((words(text),), header=True) for text in ("Cup", "What to do", "How long"))
    return Table(words("Cups and their times"), head, tuple(made), 0.0, sheet=False, position=_LINES.next())


def levels() -> Table:
    """A table whose rows are headed by a level's mark."""
    marks = ((Level.STOP, "STOP"), (Level.CALL, "CALL"), (Level.NOTE, "NOTE"))
    rows = tuple(
        Row((Cell((), header=True, mark=Mark(level, word)), Cell((words(PROSE),)), Cell((words("Now"),))))
        for level, word in marks
    )
    head = tuple(Cell((words(text),), header=True) for text in ("Level", "What it means", "When"))
    return Table(words("Three levels"), head, rows, 0.0, sheet=False, position=_LINES.next())


def log(rows: int = 10) -> Table:
    """An empty form on a side of its own."""
    head = tuple(Cell((words(text),), header=True) for text in ("Date", "Time", "Cups"))
    empty = Row((Cell(()), Cell(()), Cell(())))
    return Table(words("Cups of today"), head, (empty,) * rows, 25.5, sheet=True, position=_LINES.next())


def linked() -> Paragraph:
    """A paragraph with links to places and addresses, foreign words and all faces."""
    return say(
        "Read about ",
        TextRun("descaling", link="#scale"),
        " on ",
        TextRun("the page of the makers of kettles and other things that boil", link="https://example.org/kettles"),
        ", call the ",
        TextRun("Wasserkocher-Notdienst", language="de"),
        " or ",
        TextRun("servicio", language="es", link="https://example.org/servicio"),
        ". Never ",
        TextRun("ever", strong=True),
        TextRun(" touch", emphasis=True),
        " hot steel",
        TextRun("[1]", link="#reference-1"),
        TextRun("[2]", link="#reference-2"),
        ".",
    )


def references() -> Section:
    """A numbered list of sources."""
    made = ItemList(
        ListKind.STEPS,
        (
            Item(
                "1.",
                words(TextRun("On boiling", link="https://example.org/boiling"), ". The kettle works, 2020."),
                anchor="reference-1",
            ),
            Item(
                "2.",
                words(TextRun("On steam", link="https://example.org/steam"), ". The steam works."),
                anchor="reference-2",
            ),
        ),
        _LINES.next(),
    )
    return replace(section("References", made), id="references")


def nested(depth: int) -> ItemList:
    """Lists in lists, of every kind in turn."""
    kinds = (ListKind.BULLETS, ListKind.STEPS, ListKind.CHECKLIST, ListKind.SIGNS)
    kind = kinds[depth % 4]
    inner = nested(depth - 1) if depth else None
    label = "1" if kind is ListKind.STEPS else ""
    return items(kind, Item(label, words(f"Level {depth} of the list"), inner), Item(label, words(PROSE)))


def everything() -> Document:
    """Every kind of element and run."""
    phone = FieldBlank("clinic.phone", "phone number", 113.4)
    name = FieldBlank("patient.name", "name", 170.0, captioned=False)
    alert = Alert(
        Mark(Level.STOP, "STOP"),
        words("Hot water is coming"),
        (say("Step back and call ", phone, " at once."), items(ListKind.BULLETS, "Do not touch it", "Do not drink it")),
        _LINES.next(),
    )
    terms = Definitions(
        (
            Definition(words("Scale"), words("What hard water leaves behind."), "scale"),
            Definition(words("Element"), words("The part that gets hot. ", PROSE), "element"),
        ),
        _LINES.next(),
    )
    contacts = Entries(
        boxed=True,
        entries=(
            Entry(words("Your name"), words(name), 1),
            Entry(words("Kitchen"), words("020 555"), 1),
            Entry(words("Who can help?"), None, 2),
            Entry(words("Notes"), None, 1),
        ),
        position=_LINES.next(),
    )
    signed = Entries(boxed=False, entries=(Entry(words("Date"), None, 1),), position=_LINES.next())
    part = Part(Heading(3, words("How hot is it?"), "how-hot"), (say(PROSE), items(ListKind.CHECKLIST, "Lid", "Base")))
    spoken = InLanguage("es", say("Cierre la tapa y espere un momento."))
    quote = Quote(words("I never leave the room while it boils."), words("A cook"), _LINES.next())
    return document(
        section("Before you start", say(PROSE), linked(), alert, KeepTogether(nested(3)), style=ALARM),
        section("Step by step", items(ListKind.STEPS, "Fill it", "Boil it " + PROSE, "Pour it"), spoken, part, quote),
        section(
            "Tables and drawings",
            table(),
            say("And how bad is it?"),
            levels(),
            Figure(flow(), "Three boxes: fill, boil, pour", words("How it goes"), _LINES.next()),
            Figure(picture(), "A red kettle", None, _LINES.next()),
            style=RULED,
        ),
        section("Words to know", terms),
        section("Contacts", contacts, signed),
        section("Diary", log(), log(), turned=True),
        references(),
        contents=True,
        clinic="The kitchen",
    )
