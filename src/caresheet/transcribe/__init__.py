"""A Document in words alone: as plain text, and as a page of HTML. Pure: nothing is read and nothing is set."""

from caresheet.transcribe.page import as_html
from caresheet.transcribe.plain import as_text

__all__ = ["as_html", "as_text"]
