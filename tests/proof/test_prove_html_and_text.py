"""The proof of words alone fails for every kind of defect, and says which words."""

from __future__ import annotations

import pytest
from tests.proof.documents import composed, everything

from caresheet.outputs.html import write_html
from caresheet.outputs.text import write_text
from caresheet.proof.html import prove_html
from caresheet.proof.text import prove_text

DOCUMENT = composed(everything())
TEXT, PAGE = write_text(DOCUMENT).data.decode(), write_html(DOCUMENT).data.decode()


def spoiled(whole: str, old: str, new: str) -> str:
    """The transcript with one thing changed, at its first place."""
    assert old in whole
    return whole.replace(old, new, 1)


def test_good_transcripts_pass() -> None:
    """What says the document's words has no problem."""
    assert prove_text(DOCUMENT, TEXT.encode()) == ()
    assert prove_html(DOCUMENT, PAGE.encode()) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("with cold water", "with water", "the words 'cold' are missing after"),
        ("with cold water", "with very cold water", "the extra words 'very' stand after"),
        ("with cold", "with gold", "the words 'gold' stand in place of 'cold'"),
        ("________ (phone number)", "(phone number)", "'________' are missing"),
        ("Do not touch it", "Do not drink it", "'drink' stand in place of 'touch'"),
        ("Version 0.1", "Version 0.2", "'0.2' stand in place of '0.1'"),
        ("STOP", "NOTE", "'NOTE' stand in place of 'STOP'"),
        ("3. Pour it", "4. Pour it", "'4.' stand in place of '3.'"),
        ("What to do:", "What to wait:", "'wait:' stand in place of 'do:'"),
        ("Cierre la tapa y espere un momento.", "", "the words 'Cierre la tapa y espere un momento.' are missing"),
    ],
)
def test_text_defects(old: str, new: str, message: str) -> None:
    """Words removed, added, changed, or a line to write on that is gone."""
    told = [problem.message for problem in prove_text(DOCUMENT, spoiled(TEXT, old, new).encode())]
    assert any(message in each for each in told), told
    assert len(told) <= 2


def test_text_in_another_order() -> None:
    """Two paragraphs swapped."""
    first, second = (next(part for part in TEXT.split("\n\n") if words in part) for words in ("Read about", "- Do not"))
    swapped = TEXT.replace(first, "@@").replace(second, first).replace("@@", second)
    told = [problem.message for problem in prove_text(DOCUMENT, swapped.encode())]
    assert any("'Do not touch it Do not drink it" in message for message in told), told


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("with cold water", "with water", "the words 'cold' are missing after"),
        ("<h2 ", "<h3 ", None),
        ('lang="es"', 'lang="fr"', "fr for 'servicio'"),
        ('lang="en" dir', 'lang="fr" dir', "the language is 'fr', not 'en'"),
        ("<title>Boiling", "<title>Making", "the title is 'Making water safely'"),
        ('scope="row"', 'scope="col"', "is marked col, not row"),
        ("<p>", "<p><script>1</script>", "the page has an element <script>"),
        ("<p>", '<p><img src="https://example.org/x.png">', "the page has an element <img>"),
        ("<p>", '<p onclick="x()">', "the page has an attribute onclick"),
        ("</style>", "p { background: url(x) } </style>", "the style sheet loads something"),
        ("<main>", "<main>Wait.", "the extra words 'Wait.' stand at the beginning"),
        ("</section>", "", "does not match an open element"),
        ("Version 0.1", "Version 0.2", "'0.2' stand in place of '0.1'"),
        ("<li>Do not touch it", "<li>Do not", "'touch it' are missing"),
        ('href="https://', 'title="https://', "the links of"),
    ],
)
def test_page_defects(old: str, new: str, message: str | None) -> None:
    """Words, roles, languages, scopes and links, and whatever could load or run."""
    told = [problem.message for problem in prove_html(DOCUMENT, spoiled(PAGE, old, new).encode())]
    assert told
    assert message is None or any(message in each for each in told), told


def test_moved_element() -> None:
    """A heading outside of its section, or an item that is none, is seen though no word is missing."""
    heading, item = '<section>\n<h2 id="words-to-know">Words to know</h2>', "<li>Do not touch it</li>"
    for old, new, message in (
        (heading, heading.replace("<section>\n", "") + "\n<section>", "contains"),
        (item, "<p>Do not touch it</p>", "the li 'Do not touch it' is tagged p"),
    ):
        told = [problem.message for problem in prove_html(DOCUMENT, spoiled(PAGE, old, new).encode())]
        assert any(message in each for each in told), told


@pytest.mark.parametrize(("level", "tag"), [(2, "h2"), (3, "h3")])
def test_headings_keep_their_level(level: int, tag: str) -> None:
    """A heading of another level is another document."""
    other = f"h{level + 1}"
    start = PAGE.index(f"<{tag} ")
    end = PAGE.index(f"</{tag}>", start)
    changed = f"{PAGE[:start]}<{other}{PAGE[start + 3 : end]}</{other}>{PAGE[end + 5 :]}"
    told = [problem.message for problem in prove_html(DOCUMENT, changed.encode())]
    assert any(f"is tagged h{level + 1}" in each for each in told), told


@pytest.mark.parametrize("whole", ["", "\x00", "<", "<html", "plain words", "<p>" * 3000])
def test_rubbish_is_a_problem(whole: str) -> None:
    """Whatever is read, a problem is told and nothing is raised."""
    assert prove_text(DOCUMENT, whole.encode())
    assert prove_html(DOCUMENT, whole.encode())
