"""Every character can be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby, pairwise

from msgspec.structs import astuple, replace

from caresheet.fonts.families import has_own_family
from caresheet.fonts.installed import has_shaper, missing_fonts
from caresheet.model import rules
from caresheet.model.document import Item, Mark
from caresheet.model.glyphs import SHOW_NOTHING, TypeSetting
from caresheet.model.problem import Position, Problem
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.value import Value
from caresheet.model.wording import plain
from caresheet.rules.context import HandoutContext
from caresheet.text.unicode import OF_ANY_SCRIPT, clusters, script

_FIRST_MARK, _MOST_MARKS = "\u0300", 5
"""The first character that is a mark above or below others (Unicode category Mn), and the most on one letter."""
_UNSEEN = frozenset(map(chr, (0x034F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Marks that show nothing: the grapheme joiner and variation selectors."""
_ENCLOSING = frozenset(map(chr, (*range(0x20DD, 0x20E1), *range(0x20E2, 0x20E5))))
"""Marks around the letter before them (Unicode category Me)."""
_NO_LETTERS = frozenset({"Cc", "Pe", "Pf", "Pi", "Po", "Ps", "Zs"})
"""Kinds of characters that no mark belongs to: spaces, brackets, quotation marks and the like (Unicode,
General_Category)."""
_HAN = "Hani"
"""Chinese characters: they look different in each language, so no font shows them in a page of another."""
_SHOWN = 5
"""Characters that one message names; a text in another script would fill a page with them."""

_Printed = tuple[Position, str, str]
"""Where words come from, what the message starts with, and the words."""


def no_glyph(context: HandoutContext) -> Iterator[Problem]:
    """Every printed character has a glyph in the fonts of the document's language, or in another installed font.

    If the language needs something that is not installed, this is reported once, and no single characters.

    Source: PDF/UA-1 (ISO 14289-1:2014) 7.21.7 and 7.21.8 forbid `.notdef`; PDF/A-2 (ISO 19005-2:2011) 6.2.11.8.
    """
    language = context.document.language
    lacking = missing_fonts(language)
    if lacking:
        yield Problem(context.topic.position, rules.NO_GLYPH, lacking.message, lacking.hint)
        return
    for position, words in dict.fromkeys(_whole_texts(context)):
        yield from _misplaced_marks(position, words, context)
    setting = context.layout.look.setting(language)
    none: dict[str, str] = {}
    for spoken, texts in _by_language(context).items():
        none |= _unprintable("\n".join(texts), context.coverage, replace(setting, language=spoken))
    for given in _printed(context) if none else ():
        yield from _problems(given, none)


def no_glyph_in_values(values: Iterable[Value], coverage: frozenset[int]) -> Iterator[Problem]:
    """The same for a clinic's values, before any handout has them. `coverage` has the characters that can be printed.

    Source: as for handouts.
    """
    for value in values:
        yield from _misplaced_marks(value.origin.position, value.words)
        yield from _problems(_given(value), _unprintable(value.words, coverage, TypeSetting()))


def no_glyph_in_names(values: Iterable[Value], coverage: frozenset[int]) -> Iterator[Problem]:
    """The same for people's values, such as names, in any script: their language is not known.

    Source: as for handouts.
    """
    for value in values:
        yield from _misplaced_marks(value.origin.position, value.words)
        language = TypeSetting().language
        if has_shaper() and not coverage.issuperset(map(ord, value.words)):
            from caresheet.text.values import language_of_value

            language = language_of_value(value.words, language)
        yield from _problems(_given(value), _unprintable(value.words, coverage, TypeSetting(language)))


def _misplaced_marks(position: Position, words: str, context: HandoutContext | None = None) -> Iterator[Problem]:
    """Marks without a letter, more marks than fit above or below one, and marks around a letter, which would cover the
    letters beside it. In a handout, they are reported where the words come from."""
    if not any(map(_is_mark, set(words))) and _ENCLOSING.isdisjoint(words):
        return
    for cluster in dict.fromkeys(clusters(words)):
        if wrong := _wrong_marks(cluster):
            place = _origin(cluster, position, context) if context else position
            yield Problem(place, rules.NO_GLYPH, *wrong)


def _wrong_marks(cluster: str) -> tuple[str, str] | None:
    """What is wrong with the marks of a cluster, and the remedy."""
    if around := tuple(sorted(_ENCLOSING.intersection(cluster))):
        message = f"{_named(around)} would cover the letters beside it"
        return message, "delete it; a number in a circle is a single character, such as ①"
    marks = max(_runs_of_marks(cluster), key=len, default=[])
    if not marks:
        return None
    if cluster[0] == marks[0] or unicodedata.category(cluster[0]) in _NO_LETTERS:
        message = f"{_named((marks[0],))} has no letter before it to stand on"
        return message, "delete it, or write its letter before it without a space"
    if any(one == two for one, two in pairwise(marks)) or len(marks) > _MOST_MARKS:
        message = f"{len(marks)} marks do not fit on one letter: {_named(tuple(marks))}"
        return message, "delete the marks that do not belong to the letter"
    return None


