"""Reads clinic profiles, and the labels: the words that the program itself prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from caresheet.languages import ENGLISH, fallbacks, is_english, labels_file, labels_tags, plural_forms
from caresheet.model import rules
from caresheet.model.clinic import Clinic, ascii_name
from caresheet.model.files import Files
from caresheet.model.labels import Labels
from caresheet.model.problem import Findings, Origin, Position
from caresheet.model.topic import Level, Picture, SvgPicture
from caresheet.model.value import Value, ValueKind
from caresheet.source.characters import single_spaced
from caresheet.source.clinic_values import read_values, report_comment
from caresheet.source.nodes import YES, InvalidShapeError, MappingNode, Node, ReportedError, ScalarNode, scalar, walk
from caresheet.source.parsed_file import ParsedFile, parsed
from caresheet.source.pictures import picture
from caresheet.source.schemas import keys
from caresheet.source.words import clinic_keys

_GROUPS = {"language", "levels", "clinic", "months", "files", "and_others", "minutes", "are_draft", "in_english"}
"""Fields of Labels that are not single texts."""


def read_clinic(file: ParsedFile, files: Files, findings: Findings) -> Clinic | None:
    """A clinic's profile, or None if it is not valid."""
    found = Findings()
    name = file.path.rpartition("/")[2].rpartition(".")[0]
    values: list[Value] = []
    try:
        for key in clinic_keys():
            node = file.root.get(key)
            if node is not None:
                values.extend(read_values(key, node, found))
        country, paper, accent = (_chosen(file.root, key, found) for key in ("country", "paper", "accent"))
        logo = _logo(file.root.get("logo"), files, found)
    except ReportedError:
        return None
    except InvalidShapeError as error:
        file.tolerate(error)
        return None
    finally:
        file.report_new(found, findings)
    if not file.valid:
        return None
    shown = name if name.isascii() else ascii_name(name)
    if country:
        country = replace(country, text=country.text.upper())
    return Clinic(shown, tuple(values), logo, file.root.position, country, paper, accent)


def _chosen(root: MappingNode, key: str, findings: Findings) -> Value | None:
    """The value of a key that no text prints, in lower case; None if it is empty."""
    node = root.get(key)
    if node is None:
        return None
    report_comment(scalar(node), findings)
    text = scalar(node).text.strip().lower()
    return Value(ValueKind.TEXT, text, Origin(key, node.position)) if text else None


def _logo(node: Node | None, files: Files, findings: Findings) -> Picture | SvgPicture | None:
    if node is None or not scalar(node).text.strip():
        return None
    return picture(scalar(node), files, findings)


def read_labels(language: str, own: Mapping[str, ParsedFile], asker: Position, findings: Findings) -> Labels | None:
    """The program's words in one language: the project's own before the packaged ones, and those of the language itself
    before those that it falls back to (en-GB, en).

    `own` are the project's files by language; `asker` is the file that needs the words. None where they are not
    complete, which is reported.
    """
    layers = tuple(_layers(language, own))
    mine = [own[tag] for tag in fallbacks(language) if tag in own]
    for node in (node for file in mine for node in walk(file.root)):
        if isinstance(node, ScalarNode):
            report_comment(node, findings)
    if not layers:
        hint = f"add labels/{language}.yaml, or use one of {', '.join(labels_tags())}"
        findings.add(asker, rules.MISSING_LABELS, f"there are no labels in the language '{language}'", hint)
        return None
    missing = sorted(set(_all_keys(language)) - {key for file in layers for key, _ in _flat(file.root)})
    if missing:
        position = mine[0].root.position if mine else asker
        findings.add(
            position, rules.MISSING_LABELS, f"the labels in '{language}' are missing {', '.join(missing)}", "add them"
        )
        return None
    merged = {key: text for file in reversed(layers) for key, text in _flat(file.root)}
    left = () if is_english(language) else tuple(each for file in mine for each in _in_english(file))
    return replace(_labels(language, merged, tuple(file.path for file in mine)), in_english=left)


def _in_english(own: ParsedFile) -> Iterator[tuple[str, str, Position]]:
    """The texts of a project's own labels that are those of English."""
    english = next(_layers(ENGLISH, {}), None)
    words = dict(_flat(english.root)) if english else {}
    for key, node in _scalars(own.root):
        text = single_spaced(node.text)
        if text and words.get(key) == text:
            yield key, text, node.position


def _layers(language: str, own: Mapping[str, ParsedFile]) -> Iterator[ParsedFile]:
    """The files that the words of a language come from, the first one that has a word first."""
    for tag in fallbacks(language):
        if tag in own:
            yield own[tag]
        data = labels_file(tag)
        packaged = parsed(data, f"caresheet/languages/{tag}/labels.yaml", "labels", Findings()) if data else None
        if packaged is not None:
            yield packaged


def _labels(language: str, words: dict[str, str], files: tuple[str, ...]) -> Labels:
    return Labels(
        language=language,
        draft=words["draft"],
        draft_translation=words["draft_translation"],
        draft_mark=words["draft_mark"],
        reviewed=words["reviewed"],
        reviewed_mark=words["reviewed_mark"],
        use_until=words["use_until"],
        use_until_mark=words["use_until_mark"],
        past_review=words["past_review"],
        date=words["date"],
        version=words["version"],
        page=words["page"],
        page_mark=words["page_mark"],
        contents=words["contents"],
        references=words["references"],
        continued=words["continued"],
        next_page=words["next_page"],
        based_on=words["based_on"],
        interpreter=words["interpreter"],
        and_others=_forms(language, "and_others", words),
        minutes=_forms(language, "minutes", words),
        cut=words["cut"],
        cut_here=words["cut_here"],
        check_bar=words["check_bar"],
        fan=words["fan"],
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
        are_draft=words.get("draft_words") in YES,
    )


def _forms(language: str, key: str, words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((form, words[f"{key}.{form}"]) for form in plural_forms(language))


def month_names() -> tuple[str, ...]:
    """The keys of the months, January first."""
    return keys("labels", "properties", "months")


def _plain_keys() -> tuple[str, ...]:
    return tuple(name for name in Labels.__struct_fields__ if name not in _GROUPS)


def _all_keys(language: str) -> Iterator[str]:
    yield from _plain_keys()
    yield from (f"{key}.{form}" for key in ("and_others", "minutes") for form in plural_forms(language))
    yield from (f"levels.{level.value}" for level in Level)
    yield from (f"clinic.{key}" for key in clinic_keys())
    yield from (f"months.{name}" for name in month_names())


def _flat(root: MappingNode) -> Iterator[tuple[str, str]]:
    """Every text with the dotted path of its key."""
    return ((key, single_spaced(node.text)) for key, node in _scalars(root) if node.text.strip())


def _scalars(root: MappingNode) -> Iterator[tuple[str, ScalarNode]]:
    for pair in root.pairs:
        if isinstance(pair.value, ScalarNode):
            yield pair.key.text, pair.value
        elif isinstance(pair.value, MappingNode):
            yield from ((f"{pair.key.text}.{key}", node) for key, node in _scalars(pair.value))
