"""What programs read is one valid document, whatever went wrong, with paths that they can open; selections and paths of
`check` and `verify` mean what they say."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import jsonschema_rs
import pytest
from tests.app.projects import change, misspell
from tests.mistakes.program import TODAY, run

from caresheet.app.starting import start_project

SCHEMAS = Path(__file__).parent / "schemas"
ENGLISH = Path("content") / "hand-washing" / "en.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """The small project in a subfolder of a git repository, with its topic twice."""
    (tmp_path / ".git").mkdir()
    project = tmp_path / "docs" / "handouts"
    start_project(project)
    shutil.copytree(project / "content" / "hand-washing", project / "content" / "feet")
    return project


def rules_in(document: str, form: str) -> list[str]:
    """The rules of a document that is valid under its schema."""
    if form == "github":
        assert all(line.startswith("::") for line in document.splitlines())
        return [line.partition("title=")[2].partition("::")[0].partition(" ")[2] for line in document.splitlines()]
    whole = json.loads(document)
    if form == "sarif":
        schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
        assert list(jsonschema_rs.validator_for(schema).iter_errors(whole)) == []
        (one,) = whole["runs"]
        return [one["tool"]["driver"]["rules"][each["ruleIndex"]]["name"] for each in one["results"]]
    schema = json.loads(files("caresheet").joinpath("source", "schemas", "check-report.json").read_text("utf-8"))
    assert jsonschema_rs.is_valid(schema, whole)
    return [each["rule"] for each in whole["problems"]]


WRONG: dict[str, tuple[tuple[str, ...], int, str]] = {
    "no-project": (("--project", "layouts"), 1, "no-project"),
    "no such project": (("--project", "nowhere"), 2, "not-run"),
    "unknown option": (("--color", "red"), 2, "not-run"),
    "bad day": (("--today", "tomorrow"), 2, "not-run"),
    "no such file": (("nope.yaml",), 2, "unknown-name"),
    "a file of no project": (("../../readme.txt",), 2, "unknown-name"),
    "no such topic": (("--topic", "hands"), 2, "unknown-name"),
    "no such severity": (("--fail-on", "advice"), 2, "not-run"),
    "no such clinic": (("--clinic", "mine.yaml"), 2, "unknown-name"),
}


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
@pytest.mark.parametrize(("arguments", "code", "rule"), WRONG.values(), ids=WRONG)
def test_a_document_whatever_is_wrong_with_the_call(
    folder: Path, form: str, arguments: tuple[str, ...], code: int, rule: str
) -> None:
    """Stdout is one valid document that says why there is no report; the exit code is as without it, and stderr says
    the same to people. It does not matter where --format stands."""
    (folder.parent.parent / "readme.txt").write_text("read", encoding="utf-8")
    for call in ((*arguments, "--format", form), (f"--format={form}", *arguments)):
        result = run("check", *call, cwd=folder)
        assert (result.exit_code, rules_in(result.stdout, form)) == (code, [rule])
        assert result.stderr
    assert run("check", *arguments, cwd=folder).stdout == ""


BROKEN = {"no YAML": "title: [a\n", "empty": "", "a tag": "title: !!python/object x\n", "bytes": "\x00"}


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_document_whatever_is_wrong_with_the_files(folder: Path, form: str, text: str) -> None:
    """Broken files are problems in the document; the rest of the project is judged all the same."""
    (folder / ENGLISH).write_text(text, encoding="utf-8")
    result = run("check", "--format", form, "--today", TODAY, cwd=folder)
    found = rules_in(result.stdout, form)
    assert result.exit_code == 1
    assert "not-reviewed" in found
    assert len(found) > 1


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_a_bug_has_a_document(folder: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program never takes a bug for a clean report."""

    def broken(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("caresheet.app.checking.check_folder", broken)
    result = run("check", "--format", form, cwd=folder)
    assert (result.exit_code, rules_in(result.stdout, form)) == (70, ["not-run"])


@pytest.mark.parametrize("call", [("score", "--format", "json"), ("diff", "a", "b", "--format", "json")])
def test_every_command_with_a_format(folder: Path, call: tuple[str, ...]) -> None:
    """Scores and differences are documents, too, whatever is wrong with the call or the files."""
    misspell(folder)
    for extra in ((), ("--project", "nowhere"), ("--color",)):
        result = run(*call, *extra, cwd=folder)
        assert result.exit_code in {1, 2, 3}
        assert json.loads(result.stdout)["problems"]


@pytest.mark.parametrize("where", [".", "docs", "docs/handouts", "docs/handouts/content", "elsewhere"])
def test_paths_can_be_opened(folder: Path, where: str) -> None:
    """From whatever folder: text and JSON have paths from there, SARIF and GitHub from the top of the repository."""
    top = folder.parent.parent
    here = top / where
    here.mkdir(exist_ok=True)
    misspell(folder)
    call = ("check", "--project", str(folder), "--today", TODAY)
    whole = json.loads(run(*call, "--format", "json", cwd=here).stdout)
    sarif = json.loads(run(*call, "--format", "sarif", cwd=here).stdout)
    places = [each["locations"][0]["physicalLocation"] for each in sarif["runs"][0]["results"]]
    github = run(*call, "--format", "github", cwd=here).stdout.splitlines()
    text = run(*call, cwd=here).stdout.splitlines()
    assert all((here / each["file"]).is_file() for each in whole["problems"])
    assert all((top / unquote(each["artifactLocation"]["uri"])).is_file() for each in places)
    assert all((top / each.partition("file=")[2].partition(",")[0]).is_file() for each in github)
    assert (here / next(line for line in text if "unknown-key" in line).partition(":")[0]).samefile(folder / ENGLISH)
    built = run("build", "--project", str(folder), "--jobs", "1", "--out", str(here / "out"), cwd=here)
    assert (here / built.stderr.partition(":")[0]).samefile(folder / ENGLISH)


def test_paths_without_a_repository(folder: Path) -> None:
    """Where git keeps nothing, all paths are from the current folder."""
    (folder.parent.parent / ".git").rmdir()
    misspell(folder)
    told = run("check", "--format", "github", "--project", "handouts", cwd=folder.parent).stdout
    assert f"file=handouts/{ENGLISH.as_posix()}" in told


def test_a_clinic_from_elsewhere(folder: Path) -> None:
    """A profile outside the project is named where it is."""
    (folder.parent / "mine.yaml").write_text("nmae: X\n", encoding="utf-8")
    told = run("check", "--clinic", "../mine.yaml", cwd=folder)
    assert told.stdout.startswith("../mine.yaml:1:1: unknown-key")


def test_a_folder_means_its_files(folder: Path) -> None:
    """A folder, the project itself and a file are told apart by what is in them; from outside, the project is found."""
    misspell(folder)
    misspell(folder, "feet")
    for path, topics in (
        ("content", {"feet", "hand-washing"}),
        (".", {"feet", "hand-washing"}),
        ("content/hand-washing", {"hand-washing"}),
        ("content/feet/en.yaml", {"feet"}),
        ("layouts", set()),
    ):
        for cwd, named in ((folder, path), (folder.parent, f"handouts/{path}")):
            result = run("check", named, "--format", "json", "--today", TODAY, cwd=cwd)
            told = json.loads(result.stdout)["problems"]
            assert {Path(each["file"]).parent.name for each in told} == topics
            assert result.exit_code == bool(topics)


def test_what_a_check_is_about(folder: Path) -> None:
    """A topic, a layout or a language: its own problems are told, those of others are not. Repeated options mean all of
    them, in upper or lower case."""
    misspell(folder, "feet")
    for call, topics in (
        (("--topic", "feet"), {"feet"}),
        (("--topic", "Hand-Washing"), {"hand-washing"}),
        (("--topic", "feet", "--topic", "hand-washing"), {"feet", "hand-washing"}),
        (("--topic", "hand-washing", "--layout", "card", "--layout", "Leaflet", "--lang", "EN"), {"hand-washing"}),
    ):
        result = run("check", *call, "--format", "json", "--today", TODAY, cwd=folder)
        told = json.loads(result.stdout)["problems"]
        assert {Path(each["file"]).parent.name for each in told} == topics
        assert result.exit_code == ("feet" in topics)


def test_what_a_verification_is_about(folder: Path) -> None:
    """Only what is wanted is compared: a change elsewhere, or a fault there, does not matter."""
    assert run("build", "--jobs", "1", cwd=folder).exit_code == 0
    (folder / "build" / "mine.pdf").write_bytes(b"%PDF")
    change(folder / "content" / "feet" / "en.yaml", "clean towel", "dry towel")
    hands = ("verify", "--topic", "Hand-Washing")
    assert run(*hands, "--layout", "card", "--layout", "leaflet", "--lang", "en", cwd=folder).exit_code == 0
    assert run("verify", "--topic", "feet", cwd=folder).exit_code == 1
    misspell(folder, "feet")
    assert run(*hands, cwd=folder).exit_code == 0
    assert "feet-card-en.pdf" not in run(*hands, cwd=folder).stdout
    assert run("verify", "--topic", "feet", cwd=folder).exit_code == 1
    assert run("verify", cwd=folder).exit_code == 1
    assert run("verify", "--topic", "foot", cwd=folder).exit_code == 2
    (folder / "layouts" / "card.yaml").unlink()
    assert run(*hands, "--layout", "leaflet", cwd=folder).exit_code == 0


@pytest.mark.parametrize("arguments", [("--paper", "A4"), ("--size", "Large"), ("--lang", "EN"), ("--format", "TXT")])
def test_case_does_not_matter(folder: Path, arguments: tuple[str, ...]) -> None:
    """Values of options are taken in upper case, too, and mean the same."""
    lower = tuple(each if each.startswith("--") else each.lower() for each in arguments)
    for call, out in ((arguments, "upper"), (lower, "lower")):
        result = run("build", "Feet", "--layout", "Card", *call, "--jobs", "1", "--out", out, cwd=folder)
        assert result.exit_code == 0
    upper, plain = ({path.name: path.read_bytes() for path in (folder / out).iterdir()} for out in ("upper", "lower"))
    assert upper == plain


def test_repeated_options_all_count(folder: Path) -> None:
    """--layout, --lang and --topic can be given several times."""
    call = ("build", "--jobs", "1", "--format", "txt", "--layout", "card", "--layout", "leaflet", "--lang", "en")
    assert run(*call, "feet", cwd=folder).exit_code == 0
    assert len(list((folder / "build").glob("*.txt"))) == 2
