"""A translation says the same things in the same places."""

from __future__ import annotations

import pytest
from tests.source.trees import problems, read, sample, told

from caresheet.source.translation import original_language, stated_original

SPANISH = "content/walking/es.yaml"
CHANGES = {
    "a section less": ("sections:\n  - id: stop", "sections:\n  - id: halt", "11:9"),
    "another role": ("role: warning", "role: action", "12:11"),
    "other readers": ("for: everyone", "for: patient", "14:10"),
    "not critical": ("    critical: true\n", "", "11:5"),
    "another kind of block": ("signs: [Dolor", "bullets: [Dolor", "18:9"),
    "a shorter list": ("[Dolor en el pecho, 'Mareo', {text", "[Dolor en el pecho, {text", "18:16"),
    "another placeholder": ("{{clinic.emergency}}", "{{clinic.phone}}", "17:9"),
    "a placeholder less": ("Pida a {{patient.partner}} que maneje.", "No maneje.", "25:20"),
    "a source less": ("[@S2b; @S1]", "[@S1]", "17:9"),
    "another source of a block": ("sources: [S1]", "sources: [S2b]", "20:18"),
    "another level": ("level: stop\n", "level: call\n", "23:18"),
    "another level of a row": ("{level: note, cells", "{level: call, cells", "42:23"),
    "a column less": ("columns: [Cuándo, Señal, Qué]", "columns: [Cuándo, Señal]", "38:20"),
    "a cell with fewer texts": ("[Siéntese, 'Llame al {{clinic.phone}}']", "['Llame al {{clinic.phone}}']", "41:44"),
    "no row headers": ("row_headers: yes", "row_headers: no", "39:24"),
    "an arrow elsewhere": ("{from: rest, to: walk, text: otra vez}", "{from: rest, to: walk}", "48:21"),
    "fewer rows to write on": ("rows: 14", "rows: 10", "62:64"),
    "a wording for another value": ("{with: clinic.phone, ", "{with: clinic.emergency, ", "63:31"),
    "one wording instead of two": (
        "{with: clinic.phone, text: 'Llame al {{clinic.phone}}.', else: Pregunte a quién llamar.}",
        "'Llame al {{clinic.phone}}.'",
        "63:24",
    ),
    "another placeholder in a wording": ("text: 'Llame al {{clinic.phone}}.', else", "text: 'Llame.', else", "63:51"),
    "another term": ("{id: pulse, term: Pulso", "{id: pulso, term: Pulso", "59:17"),
    "an item without its list": (
        "{text: Falta de aire, bullets: [en reposo, 'al acostarse']}",
        "Falta de aire",
        "18:45",
    ),
    "no subtitle": (", subtitle: Una página", "", "7:9"),
    "another section retitled": (
        "titles: {why: '¿Por qué caminar, {{patient.partner}}?'}",
        "titles: {stop: Alto}",
        "7:60",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_difference(change: str) -> None:
    """Whatever is no word of the translation and differs is told at its place in the translation."""
    old, new, place = CHANGES[change]
    tree = sample()
    text = tree[SPANISH].decode("utf-8")
    assert text.count(old) == 1
    tree[SPANISH] = text.replace(old, new).encode("utf-8")
    found = [problem for problem in problems(tree) if problem.rule.name == "translation-differs"]
    assert f"{SPANISH}:{place}" in [str(problem.position) for problem in found]
    assert {problem.position.file for problem in found if problem.position} == {SPANISH}


@pytest.mark.parametrize("other", ["{columns: [2, 1]}", "{columns: [1, 3]}"])
def test_another_meter(other: str) -> None:
    """A meter shows the same grades in a translation."""
    tree, meter = sample(), "{columns: [1, 2]}"
    for path in ("content/walking/en.yaml", SPANISH):
        head = b"          row_headers: yes\n"
        tree[path] = tree[path].replace(head, head + f"          meter: {meter}\n".encode())
    assert told(tree) == []
    tree[SPANISH] = tree[SPANISH].replace(meter.encode(), other.encode())
    assert told(tree) == [f"{SPANISH}:40:18 translation-differs"]


TITLES = {
    "content/walking/en.yaml": "titles: {why: 'Why walk, {{patient.partner}}?'}",
    SPANISH: "titles: {why: '¿Por qué caminar, {{patient.partner}}?'}",
}


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("why: Razones, stop: Cuándo parar", []),
        ("stop: Cuándo parar", ["translation-differs"]),
        ("why: Razones, stop: Cuándo parar, halt: Alto", ["unknown-name", "translation-differs"]),
        ("why: '**Razones**', stop: Cuándo parar", ["bad-markup"]),
    ],
)
def test_contents_in_both_languages(words: str, rules: list[str]) -> None:
    """A translation has the same entries in its list of contents as the original, in plain words, for sections that are
    there."""
    tree = sample()
    for (path, titles), entries in zip(TITLES.items(), ("why: Why, stop: When", words), strict=True):
        text = tree[path].decode()
        assert text.count(titles) == 1
        tree[path] = text.replace(titles, f"{titles}, contents: {{{entries}}}").encode()
    assert sorted(problem.rule.name for problem in problems(tree)) == sorted(rules)


