"""SVG files that are meant to do harm, or that are broken: each refused with a place, and quickly."""

from __future__ import annotations

import time

import pytest
from tests.drawings.test_read_drawings import PATH, SQUARE, refused, svg

PATIENCE = 10
"""Seconds: several times what the slowest takes on a slow machine."""

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
ATTRIBUTES = " ".join(f'a{n}="1"' for n in range(100_000))
USES = "".join(f'<g id="u{n}"><use href="#u{n - 1}"/><use href="#u{n - 1}"/></g>' for n in range(1, 40))

UNSAFE = {
    "billion laughs": f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>{HEAD}<title>&l9;</title></svg>',
    "external entity": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}<title>&x;</title></svg>',
    "parameter entity": f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://example.org/x"> %x;]>{HEAD}</svg>',
    "external document type": f'<!DOCTYPE svg SYSTEM "http://example.org/x.dtd">{HEAD}</svg>',
    "script": f"{HEAD}<script>alert(1)</script>{SQUARE}</svg>",
    "script in definitions": f"{HEAD}<defs><script href='#x'/></defs>{SQUARE}</svg>",
    "event attribute": f'{HEAD}<path d="M1 1h1v1z" onload="alert(1)"/></svg>',
    "event attribute of the root": HEAD.replace(">", ' ONLOAD="alert(1)">') + f"{SQUARE}</svg>",
    "javascript link": f'{HEAD}<a xlink:href="javascript:alert(1)">{SQUARE}</a></svg>',
    "javascript link in capitals": f'{HEAD}<a href=" JavaScript:alert(1)">{SQUARE}</a></svg>',
    "web link": f'{HEAD}<a href="https://example.org">{SQUARE}</a></svg>',
    "external use": f'{HEAD}<use href="other.svg#x"/></svg>',
    "external use by xlink": f'{HEAD}<use xlink:href="https://example.org/x.svg#x"/></svg>',
    "fragment of another base": f'{HEAD}<g xml:base="https://example.org/"><use href="#x"/></g></svg>',
    "image": f'{HEAD}<image href="data:image/png;base64,AAAA"/></svg>',
    "local file": f'{HEAD}<image xlink:href="file:///etc/passwd"/></svg>',
    "foreign object": f"{HEAD}<foreignObject/>{SQUARE}</svg>",
    "HTML": f'{HEAD}<b xmlns="http://www.w3.org/1999/xhtml">x</b>{SQUARE}</svg>',
    "animation": f'{HEAD}<path d="M1 1h1v1z"><animate attributeName="d"/></path></svg>',
    "set": f'{HEAD}<a href="#x"><set attributeName="href" to="javascript:alert(1)"/>{SQUARE}</a></svg>',
    "external paint": f'{HEAD}<path d="M1 1h1v1z" fill="url(https://example.org/x#y)"/></svg>',
    "external paint with spaces": f'{HEAD}<path d="M1 1h1v1z" style="fill:URL(  \'//x#y\')"/></svg>',
    "imported style": f"{HEAD}<style>@import 'https://example.org/x.css';</style>{SQUARE}</svg>",
    "style sheet": f"<?xml-stylesheet href='https://example.org/x.css'?>{HEAD}{SQUARE}</svg>",
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_runs_or_loads(name: str) -> None:
    """Nothing that a browser would run, load or expand is taken, wherever it stands."""
    found = refused(UNSAFE[name].encode())
    assert "picture-unsafe" in {problem.rule.name for problem in found}
    assert all(problem.hint and problem.position and problem.position.file == PATH for problem in found)


def test_place_of_a_document_type() -> None:
    """A document type over several lines is told where it begins: this is what has to be deleted."""
    (problem,) = refused(f'<?xml version="1.0"?>\n <!DOCTYPE svg\n [<!ENTITY x "y">]\n>\n{HEAD}</svg>'.encode())
    assert str(problem.position) == f"{PATH}:2:2"


