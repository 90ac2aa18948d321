"""The finished thing."""

from __future__ import annotations

from msgspec import Struct


class Parcel(Struct, frozen=True):
    """A handout ready to be delivered. `name` is its file name without ending; `pages` counts its sides.

    `inputs` are the project's files that went into it, by path, the clinic's own last.
    """

    name: str
    title: str
    language: str
    pages: int
    inputs: tuple[str, ...]
    pdf: bytes
