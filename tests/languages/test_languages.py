"""One folder a language: every folder is sound, no other module names a language, and one more folder is enough."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from caresheet.languages import (
    fallbacks,
    labels_file,
    labels_tags,
    language,
    languages,
    plain_words,
    syllable_counter,
)
from caresheet.model.language import Language
from caresheet.rules.grades import FORMULAS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "caresheet"
FOLDERS = sorted(path.name for path in (SOURCE / "languages").iterdir() if path.is_dir() and path.name[0] != "_")


# --- who names a language -------------------------------------------------------------------------------------------
def test_no_module_names_a_language() -> None:
    """No string of the program is a language's tag, outside the folder of that language. Alone, "pt" is a unit, and
    "th" an element of HTML and two letters."""
    tag = re.compile(rf"(?!(?:pt|th)$)(?:{'|'.join(FOLDERS)})(?:-[A-Za-z]+)?")
    # which scripts run from right to left, in all languages; the languages that the desk itself is in; and the one that
    # labels are translated from, and in which those of a draft repeat their warnings
    names = ("model/direction.py", "web/wording.py", "languages/folders.py")
    everywhere = {SOURCE / name for name in names}
    modules = [path for path in SOURCE.rglob("*.py") if path.parent.name not in FOLDERS and path not in everywhere]
    assert len(modules) > 200
    named = {path.name: word for path in modules for word in strings(path) if tag.fullmatch(word)}
    assert named == {}


def strings(path: Path) -> list[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


# --- the folders ----------------------------------------------------------------------------------------------------
def test_there_are_folders() -> None:
    """English and Spanish have words to judge text by; many languages have words to print."""
    assert {"en", "es", "gl"} <= set(FOLDERS)
    assert {"en", "es"} < set(labels_tags())
    assert len(languages()) == len(FOLDERS)


@pytest.mark.parametrize("tag", FOLDERS)
def test_folders_are_sound(tag: str) -> None:
    """What is compared in lower case is written so; a formula is one that the program has; syllables can be counted
    wherever there is a formula."""
    held = language(tag)
    personal = held.personal
    lower = [
        *held.vague_links,
        *held.picture_words,
        *held.notes.blanks,
        *personal.record_numbers,
        *personal.birth_dates,
    ]
    lower += [*personal.shared_mailboxes, *held.phones.extensions, *held.phones.alternatives, *held.numbers.frequencies]
    assert [words for words in lower if words != words.casefold()] == []
    assert held.name
    assert held.reading_formula in {"", *FORMULAS}
    assert (syllable_counter(tag) is None) == (held.reading_formula == "")
    assert held.numbers.decimal_mark in {"", ".", ","}
    assert len(held.numbers.months) in {0, 12}


@pytest.mark.parametrize("tag", labels_tags())
def test_months_are_the_printed_ones(tag: str) -> None:
    """The months that rules look for are those that the labels print."""
    printed = yaml.safe_load(labels_file(tag) or b"")["months"]
    assert tuple(printed.values()) == language(tag).numbers.months


@pytest.mark.parametrize("tag", ["en", "es"])
def test_plain_words_are_sound(tag: str) -> None:
    """What is looked up in lower case is written so, no word is in two lists that exclude each other, and no plainer
    word is one that the list itself calls hard."""
    held = plain_words(tag)
    assert held is not None
    looked_up = [*held.imperatives, *held.openings, *held.distant, *held.passives, *held.participles, *held.states]
    assert [word for word in (*looked_up, *held.plainer, *held.fractions) if word != word.casefold()] == []
    assert not held.participles & held.states
    assert len(held.plainer) > 40
    assert held.plainer.keys() & set(held.plainer.values()) == set()
    assert all("{acronym}" in each and "{words}" in each for each in held.definitions)


# --- what stands in for what ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("en", ("en",)),
        ("en-GB", ("en-GB", "en")),
        ("pt-BR", ("pt-BR", "pt")),
        ("es-MX", ("es-MX", "es")),
        ("zh-Hant-TW", ("zh-Hant-TW", "zh-Hant")),
        ("zh-TW", ("zh-TW", "zh-Hant")),
        ("zh-CN", ("zh-CN", "zh", "zh-Hans")),
        ("sr-Latn-RS", ("sr-Latn-RS", "sr-Latn")),
        ("fil-PH", ("fil-PH", "fil", "tl")),
        ("de-DE-u-co-phonebk", ("de-DE-u-co-phonebk", "de-DE-u-co", "de-DE", "de")),
    ],
)
def test_fallbacks(tag: str, found: tuple[str, ...]) -> None:
    """A tag falls back to the language by the lookup of RFC 4647, which leaves no single letter at the end. Text in
    another script never stands in."""
    assert fallbacks(tag) == found


def test_regions_share_their_language() -> None:
    """What is known about a language serves its regions; only printed words are asked for by the exact tag."""
    assert language("en-GB") is language("en")
    assert plain_words("es-MX") is plain_words("es")
    assert labels_file("en-GB") is None


def test_a_language_without_folder() -> None:
    """Nothing is known, and nothing can be counted, in a language that has no folder, whatever its tag looks like."""
    for tag in ("eu", "x", "", "../en", "en/../es", "__pycache__"):
        assert language(tag) == Language()
        assert (plain_words(tag), labels_file(tag), syllable_counter(tag)) == (None, None, None)


def test_syllables_by_a_table_and_by_spelling() -> None:
    """English counts by its own module, Spanish by the pattern of its folder; capitals are spelled out."""
    english, spanish = syllable_counter("en-US"), syllable_counter("es-MX")
    assert english is not None
    assert spanish is not None
    assert [english(word) for word in ("isn't", "Nurse’s", "every", "IV", "38")] == [2, 2, 3, 2, 1]
    assert [spanish(word) for word in ("llame", "médico", "ciudad", "IV", "y")] == [2, 3, 2, 2, 1]


# --- one more language ----------------------------------------------------------------------------------------------
NEW = {
    "__init__.py": '"""Esperanto."""\n',
    "language.toml": """
