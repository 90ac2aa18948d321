"""Parses the marks inside a text with markdown-it and rules for our own marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from msgspec.structs import replace

from caresheet.model import rules
from caresheet.model.text import Citation, GlossaryReference, Inline, Placeholder, TextRun
from caresheet.source.emphasis import parse_asterisks
from caresheet.source.parsed_text import ParsedText, TextProblem, joined

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_CITATION = re.compile(r"\[@([^\[\]]*)\]")
_SOURCE = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_TERM = re.compile(r"\[\[\s*([^\[\]|]*?)\s*(?:\|\s*([^\[\]|]*?)\s*)?\]\]")
_MARK_INSIDE = re.compile(r"[*`{}\\<]")
_TARGET = re.compile(r"\(\s*(?:<([^<>\s]*)>|((?:[^\s()<>]|\([^\s()<>]*\))*))(\s+[^()]*?)?\s*\)")
"""A link's address, in angle brackets or with balanced parentheses, and a title after it."""
_SPAN_END = re.compile(r"\{\s*lang\s*=\s*([^{}]*?)\s*\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_ADDRESS = re.compile(
    r"(https?://[A-Za-z0-9._~-]+(:[0-9]+)?([/?#][^\s\\]*)?|mailto:[^\s@]+@[^\s@]+|tel:\+?[0-9][0-9().\-]*)"
)
_HTML_CODE = re.compile(r"&(#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z]+[0-9]*);")
_ESCAPED = frozenset("*[]{}<>&#`")
"""What a backslash prints. Before any other character, the backslash itself is printed."""

_LEFT = (
    (
        re.compile(r"(?<=\w)\*+(?=\w)"),
        "'*' inside a word",
        r"put the marks around whole words, or write \* for each '*' that should be printed",
    ),
    (
        re.compile(r"(?<!\w)\*|\*(?!\w)"),
        "unmatched '*'",
        r"close it at the end of a word, or write \* for each '*' that should be printed",
    ),
    (
        re.compile(r"\{\{|\}\}"),
        "unmatched '{{' or '}}'",
        r"write {{clinic.phone}} or {{patient.name}}, or \{\{ to print it",
    ),
    (
        re.compile(r"\[\[|\]\]"),
        "unmatched '[[' or ']]'",
        r"write [[term]] or [[term|shown words]], or \[\[ to print it",
    ),
    (re.compile(r"\[@"), "a citation is not closed", r"write [@S1] or [@S1; @S2], or \[@ to print it"),
    (re.compile(r"\]\("), "incomplete link", r"write [words](https://example.org), or \]( to print it"),
    (re.compile(r"\]\{"), "incomplete language mark", r"write [palabras]{lang=es}, or \]{ to print it"),
    (
        re.compile(r"</?[A-Za-z!][^<>]*>"),
        "HTML would be printed as it is",
        r"use **bold**, *italics* or links, or write \< to print it",
    ),
    (re.compile(r"`"), "a '`' would be printed as it is", r"delete it, or write \` to print it"),
)
_HEADING = re.compile(r"#{1,6} ")
_IMAGE = re.compile(r"(?<!\\)!\[(?![@\[])[^\]]*\]\(")


def marked(text: str) -> ParsedText:
    """The runs of a text that contains marks, with a problem for every mark that is not closed or not known."""
    tokens: list[Token] = []
    markdown = _markdown()
    markdown.inline.parse(text, markdown, {}, tokens)
    reader = _InlineParser()
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
    for name, rule in (("emphasis", parse_asterisks), ("link", _link), ("escape", _escape)):
        markdown.inline.ruler.at(name, rule)
    for name, rule in (("citation", _citation), ("term", _term), ("span", _span), ("placeholder", _placeholder)):
        markdown.inline.ruler.before("link", name, rule)
    return markdown


def _has_html_code(text: str) -> bool:
    """Whether a text contains a character reference of HTML, such as `&nbsp;`; `R&D;` is not one."""
    return any(unescape(code[0]) != code[0] for code in _HTML_CODE.finditer(text))


