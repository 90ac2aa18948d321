"""What people are told about a build: why a handout was made again, where it is, and what earlier builds have left."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from caresheet.app.building import BuildResult
from caresheet.app.publishing import Publication, earlier_files
from caresheet.app.selection import Selection
from caresheet.model.counts import count, some
from caresheet.model.manifest import ManifestEntry

_SAME = "not made again: neither its words nor its look have changed"


def reasons(result: BuildResult) -> Iterator[str]:
    """Why each handout was made again, or why not."""
    for one in result.handouts:
        first, *others = one.because or (_SAME,)
        more = f" (and {count(len(others), 'more change')})" if others else ""
        yield f"{one.handout.name}: {first}{more}"


def nothing_written(wanted: Selection, folder: Path) -> Iterator[str]:
    """That no handout could be made, and which ones are still in the folder."""
    yield "Nothing was written."
    yield from _earlier(
        folder,
        lambda entry: entry.edition == wanted.edition and wanted.includes(entry.topic, entry.language, entry.layout),
    )


def not_made_lines(result: BuildResult, folder: Path) -> Iterator[str]:
    """How many of the wanted handouts could not be made, and which old files are still there instead; nothing if
    all were made. At least one was."""
    if not result.missing:
        return
    yield f"{count(len(result.missing), 'handout')} could not be made."
    clinic, edition = result.handouts[0].entries[0].clinic, result.selection.edition

    def is_missing(entry: ManifestEntry) -> bool:
        return (entry.clinic, entry.edition) == (clinic, edition) and any(
            each.covers(entry.topic, entry.language, entry.layout) for each in result.missing
        )

    yield from _earlier(folder, is_missing)


def published_lines(publication: Publication, folder: Path) -> Iterator[str]:
    """Where each artifact is, and which handouts of earlier builds are gone."""
    width = max((len(str(one.path)) for one in publication.delivered), default=0)
    for one in publication.delivered:
        pages = f"  {count(one.artifact.pages, 'page')}" if one.artifact.pages is not None else ""
        yield f"{one.path!s:{width if pages else 0}}{pages}"
    for entry in publication.removed:
        yield f"{folder / entry.name}  removed: no handout has this name any more"


def kept_warnings(publication: Publication, folder: Path) -> Iterator[str]:
    """The files of earlier builds that would have been removed, but were changed."""
    for entry in publication.left_alone:
        yield f"{folder / entry.name} is no longer made, but it was changed or is open in another program: it was kept"


def amounts(result: BuildResult, publication: Publication, folder: Path) -> str:
    """How much of a build went where."""
    names = {one.artifact.name for one in publication.delivered}
    handouts = [one.handout for one in result.handouts if any(each.name in names for each in one.handout.artifacts)]
    pages = sum(one.artifact.pages or 0 for one in publication.delivered)
    files = [count(len(names), "file")] if len(names) != len(handouts) else []
    each = [count(len(handouts), "handout"), *files, *([count(pages, "page")] if pages else [])]
    return f"{', '.join(each)}, in {folder}{os.sep}"


def _earlier(folder: Path, is_meant: Callable[[ManifestEntry], bool]) -> Iterator[str]:
    names = earlier_files(folder, is_meant)
    if names:
        yield f"Still in {folder}{os.sep} from an earlier build: {some(names)}"
