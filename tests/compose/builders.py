"""Small topics, layouts and clinics built in Python, for tests that say only what matters to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from caresheet.compose import compose
from caresheet.model.clinic import VALUE_KINDS, Clinic
from caresheet.model.document import Document
from caresheet.model.document import Section as PrintedSection
from caresheet.model.edition import REGULAR, Edition
from caresheet.model.job import Job
from caresheet.model.labels import Labels
from caresheet.model.layout import (
    Break,
    Budgets,
    ById,
    ByRole,
    Citations,
    InterpreterLine,
    Layout,
    Offer,
    Placement,
    References,
    Rest,
    RunningItem,
    RunningItems,
)
from caresheet.model.limits import Limits
from caresheet.model.look import (
    PAPERS,
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
from caresheet.model.text import Citation, GlossaryReference, Inline, Placeholder, PrintedText, Text, TextRun
from caresheet.model.topic import (
    EVERYONE,
    Block,
    Common,
    Field,
    HandoutEntry,
    Item,
    ItemList,
    ListKind,
    Paragraph,
    Section,
    Source,
    Topic,
)
from caresheet.model.value import Value, ValueKind
from caresheet.model.zone_look import WriteInBox, ZoneLook

TODAY = date(2026, 11, 27)
HERE = Position("content/knots/en.yaml", 7, 3)
LAYOUT = Position("layouts/sheet.yaml")

LIMITS = Limits(
    lay=True, main_message_words=40, action_verbs=80, list_steps=7, step_words=20, sentence_words=25, sentence_mean=15,
    section_words=150, passive_share=10, reading_grade=8, reading_grade_most=10, smog_grade=9, inflesz=55,
    alt_letters=150, table_columns=4, body=12, leading=1.15,
    line_letters_min=35, line_letters_max=75, page_fill_min=8, page_fill_max=95, last_page_fill=15, source_years=5,
    review_notice_days=60,
)  # fmt: skip
"""The limits that a layout starts from."""

ZONES = ZoneLook(
    shape=25.0, bar=14.0, title=17.0, number=36.0, numbers=18.0, label=12.0, box=WriteInBox(158.0, 28.0),
    boxes=WriteInBox(136.0, 21.0), pictogram=27.0, sign=2.5, sign_most=8.5, gap=6.0,
)  # fmt: skip

PLAIN = SectionStyle("plain", HeadingLook.PLAIN, "#0b4f6c", None, None)

LOOK = Look(
    paper=Paper(612.0, 792.0, Margins(51.0, 51.0, 51.0, 51.0)),
    columns=1,
    gutter=22.0,
    type=TypeScale(
        body=13.0, floor=12.0, ceiling=13.0, leading=1.35, title=26.0, section=18.0, subsection=15.0, running=9.0
    ),
    palette=Palette(
        text="#1a1a1a",
        muted="#4d4d4d",
        accent="#0b4f6c",
        accent_tint="#e6f1f5",
        line="#8a8a8a",
        stop="#a00016",
        stop_tint="#fdecee",
        call="#7a3e00",
        call_tint="#fff3e0",
        note="#1f4e8c",
        note_tint="#e8f0fa",
    ),
    spacing=Spacing(paragraph=6.0, item=3.0, section=16.0, heading=5.0, panel=8.0),
    blocks=BlockLooks(
        bullets=ListMarker.DISC,
        signs=ListMarker.OCTAGON,
        signs_strong=True,
        steps=StepMarker.CIRCLE,
        table_lines=TableLines.ROWS,
        table_bands=True,
        alert=AlertLook.PANEL,
        entry_height=25.5,
        log_row_height=28.0,
    ),
    zones=ZONES,
    origins=Origins(LAYOUT),
)

LABELS = Labels(
    language="en",
    draft="DRAFT",
    draft_translation="NOT TRANSLATED WELL",
    draft_mark="DRAFT",
    reviewed="reviewed by {name}, {credential}, {organization} on {date}",
    reviewed_mark="reviewed {date}",
    use_until="use until {date}",
    use_until_mark="until {date}",
    past_review="PAST",
    date="{day} {month} {year}",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    version="Version {version}",
    page="page {page} of {pages}",
    page_mark="{page}/{pages}",
    contents="Contents",
    references="Sources",
    continued="continued, {part} of {parts}",
    next_page="Next page: {heading}",
    based_on="Based on: {publishers}",
    interpreter="An interpreter is free: {number}.",
    and_others=(("one", "{publishers} and 1 more"), ("other", "{publishers} and {count} more")),
    minutes=(("one", "1 minute"), ("other", "{minutes} minutes")),
    cut="Cut and fold",
    cut_here="Cut here",
    check_bar="50 mm",
    fan="Fold like a fan",
    code="Code that opens {website}",
    code_caption="Scan, or visit {website}",
    mail_subject="A letter",
    mail_opening="Hello.",
    mail_closing="Goodbye.",
    mail_draft="DRAFT",
    mail_file="letter",
    levels=(("stop", "STOP"), ("call", "CALL"), ("note", "NOTE")),
    clinic=(("name", "clinic"), ("phone", "clinic phone"), ("emergency", "emergency number"), ("hospital", "hospital")),
)


def clinic_value(key: str, words: str) -> Value:
    """A value of a clinic's profile."""
    return Value(VALUE_KINDS[key], words, Origin(key, Position("clinic.yaml", list(VALUE_KINDS).index(key) + 1, 8)))


