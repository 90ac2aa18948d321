"""`caresheet score`: how hard the handouts are to read, and what can be said before people score them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import click

from caresheet import __version__
from caresheet.app.sources import find_root, read_folder
from caresheet.cli.findings import grades_as_json
from caresheet.cli.selection import Selection, choose, selecting

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.pipeline import Judgement
    from caresheet.rules.prescores import Scored

_WIDEST = 80
VERSION = 1
"""The version of the form of the JSON report."""
_NO_SCORE = (
    "A pre-score is no score: 'pass' says that rules looked and found nothing against an item. None of these "
    "instruments is passed before people have scored the handout."
)


@click.command()
@selecting
@click.option("--pages", is_flag=True, help="Set the pages, too, and judge them.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="What reads the scores.")
def score(*, wanted: Selection, pages: bool, form: str) -> None:
    """Show reading grades by section, and pre-scores of PEMAT-P, the CDC Clear Communication Index and SAM.

    Each of their items passes, fails, is not applicable, or needs a person.
    """
    from caresheet.app.pipeline import judge

    project = read_folder(find_root(wanted.root), wanted.clinic)
    handouts = judge(project, choose(project, wanted), pages=pages).handouts
    if form == "json":
        whole = {
            "version": VERSION,
            "caresheet": __version__,
            "pages": pages,
            "handouts": [_as_json(one, pages=pages) for one in handouts],
        }
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
        return
    for one in handouts:
        _show(one, pages=pages)
    click.echo(click.wrap_text(_NO_SCORE, min(shutil.get_terminal_size().columns, _WIDEST)))


def _prescores(one: Judgement, *, pages: bool) -> dict[str, tuple[Scored, ...]]:
    from caresheet.rules.prescores import INSTRUMENTS, prescored

    if one.silent is None:
        return {}
    return {name: prescored(items, one.broken, one.silent, pages=pages) for name, items in INSTRUMENTS.items()}


def _show(one: Judgement, *, pages: bool) -> None:
    click.echo(click.style(one.name, bold=True))
    if one.grades is None:
        click.echo("  cannot be made: see caresheet check\n")
        return
    for grade in one.grades.grades:
        asked = "" if grade.limit is None else f" ({'at least' if grade.easier_is_more else 'at most'} {grade.limit:g})"
        click.echo(f"  {grade.section or 'the whole'}: {grade.shown}{asked}")
    if not one.grades.grades:
        click.echo(f"  {one.grades.why_none}")
    for name, scored in _prescores(one, pages=pages).items():
        click.echo(f"  {name}: {_counted(scored)}")
        for each in scored:
            because = f" ({', '.join(each.because)})" if each.because else ""
            click.echo(f"    {each.item.number:>2}  {each.state.value:14}  {each.item.asks}{because}")
    click.echo()


def _counted(scored: tuple[Scored, ...]) -> str:
    states = [each.state.value for each in scored]
    return ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(sorted(states, reverse=True)))


def _as_json(one: Judgement, *, pages: bool) -> dict[str, object]:
    return {
        "handout": one.name,
        "grades": grades_as_json(one.grades)["grades"] if one.grades else [],
        "prescores": {
            name: [
                {
                    "item": each.item.number,
                    "asks": each.item.asks,
                    "state": each.state.value,
                    "judged_by": [rule.name for rule in each.item.judged_by],
                    "because": list(each.because),
                }
                for each in scored
            ]
            for name, scored in _prescores(one, pages=pages).items()
        },
    }
