"""Reads reviews: who approved a topic's words in one language, as `caresheet review` recorded it."""

from __future__ import annotations

from datetime import date

from caresheet.model import rules
from caresheet.model.problem import Findings
from caresheet.model.review import Review, ReviewedHandout, Reviewer
from caresheet.model.wording import TextUnit
from caresheet.source.nodes import InvalidShapeError, MappingNode, Node, items, mapping, optional, scalar
from caresheet.source.parsed_file import ParsedFile


def read_reviews(file: ParsedFile, findings: Findings) -> tuple[Review, ...]:
    """All reviews of the file, oldest first; none if it is not valid. A review that was edited by hand is reported."""
    if not file.valid:
        return ()
    reviews = file.attempt(lambda: tuple(_review(mapping(node)) for node in items(file.root.get("reviews")))) or ()
    for review in reviews:
        if review.sha256 != review.digest():
            message = f"the review of {review.reviewed_on} was changed after it was recorded"
            hint = "undo the change, or have the topic reviewed again with: caresheet review"
            findings.add(review.position, rules.BROKEN_REVIEW, message, hint)
    return reviews


def _review(whole: MappingNode) -> Review:
    return Review(
        reviewer=Reviewer(_text(whole, "reviewer"), _text(whole, "credential"), _text(whole, "organization")),
        reviewed_on=_day(whole, "reviewed_on"),
        due=_day(whole, "review_due"),
        version=_text(whole, "version"),
        handouts=tuple(_handout(mapping(node)) for node in items(whole.get("handouts"))),
        said=tuple(_text_unit(node) for node in items(whole.get("said"))),
        sha256=_text(whole, "sha256"),
        position=whole.position,
    )


def _handout(whole: MappingNode) -> ReviewedHandout:
    return ReviewedHandout(_text(whole, "layout"), _text(whole, "words"), optional(whole.get("original")))


def _text_unit(node: Node) -> TextUnit:
    whole = mapping(node)
    return TextUnit(_text(whole, "part"), _text(whole, "for"), _text(whole, "words"), whole.position)


def _text(whole: MappingNode, key: str) -> str:
    return scalar(whole.need(key)).text


def _day(whole: MappingNode, key: str) -> date:
    node = scalar(whole.need(key))
    try:
        return date.fromisoformat(node.text)
    except ValueError as error:
        raise InvalidShapeError(node.position, str(error)) from error
