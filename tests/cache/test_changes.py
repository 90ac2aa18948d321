"""Why a handout is made again: in the words of its author."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.proof.documents import document, items, look, paper, say, section

from caresheet.cache import canonical_json, changed_because
from caresheet.model.document import Document
from caresheet.model.topic import ListKind


def handout(*texts: str, extra: str = "") -> Document:
    more = (say(extra),) if extra else ()
    return document(section("Start", say("Fill it."), items(ListKind.BULLETS, *texts), *more))


def told(before: Document, now: Document) -> tuple[str, ...]:
    return changed_because(canonical_json(before).text, canonical_json(now).text)


def test_a_changed_sentence_is_named() -> None:
    """Both wordings, and nothing else."""
    assert told(handout("Wait", "Pour"), handout("Wait long", "Pour")) == ("'Wait' is now 'Wait long'",)


def test_added_and_removed_sentences_are_named() -> None:
    """One line more moves nothing else."""
    assert told(handout("Wait", "Pour"), handout("Look", "Wait", "Pour")) == ("'Look' is new",)
    assert told(handout("Wait", "Pour"), handout("Pour")) == ("'Wait' is gone",)
    assert told(handout("Wait"), handout("Wait", extra="Drink it.")) == ("'Drink it.' is new",)


def test_a_changed_key_is_named() -> None:
    """What is no sentence is named by its key, with both values."""
    plain = handout("Wait")
    assert told(plain, replace(plain, look=look(body=12.0)))[0] == "look.type.body is now '12.0', was '11.0'"
    (first, *_) = told(plain, replace(plain, look=look(paper("a5"))))
    assert first.startswith("look.paper.width is now '419.5")


def test_looks_of_words_are_named_by_their_key() -> None:
    """A sentence whose words stay is not told as another one."""
    before = say("Wait")
    runs = tuple(replace(run, strong=True) for run in before.text.runs)
    now = replace(before, text=replace(before.text, runs=runs))
    (only,) = told(document(section("Start", before)), document(section("Start", now)))
    assert only.endswith("strong is now 'True', was 'False'")


def test_nothing_changed() -> None:
    """The same document needs no reason, wherever it was typed."""
    assert told(handout("Wait"), handout("Wait")) == ()


@pytest.mark.parametrize("length", [81, 500])
def test_long_sentences_are_shortened(length: int) -> None:
    """A reason stays a line."""
    (reason,) = told(handout("Wait"), handout("w" * length))
    assert reason == f"'Wait' is now '{'w' * 80} …'"
