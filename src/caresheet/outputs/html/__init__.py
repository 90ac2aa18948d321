"""A handout as one page of HTML."""

from caresheet.outputs.html.page import as_html
from caresheet.outputs.html.writer import write_html

__all__ = ["as_html", "write_html"]
