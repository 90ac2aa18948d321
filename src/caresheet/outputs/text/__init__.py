"""A handout as plain text."""

from caresheet.outputs.text.plain import as_text
from caresheet.outputs.text.writer import write_text

__all__ = ["as_text", "write_text"]
