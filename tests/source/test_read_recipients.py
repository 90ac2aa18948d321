"""A list of recipients is read as a spreadsheet saves it, or refused cell by cell without repeating an address."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caresheet.model.address import BadAddressError, sendable
from caresheet.model.edition import Size
from caresheet.model.message import Recipient
from caresheet.model.problem import CaresheetError, Problem
from caresheet.source.list_cells import MOST_REPORTED
from caresheet.source.recipients import read_recipients
from caresheet.source.spreadsheet import DateOrder

TODAY = date(2026, 11, 24)
HEAD = "address,layout,language,size,consent_date\n"


def listed(text: str) -> tuple[Recipient, ...]:
    return read_recipients(text.encode(), "list.csv", TODAY)


def problems(data: str | bytes) -> list[str]:
    with pytest.raises(CaresheetError) as caught:
        read_recipients(data.encode() if isinstance(data, str) else data, "list.csv", TODAY)
    return [f"{p.position} {p.rule.name} {p.message}" for p in caught.value.problems]


def test_every_column_arrives() -> None:
    """Each cell is what the recipient has, and an empty one leaves the choice to the command."""
    one, two = listed(f"{HEAD}ana@Example.org,card,es,large,2026-11-01\n\nben@example.org,,,,2026-11-24\n")
    assert (one.address, one.layout, one.language, one.size) == ("ana@example.org", "card", "es", Size.LARGE)
    assert one.consent_date == date(2026, 11, 1)
    assert (two.layout, two.language, two.size) == (None, None, Size.REGULAR)
    assert two.position is not None
    assert two.position.line == 4


def test_letters_make_no_difference() -> None:
    """Spreadsheets begin cells with a capital: names, languages and sizes are the same in any letters."""
    one, two = listed(
        "Address,Layout,Language,Size,Consent_Date\na@example.org,Card,EN,Large,2026-11-01\n"
        "b@example.org,card,pt-br,regular,2026-11-01\n"
    )
    assert (one.layout, one.language, one.size) == ("card", "en", Size.LARGE)
    assert two.language == "pt-BR"


def test_excel_is_understood() -> None:
    """A byte order mark, semicolons, CRLF, quotes, capital names and another order of columns change nothing."""
    text = '\ufeffConsent_Date; "Address" ;size\r\n2026-11-01;"ana@example.org"; Giant \r\n'
    (one,) = listed(text)
    assert (one.address, one.size) == ("ana@example.org", Size.GIANT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("first", ["", "sep={}\r\n"])
def test_every_way_in_which_excel_saves_text(encoding: str, separator: str, first: str) -> None:
    """Whatever the code page and the separator, quoted or not, with or without the line that names it."""
    rows = (
        ("Address", "layout", "consent_date"),
        ("ana@example.org", "", "2026-11-01"),
        ('"b@example.org"', "card", ""),
    )
    text = "".join(f"{separator.join(row)}\r\n" for row in (*rows[:2], (*rows[2][:2], "2026-11-02")))
    one, two = read_recipients((first.format(separator) + text).encode(encoding), "list.csv", TODAY)
    assert (one.address, one.layout, one.consent_date) == ("ana@example.org", None, date(2026, 11, 1))
    assert (two.address, two.layout, two.consent_date) == ("b@example.org", "card", date(2026, 11, 2))
    assert two.position is not None
    assert two.position.line == (4 if first else 3)


def test_workbooks_that_cannot_be_read() -> None:
    """The message for an old workbook, or one with a password, says what it is; so does the one for a broken file."""
    old = "list.csv:1:1 not-utf-8 this is an Excel workbook in the old format, or one with a password"
    assert problems(b"\xd0\xcf\x11\xe0" + b"\x00" * 100) == [old]
    assert problems(b"PK\x03\x04" + b"\x00" * 100) == ["list.csv:1:1 not-readable the workbook cannot be read"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2.11.2026", date(2026, 11, 2)),
        ("02. 11. 2026", date(2026, 11, 2)),
        ("11/1/2026", None),
        ("1-11-2026", None),
        ("11/13/2026", date(2026, 11, 13)),
        ("13/11/2026", date(2026, 11, 13)),
        ("11/11/2026", date(2026, 11, 11)),
        ("13/13/2026", None),
        ("2/30/2026", None),
        ("11/1/26", None),
    ],
)
def test_dates_as_spreadsheets_write_them(typed: str, day: date | None) -> None:
    """A date that can only be read in one way is read; one that could be two is refused, with both."""
    if day:
        assert listed(f"address,consent_date\nana@example.org,{typed}")[0].consent_date == day
    else:
        (told,) = problems(f"address,consent_date\nana@example.org,{typed}")
        assert told.startswith("list.csv:2:17 without-consent '")


def test_an_open_date_is_told_with_both_meanings() -> None:
    """Nobody has to guess what was wrong with it."""
    (told,) = problems("address,consent_date\nana@example.org,11/1/2026")
    assert told.endswith("'11/1/2026' may be 2026-01-11 or 2026-11-01")


@pytest.mark.parametrize(
    ("order", "others", "day"),
    [
        (DateOrder.MONTH_FIRST, (), date(2026, 11, 1)),
        (DateOrder.DAY_FIRST, (), date(2026, 1, 11)),
        (None, ("10/31/2026",), date(2026, 11, 1)),
        (None, ("31/10/2026",), date(2026, 1, 11)),
        (DateOrder.DAY_FIRST, ("10/31/2026",), date(2026, 11, 1)),
    ],
)
def test_the_list_says_in_which_order_its_dates_are(
    order: DateOrder | None, others: tuple[str, ...], day: date
) -> None:
    """The order in which all dates of the list can be read counts before that of the computer."""
    lines = "".join(f"{number}@example.org,{other}\n" for number, other in enumerate(others))
    text = f"address,consent_date\nana@example.org,11/1/2026\n{lines}"
    assert read_recipients(text.encode(), "list.csv", TODAY, order=order)[0].consent_date == day


def test_a_list_that_contradicts_itself() -> None:
    """Where some dates are month first and others day first, an open one stays open, and the others are read."""
    text = "address,consent_date\na@x.org,10/31/2026\nb@x.org,31/10/2026\nc@x.org,11/1/2026\n"
    (told,) = problems(text)
    assert told.startswith("list.csv:4:9 without-consent")


def test_columns_are_known() -> None:
    """An unknown column is told with the nearest, a second one and a missing one by name."""
    assert problems("adress,consent_date,phone,phone\n") == [
        "list.csv:1:1 unknown-key unknown column 'adress'",
        "list.csv:1:1 missing-key the column 'address' is missing",
        "list.csv:1:21 unknown-key unknown column 'phone'",
        "list.csv:1:27 duplicate-key the column 'phone' appears twice",
    ]
    with pytest.raises(CaresheetError, match=r"did you mean 'address'\?"):
        listed("adress,consent_date\n")


def test_other_columns() -> None:
    """Columns that are not ours are told once, all together, and are not read where they are ignored; one that may be
    ours, mistyped, is told in either case, because it would be left out in silence."""
    text = "name,address,phone,notes,phone,consent_date\nAna,ana@example.org,1,x,2,2026-11-01\n"
    assert problems(text.replace("notes,phone", "notes,more")) == [
        "list.csv:1:1 unknown-key unknown columns 'name', 'phone', 'notes', 'more'"
    ]
    (one,) = read_recipients(text.encode(), "list.csv", TODAY, ignore_columns=True)
    assert (one.address, one.consent_date) == ("ana@example.org", date(2026, 11, 1))
    with pytest.raises(
        CaresheetError, match=r"1:1: unknown-key unknown column 'langauge' \(did you mean 'language'\?\)"
    ):
        read_recipients(b"langauge," + text.encode(), "list.csv", TODAY, ignore_columns=True)
    with pytest.raises(CaresheetError, match="--ignore-columns reads the list without the others"):
        listed(text)


@pytest.mark.parametrize(
    "text",
    [
        ",".join(f"column-{number}" for number in range(300_000)),
        HEAD + "x\n" * 900_000,
        HEAD + "a@b.example,,,,2026-11-01" + "," * 3_900_000,
        HEAD + "a@b.example" + '""' * 1_900_000,
        HEAD + "a@" + "x\u0301\u0327" * 700_000 + ".example,,,,2026-11-01",
        HEAD + "".join(f"{number}@b.example,,,,2026-11-01,more\n" for number in range(90_000)),
    ],
    ids=["columns", "lines", "cells", "quotes", "marks", "cells outside"],
)
def test_large_lists(text: str) -> None:
    """However a list is broken, it is refused within seconds, with at most a hundred problems or a few more."""
    started = time.perf_counter()
    found = problems(text)
    assert time.perf_counter() - started < 10
    assert len(found) <= MOST_REPORTED + 10
    assert sum(map(len, found)) < 100_000


def test_all_problems_are_told_at_their_cells() -> None:
    """Every line and column of a list with many faults is named, and all at once."""
    text = (
        f"{HEAD}ana@example.org,,,huge,2026-11-01\n"
        "ana.example.org,,,,2026-11-01\n"
        "ben@example.org,,,,2026-11-25\n"
        "eva@example.org,,,,\n"
        "eva@example.org,,,,31.11.2026\n"
        "zoe@example.org,,,,2026-11-01,more\n"
        'zoe@example.org,,,,"2026-11-01\n'
    )
    assert problems(text) == [
        "list.csv:2:19 wrong-value unknown size 'huge'",
        "list.csv:3:1 bad-email-address not a valid e-mail address: it has no '@'",
        "list.csv:4:20 without-consent 2026-11-25 is in the future",
        "list.csv:5:20 without-consent the date of consent is missing",
        "list.csv:6:20 without-consent '31.11.2026' is not a valid date",
        "list.csv:7:31 unknown-key this cell is outside the named columns",
        "list.csv:8:20 wrong-value unmatched quotation mark, or a line break inside a cell",
        "list.csv:8:20 without-consent '\"2026-11-01' is not a valid date",
    ]


def test_one_line_for_each() -> None:
    """The same handout to the same mailbox twice is refused, in whatever letters; another language is another one."""
    line = "@example.org,card,en,,2026-11-01\n"
    assert problems(f"{HEAD}ana{line}ben{line}ANA{line}") == [
        "list.csv:4:1 duplicate-recipient line 2 sends the same to the same address"
    ]
    assert len(listed(f"{HEAD}ana{line}ana{line.replace('en', 'es')}")) == 2


def test_lists_that_are_none() -> None:
    """Nothing, nobody, no head and another encoding are each told."""
    assert problems("") == ["list.csv:1:1 empty-value the list is empty"]
    assert problems(HEAD) == ["list.csv:1:1 empty-value the list has no recipients"]
    assert problems("ana@example.org,2026-11-01\n")[0] == (
        "list.csv:1:1 unknown-key the first line has no column names"
    )
    assert problems("address,consent_date\njosé@example.org,2026-11-01".encode("cp1252")) == [
        "list.csv:2:1 not-utf-8 the cell has letters that are not in UTF-8"
    ]
    assert problems(b"a" * 4_000_001) == ["list.csv:1:1 file-too-large the list is larger than 4 MB"]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Ana.B+c@Example.ORG", "Ana.B+c@example.org"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("ana@clínica.example", "ana@xn--clnica-4va.example"),
        ("ana@xn--strae-oqa.example", "ana@xn--strae-oqa.example"),
    ],
)
def test_addresses(typed: str, sent: str) -> None:
    """Domains become what the name service knows; what stands before the '@' stays as it was typed."""
    assert sendable(typed) == sent


@pytest.mark.parametrize(
    "typed",
    [
        "", "@", "ana", "ana@", "@example.org", "ana@example", "ana@b@example.org", "ana b@example.org",
        "Ana <ana@example.org>", '"ana b"@example.org', "ana@[127.0.0.1]", "ana@127.0.0.1", "ana..b@example.org",
        ".ana@example.org", "aña@example.org", "ana@example..org", "ana@-example.org", "ana@straße.example",
        f"{'a' * 65}@example.org", f"ana@{'a' * 64}.org", f"ana@{'a.' * 126}org",
        "ana@example.org\r\nBcc: eve@example.org", "ana@example.org\nX: y", "ana@exam\u200bple.org",
        "ana@example.org,b@c.de",
    ],
)  # fmt: skip
def test_what_is_no_address(typed: str) -> None:
    """What is none is refused, in words that do not repeat it."""
    with pytest.raises(BadAddressError) as caught:
        sendable(typed)
    assert len(typed) < 4 or typed not in str(caught.value)


@given(st.text())
def test_no_text_breaks_the_reader_of_addresses(text: str) -> None:
    """Any text is an address that stays what it is, or is refused; nothing else is raised."""
    try:
        address = sendable(text)
    except BadAddressError:
        return
    assert address.isascii()
    assert sendable(address) == address


@given(st.one_of(st.binary(), st.text(alphabet='ab@.,;"\r\n\t \ufeff-2016é').map(lambda text: (HEAD + text).encode())))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    """Any bytes are a list or problems with their places; nothing else is raised."""
    found: tuple[Recipient, ...] | tuple[Problem, ...]
    try:
        found = read_recipients(data, "list.csv", TODAY)
    except CaresheetError as error:
        found = error.problems
    assert found
    assert all(each.position is not None for each in found)
