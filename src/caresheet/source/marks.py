"""Parses the marks inside a text with markdown-it and rules for our own marks."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import emphasis as markdown_emphasis
from markdown_it.token import Token

from caresheet.model import rules
from caresheet.model.text import Citation, GlossaryReference, Inline, Placeholder, TextRun
from caresheet.source.parsed_text import ParsedText, TextProblem, joined

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_CITATION = re.compile(r"\[@([^\[\]]*)\]")
_SOURCE = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_TERM = re.compile(r"\[\[\s*([^\[\]|]*?)\s*(?:\|\s*([^\[\]|]*?)\s*)?\]\]")
_MARK_INSIDE = re.compile(r"[*`{}\\<]")
_SPAN_END = re.compile(r"\{\s*lang\s*=\s*([^{}]*?)\s*\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_ADDRESS = re.compile(
    r"(https?://[A-Za-z0-9._~-]+(:[0-9]+)?([/?#]\S*)?|mailto:[^\s@]+@[^\s@]+|tel:\+?[0-9][0-9().\-]*)"
)
_ESCAPE_HINT = "put a backslash before it to print it"

_LEFT = (
    (re.compile(r"(?<!\s)\*|\*(?!\s)"), "unmatched '*'", f"close it, or {_ESCAPE_HINT}"),
    (re.compile(r"\{\{|\}\}"), "unmatched '{{' or '}}'", "write {{clinic.phone}} or {{patient.name}}"),
    (re.compile(r"\[\[|\]\]"), "unmatched '[[' or ']]'", "write [[term]] or [[term|shown words]]"),
    (re.compile(r"\[@"), "a citation is not closed", "write [@S1] or [@S1; @S2]"),
    (re.compile(r"\]\("), "incomplete link", "write [words](https://example.org)"),
    (re.compile(r"\]\{"), "incomplete language mark", "write [palabras]{lang=es}"),
    (re.compile(r"</?[A-Za-z!][^<>]*>"), "HTML would be printed as it is", "use **strong**, *emphasis* or links"),
    (
        re.compile(r"&(#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z]+[0-9]*);"),
        "HTML codes would be printed as they are",
        "type the character itself",
    ),
    (re.compile(r"`"), "a '`' would be printed as it is", f"delete it, or {_ESCAPE_HINT}"),
)
_HEADING = re.compile(r"#{1,6} ")
_IMAGE = re.compile(r"(?<!\\)!\[(?![@\[])[^\]]*\]\(")


def marked(text: str) -> ParsedText:
    """The runs of a text that contains marks, with a problem for every mark that is not closed or not known."""
    tokens: list[Token] = []
    markdown = _markdown()
    markdown.inline.parse(text, markdown, {}, tokens)
    reader = _Reader()
    for token in tokens:
        reader.take(token)
    if _HEADING.match(text):
        reader.bad("a text cannot contain a heading", "headings are the titles of sections")
    if _IMAGE.search(text):
        reader.bad("a text cannot contain a picture", "use a figure block")
    return ParsedText(joined(reader.inlines), tuple(dict.fromkeys(reader.problems)))


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero").enable(["emphasis", "balance_pairs", "fragments_join", "link", "escape"])
    markdown.inline.ruler.at("emphasis", _stars)
    for name, rule in (("citation", _citation), ("term", _term), ("span", _span), ("placeholder", _placeholder)):
        markdown.inline.ruler.before("link", name, rule)
    markdown.validateLink = _any_link  # type: ignore[method-assign]
    return markdown


def _any_link(url: str) -> bool:
    """Accepts any address; `_Reader` refuses those that cannot be followed, with a message."""
    return bool(url) or not url


def _stars(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """Emphasis with asterisks only: a row of underscores is a line to write on."""
    return state.src[state.pos] != "_" and markdown_emphasis.tokenize(state, silent)


def _placeholder(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    return _matched(state, _PLACEHOLDER, "placeholder", silent=silent)


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    return _matched(state, _CITATION, "citation", silent=silent)


def _term(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    return _matched(state, _TERM, "term", silent=silent)


def _matched(state: StateInline, pattern: re.Pattern[str], kind: str, *, silent: bool) -> bool:
    match = pattern.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push(kind, "", 0)
        token.meta = {"match": match}
    state.pos = match.end()
    return True


def _span(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """`[words]{lang=es}`, parsed like a link with its target in braces."""
    if state.src[state.pos] != "[":
        return False
    start, maximum = state.pos, state.posMax
    end = state.md.helpers.parseLinkLabel(state, start)
    state.pos = start
    match = _SPAN_END.match(state.src, end + 1, maximum) if end >= 0 else None
    if match is None:
        return False
    if not silent:
        state.pos, state.posMax = start + 1, end
        state.push("span_open", "", 1).meta = {"language": match[1]}
        state.md.inline.tokenize(state)
        state.push("span_close", "", -1)
    state.pos, state.posMax = match.end(), maximum
    return True


class _Reader:
    """Turns markdown-it's tokens into runs, keeping track of the open marks."""

    def __init__(self) -> None:
        self.inlines: list[Inline] = []
        self.problems: list[TextProblem] = []
        self._strong = 0
        self._emphasis = 0
        self._languages: list[str] = []
        self._link: str | None = None
        self._link_start = 0

    def take(self, token: Token) -> None:
        """Read one token."""
        match token.type:
            case "text":
                self._text(token.content)
            case "text_special":
                self._words(token.content)
            case "placeholder":
                self.inlines.append(Placeholder(token.meta["match"][1], strong=self._strong > 0))
            case "citation":
                self._citation(token.meta["match"])
            case "term":
                self._term(token.meta["match"])
            case _:
                self._turn(token)

    def _turn(self, token: Token) -> None:
        """Open or close a mark."""
        match token.type:
            case "strong_open" | "strong_close":
                self._strong += token.nesting
            case "em_open" | "em_close":
                self._emphasis += token.nesting
            case "link_open":
                self._open_link(token)
            case "link_close":
                self._close_link()
            case "span_open":
                self._open_span(str(token.meta["language"]))
            case "span_close":
                self._languages.pop()
            case _:
                raise AssertionError(token.type)

    def bad(self, message: str, hint: str) -> None:
        """Report marks that would be printed as they are."""
        self.problems.append(TextProblem(rules.BAD_MARKUP, message, hint))

    def _text(self, text: str) -> None:
        for pattern, message, hint in _LEFT:
            if pattern.search(text):
                self.bad(message, hint)
        self._words(text)

    def _words(self, text: str) -> None:
        language = self._languages[-1] if self._languages else None
        words = TextRun(text, strong=self._strong > 0, emphasis=self._emphasis > 0, language=language, link=self._link)
        self.inlines.append(words)

    def _open_link(self, token: Token) -> None:
        address = str(token.attrGet("href") or "")
        if not _ADDRESS.fullmatch(address):
            message = (
                f"'{address[:60]}' is not a web, e-mail or telephone address" if address else "a link has no address"
            )
            hint = "write https://…, mailto:… or tel:…"
            self.problems.append(TextProblem(rules.BAD_LINK, message, hint))
        if token.attrGet("title"):
            self.bad("the title after the address would be lost", "delete it")
        self._link, self._link_start = address, len(self.inlines)

    def _close_link(self) -> None:
        inside = self.inlines[self._link_start :]
        if any(not isinstance(inline, TextRun) for inline in inside):
            self.bad("a link can only contain words", "put placeholders, citations and terms outside it")
        elif not any(isinstance(inline, TextRun) and inline.text.strip() for inline in inside):
            self.bad("a link has no words", "write [words](https://example.org)")
        self._link = None

    def _open_span(self, language: str) -> None:
        if not _LANGUAGE.fullmatch(language):
            self.bad(f"'{language[:60]}' is not a language tag", "write a tag such as es or pt-BR")
        self._languages.append(language)

    def _citation(self, match: re.Match[str]) -> None:
        names = [part.strip().removeprefix("@") for part in f"@{match[1]}".split(";")]
        typed = [part.strip() for part in f"@{match[1]}".split(";")]
        if all(part.startswith("@") and _SOURCE.fullmatch(part[1:]) for part in typed):
            self.inlines.append(Citation(tuple(dict.fromkeys(names))))
        else:
            self.bad(f"'{match[0][:60]}' is not a citation", "write [@S1] or [@S1; @S2]")

    def _term(self, match: re.Match[str]) -> None:
        term, shown = match[1], match[2]
        if not term or shown == "" or _MARK_INSIDE.search(shown or ""):
            self.bad(f"'{match[0][:60]}' does not name a term", "write [[term]] or [[term|shown words]]")
            return
        self.inlines.append(GlossaryReference(term, shown if shown is not None else "", strong=self._strong > 0))
