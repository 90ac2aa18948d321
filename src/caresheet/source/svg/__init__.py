"""SVG drawings, read as paths: shapes, groups, transforms, fills and strokes of SVG 2, and nothing that runs or loads.

What cannot be drawn as the author sees it is refused by name, never left out.
"""

from caresheet.source.svg.document import read_drawing

__all__ = ["read_drawing"]
