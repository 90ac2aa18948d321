"""A handout as plain text."""

from caresheet.outputs.text.plain import as_text

__all__ = ["as_text"]
