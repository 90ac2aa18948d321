"""Which section stands where."""

from __future__ import annotations

from msgspec.structs import replace
from tests.compose.builders import HERE, LAYOUT, PLAIN, composed, layout, paragraph, place, section

from caresheet.model.document import Document
from caresheet.model.layout import Break, ById, ByRole, Layout, Rest
from caresheet.model.look import HeadingLook, SectionStyle

SECTIONS = (
    section("first", paragraph("1"), role="notes"),
    section("alarm", paragraph("2"), role="warning"),
    section("do", paragraph("3"), role="action"),
    section("more", paragraph("4"), role="warning"),
    section("last", paragraph("5"), role="glossary"),
)


def order(by: Layout) -> list[str]:
    return ids(composed(*SECTIONS, by=by))


def ids(document: Document) -> list[str]:
    return [section.id for section in document.sections]


def test_order_is_the_layouts_then_the_topics() -> None:
    """Sections stand in the order of the places, and those of one role in the topic's order."""
    assert order(layout(place(ByRole("action")), place(ByRole("warning")))) == ["do", "alarm", "more"]


def test_rest_takes_what_no_other_place_takes() -> None:
    """The rest leaves out what stands elsewhere, even further down, and the roles the layout leaves out."""
    by = layout(place(Rest()), place(ByRole("warning")), left_out=("glossary",))
    assert order(by) == ["first", "do", "alarm", "more"]


def test_leaving_out_concerns_only_the_rest() -> None:
    """A role that is left out but has a place of its own stands there."""
    by = layout(place(ByRole("glossary")), place(Rest()), left_out=("glossary", "notes", "action"))
    assert order(by) == ["last", "alarm", "more"]


def test_an_id_is_stronger_than_a_role() -> None:
    """A section whose id has a place stands there, wherever the place of its role is."""
    assert order(layout(place(ByRole("warning")), place(ById("alarm")))) == ["more", "alarm"]


def test_each_section_stands_once() -> None:
    """Of two places for the same sections the first takes them."""
    by = layout(place(ByRole("warning")), place(ByRole("warning")), place(Rest()), place(Rest()))
    assert order(by) == ["alarm", "more", "first", "do", "last"]


def test_a_role_that_the_topic_lacks_is_absent() -> None:
    """A layout serves topics that do not have all of its roles."""
    assert order(layout(place(ByRole("packing")), place(ByRole("action")))) == ["do"]


def test_how_it_stands_comes_from_the_place() -> None:
    """Style, width and orientation hold for all sections of a place; it begins a page with its first only."""
    style = SectionStyle("alarm", HeadingLook.BAND, "#a00016", "#fdecee", "#a00016")
    loud = replace(place(ByRole("warning"), start=Break.PAGE), style=style, wide=True, turned=True)
    alarm, more, do = composed(*SECTIONS, by=layout(loud, place(ByRole("action")))).sections
    assert [(each.style, each.wide, each.turned) for each in (alarm, more)] == [(style, True, True)] * 2
    assert [alarm.start, more.start, do.start] == [Break.PAGE, Break.NONE, Break.NONE]
    assert (do.style, do.wide, do.turned) == (PLAIN, False, False)


def test_positions_are_the_authors() -> None:
    """A section carries the place in the content where it was written, not the layout's."""
    assert {each.position for each in composed(*SECTIONS, by=layout(place(Rest()))).sections} == {HERE}
    assert HERE != LAYOUT
