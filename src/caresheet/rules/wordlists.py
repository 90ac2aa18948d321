"""Lists of words that rules need, one file a language, shipped with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def wordlist(name: str, language: str) -> tuple[str, ...]:
    """The lines of `wordlists/<name>-<language>.txt` in their order, without comments (`#`) and empty lines.

    `language` is a BCP 47 tag; a list is made for the language, not for a region or script of it. Empty where the
    package has no list for it: what is judged by the list is then not judged.
    """
    file = files("caresheet").joinpath("wordlists", f"{name}-{language.partition('-')[0]}.txt")
    if not file.is_file():
        return ()
    lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line)


@cache
def listed(name: str) -> tuple[str, ...]:
    """The languages that have a list of this name, in alphabetical order."""
    folder = files("caresheet").joinpath("wordlists")
    names = (file.name.removesuffix(".txt") for file in folder.iterdir() if file.name.endswith(".txt"))
    return tuple(sorted(each.removeprefix(f"{name}-") for each in names if each.startswith(f"{name}-")))
