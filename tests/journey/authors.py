"""What an author may type: texts with every mark, and every kind of block, as plain data that becomes YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Data = str | Sequence["Data"] | Mapping[str, "Data"]
Choice = TypeVar("Choice")

PROSE = """
Before you cast off, look at the sky, the glass and the tide; what you see now decides the day. Coil every line,
stow what can fall, and tell someone ashore when you will be back (by which hour, and where). A reef taken early
is soon shaken out; a reef taken late costs a sail – or more. Keep one hand for yourself and one for the boat. In
fog, slow down: half the distance you can see must be enough to stop. “Ready about?” asks the one who steers, and
waits for the answer. Ropes under load don’t forgive fingers. At 3–4 knots a turn takes 20 m, at 8 knots ½ a
mile. Drink before you are thirsty, eat before you are hungry, and sleep whenever somebody else can watch
"""
WORDS = tuple(PROSE.split())
NAMES = ("Anchor", "Bilge pump", "Compass & chart", "Deck: dry", "Ebb", "Flare, hand-held", "Über-Großschot", "Ñandú?")
LONG = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "x" * 150,
    "north-north-westerly/south-south-easterly/variable-becoming-cyclonic",
    "https://example.org/a/very/long/address/that/nobody/would/type?with=many&parts=of_all_kinds#and-an-end",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
)
LOOKS = (
    "**{}**",
    "*{}*",
    "***{}***",
    "**{} *{}***",
    "[{}]{{lang=es}}",
    "**[{}]{{lang=pt-BR}}**",
    "\\*{}\\[",
    "{} # {}:",
)
LINKS = (
    "[{}](https://example.org)",
    "[**{}** {}](mailto:crew@example.org)",
    "[{}](tel:+1-555-0100)",
    "[{0} {1} {0} {1} {0} {1} {0} {1}](https://example.org/a/long/way/to/go?q=1&r=2#end)",
    "[una [carta del puerto](https://example.org/es) más]{{lang=es}}",
)
CITATIONS = ("{} [@S1]", "{} [@S1; @S2b]", "**{}** [@Z9]", "{}[@S2b]", "[@S1] {}")
LOOKUPS = (
    "[[tack]]",
    "[[jibe|{}]]",
    "**[[tack|{} {}]]**",
    "{{{{clinic.phone}}}}",
    "**{{{{clinic.emergency}}}}**",
    "{{{{patient.skipper}}}}, {}",
    "{}{{{{patient.sailed_on}}}}",
    "({{{{clinic.hospital}}}})",
)
PICTURES = ("wide.png", "tall.png", "large.jpg", "../clear.png")
LISTS = ("bullets", "steps", "signs", "checklist")


@dataclass
class Author:
    """Draws what an author types. `audiences` may be named in `for`; `names` counts the ids given so far."""

    draw: DrawFn
    audiences: tuple[str, ...]
    critical: bool = False
    in_table: bool = False
    names: int = 0

    def number(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def pick(self, choices: Sequence[Choice]) -> Choice:
        return choices[self.number(0, len(choices) - 1)]

    def one_in(self, many: int) -> bool:
        """True once in that many times; a smaller example is one where it is not."""
        return self.number(0, many - 1) == many // 2 + many % 2

    def yes_no(self) -> str:
        return self.pick(("no", "yes", "false", "true"))

    def name(self, kind: str) -> str:
        self.names += 1
        return f"{kind}-{self.names}"

    # --- texts ------------------------------------------------------------------------------------------------------
    def prose(self, most: int) -> list[str]:
        start = self.number(0, len(WORDS) - 1)
        return [*WORDS, *WORDS][start : start + self.number(1, most)]

    def plain(self, most: int = 6) -> str:
        """Words without marks."""
        return " ".join(self.prose(most))

    def title(self, most: int = 4) -> str:
        """Words without marks that begin with a capital letter."""
        words = self.plain(most).strip(",;. ")
        return words[0].upper() + words[1:]

    def marked(self, marks: Sequence[str], most: int) -> str:
        """Words with up to two marks among them; in a table fewer, as long words and lines to write on widen it."""
        words = self.prose(most)
        for _ in range(self.pick((0, 0, 0, 1) if self.in_table else (0, 1, 0, 1, 2))):
            mark = self.pick(marks).format(self.pick(NAMES), self.pick(("word", "two words")))
            words.insert(self.number(0, len(words)), mark)
        if self.one_in(80 if self.in_table else 20):
            words.insert(self.number(0, len(words)), self.pick(LONG))
        return " ".join(words)

    def text(self, most: int = 30) -> str:
        """The words of a block, with any marks."""
        return self.marked((*LOOKS, *LINKS, *CITATIONS, *LOOKUPS), most)

    def heading(self, most: int = 7) -> str:
        """The words of a heading: no citations."""
        return self.marked((*LOOKS, *LOOKUPS, *LINKS), most)

    def long_text(self) -> str:
        """Words for a side or more."""
        return " ".join(self.text(60) for _ in range(self.number(2, 12)))

    # --- blocks -----------------------------------------------------------------------------------------------------
    def blocks(self, depth: int, most: int = 4) -> list[Data]:
        return [self.block(depth) for _ in range(self.number(1, most))]

    def block(self, depth: int) -> Data:
        """Any block; those that hold others only where `depth` allows."""
        plain: list[Callable[[], Data]] = [
            self.text,
            self.paragraph,
            self.item_list,
            self.alert,
            self.table,
            self.figure,
            self.definitions,
            self.entries,
            self.log,
            self.quote,
        ]
        nesting: list[Callable[[int], Data]] = [self.questions, self.by_audience]
        chosen = self.number(0, len(plain) + (len(nesting) if depth else 0) - 1)
        return plain[chosen]() if chosen < len(plain) else nesting[chosen - len(plain)](depth - 1)

    def common(self, block: dict[str, Data]) -> dict[str, Data]:
        """The block with some of the keys that every block may have."""
        keys: dict[str, Callable[[], Data]] = {
            "id": lambda: self.name("block"),
            "keep": self.yes_no,
            "lang": lambda: self.pick(("es", "en", "pt-BR")),
            "sources": lambda: self.pick((["S1"], ["S2b", "Z9"])),
        }
        if not self.critical:
            keys["for"] = self.readers
        return block | {key: make() for key, make in keys.items() if self.one_in(8)}

    def readers(self) -> Data:
        return self.pick(("everyone", *self.audiences, list(self.audiences)))

    def paragraph(self) -> Data:
        return self.common({"paragraph": self.long_text() if self.one_in(4) else self.text(50)})

    def item_list(self) -> Data:
        return self.common({self.pick(LISTS): self.items(2)})

    def items(self, depth: int) -> list[Data]:
        return [self.item(depth) for _ in range(self.number(1, 4))]

    def item(self, depth: int) -> Data:
        words = self.text(15)
        nested = depth and self.one_in(4)
        return {"text": words, self.pick(LISTS): self.items(depth - 1)} if nested else words

    def alert(self) -> Data:
        inside: tuple[Callable[[], Data], ...] = (self.text, self.item_list, self.plain_entries)
        blocks: list[Data] = [self.pick(inside)() for _ in range(self.number(1, 3))]
        title: dict[str, Data] = {"title": self.heading()} if self.one_in(2) else {}
        return self.common({"alert": {"level": self.pick(("note", "call", "stop")), **title, "blocks": blocks}})

    def table(self) -> Data:
        columns = self.pick((2, 3, 2, 2, 4, 2, 3, 2, 2, 6))
        headed, leveled = self.one_in(2), self.one_in(3)
        caption = self.text(8)
        self.in_table = True
        count = self.pick((1, 2, 3, 5, 8, 45))
        made = [self.row(columns, headed=headed, leveled=leveled) for _ in range(min(count, 8))]
        rows: list[Data] = [made[index % len(made)] for index in range(count)]
        table: dict[str, Data] = {
            "caption": caption,
            "columns": [self.heading(2) for _ in range(columns)],
            "row_headers": "yes" if headed else "no",
            "rows": rows,
        }
        self.in_table = False
        return self.common({"table": table})

    def row(self, columns: int, *, headed: bool, leveled: bool) -> Data:
        cells: list[Data] = [self.cell() for _ in range(columns - leveled)]
        if headed and not leveled:
            cells[0] = self.heading(3)
        return {"level": self.pick(("note", "call", "stop")), "cells": cells} if leveled else cells

    def cell(self) -> Data:
        match self.number(0, 9):
            case 0:
                return ""
            case 1 | 2:
                return [self.text(5) for _ in range(self.number(1, 3))]
            case 3 if self.one_in(6):
                return " ".join(self.text(60) for _ in range(self.number(3, 9)))
            case _:
                return self.text(6)

    def figure(self) -> Data:
        figure: dict[str, Data] = {"alt": f"{self.pick(NAMES)} seen from above, with {self.plain()}"}
        if self.one_in(3):
            figure["caption"] = self.text(10)
        return self.common({"figure": figure | ({"flow": self.flow()} if self.one_in(2) else self.picture())})

    def picture(self) -> dict[str, Data]:
        return {"image": self.pick(PICTURES)}

    def flow(self) -> Data:
        count = self.number(2, 5)
        flow: dict[str, Data] = {"boxes": [{"id": f"box{n}", "text": self.text(4)} for n in range(count)]}
        if self.one_in(2):
            flow["loops"] = [self.loop(count) for _ in range(self.number(1, 2))]
        if self.one_in(2):
            flow["bars"] = [self.bar(count) for _ in range(self.number(1, 3))]
        return flow

    def loop(self, boxes: int) -> Data:
        start = self.number(1, boxes - 1)
        loop: dict[str, Data] = {"from": f"box{start}", "to": f"box{self.number(0, start - 1)}"}
        return loop | ({"text": self.text(5)} if self.one_in(2) else {})

    def bar(self, boxes: int) -> Data:
        first = self.number(0, boxes - 1)
        return {"text": self.text(6), "from": f"box{first}", "to": f"box{self.number(first, boxes - 1)}"}

    def questions(self, depth: int) -> Data:
        questions: list[Data] = [
            {"ask": f"{self.heading()}?", "answer": self.text() if self.one_in(2) else self.blocks(depth, 2)}
            for _ in range(self.number(1, 3))
        ]
        return self.common({"questions": questions})

    def by_audience(self, depth: int) -> Data:
        if self.critical:
            return self.item_list()
        named = self.pick((("everyone",), self.audiences, (self.audiences[0], "everyone"), self.audiences[:1]))
        return self.common({"by_audience": {each: self.blocks(depth, 2) for each in named}})

    def definitions(self) -> Data:
        definitions: list[Data] = [
            {"id": self.name("term"), "term": self.heading(3), "meaning": self.text()} for _ in range(self.number(1, 3))
        ]
        return self.common({"definitions": definitions})

    def quote(self) -> Data:
        by: dict[str, Data] = {} if self.one_in(3) else {"by": self.heading(3)}
        return self.common({"quote": {"text": self.text(), **by}})

    def entries(self) -> Data:
        return self.common({self.pick(("entries", "contacts")): self.rows_to_fill()})

    def plain_entries(self) -> Data:
        return {"entries": self.rows_to_fill()}

    def rows_to_fill(self) -> list[Data]:
        return [self.entry() for _ in range(self.number(1, 4))]

    def entry(self) -> Data:
        label: dict[str, Data] = {"label": self.text(4)}
        match self.number(0, 3):
            case 0:
                return label
            case 1:
                return label | {"lines": str(self.number(1, 10))}
            case 2:
                return label | {"value": self.pick(LOOKUPS[3:5]).format()}
            case _:
                return label | {"value": self.text(8)}

    def log(self) -> Data:
        log: dict[str, Data] = {
            "caption": self.text(6),
            "columns": [self.plain(2) for _ in range(self.pick((2, 3, 5)))],
            "rows": self.pick(("1", "4", "14", "60")),
        }
        return self.common({"log": log | ({"sheets": self.pick(("1", "2", "3"))} if self.one_in(3) else {})})

    # --- sections ---------------------------------------------------------------------------------------------------
    def section(self, role: str) -> dict[str, Data]:
        """A section for everyone, or for some of the readers; a critical one is for everyone and varies for nobody."""
        self.critical = self.one_in(5)
        section: dict[str, Data] = {
            "id": self.name("section"),
            "role": role,
            "title": self.heading(),
            "for": "everyone" if self.critical else self.readers(),
            "blocks": self.blocks(depth=2),
        }
        if self.critical:
            section["critical"] = "yes"
        if self.one_in(3):
            section["subsections"] = [self.subsection() for _ in range(self.number(1, 2))]
        self.critical = False
        return section

    def subsection(self) -> Data:
        part: dict[str, Data] = {
            "id": self.name("part"),
            "title": self.heading(),
            "blocks": self.blocks(depth=1, most=3),
        }
        if not self.critical and self.one_in(4):
            part["for"] = self.readers()
        return part
