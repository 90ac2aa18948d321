"""What a layout puts at a place: sections by role or id, the rest, sources, the contents, or the interpreter line."""

from __future__ import annotations

from caresheet.model.layout import ById, ByRole, ContentsList, InterpreterLine, References, Rest
from caresheet.source.nodes import InvalidShapeError, MappingNode, Node, ScalarNode, scalar

_ByWord = Rest | References | ContentsList | InterpreterLine
_WORDS = "'rest', 'references', 'contents' nor 'interpreter'"


def placed(whole: MappingNode) -> ByRole | ById | _ByWord:
    """What is at a place that sets its own look."""
    if word := whole.get("what"):
        return placed_by_word(scalar(word))
    role = whole.get("role")
    return ById(scalar(whole.need("id")).text) if role is None else ByRole(scalar(role).text)


def placed_by_word(node: ScalarNode) -> _ByWord:
    """What is at a place that is given as a single word. Raises InvalidShapeError for any other word."""
    match node.text:
        case "rest":
            return Rest()
        case "references":
            return References()
        case "contents":
            return ContentsList()
        case "interpreter":
            return InterpreterLine()
        case _:
            raise InvalidShapeError(node.position, f"'{node.text}' is neither {_WORDS}")


def is_references(node: Node) -> bool:
    """Whether a place is for the list of sources."""
    word = node.get("what") if isinstance(node, MappingNode) else node
    return isinstance(word, ScalarNode) and word.text == "references"
