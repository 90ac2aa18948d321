"""What a layout asks for: how a handout shall look and what it takes from a topic."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from caresheet.model.limits import Limits, Waiver
from caresheet.model.look import Look, SectionStyle
from caresheet.model.problem import Position


class Break(Enum):
    """Where a section must begin."""

    NONE = "none"
    COLUMN = "column"
    PAGE = "page"


class Citations(Enum):
    """How sources show: numbers into a list of references, a short line of publishers, or not at all."""

    NUMBERED = "numbered"
    SHORT = "short"
    HIDDEN = "hidden"


class RunningItem(Enum):
    """What a running header or footer may hold."""

    TITLE = "title"
    TOPIC = "topic"
    CLINIC = "clinic"
    DOCUMENT = "document"
    VERSION = "version"
    REVIEW = "review"
    PAGE = "page"


REQUIRED_RUNNING_ITEMS = (
    RunningItem.TITLE,
    RunningItem.DOCUMENT,
    RunningItem.VERSION,
    RunningItem.REVIEW,
    RunningItem.PAGE,
)
"""A page found on a kitchen table must say what it is, which edition, whether reviewed and until when to be used, and
if pages are missing."""


class ByRole(Struct, frozen=True):
    role: str


class ById(Struct, frozen=True):
    id: str


class Rest(Struct, frozen=True):
    """Every section that no other placement takes, in the topic's order."""


class References(Struct, frozen=True):
    """The list of sources that the handout cites."""


class Placement(Struct, frozen=True):
    """One place in the handout: what stands there and how. `wide` spans all columns.

    `turned` is on sides that are turned against the layout's own: landscape where it is upright.
    """

    what: ByRole | ById | Rest | References
    style: SectionStyle
    start: Break
    wide: bool
    turned: bool
    position: Position


class PageBudget(Struct, frozen=True):
    """How many sides the handout may have, at least and at most. `position` is where the layout promises it."""

    minimum: int
    maximum: int
    position: Position


class Budgets(Struct, frozen=True):
    """The promises for regular, large and giant print. Sides that hold only sections of `uncounted` roles, such as
    forms to write on, do not count."""

    regular: PageBudget | None
    large: PageBudget | None
    giant: PageBudget | None
    uncounted: tuple[str, ...]


class RunningLine(Struct, frozen=True):
    """What a running header or footer holds: at its start (`left` in the file), in the middle, at its end (`right`)."""

    start: tuple[RunningItem, ...]
    center: tuple[RunningItem, ...]
    end: tuple[RunningItem, ...]


class Layout(Struct, frozen=True):
    """A layout with everything it extends already taken in. `files` are those it was read from, its own first.

    `paper` is the name of the paper that `look` is for. `public` handouts hang where everybody sees them, so nothing of
    a patient stands in them. `code` asks for a code that a telephone's camera follows to the clinic's website.
    """

    name: str
    audience: str
    paper: str
    look: Look
    budgets: Budgets
    header: RunningLine
    footer: RunningLine
    contents: bool
    citations: Citations
    placements: tuple[Placement, ...]
    left_out: tuple[str, ...]
    position: Position
    limits: Limits
    waivers: tuple[Waiver, ...] = ()
    files: tuple[str, ...] = ()
    public: bool = False
    code: bool = False
