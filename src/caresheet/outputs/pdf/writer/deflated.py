"""Compressed data put together from parts that are compressed once and parts that are not (RFC 1950 and 1951)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_LEVEL = 6
_HEADER = b"\x78\x9c"
_END = b"\x01\x00\x00\xff\xff"
"""The last block, without data."""
_MOST = 65535
"""Bytes of a block that is not compressed."""


def packed(data: bytes) -> bytes:
    """A part, compressed. It ends on a whole byte and nothing behind it looks back into it, so that it can stand before
    any other part."""
    packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(data) + packing.flush(zlib.Z_FULL_FLUSH)


def stored(data: bytes) -> bytes:
    """A part, as it is: for a few words that takes less time, and hardly more room."""
    if len(data) <= _MOST:
        return b"\x00%b%b%b" % (len(data).to_bytes(2, "little"), (_MOST - len(data)).to_bytes(2, "little"), data)
    return stored(data[:_MOST]) + stored(data[_MOST:])


def zlib_stream(parts: Iterable[bytes], plain: bytes) -> bytes:
    """The stream of these parts, which have the bytes of `plain`."""
    return b"".join((_HEADER, *parts, _END, zlib.adler32(plain).to_bytes(4, "big")))
