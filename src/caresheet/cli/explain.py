"""`caresheet explain`: a rule with examples that break and keep it; a block or a key with its smallest example."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from caresheet.model.problem import Severity
from caresheet.model.rules import ALL

if TYPE_CHECKING:  # --help has no use for the pages
    from caresheet.app.explained import BlockKey, Entry, KeyEntry
    from caresheet.app.rule_pages import ExampleFile, RulePage
    from caresheet.model.reference import BlockReference, FileKey, KeyReference

_COSTS = {
    Severity.FAULT: "no PDF is made",
    Severity.ERROR: "a release is refused",
    Severity.WARNING: "this is advice",
}
_WIDEST, _NARROWEST = 80, 20


@click.command()
@click.argument("name", required=False)
def explain(name: str | None) -> None:
    """Explain a rule, a block or a key: NAME is such as alt-length, CS017b, table, type.body or clinic.phone. Without
    NAME, list all rules.

    For a rule, says what it asks for and why, with an example that breaks it and one that follows it. For a block or a
    key of a file, says what stands there, its keys, and shows the smallest example.
    """
    columns = shutil.get_terminal_size().columns
    sheet = click.HelpFormatter(width=max(min(columns, _WIDEST), _NARROWEST))
    if name is None:
        _list(sheet)
    else:
        _explain_all(name, sheet)
    click.echo(sheet.getvalue(), nl=False)


def _explain_all(name: str, sheet: click.HelpFormatter) -> None:
    from caresheet.app.explained import look_up

    answer = look_up(name)
    for number, entry in enumerate(answer.entries):
        if number:
            sheet.write("\n" + "-" * sheet.width + "\n\n")
        _show(entry, sheet)
    if answer.others:
        _paragraphs(sheet, "", f"Also of this name: {', '.join(answer.others)}")


def _show(entry: Entry, sheet: click.HelpFormatter) -> None:
    from caresheet.app.explained import FILES, BlockKey, KeyEntry
    from caresheet.app.rule_pages import RulePage

    match entry:
        case RulePage():
            _explain(entry, sheet)
        case KeyEntry():
            _key(entry, FILES[entry.kind], sheet)
        case BlockKey():
            _block_key(entry, sheet)
        case _:
            _block(entry, sheet)


def _block(block: BlockReference, sheet: click.HelpFormatter) -> None:
    _paragraphs(sheet, f"{block.name} (a block: {block.holds})", block.description, f"On paper: {block.prints}")
    _keys(sheet, "Keys", block.keys)
    _keys(sheet, "Keys beside it", block.common_keys)
    _example(sheet, "as an item of blocks in content/<topic>/<language>.yaml", block.example)


def _key(entry: KeyEntry, file: str, sheet: click.HelpFormatter) -> None:
    key = entry.key
    default = (f"Default: {key.default}",) if key.default else ()
    _paragraphs(sheet, f"{key.name} ({entry.kind}: {_holds(key)})", key.description, *default)
    _keys(sheet, "Keys", entry.inside)
    _example(sheet, f"in {file}", key.example)


def _block_key(entry: BlockKey, sheet: click.HelpFormatter) -> None:
    where = f"block {entry.block.name}" if entry.block else "every block"
    _paragraphs(sheet, f"{'.'.join(entry.path)} ({where}: {_holds(entry.key)})", entry.key.description)
    _keys(sheet, "Keys", entry.key.keys)
    _example(sheet, f"in {where}", entry.key.example)


def _holds(key: FileKey | KeyReference) -> str:
    return f"{key.holds}, required" if key.required else key.holds


def _paragraphs(sheet: click.HelpFormatter, first: str, *others: str) -> None:
    if first:
        sheet.write_text(first)
    for words in others:
        sheet.write_paragraph()
        sheet.write_text(words)


def _keys(sheet: click.HelpFormatter, title: str, keys: Sequence[FileKey | KeyReference]) -> None:
    if keys:
        with sheet.section(title):
            rows = [(key.name.rpartition(".")[2], f"{key.description} ({_holds(key)})") for key in keys]
            sheet.write_dl(rows, col_max=sheet.width // 3)


def _example(sheet: click.HelpFormatter, where: str, text: str) -> None:
    lines = "".join(f"    {line}\n" for line in text.strip().splitlines())
    sheet.write(f"\nExample, {where}:\n\n{lines}")


def _list(sheet: click.HelpFormatter) -> None:
    """Every rule with its reason, the most severe first; in two columns if there is room."""
    for severity, cost in _COSTS.items():
        rules = [rule for rule in ALL if rule.severity is severity]
        with sheet.section(f"{severity.value.capitalize()}s ({cost})"):
            sheet.write_dl([(f"{rule.id:7} {rule.name}", rule.why) for rule in rules], col_max=sheet.width // 2)


def _explain(page: RulePage, sheet: click.HelpFormatter) -> None:
    rule = page.rule
    sheet.write_text(f"{rule.id} {rule.name} ({rule.severity.value}: {_COSTS[rule.severity]})")
    for words in (rule.why, page.text):
        sheet.write_paragraph()
        sheet.write_text(words)
    shown: set[tuple[str, tuple[str, ...]]] = set()
    for chapter in page.chapters:
        sheet.write_paragraph()
        sheet.write(f"{chapter.title}{' (at >)' if chapter.is_broken else ''}:\n")
        if not chapter.files:
            with sheet.indentation():
                sheet.write_text(chapter.text)
        for file in chapter.files:
            is_again = file.size is None and (file.path, file.lines) in shown
            sheet.write(f"\n  {file.path}: as above\n" if is_again else _listing(file))
            shown.add((file.path, file.lines))


def _listing(file: ExampleFile) -> str:
    """The file with `>` before the lines that are wrong, or before its name if the whole file is."""
    if file.size is not None:
        return f"\n  {file.path}: a file of {file.size} bytes\n"
    numbered = enumerate(file.lines, start=1)
    rows = [f"{'>' if number in file.marked else ' '}   {line}".rstrip() for number, line in numbered]
    return "\n".join((f"\n{'>' if 0 in file.marked else ' '} {file.path}", *rows, ""))
