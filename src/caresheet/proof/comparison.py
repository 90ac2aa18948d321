"""What should be heard against what is heard, and every difference in words that a person can act on."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.model.structure import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caresheet.model.problem import Position
    from caresheet.model.structure import Node

_QUOTED = 8
"""So many words of a difference are quoted, and half as many of what stands before it."""


class Difference(Struct, frozen=True):
    """`page` counts from 0; `position` is the author's line where one is known."""

    page: int
    position: Position | None
    message: str


def differences(expected: Node, heard: Node) -> tuple[Difference, ...]:
    """Everything that is missing, too much, moved or under another role; empty when the trees say the same."""
    if _same(expected, heard):
        return ()
    in_words = tuple(_differences_in_words(expected, heard))
    return in_words or tuple(_differences_in_roles(expected, heard, 0))


def quoted(words: str | Sequence[str], limit: int = _QUOTED) -> str:
    """Some words as they are shown in a message."""
    parts = words.split() if isinstance(words, str) else list(words)
    shown = ["____" if part == BLANK else part for part in parts[:limit]]
    return "'" + " ".join(shown) + (" …'" if len(parts) > limit else "'")


def _same(expected: Node, heard: Node) -> bool:
    """Whether both say the same. What has no content at all cannot be told apart by its role."""
    if not heard.role:
        return expected.silent
    if (
        expected.role != heard.role
        or expected.key != heard.key
        or expected.links != heard.links
        or expected.foreign != heard.foreign
        or expected.attribute != heard.attribute
        or expected.alternative != heard.alternative
    ):
        return False
    children = _told(expected, heard)
    return len(children) == len(expected.children) and all(
        _same(ours, theirs) for ours, theirs in zip(expected.children, children, strict=True)
    )


def _told(expected: Node, heard: Node) -> tuple[Node, ...]:
    """The children that count: what is empty is no child where there shall be none."""
    return heard.children if expected.children else tuple(child for child in heard.children if child.role)


# --- words ----------------------------------------------------------------------------------------------------------
class _Word(Struct, frozen=True):
    text: str
    leaf: Node


class _Edit(Struct, frozen=True):
    """Words that shall stand where others stand; `before` are the words that are heard before both."""

    missing: tuple[_Word, ...]
    extra: tuple[_Word, ...]
    before: tuple[_Word, ...]
    after: tuple[_Word, ...]


def _differences_in_words(expected: Node, heard: Node) -> Iterator[Difference]:
    edits = list(_edits(_speaking(expected), _speaking(heard)))
    extras = {_text(edit.extra): edit for edit in edits if edit.extra and not edit.missing}
    moved = {_text(edit.missing) for edit in edits if not edit.extra and _text(edit.missing) in extras}
    for edit in edits:
        place = _page(edit)
        position = next((word.leaf.position for word in edit.missing), None)
        if _text(edit.missing) in moved and not edit.extra:
            now = extras[_text(edit.missing)]
            message = f"the words {_quote(edit.missing)} are read {_after(now)}, but belong {_after(edit)}"
            yield Difference(_page(now), position, message)
        elif edit.missing and edit.extra:
            message = f"the words {_quote(edit.extra)} stand where {_quote(edit.missing)} should, {_after(edit)}"
            yield Difference(place, position, message)
        elif edit.missing:
            yield Difference(place, position, f"the words {_quote(edit.missing)} are missing {_after(edit)}")
        elif _text(edit.extra) not in moved:
            yield Difference(place, None, f"the words {_quote(edit.extra)} are too much {_after(edit)}")


def _speaking(root: Node) -> list[Node]:
    return [leaf for leaf in root.leaves() if leaf.words]


