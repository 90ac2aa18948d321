"""The manual: the pages of Markdown in this folder, for a terminal or as one web page."""

from caresheet.manual.pages import ManualPage, manual_pages
from caresheet.manual.sheet import paragraphs, sheet_width, terms
from caresheet.manual.terminal import plain_text
from caresheet.manual.web import web_page

__all__ = ["ManualPage", "manual_pages", "paragraphs", "plain_text", "sheet_width", "terms", "web_page"]
