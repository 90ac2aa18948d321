"""What a handout's words and pages are measured against, and what is knowingly let pass."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.problem import Position


class Limits(Struct, frozen=True):
    """The thresholds of the rules for one layout's audience; None where the layout asks for none.

    `reading_grade`, its error `reading_grade_most` (both Flesch-Kincaid) and `smog_grade` are years of school,
    `inflesz` is points of ease; `action_verbs` and `passive_share` are percentages.

    `lay` says that the readers are no health professionals. `body` is in points, `leading` a multiple of the type size,
    `line_letters_*` are characters a line; the page fills are percentages.
    """

    lay: bool
    main_message_words: float | None
    action_verbs: float | None
    list_steps: float | None
    step_words: float | None
    sentence_words: float | None
    sentence_mean: float | None
    section_words: float | None
    passive_share: float | None
    reading_grade: float | None
    reading_grade_most: float | None
    smog_grade: float | None
    inflesz: float | None
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


class Waiver(Struct, frozen=True):
    """A rule that is knowingly not kept, and why. `at` narrows it to a section or a source by its id; empty for all.

    `rule` is the rule's current name; `former_name` is what the file says when that is a name the rule had before.
    Faults cannot be waived.
    """

    rule: str
    at: str
    because: str
    position: Position
    former_name: str = ""