abbreviations = ["s-ro"]
reading_formula = "INFLESZ"
picture_words = ["bildo"]
""",
    "syllables.py": '''"""Esperanto: a syllable for each vowel."""


def count(word: str) -> int:
    """The vowels of a word."""
    return sum(letter in "aeiou" for letter in word)
''',
}
PLAIN = """
imperatives = "lavu atendu"
openings = "se"
distant = ["pacientoj devas"]
passives = "estas"
participles = ""
endings = "ata ita"
states = ""
plainer = {febro = "varmego"}
acronyms = ""
fractions = ["duono"]
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the program with one more language: a folder, and nothing else."""
    shutil.copytree(SOURCE, tmp_path / "src" / "caresheet", ignore=shutil.ignore_patterns("__pycache__"))
    folder = tmp_path / "src" / "caresheet" / "languages" / "eo"
    folder.mkdir()
    for name, text in NEW.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "words.toml").write_text(PLAIN, encoding="utf-8", newline="\n")
    labels = (labels_file("en") or b"").replace(b"Draft. Do not", b"MALNETO: do not")
    (folder / "labels.yaml").write_bytes(labels)
    return tmp_path


def test_one_folder_adds_a_language(house: Path) -> None:
    """With its folder alone, a topic in a new language prints its labels, is judged by its words, and is graded."""
    assert run(house, "init", "project", cwd=house).returncode == 0
    project = house / "project"
    (content,) = project.glob("content/*/en.yaml")
    content.rename(content.with_name("eo.yaml"))
    built = run(house, "build", "--format", "txt", "--today", "2026-11-27")
    assert built.returncode == 0, built.stderr
    assert any("MALNETO" in path.read_text(encoding="utf-8") for path in project.rglob("*-eo.txt"))
    told = json.loads(run(house, "check", "--format", "json", "--today", "2026-11-27").stdout)
    assert {(each["language"], each["word_list"]) for each in told["grades"]} == {("eo", True)}
    assert {formula["formula"] for each in told["grades"] for formula in each["grades"]} <= {"INFLESZ"}
    assert "action-steps" in {
        each["rule"] for each in told["problems"]
    }  # English steps start with no verb of Esperanto


def run(house: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(house / "src"), "PYTHONUTF8": "1", "CARESHEET_CACHE": ""}
    return subprocess.run(
        [sys.executable, "-m", "caresheet", *arguments],
        cwd=cwd or house / "project",
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
