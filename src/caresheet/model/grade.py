"""How hard a handout is to read, by reading formulas."""

from __future__ import annotations

from msgspec import Struct


class Grade(Struct, frozen=True):
    """The value of one formula for a handout or, if `section` is the id of one, for that section.

    `limit` is what its readers can follow, None if there is no limit; `sentences` is how many were counted.
    `easier_is_more` is True for a scale on which higher is easier.
    """

    formula: str
    value: float
    limit: float | None
    section: str = ""
    sentences: int = 0
    easier_is_more: bool = False

    @property
    def is_too_hard(self) -> bool:
        """Whether the value is beyond the limit, compared to a tenth: no formula is more exact than that."""
        if self.limit is None:
            return False
        value = round(self.value, 1)
        return value < self.limit if self.easier_is_more else value > self.limit

    @property
    def shown(self) -> str:
        """The formula with its value, such as `SMOG 7.2`."""
        return f"{self.formula} {self.value:.1f}"


class Grades(Struct, frozen=True):
    """The grades of a handout and of its longer sections: none if it is too short, or if no formula `is_known` for its
    language (BCP 47). `has_words` says whether the rules have a word list for that language."""

    handout: str
    language: str
    grades: tuple[Grade, ...]
    is_known: bool = True
    has_words: bool = True

    @property
    def why_none(self) -> str:
        """The reason why a handout has no grades."""
        return "is too short to be graded" if self.is_known else f"no formula is known for '{self.language}'"
