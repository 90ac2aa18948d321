"""Which section each piece of a laid-out page belongs to."""

from __future__ import annotations

from caresheet.model.document import Section
from caresheet.rules.context import PagesContext


def sections_of_tags(context: PagesContext) -> tuple[Section | None, ...]:
    """For each tag of the page layout, by its index, the section that it is in; None for the title, the contents, and
    headers and footers."""
    sections = {section.position: section for section in context.handout.document.sections}
    found: list[Section | None] = []
    for tag in context.page_layout.tags:
        above = found[tag.parent] if tag.parent >= 0 else None
        own = sections.get(tag.position) if tag.role == "Sect" and tag.position is not None else None
        found.append(own or above)
    return tuple(found)
