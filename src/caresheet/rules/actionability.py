"""Words that tell readers what to do, in words that they know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from caresheet.model import rules
from caresheet.model.document import Definition, ItemList, Section
from caresheet.model.language import PlainWords
from caresheet.model.problem import Problem
from caresheet.model.text import GlossaryReference
from caresheet.model.topic import ListKind
from caresheet.model.walk import iter_structs
from caresheet.rules.emergency_help import sections_of
from caresheet.rules.grades import ENOUGH
from caresheet.rules.phrases import any_of
from caresheet.rules.reading import Reading, Said, begun, read, words_in
from caresheet.rules.typed import texts

ACTION = "action"
"""The role of a section that says what to do. So does every critical one."""
_ACRONYM = re.compile(r"\b[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]+)*\b")


def action_steps(reading: Reading) -> Iterator[Problem]:
    """A handout for lay readers has steps to take, and at least the limit's share of them begin with a verb that says
    what to do. Steps count in critical sections and in those of the role `action`: elsewhere, numbers may tell a story.

    Source: PEMAT-P, items 20 and 21; CDC Clear Communication Index, items 5, 12 and 14.
    """
    if not reading.limits.lay:
        return
    steps = [item.text for whole in _steps(reading) for item in whole.items]
    if not steps:
        message = f"'{reading.case.document.identifier}' has no steps to take"
        hint = f"place a section of the role '{ACTION}' with a list of `steps`"
        yield Problem(reading.case.document.position, rules.ACTION_STEPS, message, hint)
    share, plain = reading.limits.action_verbs, reading.plain
    if not steps or share is None or plain is None:
        return
    without = [step for step in steps if not _tells(read(step), plain)]
    if 100 * (len(steps) - len(without)) / len(steps) < share:
        begins = begun(read(without[0]))
        message = f"{len(without)} of {len(steps)} steps do not begin with what to do: '{begins}'"
        hint = "begin each with a verb, such as 'Call' or 'Ask'"
        yield Problem(without[0].position, rules.ACTION_STEPS, message, hint)


def _steps(reading: Reading) -> Iterator[ItemList]:
    roles = {section.position: section for section in reading.case.topic.sections}
    for chapter in reading.chapters:
        section = roles.get(chapter.section.position)
        if section is not None and (section.critical or section.role == ACTION):
            yield from _lists(chapter.section)


def _lists(section: Section) -> Iterator[ItemList]:
    for part in iter_structs(section):
        if isinstance(part, ItemList) and part.kind is ListKind.STEPS:
            yield part


def _tells(step: str, plain: PlainWords) -> bool:
    """Whether a step begins with a verb, at once or behind a clause such as 'If nobody answers,'."""
    for part in (step, step.partition(",")[2]):
        words = [word.casefold().replace("’", "'") for word in words_in(part)]
        if words and words[0] in plain.imperatives:
            return True
        if not words or words[0] not in plain.openings:
            return False
    return False


def speaks_to_reader(reading: Reading) -> Iterator[Problem]:
    """Lay readers are spoken to, not about.

    Source: PEMAT-P, item 21 (addresses the user directly); NHS, patient information ("we" and "you").
    """
    plain = reading.plain
    for said in reading.said if plain and reading.limits.lay else ():
        found = any_of(plain.distant).search(said.words.casefold()) if plain else None
        if found:
            yield Problem(said.position, rules.SPEAKS_TO_READER, f"'{found[0]}' speaks about the reader", "say 'you'")


def passive_voice(reading: Reading) -> Iterator[Problem]:
    """No more of a handout's sentences than the limit's share are in the passive voice, as far as forms of two verbs in
    a row tell.

    Source: PEMAT-P, item 5; CDC Clear Communication Index, item 7 (active voice); the share is the project's own.
    """
    plain, most, running = reading.plain, reading.limits.passive_share, reading.running
    if plain is None or most is None or len(running) < ENOUGH:
        return
    passive = [sentence for sentence in running if _is_passive(sentence, plain)]
    share = 100 * len(passive) / len(running)
    if share > most:
        name = reading.case.document.identifier
        message = f"{share:.0f}% of the sentences of '{name}' are passive, more than {most:g}%: '{begun(passive[0])}'"
        yield Problem(reading.case.document.position, rules.PASSIVE_VOICE, message, "say who does it")


def _is_passive(sentence: str, plain: PlainWords) -> bool:
    words = [word.casefold().replace("’", "'") for word in words_in(sentence)]
    for index, word in enumerate(words[:-1]):
        if word in plain.passives:
            behind = words[index + 1 : index + 3]
            after = behind[1] if len(behind) > 1 and _is_adverb(behind[0], plain) else behind[0]
            if _is_participle(after, plain):
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
    defined = {part.anchor.removeprefix("term-") for part in reading.case.every(Definition)}
    printed = {said.position for said in reading.said}
    told: set[str] = set()
    for text in texts(sections_of(reading.case)):
        for inline in text.inlines if text.position in printed else ():
            if isinstance(inline, GlossaryReference) and inline.term not in defined | told:
                told.add(inline.term)
                message = (
                    f"'{inline.shown}' is a term of the glossary, which '{reading.case.document.identifier}' lacks"
                )
                hint = "place the glossary, or say it in words that need no explanation"
                yield Problem(text.position, rules.UNEXPLAINED_TERM, message, hint)


def jargon(reading: Reading) -> Iterator[Problem]:
    """No word for lay readers that the language's list has a plainer one for, unless the handout explains it.

    Source: CDC, Everyday Words for Public Health Communication; PEMAT-P, item 3; CDC Clear Communication Index, item 6.
    """
    plain = reading.plain
    if plain is None or not reading.limits.lay:
        return
    explained = _explained(reading).casefold()
    pattern = any_of(tuple(plain.plainer))
    for said in reading.said:
        for word in dict.fromkeys(pattern.findall(said.words.casefold())):
            if not re.search(rf"\b{re.escape(word)}\b", explained):
                message = f"few lay readers know '{word}'"
                yield Problem(said.position, rules.JARGON, message, f"say '{plain.plainer[word]}', or explain it")


def _explained(reading: Reading) -> str:
    """The terms that the handout explains."""
    return " ".join(part.term.plain for part in reading.case.every(Definition))


def open_acronym(reading: Reading) -> Iterator[Problem]:
    """Capitals that stand for words come with these words, where they first stand or in the handout's glossary.

    Source: PEMAT-P, item 4; CDC Clear Communication Index, item 6; plainlanguage.gov, "Minimize abbreviations".
    """
    plain = reading.plain
    if plain is None or not reading.limits.lay:
        return
    known = set(plain.acronyms) | set(_ACRONYM.findall(_explained(reading)))
    everything = tuple(reading.said)
    whole = " ".join(said.words for said in everything)
    for said in everything:
        for name in dict.fromkeys(_ACRONYM.findall(said.words)):
            if name not in known and not _is_written_out(name, whole, plain):
                known.add(name)
                yield _open(said, name)


def _is_written_out(name: str, whole: str, plain: PlainWords) -> bool:
    """Whether words stand before the acronym in brackets, behind it in brackets, or behind it and a comma, or define it
    in another way that the language has."""
    letters = re.escape(name)
    return bool(
        re.search(rf"[\w.-]{{3,}}[”\"]?,? \([^)]*\b{letters}\b[^)]*\)", whole)
        or re.search(rf"\b{letters} \((?!\d)[^)]*\w{{3,}}", whole)
        or any(re.search(_definition(each, letters), whole) for each in ("{acronym}, {words}", *plain.definitions))
    )


def _definition(pattern: str, letters: str) -> str:
    before, _, behind = pattern.partition("{acronym}")
    return rf"{_definition_words(before)}\b{letters}\b{_definition_words(behind)}"


def _definition_words(pattern: str) -> str:
    return r"[a-zß-ÿ]{3,}".join(re.escape(part) for part in pattern.split("{words}"))


def _open(said: Said, name: str) -> Problem:
    hint = f"write it out where it first stands, with ({name}) behind it, or explain it in the glossary"
    return Problem(said.position, rules.UNDEFINED_ACRONYM, f"'{name}' is not written out", hint)


TELLING: tuple[Callable[[Reading], Iterator[Problem]], ...] = (
    action_steps,
    speaks_to_reader,
    passive_voice,
    unexplained_term,
    jargon,
    open_acronym,
)
