"""Links on paper: what stands behind their words, and where it does not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.compose.builders import CLINIC, LABELS, job, layout, paragraph, section, topic

from caresheet.compose import compose
from caresheet.model.composed import Composed
from caresheet.model.layout import LinkAddresses
from caresheet.model.links import printed_address, shows_address
from caresheet.model.structure import Role
from caresheet.model.text import FieldBlank, TextRun

PAGE = "https://www.knots.example/how/to/tie-a-bowline/"
PHONE = "tel:+15550100111"
MAIL = "mailto:nurse@knots.example?subject=Knots"


def made(*runs: str | TextRun, how: LinkAddresses = LinkAddresses.FULL) -> Composed:
    """The handout of one paragraph."""
    whole = topic(section("one", paragraph(*runs)))
    return compose(job(whole, whole.handouts[0], replace(layout(), link_addresses=how), CLINIC, LABELS))


def on_paper(composed: Composed) -> str:
    (node,) = composed.structure.on_pages(1, {}).every(Role.PARAGRAPH)
    return words(node.text)


def words(runs: tuple[TextRun | FieldBlank, ...]) -> str:
    return "".join(run.text for run in runs if isinstance(run, TextRun))


@pytest.mark.parametrize(
    ("shown", "link", "printed"),
    [
        ("the page", PAGE, "the page (www.knots.example/how/to/tie-a-bowline)"),
        ("the night line", PHONE, "the night line (+15550100111)"),
        ("our 24-hour line", PHONE, "our 24-hour line (+15550100111)"),
        ("the nurse", MAIL, "the nurse (nurse@knots.example)"),
        ("knots.example", PAGE, "knots.example (www.knots.example/how/to/tie-a-bowline)"),
        ("call 112", "tel:112", "call 112"),
        ("(555) 010-0111", PHONE, "(555) 010-0111"),
        ("+1 555 010 0111", PHONE, "+1 555 010 0111"),
        ("write to nurse@knots.example", MAIL, "write to nurse@knots.example"),
        ("Knots.example/how/to/tie-a-bowline", PAGE, "Knots.example/how/to/tie-a-bowline"),
        (PAGE, PAGE, PAGE),
    ],
)
def test_the_address_stands_behind_the_words(shown: str, link: str, printed: str) -> None:
    """Who reads on paper finds the number or address behind the words of a link, unless the words are it already."""
    assert on_paper(made("See ", TextRun(shown, link=link), ".")) == f"See {printed}."
    assert shows_address(printed, link)
    assert printed_address(link) in printed or shown == printed


def test_a_link_in_another_language_is_one_link() -> None:
    """The address is spoken in the language of the words before it: a change of language would part the link."""
    composed = made("See ", TextRun("la página", link=PAGE, language="es"), ".")
    (link,) = composed.structure.on_pages(1, {}).every(Role.LINK)
    assert (words(link.text), link.language) == ("la página (www.knots.example/how/to/tie-a-bowline)", "es")


def test_a_link_in_two_looks_has_one_address() -> None:
    """The address stands behind all words of a link, and leads there, too."""
    composed = made(TextRun("the ", link=PAGE), TextRun("page", strong=True, link=PAGE), ", or call.")
    assert on_paper(composed) == "the page (www.knots.example/how/to/tie-a-bowline), or call."
    (link,) = composed.structure.every(Role.LINK)
    assert words(link.runs) == "the page (www.knots.example/how/to/tie-a-bowline)"


@pytest.mark.parametrize(
    ("how", "page", "phone"),
    [
        (LinkAddresses.SITE, "the page (www.knots.example)", "the line (+15550100111)"),
        (LinkAddresses.HIDDEN, "the page", "the line"),
    ],
)
def test_the_layout_decides(how: LinkAddresses, page: str, phone: str) -> None:
    """A layout may print only the site of a page, or nothing."""
    assert on_paper(made(TextRun("the page", link=PAGE), how=how)) == page
    assert on_paper(made(TextRun("the line", link=PHONE), how=how)) == phone


def test_without_pages_a_link_is_its_words() -> None:
    """Where there are no pages, a link leads to its address, and its words stand alone."""
    (node,) = made("See ", TextRun("the page", link=PAGE), ".").structure.without_pages().every(Role.PARAGRAPH)
    assert words(node.text) == "See the page."
    assert [child.link for child in node.children] == [None, PAGE, None]
