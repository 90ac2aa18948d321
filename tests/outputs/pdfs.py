"""PDFs as caresheet writes them, changed from outside."""

from __future__ import annotations

import re
import zlib


def moved(pdf: bytes, behind: int, distance: int) -> bytes:
    """The file with the places of all objects that stand behind `behind` put right."""
    head = pdf.rindex(b"/Type/XRef")
    start = pdf.index(b"\nstream\n", head) + len(b"\nstream\n")
    end = pdf.rindex(b"\nendstream")
    table = bytearray(zlib.decompress(pdf[start:end]))
    for place in range(0, len(table), 7):
        offset = int.from_bytes(table[place + 1 : place + 5], "big")
        if table[place] == 1 and offset > behind:
            table[place + 1 : place + 5] = (offset + distance).to_bytes(4, "big")
    packed = zlib.compress(bytes(table))
    dictionary = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), pdf[head : start - len(b"\nstream\n")])
    place_of_table = pdf.rindex(b"\nendobj\n", 0, head) + len(b"\nendobj\n")
    tail = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % place_of_table
    return pdf[:head] + dictionary + b"\nstream\n" + packed + tail
