"""Reads the texts of a file, with or without marks, and checks the names that they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum

from msgspec import Struct, field
from msgspec.structs import replace

from caresheet.model import rules
from caresheet.model.problem import Findings, Position, Rule
from caresheet.model.text import GlossaryReference, Inline, Placeholder, Text, TextRun
from caresheet.model.topic import TOPIC_VALUES
from caresheet.source import suggest
from caresheet.source.inline import parse_text
from caresheet.source.nodes import InvalidShapeError, Node, ScalarNode, mapping, scalar
from caresheet.source.parsed_text import placeholders, sources_cited, terms_used
from caresheet.source.schemas import keys

_PLACEHOLDERS = "write clinic.…, topic.facts_checked, or a patient.… that topic.yaml declares"
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


class TextUse(Enum):
    """What a text is for, which decides what it may contain."""

    BODY = "body"
    HEADING = "heading"
    ALTERNATIVE = "alternative"


_REFUSED = {
    TextUse.BODY: (),
    TextUse.HEADING: ("citation",),
    TextUse.ALTERNATIVE: ("citation", "link", "placeholder"),
}


class KnownNames(Struct, frozen=True):
    """The names that texts and blocks may refer to, None if the file that declares them cannot be read: then every name
    is accepted. `terms` has the printed term of every glossary id, `defaults` the keys of a profile that the topic has
    a default for."""

    audiences: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    fields: tuple[str, ...] | None = None
    terms: Mapping[str, str] = field(default_factory=dict)
    defaults: tuple[str, ...] = ()


OWN_KEYS = ("country", "paper", "accent", "logo")
"""Keys of a clinic's profile that no text can print."""


def clinic_keys() -> tuple[str, ...]:
    """The keys of a clinic's profile that can follow `clinic.` in a placeholder."""
    return tuple(key for key in keys("clinic") if key not in OWN_KEYS)


