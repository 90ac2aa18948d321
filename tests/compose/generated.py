"""Topics of every shape for property tests, each word of them unique and known by who may read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from msgspec.structs import replace
from tests.compose.builders import HERE, cite, common, fill, part, section, term, text, topic

from caresheet.model.text import Inline, Text, TextRun
from caresheet.model.topic import (
    EVERYONE,
    Alert,
    Block,
    ByAudience,
    Common,
    Definition,
    Definitions,
    Entries,
    Entry,
    Figure,
    Flow,
    FlowBar,
    FlowBox,
    FlowLoop,
    Item,
    ItemList,
    Level,
    ListKind,
    Log,
    Option,
    Paragraph,
    Question,
    Questions,
    Quote,
    Row,
    Section,
    Table,
    Topic,
)

AUDIENCES = frozenset({"sailor", "climber"})
TERMS = tuple(term(f"n{number}", "bend") for number in range(2, 8))
FIELDS = ("clinic.phone", "clinic.emergency", "clinic.hospital", "patient.count", "patient.tied_on")


@dataclass(frozen=True)
class Made:
    """A topic; its words in the order typed, each with its readers; and the words of each critical section that are
    no heading."""

    topic: Topic
    words: dict[str, frozenset[str]]
    critical: dict[str, tuple[str, ...]]

    def read_by(self, audience: str) -> list[str]:
        return [word for word, readers in self.words.items() if audience in readers]


@dataclass
class Writer:
    """Writes words that stand nowhere else, and notes for whom."""

    draw: DrawFn
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)
    names: int = 0

    def word(self, readers: frozenset[str]) -> str:
        word = f"w{len(self.words)}w"
        self.words[word] = readers
        return word

    def title(self) -> str:
        """A word whose readers are known only when what stands under it is written."""
        word = self.word(frozenset())
        self.titles.add(word)
        return word

    def settle(self, title: str) -> None:
        """A heading is read by whoever reads anything that was written since."""
        since = list(self.words).index(title)
        self.words[title] = frozenset().union(*list(self.words.values())[since:])

    def name(self) -> str:
        self.names += 1
        return f"n{self.names}"

    def text(self, readers: frozenset[str]) -> Text:
        """One word, strong or not, among things to look up."""
        extra: Inline = self.draw(
            st.sampled_from(
                [cite("S1"), cite("S2", "S3"), *(fill(each) for each in FIELDS), *TERMS, TextRun("")],
            )
        )
        return text(TextRun(self.word(readers), strong=self.draw(st.booleans())), " ", extra, " ")

    def audiences(self) -> frozenset[str]:
        return self.draw(st.sampled_from([frozenset(), frozenset({EVERYONE}), *(frozenset({a}) for a in AUDIENCES)]))

    def blocks(self, readers: frozenset[str], depth: int) -> tuple[Block, ...]:
        return tuple(self.block(readers, depth) for _ in range(self.draw(st.integers(1, 3))))

    def block(self, readers: frozenset[str], depth: int) -> Block:
        said = self.audiences()
        readers = narrowed(readers, said)
        carried = replace(
            common(*said, sources=self.draw(st.sampled_from([(), ("S2",)]))),
            language=self.draw(st.sampled_from([None, "es"])),
            keep=self.draw(st.booleans()),
        )
        kinds = [
            self.paragraph,
            self.list,
            self.table,
            self.log,
            self.figure,
            self.definitions,
            self.quote,
            self.entries,
        ]
        if depth and self.draw(st.booleans()):
            return self.draw(st.sampled_from([self.alert, self.questions, self.by_audience]))(
                carried, readers, depth - 1
            )
        return self.draw(st.sampled_from(kinds))(carried, readers)

    def paragraph(self, carried: Common, readers: frozenset[str]) -> Block:
        return Paragraph(carried, self.text(readers))

    def list(self, carried: Common, readers: frozenset[str]) -> ItemList:
        kind = self.draw(st.sampled_from(ListKind))
        items = []
        for _ in range(self.draw(st.integers(1, 2))):
            words = self.text(readers)
            nested = self.list(common(), readers) if self.draw(st.integers(0, 3)) == 0 else None
            items.append(Item(words, nested))
        return ItemList(carried, kind, tuple(items))

    def table(self, carried: Common, readers: frozenset[str]) -> Block:
        caption, columns = self.text(readers), (self.text(readers), self.text(readers))
        if self.draw(st.booleans()):
            return Table(
                carried, caption, columns, (Row(((self.text(readers),),), HERE, Level.CALL),), row_headers=False
            )
        rows = (Row(((self.text(readers),), (self.text(readers), self.text(readers))), HERE),)
        return Table(carried, caption, columns, rows, row_headers=self.draw(st.booleans()))

    def log(self, carried: Common, readers: frozenset[str]) -> Block:
        return Log(carried, self.text(readers), (self.text(readers), self.text(readers)), rows=2, sheets=1)

    def figure(self, carried: Common, readers: frozenset[str]) -> Block:
        boxes = (FlowBox("a", self.text(readers)), FlowBox("b", self.text(readers)))
        flow = Flow(boxes, (FlowLoop("b", "a", self.text(readers)),), (FlowBar(self.text(readers), "a", "b"),))
        return Figure(carried, flow, text("seen"), self.text(readers))

    def definitions(self, carried: Common, readers: frozenset[str]) -> Block:
        return Definitions(carried, (Definition(self.name(), self.text(readers), self.text(readers)),))

    def quote(self, carried: Common, readers: frozenset[str]) -> Block:
        return Quote(carried, self.text(readers), self.draw(st.sampled_from([None, text("somebody")])))

    def entries(self, carried: Common, readers: frozenset[str]) -> Block:
        first = Entry(self.text(readers), self.text(readers), 1)
        return Entries(carried, self.draw(st.booleans()), (first, Entry(self.text(readers), None, 2)))

    def alert(self, carried: Common, readers: frozenset[str], depth: int) -> Block:
        title = self.title()
        block = Alert(carried, self.draw(st.sampled_from(Level)), text(title), self.blocks(readers, depth))
        self.settle(title)
        return block

    def questions(self, carried: Common, readers: frozenset[str], depth: int) -> Block:
        title = self.title()
        block = Questions(carried, (Question(text(title), self.blocks(readers, depth)),))
        self.settle(title)
        return block

    def by_audience(self, carried: Common, readers: frozenset[str], depth: int) -> Block:
        named = self.draw(st.lists(st.sampled_from([*sorted(AUDIENCES), EVERYONE]), min_size=1, unique=True))
        options = []
        for audience in named:
            rest = AUDIENCES - set(named) if audience == EVERYONE else frozenset({audience})
            options.append(Option(audience, self.blocks(readers & rest, depth)))
        return ByAudience(carried, tuple(options))

    def section(self, *, critical: bool) -> Section:
        said = frozenset(self.draw(st.sampled_from([(EVERYONE,), ("sailor",), ("climber",), ("sailor", "climber")])))
        readers = narrowed(AUDIENCES, said)
        name, title = self.name(), self.title()
        blocks = self.blocks(readers, depth=2)
        subsections = (self.subsection(readers),) if self.draw(st.booleans()) else ()
        self.settle(title)
        made = section(name, *blocks, role="notes", audiences=said, critical=critical, subsections=subsections)
        return replace(made, title=text(title))

    def subsection(self, readers: frozenset[str]) -> Section:
        said, title = self.audiences(), self.title()
        made = part(self.name(), *self.blocks(narrowed(readers, said), depth=1), audiences=said)
        self.settle(title)
        return replace(made, title=text(title))


def narrowed(readers: frozenset[str], said: frozenset[str]) -> frozenset[str]:
    return readers & said if said and EVERYONE not in said else readers


@st.composite
def topics(draw: DrawFn) -> Made:
    """A topic of one to three sections with every kind of block."""
    writer = Writer(draw)
    sections, critical = [], {}
    for _ in range(draw(st.integers(1, 3))):
        start, is_critical = len(writer.words), draw(st.booleans())
        sections.append(writer.section(critical=is_critical))
        written = tuple(word for word in list(writer.words)[start:] if word not in writer.titles)
        if is_critical:
            critical[sections[-1].id] = written
    return Made(topic(*sections), dict(writer.words), critical)
