"""One handout to make, with everything that goes into it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from caresheet.model.clinic import Clinic
from caresheet.model.edition import Edition, handout_name
from caresheet.model.labels import Labels
from caresheet.model.layout import Layout
from caresheet.model.review import Review
from caresheet.model.topic import HandoutEntry, Topic


class Job(Struct, frozen=True):
    """A topic's handout for one reader, clinic and edition.

    `original` is the topic that a translation is of. `reviews` are those of the topic in its language, oldest first.
    `companion` is the same handout in the second language of a bilingual edition, None where the topic lacks it.
    `today` decides whether a review has expired; the handout does not depend on it in any other way.
    """

    topic: Topic
    original: Topic | None
    handout: HandoutEntry
    layout: Layout
    clinic: Clinic
    labels: Labels
    edition: Edition
    reviews: tuple[Review, ...]
    today: date
    companion: Job | None = None

    @property
    def versions(self) -> tuple[Job, ...]:
        """The handout itself and, if it is bilingual, its companion."""
        return (self, self.companion) if self.companion else (self,)

    @property
    def languages(self) -> tuple[str, ...]:
        """Its language, and its second one if it is bilingual."""
        return tuple(each.topic.language for each in self.versions)

    @property
    def paper(self) -> str:
        """The name of the paper that it is made for."""
        return self.edition.paper or self.layout.paper

    @property
    def name(self) -> str:
        """The handout's file name without ending."""
        return handout_name(self.topic, self.layout, self.clinic, self.edition)
