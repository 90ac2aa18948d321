"""The whole manual as one page of HTML that needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise

from markdown_it.token import Token

from caresheet.manual.markdown import page_of_link, parser
from caresheet.manual.pages import ManualPage

_TITLE = "The caresheet manual"
_STYLE = """
:root { color-scheme: light dark; --text: #1a1a1a; --back: #fff; --link: #124a7a; --code: #f0f3f6; --line: #6b7680; }
@media (prefers-color-scheme: dark) {
  :root { --text: #eceff2; --back: #14181c; --link: #9ccbf5; --code: #232a31; --line: #93a0ac; }
}
body { font: 1.0625rem/1.55 Verdana, Arial, sans-serif; color: var(--text); background: var(--back);
  max-width: 48rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
h2 { margin-top: 3rem; border-top: 2px solid var(--line); padding-top: 1rem; }
code, pre { font-family: Consolas, Menlo, monospace; font-size: .9375rem; background: var(--code); }
pre { padding: .75rem; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid var(--line); padding: .375rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
@media print { nav, .skip { display: none; } }
"""


def web_page(pages: Iterable[ManualPage]) -> str:
    """The pages as one document in HTML 5 that meets WCAG 2.1 AA: no script, nothing to load, headings in order, tables
    with headings, contents with a link to every page and section, light or dark as the reader's system is set."""
    written = [_ManualSection(page) for page in pages]
    contents = "\n".join(section.contents() for section in written)
    body = "\n".join(f"<article>\n{section.body()}</article>" for section in written)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_TITLE}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#manual">Skip the contents</a>\n<header>\n<h1>{_TITLE}</h1>\n'
        "<p>To search, press Ctrl+F (on a Mac, Command+F): the whole manual is on this page.</p>\n</header>\n"
        f'<nav aria-label="Contents">\n<ul>\n{contents}\n</ul>\n</nav>\n'
        f'<main id="manual">\n{body}\n</main>\n</body>\n</html>\n'
    )


class _ManualSection:
    """One page of the manual as a part of the document: its headings are one level lower and have ids."""

    def __init__(self, page: ManualPage) -> None:
        self._page = page
        self._tokens = parser().parse(page.text)
        self._headings = list(_headings(page.name, self._tokens))
        for token in _all(self._tokens):
            _adapt(token)

    def contents(self) -> str:
        """The page and its sections as an item of the contents."""
        sections = [_link(name, words) for name, words in self._headings[1:]]
        items = "\n".join(f"<li>{link}</li>" for link in sections)
        inside = f"\n<ul>\n{items}\n</ul>" if sections else ""
        return f"<li>{_link(*self._headings[0])}{inside}</li>"

    def body(self) -> str:
        return str(parser().renderer.render(self._tokens, parser().options, {}))


def _headings(page: str, tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Id and words of the page's title and its sections. Gives every heading its id and its lower level."""
    taken: set[str] = set()
    for token, inline in pairwise(tokens):
        if token.type == "heading_close":
            token.tag = f"h{int(token.tag[1]) + 1}"
        if token.type == "heading_open":
            name = page if token.tag == "h1" else f"{page}-{_slug(inline.content)}"
            while name in taken:
                name += "-again"
            taken.add(name)
            token.attrSet("id", name)
            if token.tag in {"h1", "h2"}:
                yield name, inline.content.replace("`", "")
            token.tag = f"h{int(token.tag[1]) + 1}"


def _slug(words: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", words.lower()))


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _adapt(token: Token) -> None:
    """Comments are left out, heads of tables say what they head, and links to other pages stay in the document."""
    match token.type:
        case "html_block":
            token.content = ""
        case "th_open":
            token.attrSet("scope", "col")
        case "link_open":
            name = page_of_link(str(token.attrGet("href")))
            if name:
                token.attrSet("href", f"#{name}")
        case _:
            pass


def _link(name: str, words: str) -> str:
    return f'<a href="#{name}">{escape(words)}</a>'
