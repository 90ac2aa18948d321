"""Dots of drawings are painted so that every viewer shows them."""

from __future__ import annotations

from caresheet.outputs.pdf.writer import drawings

DOT = (("m", (5.0, 5.0)), ("l", (5.0, 5.0)))
CORNER = (("m", (9.0, 5.0)), ("l", (9.0, 5.0)), ("l", (20.0, 5.0)))


def test_a_dot_gets_a_length() -> None:
    """A line without length is made just long enough to be seen, wherever it stands in a path; a line that goes on
    from the same place stays as it is."""
    first, second, *rest = drawings._dotted((*DOT, *CORNER))
    assert first == DOT[0]
    assert second[0] == "l"
    assert 0 < second[1][0] - 5.0 < 0.1
    assert tuple(rest) == CORNER
    *before, last = drawings._dotted((*CORNER, *DOT))
    assert tuple(before) == (*CORNER, DOT[0])
    assert last[1][0] > 5.0
