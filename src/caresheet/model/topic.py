"""The content of a topic in one language: sections, blocks and texts for all audiences."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from caresheet.model.drawing import Drawing
from caresheet.model.limits import Waiver
from caresheet.model.meter import Meter
from caresheet.model.problem import Position
from caresheet.model.text import Text
from caresheet.model.value import Value, ValueKind

EVERYONE = "everyone"
"""The name that stands for all audiences of a topic."""


class Level(Enum):
    """How urgent something is, always shown by shape, word and color together (WCAG 2.1, 1.4.1)."""

    STOP = "stop"
    CALL = "call"
    NOTE = "note"


class ListKind(Enum):
    """What a list is for, which decides how it looks and how it is tagged."""

    BULLETS = "bullets"
    STEPS = "steps"
    SIGNS = "signs"
    CHECKLIST = "checklist"


class Common(Struct, frozen=True):
    """What every block may have.

    Empty `audiences` means the audiences of the section. `sources` support the whole block. With `keep`, the block is
    not split between pages.
    """

    position: Position
    id: str | None = None
    audiences: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    language: str | None = None
    keep: bool = False


class Paragraph(Struct, frozen=True, tag=True):
    common: Common
    text: Text


class Item(Struct, frozen=True):
    """One list item: its text and at most one nested list below it. A sign may have a pictogram beside it."""

    text: Text
    nested: ItemList | None = None
    pictogram: SvgPicture | None = None


class ItemList(Struct, frozen=True, tag=True):
    common: Common
    kind: ListKind
    items: tuple[Item, ...]


class Alert(Struct, frozen=True, tag=True):
    common: Common
    level: Level
    title: Text | None
    blocks: tuple[Block, ...]


class Row(Struct, frozen=True):
    """A table row. With a `level`, its header is the mark of that level, otherwise its first cell if the table says so.

    A cell is a tuple of texts: several are set as bullets, none is an empty cell.
    """

    cells: tuple[tuple[Text, ...], ...]
    position: Position
    level: Level | None = None


class Table(Struct, frozen=True, tag=True):
    common: Common
    caption: Text
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    row_headers: bool
    meter: Meter | None = None


class Picture(Struct, frozen=True, tag=True):
    """A raster image of the project: `data` as stored, its size in pixels after EXIF rotation."""

    path: str
    data: bytes
    width: int
    height: int


class SvgPicture(Struct, frozen=True, tag=True):
    """An SVG file of the project: `data` as stored, and what is drawn from it."""

    path: str
    data: bytes
    drawing: Drawing


class FlowBox(Struct, frozen=True):
    id: str
    text: Text
    pictogram: SvgPicture | None = None


class FlowLoop(Struct, frozen=True):
    """An arrow back from one box to an earlier one."""

    origin: str
    target: str
    text: Text | None


class FlowBar(Struct, frozen=True):
    """Text under a run of boxes, from the first to the last."""

    text: Text
    first: str
    last: str


class Flow(Struct, frozen=True, tag=True):
    """A diagram of boxes in a row, joined by arrows, which the layout draws as vectors."""

    boxes: tuple[FlowBox, ...]
    loops: tuple[FlowLoop, ...]
    bars: tuple[FlowBar, ...]


class Figure(Struct, frozen=True, tag=True):
    common: Common
    drawing: Picture | SvgPicture | Flow
    alternative: Text
    caption: Text | None


class Question(Struct, frozen=True):
    ask: Text
    answer: tuple[Block, ...]


class Questions(Struct, frozen=True, tag=True):
    common: Common
    questions: tuple[Question, ...]


class Definition(Struct, frozen=True):
    id: str
    term: Text
    meaning: Text


class Definitions(Struct, frozen=True, tag=True):
    common: Common
    definitions: tuple[Definition, ...]


class Quote(Struct, frozen=True, tag=True):
    """Words as somebody says them, and who that is."""

    common: Common
    text: Text
    by: Text | None


class Entry(Struct, frozen=True):
    """One row to fill in: a label and its value. Without a value, `lines` empty lines to write on."""

    label: Text
    value: Text | None
    lines: int


class Entries(Struct, frozen=True, tag=True):
    """Write-in lines, or a contact box when `boxed`."""

    common: Common
    boxed: bool
    entries: tuple[Entry, ...]


class Log(Struct, frozen=True, tag=True):
    """A form to write on: `rows` empty rows under column heads, on `sheets` sheets."""

    common: Common
    caption: Text
    columns: tuple[Text, ...]
    rows: int
    sheets: int


class Option(Struct, frozen=True):
    audience: str
    blocks: tuple[Block, ...]


class ByAudience(Struct, frozen=True, tag=True):
    """The same thing in different words: the option for the audience, else the one for `everyone`, else nothing."""

    common: Common
    options: tuple[Option, ...]


LeafBlock = Paragraph | ItemList | Table | Figure | Definitions | Quote | Entries | Log
"""A block that holds no other blocks."""
Block = LeafBlock | Alert | Questions | ByAudience


class TitleNumber(Struct, frozen=True):
    """A number to call that belongs to a section's title; a label tells several apart. `short` is a shorter label for
    the small faces of a card."""

    label: Text | None
    value: Text
    short: Text | None = None


class Section(Struct, frozen=True):
    """A titled part of a topic. `role` is its purpose, by which layouts place it. Subsections have an empty role."""

    id: str
    role: str
    title: Text
    audiences: frozenset[str]
    critical: bool
    blocks: tuple[Block, ...]
    subsections: tuple[Section, ...]
    position: Position
    numbers: tuple[TitleNumber, ...] = ()


class Field(Struct, frozen=True):
    """A patient's value: declared and labeled, but never stored. `name` is the one in `patient.<name>`."""

    name: str
    kind: ValueKind
    label: str
    position: Position | None = None


