"""What importing a workbook would change, or which conflicts stand in its way 「导入方案」."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from diagnostics.dictionary.engagement_files import EngagementFiles, read_files
from diagnostics.dictionary.exchange.apply_csv import write_csv
from diagnostics.dictionary.exchange.apply_yaml import Writer
from diagnostics.dictionary.exchange.error_cells import by_cells
from diagnostics.dictionary.exchange.fields import Tables
from diagnostics.dictionary.exchange.merge import Conflict, Difference, Merged, differences, merge
from diagnostics.dictionary.exchange.read_workbook import Returned, read_workbook
from diagnostics.dictionary.exchange.tables import Dictionary, read_tables, relabelled
from diagnostics.dictionary.linting import lint_engagement
from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.source_contents import content_findings
from diagnostics.dictionary.yaml_file import Document, parse_yaml
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding
from diagnostics.terms import Language

# What opening an engagement reads beside the dictionary.
_OTHERS = ("engagement.yaml", "ledger.yaml", "corrections.yaml", "changes.yaml")


@dataclass(frozen=True, eq=False)
class ImportPlan:
    """What importing a workbook would change 「导入方案」.

    Parameters
    ----------
    changes : tuple of Difference
        From the files as they are to the merged ones.
    conflicts : tuple of Conflict
        Where there are any, nothing is written.
    texts : dict of str
        New text of each file that changes, by its name in the engagement.
    now : Dictionary
        The files as they are.
    returned : Returned
        The workbook.
    findings : tuple of Finding
        What ``perfloop check`` finds in the merged dictionary and does not find in the files as they are.
    """

    changes: tuple[Difference, ...]
    conflicts: tuple[Conflict, ...]
    texts: dict[str, str]
    now: Dictionary
    returned: Returned
    findings: tuple[Finding, ...] = ()


def read_dictionary(folder: Path) -> tuple[Dictionary, EngagementFiles]:
    """Tables of an engagement's dictionary as it is now 「读取当前字典」.

    Raises
    ------
    InputError
        When the engagement can't be opened.
    """
    load_engagement(folder)
    files = read_files(folder)
    now = read_tables(files.kpis_file, files.scorecards_file, files.entities_file, files.settings.language)
    return now, files


def plan_import(folder: Path, stream: IO[bytes], room: Path) -> ImportPlan:
    """Merge a workbook with an engagement's files and check the result; nothing is written 「导入方案」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    stream : binary file
        The workbook.
    room : Path
        Private, temporary folder, in which the merged files are opened.

    Raises
    ------
    InputError
        When the workbook can't be read, or the merged engagement breaks a rule; errors name sheet and cell.
    """
    now, files = read_dictionary(folder)
    language = files.settings.language
    returned = read_workbook(stream, files.settings.id, language)
    _trim(returned.tables)
    merged = merge(returned.base, returned.tables, now.tables)
    changes = tuple(differences(now.tables, merged.tables))
    if merged.conflicts or not changes:
        return ImportPlan((), merged.conflicts, {}, now, returned)
    texts = _texts(folder, now, merged, changes, files)
    after, findings = _check((folder, room), texts, (now, returned, merged.tables), language)
    off = differences(after, relabelled(merged.tables)[0])
    if off:
        raise InputError(
            f"{' · '.join(off[0].key)!r} would not come back as it was written ({off[0].field}); edit it in the file."
        )
    return ImportPlan(changes, (), texts, now, returned, _new(findings, _found(load_engagement(folder))))


def _trim(tables: Tables) -> None:
    """Entities without blanks at the edges of their cells: the file's reader drops them."""
    tables["entities"] = {
        key: {name: (value.strip() or None) if isinstance(value, str) else value for name, value in row.items()}
        for key, row in tables["entities"].items()
    }


def _texts(
    folder: Path, now: Dictionary, merged: Merged, changes: tuple[Difference, ...], files: EngagementFiles
) -> dict[str, str]:
    """New text of every file that changes."""
    writer = Writer(now, merged.tables, changes, files.settings.language, files.settings.calendar)
    touched = {each.table for each in changes}
    texts: dict[str, str] = {}
    if "kpis" in touched:
        texts["kpis.yaml"] = writer.kpis(_text(folder / "kpis.yaml"))
    if touched & {"cards", "items", "targets"}:
        path = folder / "scorecards.yaml"
        texts["scorecards.yaml"] = writer.scorecards(_text(path) if path.is_file() else "")
    if "entities" in touched:
        name = now.documents["entities"].file
        text = "" if name.lower().endswith(".xlsx") else _text(folder / name)
        if name.lower().endswith(".xlsx"):
            raise InputError(f"The entities stand in a workbook of their own, {name}; change them there.")
        if name.lower().endswith(".csv"):
            texts[name] = write_csv(text, now.tables["entities"], merged.tables["entities"], changes)
        else:
            texts[name] = writer.entities(text)
    return texts


def _text(path: Path) -> str:
    """Text of a file with its own line ends."""
    return path.read_bytes().decode("utf-8")


def _check(
    at: tuple[Path, Path], texts: dict[str, str], plan: tuple[Dictionary, Returned, Tables], language: Language
) -> tuple[Tables, tuple[Finding, ...]]:
    """Tables of the merged files, once they opened as an engagement in a folder of their own, and what is found."""
    (folder, room), (now, returned, merged) = at, plan
    entities = now.documents["entities"].file
    stage = room / "merged"
    for name in (*_OTHERS, "kpis.yaml", "scorecards.yaml", entities):
        target = stage / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in texts:
            target.write_bytes(texts[name].encode("utf-8"))
        elif (folder / name).is_file():
            shutil.copyfile(folder / name, target)
    try:
        opened = load_engagement(stage)
    except InputError as error:
        placed, (_, labels) = _placed(now, texts, merged, language), relabelled(merged)
        raise type(error)(by_cells(str(error), placed, returned, labels)) from error
    files = read_files(stage)
    tables = read_tables(files.kpis_file, files.scorecards_file, files.entities_file, language).tables
    # The client's files stay where they are: a measure may name a column that none of them has.
    there = opened.settings.model_copy(update={"data_folder": str(load_engagement(folder).data_folder)})
    return tables, _found(replace(opened, settings=there))


def _found(engagement: Engagement) -> tuple[Finding, ...]:
    """What is found in the dictionary, and in the columns that it names."""
    return (*content_findings(engagement), *lint_engagement(engagement))


def _new(after: tuple[Finding, ...], before: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings that were not there before; lines move, so that places tell none apart."""
    known = Counter((each.code, each.about, each.message) for each in before)
    found = []
    for each in after:
        key = (each.code, each.about, each.message)
        known[key] -= 1
        if known[key] < 0:
            found.append(each)
    return tuple(found)


def _placed(now: Dictionary, texts: dict[str, str], merged: Tables, language: Language) -> Dictionary:
    """The merged files with their places, for errors; they need not be sound."""

    def document(name: str) -> Document:
        at = now.documents[name]
        file = at.file or f"{name}.yaml"
        return parse_yaml(texts[file].removeprefix("\ufeff"), file) if file in texts else at

    rows = [{"id": key[0], **row} for key, row in merged["entities"].items()]
    entities = Document(now.documents["entities"].file, rows, {})
    return read_tables(document("kpis"), document("scorecards"), entities, language)