VALUES = (clinic_value("name", "Harbour Clinic"), clinic_value("phone", "555 01 00"))
CLINIC = Clinic("example", VALUES, None, Position("clinic.yaml"))


def text(*parts: str | Inline, at: Position = HERE) -> Text:
    """A text of the content; plain strings stand for words."""
    return Text(tuple(TextRun(part) if isinstance(part, str) else part for part in parts), at)


def printed(*runs: str | TextRun, at: Position = HERE) -> PrintedText:
    """A text of a document; plain strings stand for words."""
    return PrintedText(tuple(TextRun(run) if isinstance(run, str) else run for run in runs), at)


def common(*audiences: str, sources: tuple[str, ...] = (), language: str | None = None, keep: bool = False) -> Common:
    """What a block carries, for these audiences."""
    return Common(HERE, None, frozenset(audiences), sources, language, keep)


def paragraph(*parts: str | Inline, to: Common | None = None) -> Paragraph:
    return Paragraph(to or common(), text(*parts))


def items(*words: str, kind: ListKind = ListKind.BULLETS, to: Common | None = None) -> ItemList:
    return ItemList(to or common(), kind, tuple(Item(text(each)) for each in words))


def cite(*sources: str) -> Citation:
    return Citation(sources)


def fill(name: str) -> Placeholder:
    return Placeholder(name)


def term(name: str, shown: str) -> GlossaryReference:
    return GlossaryReference(name, shown)


def section(
    name: str,
    *blocks: Block,
    role: str = "notes",
    audiences: Iterable[str] = (EVERYONE,),
    critical: bool = False,
    subsections: tuple[Section, ...] = (),
) -> Section:
    """A section titled `The <name>`."""
    return Section(name, role, text(f"The {name}"), frozenset(audiences), critical, blocks, subsections, HERE)


def part(name: str, *blocks: Block, audiences: Iterable[str] = ()) -> Section:
    """A subsection."""
    return section(name, *blocks, role="", audiences=audiences)


def source(name: str, *, organization: str = "", url: str = "https://knots.example/") -> Source:
    return Source(name, f"Title {name}", organization or f"Guild {name}", "2020", url, "2026-01-01", HERE)


def topic(*sections: Section) -> Topic:
    """A topic about knots, for sailors and climbers, with sources S1 to S3."""
    return Topic(
        name="knots",
        language="en",
        title="Knots",
        version="1.2",
        facts_checked="2026-01-01",
        codes=(("isbn", "123"),),
        audiences=("sailor", "climber"),
        fields=(
            Field("tied_on", ValueKind.DATE, "tied on"),
            Field("count", ValueKind.NUMBER, "how many"),
            Field("tied_by", ValueKind.NAME, "tied by"),
            Field("remark", ValueKind.TEXT, "remark"),
            Field("call", ValueKind.PHONE, "call"),
        ),
        sources=(source("S1"), source("S2"), source("S3")),
        handouts=(HandoutEntry("sheet", "Knots that hold", "For the deck", (), HERE),),
        sections=sections,
        position=Position("content/knots/topic.yaml"),
    )


def place(
    what: ByRole | ById | Rest | References | InterpreterLine | None = None, *, start: Break = Break.NONE
) -> Placement:
    return Placement(what or Rest(), PLAIN, start, wide=False, turned=False, position=LAYOUT)


def layout(
    *placements: Placement,
    audience: str = "sailor",
    citations: Citations = Citations.NUMBERED,
    contents: bool = False,
    left_out: tuple[str, ...] = (),
) -> Layout:
    """The layout `sheet`; without placements it takes all sections and then the references."""
    return Layout(
        name="sheet",
        audience=audience,
        look=LOOK,
        paper="a4",
        budgets=Budgets(None, None, None, None, ()),
        header=RunningItems((RunningItem.TOPIC,), (), (RunningItem.CLINIC,)),
        footer=RunningItems(
            (RunningItem.TITLE, RunningItem.VERSION), (RunningItem.REVIEW,), (RunningItem.DOCUMENT, RunningItem.PAGE)
        ),
        contents=contents,
        citations=citations,
        placements=placements or (place(Rest()), place(References())),
        left_out=left_out,
        position=LAYOUT,
        limits=LIMITS,
        offer=Offer((*PAPERS,), (*PAPERS,), (*PAPERS,), LAYOUT),
    )


def job(
    whole: Topic,
    handout: HandoutEntry,
    by: Layout,
    clinic: Clinic = CLINIC,
    labels: Labels = LABELS,
    edition: Edition = REGULAR,
) -> Job:
    """A handout to make, without reviews."""
    return Job(whole, None, handout, by, clinic, labels, edition, (), TODAY)


def composed(*sections: Section, by: Layout | None = None, clinic: Clinic = CLINIC) -> Document:
    """The handout of a topic with these sections."""
    whole = topic(*sections)
    return compose(job(whole, whole.handouts[0], by or layout(), clinic)).document


def only_section(*blocks: Block, by: Layout | None = None, clinic: Clinic = CLINIC) -> PrintedSection:
    """What one section with these blocks prints."""
    return composed(section("one", *blocks), by=by, clinic=clinic).sections[0]


def with_steps(marker: StepMarker) -> Layout:
    """The layout with another look of numbered steps."""
    plain = layout()
    return replace(plain, look=replace(LOOK, blocks=replace(LOOK.blocks, steps=marker)))