def _edits(expected: list[Node], heard: list[Node]) -> Iterator[_Edit]:
    """First whole leaves are matched, which is quick, then words inside those that differ."""
    matcher = SequenceMatcher(None, [leaf.key for leaf in expected], [leaf.key for leaf in heard], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        before = _words(heard[max(0, k - 1) : k])[-_QUOTED // 2 :]
        after = _words(heard[m : m + 1])
        wanted, found = _words(expected[i:j]), _words(heard[k:m])
        if kind == "replace":
            yield from _edits_in_words(wanted, found, before, after)
        else:
            yield _Edit(wanted, found, before, after)


def _edits_in_words(
    expected: tuple[_Word, ...], heard: tuple[_Word, ...], before: tuple[_Word, ...], after: tuple[_Word, ...]
) -> Iterator[_Edit]:
    matcher = SequenceMatcher(None, [word.text for word in expected], [word.text for word in heard], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield _Edit(expected[i:j], heard[k:m], (*before, *heard[:k])[-_QUOTED // 2 :], (*heard[m:], *after))


def _words(leaves: list[Node]) -> tuple[_Word, ...]:
    return tuple(_Word(word, leaf) for leaf in leaves for word in leaf.words.split())


def _text(words: tuple[_Word, ...]) -> str:
    return " ".join(word.text for word in words)


def _quote(words: tuple[_Word, ...], limit: int = _QUOTED) -> str:
    return quoted([word.text for word in words], limit)


def _after(edit: _Edit) -> str:
    return f"after {_quote(edit.before)}" if edit.before else "at the beginning"


def _page(edit: _Edit) -> int:
    """Where an edit shows: at its own words, else at the words before or behind it."""
    for word in (*edit.extra, *reversed(edit.before), *edit.after):
        if word.leaf.contents:
            return word.leaf.contents[0].page
    return 0


# --- roles ----------------------------------------------------------------------------------------------------------
def _differences_in_roles(expected: Node, heard: Node, page: int) -> Iterator[Difference]:
    if _same(expected, heard):
        return
    page = next((content.page for node in heard.everything() for content in node.contents), page)
    if not heard.role:
        yield Difference(page, expected.position, f"{_what(expected)} has no content")
        return
    for message in _own_differences(expected, heard):
        yield Difference(page, expected.position, message)
    children = _told(expected, heard)
    if len(children) == len(expected.children):
        for ours, theirs in zip(expected.children, children, strict=True):
            yield from _differences_in_roles(ours, theirs, page)
    else:
        roles = " ".join(child.role or "?" for child in children) or "nothing"
        wanted = " ".join(child.role for child in expected.children) or "nothing"
        yield Difference(page, expected.position, f"{_what(expected)} holds {roles}, not {wanted}")


def _own_differences(expected: Node, heard: Node) -> Iterator[str]:
    if expected.role != heard.role:
        yield f"{_what(expected)} is tagged {heard.role}"
    if expected.alternative != heard.alternative:
        found = quoted(heard.alternative) if heard.alternative else "nothing"
        yield f"the alternative text {quoted(expected.alternative)} is read as {found}"
    if expected.attribute != heard.attribute:
        yield f"{_what(expected)} is marked {heard.attribute or 'as nothing'}, not {expected.attribute or 'so'}"
    if expected.links != heard.links:
        yield f"the links of {_what(expected)} are {_listed(heard.links)}, not {_listed(expected.links)}"
    if expected.foreign != heard.foreign:
        yield f"{_what(expected)} is spoken in {_languages(heard)}, not in {_languages(expected)}"
    if expected.key != heard.key:
        yield f"{_what(expected)} says {quoted(heard.words)}"


def _listed(links: tuple[str, ...]) -> str:
    return ", ".join(quoted(words) for words in links) or "none"


def _languages(node: Node) -> str:
    spoken = (f"{language} for {quoted(words)}" for language, words in node.foreign)
    return ", ".join(spoken) or "the document's language"


def _what(node: Node) -> str:
    words = next((leaf.words for leaf in node.leaves() if leaf.words), "")
    return f"the {node.role} {quoted(words)}" if words else f"a {node.role} without words"
