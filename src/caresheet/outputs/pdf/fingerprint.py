"""A fingerprint of what a PDF says, whatever compressed it.

Two builds of zlib may write different bytes for the same data. The objects inside are the same, and so is this hash.
"""

from __future__ import annotations

import hashlib
import re
import zlib

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_STREAM = b"\nstream\n"


def objects_sha256(pdf: bytes) -> str:
    """The sha256 over every object with its streams decompressed, in the file's order, as hexadecimal digits.

    For files as caresheet writes them (ISO 32000-1, 7.5.7-7.5.8). Left out are what follows from compressed lengths
    alone: /Length, and the cross-reference stream with its /ID. Raises ValueError for bytes that are no such file.
    """
    digest = hashlib.sha256()
    offset, count = 0, 0
    while found := _OBJECT.search(pdf, offset):
        head_end = pdf.index(_STREAM, found.end())
        head = pdf[found.end() : head_end]
        length = _LENGTH.search(head)
        if length is None:
            raise ValueError("an object has no length")
        start = head_end + len(_STREAM)
        offset = start + int(length[1])
        if b"/Type/XRef" not in head:
            data = pdf[start:offset]
            digest.update(found[1] + _LENGTH.sub(b"", head))
            digest.update(zlib.decompress(data) if b"/FlateDecode" in head else data)
            count += 1
    if not count:
        raise ValueError("no objects were found")
    return digest.hexdigest()
