"""A handout worked out completely: what will be printed, who reviewed it, and what it says."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.document import Document
from caresheet.model.review import ReviewStatus
from caresheet.model.structure import Structure
from caresheet.model.wording import TextUnit


class Composed(Struct, frozen=True):
    """What compose works out once for a handout and passes on; nothing asks compose again.

    `structure` is what every output of the handout must say. `wording` is what a review covers: everything that the
    handout says, before the clinic's values are filled in.
    """

    document: Document
    structure: Structure
    review_status: ReviewStatus
    wording: tuple[TextUnit, ...]
