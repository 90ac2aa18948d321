"""Text to glyphs, in any script: a paragraph is itemized, broken where lines may end, shaped, and arranged on lines.

`itemize` finds script, direction and font of every letter (UAX 9 and 24), `break_opportunities` where lines may end
(UAX 14), `shape` the glyphs of a piece, and `arranged` their order on a line.
"""
