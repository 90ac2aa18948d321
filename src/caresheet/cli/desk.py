"""`caresheet desk`: the pages for clinic staff, in the browser of this computer."""

from __future__ import annotations

import os
from pathlib import Path

import click

from caresheet.app.ports import open_system_browser
from caresheet.cli import options
from caresheet.cli.project import project_folder


@click.command()
@options.project
@click.option(
    "--port",
    type=click.IntRange(1024, 65500),
    metavar="NUMBER",
    help="The port to use; if it is taken, the next free one.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the browser; the link to open is printed.")
def desk(root: Path | None, port: int | None, *, no_browser: bool) -> None:
    """Open the desk in the browser: choose a handout, fill it in, see it, print it.

    Only this computer can see it, and only with the link that is printed. Press Ctrl-C to close it.
    """
    from caresheet.app.starting import project_for_desk
    from caresheet.web.server import run_desk
    from caresheet.web.sockets import USUAL_PORT

    opener = _unopened if no_browser else open_system_browser
    project = project_folder(root) if root else project_for_desk()
    run_desk(project, os.environ, port=port or USUAL_PORT, opener=opener, tell=click.echo)


def _unopened(_address: str) -> bool:
    """Opens nothing: the user opens the link that is printed."""
    return False
