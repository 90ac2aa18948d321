"""What a message tells an author to write is read as what the author meant, when it is followed to the letter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.source.trees import problems, read, small

from caresheet.app.starting import starter
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.wording import text_units

FILE = "content/walking/en.yaml"


def first_problem(tree: dict[str, bytes]) -> Problem:
    with pytest.raises(CaresheetError) as caught:
        read(tree)
    return caught.value.problems[0]


def words_of(tree: dict[str, bytes]) -> Iterator[str]:
    """Every text of the topic, with its marks of emphasis."""
    for topic in read(tree).topics:
        yield from (unit.words for unit in text_units(topic))


PARAGRAPHS = {
    "apostrophe": ("'Don't rush.'", "Don't rush."),
    "two apostrophes": ("'Don't rush, don't run.'", "Don't rush, don't run."),
    "a doubled one and one that is not": ("'It''s Ann's walk.'", "It's Ann's walk."),
    "apostrophe after a plural": ("'The nurses' walk.'", "The nurses' walk."),
    "with a comment": ("'Don't rush.'  # ask Ann", "Don't rush."),
    "double quotes inside double quotes": ('"Say "no" now."', 'Say "no" now.'),
    "quoted words at both ends": ("'Walk' or 'run'", "'Walk' or 'run'"),
    "quoted words at the start": ("'Walk' on.", "'Walk' on."),
    "inches in double quotes": ('"A 5" step."', 'A 5" step.'),
    "a colon": ("Remember: walk on.", "Remember: walk on."),
    "a colon and an apostrophe": ("Don't forget: walk on.", "Don't forget: walk on."),
    "an asterisk": ("**Walk on.**", "Walk on."),
    "an at sign": ("@home, walk.", "@home, walk."),
    "a percent sign": ("%5 more.", "%5 more."),
    "an ampersand": ("& so on.", "& so on."),
    "a greater-than sign": ("> 5 steps a day.", "> 5 steps a day."),
    "a bar": ("| walk | on", "| walk | on"),
    "braces": ("{walk} on.", "{walk} on."),
    "a hash": ("Walk to number #5 # 6.", "Walk to number #5 # 6."),
    "an open single quote": ("'Walk well.\n      - 'Then rest.'", "Walk well."),
    "an open double quote": ('"Walk well.\n      - "Then rest."', "Walk well."),
}


@pytest.mark.parametrize(("typed", "meant"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_a_paragraph_as_it_was_meant(typed: str, meant: str) -> None:
    """The line that the hint shows, in place of the one that the message names, prints the words of the author."""
    english = small()[FILE].decode()
    before, _, after = english.partition("    blocks:\n")
    line = before.count("\n") + 2
    rest = after[after.index("\n") + 1 :] if after.startswith("      - ") else after
    broken = f"{before}    blocks:\n      - {typed}\n{rest}"
    problem = first_problem(small({FILE: broken}))
    assert problem.position is not None
    assert (problem.position.file, problem.position.line) == (FILE, line)
    said = (
        problem.hint.removeprefix("write ").removeprefix("- ").removesuffix(", or put the comment on a line of its own")
    )
    assert problem.hint.startswith("write ")
    lines = broken.splitlines()
    lines[line - 1] = f"      - {said}"
    assert any(meant in words for words in words_of(small({FILE: "\n".join(lines) + "\n"})))


BLOCKS = {
    "alert: Call at once.": "Call at once.",
    "note: Call at once.": "Call at once.",
    "warning: Don't wait.": "Don't wait.",
    "bullets: Walk on.": "Walk on.",
    "ol: Walk on.": "Walk on.",
    "steps: Walk on.": "Walk on.",
    "signs: Pain.": "Pain.",
    "checklist: Shoes.": "Shoes.",
    "quote: We walk.": "We walk.",
    "blockquote: We walk.": "We walk.",
    "questions: May I walk?": "May I walk?",
    "faq: May I walk?": "May I walk?",
    "entries: My goal": "My goal",
    "form: My goal": "My goal",
    "contacts: Walking group": "Walking group",
    "log: My walks": "My walks",
    "table: How far": "How far",
    "definitions: How fast.": "How fast.",
}


@pytest.mark.parametrize(("typed", "meant"), BLOCKS.items())
def test_a_block_as_it_was_meant(typed: str, meant: str) -> None:
    """A text in the place of a block's keys, or another program's name for a block: the hint shows the whole block with
    the author's words, and it can be read as it is."""
    english = small()[FILE].decode()
    before, _, after = english.partition("    blocks:\n")
    broken = f"{before}    blocks:\n      - {typed}\n{after}"
    problem = first_problem(small({FILE: broken}))
    assert problem.position is not None
    assert problem.position.line == before.count("\n") + 2
    assert problem.hint.startswith("write ")
    repaired = broken.replace(typed, problem.hint.removeprefix("write "))
    assert any(meant in words for words in words_of(small({FILE: repaired})))


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("title: Walking", "title:Walking", "write title: 'Walking'"),
        ("title: Walking", " title: Walking", "start it at the left margin"),
    ],
)
def test_the_line_that_must_change(old: str, new: str, hint: str) -> None:
    """A missing space, a line that is indented: told at that line, not where YAML notices."""
    english = small()[FILE].decode()
    problem = first_problem(small({FILE: english.replace(old, new, 1)}))
    assert problem.position is not None
    assert problem.position.line == english[: english.index(old)].count("\n") + 1
    assert problem.hint.startswith(hint)


