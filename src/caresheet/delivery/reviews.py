"""Recorded reviews: each is added to the end of its file, and none is ever changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from caresheet.delivery.folder import refusal, write_file
from caresheet.delivery.sole_writer import sole_writer
from caresheet.model.problem import CaresheetError
from caresheet.model.review import Review
from caresheet.model.yaml_text import single_quoted

_HEAD = """\
# Who reviewed the wording, and all of the wording. Written by `caresheet review`, which adds to the end of the file.
# Do not edit: a review that was changed after it was recorded is refused.
reviews:
"""


def append_review(review: Review, path: Path) -> None:
    """Add a review to the file, and create the file if it is missing. What other processes add at the same time stays.
    Raises CaresheetError (not-writable); the file is then unchanged."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with sole_writer(path):
            before = path.read_bytes() if path.exists() else _HEAD.encode("utf-8")
            if not before.endswith(b"\n"):
                before += b"\n"
            write_file(before + "".join(f"{line}\n" for line in _lines(review)).encode("utf-8"), path)
    except OSError as error:
        raise CaresheetError((refusal(error, path, "choose another place for the project"),)) from error


def _lines(review: Review) -> Iterator[str]:
    yield f"  - reviewer: {single_quoted(review.reviewer.name)}"
    yield f"    credential: {single_quoted(review.reviewer.credential)}"
    yield f"    organization: {single_quoted(review.reviewer.organization)}"
    yield f"    reviewed_on: {review.reviewed_on}"
    yield f"    review_due: {review.due}"
    yield f"    version: {single_quoted(review.version)}"
    yield "    handouts:"
    for handout in review.handouts:
        yield f"      - layout: {handout.layout}"
        yield f"        words: {single_quoted(handout.words)}"
        if handout.original:
            yield f"        original: {single_quoted(handout.original)}"
    yield "    said:"
    for unit in review.said:
        yield f"      - part: {single_quoted(unit.part)}"
        yield f"        for: {single_quoted(unit.audience)}"
        yield f"        words: {single_quoted(unit.words)}"
    yield f"    sha256: {single_quoted(review.sha256)}"
