"""Every role has a name in every output, and every output is read back by a reader that knows nothing of its writer."""

from __future__ import annotations

from tests.proof.documents import composed, document, everything, section, table

from caresheet.layout import lay_out
from caresheet.model.structure import Role, Structure, StructureNode
from caresheet.outputs.html import write_html
from caresheet.outputs.html.elements import LEFT_OUT, html_element
from caresheet.outputs.html.reader import read_back as read_html_back
from caresheet.outputs.html.reader import read_html
from caresheet.outputs.pdf.reader.structure import read_back as read_pdf_back
from caresheet.outputs.pdf.writer import write_pdf
from caresheet.outputs.text import write_text
from caresheet.outputs.text.reader import read_back as read_text_back
from caresheet.proof.elements import words_of

STANDARD_TYPES = frozenset(
    {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private"}
    | {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead"}
    | {"TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "Warichu"}
    | {"Figure", "Formula", "Form"}
)
"""ISO 32000-1, 14.8.4, tables 333 to 340."""
NOT_IN_HTML = {*LEFT_OUT, Role.CONTENTS_LIST, Role.CONTENTS_ENTRY, *(role for role in Role if role.is_inline)}


def test_every_role_has_a_standard_type() -> None:
    """PDF/UA-1 (7.1) and PDF/A-2a (6.7.3.4) take no other types without a role map."""
    assert {role.type.name for role in Role} <= STANDARD_TYPES


def test_every_role_has_an_html_element() -> None:
    """Every role that is written becomes an element that a reader of HTML knows and that loads nothing, or none."""
    names = {
        element.name for role in Role if role not in NOT_IN_HTML and (element := html_element(StructureNode(role)))
    }
    page = "".join(f"<{name}>{name}</{name}>" for name in sorted(names - {"html"}))
    assert {"section", "figcaption", "dd", "th"} <= names
    assert read_html(f"<html lang='en'>{page}</html>".encode()).objections == ()


def test_every_output_is_read_back() -> None:
    """Each reader gives the title and the words in their order; what only paper has is left out elsewhere."""
    made = composed(document(section("Tables", table(1)), banner=""))
    pdf = read_pdf_back(write_pdf(made, lay_out(made)).data)
    page, text = read_html_back(write_html(made).data), read_text_back(write_text(made).data)
    for structure in (pdf, page, text):
        assert structure.title == made.document.title
        assert said(structure).index("Boiling water safely") < said(structure).index("Cups and their times")
    assert (pdf.language, page.language, text.language) == ("en", "en", "")


def test_html_keeps_the_nesting() -> None:
    """What stands in a section, a list or a cell is read back there."""
    structure = read_html_back(write_html(composed(everything())).data)
    nodes = list(structure.root.everything())
    assert [child.type.name for child in structure.root.children if child.type.name != "p"][:2] == ["h1", "section"]
    for outer, inner in (("section", "h2"), ("li", "ul"), ("td", "ul"), ("tr", "th"), ("dl", "dt"), ("figure", "p")):
        assert any(node.type.name == outer and inner in [child.type.name for child in node.children] for node in nodes)


def said(structure: Structure) -> str:
    return " ".join(words_of(node) for node in structure.root.everything())
