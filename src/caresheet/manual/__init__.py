"""The manual: the pages of Markdown in this folder, for a terminal or as one web page."""

from caresheet.manual.pages import ManualPage, manual_pages
from caresheet.manual.terminal import plain_text
from caresheet.manual.web import web_page

__all__ = ["ManualPage", "manual_pages", "plain_text", "web_page"]
