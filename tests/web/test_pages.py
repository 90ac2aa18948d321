"""Every page in both languages: whole, labeled, reachable, and without anything from elsewhere."""

from __future__ import annotations

import string
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from tests.web.desks import Browser

from caresheet.web.wording import LANGUAGES, words_in

PAGES = (
    "/",
    "/?words=cytokine",
    "/?words=nothing-like-it",
    "/clinic",
    "/clinics",
    "/mail",
    "/mail/outbox",
    "/mail/settings",
    "/problems",
    "/review",
    "/review/cytokine-storm/es",
    "/sheet/cytokine-storm/red-flag-card",
    "/sheet/cytokine-storm/caregiver-guide?language=es&size=large",
    "/people/cytokine-storm/caregiver-guide?language=es",
    "/no-such-page",
)
FORMS = (
    ("/clinic/save", {"emergency": "9l1", "phone": "call us", "minutes_before_escalation": "999", "website": "x y"}),
    ("/clinics/add", {"name": "!"}),
    ("/mail/check", {"address": "nobody", "handout": "cytokine-storm/red-flag-card/en"}),
    ("/mail/settings/save", {"address": "nobody", "service": "server", "server.port": "5x7"}),
    ("/review/cytokine-storm/en/record", {"name": "A. Example", "due": "someday"}),
    ("/sheet/cytokine-storm/wallet-card", {"patient.name": "x", "save": "choose"}),
    ("/people/cytokine-storm/wallet-card", {"language": "es"}),
)
VOID = {"meta", "link", "input", "img", "br", "hr", "path", "circle"}


