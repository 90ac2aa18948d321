"""What a handout's words and pages are measured by, and which problems its authors accept."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.problem import Position


class Limits(Struct, frozen=True):
    """The limits of the rules for the audience of one layout; None means no limit.

    `lay` says that the readers are not health professionals. `reading_grade`, `reading_grade_most` (at which a grade
    becomes an error; both Flesch-Kincaid) and `smog_grade` are years of school; `inflesz` is on the INFLESZ scale.
    `action_verbs`, `passive_share` and the page fills are percentages. `body` is in points, `leading` a multiple of the
    type size. `alt_letters` and `line_letters_*` are numbers of characters.
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
    """A rule whose problems are accepted, and the reason. `at` limits the waiver to the section or source with this id;
    empty means everywhere.

    `rule` is the rule's current name; `former_name` is the name in the file if it is one that the rule had before.
    Faults cannot be waived.
    """

    rule: str
    at: str
    because: str
    position: Position
    former_name: str = ""
