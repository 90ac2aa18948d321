"""The pages of the manual in their order."""

from __future__ import annotations

from importlib.resources import files

from msgspec import Struct

NAMES = (
    "desk",
    "clinic",
    "email",
    "editors",
    "content",
    "layouts",
    "profiles",
    "translations",
    "reviews",
    "ci",
    "python",
    "commands",
    "rules",
    "formats",
    "design",
)
"""Every page, in reading order: those for clinic staff first, those for developers last. Each is a file NAME.md."""


class ManualPage(Struct, frozen=True):
    """A page of the manual: its name, its title and its Markdown, which begins with the title as a heading."""

    name: str
    title: str
    text: str


def manual_pages() -> tuple[ManualPage, ...]:
    """Every page in reading order."""
    return tuple(_page(name) for name in NAMES)


def _page(name: str) -> ManualPage:
    text = files("caresheet").joinpath("manual", f"{name}.md").read_text(encoding="utf-8")
    return ManualPage(name, text.partition("\n")[0].removeprefix("# "), text)
