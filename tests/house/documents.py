"""The README and the pages of the manual, and the parts of them that the program writes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.testing import CliRunner

from caresheet.cli.commands import COMMANDS, load_command
from caresheet.cli.main import command_line
from caresheet.fonts.families import families
from caresheet.manual.pages import NAMES
from caresheet.model import rules
from caresheet.model.kind import NEEDS, Needs
from caresheet.model.problem import Rule
from caresheet.model.reference import FileKey, KeyReference
from caresheet.source import block_references, file_references
from caresheet.source.pictograms import pictogram_names

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
MANUAL = ROOT / "src" / "caresheet" / "manual"
PAGES = {name: MANUAL / f"{name}.md" for name in NAMES}


def text_of(page: str) -> str:
    return PAGES[page].read_text(encoding="utf-8")


def commands() -> str:
    """The help of every command, as it is printed in a terminal of 80 columns."""
    parts = []
    for words in (words for name in sorted(COMMANDS) for words in command_words(load_command(name), (name,))):
        called = [*words, "--help"]
        help_text = CliRunner().invoke(command_line, called, prog_name="caresheet", terminal_width=80).output
        assert help_text.startswith("Usage: caresheet"), help_text
        parts.append(f"## {' '.join(words)}\n\n```\n{help_text.strip()}\n```")
    return "\n\n".join(parts)


def command_words(command: click.Command, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    if not isinstance(command, click.Group):
        return [words]
    below = [command_words(one, (*words, name)) for name, one in sorted(command.commands.items())]
    return [paths for one in below for paths in one]


def rule_table() -> str:
    """Every rule of the registry with its severity and why it is one."""
    rows = [rule for rule in vars(rules).values() if isinstance(rule, Rule)]
    assert len(rows) > 30
    return table(
        ("id", "rule", "severity", "why"),
        ((rule.id, f"`{rule.name}`", rule.severity.value, rule.why) for rule in rows),
    )


def blocks() -> str:
    """Every kind of block with its keys and its smallest example, then the keys that any of them can have."""
    parts = []
    for block in block_references():
        keys = key_table(block.keys) if block.keys else f"Value: {block.holds}."
        words = f"{block.description} On paper: {block.prints[0].lower()}{block.prints[1:]}"
        parts.append(f"### {block.name}\n\n{words}\n\n{keys}\n\n```yaml\n{block.example.strip()}\n```")
    common = f"### Keys of every block\n\n{key_table(block_references()[0].common_keys)}"
    return "\n\n".join((*parts, common))


def key_table(keys: Iterable[KeyReference]) -> str:
    return table(("key", "value", "meaning"), (row for key in keys for row in key_rows(key, "")))


def key_rows(key: KeyReference, before: str) -> Iterable[tuple[str, ...]]:
    name = f"{before}{key.name}"
    yield f"`{name}`", required(key), key.description
    for inner in key.keys:
        yield from key_rows(inner, f"{name}.")


def required(key: KeyReference | FileKey) -> str:
    return f"{key.holds}; required" if key.required else key.holds


def file_keys(kind: str) -> Callable[[], str]:
    """Every key of a kind of file, with what its value is, what counts by default, and its smallest example."""

    def made() -> str:
        keys = next(file.keys for file in file_references() if file.kind == kind)
        if any(key.default for key in keys):
            defaults = ((f"`{key.name}`", required(key), code(key.default), key.description) for key in keys)
            return table(("key", "value", "default", "meaning"), defaults)
        examples = ((f"`{key.name}`", required(key), key.description) for key in keys)
        return table(("key", "value", "meaning"), examples)

    return made


def kinds() -> str:
    """Every kind of handout with what it is and what lay readers must find in it."""
    rows = (
        (f"`{kind.value}`", needs.meaning, f"{'; '.join(must_have(needs)) or 'nothing'}")
        for kind, needs in NEEDS.items()
    )
    return table(("kind", "what it is", "what it must have"), rows)


def must_have(needs: Needs) -> Iterable[str]:
    numbers = " and ".join(f"`{{{{clinic.{key}}}}}`" for key in needs.numbers)
    said = {
        "the critical sections first": needs.warnings_first,
        "a main message at its start": needs.main_message,
        "steps to take": needs.steps,
        numbers: needs.numbers,
        "`{{clinic.interpreter}}`": needs.interpreter,
        "headings of two words or more": needs.headings,
        "a summary if it has more than one page": needs.summary,
    }
    return (words for words, asked in said.items() if asked)


def code(words: str) -> str:
    return f"`{words}`" if words else ""


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(table_line(cells) for cells in lines)


def table_line(cells: tuple[str, ...]) -> str:
    escaped = [cell.replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(escaped)} |".replace("|  |", "| |")


def fonts() -> str:
    """Which typeface sets which languages, and which package brings it."""
    rows = (
        (
            ", ".join(f"`{language}`" for language in family.languages) or "all others",
            family.name,
            f"`caresheet[{family.extra}]`" if family.extra else "`caresheet`",
        )
        for family in families()
    )
    return table(("languages", "typeface", "comes with"), rows)


def pictograms() -> str:
    """The names of all pictograms, by what they are about."""
    listed = tomllib.loads((ROOT / "src/caresheet/pictograms/ORIGIN.toml").read_text("utf-8"))["pictograms"]
    assert set(listed) == set(pictogram_names())
    subjects = dict.fromkeys(entry["subject"] for entry in listed.values())
    names = {subject: [f"`{name}`" for name in listed if listed[name]["subject"] == subject] for subject in subjects}
    return table(("about", "names"), ((subject, ", ".join(names[subject])) for subject in subjects))


GENERATED = {
    "commands": ("commands", commands),
    "rules": ("rules", rule_table),
    "blocks": ("content", blocks),
    "pictograms": ("content", pictograms),
    "content": ("content", file_keys("content")),
    "topic": ("content", file_keys("topic")),
    "kinds": ("layouts", kinds),
    "layout": ("layouts", file_keys("layout")),
    "clinic": ("profiles", file_keys("clinic")),
    "labels": ("translations", file_keys("labels")),
    "fonts": ("translations", fonts),
}
"""The parts that the program writes, each with the page that it stands in."""


def marked_part(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- generated: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
