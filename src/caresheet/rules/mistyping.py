"""Text that is printed as it is typed, but was probably meant in another way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.problem import Problem
from caresheet.model.topic import ItemList, Topic
from caresheet.model.walk import iter_structs
from caresheet.rules.context import TopicContext
from caresheet.rules.topic_texts import plain, typed_texts

_NUMBER = re.compile(r"(\(?(\d{1,2})[.)]) +(?=\S)")
_BULLET = re.compile(r"([-–—*•·▪◦‣]|\[[ xX]?\]) +(?=\S)")
_OTHER_MARKS = re.compile(
    r"(?<![\w_])(_{1,3})(?=[^\W_])[^_]*(?<=[^\W_])\1(?![\w_])"  # _emphasis_, but not a line to write on
    r"|~~(?=\S)[^~]+(?<=\S)~~"
    r"|==(?=\S)[^=]+(?<=\S)=="
    r"|(?<=\w)~\w{1,3}~"
    r"|(?<=\w)\^\w{1,3}\^"
    r"|\$(?=\S)[^$ ]+\$"
    r"|(?<!\w)\+\+(?=\w)[^+]+(?<=\w)\+\+(?!\w)"
)
_SHOWN = 40
"""Characters that a message quotes."""


def soft_hyphen(context: TopicContext) -> Iterator[Problem]:
    """No text has soft hyphens, which show only where a program splits words. Words are never split here.

    Source: CDC, Simply Put (2009), "Font and type": do not split words at line ends.
    """
    for position in context.topic.soft_hyphens:
        message = "a soft hyphen (U+00AD) is left out: words are never split"
        yield Problem(position, rules.SOFT_HYPHEN, message, "delete it; it is invisible in most editors")


def typed_marker(context: TopicContext) -> Iterator[Problem]:
    """No list item starts with a number, a bullet or a box of its own, because the list already prints one.

    Source: the project's own: "1  1. Wet your hands" makes readers look for a second list.
    """
    for items in (part for part in iter_structs(context.topic.sections) if isinstance(part, ItemList)):
        for number, item in enumerate(items.items, start=1):
            found = _marker(plain(item.text), number)
            if found:
                message = f"the list prints its own markers, and this item starts with '{found}'"
                yield Problem(item.text.position, rules.TYPED_MARKER, message, f"delete '{found}'")


def _marker(words: str, number: int) -> str:
    """What an item starts with that looks like its marker. In the first item, `2. November` is not a marker."""
    if bullet := _BULLET.match(words):
        return bullet[1]
    counted = _NUMBER.match(words)
    return counted[1] if counted and int(counted[2]) == number else ""


def mistyped_citation(context: TopicContext) -> Iterator[Problem]:
    """No text names a source in another way than `[@S1]`: `[S1]`, `(@S1)`, `[^S1]` and `[1]` are printed as they are.

    Source: the project's own: a claim must lead to the source that backs it.
    """
    if not context.topic.sources:
        return
    pattern = _citation_pattern(context.topic)
    for position, words in typed_texts(context.topic):
        for match in pattern.finditer(words):
            name = next((name for name in match.groups() if name), "")
            hint = f"write [@{name}]" if name else f"write [@{context.topic.sources[0].id}], with the id of the source"
            yield Problem(position, rules.MISTYPED_CITATION, f"'{match[0]}' is printed as it is, not a citation", hint)


def _citation_pattern(topic: Topic) -> re.Pattern[str]:
    """What looks like a citation of one of the topic's sources. `(S1)` alone does not: it is a heart sound, too."""
    name = "|".join(re.escape(source.id) for source in topic.sources)
    return re.compile(rf"\[\s*[\^#]?({name})\s*\]|\(@({name})\)|(?<![\w@(])@({name})\b|\[\^?\d{{1,2}}\]")


def other_markup(context: TopicContext) -> Iterator[Problem]:
    """No text has marks that other programs read: `_emphasis_`, `~~struck~~`, `H~2~O`, `x^2^`, `$x$`.

    Source: CommonMark 0.31.2, 6.2, GitHub Flavored Markdown, 6.5, and Pandoc's Markdown, which have these marks.
    """
    for position, words in typed_texts(context.topic):
        for match in _OTHER_MARKS.finditer(words):
            message = f"'{match[0][:_SHOWN]}' is printed as it is"
            hint = "write **bold** or *italics*, or plain words"
            yield Problem(position, rules.OTHER_MARKUP, message, hint)
