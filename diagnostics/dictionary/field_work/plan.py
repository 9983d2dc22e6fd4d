"""What importing field work would change, or which conflicts stand in its way 「底稿导入方案」."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from diagnostics.dictionary.engagement_files import read_files
from diagnostics.dictionary.evidence.files import read_evidence
from diagnostics.dictionary.exchange.fields import TableName
from diagnostics.dictionary.exchange.merge import Conflict, Difference, merge_table, table_differences
from diagnostics.dictionary.field_work.apply import FILES, WorkWriter
from diagnostics.dictionary.field_work.error_cells import by_cells
from diagnostics.dictionary.field_work.fields import BELOW, SHEETS, FieldTables, table_of
from diagnostics.dictionary.field_work.known_names import known_names
from diagnostics.dictionary.field_work.numbering import same_additions
from diagnostics.dictionary.field_work.read_book import ReturnedWork, read_book
from diagnostics.dictionary.field_work.tables import FieldWork, coders, read_field_work, with_coders
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from diagnostics.terms import Language

_READ = ("engagement.yaml", "kpis.yaml", "scorecards.yaml", "ledger.yaml", "corrections.yaml", "changes.yaml",
         "signoffs.yaml")  # fmt: skip


@dataclass(frozen=True, eq=False)
class WorkPlan:
    """What importing a workbook of field work would change 「底稿导入方案」.

    Parameters
    ----------
    changes : tuple of Difference
        From the files as they are to the merged ones.
    conflicts : tuple of Conflict
        Where there are any, nothing is written.
    texts : dict of str
        New text of each file that changes, by its name in the engagement.
    returned : ReturnedWork
        The workbook.
    kept : tuple of Difference
        Rows that are gone from the workbook and stay in the files, for nobody confirmed that they go.
    """

    changes: tuple[Difference, ...]
    conflicts: tuple[Conflict, ...]
    returned: ReturnedWork
    texts: dict[str, str] = field(default_factory=dict)
    kept: tuple[Difference, ...] = ()


def read_work(folder: Path, language: Language, base: FieldTables | None = None) -> FieldWork:
    """Tables of an engagement's field work as it is now 「读取当前底稿」.

    Raises
    ------
    InputError
        When a file breaks a rule.
    """
    return read_field_work(read_evidence(folder), language, base)


def plan_import(folder: Path, stream: IO[bytes], room: Path, *, delete: bool = False) -> WorkPlan:
    """Merge a workbook with the files of evidence/ and check the result; nothing is written 「底稿导入方案」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    stream : binary file
        The workbook.
    room : Path
        Private, temporary folder, in which the merged files are opened.
    delete : bool
        Whether rows that are gone from the workbook go from the files too.

    Raises
    ------
    InputError
        When the workbook can't be read, or the merged files break a rule; errors name sheet and cell.
    """
    engagement = load_engagement(folder)
    language = engagement.language
    names = known_names(engagement, language)
    returned = read_book(stream, engagement.settings.id, language, names)
    now = read_work(folder, language, returned.base)
    kept = () if delete else _kept(returned, now)
    merged, conflicts = _merged(returned, now)
    changes = tuple(
        each for table in SHEETS
        for each in table_differences(cast("TableName", table), now.tables[table], merged[table])
    )  # fmt: skip
    if conflicts or not changes:
        return WorkPlan((), tuple(conflicts), returned, kept=kept)
    named = {table_of(each) for each in changes}
    touched = {BELOW[each][0] if each in BELOW else each for each in named}
    writer = WorkWriter(now, merged, changes, language)
    texts: dict[str, str] = {}
    for table, name in FILES.items():
        if table in touched:
            path = folder / name
            text = path.read_bytes().decode("utf-8") if path.is_file() else ""
            texts[name] = writer.written(table, text)
    try:
        _check(folder, room, texts, (returned, merged), language)
    except InputError as error:
        raise type(error)(names.in_words(str(error), language)) from error
    return WorkPlan(changes, (), returned, texts, kept)


def _kept(returned: ReturnedWork, now: FieldWork) -> tuple[Difference, ...]:
    """Rows that the workbook lost and the files have; they are put back as they were when it was made."""
    found = []
    for table in SHEETS:
        for key, row in returned.base[table].items():
            if key not in returned.tables[table] and key in now.tables[table]:
                returned.tables[table][key] = dict(row)
                found.append(Difference(cast("TableName", table), key, removed=True))
    return tuple(found)


def _merged(returned: ReturnedWork, now: FieldWork) -> tuple[FieldTables, list[Conflict]]:
    """All tables merged; rows below one that is gone go with it."""
    merged: FieldTables = {}
    conflicts: list[Conflict] = []
    named = coders(returned.base["notes"], returned.tables["notes"], now.tables["notes"])
    for table in SHEETS:
        sides = [returned.base[table], returned.tables[table], now.tables[table]]
        if table == "notes":
            sides = [with_coders(each, named) for each in sides]
            now.tables[table] = sides[2]
        base, yours, theirs = sides
        if table in BELOW:
            yours = same_additions(yours, theirs, base)
        merged[table], found = merge_table(cast("TableName", table), base, yours, theirs)
        conflicts += found
    for table, (above, _) in BELOW.items():
        merged[table] = {key: row for key, row in merged[table].items() if key[:1] in merged[above]}
    return merged, conflicts


def _check(
    folder: Path, room: Path, texts: dict[str, str], plan: tuple[ReturnedWork, FieldTables], language: Language
) -> None:
    """Open the merged files as an engagement of their own, and see that they say what was merged."""
    returned, merged = plan
    stage = room / "merged"
    for name in (*_READ, read_files(folder).entities_file.file, *FILES.values()):
        target = stage / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in texts:
            target.write_bytes(texts[name].encode("utf-8"))
        elif (folder / name).is_file():
            shutil.copyfile(folder / name, target)
    try:
        load_engagement(stage)
        after = read_work(stage, language)
    except InputError as error:
        raise type(error)(by_cells(str(error), texts, returned, merged)) from error
    for table in SHEETS:
        if _plain(table, after.tables) != _plain(table, merged):
            raise InputError(f"The {table} would not come back as they were written; edit them in the files.")


def _plain(table: Any, tables: FieldTables) -> list[Any]:
    """Rows without their numbers and without empty cells."""
    return [
        (key[:1], sorted((name, value) for name, value in row.items() if value is not None))
        for key, row in sorted(tables[table].items(), key=lambda each: each[0][:1])
    ]