def _is_mark(letter: str) -> bool:
    return letter >= _FIRST_MARK and unicodedata.category(letter) == "Mn"


def _runs_of_marks(cluster: str) -> Iterator[list[str]]:
    """The marks of a cluster that stand on one letter."""
    for is_mark, letters in groupby(cluster, key=_is_mark):
        own = [letter for letter in letters if letter not in _UNSEEN]
        if is_mark and own:
            yield own


def _origin(words: str, position: Position, context: HandoutContext) -> Position:
    """Where words come from that do not stand at a place in the topic's text: from a label, for example."""
    if position.file == context.topic.position.file and position != context.topic.position:
        return position
    return next((place for place, there in _origins(context) if words.strip(" (") in there), position)


def _unprintable(words: str, coverage: frozenset[int], setting: TypeSetting) -> Mapping[str, str]:
    """The characters that cannot be printed, each with the extra that brings its font; fonts are only opened for what
    the text family lacks."""
    doubtful = {character for character in set(words) if ord(character) not in coverage and character != "\n"}
    if not doubtful or not has_shaper():
        return dict.fromkeys(doubtful, "")
    from caresheet.text.printable import unprintable

    return unprintable(words, setting)


def _problems(given: _Printed, none: Mapping[str, str]) -> Iterator[Problem]:
    position, whose, words = given
    lacking = tuple(dict.fromkeys(character for character in words if character in none))
    if lacking:
        message = f"{whose}the typeface does not have {_named(lacking)}"
        remedies = dict.fromkeys(_remedy(character, none[character]) for character in lacking[:_SHOWN])
        yield Problem(position, rules.NO_GLYPH, message, "; ".join(remedies))


def _whole_texts(context: HandoutContext) -> Iterator[tuple[Position, str]]:
    """Each text with its place, where a letter stands for each value and a space for each line to write on; separately,
    the labels of such lines at the topic's place, and the values at their own."""
    values = {context.document.author, context.job.clinic.value("name")} - {None}
    for text in _texts(context):
        values |= {run.value for run in text.runs if isinstance(run, TextRun)} - {None}
        yield text.position, "".join(map(_as_typed, text.runs))
        labels = (run.label for run in text.runs if isinstance(run, FieldBlank) and run.captioned)
        yield from ((context.topic.position, f"({label})") for label in labels)
    yield from ((value.origin.position, value.words) for value in values if value)


def _as_typed(run: TextRun | FieldBlank) -> str:
    if isinstance(run, FieldBlank):
        return " "
    return "x" if run.value else run.text


def _by_language(context: HandoutContext) -> Mapping[str, list[str]]:
    """Everything that is printed, by the language that its font depends on: words that are marked with a language that
    has its own typeface are set in that typeface."""
    own = context.document.language
    found = {own: [_around_the_text(context), *_names(context)]}
    for text in _texts(context):
        for language, runs in groupby(text.runs, key=partial(_language_of_font, own=own)):
            found.setdefault(language, []).append("".join(map(_shown, runs)))
    return found


def _language_of_font(run: TextRun | FieldBlank, own: str) -> str:
    spoken = run.language if isinstance(run, TextRun) else None
    return spoken if spoken and has_own_family(spoken) else own


def _shown(run: TextRun | FieldBlank) -> str:
    return run.text if isinstance(run, TextRun) else f"\n{run.label}\n"


def _names(context: HandoutContext) -> Iterator[str]:
    yield context.job.clinic.text("name")
    if context.document.author:
        yield context.document.author.words


def printed_texts(context: HandoutContext) -> Iterator[str]:
    """Everything that is printed, in whole texts: a letter and its marks are printable together or not at all."""
    for text in _texts(context):
        yield "".join(map(_shown, text.runs))
    yield _around_the_text(context)
    yield from _names(context)


def _printed(context: HandoutContext) -> Iterator[_Printed]:
    """Everything that is printed: a clinic's values and the author's words at their own places, all others where they
    come from."""
    document, origins = context.document, tuple(_origins(context))
    for text in context.every(PrintedText):
        yield from (_given(run.value) for run in text.runs if isinstance(run, TextRun) and run.value)
        labels = "".join(run.label for run in text.runs if isinstance(run, FieldBlank) and run.captioned)
        words = "".join(run.text for run in text.runs if isinstance(run, TextRun) and not run.value)
        if text.position.file == context.topic.position.file:
            yield text.position, "", words
            words = ""
        yield from _located(words + labels, origins, text.position)
    yield from ((entry.position, "", entry.plain) for entry in _entries(context))
    if document.author:
        yield _given(document.author)
    yield from _located(_around_the_text(context), origins, document.position)