class Page(HTMLParser):
    """A page taken apart, with what is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.wrong += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def every(self, tag: str) -> list[dict[str, str]]:
        return [given for name, given in self.tags if name == tag]


def judged(text: str, language: str) -> list[str]:
    """What is wrong with a page."""
    page = Page(text)
    return [*page.wrong, *unlabeled(page), *unsafe(page), *misnamed(page, language)]


def unlabeled(page: Page) -> list[str]:
    """Fields without a label, references that lead nowhere, pictures without words, groups without a name."""
    ids = Counter(given["id"] for _, given in page.tags if "id" in given)
    wrong = [f"two elements are called {name}" for name, number in ids.items() if number > 1]
    labels = {given["for"] for given in page.every("label") if "for" in given}
    fields = [
        given for given in page.every("input") + page.every("select") if given.get("type") not in {"hidden", "radio"}
    ]
    wrong += [f"{given} has no label" for given in fields if given.get("id") not in labels]
    for _, given in page.tags:
        for kind in ("aria-describedby", "aria-labelledby", "for", "form"):
            wrong += [f"{kind} {name} leads nowhere" for name in given.get(kind, "").split() if name not in ids]
        if given.get("href", "").startswith("#") and given["href"][1:] not in ids:
            wrong.append(f"{given['href']} leads nowhere")
    wrong += [f"{given} has no alt" for given in page.every("img") if "alt" not in given]
    if len(page.every("fieldset")) != len(page.every("legend")):
        wrong.append("a group has no name")
    return wrong


def unsafe(page: Page) -> list[str]:
    """What the policy would block, and forms without their key."""
    wrong = [
        f"{tag} has {name}" for tag, given in page.tags for name in given if name.startswith("on") or name == "style"
    ]
    wrong += [f"a script of its own: {given}" for given in page.every("script") if "src" not in given]
    wrong += ["a style of its own"] * len(page.every("style"))
    for tag, given in page.tags:
        for name in ("src", "href", "action", "formaction"):
            target = given.get(name, "/")
            if not target.startswith(("/", "#", "data:image/png;base64,")) or target.startswith("//"):
                wrong.append(f"{tag} leads to {target}")
    posts = [given for given in page.every("form") if given.get("method") == "post"]
    keys = [given for given in page.every("input") if given.get("name") == "form_key"]
    return [*wrong, *([] if len(posts) == len(keys) else ["a form has no key"])]


def misnamed(page: Page, language: str) -> list[str]:
    """A page is in its language, has one first heading, and skips no level."""
    wrong = [] if page.every("html") == [{"lang": language}] else ["the page is not in its language"]
    levels = [int(tag[1]) for tag, _ in page.tags if tag in {"h1", "h2", "h3", "h4"}]
    if levels[:1] != [1] or levels.count(1) != 1:
        wrong.append(f"the headings are {levels}")
    return wrong + [f"h{two} follows h{one}" for one, two in pairwise(levels) if two > one + 1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole(reader: Browser, path: str, language: str) -> None:
    """Each page is well formed, labeled, in its language, and holds nothing that its policy forbids."""
    cookies = "; ".join(f"{name}={value}" for name, value in reader.cookies.items())
    answer = reader.get(path, {"Cookie": f"{cookies}; desk-language={language}"})
    assert answer.status in {200, 404}
    assert judged(answer.text, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "values"), FORMS)
def test_answer_to_a_form_is_whole(reader: Browser, path: str, values: dict[str, str], language: str) -> None:
    """The same holds for every answer to a form, with its errors."""
    cookies = "; ".join(f"{name}={value}" for name, value in reader.cookies.items())
    answer = reader.post(path, values, {"Cookie": f"{cookies}; desk-language={language}"})
    assert answer.status in {200, 422}
    assert judged(answer.text, language) == []
    assert ('aria-invalid="true"' in answer.text) == (answer.status == 422)


def test_judge_sees_what_is_wrong() -> None:
    """Each kind of mistake in a page is found."""
    bad = (
        '<html lang="es"><h1>a</h1><h3>b</h3><div></p><input id="a" name="a"><img src="https://x.example/a.png">'
        '<a href="#gone" onclick="x()">c</a><form method="post"></form><fieldset></fieldset><script>1</script></html>'
    )
    found = " ".join(judged(bad, "en"))
    for says in (
        "closes",
        "no label",
        "no alt",
        "leads to",
        "leads nowhere",
        "onclick",
        "no key",
        "script",
        "h3 follows",
    ):
        assert says in found
    assert "not in its language" in found
    assert "no name" in found


def test_languages_say_the_same_things() -> None:
    """Each language has the same keys, with the same values put in, and all of them are used."""
    english, spanish = words_in("en").entries, words_in("es").entries
    assert english.keys() == spanish.keys()
    for key, words in english.items():
        assert placeholders(words) == placeholders(spanish[key]), key
        assert spanish[key].strip()
    room = files("caresheet.web")
    sources = [each for folder in (room, room / "templates") for each in folder.iterdir() if each.is_file()]
    text = " ".join(each.read_text(encoding="utf-8") for each in sources)
    made = (
        "state.",
        "states.",
        "size.",
        "reader.",
        "field.",
        "hint.",
        "nav.",
        "group.",
        "severity.",
        "failed.",
        "save.",
        "review.",
        "outbox.",
        "settings.",
        "doubt.",
        "listed.",
        "people.refused.",
        "wrong.country",
        "wrong.paper",
        "wrong.accent",
    )
    unused = [key for key in english if not key.startswith(made) and not used(text, key)]
    assert unused == []


def used(text: str, key: str) -> bool:
    """Whether the key is used, directly or as a singular or plural."""
    return any(f"{mark}{name}{mark}" in text for mark in "\"'" for name in (key, key.rpartition(".")[0]))


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_typeface_comes_from_the_desk(reader: Browser) -> None:
    """The pages load the typeface of the handouts from the desk itself, by the names in their styles."""
    styles = reader.get("/static/desk.css").text
    for name in ("regular", "bold"):
        assert f'url("/static/{name}.ttf")' in styles
        font = reader.get(f"/static/{name}.ttf")
        assert (font.status, font.headers["content-type"], font.body[:4]) == (200, "font/ttf", b"\0\1\0\0")


def test_number_of_problems_is_in_the_menu(browser: Browser, project: Path) -> None:
    """The menu says how many problems are known, in words too: a file with a mistake at once, and after a check, all
    that it found."""
    assert 'class="count"' not in browser.get("/clinic").text
    words = project / "content/cytokine-storm/es.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    browser.get("/")
    known = int(browser.get("/clinic").text.partition('class="count" aria-hidden="true">')[2].partition("<")[0])
    page = browser.get("/problems").text
    number = page.count('<li><span class="icon')
    assert 0 < known <= number
    assert f", {number} found</span>" in page
    assert f", {number} found</span>" in browser.get("/clinic").text


def test_language_is_remembered_for_the_desk_only(reader: Browser) -> None:
    """The language of the desk is chosen by a link and kept in a cookie that no script reads; others are ignored."""
    assert "desk-language=es; HttpOnly" in reader.get("/language/es").headers["set-cookie"]
    assert "set-cookie" not in reader.get("/language/xx").headers
