"""What an author can ask about: rules, kinds of blocks, and the keys of every kind of file."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from msgspec import Struct

from caresheet.app.requests import RequestError
from caresheet.app.rule_pages import RulePage, known_rules, rule_page
from caresheet.model.reference import BlockReference, FileKey, FileReference, KeyReference
from caresheet.source import block_references, file_references

FILES = {
    "content": "content/<topic>/<language>.yaml",
    "topic": "content/<topic>/topic.yaml",
    "layout": "layouts/<name>.yaml",
    "clinic": "content/clinics/<name>.yaml",
    "labels": "labels/<language>.yaml",
}
"""Where each kind of file stands."""


class KeyEntry(Struct, frozen=True):
    """A key of a kind of file, with those inside of it."""

    kind: str
    key: FileKey
    inside: tuple[FileKey, ...]

    @property
    def name(self) -> str:
        """The kind of file and the path, such as `layout.type.body`."""
        return f"{self.kind}.{self.key.name}"


class BlockKey(Struct, frozen=True):
    """A key inside a kind of block, or beside the key of any kind: then `block` is None."""

    block: BlockReference | None
    path: tuple[str, ...]
    key: KeyReference

    @property
    def name(self) -> str:
        """The kind of block and the path, such as `table.columns`."""
        return ".".join((self.block.name if self.block else "block", *self.path))


Listed = BlockReference | KeyEntry | BlockKey
"""What is always there, whatever plugins add."""
Entry = RulePage | Listed


class Answer(Struct, frozen=True):
    """Everything with a name. `others` are the full names of keys that only end with it."""

    entries: tuple[Entry, ...]
    others: tuple[str, ...] = ()


def look_up(asked: str) -> Answer:
    """Everything with this name: a rule by name or id, a kind of block, or a key. Letter case does not matter.

    A key goes by its path, with or without its kind of file (`layout.type.body`), or by the end of its path (`body`) if
    nothing is called that. Raises RequestError, with the nearest name, if there is nothing.
    """
    wanted = asked.strip().casefold()
    rules = known_rules(wanted)
    key = wanted.replace("-", "_")
    entries: list[Listed] = [*block_references(), *_file_keys(), *_block_keys()]
    ending = [each for each in entries if key in _ends(each)]
    exact: list[Entry] = [each for each in ending if key in _names(each)]
    if wanted in rules:
        exact = [rule_page(rules[wanted]), *exact]
    if not ending and not exact:
        names = {name: name for each in entries for name in _ends(each)}
        _refuse(asked, names | {name: rule.name for name, rule in rules.items()})
    others = tuple(each.name for each in ending if each not in exact) if exact else ()
    return Answer(tuple(exact or ending), others)


def _names(entry: Listed) -> set[str]:
    """The full names of a block or a key; a name of the author's own may be left out."""
    match entry:
        case KeyEntry(key=key):
            short = ".".join(each for each in key.path if not each.startswith("<"))
            return {key.name, entry.name, short, f"{entry.kind}.{short}"} if key.path[-1][0] != "<" else {key.name}
        case BlockKey():
            return {entry.name}
        case BlockReference(name=name):
            return {name}


def _ends(entry: Listed) -> set[str]:
    """The full names and what they end with."""
    parts = [name.split(".") for name in _names(entry)]
    return {".".join(each[start:]) for each in parts for start in range(len(each))}


def _refuse(asked: str, names: dict[str, str]) -> None:
    close = get_close_matches(asked.strip().casefold(), names, n=1)
    suggestion = f"did you mean '{names[close[0]]}'? " if close else ""
    hint = f"{suggestion}`caresheet explain` lists all rules, `caresheet manual content` all blocks and keys"
    raise RequestError(f"there is no rule, block or key '{asked}'", hint)


def _file_keys() -> Iterator[KeyEntry]:
    for file in file_references():
        for key in file.keys:
            yield KeyEntry(file.kind, key, tuple(_inside(file, key)))


def _inside(file: FileReference, key: FileKey) -> Iterator[FileKey]:
    depth = len(key.path)
    return (each for each in file.keys if each.path[:depth] == key.path and len(each.path) == depth + 1)


def _block_keys() -> Iterator[BlockKey]:
    for block in block_references():
        yield from _below(block, (), block.keys)
    yield from _below(None, (), block_references()[0].common_keys)


def _below(block: BlockReference | None, path: tuple[str, ...], keys: tuple[KeyReference, ...]) -> Iterator[BlockKey]:
    for key in keys:
        yield BlockKey(block, (*path, key.name), key)
        yield from _below(block, (*path, key.name), key.keys)
