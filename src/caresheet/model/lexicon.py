"""What the rules of plain language know of one language."""

from __future__ import annotations

from msgspec import Struct


class Lexicon(Struct, frozen=True):
    """Words of one language, all in small letters but for `acronyms`.

    `imperatives` begin a step that tells what to do; `openings` begin a clause that may stand before one, up to a
    comma. `distant` are phrases that speak about the reader. `passives` are the forms of the verb that makes a passive,
    `participles` those that do not end like others, `endings` how the others end, and `states` those that say how
    somebody is. `plainer` pairs words that few lay readers know, as they are typed, with what says the same. `acronyms`
    need no explanation. `fractions` are shares in words.
    """

    imperatives: frozenset[str]
    openings: frozenset[str]
    distant: tuple[str, ...]
    passives: frozenset[str]
    participles: frozenset[str]
    endings: tuple[str, ...]
    states: frozenset[str]
    plainer: tuple[tuple[str, str], ...]
    acronyms: frozenset[str]
    fractions: tuple[str, ...]
