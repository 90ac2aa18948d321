"""Compressed data assembled from parts: some are compressed once and used often, others are stored as they are (RFC
1950 and 1951)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_LEVEL = 6
_HEADER = b"\x78\x9c"
_END = b"\x01\x00\x00\xff\xff"
"""The last block, which is empty."""
_MOST = 65535
"""The most bytes in a block that is not compressed."""


def packed(data: bytes) -> bytes:
    """A part, compressed. It ends on a whole byte and nothing after it refers back to it, so that any other part may
    follow."""
    packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(data) + packing.flush(zlib.Z_FULL_FLUSH)


def stored(data: bytes) -> bytes:
    """A part, stored as it is: for a few words that is faster, and hardly larger."""
    if len(data) <= _MOST:
        return b"\x00%b%b%b" % (len(data).to_bytes(2, "little"), (_MOST - len(data)).to_bytes(2, "little"), data)
    return stored(data[:_MOST]) + stored(data[_MOST:])


def zlib_stream(parts: Iterable[bytes], plain: bytes) -> bytes:
    """The stream of these parts, which decompress to `plain`."""
    return b"".join((_HEADER, *parts, _END, zlib.adler32(plain).to_bytes(4, "big")))
