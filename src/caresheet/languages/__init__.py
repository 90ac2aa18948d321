"""The words that rules of plain language go by, one file a language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from caresheet.model.lexicon import Lexicon


@cache
def lexicon(language: str) -> Lexicon | None:
    """The words of a language (BCP 47; its regions share them), None where nobody has written them down yet."""
    path = files(__name__).joinpath(f"{language.partition('-')[0]}.toml")
    if not path.is_file():
        return None
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    return Lexicon(
        imperatives=_listed(held["imperatives"]),
        openings=_listed(held["openings"]),
        distant=tuple(held["distant"]),
        passives=_listed(held["passives"]),
        participles=_listed(held["participles"]),
        endings=tuple(held["endings"].split()),
        states=_listed(held["states"]),
        plainer=tuple(held["plainer"].items()),
        acronyms=_listed(held["acronyms"]),
        fractions=tuple(held["fractions"]),
    )


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())
