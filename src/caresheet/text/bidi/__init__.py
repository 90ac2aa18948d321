"""The Unicode Bidirectional Algorithm (UAX 9, revision of Unicode 15.0): levels of a paragraph, then the order of each
line."""

from caresheet.text.bidi.paragraph import base_level, embedding_levels, runs_right_to_left
from caresheet.text.bidi.reordering import line_levels, visual_order

__all__ = ["base_level", "embedding_levels", "line_levels", "runs_right_to_left", "visual_order"]
