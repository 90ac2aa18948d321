"""Handouts in words alone, as files beside the PDFs."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from caresheet.app.sources import find_root, read_folder
from caresheet.cli.making import refuse_to_release
from caresheet.cli.report import near
from caresheet.cli.selection import Selection, choose
from caresheet.delivery import put
from caresheet.model.problem import CaresheetError, Findings

KINDS = ("txt", "html")
"""The endings of such files. They stand in no manifest, which accounts for PDFs."""


def write_transcripts(
    wanted: Selection, kinds: Collection[str], out: Path | None, *, release: bool, quiet: bool
) -> None:
    """Write each handout in each of the kinds; nothing is written unless all of them are whole.

    Raises CaresheetError with the problems of all; for a `release`, with everything that keeps it from going out.
    """
    from caresheet.app.pipeline import judge, transcript

    root = find_root(wanted.root)
    project = read_folder(root, wanted.clinic)
    jobs = choose(project, wanted)
    if release:
        refuse_to_release(project, judge(project, jobs, pages=True), wanted)
    findings = Findings()
    texts: dict[str, str] = {}
    for job in jobs:
        for kind in kinds:
            try:
                texts[f"{job.name}.{kind}"] = transcript(job, kind)
            except CaresheetError as error:
                findings.extend(error.problems)
    findings.raise_any()
    folder = out or near(root / "build")
    for name, text in texts.items():
        put(text.encode(), folder / name, outside=True, otherwise="choose another folder with --out")
        if not quiet:
            click.echo(folder / name)
