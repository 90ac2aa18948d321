"""`caresheet manual`: a page of the manual in the terminal, or all of it as a web page."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp

import click


@click.command()
@click.argument("page", required=False)
@click.option(
    "--html",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the whole manual as one web page.",
)
@click.option("--open", "show_it", is_flag=True, help="Open the whole manual in the browser.")
def manual(page: str | None, file: Path | None, *, show_it: bool) -> None:
    """Show a PAGE of the manual, such as clinic. Without PAGE, list the pages."""
    if file is not None or show_it:
        if page is not None:
            message = "A web page has the whole manual: leave out the name of the page."
            raise click.UsageError(message)
        _write(file, show_it=show_it)
        return
    from caresheet.app.manual_pages import list_of_pages, page_as_text, sheet_width

    width = sheet_width(shutil.get_terminal_size().columns)
    text = list_of_pages(width) if page is None else page_as_text(page.lower(), width)
    if sys.stdout.isatty():
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)


def _write(file: Path | None, *, show_it: bool) -> None:
    from caresheet.app.manual_pages import write_web_page
    from caresheet.cli.making import open_file

    path = file or Path(mkdtemp(prefix="caresheet-")) / "manual.html"
    write_web_page(path)
    click.echo(path)
    if show_it:
        open_file(path)
