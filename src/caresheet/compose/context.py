"""What composing one handout needs to know everywhere."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.clinic import Clinic
from caresheet.model.document import Mark
from caresheet.model.labels import Labels
from caresheet.model.layout import Citations, LinkAddresses
from caresheet.model.look import BlockLooks
from caresheet.model.problem import Position
from caresheet.model.topic import Field, Level


class ComposeContext(Struct, frozen=True):
    """What stays the same from a handout's first word to its last.

    `cited` holds the ids of the sources that the handout uses, in order of first use: a source's number is its index
    there plus 1. `terms` holds the ids of the glossary terms whose definitions this handout prints. `topic` holds what
    `{{topic.…}}` stands for, by key. Where there is little room, on `small_faces` and in two languages, short labels
    are printed. With `fillable`, blanks become form fields, and a label after one is separate text. `called` are the
    values that are the only number of a title, such as `clinic.emergency`: "Call ___" needs no label there.
    """

    language: str
    clinic: Clinic
    labels: Labels
    fields: tuple[Field, ...]
    looks: BlockLooks
    citations: Citations
    link_addresses: LinkAddresses
    cited: tuple[str, ...]
    terms: frozenset[str]
    topic: tuple[tuple[str, str], ...]
    called: frozenset[str] = frozenset()
    small_faces: bool = False
    fillable: bool = False

    def mark(self, level: Level) -> Mark:
        """The mark of a level, with the word that is printed for it, such as STOP."""
        place = Position(self.labels.files[0]) if self.labels.files else None
        return Mark(level, dict(self.labels.levels).get(level.value, level.value), place)


class OutlinePosition(Struct, frozen=True):
    """Where blocks stand in the handout's outline: the level of a heading there, and the stem of its anchors."""

    level: int
    stem: str

    def inside(self, number: int, *, deeper: bool = False) -> OutlinePosition:
        """The position of child `number`; `deeper` if the child stands under a heading of its own.

        HTML and PDF have no headings below level 6 (ISO 32000-1, 14.8.4.3.2), so deeper headings stay at 6. An id
        never contains a period, so no two stems are equal.
        """
        return OutlinePosition(min(self.level + 1, 6) if deeper else self.level, f"{self.stem}.{number}")


def section_anchor(section_id: str) -> str:
    """The anchor of a section or subsection."""
    return f"section-{section_id}"


def term_anchor(term_id: str) -> str:
    """The anchor of a glossary term's definition."""
    return f"term-{term_id}"


def reference_anchor(number: int) -> str:
    """The anchor of the `number`th source, counted from 1."""
    return f"ref-{number}"
