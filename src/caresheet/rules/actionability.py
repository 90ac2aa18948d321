"""Words that tell readers what to do, in words that they know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.document import Definition, ItemList, Section
from caresheet.model.language import PlainWords
from caresheet.model.problem import Problem
from caresheet.model.text import GlossaryReference
from caresheet.model.topic import ListKind
from caresheet.model.walk import iter_structs
from caresheet.rules.emergency import topic_sections
from caresheet.rules.grades import ENOUGH
from caresheet.rules.phrases import any_of
from caresheet.rules.postal import without_states
from caresheet.rules.reading import Reading, first_words, read_aloud, words_in
from caresheet.rules.topic_texts import iter_texts

ACTION = "action"
"""The role of a section that says what to do. So does every critical section."""
_ACRONYM = re.compile(r"\b[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]+)*\b")


def action_steps(reading: Reading) -> Iterator[Problem]:
    """A card or a guide for lay readers has steps to take; in a handout of any kind, at least the limit's share of them
    start with a verb that says what to do. Steps in critical sections and in sections with the role `action` count:
    elsewhere, numbers may tell a story.

    Source: PEMAT-P, items 20 and 21; CDC Clear Communication Index, items 5, 12 and 14.
    """
    if not reading.limits.lay:
        return
    steps = [item.text for whole in _steps(reading) for item in whole.items]
    if not steps and reading.handout.needs.steps:
        message = f"'{reading.name}' has no steps to take"
        hint = f"place a section with the role '{ACTION}' and a list of `steps`, or write its `kind` in the layout"
        yield Problem(reading.document.position, rules.ACTION_STEPS, message, hint)
    share, plain = reading.limits.action_verbs, reading.plain
    if not steps or share is None or plain is None:
        return
    without = [step for step in steps if not _says_what_to_do(read_aloud(step), plain)]
    if 100 * (len(steps) - len(without)) / len(steps) < share:
        start = first_words(read_aloud(without[0]))
        message = f"{len(without)} of {len(steps)} steps do not start with what to do: '{start}'"
        hint = "start each with a verb, such as 'Call' or 'Ask'"
        yield Problem(without[0].position, rules.ACTION_STEPS, message, hint)


def _steps(reading: Reading) -> Iterator[ItemList]:
    by_position = {section.position: section for section in reading.handout.topic.sections}
    for part in reading.sections:
        section = by_position.get(part.section.position)
        if section is not None and (section.critical or section.role == ACTION):
            yield from _lists(part.section)


def _lists(section: Section) -> Iterator[ItemList]:
    for part in iter_structs(section):
        if isinstance(part, ItemList) and part.kind is ListKind.STEPS:
            yield part


def _says_what_to_do(step: str, plain: PlainWords) -> bool:
    """Whether a step starts with a verb, at once or after a clause such as 'If nobody answers,'."""
    for part in (step, step.partition(",")[2]):
        words = [word.casefold().replace("’", "'") for word in words_in(part)]
        if words and words[0] in plain.imperatives:
            return True
        if not words or words[0] not in plain.openings:
            return False
    return False


def speaks_to_reader(reading: Reading) -> Iterator[Problem]:
    """The text talks to lay readers, not about them.

    Source: PEMAT-P, item 21 (addresses the user directly); NHS, patient information ("we" and "you").
    """
    plain = reading.plain
    if plain is None or not reading.limits.lay:
        return
    for text in reading.texts:
        found = any_of(plain.distant).search(text.words.casefold())
        if found:
            message = f"'{found[0]}' talks about the reader"
            yield Problem(text.position, rules.SPEAKS_TO_READER, message, "write 'you'")


def passive_voice(reading: Reading) -> Iterator[Problem]:
    """No more of a handout's sentences than the limit's share are in the passive voice, as far as two verb forms in a
    row show.

    Source: PEMAT-P, item 5; CDC Clear Communication Index, item 7 (active voice); the share is the project's own.
    """
    plain, most, running = reading.plain, reading.limits.passive_share, reading.running
    if plain is None or most is None or len(running) < ENOUGH:
        return
    passive = [sentence for sentence in running if _is_passive(sentence, plain)]
    share = 100 * len(passive) / len(running)
    if share > most:
        message = (
            f"{share:.0f}% of the sentences of '{reading.name}' are passive, more than {most:g}%: "
            f"'{first_words(passive[0])}'"
        )
        yield Problem(reading.document.position, rules.PASSIVE_VOICE, message, "say who does it")


def _is_passive(sentence: str, plain: PlainWords) -> bool:
    words = [word.casefold().replace("’", "'") for word in words_in(sentence)]
    for index, word in enumerate(words[:-1]):
        if word in plain.passives:
            next_words = words[index + 1 : index + 3]
            verb = next_words[1] if len(next_words) > 1 and _is_adverb(next_words[0], plain) else next_words[0]
            if _is_participle(verb, plain):
                return True
    return False


def _is_adverb(word: str, plain: PlainWords) -> bool:
    return word in plain.adverbs or word.endswith(plain.adverb_endings)


def _is_participle(word: str, plain: PlainWords) -> bool:
    if word in plain.states:
        return False
    return word in plain.participles or (len(word) > 3 and word.endswith(plain.endings))


def unexplained_term(reading: Reading) -> Iterator[Problem]:
    """A glossary term that a handout for lay readers uses is explained in that handout.

    Source: PEMAT-P, item 4; NHS, patient information (explain terms).
    """
    if not reading.limits.lay:
        return
    explained = {part.anchor.removeprefix("term-") for part in reading.handout.every(Definition)}
    printed = {text.position for text in reading.texts}
    reported: set[str] = set()
    for text in iter_texts(topic_sections(reading.handout)):
        for inline in text.inlines if text.position in printed else ():
            if isinstance(inline, GlossaryReference) and inline.term not in explained | reported:
                reported.add(inline.term)
                message = f"'{inline.shown}' is a glossary term, but '{reading.name}' does not print the glossary"
                hint = "place the glossary, or use words that need no explanation"
                yield Problem(text.position, rules.UNEXPLAINED_TERM, message, hint)


def jargon(reading: Reading) -> Iterator[Problem]:
    """There is no word for lay readers that the language's list has a plainer word for, unless the handout explains it.

    Source: CDC, Everyday Words for Public Health Communication; PEMAT-P, item 3; CDC Clear Communication Index, item 6.
    """
    plain = reading.plain
    if plain is None or not reading.limits.lay:
        return
    explained = _explained(reading).casefold()
    pattern = any_of(tuple(plain.plainer))
    for text in reading.texts:
        for word in dict.fromkeys(pattern.findall(text.words.casefold())):
            if not re.search(rf"\b{re.escape(word)}\b", explained):
                message = f"few lay readers know '{word}'"
                yield Problem(text.position, rules.JARGON, message, f"write '{plain.plainer[word]}', or explain it")


def _explained(reading: Reading) -> str:
    """The terms that the handout explains."""
    return " ".join(part.term.plain for part in reading.handout.every(Definition))


def undefined_acronym(reading: Reading) -> Iterator[Problem]:
    """An acronym is spelled out where it is first used, or in the handout's glossary. States in addresses are not.

    Source: PEMAT-P, item 4; CDC Clear Communication Index, item 6; plainlanguage.gov, "Minimize abbreviations".
    """
    plain = reading.plain
    if plain is None or not reading.limits.lay:
        return
    known = set(plain.acronyms) | set(_ACRONYM.findall(_explained(reading)))
    everything = tuple(reading.texts)
    whole = " ".join(text.words for text in everything)
    for text in everything:
        for name in dict.fromkeys(_ACRONYM.findall(without_states(text.words))):
            if name not in known and not _is_spelled_out(name, whole, plain):
                known.add(name)
                hint = f"spell it out where it is first used, followed by ({name}), or explain it in the glossary"
                yield Problem(text.position, rules.UNDEFINED_ACRONYM, f"'{name}' is not spelled out", hint)


def _is_spelled_out(name: str, whole: str, plain: PlainWords) -> bool:
    """Whether words come before the acronym in brackets, after it in brackets, after it and a comma, or define it in
    another way that the language has."""
    letters = re.escape(name)
    return bool(
        re.search(rf"[\w.-]{{3,}}[”\"]?,? \([^)]*\b{letters}\b[^)]*\)", whole)
        or re.search(rf"\b{letters} \((?!\d)[^)]*\w{{3,}}", whole)
        or any(re.search(_definition(each, letters), whole) for each in ("{acronym}, {words}", *plain.definitions))
    )


def _definition(pattern: str, letters: str) -> str:
    before, _, after = pattern.partition("{acronym}")
    return rf"{_definition_words(before)}\b{letters}\b{_definition_words(after)}"


def _definition_words(pattern: str) -> str:
    return r"[a-zß-ÿ]{3,}".join(re.escape(part) for part in pattern.split("{words}"))
