"""What an output should say against what it says: every difference, in words that a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.model.structure import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caresheet.model.problem import Position
    from caresheet.proof.elements import ComparableElement

_QUOTED = 8
"""The most words of a difference that are quoted; half as many of those before it are."""


class Difference(Struct, frozen=True):
    """`page` counts from 0; `position` is the author's line where one is known."""

    page: int
    position: Position | None
    message: str


def differences(expected: ComparableElement, actual: ComparableElement) -> tuple[Difference, ...]:
    """Everything that is missing, extra, out of place or in an element of another type; empty if both say the same."""
    if _same(expected, actual):
        return ()
    in_words = tuple(_differences_in_words(expected, actual))
    return in_words or tuple(_differences_in_roles(expected, actual, 0))


def quoted(words: str | Sequence[str], limit: int = _QUOTED) -> str:
    """Words as a message shows them, the first few of many."""
    parts = words.split() if isinstance(words, str) else list(words)
    shown = ["____" if part == BLANK else part for part in parts[:limit]]
    return "'" + " ".join(shown) + (" …'" if len(parts) > limit else "'")


def _same(expected: ComparableElement, actual: ComparableElement) -> bool:
    """Whether both say the same. The type of an element without any content cannot be read back."""
    if not actual.type.name:
        return expected.is_silent
    if (
        expected.type != actual.type
        or expected.key != actual.key
        or expected.links != actual.links
        or expected.foreign != actual.foreign
        or expected.fields != actual.fields
        or expected.alternative != actual.alternative
    ):
        return False
    children = _counted(expected, actual)
    return len(children) == len(expected.children) and all(
        _same(ours, theirs) for ours, theirs in zip(expected.children, children, strict=True)
    )


def _counted(expected: ComparableElement, actual: ComparableElement) -> tuple[ComparableElement, ...]:
    """The children that count: empty ones do not where none are expected."""
    return actual.children if expected.children else tuple(child for child in actual.children if child.type.name)


# --- words ----------------------------------------------------------------------------------------------------------
class _Word(Struct, frozen=True):
    text: str
    leaf: ComparableElement


class _Edit(Struct, frozen=True):
    """Words that are missing where extra words stand. `before` and `after` are the actual words around both."""

    missing: tuple[_Word, ...]
    extra: tuple[_Word, ...]
    before: tuple[_Word, ...]
    after: tuple[_Word, ...]


def _differences_in_words(expected: ComparableElement, actual: ComparableElement) -> Iterator[Difference]:
    edits = list(_edits(_speaking(expected), _speaking(actual)))
    extras = {_text(edit.extra): edit for edit in edits if edit.extra and not edit.missing}
    moved = {_text(edit.missing) for edit in edits if not edit.extra and _text(edit.missing) in extras}
    for edit in edits:
        place = _page(edit)
        position = next((word.leaf.position for word in edit.missing), None)
        if _text(edit.missing) in moved and not edit.extra:
            now = extras[_text(edit.missing)]
            message = f"the words {_quote(edit.missing)} are read {_after(now)} instead of {_after(edit)}"
            yield Difference(_page(now), position, message)
        elif edit.missing and edit.extra:
            message = f"the words {_quote(edit.extra)} stand in place of {_quote(edit.missing)} {_after(edit)}"
            yield Difference(place, position, message)
        elif edit.missing:
            yield Difference(place, position, f"the words {_quote(edit.missing)} are missing {_after(edit)}")
        elif _text(edit.extra) not in moved:
            yield Difference(place, None, f"the extra words {_quote(edit.extra)} stand {_after(edit)}")


def _speaking(root: ComparableElement) -> list[ComparableElement]:
    return [leaf for leaf in root.leaves() if leaf.words]


