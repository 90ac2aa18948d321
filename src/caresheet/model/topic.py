"""What a topic says: sections, blocks and words for all readers, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from caresheet.model.limits import Waiver
from caresheet.model.problem import Position
from caresheet.model.text import Text

EVERYONE = "everyone"
"""The audience word that stands for all of a topic's audiences."""


class Level(Enum):
    """How urgent: always shown by shape, word and colour together (WCAG 2.1, 1.4.1)."""

    STOP = "stop"
    CALL = "call"
    NOTE = "note"


class ListKind(Enum):
    """What a list is for; the typesetter and the tags follow from it."""

    BULLETS = "bullets"
    STEPS = "steps"
    SIGNS = "signs"
    CHECKLIST = "checklist"


class FieldKind(Enum):
    """What will be written in a blank; decides how long its line is."""

    TEXT = "text"
    NAME = "name"
    PHONE = "phone"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Common:
    """What every block may carry.

    `audiences` is empty for "whoever the section is for". `sources` back the whole block. `keep` asks that it
    is not split between pages.
    """

    position: Position
    id: str | None = None
    audiences: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    language: str | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    common: Common
    text: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One list item: its words and, below them, at most one nested list."""

    text: Text
    nested: ItemList | None = None


@dataclass(frozen=True, slots=True)
class ItemList:
    common: Common
    kind: ListKind
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    common: Common
    level: Level
    title: Text | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. With a `level`, the row is headed by that level's mark; else by its first cell if asked.

    A cell is one or more texts: more than one are set as bullets. A cell without words is empty.
    """

    cells: tuple[tuple[Text, ...], ...]
    position: Position
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Table:
    common: Common
    caption: Text
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    row_headers: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image of the project, read whole: `data` as stored, its size in pixels after EXIF rotation."""

    path: str
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FlowBox:
    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class FlowLoop:
    """An arrow back from one box to an earlier one."""

    origin: str
    target: str
    text: Text | None


@dataclass(frozen=True, slots=True)
class FlowBar:
    """Words under a run of boxes, first to last."""

    text: Text
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A diagram of boxes in a row joined by arrows, drawn as vectors by the typesetter."""

    boxes: tuple[FlowBox, ...]
    loops: tuple[FlowLoop, ...]
    bars: tuple[FlowBar, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    common: Common
    drawing: Picture | Flow
    alternative: Text
    caption: Text | None


@dataclass(frozen=True, slots=True)
class Question:
    ask: Text
    answer: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    common: Common
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    id: str
    term: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Definitions:
    common: Common
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row to fill in: a label and what follows it. Without a value, `lines` empty lines to write on."""

    label: Text
    value: Text | None
    lines: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Write-in lines, or a contact box when `boxed`."""

    common: Common
    boxed: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """A form of `sheets` times `rows` empty rows to write on, under the same column heads."""

    common: Common
    caption: Text
    columns: tuple[Text, ...]
    rows: int
    sheets: int


@dataclass(frozen=True, slots=True)
class Option:
    audience: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ByAudience:
    """One thing, said differently: the first option that names the reader, else `everyone`, else nothing."""

    common: Common
    options: tuple[Option, ...]


Block = Paragraph | ItemList | Alert | Table | Figure | Questions | Definitions | Entries | Log | ByAudience


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a topic. `role` is what it is for: layouts place by it. Subsections have an empty one."""

    id: str
    role: str
    title: Text
    audiences: frozenset[str]
    critical: bool
    blocks: tuple[Block, ...]
    subsections: tuple[Section, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Field:
    """A blank that belongs to a patient: declared, labelled, never stored. `name` as in `patient.<name>`."""

    name: str
    kind: FieldKind
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from. `year` is empty where the publisher gives none; `seen` is an ISO date.

    `language` is the BCP 47 tag of its title, empty where it is the topic's own.
    """

    id: str
    title: str
    organization: str
    year: str
    url: str
    seen: str
    position: Position
    language: str = ""


@dataclass(frozen=True, slots=True)
class Handout:
    """One product of a topic: the layout that makes it, and its words in this language.

    `titles` gives a section another heading in this handout: pairs of section id and title.
    """

    layout: str
    title: str
    subtitle: str
    titles: tuple[tuple[str, Text], ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Translates:
    """Which language a topic renders; `hash`, where given, is the fingerprint of the wording that it was made from."""

    language: str
    hash: str
    position: Position


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic in one language. `name` is its folder, `version` its edition, `facts_checked` an ISO date."""

    name: str
    language: str
    title: str
    version: str
    facts_checked: str
    codes: tuple[tuple[str, str], ...]
    audiences: tuple[str, ...]
    fields: tuple[Field, ...]
    sources: tuple[Source, ...]
    handouts: tuple[Handout, ...]
    sections: tuple[Section, ...]
    position: Position
    waivers: tuple[Waiver, ...] = ()
    translates: Translates | None = None
