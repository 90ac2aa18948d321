"""`caresheet check` tells what is wrong, all at once, to people and to machines."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema_rs
import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ENGLISH = Path("content") / "hand-washing" / "en.yaml"
FACTS = Path("content") / "hand-washing" / "topic.yaml"
SARIF = Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json"
TODAY = ("--today", "2026-12-01")
WAIVER = "waive: [{rule: not-reviewed, because: 'It is the example of the manual.'}]\n"


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8", newline="\n")


@pytest.fixture
def broken(starter: Path) -> Path:
    """The small project with an error (no source for a section) and a warning (no review)."""
    path = starter / ENGLISH
    text = path.read_text(encoding="utf-8")
    assert text.count("        sources: [S1]           # backs the whole list\n") == 1
    path.write_text(text.replace("        sources: [S1]           # backs the whole list\n", ""), encoding="utf-8")
    return starter


def test_the_small_project(caresheet: Run, starter: Path) -> None:
    """Of the project that init makes only the review is missing; that is told, and fails only where asked to. How hard
    each handout is to read stands below, where it is long enough to say."""
    result = caresheet("check", "--pages", *TODAY, cwd=starter)
    assert result.returncode == 0
    found, *grades = result.stdout.splitlines()
    assert found.split(" ")[1] == "not-reviewed"
    assert grades == [
        "hand-washing-card-en     is too short to be graded",
        "hand-washing-leaflet-en  Flesch-Kincaid 1.9 (at most 8)",
    ]
    assert result.stderr == "1 warning\n"
    assert caresheet("check", "--fail-on", "warning", *TODAY, cwd=starter).returncode == 1


def test_errors_fail(caresheet: Run, broken: Path) -> None:
    """An error is told with its place and makes the exit code 1; so are rules that were not checked."""
    result = caresheet("check", *TODAY, cwd=broken)
    assert result.returncode == 1
    assert f"{ENGLISH.as_posix()}:45:13: without-source" in result.stdout
    assert result.stderr == "1 error, 1 warning; pages were not checked (--pages)\n"


def test_a_language_without_words(caresheet: Run, starter: Path) -> None:
    """Where the rules have no words of a language to judge by, that is said: their silence is no praise."""
    english = (starter / ENGLISH).read_text(encoding="utf-8")
    (starter / ENGLISH).with_name("nl.yaml").write_text(english, encoding="utf-8")
    labels = files("caresheet").joinpath("languages", "en", "labels.yaml").read_text("utf-8")
    (starter / "labels").mkdir()
    (starter / "labels" / "nl.yaml").write_text(labels, encoding="utf-8")
    result = caresheet("check", "--pages", *TODAY, cwd=starter)
    assert "hand-washing-card-nl     no formula is known for 'nl'\n" in result.stdout
    assert result.stderr.endswith("2 warnings; there is no word list for 'nl': its words were not checked\n")
    told = json.loads(caresheet("check", "--format", "json", *TODAY, cwd=starter).stdout)
    assert {each["language"]: each["word_list"] for each in told["grades"]} == {"nl": False, "en": True}
    (card, *_) = json.loads(caresheet("score", "--lang", "nl", "--format", "json", *TODAY, cwd=starter).stdout)[
        "handouts"
    ]
    states = {each["item"]: each["state"] for each in card["prescores"]["PEMAT-P"]}
    assert (states["3"], states["5"]) == ("needs a person", "needs a person")


def test_what_cannot_be_read(caresheet: Run, starter: Path) -> None:
    """Faults of reading are told in the same form."""
    append(starter / ENGLISH, "titel: Soap\n")
    result = caresheet("check", "--format", "json", *TODAY, cwd=starter)
    assert result.returncode == 1
    (problem,) = json.loads(result.stdout)["problems"]
    assert (problem["rule"], problem["severity"]) == ("unknown-key", "fault")


def test_only_some_files(caresheet: Run, broken: Path) -> None:
    """With files, only what is to be put right in them is told, from whatever folder they are named."""
    assert caresheet("check", str(FACTS), *TODAY, cwd=broken).returncode == 0
    assert caresheet("check", str(broken / FACTS), *TODAY, cwd=broken.parent).returncode == 0
    result = caresheet("check", str(broken / ENGLISH), *TODAY, cwd=broken.parent)
    assert (result.returncode, len(result.stdout.splitlines())) == (1, 2)


def test_json(caresheet: Run, broken: Path) -> None:
    """The JSON holds to its schema, and a waived problem stands in it with its reason."""
    append(broken / FACTS, WAIVER)
    whole = json.loads(caresheet("check", "--format", "json", *TODAY, cwd=broken).stdout)
    schema = json.loads(files("caresheet").joinpath("source", "schemas", "check-report.json").read_text("utf-8"))
    assert jsonschema_rs.is_valid(schema, whole)
    assert [problem["rule"] for problem in whole["problems"]] == ["without-source"]
    assert [(each["rule"], each["because"]) for each in whole["waived"]] == [
        ("not-reviewed", "It is the example of the manual.")
    ]
    assert not jsonschema_rs.is_valid(schema, {**whole, "version": 2})


def test_sarif(caresheet: Run, broken: Path) -> None:
    """The SARIF is valid under the schema of OASIS, with places, rule ids, and what is waived as suppressed."""
    append(broken / FACTS, WAIVER)
    whole = json.loads(caresheet("check", "--format", "sarif", *TODAY, cwd=broken).stdout)
    schema = json.loads(SARIF.read_text(encoding="utf-8"))
    assert list(jsonschema_rs.validator_for(schema).iter_errors(whole)) == []
    (run,) = whole["runs"]
    found, waived = run["results"]
    place = found["locations"][0]["physicalLocation"]
    assert (found["ruleId"], found["level"]) == ("CS029b", "error")
    assert place["artifactLocation"]["uri"] == ENGLISH.as_posix()
    assert place["region"] == {"startLine": 45, "startColumn": 13}
    assert waived["suppressions"][0]["justification"] == "It is the example of the manual."
    assert run["tool"]["driver"]["rules"][waived["ruleIndex"]]["id"] == waived["ruleId"]
    del whole["version"]
    assert list(jsonschema_rs.validator_for(schema).iter_errors(whole))


def test_github(caresheet: Run, broken: Path) -> None:
    """GitHub gets one command a problem, with signs escaped that would end it."""
    lines = caresheet("check", "--format", "github", *TODAY, cwd=broken).stdout.splitlines()
    warning, error = lines
    assert warning.startswith(
        f"::warning file={ENGLISH.as_posix()},line=9,col=1,title=CS028 not-reviewed::there is no review"
    )
    assert error.startswith(f"::error file={ENGLISH.as_posix()},line=45,col=13,title=CS029b without-source::")


def test_a_waiver_of_nothing(caresheet: Run, starter: Path) -> None:
    """A waiver that covers nothing is told at its line; one of a fault, or without a reason, is refused."""
    append(starter / FACTS, "waive: [{rule: sentence-length, because: 'Long sentences are fine.'}]\n")
    assert "unused-waiver" in caresheet("check", *TODAY, cwd=starter).stdout
    for waiver in ("{rule: alt-text, because: 'We have no time.'}", "{rule: not-reviewed}"):
        text = (starter / FACTS).read_text(encoding="utf-8").partition("waive:")[0]
        (starter / FACTS).write_text(f"{text}waive: [{waiver}]\n", encoding="utf-8")
        assert caresheet("check", *TODAY, cwd=starter).returncode == 1
