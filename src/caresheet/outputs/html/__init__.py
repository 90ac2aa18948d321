"""A handout as one page of HTML."""

from caresheet.outputs.html.writer import write_html

__all__ = ["write_html"]
