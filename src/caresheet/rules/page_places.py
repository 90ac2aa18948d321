"""Where the pieces of set pages belong."""

from __future__ import annotations

from caresheet.model.document import Section
from caresheet.rules.context import PagesContext


def homes(case: PagesContext) -> tuple[Section | None, ...]:
    """For each tag of the page layout, by its index, the section that it stands in; None for the title, the
    contents and what runs on every page."""
    sections = {section.position: section for section in case.case.document.sections}
    found: list[Section | None] = []
    for tag in case.page_layout.tags:
        above = found[tag.parent] if tag.parent >= 0 else None
        own = sections.get(tag.position) if tag.role == "Sect" and tag.position is not None else None
        found.append(own or above)
    return tuple(found)