def _edits(expected: list[ComparableElement], actual: list[ComparableElement]) -> Iterator[_Edit]:
    """First match whole leaves, which is quick, then words inside those that differ."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, [leaf.key for leaf in expected], [leaf.key for leaf in actual], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        before = _words(actual[max(0, k - 1) : k])[-_QUOTED // 2 :]
        after = _words(actual[m : m + 1])
        wanted, found = _words(expected[i:j]), _words(actual[k:m])
        if kind == "replace":
            yield from _edits_in_words(wanted, found, before, after)
        else:
            yield _Edit(wanted, found, before, after)


def _edits_in_words(
    expected: tuple[_Word, ...], actual: tuple[_Word, ...], before: tuple[_Word, ...], after: tuple[_Word, ...]
) -> Iterator[_Edit]:
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, [word.text for word in expected], [word.text for word in actual], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield _Edit(expected[i:j], actual[k:m], (*before, *actual[:k])[-_QUOTED // 2 :], (*actual[m:], *after))


def _words(leaves: list[ComparableElement]) -> tuple[_Word, ...]:
    return tuple(_Word(word, leaf) for leaf in leaves for word in leaf.words.split())


def _text(words: tuple[_Word, ...]) -> str:
    return " ".join(word.text for word in words)


def _quote(words: tuple[_Word, ...], limit: int = _QUOTED) -> str:
    return quoted([word.text for word in words], limit)


def _after(edit: _Edit) -> str:
    return f"after {_quote(edit.before)}" if edit.before else "at the beginning"


def _page(edit: _Edit) -> int:
    """The page of an edit: that of its own words, or else of the words before or after it."""
    for word in (*edit.extra, *reversed(edit.before), *edit.after):
        if word.leaf.contents:
            return word.leaf.contents[0].page
    return 0


# --- roles ----------------------------------------------------------------------------------------------------------
def _differences_in_roles(expected: ComparableElement, actual: ComparableElement, page: int) -> Iterator[Difference]:
    if _same(expected, actual):
        return
    page = next((content.page for node in actual.everything() for content in node.contents), page)
    if not actual.type.name:
        yield Difference(page, expected.position, f"{_what(expected)} has no content")
        return
    for message in _own_differences(expected, actual):
        yield Difference(page, expected.position, message)
    children = _counted(expected, actual)
    if len(children) == len(expected.children):
        for ours, theirs in zip(expected.children, children, strict=True):
            yield from _differences_in_roles(ours, theirs, page)
    else:
        found = " ".join(child.type.name or "?" for child in children) or "nothing"
        wanted = " ".join(child.type.name for child in expected.children) or "nothing"
        yield Difference(page, expected.position, f"{_what(expected)} contains {found}, not {wanted}")


def _own_differences(expected: ComparableElement, actual: ComparableElement) -> Iterator[str]:
    if expected.type.name != actual.type.name:
        yield f"{_what(expected)} is tagged {actual.type.name}"
    if expected.alternative != actual.alternative:
        found = quoted(actual.alternative) if actual.alternative else "nothing"
        yield f"the alternative text {quoted(expected.alternative)} is read as {found}"
    if expected.type.attribute != actual.type.attribute:
        yield f"{_what(expected)} is marked {_marked(actual)}, not {_marked(expected)}"
    if expected.links != actual.links:
        yield f"the links of {_what(expected)} are {_listed(actual.links)}, not {_listed(expected.links)}"
    if expected.fields != actual.fields:
        yield f"the fields of {_what(expected)} are {_heard(actual)}, not {_heard(expected)}"
    if expected.foreign != actual.foreign:
        yield f"the language of {_what(expected)} is {_languages(actual)}, not {_languages(expected)}"
    if expected.key != actual.key:
        yield f"{_what(expected)} says {quoted(actual.words)}"


def _marked(element: ComparableElement) -> str:
    return element.type.attribute or "as nothing"


def _listed(links: tuple[str, ...]) -> str:
    return ", ".join(quoted(words) for words in links) or "none"


def _heard(element: ComparableElement) -> str:
    return ", ".join(f"{quoted(field.label)} ({field.name})" for field in element.fields) or "none"


def _languages(element: ComparableElement) -> str:
    foreign = (f"{language} for {quoted(words)}" for language, words in element.foreign)
    return ", ".join(foreign) or "the document's own"


def _what(node: ComparableElement) -> str:
    words = next((leaf.words for leaf in node.leaves() if leaf.words), "")
    return f"the {node.type.name} {quoted(words)}" if words else f"a {node.type.name} without words"
