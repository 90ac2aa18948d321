"""A handout as plain text."""

from caresheet.outputs.text.writer import write_text

__all__ = ["write_text"]
