"""Markdown as plain text: every word is there, no mark is left, and lines keep to the terminal."""

from __future__ import annotations

import re

import pytest

from caresheet.manual import ManualPage, manual_pages, plain_text

PAGES = manual_pages()


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_lines_keep_to_the_width(page: ManualPage, width: int) -> None:
    """Lines are longer only in examples, or where a single word is."""
    text = plain_text(page.text, width)
    for line in text.splitlines():
        assert len(line) <= width or line.startswith("    ") or len(line.split()) <= 2, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_word_is_lost(page: ManualPage) -> None:
    """Every word of the Markdown is in the plain text; heads of tables with two columns go without saying."""
    markdown = re.sub(r"<!--.*?-->|^```\w*$|^\|.*\|\n\|( --- \|)+$", "", page.text, flags=re.MULTILINE)
    plain = plain_text(page.text, 80)
    known = set(re.findall(r"\w+", plain))
    assert [word for word in re.findall(r"\w+", markdown) if word not in known and word != "md"] == []
    assert "<!--" not in plain
    assert "**" not in re.sub(r"`\\``|`[^`]*`|^    .*$", "", plain, flags=re.MULTILINE)


def test_blocks() -> None:
    """Headings are underlined, lists indented, code is as typed, links name their page or their address."""
    linked = "Read [this](content.md) and [that](https://example.org), **now**."
    text = f"# One two\n\n{linked}\n\n- a\n  b\n- c\n\n      x  y\n"
    assert plain_text(text, 30) == (
        "One two\n=======\n\nRead this (`caresheet manual\ncontent`) and that\n(https://example.org), now.\n\n"
        "- a b\n- c\n\n      x  y\n"
    )


def test_tables() -> None:
    """Two columns are a term and what it means; more say which column a cell is in; empty cells are left out."""
    two = "| a | b |\n| --- | --- |\n| one | two |\n"
    assert plain_text(two, 30) == "one\n    two\n"
    three = "| a | b | c |\n| --- | --- | --- |\n| one | | `t\\|o` |\n"
    assert plain_text(three, 30) == "one\n    c: `t|o`\n"
