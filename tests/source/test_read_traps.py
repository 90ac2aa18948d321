"""What a schema allows and the reader does not know is never passed over in silence."""

from __future__ import annotations

import pytest
from tests.source.trees import Memory

from caresheet.model.problem import Findings, Position
from caresheet.source.blocks import BlockReader
from caresheet.source.nodes import KeyValue, MappingNode, ScalarNode, SequenceNode
from caresheet.source.parsed_file import ParsedFile
from caresheet.source.words import KnownNames, WordReader

HERE = Position("content/walking/en.yaml", 12, 3)
RHYME = MappingNode((KeyValue(ScalarNode("rhyme", HERE), ScalarNode("Walk on.", HERE)),), HERE)
TEXT = ScalarNode("Walk on.", HERE)


def reader(*reported_at: Position) -> BlockReader:
    """A reader of blocks in a file whose faults have been reported at these places."""
    file = ParsedFile(HERE.file, MappingNode((), HERE), frozenset(reported_at))
    return BlockReader(file, WordReader(Findings(), KnownNames()), Memory({}))


def test_a_kind_of_block_without_reader_is_an_internal_error() -> None:
    """In a valid file, a block that the reader cannot make is the program's own fault: it names the place and the key,
    and the words of the block are not left out."""
    with pytest.raises(AssertionError, match=r"content/walking/en\.yaml:12:3: .*'rhyme'.*though the schema allows it"):
        reader().blocks((TEXT, RHYME))


def test_a_block_that_was_reported_hides_nothing() -> None:
    """In a file with faults, what cannot be read has been reported; whatever else stands there is read all the same."""
    assert len(reader(HERE).blocks((RHYME, TEXT))) == 1


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ({"alert": {"level": "shout", "blocks": ["Stop."]}}, "'shout' is not a valid Level"),
        ({"log": {"caption": "Walks", "columns": ["Day"], "rows": "many"}}, "'many' is not a count"),
        ({"table": {"columns": ["Day"], "rows": [["Monday"]]}}, "there is no 'caption'"),
        ({"paragraph": ["Walk on."]}, "this is not a mapping"),
        ({"bullets": "Walk on."}, "this is not a list"),
        ({"contacts": ["Nurse"]}, "this is not a mapping"),
    ],
)
def test_a_value_that_the_reader_does_not_know_is_an_internal_error(block: object, says: str) -> None:
    """The same holds for every part of a block: a level, a count, a missing key, a text in the place of a list."""
    with pytest.raises(AssertionError, match=says):
        reader().blocks((node(block),))
    reader(HERE).blocks((node(block),))


def node(plain: object) -> MappingNode | SequenceNode | ScalarNode:
    """YAML's nodes of a plain value."""
    match plain:
        case dict():
            return MappingNode(
                tuple(KeyValue(ScalarNode(key, HERE), node(value)) for key, value in plain.items()), HERE
            )
        case list():
            return SequenceNode(tuple(node(each) for each in plain), HERE)
        case _:
            return ScalarNode(str(plain), HERE)
