"""A handout as one page of HTML."""

from caresheet.outputs.html.page import as_html

__all__ = ["as_html"]