class Source(Struct, frozen=True):
    """The source of a claim. `year` is empty if the publisher gives none; `seen` is an ISO 8601 date.

    `language` is the BCP 47 tag of its title, empty if it is the language of the topic.
    """

    id: str
    title: str
    organization: str
    year: str
    url: str
    seen: str
    position: Position
    language: str = ""


class HandoutEntry(Struct, frozen=True):
    """One handout of a topic: the layout that makes it, and its words in this language.

    `short_title` replaces the title in running lines; empty if the author gives none. `titles` are other
    headings for sections in this handout: pairs of section id and title. `contents` are the entries of its list of
    contents, as pairs of the same kind; empty if the list has the headings. `places` are pairs of a key, such as
    `subtitle`, and where its words stand.
    """

    layout: str
    title: str
    subtitle: str
    titles: tuple[tuple[str, Text], ...]
    position: Position
    short_title: str = ""
    places: tuple[tuple[str, Position], ...] = ()
    contents: tuple[tuple[str, Text], ...] = ()

    @property
    def running_title(self) -> str:
        """The title in running lines."""
        return self.short_title or self.title


class Translates(Struct, frozen=True):
    """The language that a topic is translated from. `hash` is the fingerprint of the translated wording, or empty."""

    language: str
    hash: str
    position: Position


TOPIC_VALUES = ("topic.facts_checked",)
"""What a text may ask of its topic in a placeholder."""


class Topic(Struct, frozen=True):
    """A topic in one language. `name` is its folder, `version` its edition, `facts_checked` an ISO 8601 date.

    `codes` are pairs of a code system and a code; a system can have several.
    `soft_hyphens` are the positions of texts whose soft hyphens are left out, `facts_position` is that of
    `facts_checked`, `title_position` that of the title. `defaults` stand in for values that a clinic does not give."""

    name: str
    language: str
    title: str
    version: str
    facts_checked: str
    codes: tuple[tuple[str, str], ...]
    audiences: tuple[str, ...]
    fields: tuple[Field, ...]
    sources: tuple[Source, ...]
    handouts: tuple[HandoutEntry, ...]
    sections: tuple[Section, ...]
    position: Position
    waivers: tuple[Waiver, ...] = ()
    translates: Translates | None = None
    soft_hyphens: tuple[Position, ...] = ()
    defaults: tuple[Value, ...] = ()
    facts_position: Position | None = None
    title_position: Position | None = None
