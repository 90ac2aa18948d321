"""Document → page layout: every line gets its place. Arithmetic only; nothing is drawn, and no PDF library is known."""

from caresheet.layout.handout import lay_out, room_left

__all__ = ["lay_out", "room_left"]
