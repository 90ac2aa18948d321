"""Explains what YAML cannot read: a plain message, the line to write instead, and a repaired text to read on with."""

from __future__ import annotations

import re

import yaml
from msgspec import Struct

from caresheet.model import rules
from caresheet.model.counts import count
from caresheet.model.problem import Position, Problem, Rule
from caresheet.model.yaml_text import single_quoted
from caresheet.source.indentation import misindented
from caresheet.source.line_places import LINE_END, after_line_end, line_at, line_end, line_start
from caresheet.source.separators import Separator, missing_separator

LONGEST_HINT = 160
"""The maximum number of characters of a line in a hint."""

QUOTE = "put the text in single quotes"

_LINE = re.compile(
    r"""(?P<lead>[ \t]*(?:-[ \t]+)*)(?P<key>(?:[A-Za-z_][\w-]*|'[^'\n]*'|"[^"\n]*")[ \t]*:(?:[ \t]+|$))?(?P<value>.*)"""
)
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*["]""")
_AROUND = re.compile(r"""(?P<mark>['"])(?P<inner>.*)(?P=mark)(?:[ \t]+#.*)?""", re.DOTALL)
_CLOSE = {"[": "]", "{": "}"}
_LOST_IN_BRACKETS = re.compile(r"""[^'"#\n]*[\[{][^'"#\n]*[ \t:,](\#)""")
_NO_SPACE = re.compile(r"(?P<before>[ \t]*(?:-[ \t]+)*(?P<key>[a-z_]+):)(?P<rest>\S.*)")


class Misreading(Struct, frozen=True):
    """Why YAML could not read on. `repaired` is the text as the author probably meant it, to find what else is wrong;
    None if that is not clear."""

    problem: Problem
    repaired: str | None


class _ScalarValue(Struct, frozen=True):
    """The text after the dashes and the key of a line, with the continuation lines that YAML adds to it."""

    asked: int
    lead: str
    start: int
    words: str
    line: int
    column: int


def quoted_line(text: str, index: int) -> str:
    """A hint that shows the line of this character, with everything from there on in quotes."""
    start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    end = line_end(text, index)
    return _hint(text[start:index], text[index:end])


def quoted_part(words: str) -> str:
    """A hint that shows part of a line in quotes."""
    return f"write {single_quoted(_shortened(words))}"


def explain(text: str, path: str, error: yaml.MarkedYAMLError, bracket: Position | None) -> Misreading:
    """Explains in plain words, at the right position, what YAML could not read. `bracket` is the position of the
    innermost open bracket."""
    problem_line, problem_column = _mark(error.problem_mark)
    context_line, context_column = _mark(error.context_mark) if error.context_mark else (problem_line, problem_column)
    inside = bool(error.context and ("scanning" in error.context or "flow" in error.context))
    line, column = (context_line, context_column) if inside else (problem_line, problem_column)
    tab = _tab(text, problem_line) or _tab(text, line)
    if tab:
        message = "YAML does not allow tabs for indentation"
        return _plain(path, tab, rules.INVALID_YAML, message, "indent with spaces")
    trouble = str(error.problem or "")
    earlier = _unclosed(text, path, problem_line) or _indented_start(text, path, trouble, problem_column)
    if earlier:
        return earlier
    for candidate in dict.fromkeys((line, problem_line)):
        value = _value(text, candidate)
        found = _misread(value, trouble, (problem_line, problem_column)) if value else None
        if value and found:
            rule, message = found
            return _requoted(text, path, value, rule, message)
    at = _clamped(text, line, column)
    lost = _lost_in_brackets(text, path, at[0])
    if lost or not (bracket and "node content" in trouble and not line_at(text, at[0])[at[1] :].strip()):
        return lost or _otherwise(text, path, trouble, at)
    message, hint = "this bracket is never closed", "close it, and put texts in single quotes"
    return Misreading(Problem(bracket, rules.INVALID_YAML, message, hint), None)


def _unclosed(text: str, path: str, last: int) -> Misreading | None:
    """A quotation mark that YAML closes where the next text begins, at the line where it is opened."""
    line = 0
    while line <= last:
        _, match = _matched(text, line)
        words = match["value"].rstrip() if match else ""
        mark = words[:1]
        if match is None or mark not in {"'", '"'} or _QUOTED.match(words):
            line += 1
            continue
        end = next((each for each in range(line + 1, last + 1) if mark in line_at(text, each)), None)
        closing = None if end is None else _matched(text, end)[1]
        if end is None or closing is None:
            return None
        if closing["value"].startswith(mark) and (closing["lead"].strip() or closing["key"]):
            return _never_closed(text, path, line, match)
        line = end + 1
    return None


