"""The manual: which pages there are, and what a page or all of them look like."""

from __future__ import annotations

from pathlib import Path

from caresheet.app.requests import require_known
from caresheet.delivery import write_file
from caresheet.manual import ManualPage, manual_pages, plain_text, sheet_width, terms, web_page

__all__ = ["list_of_pages", "manual_pages", "page_as_text", "sheet_width", "write_web_page"]


def page_as_text(name: str, width: int) -> str:
    """One page for a terminal of this width. Raises RequestError if there is no such page."""
    pages: dict[str, ManualPage] = {page.name: page for page in manual_pages()}
    require_known("page", [name], pages)
    return plain_text(pages[name].text, width)


def list_of_pages(width: int) -> str:
    """The names of all pages with their titles."""
    rows = ((page.name, page.title) for page in manual_pages())
    return terms("Pages of the manual (caresheet manual PAGE)", rows, width, width // 2) + "\n"


def write_web_page(path: Path) -> None:
    """Write the whole manual as one web page. Raises CaresheetError (not-writable)."""
    write_file(web_page(manual_pages()).encode(), path)