TOO_LARGE = {
    "a million elements": svg("<g/>" * 1_000_000),
    "many elements": svg("<g/>" * 100_000),
    "nested groups": svg("<g>" * 100_000 + "</g>" * 100_000),
    "nested foreign elements": svg('<x:g xmlns:x="urn:x">' + "<x:g>" * 100_000),
    "copies of copies": svg(f'<g id="u0">{SQUARE}</g>{USES}'),
    "copy of itself": svg('<g id="a"><use href="#a"/></g>'),
    "many shapes of many segments": svg(f'<path id="p" d="M1 1{"h1h-1" * 9_000}"/>' + '<use href="#p"/>' * 9),
    "huge path": svg(f'<path d="M1 1{"l1 1-1-1" * 120_000}"/>'),
    "huge polygon": svg(f'<polygon points="{"1 1 " * 240_000}"/>'),
}
BROKEN = {
    "empty": b"",
    "not XML": b"\x89PNG\r\n",
    "cut off": svg(SQUARE)[:-10],
    "another root": b"<html><svg/></html>",
    "undefined entity": svg("<title>&nbsp;</title>"),
    "unknown encoding": b'<?xml version="1.0" encoding="klingon"?><svg/>',
    "zero bytes": b"\0" * 100_000,
}
UNSUPPORTED = {
    "not a number": svg('<path d="MNaN 1h1v1z"/>'),
    "infinity": svg('<path d="M1e999 1h1v1z"/>'),
    "infinity in a curve": svg('<path d="M1 1h1v1zM1 1l1 1e999 1 1"/>'),
    "infinity in an arc": svg('<path d="M1 1A1 1 1e999 0 1 2 2"/>'),
    "infinite radius": svg('<circle cx="1" cy="1" r="1e999"/>'),
    "infinite arc": svg('<path d="M1 1A1e300 1e300 0 0 1 2 2"/>'),
    "overflowing transform": svg(f'<g transform="{"scale(1e200)" * 3}">{SQUARE}</g>'),
    "transform that is no number": svg(f'<g transform="matrix(NaN 0 0 1 0 0)">{SQUARE}</g>'),
    "spaces in a transform": svg(f'<g transform="scale(2) {" " * 1_000_000}x">{SQUARE}</g>'),
    "digits without end": svg(f'<rect width="{"1" * 1_000_000}!" height="1"/>'),
    "digits in a list": svg(f'<polygon points="{"1" * 1_000_000}!"/>'),
    "digits in a path": svg(f'<path d="M{"1" * 1_000_000}!"/>'),
    "comments that do not close": svg(f"<style>{'/*' * 500_000}</style>") + b" ",
    "quotation marks in a style": svg(f'<path d="M1 1h1v1z" style="a:{"&apos;" * 300_000}"/>'),
    "many rules": svg(f"<style>{'*{fill:red}' * 100_000}</style>{SQUARE * 1000}"),
    "many classes": svg(f'<path class="{"a " * 500_000}" d="M1 1h1v1z" mask="url(#m)"/>'),
    "many attributes": svg(f'<path {ATTRIBUTES} mask="url(#m)"/>'),
    "spaces in a reference": svg(f'<path d="M1 1h1v1z" fill="url({" " * 1_000_000}#a)"/>'),
    "one dash after another": svg(f'<path d="M1 1h1" stroke="red" stroke-dasharray="{"1e9 " * 100_000}x"/>'),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_too_large(name: str) -> None:
    """Size, number, depth and copies have limits, and to find out costs little."""
    started = time.perf_counter()
    assert {problem.rule.name for problem in refused(TOO_LARGE[name])} == {"picture-too-large"}
    assert time.perf_counter() - started < PATIENCE


@pytest.mark.parametrize("name", BROKEN)
def test_broken(name: str) -> None:
    """What is not SVG is told as such, with a place."""
    (problem,) = refused(BROKEN[name])
    assert problem.rule.name == "picture-unreadable"
    assert problem.position is not None


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_values_that_are_none(name: str) -> None:
    """Numbers beyond all numbers, and values that would take a careless reader the square of their length."""
    started = time.perf_counter()
    found = refused(UNSUPPORTED[name])
    assert time.perf_counter() - started < PATIENCE
    assert {problem.rule.name for problem in found} <= {"picture-unsupported", "picture-too-large"}
    assert max(len(problem.message) for problem in found) < 200
