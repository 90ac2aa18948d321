"""Setting type: Document → Setting (lay out) → PDF bytes (paint). The only room that knows ReportLab."""

from caresheet.typeset.lay_out import lay_out, room_left
from caresheet.typeset.paint import paint

__all__ = ["lay_out", "paint", "room_left"]
