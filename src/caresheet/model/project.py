"""Everything that one project folder holds, read and found sound."""

from __future__ import annotations

from dataclasses import dataclass

from caresheet.model.clinic import Clinic
from caresheet.model.labels import Labels
from caresheet.model.layout import Layout
from caresheet.model.topic import Topic


@dataclass(frozen=True, slots=True)
class Project:
    """All topics (one per topic and language, in that order), the buildable layouts, the labels of every language
    that a topic is in, and the clinic that hands out."""

    topics: tuple[Topic, ...]
    layouts: tuple[Layout, ...]
    labels: tuple[Labels, ...]
    clinic: Clinic