MOVED = {
    "keys of an item": ("    role: action", "  role: action"),
    "the first key of an item": ("  - id: when", "   - id: when"),
    "an item of a list of sections": ("  - id: when", " - id: when"),
    "a block": ("      - steps:", "     - steps:"),
    "a block with keys beside it": ("      - bullets:", "        - bullets:"),
    "an item": ("          - Go on", "         - Go on"),
    "an item that goes too far in": ("          - Go on", "            - Go on"),
    "a key beside a list, with a comment": ("        sources: [S1] ", "       sources: [S1] "),
    "a key that goes too far out": ("        sources: [S1] ", "      sources: [S1] "),
    "the key of the blocks": ("    blocks:                     #", "   blocks:                     #"),
    "the first of several keys": ("    title: Wash", "     title: Wash"),
    "the first audience": ("          family: Small", "         family: Small"),
    "a mapping in a list": ("          - ask: Who", "        - ask: Who"),
    "a key of a mapping in a list": ("            answer: 'Ask", "           answer: 'Ask"),
    "a key in the middle": ("    role: summary", "     role: summary"),
}


@pytest.mark.parametrize(("old", "new"), MOVED.values(), ids=MOVED)
def test_the_line_that_is_indented_wrong(old: str, new: str) -> None:
    """The only message names the line that was moved, also where YAML notices a later one, and says how many spaces to
    give it: then the file is what it was."""
    files = {path.as_posix(): data for path, data in starter() if "README" not in path.name}
    file = "content/hand-washing/en.yaml"
    sound = files[file].decode()
    assert sound.count(f"\n{old}") == 1
    (problem,) = problems({**files, file: sound.replace(f"\n{old}", f"\n{new}").encode()})
    assert problem.position is not None
    assert problem.position.line == sound[: sound.index(f"\n{old}")].count("\n") + 2
    given, right = new.removesuffix(new.lstrip()), old.removesuffix(old.lstrip())
    assert problem.message.startswith(f"this line is indented by {len(given)} space")
    assert problem.hint == f"indent it by {len(right)} spaces"


SEPARATED = {
    "a dash before a block": ("      - steps:", "      -steps:", "write - steps:"),
    "a dash before a text": ("          - Go on", "          -Go on", "write - 'Go on for twenty seconds.'"),
    "a dash before a key": ("          - ask: Who", "          -ask: Who", "write - ask: Who can help?"),
    "a dash before a block with keys": ("      - bullets:", "      -bullets:", "write - bullets:"),
    "a semicolon": ("title: Hand", "title; Hand", "write title: 'Hand washing'"),
    "an equals sign": ("    role: action", "    role= action", "write role: 'action'"),
    "no colon in a section": ("    for: school", "    for school", "write for: 'school'"),
    "no colon at the first key": ("  - id: when", "  - id when", "write - id: 'when'"),
    "no colon at the left margin": ("title: Hand", "title Hand", "write title: 'Hand washing'"),
}


@pytest.mark.parametrize(("old", "new", "hint"), SEPARATED.values(), ids=SEPARATED)
def test_the_line_that_lacks_its_separator(old: str, new: str, hint: str) -> None:
    """A dash without a space or a key without a colon is told where it stands; the line of the hint in its place makes
    the file right."""
    files = {path.as_posix(): data for path, data in starter() if "README" not in path.name}
    file = "content/hand-washing/en.yaml"
    sound = files[file].decode()
    broken = sound.replace(f"\n{old}", f"\n{new}")
    (problem,) = problems({**files, file: broken.encode()})
    line = sound[: sound.index(f"\n{old}")].count("\n") + 1
    assert (problem.position and problem.position.line, problem.hint) == (line + 1, hint)
    lines = broken.splitlines(keepends=True)
    lines[line] = f"{new.removesuffix(new.lstrip())}{hint.removeprefix('write ')}\n"
    assert problems({**files, file: "".join(lines).encode()}) == ()


def test_words_that_go_on_in_the_next_line_lack_nothing() -> None:
    """A line of a longer text that begins with the word of a key is not told for a line below that is indented
    wrong."""
    english = (
        small()[FILE].decode().replace("It does you good.", "It is good\n        for you and me\n        -really.")
    )
    broken = f"{english}     - Walk on.\n"
    problem = first_problem(small({FILE: broken}))
    assert problem.position is not None
    assert problem.position.line == broken.count("\n")
    assert problem.hint == "indent it by 6 spaces"


def test_where_no_single_line_is_wrong() -> None:
    """Two lines that do not fit are told where YAML notices, without a number of spaces that would not help."""
    english = small()[FILE].decode().replace("    role:", "  role:").replace("    title: Why", "   title: Why")
    problem = first_problem(small({FILE: english}))
    assert problem.hint.startswith("check the indentation")


@pytest.mark.parametrize("typed", ["figure: walk.svg", "image: walk.svg"])
def test_a_picture_as_it_was_meant(typed: str) -> None:
    """The figure that the hint shows is a figure with that picture."""
    english = small()[FILE].decode()
    broken = english.replace("      - It does", f"      - {typed}\n      - It does")
    hint = first_problem(small({FILE: broken})).hint
    repaired = broken.replace(typed, hint.removeprefix("write "))
    problem = first_problem(small({FILE: repaired}))
    assert (problem.rule.name, "walk.svg" in problem.message) == ("picture-missing", True)