class WordReader(Struct, frozen=True):
    """Reads the texts of one file and reports what is wrong with them."""

    findings: Findings
    names: KnownNames

    def text(self, node: Node, use: TextUse = TextUse.BODY) -> Text:
        """A text with its marks parsed. Raises InvalidShapeError if it is not a text or is blank."""
        words = self._whole(node)
        found = parse_text(words.text)
        for problem in found.problems:
            hint = problem.hint.replace("\\", "\\\\") if words.double_quoted else problem.hint
            self.findings.add(words.position, problem.rule, problem.message, hint)
        inlines = self._shown(found.inlines)
        self._report_marks(inlines, use, words.position)
        for source in sources_cited(inlines):
            self.known(source, self.names.sources, words.position, rules.UNKNOWN_SOURCE, "topic.yaml has no source")
        for term in terms_used(inlines):
            known = tuple(self.names.terms)
            self.known(term, known, words.position, rules.UNKNOWN_TERM, "this file defines no term")
        for name in placeholders(inlines):
            self._placeholder(name, words.position)
        return Text(inlines, words.position)

    def line(self, node: Node) -> Text:
        """A text, or a line with two wordings. Raises InvalidShapeError if it is neither."""
        if isinstance(node, ScalarNode):
            return self.text(node)
        whole = mapping(node)
        text = self.text(whole.need("text"))
        needs, otherwise = whole.get("with"), whole.get("else")
        if needs is None or otherwise is None:
            return text
        both = replace(text, needs=scalar(needs).text, otherwise=self.text(otherwise))
        self._report_wordings(both, scalar(needs))
        return both

    def _report_wordings(self, text: Text, needs: ScalarNode) -> None:
        """Report a value that no clinic has or every clinic has, and wordings that cannot stand for each other."""
        self._placeholder(needs.text, needs.position)
        otherwise = text.otherwise
        if otherwise is None:
            return
        if needs.text.removeprefix("clinic.") in self.names.defaults:
            message = f"the 'else' is never printed: topic.yaml has a default for {needs.text}"
            self.findings.add(needs.position, rules.WRONG_VALUE, message, "write the text alone, or remove the default")
        if needs.text in placeholders(otherwise.inlines):
            message = f"the 'else' asks for {{{{{needs.text}}}}}, which the clinic does not give"
            hint = "write words that do not need it; for a line to write on, leave out 'with' and 'else'"
            self.findings.add(otherwise.position, rules.WRONG_VALUE, message, hint)
        if set(sources_cited(text.inlines)) != set(sources_cited(otherwise.inlines)):
            message = "the two wordings of this line do not cite the same sources"
            self.findings.add(otherwise.position, rules.WRONG_VALUE, message, "cite the same sources in both")

    def maybe(self, node: Node | None, use: TextUse = TextUse.BODY) -> Text | None:
        """A text, or None if the key is not given."""
        return None if node is None else self.text(node, use)

    def plain(self, node: Node) -> str:
        """A text without marks. Raises InvalidShapeError if it is not a text or is blank."""
        words = self._whole(node)
        found = parse_text(words.text)
        match found.inlines:
            case (TextRun(text=text) as only,) if not found.problems and only == TextRun(text):
                return text
            case _:
                message = "these words cannot contain marks, placeholders or citations"
                self.findings.add(words.position, rules.BAD_MARKUP, message, "write plain words")
                return words.text

    def known(self, name: str, known: Iterable[str] | None, position: Position, rule: Rule, lacks: str) -> None:
        """Report a name that is not one of the known ones. `lacks` begins the message, such as `topic.yaml has no
        source`."""
        if known is None:
            return
        names = tuple(known)
        if name not in names:
            self.findings.add(position, rule, f"{lacks} '{name}'", suggest.hint(name, names))

    def _whole(self, node: Node) -> ScalarNode:
        """The text as typed. Reports words lost to a comment, and a second paragraph."""
        words = scalar(node)
        if words.comment is not None:
            message = "YAML ignores everything after ' #' in unquoted text"
            hint = f"{words.comment.hint}, or put the comment on a line of its own"
            self.findings.add(words.comment.position, rules.UNQUOTED_HASH, message, hint)
        if not words.text.strip():
            raise InvalidShapeError(words.position, "there are no words")
        body = words.text.strip()
        if _EMPTY_LINE.search(body) if words.literal else "\n" in body:
            message = "a text is one paragraph, and this one has an empty line inside"
            self.findings.add(words.position, rules.BAD_MARKUP, message, "split it into two texts")
        return words

    def _shown(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The runs, with the glossary's own term where a reference gives no other words."""
        return tuple(
            replace(inline, shown=self.names.terms.get(inline.term, inline.term))
            if isinstance(inline, GlossaryReference) and not inline.shown
            else inline
            for inline in inlines
        )

    def _report_marks(self, inlines: tuple[Inline, ...], use: TextUse, position: Position) -> None:
        found = {
            "citation": bool(sources_cited(inlines)),
            "link": any(isinstance(inline, TextRun) and inline.link for inline in inlines),
            "placeholder": any(isinstance(inline, Placeholder) for inline in inlines),
        }
        for kind in _REFUSED[use]:
            if found[kind]:
                place = "a heading" if use is TextUse.HEADING else "an alternative text"
                self.findings.add(position, rules.BAD_MARKUP, f"{place} cannot contain a {kind}", "remove it")

    def _placeholder(self, name: str, position: Position) -> None:
        kind, _, key = name.partition(".")
        fields = self.names.fields
        clinic = [f"clinic.{each}" for each in clinic_keys()]
        if kind == "patient" and fields is None:
            return
        known = [*clinic, *TOPIC_VALUES, *(f"patient.{each}" for each in fields or ())]
        if name not in known:
            fitting = [each for each in known if each.startswith(f"{kind}.")] if key else known
            hint = suggest.hint(name, fitting or known) or _PLACEHOLDERS
            self.findings.add(position, rules.UNKNOWN_PLACEHOLDER, f"unknown placeholder {{{{{name}}}}}", hint)
