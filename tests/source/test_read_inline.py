"""The marks inside a text: what they mean, what stays as typed, and how long a hostile text may take."""

from __future__ import annotations

import time

import pytest
from tests.source.trees import problems, read, small

from caresheet.model.text import Citation, GlossaryReference, Inline, Placeholder, Text, TextRun
from caresheet.model.walk import iter_structs
from caresheet.source.inline import LONGEST_TEXT, parse_text

ENGLISH = "content/walking/en.yaml"
LINK = "https://example.org/a"
GOOD: dict[str, tuple[Inline, ...]] = {
    "Walk.": (TextRun("Walk."),),
    "5 * 3 ** 2": (TextRun("5 * 3 ** 2"),),
    "snake_case __and__ ____": (TextRun("snake_case __and__ ____"),),
    "a [note] in brackets": (TextRun("a [note] in brackets"),),
    "{one} brace, a < b & c > d": (TextRun("{one} brace, a < b & c > d"),),
    "#1 rule, room #12!": (TextRun("#1 rule, room #12!"),),
    r"\*\*no\*\* \[\[no\]\] \{\{no\}\} \<b\> \`": (TextRun("**no** [[no]] {{no}} <b> `"),),
    r"a \ b \d": (TextRun(r"a \ b \d"),),
    "***both***": (TextRun("both", strong=True, emphasis=True),),
    "**a *b***": (TextRun("a ", strong=True), TextRun("b", strong=True, emphasis=True)),
    "**a**-b, non-*a*": (TextRun("a", strong=True), TextRun("-b, non-"), TextRun("a", emphasis=True)),
    "Dose: 2*5*10 mg, 12**34**56, HLA-B*57:01": (TextRun("Dose: 2*5*10 mg, 12**34**56, HLA-B*57:01"),),
    r"Dial \*31\*555#.": (TextRun("Dial *31*555#."),),
    r"\\server\share, 5\-10 mg, 50\%, \_x\_": (TextRun(r"\\server\share, 5\-10 mg, 50\%, \_x\_"),),
    r"one \\* and \\\[": (TextRun(r"one \* and \\["),),
    "~5 mg~ ~~old~~ 10^9/L H~2~O x^2^ $5$ ==a== :a: a -- b --- ...": (
        TextRun("~5 mg~ ~~old~~ 10^9/L H~2~O x^2^ $5$ ==a== :a: a -- b --- ..."),
    ),
    "1. a": (TextRun("1. a"),),
    "> a": (TextRun("> a"),),
    "- a": (TextRun("- a"),),
    "a & b; AT&T; R&D": (TextRun("a & b; AT&T; R&D"),),
    "这**是**的": (TextRun("这"), TextRun("是", strong=True), TextRun("的")),
    "“*a*”, (**b**)": (
        TextRun("“"),
        TextRun("a", emphasis=True),
        TextRun("”, ("),
        TextRun("b", strong=True),
        TextRun(")"),
    ),
    "**911**": (TextRun("911", strong=True),),
    "[a [b]{lang=fr}](https://example.org/a)": (TextRun("a ", link=LINK), TextRun("b", language="fr", link=LINK)),
    "[a](https://example.org/a_(b)?c=1&d=2)": (TextRun("a", link=f"{LINK}_(b)?c=1&d=2"),),
    "[https://example.org/a](https://example.org/a)": (TextRun(LINK, link=LINK),),
    "**[a](https://example.org/a)**": (TextRun("a", strong=True, link=LINK),),
    "[**a** b](https://example.org/a)": (TextRun("a", strong=True, link=LINK), TextRun(" b", link=LINK)),
    "[a [b]](https://example.org/a)": (TextRun("a [b]", link=LINK),),
    "[a](<https://example.org/a>)": (TextRun("a", link=LINK),),
    "see[ a\u00a0](https://example.org/a).": (TextRun("see "), TextRun("a", link=LINK), TextRun("\u00a0.")),
    "[ **a** ](https://example.org/a)": (
        TextRun(" "),
        TextRun("a", strong=True, link=LINK),
        TextRun(" "),
    ),
    "[a](tel:+15551234)": (TextRun("a", link="tel:+15551234"),),
    "[a](mailto:a.b@example.org)": (TextRun("a", link="mailto:a.b@example.org"),),
    "[a](https://exämple.org)": (TextRun("a", link="https://xn--exmple-cua.org"),),
    "https://example.org/a": (TextRun("https://example.org/a"),),
    "now![@S1]": (TextRun("now!"), Citation(("S1",))),
    "[@S1; @S2;@S1]": (Citation(("S1", "S2")),),
    "**a [@S1]**": (TextRun("a ", strong=True), Citation(("S1",))),
    "[[crs]]": (GlossaryReference("crs", ""),),
    "**[[ crs | the words ]]**": (GlossaryReference("crs", "the words", strong=True),),
    "{{ clinic.phone }}, **{{patient.x}}**": (
        Placeholder("clinic.phone"),
        TextRun(", "),
        Placeholder("patient.x", strong=True),
    ),
    "[a {{clinic.phone}} [b]{lang=de}]{lang=pt-BR}": (
        TextRun("a ", language="pt-BR"),
        Placeholder("clinic.phone"),
        TextRun(" ", language="pt-BR"),
        TextRun("b", language="de"),
    ),
    "  a \n\t b  ": (TextRun("a b"),),
    "a\u00a0b": (TextRun("a\u00a0b"),),
}