def _texts(context: HandoutContext) -> Iterator[PrintedText]:
    """Every text in the sections, and every entry of the list of contents that the author wrote."""
    yield from context.every(PrintedText)
    yield from _entries(context)


def _entries(context: HandoutContext) -> Iterator[PrintedText]:
    """The entries of the list of contents that the author wrote, those in a second language marked with it."""
    if context.document.contents is None:
        return
    own, second = context.job, context.job.companion
    for job, spoken in ((own, None), *(((second, second.topic.language),) if second else ())):
        for _, entry in job.handout.contents:
            yield PrintedText((TextRun(plain(entry), language=spoken),), entry.position)


def _around_the_text(context: HandoutContext) -> str:
    """What is printed around the text and beside it, without the clinic's name."""
    document = context.document
    contents = (document.contents.title,) if document.contents else ()
    names = (section.name for section in document.sections) if document.next_page else ()
    lines = (document.header.on_page(1, 1), document.footer.on_page(1, 1))
    marks = (mark.word for mark in context.every(Mark))
    numbers = (item.label for item in context.every(Item))
    running = (words.replace(context.job.clinic.text("name"), "") for line in lines for words in line.parts)
    return "".join(
        (
            document.title,
            document.subtitle,
            document.banner,
            document.imprint,
            document.mark,
            document.cover_mark,
            document.cut_here,
            *contents,
            *names,
            *marks,
            *numbers,
            *running,
        )
    )


def _origins(context: HandoutContext) -> Iterator[tuple[Position, str]]:
    """Where words come from that do not stand in the text: their positions, and the words there."""
    topic, handout, labels = context.topic, context.job.handout, context.job.labels
    yield handout.position, handout.title + handout.subtitle + handout.short_title
    yield topic.position, "".join((topic.title, *(field.label for field in topic.fields)))
    if topic.facts_position:
        yield replace(topic.facts_position, line=1, column=1), topic.version
    for source in topic.sources:
        yield source.position, source.title + source.organization + source.year
    for review in context.job.reviews:
        yield review.position, "".join(astuple(review.reviewer))
    for path in labels.files[:1]:
        pairs = (word for group in (labels.levels, labels.clinic) for _, word in group)
        yield (
            Position(path),
            "".join((*(part for part in astuple(labels) if isinstance(part, str)), *pairs, *labels.months)),
        )


def _located(words: str, origins: tuple[tuple[Position, str], ...], otherwise: Position) -> Iterator[_Printed]:
    """Words at the places that they come from, each character at the first that has it."""
    rest = words
    for position, there in origins:
        yield position, "", "".join(character for character in rest if character in there)
        rest = "".join(character for character in rest if character not in there)
    yield otherwise, "", rest


def _given(value: Value) -> _Printed:
    return value.origin.position, f"`{value.origin.key}`: ", value.words


def _remedy(character: str, extra: str) -> str:
    """What to type in place of a character, or the `extra` to install that has its font."""
    if extra:
        return f"install its font: pip install 'caresheet[{extra}]'"
    name, category = unicodedata.name(character, ""), unicodedata.category(character)
    common, own = unicodedata.normalize("NFKC", character), script(character)
    if category.startswith("M") and character not in _UNSEEN and own in OF_ANY_SCRIPT:
        return "write the letter without the mark above or below it, or say it in words"
    if category == "Co":
        return "use a picture, a pictogram or words: a private-use character means nothing outside of one font"
    if category.startswith("C") or character in SHOW_NOTHING | _UNSEEN:
        return "delete the invisible character"
    if "ARROW" in name:
        return "write 'to' or 'then' for an arrow"
    if "CHECK" in name or "BALLOT" in name or "WHITE SQUARE" in name:
        return "use a checklist for boxes and check marks"
    if "SUPERSCRIPT" in name or "SUBSCRIPT" in name:
        return f"write '^{common}' for a superscript, '{common}' for a subscript"
    if "VULGAR FRACTION" in name:
        return f"write '{common.replace('⁄', '/')}' for the fraction, with a space between it and a number before it"
    if own == _HAN:
        return f"mark the words with their language, such as [{character}]{{lang=ja}}, or use other words"
    plain_form = common != character and common.isascii() and common.strip()
    return f"write '{common}'" if plain_form else "use another character, or words"


def _named(characters: tuple[str, ...]) -> str:
    names = (
        f"U+{ord(character):04X} {unicodedata.name(character, 'unnamed character')}"
        for character in characters[:_SHOWN]
    )
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    return ", ".join(names) + more
