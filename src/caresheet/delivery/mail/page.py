"""A handout's page of HTML as mail programs need it.

Outlook for Windows sets type with Word's engine: it knows no `rem`, and cells of tables inherit no font. Gmail may
drop the style sheet, and the attributes of `html` and `body`. Programs with a dark theme change colors on their own
where they are given none. Links within the page lead nowhere, or out of the message, and nobody writes on a line of
underscores.
"""

from __future__ import annotations

import re
from html import escape

from caresheet.model.direction import direction_of
from caresheet.model.message import Letter, LetterWords

_FAMILY = "font-family: Verdana, Arial, sans-serif"
FONT = f"{_FAMILY}; font-size: 18px; line-height: 1.5"
"""18 pixels are the 1.125 rem of the handout's own style sheet."""
CELL = "font-family:Verdana,Arial,sans-serif;font-size:18px;border:1px solid;padding:5px;text-align:start"
"""Without a space, because a log has hundreds of cells, and Gmail cuts a message off at 102 KB."""
BANNER = "border: 2px solid; padding: 5px 10px; font-weight: bold"
DARK = {
    "body, .letter": {"background": "#121212", "color": "#f2f2f2"},
    "h1, h2, h3, h4, h5, h6, a": {"color": "#9cd3ff"},
    ".banner": {"color": "#ffb3b3"},
    ".panel": {"border-color": "#f2f2f2"},
    "th, td": {"border-color": "#b0b8be"},
    "footer": {"color": "#f2f2f2"},
}
"""Colors of a dark theme: each text has at least 7:1 on its ground (WCAG 2.2, 1.4.6)."""
_BODY = re.compile(r"<body\b[^>]*>")
_WITHIN = re.compile(r'<a href="#[^"]*">(.*?)</a>', re.DOTALL)
_STYLED = ((re.compile(r"<(t[hd])\b"), CELL), (re.compile(r'<(p class="banner")'), BANNER))
"""The elements whose look must not be lost with the style sheet."""
_TEXT = re.compile(r"(<[^>]*>)|([^<]+)")
_PRINTED_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+/\S+")
_BLANK = re.compile(r"(?<!_)_{8}(?!_)(?:\s\(((?:[^()]|\([^()]*\))*)\))?")
"""A line to write on, as both outputs for screens write it, with what belongs there."""


def mail_page(letter: Letter) -> str:
    """The handout's page with the letter's words first and last, in each of its languages, with its fonts where every
    program finds them, and colors for a dark theme."""
    body = _BODY.search(letter.html)
    head, inside = (letter.html[: body.start()], letter.html[body.end() :]) if body else ("", letter.html)
    inside = inside.partition("</body>")[0]
    above = "".join(_paragraph(letter, each, words) for each in letter.words for words in each.before)
    below = "".join(_paragraph(letter, each, each.closing) for each in letter.words)
    words = blanks_in_words(_WITHIN.sub(r"\1", inside))
    words = _TEXT.sub(lambda part: part[1] or _breakable(part[2]), words)
    for element, style in _STYLED:
        words = element.sub(rf'<\1 style="{style}"', words)
    opened = f'<body>\n<div class="letter" {_spoken(letter.language)} style="{FONT}">\n'
    return f"{_with_style(head)}{opened}{above}{words}{below}</div>\n</body>\n</html>\n"


def _paragraph(letter: Letter, around: LetterWords, words: str) -> str:
    """A paragraph of the letter, marked with its language where that is not the letter's."""
    marked = "" if around.language == letter.language else f" {_spoken(around.language)}"
    return f"<p{marked}>{escape(words)}</p>\n"


def _spoken(language: str) -> str:
    return f'lang="{escape(language)}" dir="{direction_of(language).value}"'


def blanks_in_words(text: str) -> str:
    """The text with what belongs on a line, in brackets, in the place of the line."""
    return _BLANK.sub(lambda found: f"[{found[1] or '…'}]", text)


def _breakable(text: str) -> str:
    """The text, with places where a web address may break: on a phone, it can be wider than the screen."""
    return _PRINTED_ADDRESS.sub(lambda address: address[0].replace("/", "/<wbr>"), text)


def _with_style(head: str) -> str:
    dark = "\n".join(
        f"  {selector} {{ {'; '.join(f'{name}: {value} !important' for name, value in rules.items())} }}"
        for selector, rules in DARK.items()
    )
    added = (
        '<meta name="color-scheme" content="light dark">\n<meta name="supported-color-schemes" content="light dark">\n'
        f"<style>\n:root {{ color-scheme: light dark }}\n"
        f"p, li, dt, dd, caption, blockquote {{ {FONT} }}\nh1, h2, h3, h4, h5, h6 {{ {_FAMILY} }}\n"
        "footer, footer p { font-size: 14px }\n"
        f"@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n</style>\n"
    )
    start, end, rest = head.rpartition("</head>")
    return f"{start}{added}{end}{rest}" if end else head
