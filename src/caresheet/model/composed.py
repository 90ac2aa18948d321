"""A handout worked out in full: what will be printed, who vouches for it, and what it says."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.document import Document
from caresheet.model.review import ReviewStatus
from caresheet.model.structure import Structure
from caresheet.model.wording import TextUnit


class Composed(Struct, frozen=True):
    """What compose works out once for a handout and hands on; nothing after it asks compose again.

    `structure` is what every output of the handout has to say. `wording` is what a review vouches for: everything that
    the handout says, before clinics' details are filled in.
    """

    document: Document
    structure: Structure
    review_status: ReviewStatus
    wording: tuple[TextUnit, ...]
