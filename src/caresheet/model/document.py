"""What will be printed, with nothing left to decide: no audiences, no conditions, no words to look up.

Every element keeps its position in the source, so that a fault found during layout still names the author's line.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.direction import Direction, direction_of
from caresheet.model.layout import Break, PageBudget
from caresheet.model.look import Look, SectionStyle
from caresheet.model.meter import MeterSquares
from caresheet.model.problem import Position
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.topic import Level, ListKind, Picture, SvgPicture
from caresheet.model.value import Value


class TitleNumber(Struct, frozen=True):
    """A number to call that stands with a heading; a label tells several apart."""

    label: PrintedText | None
    value: PrintedText

    @property
    def runs(self) -> tuple[TextRun | FieldBlank, ...]:
        """A space, the label and the value."""
        label = (*self.label.runs, TextRun(" ")) if self.label else ()
        return (TextRun(" "), *label, *self.value.runs)


class Heading(Struct, frozen=True):
    """A heading of level 2 to 6 (the handout's title is level 1). `anchor` is unique in the document. `second` is the
    same heading in the second language of a bilingual handout."""

    level: int
    text: PrintedText
    anchor: str
    numbers: tuple[TitleNumber, ...] = ()
    second: PrintedText | None = None

    @property
    def whole(self) -> PrintedText:
        """The heading in each of its languages and with its numbers, as it is read."""
        second = (TextRun(" "), *self.second.runs) if self.second else ()
        numbers = (run for number in self.numbers for run in number.runs)
        return replace(self.text, runs=(*self.text.runs, *second, *numbers))


class Paragraph(Struct, frozen=True):
    text: PrintedText


class Item(Struct, frozen=True):
    """An item. `label` is the printed number, empty if a shape or pictogram is drawn; `anchor` marks a reference."""

    label: str
    text: PrintedText
    nested: ItemList | None = None
    anchor: str | None = None
    pictogram: SvgPicture | None = None


class ItemList(Struct, frozen=True):
    kind: ListKind
    items: tuple[Item, ...]
    position: Position


class Mark(Struct, frozen=True):
    """A level's sign: its shape and color follow from the level, its word is printed beside them."""

    level: Level
    word: str
    position: Position | None = None


class Alert(Struct, frozen=True):
    """A notice at a level. `second` is the word of the level in a second language."""

    mark: Mark
    title: PrintedText | None
    elements: tuple[Element, ...]
    position: Position
    second: PrintedText | None = None


class Cell(Struct, frozen=True):
    """A table cell: one text as running words, several as bullets, none as empty. A header heads its row or column."""

    texts: tuple[PrintedText, ...]
    header: bool = False
    mark: Mark | None = None
    meter: MeterSquares | None = None


class Row(Struct, frozen=True):
    cells: tuple[Cell, ...]


class Table(Struct, frozen=True):
    """Rows of equal length under one row of column headers. `row_height` is the least height of a row of a form in
    points, 0 in other tables; `sheet` makes the table start on a page of its own."""

    caption: PrintedText
    head: tuple[Cell, ...]
    rows: tuple[Row, ...]
    row_height: float
    sheet: bool
    position: Position


class FlowBox(Struct, frozen=True):
    id: str
    text: PrintedText
    pictogram: SvgPicture | None = None


class FlowLoop(Struct, frozen=True):
    origin: str
    target: str
    text: PrintedText | None


class FlowBar(Struct, frozen=True):
    text: PrintedText
    first: str
    last: str


class Flow(Struct, frozen=True):
    """A diagram of boxes joined by arrows; see `topic.Flow`. All boxes have pictograms and numbers, or none has."""

    boxes: tuple[FlowBox, ...]
    loops: tuple[FlowLoop, ...]
    bars: tuple[FlowBar, ...]


class Code(Struct, frozen=True):
    """A QR code that leads to the address `target`."""

    target: str


Illustration = Picture | SvgPicture | Flow | Code


class Figure(Struct, frozen=True):
    drawing: Illustration
    alternative: str
    caption: PrintedText | None
    position: Position


class Definition(Struct, frozen=True):
    term: PrintedText
    meaning: PrintedText
    anchor: str


class Definitions(Struct, frozen=True):
    definitions: tuple[Definition, ...]
    position: Position


class Quote(Struct, frozen=True):
    """Words as somebody says them, and who that is."""

    text: PrintedText
    by: PrintedText | None
    position: Position


class Entry(Struct, frozen=True):
    """A label with its value, or with `lines` empty lines to write on."""

    label: PrintedText
    value: PrintedText | None
    lines: int


class Entries(Struct, frozen=True):
    boxed: bool
    entries: tuple[Entry, ...]
    position: Position


class ContentsEntry(Struct, frozen=True):
    """A section in the list; `second` is its heading in a second language, marked as such."""

    level: int
    text: str
    anchor: str
    second: TextRun | None = None


class Contents(Struct, frozen=True):
    """The list of the sections with their page numbers, which layout fills in. It comes after `behind` sections;
    as a strip, it is set small in three columns. `second` is its title in a second language."""

    title: str
    entries: tuple[ContentsEntry, ...]
    behind: int = 0
    strip: bool = False
    second: TextRun | None = None


class Part(Struct, frozen=True):
    """A heading with what belongs to it, inside a section: a subsection, or a question with its answer."""

    heading: Heading
    elements: tuple[Element, ...]


class KeepTogether(Struct, frozen=True):
    """An element that must not be split between pages."""

    element: Element


class InLanguage(Struct, frozen=True):
    """An element whose words are in another language (BCP 47) than the document's."""

    language: str
    element: Element


class Beside(Struct, frozen=True):
    """The same blocks side by side in two languages: the document's own, and `language` (BCP 47)."""

    first: tuple[Element, ...]
    second: tuple[Element, ...]
    language: str


Block = Paragraph | ItemList | Alert | Table | Figure | Definitions | Quote | Entries
Element = Block | Part | KeepTogether | InLanguage | Beside


class Section(Struct, frozen=True):
    """A placed section. `id` is that of the topic's section; one without a `heading` has a `name` for other pages.

    `counted` is False for what does not count in the page budget. The lists of a `critical` section never break. A
    `copy` is the second of two equal sections, below a line to cut along; if they begin a page, each `halves_a_page`.
    `placed` is where the layout places it, if `position` is another.
    """

    id: str
    heading: Heading | None
    elements: tuple[Element, ...]
    style: SectionStyle
    start: Break
    wide: bool
    turned: bool
    position: Position
    counted: bool = True
    critical: bool = False
    copy: bool = False
    halves_a_page: bool = False
    name: str = ""
    placed: Position | None = None


PAGE_NUMBER, PAGE_COUNT = "\ufdd0", "\ufdd1"
"""Placeholders for the page number and the number of pages: noncharacters (The Unicode Standard, 23.7), which authors
do not type, unlike `{page}`."""

BETWEEN = "\u00a0\u00b7 "
"""The separator between the items of a running line."""
BOUND = "\u00a0\u00b7\u00a0"
"""The same separator, where a line must not break."""
BETWEEN_LANGUAGES = " / "
"""What separates the same words in two languages."""


def in_both(words: str, second: TextRun | None) -> tuple[TextRun, ...]:
    """Words, followed by the same in a second language if there is one."""
    return (TextRun(words), *((TextRun(BETWEEN_LANGUAGES), second) if second else ()))


def _is_unpaged(item: str) -> bool:
    return PAGE_NUMBER not in item and PAGE_COUNT not in item


class RunningLine(Struct, frozen=True):
    """The words of a running header or footer: at the start of the line, in its middle and at its end. Its numbers are
    PAGE_NUMBER and PAGE_COUNT until pages are known."""

    start: str
    center: str
    end: str

    @property
    def parts(self) -> tuple[str, str, str]:
        """Start, center and end; a part without words is empty."""
        return self.start, self.center, self.end

    @property
    def unpaged(self) -> tuple[str, ...]:
        """What is the same on every page: each part without the items that number the page, if anything is left."""
        items = (tuple(filter(_is_unpaged, part.replace(BOUND, BETWEEN).split(BETWEEN))) for part in self.parts)
        return tuple(BETWEEN.join(kept) for kept in items if any(kept))

    def on_page(self, page: int, pages: int) -> RunningLine:
        """The line with its numbers, for page `page`, counted from 1, of `pages`."""
        start, center, end = (
            part.replace(PAGE_NUMBER, str(page)).replace(PAGE_COUNT, str(pages)) for part in self.parts
        )
        return RunningLine(start, center, end)


NO_RUNNING_LINE = RunningLine("", "", "")


class Companion(Struct, frozen=True):
    """What a `Document` in two languages says around its sections, and where a list continues, in the second one."""

    language: str
    title: str
    subtitle: str
    banner: str
    header: RunningLine
    footer: RunningLine
    continued: str = ""


class Document(Struct, frozen=True):
    """One handout for one reader. `identifier` is its name without paper or ending; `author` is the clinic that hands
    it out, if it has a name; `banner`, next to the title, says that it is a draft, or is empty. `clinic` is the name of
    the clinic next to the title, as its logo or in words; empty if it is printed elsewhere.

    `imprint` is the edition and its review status, for panels that are cut out of their page. `mark` is what stands on
    each face of a card that is folded like a fan; `cover_mark`, on its first face, names its language. `continued` is
    printed after the heading of a list or table that continues on another page, and contains `{part}` and `{parts}`.
    `next_page` is the last line of a page, and contains `{heading}`; empty if pages have no such line. `cut_here` is
    printed on the line between a form and its copy; empty if there is none.

    A bilingual handout has a `companion`; its sections hold both languages, and so does its `title`.
    """

    identifier: str
    title: str
    subtitle: str
    language: str
    author: Value | None
    subject: str
    keywords: tuple[str, ...]
    banner: str
    logo: Picture | SvgPicture | None
    header: RunningLine
    footer: RunningLine
    contents: Contents | None
    sections: tuple[Section, ...]
    look: Look
    budget: PageBudget | None
    position: Position
    imprint: str = ""
    mark: str = ""
    cover_mark: str = ""
    clinic: str = ""
    continued: str = ""
    next_page: str = ""
    cut_here: str = ""
    companion: Companion | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The title in each language; once, if it is the same in both."""
        if self.companion is None or self.title == self.companion.title:
            return (self.title,)
        return self.title.removesuffix(f"{BETWEEN_LANGUAGES}{self.companion.title}"), self.companion.title

    @property
    def direction(self) -> Direction:
        """The direction in which its lines run."""
        return direction_of(self.language)

    def pictures(self) -> Iterator[Picture | SvgPicture]:
        """Every picture of the sections that is a file of the project, in reading order."""
        for section in self.sections:
            yield from _pictures_in(section.elements)


def _pictures_in(elements: tuple[Element, ...]) -> Iterator[Picture | SvgPicture]:
    for element in elements:
        match element:
            case Figure(drawing=Picture() | SvgPicture() as picture):
                yield picture
            case KeepTogether(inner) | InLanguage(element=inner):
                yield from _pictures_in((inner,))
            case Part(elements=inside) | Alert(elements=inside):
                yield from _pictures_in(inside)
            case Beside(first, second):
                yield from _pictures_in((*first, *second))
            case _:
                pass