def _never_closed(text: str, path: str, line: int, match: re.Match[str]) -> Misreading:
    begin, start = line_start(text, line) or 0, match.start("value")
    mark_and_words = match["value"].rstrip()
    words = mark_and_words[1:]
    position, hint = Position(path, line + 1, start - begin + 1), _hint(text[begin:start], words)
    problem = Problem(position, rules.INVALID_YAML, "this quotation mark is never closed", hint)
    return Misreading(problem, text[:start] + single_quoted(words) + text[start + len(mark_and_words) :])


def _indented_start(text: str, path: str, trouble: str, column: int) -> Misreading | None:
    """A file whose first key is indented, and the others are not."""
    first = next((line for line in range(len(LINE_END.findall(text))) if _has_words(text, line)), 0)
    words = line_at(text, first)
    indent = len(words) - len(words.lstrip(" "))
    if column or not indent or "<document start>" not in trouble:
        return None
    at, hint = (first, indent), "start it at the left margin, like the keys below"
    return _plain(path, at, rules.INVALID_YAML, "this line is indented, and the keys below are not", hint)


def _clamped(text: str, line: int, column: int) -> tuple[int, int]:
    """The place, or the end of the text if PyYAML names a line after it."""
    last = len(LINE_END.findall(text))
    return (line, column) if line <= last else (last, len(line_at(text, last)))


def _misread(value: _ScalarValue, trouble: str, at: tuple[int, int]) -> tuple[Rule, str] | None:
    """The rule and the message for a value whose first character, or a colon inside it, YAML read as syntax."""
    first = value.words[:1]
    if first == "*":
        return rules.UNQUOTED_ASTERISK, "YAML reads text that starts with '*' as an alias"
    if first in {">", "|"} and value.words.strip(">|-+0123456789 \t"):
        return rules.UNQUOTED_FOLD, f"YAML reads text that starts with '{first}' as folded text"
    if first in _CLOSE and _words_follow(value.words):
        return rules.UNQUOTED_BRACES, f"YAML reads text that starts with '{first}' as a collection"
    if first in {"&", "!"}:
        kind = (rules.YAML_ALIAS, "an anchor") if first == "&" else (rules.YAML_TAG, "a tag")
        return kind[0], f"YAML reads text that starts with '{first}' as {kind[1]}"
    if first and first in "@`%":
        return rules.INVALID_YAML, f"text that starts with '{first}' must be in quotes"
    if first in {"'", '"'} and "expected" in trouble and _closes_early(value.words, first):
        return rules.INVALID_YAML, "there is text after the closing quotation mark"
    if first not in _CLOSE and "mapping values" in trouble and value.asked == at[0] and (value.line, value.column) < at:
        return rules.UNQUOTED_COLON, "YAML reads the words before ': ' as a key"
    return _commented(value, trouble)


def _commented(value: _ScalarValue, trouble: str) -> tuple[Rule, str] | None:
    """Text that continues in the next line cannot contain ' #': YAML ends it there."""
    first_line = re.split(r"[\r\n]", value.words, maxsplit=1)[0]
    if value.words[:1] in {"", "'", '"', "[", "{", "#"} or first_line == value.words or "expected" not in trouble:
        return None
    keys_follow = re.search(r"[\r\n][ \t]*[a-z_]+:(?=[ \t\r\n]|$)", value.words)
    if not keys_follow and re.search(r"(?m)(^|[ \t])[ \t]*#", value.words):
        return rules.UNQUOTED_HASH, "YAML ignores everything after ' #' in unquoted text"
    return None


def _words_follow(words: str) -> bool:
    """Whether text follows the bracket that closes the first one, or the value starts with one of our marks."""
    if words.startswith(("{{", "[[", "[@")):
        return True
    depth = 0
    for index, character in enumerate(words):
        depth += (character == words[0]) - (character == _CLOSE[words[0]])
        if depth == 0:
            rest = words[index + 1 :].strip()
            return bool(rest) and rest[0] not in "#,]}:"
    return False


def _closes_early(words: str, mark: str) -> bool:
    """Whether the quotation mark at the start is closed before the end of the text."""
    closing = re.match(r"'(?:[^']|'')*'" if mark == "'" else r'"(?:[^"\\]|\\.)*"', words, re.DOTALL)
    rest = words[closing.end() :].strip() if closing else ""
    return bool(rest) and not rest.startswith("#")


