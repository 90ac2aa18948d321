"""A finished handout: one file for each format that it was made in."""

from __future__ import annotations

from msgspec import Struct


class Artifact(Struct, frozen=True):
    """A handout in one format, proved and ready to be delivered.

    `name` is its file name; what follows its last dot is its format. `pages` is the number of pages, None for a format
    without pages. `fingerprint` is the sha256 of its content as hexadecimal digits: the same for the same
    content, whatever compressed it.
    """

    name: str
    media_type: str
    data: bytes
    pages: int | None
    fingerprint: str

    @property
    def format(self) -> str:
        """Such as `pdf`: its format, and the ending of its file's name."""
        return format_of(self.name)


class RenderedHandout(Struct, frozen=True):
    """A handout with its artifacts. `name` is its file name without ending; `inputs` are the project's files that went
    into it, by path, the clinic's own last."""

    name: str
    title: str
    language: str
    inputs: tuple[str, ...]
    artifacts: tuple[Artifact, ...]

    @property
    def pages(self) -> int:
        """The number of pages; 0 if it was not made in a format with pages."""
        return max((artifact.pages or 0 for artifact in self.artifacts), default=0)

    def artifact(self, form: str) -> Artifact:
        """The artifact in a format. Raises KeyError if it was not made in that format."""
        return {artifact.format: artifact for artifact in self.artifacts}[form]


def format_of(name: str) -> str:
    """The format of a file by its name: `pdf` for `card.pdf`."""
    return name.rpartition(".")[2]
