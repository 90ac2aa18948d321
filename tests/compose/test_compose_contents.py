"""The entries of a list of contents: headings, or fewer and shorter ones that the author wrote."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.compose.builders import CLINIC, LABELS, job, layout, paragraph, place, section, text, topic

from caresheet.compose import compose
from caresheet.model.layout import ByRole, Citations, ContentsList, Rest
from caresheet.model.topic import Section

SECTIONS = (
    section("stop", paragraph("Let go."), role="warning", critical=True),
    section("bowline", paragraph("It holds.")),
    section("hitch", paragraph("It slips.")),
    section("fall", paragraph("Call."), role="action", critical=True),
    section("splice", paragraph("It lasts.")),
)


def entries(named: dict[str, str], *sections: Section, strip: bool = False) -> list[tuple[str, str]]:
    """The entries of a handout with these contents, each with where it leads to."""
    whole = topic(*(sections or SECTIONS))
    own = tuple((name, text(words)) for name, words in named.items())
    handout = replace(whole.handouts[0], contents=own)
    by = layout(place(ByRole("warning")), place(Rest()), citations=Citations.HIDDEN, contents=True)
    if strip:
        first, rest = by.placements
        by = replace(by, placements=(first, place(ContentsList()), rest))
    contents = compose(job(whole, handout, by, CLINIC, LABELS)).document.contents
    assert contents
    return [(entry.text, entry.anchor.removeprefix("section-")) for entry in contents.entries]


def test_headings_without_words_of_the_author() -> None:
    """Without entries of its own, the list has every heading."""
    assert [name for _, name in entries({})] == ["stop", "bowline", "hitch", "fall", "splice"]


def test_entries_of_the_author_stand_for_those_after_them() -> None:
    """The author's words lead to their section, in the order of the page; a section without any belongs to the entry
    before it."""
    assert entries({"splice": "Splices", "bowline": "Knots"}, *SECTIONS[1:3], SECTIONS[4]) == [
        ("Knots", "bowline"),
        ("Splices", "splice"),
    ]


def test_no_critical_section_is_left_out() -> None:
    """A critical section, and one before the first entry of the author, is listed by its heading all the same."""
    assert entries({"hitch": "Hitches"}) == [
        ("The stop", "stop"),
        ("The bowline", "bowline"),
        ("Hitches", "hitch"),
        ("The fall", "fall"),
    ]


@pytest.mark.parametrize("named", [{"stop": "Danger"}, {"net": "Nets"}])
def test_entries_for_sections_that_are_not_listed(named: dict[str, str]) -> None:
    """Words for a section before the strip, or for one that is not printed, leave the list as it is."""
    assert [name for _, name in entries(named, strip=True)] == ["bowline", "hitch", "fall", "splice"]