def _otherwise(text: str, path: str, trouble: str, at: tuple[int, int]) -> Misreading:
    """The explanation of what quotation marks would not repair."""
    line_text = line_at(text, at[0])
    above = _NO_SPACE.match(line_at(text, _words_above(text, at[0])))
    if above and ("mapping values" in trouble or "expected" in trouble):
        return _spaceless(path, _words_above(text, at[0]), above)
    if line_text[at[1] : at[1] + 1] == "*":
        return _plain(path, at, rules.UNQUOTED_ASTERISK, "YAML reads text that starts with '*' as an alias", QUOTE)
    spaceless = _NO_SPACE.match(line_text)
    if spaceless and ("could not find expected ':'" in trouble or "scalar" not in trouble):
        return _spaceless(path, at[0], spaceless)
    separator = missing_separator(text.splitlines(), at[0])
    if separator:
        return _separated(path, separator)
    if "could not find expected ':'" in trouble:
        message = "this is neither 'key: value' nor a list item '- …'"
        return _plain(path, at, rules.INVALID_YAML, message, "put a space after ':' and '-'")
    moved = misindented(text, at[0]) if any(words in trouble for words in _MISFITS) else None
    if moved:
        message = f"this line is indented by {count(moved.spaces, 'space')}, where it does not fit what is around it"
        hint = f"indent it by {count(moved.right, 'space')}" if moved.right else "start it at the left margin"
        return _plain(path, (moved.line, moved.spaces), rules.INVALID_YAML, message, hint)
    for words, message, hint in _PLAIN_WORDS:
        if words in trouble:
            return _plain(path, at, rules.INVALID_YAML, message, hint)
    return _plain(path, at, rules.INVALID_YAML, f"YAML cannot read this: {trouble}", QUOTE)


def _separated(path: str, separator: Separator) -> Misreading:
    """A dash without its space, or a key without its colon."""
    plain = f"write {separator.lead.strip()} {separator.words}"
    hint = _hint(separator.lead, separator.words) if separator.as_text else plain
    return _plain(path, (separator.line, separator.column), rules.INVALID_YAML, separator.message, hint)


def _words_above(text: str, line: int) -> int:
    """The nearest line above that has more than a comment in it; the line before where there is none."""
    return next((each for each in range(line - 1, -1, -1) if _has_words(text, each)), line - 1)


def _has_words(text: str, line: int) -> bool:
    """Whether a line has more than a comment in it."""
    return bool(line_at(text, line).split("#")[0].strip())


def _lost_in_brackets(text: str, path: str, line: int) -> Misreading | None:
    """A comment inside brackets that includes the closing bracket."""
    for each in (line, line - 1):
        comment = _LOST_IN_BRACKETS.match(line_at(text, each))
        before = comment[0] if comment else ""
        if comment and sum(map(before.count, "[{")) > sum(map(before.count, "]}")):
            message = "YAML reads '#' as the start of a comment, so the bracket is never closed"
            return _plain(path, (each, comment.start(1)), rules.UNQUOTED_HASH, message, QUOTE)
    return None


def _spaceless(path: str, line: int, match: re.Match[str]) -> Misreading:
    message = f"a space is missing after '{match['key']}:'"
    rest = match["rest"]
    hint = f"write {match['before'].strip()} {rest}" if rest[0] in "[{'\"" else _hint(match["before"], rest)
    return _plain(path, (line, match.end("key")), rules.INVALID_YAML, message, hint)


