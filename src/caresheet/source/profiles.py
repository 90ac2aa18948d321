"""Clinic profiles and the program's own printed words."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files as package_files

from caresheet.model import rules
from caresheet.model.clinic import Clinic
from caresheet.model.files import Files
from caresheet.model.labels import Labels
from caresheet.model.problem import Findings, Position
from caresheet.model.topic import Level, Picture
from caresheet.source.nodes import InvalidShapeError, MappingNode, Node, ReportedError, ScalarNode, scalar, walk
from caresheet.source.parsed_file import ParsedFile, parsed
from caresheet.source.pictures import picture
from caresheet.source.schemas import keys
from caresheet.source.words import clinic_keys

_GROUPS = {"language", "levels", "clinic", "months", "files"}
"""What is no single word of the labels."""


def read_clinic(file: ParsedFile, files: Files, findings: Findings) -> Clinic | None:
    """A clinic's profile, or None where it is not valid."""
    found = Findings()
    name = file.path.rpartition("/")[2].removesuffix(".yaml")
    values: list[tuple[str, str]] = []
    try:
        for key in clinic_keys():
            node = file.root.get(key)
            if node is not None:
                _refuse_comment(scalar(node), found)
                values.append((key, " ".join(scalar(node).text.split())))
        logo = _logo(file.root.get("logo"), files, found)
    except ReportedError:
        return None
    except InvalidShapeError as error:
        file.tolerate(error)
        return None
    finally:
        file.hand_over(found, findings)
    filled = tuple((key, value) for key, value in values if value)
    return Clinic(name, filled, logo, file.root.position) if file.valid else None


def _refuse_comment(node: ScalarNode, findings: Findings) -> None:
    """A comment may be the half of a phone number; in the place of a value it may be one that is not known yet."""
    if node.comment is not None and (node.text or not node.comment.spaced):
        message = "YAML drops everything after ' #' in an unquoted text"
        findings.add(node.comment.position, rules.UNQUOTED_HASH, message, node.comment.hint)


def _logo(node: Node | None, files: Files, findings: Findings) -> Picture | None:
    if node is None or not scalar(node).text.strip():
        return None
    return picture(scalar(node), files, findings)


def packaged_languages() -> tuple[str, ...]:
    """The languages that the program's own words come in."""
    names = (entry.name for entry in package_files("caresheet").joinpath("labels").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def read_labels(language: str, own: ParsedFile | None, asker: Position, findings: Findings) -> Labels | None:
    """The program's words in one language: the packaged ones, with those of the project's own file in their place.

    `asker` is the file that needs them. None where they are not complete, which is noted.
    """
    layers = [file.root for file in (own, _packaged(language)) if file]
    for node in walk(own.root) if own else ():
        if isinstance(node, ScalarNode):
            _refuse_comment(node, findings)
    if not layers:
        hint = f"add labels/{language}.yaml, or use one of {', '.join(packaged_languages())}"
        findings.add(asker, rules.MISSING_LABELS, f"there are no labels in the language '{language}'", hint)
        return None
    missing = sorted(set(_all_keys()) - {key for root in layers for key, _ in _flat(root)})
    if missing:
        position = own.root.position if own else asker
        findings.add(
            position, rules.MISSING_LABELS, f"the labels in '{language}' lack {', '.join(missing)}", "add them"
        )
        return None
    merged = {key: text for root in reversed(layers) for key, text in _flat(root)}
    return _labels(language, merged, (own.root.position.file,) if own else ())


def _labels(language: str, words: dict[str, str], files: tuple[str, ...]) -> Labels:
    return Labels(
        language=language,
        draft=words["draft"],
        draft_mark=words["draft_mark"],
        reviewed=words["reviewed"],
        reviewed_mark=words["reviewed_mark"],
        use_until=words["use_until"],
        use_until_mark=words["use_until_mark"],
        past_review=words["past_review"],
        date=words["date"],
        version=words["version"],
        page=words["page"],
        contents=words["contents"],
        references=words["references"],
        based_on=words["based_on"],
        and_others=words["and_others"],
        cut=words["cut"],
        code=words["code"],
        code_caption=words["code_caption"],
        mail_subject=words["mail_subject"],
        mail_opening=words["mail_opening"],
        mail_closing=words["mail_closing"],
        mail_draft=words["mail_draft"],
        mail_file=words["mail_file"],
        levels=tuple((level.value, words[f"levels.{level.value}"]) for level in Level),
        clinic=tuple((key, words[f"clinic.{key}"]) for key in clinic_keys()),
        months=tuple(words[f"months.{name}"] for name in month_names()),
        files=files,
    )


def _packaged(language: str) -> ParsedFile | None:
    if language not in packaged_languages():
        return None
    name = f"{language}.yaml"
    data = package_files("caresheet").joinpath("labels", name).read_bytes()
    return parsed(data, f"caresheet/labels/{name}", "labels", Findings())


def month_names() -> tuple[str, ...]:
    """The keys of the months, in order."""
    return keys("labels", "properties", "months")


def _plain_keys() -> tuple[str, ...]:
    return tuple(name for name in Labels.__struct_fields__ if name not in _GROUPS)


def _all_keys() -> Iterator[str]:
    yield from _plain_keys()
    yield from (f"levels.{level.value}" for level in Level)
    yield from (f"clinic.{key}" for key in clinic_keys())
    yield from (f"months.{name}" for name in month_names())


def _flat(root: MappingNode) -> Iterator[tuple[str, str]]:
    """Every word with its key; a key below another is joined to it with a full stop."""
    for pair in root.pairs:
        if isinstance(pair.value, ScalarNode) and pair.value.text.strip():
            yield pair.key.text, pair.value.text
        elif isinstance(pair.value, MappingNode):
            yield from ((f"{pair.key.text}.{key}", text) for key, text in _flat(pair.value))
