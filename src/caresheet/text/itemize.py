"""A paragraph as runs of one script, direction, language and font, before it is broken into lines."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.book import font_for
from caresheet.fonts.families import FontStyle, has_own_family
from caresheet.fonts.setting import families_of
from caresheet.model.glyphs import FontInstance, TypeSetting
from caresheet.model.structure import BLANK
from caresheet.model.text import FieldBlank, Runs, TextRun
from caresheet.text.isolates import isolated_levels, level_of
from caresheet.text.unicode import OF_ANY_SCRIPT, closing_bracket, clusters, script


class RunSetting(Struct, frozen=True):
    """What shaping needs to know about a run, apart from its letters."""

    font: FontInstance
    script: str
    language: str
    rtl: bool


class ScriptRun(Struct, frozen=True):
    """`text[start:stop]` of a paragraph. `source` is the number of the author's run, from 0. A line to write on has no
    setting."""

    start: int
    stop: int
    level: int
    source: int
    setting: RunSetting | None


class ItemizedText(Struct, frozen=True):
    """A paragraph with the level of each character and its runs in reading order. `base` is its own level, and
    `families` are those that its language is set in."""

    text: str
    base: int
    levels: tuple[int, ...]
    runs: tuple[ScriptRun, ...]
    families: frozenset[str] = frozenset()


class _SourceWords(Struct, frozen=True):
    """The words of one run as the author wrote it."""

    text: str
    number: int
    language: str
    style: FontStyle


def itemize(runs: Runs, setting: TypeSetting, style: FontStyle) -> ItemizedText:
    """The runs of a paragraph; words that ask for no style of their own are set in `style`.

    The paragraph has the direction of the document, whatever its first letter is. Raises MissingGlyphError if no font
    has one of the letters.
    """
    language = setting.language
    base = level_of(language)
    sources = list(_sources(runs, language, style))
    text = "".join(source.text for source in sources)
    levels, scripts = isolated_levels(text, base, tuple(_quoted(sources, base))), scripts_of(text)
    found: list[ScriptRun] = []
    at = 0
    for source in sources:
        before: FontInstance | None = None
        spoken = replace(setting, language=source.language) if has_own_family(source.language) else setting
        for cluster in clusters(source.text):
            shaped = None
            if cluster != BLANK:
                before = font_for(cluster, scripts[at], spoken, source.style, before)
                shaped = RunSetting(before, scripts[at], source.language, bool(levels[at] & 1))
            _add(found, ScriptRun(at, at + len(cluster), levels[at], source.number, shaped))
            at += len(cluster)
    return ItemizedText(text, base, tuple(levels), tuple(found), families_of(setting))


def _quoted(sources: list[_SourceWords], base: int) -> Iterator[tuple[int, int]]:
    """The first and last places (exclusive) of words in a language that runs the other way than the paragraph, with the
    lines to write on between them."""
    start, stop, at = -1, -1, 0
    for source in sources:
        begins, at = at, at + len(source.text)
        if level_of(source.language) != base:
            start, stop = (begins if start < 0 else start), at
        elif start >= 0 and source.text != BLANK:
            yield start, stop
            start = -1
    if start >= 0:
        yield start, stop


def scripts_of(text: str) -> list[str]:
    """The script of each character. Characters of no script take that of the letters before them, and a closing bracket
    that of its opening one (UAX 24, 5.2); those at the start take the script of the first letter."""
    own = [script(letter) for letter in text]
    current = next((each for each in own if each not in OF_ANY_SCRIPT), "Latn")
    opened: list[tuple[str, str]] = []
    for place, letter in enumerate(text):
        if own[place] not in OF_ANY_SCRIPT:
            current = own[place]
            continue
        closing = closing_bracket(letter)
        if closing:
            opened.append((closing, current))
        elif opened and letter == opened[-1][0]:
            current = opened.pop()[1]
        own[place] = current
    return own


def _sources(runs: Runs, language: str, style: FontStyle) -> Iterator[_SourceWords]:
    for number, run in enumerate(runs):
        if isinstance(run, FieldBlank):
            yield _SourceWords(BLANK, number, language, style)
            if run.captioned:
                yield _SourceWords(f" ({run.label})", number, language, style)
        else:
            yield _SourceWords(run.text, number, run.language or language, _style_of(run, style))


def _style_of(run: TextRun, style: FontStyle) -> FontStyle:
    return FontStyle(run.strong or style.strong, run.emphasis or style.emphasis)


def _add(runs: list[ScriptRun], new: ScriptRun) -> None:
    last = runs[-1] if runs else None
    alike = last and (last.level, last.source, last.setting) == (new.level, new.source, new.setting)
    if last and new.setting and alike:
        runs[-1] = ScriptRun(last.start, new.stop, last.level, last.source, last.setting)
    else:
        runs.append(new)
