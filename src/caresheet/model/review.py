"""Reviews: who stands behind which wording, and until when."""

from __future__ import annotations

import hashlib
from datetime import date
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.problem import Position
from caresheet.model.wording import TextUnit, fingerprint


class ReviewedHandout(Struct, frozen=True):
    """A handout as it was reviewed: its layout, and the SHA-256 of its wording in printed order.

    `original` is the SHA-256 of the handout that this one translates; empty if it is not a translation.
    """

    layout: str
    words: str
    original: str = ""


class Reviewer(Struct, frozen=True):
    """Who reviewed. All three are required."""

    name: str
    credential: str
    organization: str


class Review(Struct, frozen=True):
    """One review of a topic in one language. `said` is the complete wording at that time, so that any later change can
    be shown. `sha256` is the digest of all other fields."""

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
        """A new review for the end of `file`, with its digest. `days`: day of the review and last day of use."""
        made = cls(reviewer, *days, version, handouts, said, "", Position(file))
        return replace(made, sha256=made.digest())

    def digest(self) -> str:
        """The right value for `sha256`; a different one means that someone edited the review."""
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
        """The reviewed handout with this layout, None if it was not reviewed."""
        return next((each for each in self.handouts if each.layout == layout), None)


class ReviewState(Enum):
    """Whether someone stands behind the wording."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


class ReviewStatus(Struct, frozen=True):
    """The review status of a handout on a day: its state, the last day of use, and whether that day is past.

    `review` is the last review of this handout, even if the wording has changed since.
    """

    state: ReviewState
    due: date
    is_past: bool
    review: Review | None
