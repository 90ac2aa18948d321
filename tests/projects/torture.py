"""A test topic with every kind of block in any script: the words of the English one, changed for words of another
language, with all numbers, names, links, blanks and marks of emphasis where they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path
from unicodedata import category

import yaml
from tests.projects.merged import Memory, wound_care

from caresheet.fonts.families import family_of
from caresheet.languages import labels_file
from caresheet.text.unicode import clusters

TOPIC = "content/wound-care"
_SAMPLES = Path(__file__).with_name("torture.yaml")
_LABELS = Path(__file__).parents[2] / "src" / "caresheet" / "languages" / "en" / "labels.yaml"
_KEPT = re.compile(r"\{\{.*?\}\}|\{[^{}]*\}|\[@[^]]*\]|\]\([^)]*\)|\[\[[\w-]+\|?|(?<!\w)(?:mm|mg|min|d|°C)(?!\w)")
_WORDS = re.compile(r"[A-Za-z][a-z]+(?:[ '’][A-Za-z]?[a-z]+)*")
_UNSPACED = frozenset({"ja", "km", "my", "th", "zh-Hans", "zh-Hant"})
_NAMES_OF_PARTS = frozenset({"id", "lang", "mail_file"})
_NAMES = ("Paracetamol", "Calpol® 500 mg", "SpO₂", "+44 20 7946 0958", "1.5–2")
"""What stands as it is in text of any script, every few words."""


@cache
def samples() -> dict[str, list[str]]:
    """Lines of each language."""
    found: dict[str, list[str]] = yaml.safe_load(_SAMPLES.read_text(encoding="utf-8"))
    return found


def torture(language: str, *, own_labels: bool = False) -> Memory:
    """The project of the test topic with a translation into a language that says nothing, and labels that say nothing
    either; with `own_labels`, they are those that caresheet has in the language."""
    project = wound_care()
    english = _read(project.files[f"{TOPIC}/en.yaml"])
    spanish = _read(project.files[f"{TOPIC}/es.yaml"])
    words = _Words(language)
    topic = words.in_place_of(english, spanish) | {"translates": {"from": "en"}}
    labels = words.everywhere(_read(_LABELS.read_bytes()))
    made = {f"{TOPIC}/{language}.yaml": topic} | ({} if own_labels else {f"labels/{language}.yaml": labels})
    files = {path: data for path, data in project.files.items() if path != f"{TOPIC}/es.yaml"}
    return Memory(files | {path: _written(held) for path, held in made.items()})


def _read(data: bytes) -> object:
    """The file with every scalar as the text that was typed."""
    return yaml.load(data, yaml.BaseLoader)  # noqa: S506 - it makes texts alone


def _written(held: object) -> bytes:
    return yaml.safe_dump(held, allow_unicode=True, sort_keys=False, width=10_000, default_style='"').encode()


class _Words:
    """Words of a language in the place of English ones, one after the other."""

    def __init__(self, language: str) -> None:
        self._between = "" if language in _UNSPACED else " "
        self._pool = cycle(_pool(language))

    def in_place_of(self, held: object, translation: object) -> object:
        """Whatever a translation changes, changed."""
        if isinstance(held, dict) and isinstance(translation, dict):
            return {
                key: own if key in _NAMES_OF_PARTS else self.in_place_of(own, translation.get(key))
                for key, own in held.items()
            }
        if isinstance(held, list) and isinstance(translation, list):
            return [self.in_place_of(*pair) for pair in zip(held, translation, strict=True)]
        return self.everywhere(held) if held != translation else held

    def everywhere(self, held: object) -> object:
        """All words changed, whatever holds them."""
        if isinstance(held, dict):
            return {key: own if key in _NAMES_OF_PARTS else self.everywhere(own) for key, own in held.items()}
        if isinstance(held, list):
            return [self.everywhere(own) for own in held]
        return "".join(self._parts(held)) if isinstance(held, str) else held

    def _parts(self, text: str) -> Iterator[str]:
        at = 0
        for kept in _KEPT.finditer(text):
            yield _WORDS.sub(self._words, text[at : kept.start()])
            yield kept[0]
            at = kept.end()
        yield _WORDS.sub(self._words, text[at:])

    def _words(self, found: re.Match[str]) -> str:
        """As many words as there were."""
        return self._between.join(next(self._pool) for _ in found[0].split())


def _pool(language: str) -> Iterator[str]:
    """The words of a language, with names and doses among them; of one without spaces, a few letters at a time."""
    lacks_small_figures = family_of(language) == family_of("en")
    for number, line in enumerate(samples().get(language) or _printed_words(language)):
        yield from _split(line, language)
        name = _NAMES[number % len(_NAMES)]
        yield "SpO2" if name == "SpO₂" and lacks_small_figures else name


def _printed_words(language: str) -> list[str]:
    """The words that caresheet prints itself in a language, without what they leave open and what is in English."""
    labels = _read(labels_file(language) or b"")
    assert isinstance(labels, dict)
    words = (labels[key] for key in ("interpreter", "mail_opening", "mail_closing", "cut", "fan", "cut_here"))
    return [re.sub(r"\{\w+\}", " ", text) for text in (*words, *labels["clinic"].values())]


def _split(line: str, language: str) -> Iterator[str]:
    words = (
        "".join(letter for letter in word if category(letter)[0] in "LM" or letter in "\u200c\u200d")
        for word in line.split()
    )
    for word in words:
        if not word or (word.isascii() and language in samples()):
            continue
        if language in _UNSPACED:
            letters = [letter for letter in clusters(word) if not letter[0].isascii() and category(letter[0]) == "Lo"]
            yield from ("".join(letters[at : at + 3]) for at in range(0, len(letters), 3))
        else:
            yield word
