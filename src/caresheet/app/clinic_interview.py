"""A clinic's profile written by answering questions, whoever asks them: nothing is written before the last answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from caresheet.app.clinics import clinic_profiles
from caresheet.app.places import near, quoted
from caresheet.app.ports import current_folder
from caresheet.app.profiles import (
    FIELDS,
    ProfileField,
    change_profile,
    doubt_about,
    file_name,
    one_line,
    profile_answers,
    profile_path,
    unanswered,
    write_profile,
)
from caresheet.app.sources import project_around
from caresheet.model.problem import CaresheetError

EMPTY = "-"
"""Typed to clear an answer."""


class Interview(Struct, frozen=True):
    """How questions are asked: `ask` gets the words of one and the old answer. `refuse` says why an answer must be
    given again, `explain` why something is not asked."""

    ask: Callable[[str, str], str]
    refuse: Callable[[str], None]
    explain: Callable[[str], None]

    def name(self) -> str:
        """The clinic's name."""
        return self._answer(FIELDS[0], {}, "")

    def write(self, path: Path, name: str) -> None:
        """Ask for everything but the name, and write a new profile. Raises CaresheetError (not-writable)."""
        answers = {FIELDS[0].key: name}
        for field in FIELDS[1:]:
            answers[field.key] = self._answer(field, answers, "")
        write_profile(answers, path)

    def change(self, path: Path, given: Mapping[str, str]) -> None:
        """Ask again whatever is not given, and write what is new into the profile. Raises CaresheetError."""
        old = profile_answers(path)
        answers = {key: text or "" for key, text in old.items()} | dict(given)
        for field in FIELDS:
            if field.key in given:
                continue
            if old.get(field.key, "") is None:
                self.explain(f"{field.label}: has words for each language; change them in {near(path)}")
            else:
                answers[field.key] = self._answer(field, answers, answers.get(field.key, ""))
        asked = (field.key for field in FIELDS if old.get(field.key, "") is not None)
        change_profile({key: answers[key] for key in asked if answers[key] != old.get(key, "")}, path)

    def _answer(self, field: ProfileField, answers: Mapping[str, str], old: str) -> str:
        """The answer to a question, asked again until it can be used or is left empty."""
        while True:
            answer = one_line(self.ask(field.label, old))
            answer = "" if answer == EMPTY else answer
            doubt = doubt_about(field.key, answer, answer if field.key == "country" else answers.get("country", ""))
            if not doubt:
                return answer.upper() if field.key == "country" else answer
            self.refuse(doubt)


def place_of_profile(file: Path | None, name: str) -> Path:
    """Where the profile of a clinic of this name goes: the file that was asked for, else among the profiles of the
    project around the current folder, else into this folder."""
    if file is not None:
        return file if file.suffix in {".yaml", ".yml"} else file.with_name(f"{file.name}.yaml")
    root = project_around(current_folder())
    return profile_path(root, name) if root else current_folder() / file_name(name)


def unanswered_warnings(path: Path) -> Iterator[str]:
    """What handouts will lack. Raises CaresheetError."""
    for field in unanswered(profile_answers(path)):
        yield f"no answer to '{field.label}': handouts will print a line to write it on"


def written_lines(path: Path, usual: Path | None) -> Iterator[str]:
    """Where the profile is, and how to use it; `usual` is this user's usual one."""
    is_own = _is_of_project(path)
    called = quoted(Path(path.stem) if is_own else near(path.absolute()))
    yield f"The profile is in {near(path.absolute())}"
    yield f"Make this clinic's handouts with:  caresheet build --clinic {called}"
    if is_own and usual != path.resolve():
        yield f"To make it your usual clinic:      caresheet clinic use {called}"


def clinic_lines(profiles: Sequence[Path], usual: Path | None) -> Iterator[str]:
    """A line for each profile: the name for --clinic, the clinic, and which numbers are missing. The usual one is
    marked."""
    width = max((len(path.stem) for path in profiles), default=0)
    for path in profiles:
        mark = "*" if usual is not None and path.samefile(usual) else " "
        yield f"{mark} {path.stem:{width}}  {_described(path)}"
    if usual is not None:
        yield f"* your usual clinic: {near(usual)}"


def _described(path: Path) -> str:
    try:
        answers = profile_answers(path)
    except CaresheetError:
        return f"cannot be read: caresheet check --clinic {quoted(Path(path.stem))}"
    missing = [f"no {field.label[0].lower()}{field.label[1:]}" for field in unanswered(answers)]
    name = answers.get("name", "")
    return ", ".join(("(named for each language)" if name is None else name or "(no name)", *missing))


def _is_of_project(path: Path) -> bool:
    root = project_around(current_folder())
    return root is not None and path.absolute() in clinic_profiles(root)
