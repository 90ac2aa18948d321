"""The official notice that language help is free, word for word, in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.compose.builders import TODAY
from tests.projects.merged import Memory, wound_care

from caresheet.app.pipeline import compose_checked, render
from caresheet.app.selection import jobs
from caresheet.languages import language_notice, notice_tags
from caresheet.languages.folders import tags
from caresheet.model.edition import Edition
from caresheet.model.problem import CaresheetError
from caresheet.model.text import Placeholder, Text, TextRun
from caresheet.model.topic import ItemList
from caresheet.rules.reading import Reading
from caresheet.source import read_project

ENGLISH, SPANISH = "content/wound-care/en.yaml", "content/wound-care/es.yaml"
CLINIC = "content/clinics/example.yaml"
PAGE = Path(__file__).parents[2] / "src" / "caresheet" / "manual" / "layouts.md"
BLOCK = "      - language_help: {{languages: [{}]}}\n"


def with_notices(english: str, spanish: str = "") -> Memory:
    """The test topic with a block of notices at the end of its contacts."""
    files = dict(wound_care().files)
    for path, asked, after in ((ENGLISH, english, "My own notes"), (SPANISH, spanish or english, "Mis notas")):
        text = files[path].decode()
        start = text.index("\n", text.index(after)) + 1
        files[path] = f"{text[:start]}{BLOCK.format(asked)}{text[start:]}".encode()
    return Memory(files)


def test_each_notice_is_official_and_in_its_language() -> None:
    """The words are those of the file, all marked with their language, and the number is the clinic's."""
    files = with_notices("vi, so")
    topic = next(each for each in read_project(files, (files, CLINIC)).topics if each.language == "en")
    section = next(each for each in topic.sections if each.id == "contacts")
    block = section.blocks[-1]
    assert isinstance(block, ItemList)
    for item, tag in zip(block.items, ("vi", "so"), strict=True):
        assert isinstance(item.text, Text)
        assert {each.language for each in item.text.inlines if isinstance(each, TextRun)} == {tag}
        words = "".join(
            each.text if isinstance(each, TextRun) else f"{{{{{each.name}}}}}"
            for each in item.text.inlines
            if isinstance(each, TextRun | Placeholder)
        )
        assert words == language_notice(tag)
        assert [each.name for each in item.text.inlines if isinstance(each, Placeholder)] == ["clinic.interpreter"]


@pytest.mark.parametrize("tag", notice_tags())
def test_every_notice_can_be_used(tag: str) -> None:
    """Each notice has one number to fill in, no example number, and no marks."""
    words = language_notice(tag)
    assert words.count("{{clinic.interpreter}}") == 1
    assert "888" not in words
    assert "[" not in words


def test_what_is_printed() -> None:
    """A card prints the notice, as PDF and as a web page that names its language."""
    files = with_notices("vi")
    wanted = jobs(read_project(files, (files, CLINIC)), layouts=["caregiver-guide"], languages=["en"], today=TODAY)
    html = render(wanted[0], ("pdf", "html")).handout.artifact("html").data.decode()
    assert 'lang="vi"' in html
    assert "Nếu bạn nói tiếng Việt" in html


def test_its_blank_has_no_label_in_another_language() -> None:
    """The sentence says what to write on its line: no English label stands in it, neither on paper nor in a form."""
    files = with_notices("vi")
    for edition in (Edition(), Edition(fillable=True)):
        (job,) = jobs(
            read_project(files, (files, CLINIC)),
            layouts=["caregiver-guide"],
            languages=["en"],
            edition=edition,
            today=TODAY,
        )
        html = render(job, ("pdf", "html")).handout.artifact("html").data.decode()
        notice = html[html.index("Vui lòng gọi theo số") :]
        assert "(" not in notice[: notice.index("hoặc trao đổi")]


def test_readers_of_one_language_do_not_read_another() -> None:
    """A notice in another language is not counted among the words of the handout's own; one in its own is."""
    files = with_notices("es, vi, so")
    for language, own in (("en", 0), ("es", 1)):
        (job,) = jobs(
            read_project(files, (files, CLINIC)), layouts=["caregiver-guide"], languages=[language], today=TODAY
        )
        read = [text.words for text in Reading.of(compose_checked(job)).texts]
        assert len([words for words in read if words.startswith("ATENCIÓN: Si habla")]) == own
        assert not [words for words in read if words.startswith(("LƯU Ý", "FIIRO GAAR AH"))]


def test_a_language_without_official_wording_is_refused() -> None:
    """No other translation takes its place: the message says which languages there are."""
    files = with_notices("hi")
    with pytest.raises(CaresheetError) as raised:
        read_project(files, (files, CLINIC))
    told = [problem for problem in raised.value.problems if "'hi'" in problem.message]
    assert {problem.message for problem in told} == {"there is no official notice in 'hi'"}
    assert told[0].position is not None


def test_a_translation_has_the_same_languages() -> None:
    """The notices are the same in every language of the topic."""
    files = with_notices("vi, so", "so, vi")
    assert read_project(files, (files, CLINIC)).topics
    files = with_notices("vi, so", "vi, ko")
    with pytest.raises(CaresheetError) as raised:
        read_project(files, (files, CLINIC))
    assert {problem.rule.name for problem in raised.value.problems} == {"translation-differs"}


def test_a_notice_in_chinese_is_printed_beside_english() -> None:
    """Words marked as Chinese are set in its typeface in a handout in any language; the check of the letters knows
    that, and so it does in two languages."""
    files = with_notices("zh-Hans, ar")
    project = read_project(files, (files, CLINIC))
    for second in (None, "es"):
        (job,) = jobs(
            project, layouts=["caregiver-guide"], languages=["en"], edition=Edition(bilingual=second), today=TODAY
        )
        assert render(job).handout.artifact("pdf").pages


def test_the_manual_names_the_languages_with_and_without_a_notice() -> None:
    """It lists exactly those that have one, and exactly the others whose words caresheet prints."""
    (told,) = (
        each for each in PAGE.read_text(encoding="utf-8").split("\n\n") if each.startswith("The official notice is")
    )
    having, lacking = told.split("Without official wording are:")
    named = [set(re.findall(r"`([a-z]{2}(?:-[A-Z][a-z]+)?)`", each)) for each in (having, lacking)]
    assert named == [set(notice_tags()), set(tags("labels.yaml")) - set(notice_tags())]