def test_sections_of_any_name_have_titles() -> None:
    """A section may have the name of a key whose value a translation keeps: its heading is translated all the same."""
    tree = sample()
    for path, words in ((SPANISH, "Alto"), ("content/walking/en.yaml", "Stop")):
        text = tree[path].decode().replace("- id: stop\n", "- id: level\n")
        tree[path] = text.replace("titles: {why:", f"titles: {{level: {words}, why:").encode()
    assert told(tree) == []


def test_what_may_differ() -> None:
    """Words, the order of glossary terms and of sources, the spelling of yes, pictures and languages are free."""
    tree = sample()
    tree["content/walking/otra.png"] = tree["content/walking/path.png"]
    text = tree[SPANISH].decode("utf-8").replace("image: path.png", "image: otra.png")
    tree[SPANISH] = text.replace("        lang: es\n", "").encode("utf-8")
    assert told(tree) == []


@pytest.mark.parametrize(
    ("source", "place"), [("fr", "2:20 unknown-name"), ("es", "2:20 unknown-name"), ("nowhere", "2:20 wrong-value")]
)
def test_what_is_translated(source: str, place: str) -> None:
    """The file that a translation renders is another one of the topic."""
    tree = sample()
    tree[SPANISH] = tree[SPANISH].replace(b"{from: en}", b"{from: %s}" % source.encode())
    assert told(tree) == [f"{SPANISH}:{place}"]


def test_translation_of_a_translation() -> None:
    """What is translated is the original, so that errors do not travel from language to language."""
    tree = sample()
    tree["content/walking/es-MX.yaml"] = tree[SPANISH].replace(b"{from: en}", b"{from: es}")
    tree["labels/es-MX.yaml"] = b""
    assert "content/walking/es-MX.yaml:2:20 wrong-value" in told(tree)


def test_two_files_that_translate_each_other() -> None:
    """Each is told that the other is a translation, and nothing is followed round in a circle."""
    tree = sample()
    tree["content/walking/en.yaml"] = b"translates: {from: es}\n" + tree["content/walking/en.yaml"]
    assert {line.partition(" ")[2] for line in told(tree)} == {"wrong-value"}
    assert len(told(tree)) == 2


def test_file_that_translates_nothing_is_free() -> None:
    """A file that says that it translates nothing is not compared, and is no translation."""
    tree = sample()
    text = tree[SPANISH].decode("utf-8").replace("{from: en}", "{from: none}")
    tree[SPANISH] = text.replace("role: warning", "role: action").encode("utf-8")
    assert told(tree) == []
    assert [topic.translates for topic in read(tree).topics] == [None, None]


def test_a_copy_is_a_translation() -> None:
    """A file that was copied and translated, as the starter says, is compared with the original by default."""
    tree = sample()
    text = tree[SPANISH].decode("utf-8").replace("translates: {from: en}\n", "")
    tree[SPANISH] = text.encode("utf-8")
    spanish = next(topic for topic in read(tree).topics if topic.language == "es")
    assert spanish.translates is not None
    assert spanish.translates.language == "en"
    tree[SPANISH] = text.replace("role: warning", "role: action").encode("utf-8")
    (problem,) = problems(tree)
    assert problem.rule.name == "translation-differs"
    assert problem.hint.endswith("; if this file is not a translation, write translates: {from: none} in it")


@pytest.mark.parametrize(
    ("files", "original"),
    [
        ({"en": "", "es": ""}, "en"),
        ({"de": "", "fr": ""}, "de"),
        ({"de": "", "en": "de", "fr": ""}, "de"),
        ({"en": "none", "es": "", "fr": ""}, "es"),
        ({"en": "none", "es": "none"}, ""),
        ({"en": "en", "es": ""}, "es"),
        ({"en-GB": "", "en": ""}, "en"),
    ],
)
def test_which_language_is_the_original(files: dict[str, str], original: str) -> None:
    """What a file says that it translates, or else English, or else the first that says nothing."""
    said = {tag: f"translates: {{from: {source}}}\n" if source else "" for tag, source in files.items()}
    stated = {tag: stated_original(f"{text}title: A\n".encode(), f"{tag}.yaml") for tag, text in said.items()}
    assert original_language({tag: source for tag, source in stated.items() if source is not None}) == original
