"""Every rule's page is a value that any output can show."""

from __future__ import annotations

import pytest

from caresheet.app.explained import Answer, look_up
from caresheet.app.requests import RequestError
from caresheet.app.rule_pages import rule_page
from caresheet.model.rules import ALL, ALT_LENGTH


def test_every_rule_has_a_page() -> None:
    """Each has a text and a source, and either a broken and a right example with files, or the reason for none."""
    for rule in ALL:
        page = rule_page(rule)
        assert page.text
        titles = [chapter.title for chapter in page.chapters if chapter.title != "Limits"]
        assert titles in (["Wrong", "Right", "Source"], ["No example", "Source"]), rule.name
        for chapter in page.chapters:
            assert bool(chapter.text) != bool(chapter.files), rule.name
            assert chapter.is_broken == (chapter.title == "Wrong"), rule.name
            for file in chapter.files:
                assert max(file.marked, default=0) <= len(file.lines), rule.name


def test_rules_are_found_by_any_of_their_names() -> None:
    """Id, name and former name lead to the rule, in any case; another name is refused with the nearest."""
    assert look_up("cs017B") == look_up(" Alt-Length ") == Answer((rule_page(ALT_LENGTH),))
    assert look_up("silent-comment") == look_up("unquoted-hash")
    with pytest.raises(RequestError, match="did you mean 'alt-length'"):
        look_up("alt-lenght")
