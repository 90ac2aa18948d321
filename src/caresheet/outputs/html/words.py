"""Running text as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain, groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.direction import direction_of
from caresheet.model.text import FieldBlank, Runs, TextRun, in_languages
from caresheet.text.isolates import level_of, phrases_to_isolate

BLANK = "________"
"""A line to write on."""
_ISOLATED = 'dir="ltr"'


class _PhrasePart(Struct, frozen=True):
    """A run or some of its words: those of one phrase that is isolated, with its number, or others, with None."""

    run: TextRun
    phrase: int | None

    @property
    def look(self) -> TextRun:
        """The run without its words."""
        return replace(self.run, text="", value=None)


def words(runs: Runs, language: str) -> str:
    """Running text in a language, with one element around neighbors that look alike and lead to the same place.

    Between letters that run from right to left, each dose, number to call and name is inside an element of its own that
    isolates it; browsers know nothing of units, and would show `38 °C` as `C° 38`. Two languages that share an element
    stand on lines of their own.
    """
    lines = (_in_language(own, line, language) for own, line in in_languages(runs, language))
    return "<br>\n".join(lines)


def _in_language(language: str, runs: Runs, around: str) -> str:
    """Words in a language, inside an element that names it if the words around them are in another one. Quoted words in
    yet another language are inside an element of their own."""
    groups = groupby((_said(run) for run in runs), key=lambda run: run.language)
    inside = "".join(
        _in_language(own, tuple(replace(run, language=None) for run in group), language)
        if own
        else _isolated(tuple(_parted(list(group), level_of(language))))
        for own, group in groups
    )
    return tag("span", inside, spoken(language)) if language != around and inside else inside


def _isolated(parts: Iterable[_PhrasePart]) -> str:
    """Words with an element around each phrase: outside the elements of its looks if it has several, else inside."""
    parts = tuple(parts)
    looks = Counter(phrase for phrase, _ in {(part.phrase, part.look) for part in parts})
    across = {phrase for phrase, count in looks.items() if count > 1} - {None}
    written: list[str] = []
    for phrase, group in groupby(parts, key=lambda part: part.phrase if part.phrase in across else None):
        if phrase is None:
            written.append(_in_looks(group))
        else:
            written.append(tag("span", _in_looks(replace(part, phrase=None) for part in group), _ISOLATED))
    return "".join(written)


def _said(run: TextRun | FieldBlank) -> TextRun:
    """A line to write on in characters, with its label if that is printed."""
    if isinstance(run, TextRun):
        return run
    return TextRun(f"{BLANK} ({run.label})" if run.captioned else BLANK)


def _parted(runs: list[TextRun], level: int) -> Iterator[_PhrasePart]:
    """The runs, cut where a phrase to isolate begins and ends."""
    text = "".join(run.text for run in runs)
    phrases = phrases_to_isolate(text, level)
    edges = sorted({0, *chain.from_iterable(phrases)})
    starts = {start: number for number, (start, _) in enumerate(phrases)}
    place = 0
    for run in runs:
        end = place + len(run.text)
        inner = [place, *(edge for edge in edges if place < edge < end), end]
        for start, stop in pairwise(inner):
            own = replace(run, text=run.text[start - place : stop - place])
            yield _PhrasePart(own, starts.get(max(edge for edge in edges if edge <= start)))
        place = end


def _in_looks(parts: Iterable[_PhrasePart]) -> str:
    return "".join(
        _marked("".join(_in_phrases(group)), look) for look, group in groupby(parts, key=lambda part: part.look)
    )


def _in_phrases(parts: Iterable[_PhrasePart]) -> Iterator[str]:
    for phrase, group in groupby(parts, key=lambda part: part.phrase):
        said = escape("".join(part.run.text for part in group))
        yield said if phrase is None else tag("span", said, _ISOLATED)


def _marked(said: str, look: TextRun) -> str:
    """Words with the elements that say how they are meant and where they lead."""
    if not said:
        return ""
    if look.emphasis:
        said = tag("em", said)
    if look.strong:
        said = tag("strong", said)
    if look.raised:
        said = tag("sup", said)
    return tag("a", said, f'href="{escape(look.link)}"') if look.link else said


def spoken(language: str) -> str:
    """The attributes of an element in some language: the language, and the side on which its lines begin, which
    browsers do not infer from it."""
    return f'lang="{escape(language)}" dir="{direction_of(language).value}"'


def tag(name: str, inside: str, attributes: str = "") -> str:
    """An element with what is inside it."""
    return f"<{name}{' ' if attributes else ''}{attributes}>{inside}</{name}>"
