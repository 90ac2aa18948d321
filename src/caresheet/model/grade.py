"""How hard a handout is to read, as formulas tell."""

from __future__ import annotations

from msgspec import Struct


class Grade(Struct, frozen=True):
    """What one formula says of a handout or, by its id, of a section. `limit` is what its readers can follow, None
    where nothing is asked; `sentences` is how many were counted. `easier_is_more` turns the scale round."""

    formula: str
    value: float
    limit: float | None
    section: str = ""
    sentences: int = 0
    easier_is_more: bool = False

    @property
    def is_too_hard(self) -> bool:
        """Whether the limit is broken, to a tenth: no formula is finer than that."""
        if self.limit is None:
            return False
        value = round(self.value, 1)
        return value < self.limit if self.easier_is_more else value > self.limit

    @property
    def shown(self) -> str:
        """The formula with its value, such as `SMOG 7.2`."""
        return f"{self.formula} {self.value:.1f}"


class Grades(Struct, frozen=True):
    """The grades of a handout and of its longer sections; none where it is too short, or where no formula `is_known`
    for its language (BCP 47). `has_words` says that there is a word list of that language, by which rules judge."""

    handout: str
    language: str
    grades: tuple[Grade, ...]
    is_known: bool = True
    has_words: bool = True

    @property
    def why_none(self) -> str:
        """Why a handout has no grades."""
        return "is too short to be graded" if self.is_known else f"no formula is known for '{self.language}'"
