"""What a handout's words and pages are measured against, and what is knowingly let pass."""

from __future__ import annotations

from dataclasses import dataclass

from caresheet.model.problem import Position


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds of the rules for one layout's audience; None where the layout asks for none.

    `lay` says that the readers are no health professionals. Grades are those of schools in the United States; reading
    ease is Fernández Huerta's, which falls as text gets harder. `passive_share` and the page fills are percentages,
    `body` is in points, `leading` a multiple of the type size, `line_letters_*` are characters a line.
    """

    lay: bool
    message_words: float | None
    list_steps: float | None
    step_words: float | None
    reading_target: float | None
    reading_grade: float | None
    reading_ease_target: float | None
    reading_ease: float | None
    mean_sentence_words: float | None
    sentence_words: float | None
    passive_share: float | None
    section_words: float | None
    slanted_words: float | None
    capital_words: float | None
    alt_letters: float | None
    table_columns: float | None
    body: float | None
    leading: float | None
    line_letters_min: float | None
    line_letters_max: float | None
    page_fill_min: float | None
    page_fill_max: float | None
    last_page_fill: float | None
    source_years: float | None
    review_notice_days: float | None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A rule that is knowingly not kept, and why. `at` narrows it to a section or a source by its id; empty for all.

    Faults cannot be waived.
    """

    rule: str
    at: str
    because: str
    position: Position