UNCLOSED = (
    "**a",
    "a**",
    "*a",
    "a*",
    "**a**b",
    "a*b*c",
    "*31*555-0101",
    "*a *b",
    "/usr/*/lib/*/x",
    "(2+5)*10*(3)",
    "{{a",
    "a}}",
    "[[a",
    "a]]",
    "[@S1",
    "[a](b",
    "[a]{b}",
    "[a]{lang=x!}",
)
WRONG = ("[@]", "[@S1; S2]", "[@S-1]", "[[]]", "[[a|]]", "[[a|**b**]]", "[[[a]]](https://a.org)", "*21*", "*5*, then")
FOREIGN = ("`a`", "<b>", "</b>", "<!-- a -->", "<https://a.org>", "&nbsp;", "&#32;", "# a", "![a](https://a.org/b.png)")
NOWHERE = (
    "[a]()",
    "[a](b)",
    "[a](ftp://a.org)",
    "[a](data:text/html,x)",
    "[a](vbscript:x)",
    "[a](HTTPS:)",
    "[a](https://a.org/?b=1&amp;c=2)",
    r"[a](https://a.org\b)",
)
WORDLESS = (
    "[](https://a.org)",
    "[ ](https://a.org)",
    "[a](https://a.org 'b')",
    "[{{a}}](https://a.org)",
    "[a [b](https://b.org)](https://a.org)",
)
HOSTILE = ("[", "[a ", "*", "*a ", "**a*", "[x](", "[[", "{{", "\\", "[a]{", "[a](<", "[](", "](", "*a**b", "]*[", "&a")


@pytest.mark.parametrize("text", GOOD)
def test_good_text(text: str) -> None:
    """Marks become runs, and everything else stays as it was typed."""
    found = parse_text(text)
    assert found.problems == ()
    assert found.inlines == GOOD[text]


@pytest.mark.parametrize("text", UNCLOSED + WRONG + FOREIGN + NOWHERE + WORDLESS)
def test_bad_text(text: str) -> None:
    """Whatever would print as a mark, or lead nowhere, is refused, alone and between words."""
    assert parse_text(text).problems
    assert parse_text(f"{text} and more").problems


@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_text_is_read_quickly(part: str) -> None:
    """No text makes the Markdown parser work with the square of its length."""
    text = (part * LONGEST_TEXT)[: LONGEST_TEXT - 1]
    started = time.process_time()
    parse_text(text)
    parse_text("[[[[[[[" + text[:-20] + "]]]]]]]")
    assert time.process_time() - started < 20


def test_text_beyond_any_sense() -> None:
    """A text of more than ten thousand characters with marks in it is refused unread."""
    assert parse_text("*" * (LONGEST_TEXT + 1)).problems[0].rule.name == "file-too-large"


@pytest.mark.parametrize(("quote", "hint"), [("'", r"write \* for each"), ('"', r"write \\* for each")])
def test_the_remedy_in_both_kinds_of_quotes(quote: str, hint: str) -> None:
    """In double quotes YAML reads backslashes itself, and the remedy says how many to type; followed, it prints."""
    tree = small()
    english = tree[ENGLISH].decode()
    tree[ENGLISH] = english.replace("It does you good.", f"{quote}Dial *31 now{quote}").encode()
    (problem,) = problems(tree)
    assert hint in problem.hint
    escaped = r"\\*" if quote == '"' else r"\*"
    tree[ENGLISH] = english.replace("It does you good.", f"{quote}Dial {escaped}31 now{quote}").encode()
    (text,) = (part for part in iter_structs(read(tree).topics[0].sections[0].blocks) if isinstance(part, Text))
    assert text.inlines == (TextRun("Dial *31 now"),)
