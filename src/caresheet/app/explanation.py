"""What `caresheet explain` says, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caresheet.app.explained import FILES, Answer, BlockKey, Entry, KeyEntry
from caresheet.app.rule_pages import ExampleFile, PageChapter, RulePage
from caresheet.manual import paragraphs, terms
from caresheet.model.problem import Severity
from caresheet.model.reference import BlockReference, FileKey, KeyReference
from caresheet.model.rules import ALL

_COSTS = {
    Severity.FAULT: "no PDF is made",
    Severity.ERROR: "a release is refused",
    Severity.WARNING: "this is advice",
}


def rule_list(width: int) -> str:
    """Every rule with its reason, the most severe first; in two columns if there is room."""
    return "\n\n".join(_rules_of(severity, width) for severity in _COSTS) + "\n"


def _rules_of(severity: Severity, width: int) -> str:
    rows = ((f"{rule.id:7} {rule.name}", rule.why) for rule in ALL if rule.severity is severity)
    return terms(f"{severity.value.capitalize()}s ({_COSTS[severity]})", rows, width, width // 2)


def explanation(answer: Answer, width: int) -> str:
    """All entries of an answer, one below the other."""
    text = f"\n\n{'-' * width}\n\n".join("\n\n".join(filter(None, _parts(each, width))) for each in answer.entries)
    others = paragraphs(f"Also of this name: {', '.join(answer.others)}", width) if answer.others else ""
    return "\n\n".join(filter(None, (text, others))) + "\n"


def _parts(entry: Entry, width: int) -> Iterator[str]:
    match entry:
        case RulePage():
            yield from _rule(entry, width)
        case KeyEntry():
            yield from _key(entry, width)
        case BlockKey():
            yield from _block_key(entry, width)
        case _:
            yield from _block(entry, width)


def _block(block: BlockReference, width: int) -> Iterator[str]:
    heading = f"{block.name} (a block: {block.holds})"
    yield from _wrapped((heading, block.description, f"On paper: {block.prints}"), width)
    yield _keys("Keys", block.keys, width)
    yield _keys("Keys beside it", block.common_keys, width)
    yield from _example("as an item of blocks in content/<topic>/<language>.yaml", block.example)


def _key(entry: KeyEntry, width: int) -> Iterator[str]:
    key = entry.key
    heading = f"{key.name} ({entry.kind}: {_holds(key)})"
    yield from _wrapped((heading, key.description, key.default and f"Default: {key.default}"), width)
    yield _keys("Keys", entry.inside, width)
    yield from _example(f"in {FILES[entry.kind]}", key.example)


def _block_key(entry: BlockKey, width: int) -> Iterator[str]:
    where = f"block {entry.block.name}" if entry.block else "every block"
    heading = f"{'.'.join(entry.path)} ({where}: {_holds(entry.key)})"
    yield from _wrapped((heading, entry.key.description), width)
    yield _keys("Keys", entry.key.keys, width)
    yield from _example(f"in {where}", entry.key.example)


def _wrapped(said: Sequence[str], width: int) -> Iterator[str]:
    return (paragraphs(each, width) for each in said)


def _holds(key: FileKey | KeyReference) -> str:
    return f"{key.holds}, required" if key.required else key.holds


def _keys(title: str, keys: Sequence[FileKey | KeyReference], width: int) -> str:
    rows = ((key.name.rpartition(".")[2], f"{key.description} ({_holds(key)})") for key in keys)
    return terms(title, rows, width, width // 3)


def _example(where: str, text: str) -> Iterator[str]:
    yield f"Example, {where}:"
    yield "\n".join(f"    {line}" for line in text.strip().splitlines())


def _rule(page: RulePage, width: int) -> Iterator[str]:
    rule = page.rule
    heading = f"{rule.id} {rule.name} ({rule.severity.value}: {_COSTS[rule.severity]})"
    yield from _wrapped((heading, rule.why, page.text), width)
    shown: set[tuple[str, tuple[str, ...]]] = set()
    for chapter in page.chapters:
        yield from _chapter(chapter, shown, width)


def _chapter(chapter: PageChapter, shown: set[tuple[str, tuple[str, ...]]], width: int) -> Iterator[str]:
    """A file that was shown before is only named."""
    title = f"{chapter.title}{' (at >)' if chapter.is_broken else ''}:"
    if not chapter.files:
        yield f"{title}\n{paragraphs(chapter.text, width, '  ')}"
        return
    yield title
    for file in chapter.files:
        is_again = file.size is None and (file.path, file.lines) in shown
        yield f"  {file.path}: as above" if is_again else _listing(file)
        shown.add((file.path, file.lines))


def _listing(file: ExampleFile) -> str:
    """The file with `>` before the lines that are wrong, or before its name if the whole file is."""
    if file.size is not None:
        return f"  {file.path}: a file of {file.size} bytes"
    numbered = enumerate(file.lines, start=1)
    rows = [f"{'>' if number in file.marked else ' '}   {line}".rstrip() for number, line in numbered]
    return "\n".join((f"{'>' if 0 in file.marked else ' '} {file.path}", *rows))