_MISFITS = (
    "mapping values are not allowed",
    "'-' indicator",
    "expected key",
    "expected <block end>",
    "<document start>",
)
"""What YAML says where a line is indented by too many or too few spaces."""
_PLAIN_WORDS = (
    ("mapping values are not allowed", "unexpected colon", "check the indentation, or " + QUOTE),
    (
        "sequence entries are not allowed",
        "a list cannot start on the same line as other text",
        "put every '- ' on a line of its own",
    ),
    (
        "unexpected end of stream",
        "this quotation mark is never closed",
        "close it; inside '…', write '' for an apostrophe",
    ),
    ("unexpected document indicator", "this quotation mark is never closed", "close it"),
    ("unknown escape character", "in double quotes, a backslash starts an escape", "use single quotes"),
    ("escape", "in double quotes, a backslash starts an escape", "use single quotes"),
    ("',' or ']'", "a '[' is not closed, or a comma is missing", "close it, and put texts in single quotes"),
    ("',' or '}'", "a '{' is not closed, or a comma is missing", "close it, and put texts in single quotes"),
    ("expected node content", "unexpected bracket or comma", "close what is open, and put texts in quotes"),
    ("expected the node content", "unexpected bracket or comma", "close what is open, and put texts in quotes"),
    ("'-' indicator", "this line does not fit the list around it", "check the indentation, or " + QUOTE),
    ("expected key", "this line does not fit the keys around it", "check the indentation, or " + QUOTE),
    ("expected <block end>", "this line does not fit what is around it", "check the indentation, or " + QUOTE),
    ("<document start>", "this line does not fit what is above it", "check the indentation, or " + QUOTE),
    ("cannot start any token", "a text cannot start with this character", QUOTE),
)


def _value(text: str, asked: int) -> _ScalarValue | None:
    """The value that a line, counted from 0, belongs to; None if there is none.

    A line without dash and key continues the text of a line above.
    """
    line = asked
    start, match = _matched(text, line)
    while match and line > 0 and not (match["lead"].strip() or match["key"]):
        line -= 1
        start, match = _matched(text, line)
    if match is None or not match["value"].strip():
        return None
    begins, indent = match.start("value"), match["lead"].rfind("-")
    if match["key"] and match["lead"].strip() and not re.match(r"[a-z_'\"]", match["key"]):
        begins = match.start("key")  # a list item such as `- Call us: now` is a text: our keys are lowercase
    elif match["key"]:
        indent = match.start("key") - start
    stop = _continued(text, line_end(text, start), indent)
    return _ScalarValue(asked, text[start:begins], begins, text[begins:stop].rstrip(), line, begins - start)


def _matched(text: str, line: int) -> tuple[int, re.Match[str] | None]:
    start = line_start(text, line)
    return (0, None) if start is None else (start, _LINE.match(text, start, line_end(text, start)))


def _continued(text: str, end: int, indent: int) -> int:
    """The end of the value that starts in the line with this end; lines that are indented more continue it."""
    position = end
    while position < len(text):
        start = after_line_end(text, position)
        stop = line_end(text, start)
        words = text[start:stop]
        if start >= len(text) or (words.strip() and len(words) - len(words.lstrip(" ")) <= max(indent, 0)):
            break
        if words.strip():
            end = stop
        position = stop
    return end


def _requoted(text: str, path: str, value: _ScalarValue, rule: Rule, message: str) -> Misreading:
    words = value.words
    meant = _meant(words)
    repaired = text[: value.start] + single_quoted(meant) + text[value.start + len(words) :]
    position = Position(path, value.line + 1, value.column + 1)
    return Misreading(Problem(position, rule, message, _hint(value.lead, meant)), repaired)


def _meant(words: str) -> str:
    """What the author means by words whose first quotation mark is closed too early: an apostrophe in them closed it,
    and the marks around them are not part of the text. Quotation marks in pairs are."""
    around = _AROUND.fullmatch(words)
    if around is None:
        return words
    mark, inner = around["mark"], around["inner"]
    inside = re.sub(r"''" if mark == "'" else r'\\"', "", inner)
    if inside.count(mark) % 2 == 0 and not re.search(rf"^[^{mark}]*(?<!\w){mark}(?=\w)", inside):
        apostrophes = re.findall(rf"(?<=\w){mark}(?=\w)", inside)
        if len(apostrophes) < inside.count(mark):
            return words
    return inner.replace("''", "'") if mark == "'" else inner.replace('\\"', '"')


def _hint(lead: str, words: str) -> str:
    return f"write {lead.strip()} {single_quoted(_shortened(words))}".replace("write  ", "write ")


def _shortened(words: str) -> str:
    joined = " ".join(words.split())
    return joined if len(joined) <= LONGEST_HINT else joined[:LONGEST_HINT].rstrip() + "…"


def _plain(path: str, at: tuple[int, int], rule: Rule, message: str, hint: str) -> Misreading:
    return Misreading(Problem(Position(path, at[0] + 1, at[1] + 1), rule, message, hint), None)


def _mark(mark: yaml.Mark | None) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


def _tab(text: str, line: int) -> tuple[int, int] | None:
    """The place of a tab in the indentation of a line."""
    match = re.match(r"[ -]*\t", line_at(text, line))
    return (line, match.end() - 1) if match else None
