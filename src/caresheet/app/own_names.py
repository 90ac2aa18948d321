"""What speakers of a language call it."""

from __future__ import annotations

from caresheet.languages import language


def own_name(tag: str) -> str:
    """A language (BCP 47) by its own name, with its region if the tag has one; the tag if its name is not known."""
    name, region = language(tag).name, tag.rpartition("-")[2]
    return f"{name} ({region})" if name and region.isupper() else name or tag
