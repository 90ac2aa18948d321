"""The rules that a project is judged by, and the page that explains each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import takewhile

from msgspec import Struct

from caresheet.model.problem import Rule
from caresheet.model.rules import ALL, IN_PLUGIN, RENAMED
from caresheet.rules.plugins import plugin_page, plugin_rules

_EXAMPLE = re.compile(r"^```(?P<kind>\w+)\n# in place of (?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPECTED = "# expect "
_PLACE = re.compile(rf"{_EXPECTED}(\d+):\d+ ")


class ExampleFile(Struct, frozen=True):
    """A file of an example. The problem is in the lines `marked`, from 1; 0 means in the whole file.

    `size` is the number of bytes of a file that is not text, such as a picture; such a file has no lines.
    """

    path: str
    lines: tuple[str, ...]
    marked: frozenset[int]
    size: int | None = None


class PageChapter(Struct, frozen=True):
    """A part of a page: either text, or the files of an example. `is_broken` is an example that breaks the rule."""

    title: str
    text: str
    files: tuple[ExampleFile, ...]
    is_broken: bool


class RulePage(Struct, frozen=True):
    """What a rule asks for, with examples and the source that it comes from."""

    rule: Rule
    text: str
    chapters: tuple[PageChapter, ...]


def known_rules(asked: str) -> dict[str, Rule]:
    """Every rule by its id, its name and its former names, in lower case. The rules of plugins are loaded only for a
    name that is a plugin's."""
    everything = (*ALL, *plugin_rules()) if IN_PLUGIN in asked else ALL
    return RENAMED | {key.casefold(): rule for rule in everything for key in (rule.id, rule.name)}


def rule_page(rule: Rule) -> RulePage:
    """The page that explains a rule."""
    page = plugin_page(rule) if IN_PLUGIN in rule.name else _own_page(rule)
    opening, *chapters = re.split(r"^## ", page, flags=re.MULTILINE)
    return RulePage(rule, opening.partition("\n")[2].strip(), tuple(_chapter(each) for each in chapters))


def _own_page(rule: Rule) -> str:
    return files("caresheet").joinpath("rules", "pages", f"{rule.name}.md").read_text(encoding="utf-8")


def _chapter(text: str) -> PageChapter:
    title, _, body = text.partition("\n")
    examples = tuple(_examples(body))
    return PageChapter(title, "" if examples else body.strip(), examples, _EXPECTED in body)


def _examples(body: str) -> Iterator[ExampleFile]:
    for match in _EXAMPLE.finditer(body):
        yield _example(match["kind"], match["path"], match["text"].splitlines())


def _example(kind: str, path: str, lines: list[str]) -> ExampleFile:
    """The comments that tell tests where to expect a problem count as lines of YAML, but are not part of the file."""
    places = list(takewhile(lambda line: line.startswith(_EXPECTED), lines))
    ahead = 1 + len(places) if kind == "yaml" else 0
    marked = {max(int(match[1]) - ahead, 0) for place in places if (match := _PLACE.match(place))}
    content = lines[len(places) :]
    if kind == "bytes" and len(content) > 1:
        return ExampleFile(path, (), frozenset(marked), len("".join(content).encode().decode("unicode_escape")))
    return ExampleFile(path, tuple(content), frozenset(marked))
