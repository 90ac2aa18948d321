"""A folder of data by key, which may be damaged, shared or deleted at any moment and never misleads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

LIMIT = 256_000_000
"""Bytes that a cache keeps, about 3,000 handouts; the least recently used go first."""
_ROOM = 0.8
"""The share of the limit that is left after tidying, so that not every build has to tidy."""
_DIGEST = hashlib.blake2b().digest_size
_LEFT_BEHIND = 3600.0
"""Seconds after which a half-written file was left by a crash."""


class Cache:
    """Keeps bytes under keys in `folder`, which is made when it is needed.

    Data is written beside its place and moved there, so that two builds at once see all of it or nothing. It carries a
    keyed digest (BLAKE2b, RFC 7693, section 2.9) of itself and its place; what does not fit it is thrown away and was
    never there. So whoever can write to the folder, but does not have the `secret`, can only make a build slower. A
    folder that cannot be written to or read keeps nothing, and nobody is told: what is in a cache can be made again.
    What another `program` put there, such as an older version, is not found.
    """

    def __init__(self, folder: Path, program: str = "", *, secret: bytes = b"", limit: int = LIMIT) -> None:
        self._folder = folder
        self._program = program
        self._secret = secret
        self._limit = limit

    def get(self, key: str) -> bytes | None:
        """What was put there, byte for byte, or None."""
        path = self._place(key)
        try:
            whole = path.read_bytes()
        except OSError:
            return None
        data = whole[_DIGEST:]
        if self._digest(path, data) != whole[:_DIGEST]:
            _drop(path)
            return None
        _touch(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep the bytes until others need their room."""
        path = self._place(key)
        beside = path.with_name(f"{path.name}.{os.urandom(4).hex()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.parent.mkdir(exist_ok=True, mode=0o700)
            beside.write_bytes(self._digest(path, data) + data)
            beside.replace(path)
        except OSError:
            _drop(beside)

    def tidy(self, now: float) -> None:
        """Delete the least recently used until the rest is below the limit, and what crashed builds left behind.

        `now` is in seconds since 1970, like the times of files.
        """
        kept: list[tuple[float, int, Path]] = []
        for path, status in self._files():
            if path.suffix == ".part":
                if now - status.st_mtime > _LEFT_BEHIND:
                    _drop(path)
                continue
            kept.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in kept)
        if total <= self._limit:
            return
        for _, size, path in sorted(kept):
            if total <= self._limit * _ROOM:
                return
            _drop(path)
            total -= size

    def _place(self, key: str) -> Path:
        name = hashlib.sha256(f"{self._program}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / name[:2] / name[2:]

    def _digest(self, path: Path, data: bytes) -> bytes:
        return hashlib.blake2b(path.parent.name.encode() + path.name.encode() + data, key=self._secret).digest()

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        try:
            for folder in self._folder.iterdir():
                for path in folder.iterdir():
                    yield path, path.stat()
        except OSError:  # another build is deleting files right now, and tidies up
            return


def _drop(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return
