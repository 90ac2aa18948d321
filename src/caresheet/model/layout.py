"""A layout: how a handout looks, and what it takes from a topic."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from caresheet.model.ink import Ink
from caresheet.model.kind import HandoutKind
from caresheet.model.limits import Limits, Waiver
from caresheet.model.look import Look, SectionStyle
from caresheet.model.problem import Position


class Break(Enum):
    """Where a section begins."""

    NONE = "none"
    COLUMN = "column"
    PAGE = "page"


class Citations(Enum):
    """How sources are shown: as numbers of a list of references, as one line of publishers, or not at all."""

    NUMBERED = "numbered"
    SHORT = "short"
    HIDDEN = "hidden"


class RunningItem(Enum):
    """What a running header or footer can hold."""

    TITLE = "title"
    TOPIC = "topic"
    CLINIC = "clinic"
    DOCUMENT = "document"
    LANGUAGE = "language"
    VERSION = "version"
    REVIEW = "review"
    PAGE = "page"


REQUIRED_RUNNING_ITEMS = (
    RunningItem.TITLE,
    RunningItem.VERSION,
    RunningItem.REVIEW,
    RunningItem.PAGE,
)
"""A single page found on a kitchen table must say what it is, its version, whether and until when it is reviewed, and
whether pages are missing."""


class ByRole(Struct, frozen=True, tag=True):
    role: str


class ById(Struct, frozen=True, tag=True):
    id: str


class Rest(Struct, frozen=True, tag=True):
    """All sections that no other placement takes, in the topic's order."""


class References(Struct, frozen=True, tag=True):
    """The list of sources that the handout cites."""


class ContentsList(Struct, frozen=True, tag=True):
    """The list of what the handout contains, as a strip across the page."""


class InterpreterLine(Struct, frozen=True, tag=True):
    """That an interpreter costs nothing, in the handout's language, with the clinic's number to call."""


class Placement(Struct, frozen=True):
    """One place in the handout: what goes there and how it looks. `wide` spans all columns.

    `turned` puts it on pages of the other orientation: landscape if the layout is portrait.
    """

    what: ByRole | ById | Rest | References | ContentsList | InterpreterLine
    style: SectionStyle
    start: Break
    wide: bool
    turned: bool
    position: Position


class PageBudget(Struct, frozen=True):
    """The least and the largest number of pages that the handout may have. `position` is where the layout says so.

    Spacing shrinks to keep the number that the layout aims at; more pages are used only if that is not enough.
    """

    minimum: int
    maximum: int
    position: Position
    aim: int | None = None


class Budgets(Struct, frozen=True):
    """The page budgets of regular, large and giant print, and that of regular print on small paper (A5, A6), if it is
    another one. Pages that hold only sections of `uncounted` roles, such as forms to write on, do not count."""

    regular: PageBudget | None
    large: PageBudget | None
    giant: PageBudget | None
    small: PageBudget | None
    uncounted: tuple[str, ...]


class Offer(Struct, frozen=True):
    """The papers that a layout is made for in regular, large and giant print; none for a size that it is not made in.

    `instead` is the layout to print where this one is not offered, and `position` where the file says so.
    """

    regular: tuple[str, ...]
    large: tuple[str, ...]
    giant: tuple[str, ...]
    position: Position
    instead: str | None = None


class LinkAddresses(Enum):
    """How a page shows the address of a link: behind its words, shortened to the website, or not at all."""

    FULL = "full"
    SITE = "site"
    HIDDEN = "hidden"


class RunningItems(Struct, frozen=True):
    """What a running header or footer holds: at its start (`left` in the file), in the middle, at its end (`right`)."""

    start: tuple[RunningItem, ...]
    center: tuple[RunningItem, ...]
    end: tuple[RunningItem, ...]


class Layout(Struct, frozen=True):
    """A layout, with the layouts that it extends merged in. `files` are the files it was read from, its own first.

    `kind` says what a handout must have. `paper` is the name of the paper that `look` is for. A `public` handout hangs
    where everyone can see it, so it must not contain anything about a patient. `code` asks for a QR code that leads to
    the clinic's website. `bilingual` is the second language (BCP 47) of its handouts, empty if they have one;
    the sections of the roles in `bilingual_first` are at the start of a bilingual handout, in this order. `ink` is what
    its handouts are printed with, unless another one is asked for.
    """

    name: str
    audience: str
    paper: str
    look: Look
    budgets: Budgets
    header: RunningItems
    footer: RunningItems
    contents: bool
    citations: Citations
    placements: tuple[Placement, ...]
    left_out: tuple[str, ...]
    position: Position
    limits: Limits
    offer: Offer
    waivers: tuple[Waiver, ...] = ()
    files: tuple[str, ...] = ()
    public: bool = False
    code: bool = False
    link_addresses: LinkAddresses = LinkAddresses.FULL
    kind: HandoutKind = HandoutKind.GUIDE
    bilingual: str = ""
    bilingual_first: tuple[str, ...] = ()
    ink: Ink = Ink.COLOR
