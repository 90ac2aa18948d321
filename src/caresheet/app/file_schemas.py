"""The JSON Schema of each kind of file, for completion in editors."""

from __future__ import annotations

KINDS = ("content", "topic", "layout", "clinic", "labels", "reviews")
"""Every kind of file that a project has."""


def json_schema(kind: str) -> str:
    """The schema of a kind of file, as JSON."""
    from caresheet.source.schemas import schema

    return schema(kind)
