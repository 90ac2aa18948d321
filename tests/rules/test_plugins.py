"""Rules that another package adds by an entry point of the group `caresheet.rules`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = """
from collections.abc import Iterator
from pathlib import Path

from caresheet.model.problem import Problem, Rule, Severity
from caresheet.rules import Check, HandoutContext, TopicContext
from caresheet.rules.plugins import RulePack

Path(__file__).with_name("loaded").touch()
SHOUTING = Rule("ACME1", "acme/shouting", Severity.WARNING, "Nobody likes to be shouted at.")
LOGO = Rule("ACME2", "acme/logo", Severity.ERROR, "Families look for our logo.")


def shouting(context: TopicContext) -> Iterator[Problem]:
    if context.topic.language == "en":
        yield Problem(context.topic.position, SHOUTING, f"'{context.topic.title}' is too loud", "whisper")


def logo(context: HandoutContext) -> Iterator[Problem]:
    if context.document.logo is None:
        yield Problem(context.document.position, LOGO, f"'{context.name}' has no logo", "add one to the profile")


PACK = RulePack(
    topic=(Check(SHOUTING, shouting),),
    handout=(Check(LOGO, logo),),
    pages={"acme/shouting": "# acme/shouting\\n\\nWhisper.\\n", "acme/logo": "# acme/logo\\n\\nShow it.\\n"},
)
"""


def install(folder: Path, module: str = MODULE, name: str = "acme") -> None:
    """Put a package into a folder as pip installs it: a module, and its metadata with the entry point."""
    (folder / f"{name}_rules.py").write_text(module, encoding="utf-8")
    info = folder / f"{name}_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-rules\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[caresheet.rules]\n{name} = {name}_rules:PACK\n", encoding="utf-8")


def run(site: Path, project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join((str(site), *sys.path))
    return subprocess.run(
        [sys.executable, "-m", "caresheet", *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An empty folder for packages, on Python's path."""
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def test_check_judges_by_the_rules_of_a_package(site: Path, starter: Path) -> None:
    """An installed package's rules are checked with the others, and their problems look like all problems."""
    install(site)
    result = run(site, starter, "check")
    assert result.returncode == 1, result.stderr
    assert "en.yaml:9:1: acme/shouting 'Hand washing' is too loud (whisper)" in result.stdout
    assert "acme/logo 'hand-washing-card-en' has no logo (add one to the profile)" in result.stdout
    assert "not-reviewed" in result.stdout


def test_builds_do_not_load_packages(site: Path, starter: Path) -> None:
    """What only prints does not import what adds rules; what checks does."""
    install(site)
    assert run(site, starter, "build").returncode == 0
    assert not (site / "loaded").exists()
    run(site, starter, "check")
    assert (site / "loaded").exists()


def test_rules_of_a_package_can_be_waived_and_explained(site: Path, starter: Path) -> None:
    """A waiver may name a package's rule, whether or not the package is there; `explain` prints the package's page."""
    install(site)
    facts = next(starter.glob("content/*/topic.yaml"))
    facts.write_text(
        f"{facts.read_text(encoding='utf-8')}waive:\n- {{rule: acme/shouting, because: We like it loud.}}\n",
        encoding="utf-8",
    )
    assert "acme/shouting 'Hand" not in run(site, starter, "check").stdout
    assert run(site.parent, starter, "build").returncode == 0
    assert "unused-waiver 'acme/shouting' is waived" in run(site.parent, starter, "check").stdout
    page = run(site, starter, "explain", "acme/shouting").stdout
    assert page.startswith("ACME1 acme/shouting (warning: ")
    assert "Whisper." in page


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("raise OSError('no license')", "cannot be used: OSError: no license"),
        ("PACK = 1", "cannot be used: it names a int rather than a RulePack"),
        (
            MODULE.replace('"acme/logo", Sev', '"logo", Sev'),
            "the name of the rule 'logo' must be 'acme/' and lower-case",
        ),
        (
            MODULE.replace('"ACME2"', '"CS999"'),
            "the id of the rule 'acme/logo' must be capitals and a number, not starting with CS",
        ),
        (MODULE.replace("Severity.ERROR", "Severity.FAULT"), "the rule 'acme/logo' must be an error or a warning"),
        (MODULE.replace('"acme/logo": "', '"acme/x": "'), "the rule 'acme/logo' has no page of help in `pages`"),
        (
            MODULE.replace("f\"'{context.name}", 'context.nobody + f"'),
            "the check of 'acme/logo' failed: AttributeError",
        ),
        (MODULE.replace("position, LOGO", "position, SHOUTING"), "yields something else than problems of its rule"),
    ],
)
def test_a_broken_package_is_told(site: Path, starter: Path, module: str, said: str) -> None:
    """A package that cannot be loaded, breaks the conventions or fails is an error with its name, and no traceback;
    all other rules still run."""
    install(site, module)
    result = run(site, starter, "check")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    told = [line for line in result.stdout.splitlines() if line.startswith("broken-plugin ")]
    assert len(told) == 1, result.stdout
    assert said in told[0]
    assert "(update or uninstall the package that adds this rule)" in told[0]
    assert "not-reviewed" in result.stdout
