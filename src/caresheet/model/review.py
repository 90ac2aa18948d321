"""Who has vouched for which words, until when."""

from __future__ import annotations

import hashlib
from datetime import date
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.problem import Position
from caresheet.model.wording import TextUnit, fingerprint


class ReviewedHandout(Struct, frozen=True):
    """A handout as it was reviewed: its layout, and the sha256 over what it said, in its order.

    `original` is the same of the handout that a translation renders; empty for a topic in its first language.
    """

    layout: str
    words: str
    original: str = ""


class Reviewer(Struct, frozen=True):
    """Who reviewed. Nobody is called a reviewer of whom one of these is not known."""

    name: str
    credential: str
    organization: str


class Review(Struct, frozen=True):
    """One review of a topic in one language. `said` is all that the topic said then, so that any later change can be
    shown in words. `sha256` is over everything else here."""

    reviewer: Reviewer
    reviewed_on: date
    due: date
    version: str
    handouts: tuple[ReviewedHandout, ...]
    said: tuple[TextUnit, ...]
    sha256: str
    position: Position

    @classmethod
    def recorded(
        cls,
        reviewer: Reviewer,
        days: tuple[date, date],
        version: str,
        handouts: tuple[ReviewedHandout, ...],
        said: tuple[TextUnit, ...],
        file: str,
    ) -> Review:
        """A new review for the end of `file`, with its `sha256`. `days` are those of the review and of its end."""
        made = cls(reviewer, *days, version, handouts, said, "", Position(file))
        return replace(made, sha256=made.digest())

    def digest(self) -> str:
        """What `sha256` must be, unless somebody has changed the review by hand."""
        handouts = (f"{each.layout} {each.words} {each.original}" for each in self.handouts)
        fields = (
            self.reviewer.name,
            self.reviewer.credential,
            self.reviewer.organization,
            self.reviewed_on.isoformat(),
            self.due.isoformat(),
            self.version,
            *handouts,
            fingerprint(self.said),
        )
        return hashlib.sha256("\n".join(fields).encode("utf-8")).hexdigest()

    def of(self, layout: str) -> ReviewedHandout | None:
        """The handout of a layout as it was reviewed, or None where it was not."""
        return next((each for each in self.handouts if each.layout == layout), None)


class State(Enum):
    """Whether somebody vouches for the words."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


class ReviewStatus(Struct, frozen=True):
    """A handout's review on a day: its state, the day after which it shall not be used, and whether that is past.

    `review` is the last one of this handout, also where its words were changed since.
    """

    state: State
    due: date
    is_past: bool
    review: Review | None
