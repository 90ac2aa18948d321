"""A handout worked out in full: what will be printed, who vouches for it, and what it says."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.document import Document
from caresheet.model.review import ReviewStatus
from caresheet.model.wording import TextUnit


class Composed(Struct, frozen=True):
    """What compose works out once for a handout and hands on; nothing after it asks compose again.

    `wording` is everything that the handout says, in its own order: what a review vouches for.
    """

    document: Document
    review_status: ReviewStatus
    wording: tuple[TextUnit, ...]