def _escape(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """A backslash before a character that may be a mark. Any other backslash is printed, unlike in CommonMark."""
    start = state.pos
    if state.src[start] != "\\" or start + 1 >= state.posMax or state.src[start + 1] not in _ESCAPED:
        return False
    if not silent:
        state.push("text_special", "", 0).content = state.src[start + 1]
    state.pos += 2
    return True


def _link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """`[words](address)`. The address is taken as typed: CommonMark would decode backslashes and HTML codes in it."""
    return _bracketed(state, _TARGET, "link", silent=silent)


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
    """`[words]{lang=es}`."""
    return _bracketed(state, _SPAN_END, "span", silent=silent)


def _bracketed(state: StateInline, ending: re.Pattern[str], kind: str, *, silent: bool) -> bool:
    """Words in brackets, which may contain other marks, followed directly by the ending of this kind."""
    if state.src[state.pos] != "[":
        return False
    start, maximum = state.pos, state.posMax
    end = state.md.helpers.parseLinkLabel(state, start)
    match = ending.match(state.src, end + 1, maximum) if end >= 0 else None
    if match is None:
        return False
    if not silent:
        state.pos, state.posMax = start + 1, end
        state.push(f"{kind}_open", "", 1).meta = {"match": match}
        state.md.inline.tokenize(state)
        state.push(f"{kind}_close", "", -1)
    state.pos, state.posMax = match.end(), maximum
    return True


def _trimmed(inside: list[Inline]) -> Iterator[Inline]:
    """The words of a link, with the spaces at its ends outside of it."""
    first = next((place for place, run in enumerate(inside) if isinstance(run, TextRun) and run.text.strip()), 0)
    last = max((place for place, run in enumerate(inside) if isinstance(run, TextRun) and run.text.strip()), default=0)
    for place, run in enumerate(inside):
        if not isinstance(run, TextRun):
            yield run
            continue
        start = len(run.text) - len(run.text.lstrip()) if place == first else 0
        end = len(run.text.rstrip()) if place == last else len(run.text)
        outside = place < first or place > last
        for words, link in ((run.text[:start], None), (run.text[start:end], run.link), (run.text[end:], None)):
            if words:
                yield replace(run, text=words, link=None if outside else link)


class _InlineParser:
    """Turns markdown-it's tokens into runs, keeping track of the open marks."""

    def __init__(self) -> None:
        self.inlines: list[Inline] = []
        self.problems: list[TextProblem] = []
        self._strong = 0
        self._emphasis = 0
        self._emphasis_start = 0
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
                self.inlines.append(Placeholder(token.meta["match"][1].lower(), strong=self._strong > 0))
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
            case "em_open":
                self._emphasis += 1
                self._emphasis_start = len(self.inlines)
            case "em_close":
                self._emphasis -= 1
                self._refuse_number()
            case "link_open":
                self._open_link(token.meta["match"])
            case "link_close":
                self._close_link()
            case "span_open":
                self._open_span(token.meta["match"][1])
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
        if _has_html_code(text):
            hint = r"type the character itself, or write \& to print the code"
            self.bad("HTML codes would be printed as they are", hint)
        self._words(text)

    def _words(self, text: str) -> None:
        language = self._languages[-1] if self._languages else None
        words = TextRun(text, strong=self._strong > 0, emphasis=self._emphasis > 0, language=language, link=self._link)
        self.inlines.append(words)

    def _refuse_number(self) -> None:
        """Refuse emphasis of digits alone: `*21*` may be what a caller has to dial."""
        inside = self.inlines[self._emphasis_start :]
        words = "".join(inline.text if isinstance(inline, TextRun) else "a" for inline in inside)
        if not self._strong and not any(letter.isalpha() for letter in words):
            message = f"'*{words[:60]}*' may be emphasis or a number with asterisks"
            self.bad(message, rf"write \*{words[:60]}\* to print the asterisks, or **{words[:60]}** for strong words")

    def _open_link(self, match: re.Match[str]) -> None:
        typed, title = match[1] or match[2] or "", match[3]
        address = _markdown().normalizeLink(typed)
        if self._link is not None:
            self.bad("a link inside a link", "close the first link before the second one")
        if not _ADDRESS.fullmatch(address):
            message = f"'{typed[:60]}' is not a web, e-mail or telephone address" if typed else "a link has no address"
            hint = r"write https://…, mailto:… or tel:…, or \[ to print the brackets"
            self.problems.append(TextProblem(rules.BAD_LINK, message, hint))
        if _has_html_code(typed):
            self.problems.append(TextProblem(rules.BAD_LINK, "HTML codes in an address", "type & instead of &amp;"))
        if title:
            self.bad("the title after the address would be lost", "delete it")
        self._link, self._link_start = address, len(self.inlines)

    def _close_link(self) -> None:
        inside = self.inlines[self._link_start :]
        if any(not isinstance(inline, TextRun) for inline in inside):
            self.bad("a link can only contain words", "put placeholders, citations and terms outside it")
        elif not any(isinstance(inline, TextRun) and inline.text.strip() for inline in inside):
            self.bad("a link has no words", "write [words](https://example.org)")
        else:
            self.inlines[self._link_start :] = _trimmed(inside)
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
        self.inlines.append(GlossaryReference(term.lower(), shown or "", strong=self._strong > 0))
