"""The dictionary out as a workbook, and back into the files, all of them or none 「字典导出导入」."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.temporary import temporary_folder
from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.lock import finish_killed, hold
from diagnostics.run.platform import write_whole
from diagnostics.run.replacing import replace_files

if TYPE_CHECKING:
    from diagnostics.dictionary.exchange.plan_import import ImportPlan

DEFAULT = Path("reports") / "dictionary.xlsx"


def export_dictionary(path: Path, to: Path | None = None) -> Path:
    """Write an engagement's dictionary as a workbook 「导出字典」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    to : Path, optional
        The workbook, reports/dictionary.xlsx of the engagement by default; it must not be there yet: people may have
        edited it.

    Raises
    ------
    InputError
        When the engagement can't be opened, or the file is there or no .xlsx.
    SurroundingsError
        When it can't be written.
    """
    from diagnostics.dictionary.exchange.plan_import import read_dictionary
    from diagnostics.dictionary.exchange.write_workbook import write_workbook

    now, files = read_dictionary(path)
    target = to or files_root(path) / DEFAULT
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"--to {str(target)!r}, must end in .xlsx.")
    if target.exists():
        raise InputError(f"{target} is there already, perhaps edited; import it, or name another file with --to.")
    stream = BytesIO()
    settings = files.settings
    write_workbook(stream, now.tables, settings.id, settings.language, tuple(settings.sources))
    try:
        write_whole(target, stream.getvalue())
    except OSError as error:
        raise SurroundingsError(f"{target.name} can't be written: {error.strerror}.") from error
    return target


def import_dictionary(path: Path, workbook: Path, *, dry_run: bool = False) -> ImportPlan:
    """Merge a workbook into an engagement's files; what a killed import left is finished or undone first 「导入字典」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    workbook : Path
        Made by `export_dictionary`, edited since.
    dry_run : bool
        Whether only to say what would change.

    Returns
    -------
    ImportPlan
        Where it has conflicts nothing was written.

    Raises
    ------
    InputError
        When the workbook or the merged engagement breaks a rule.
    SurroundingsError
        When another process holds the engagement, or a file can't be written.
    """
    from diagnostics.dictionary.exchange.plan_import import plan_import

    content = workbook_bytes(workbook)
    finish_killed(path)
    if dry_run:
        with temporary_folder("import") as room:
            return plan_import(files_root(path), BytesIO(content), room)
    with hold(files_root(path), "dictionary import"), temporary_folder("import") as room:
        plan = plan_import(files_root(path), BytesIO(content), room)
        if plan.texts:
            replace_files(files_root(path), {name: text.encode("utf-8") for name, text in plan.texts.items()})
    return plan


def files_root(path: Path) -> Path:
    """Folder of an engagement, however its path was given 「项目文件夹」."""
    from diagnostics.dictionary.load import load_engagement

    return load_engagement(path).folder


def workbook_bytes(workbook: Path) -> bytes:
    """Bytes of a workbook that was measured before anything opens it 「工作簿内容」."""
    from diagnostics.data.files.archive import check_archive
    from diagnostics.data.files.source_files import SourceFile

    if not workbook.is_file():
        raise InputError(f"{workbook} is not there.")
    if workbook.suffix.lower() != ".xlsx":
        raise InputError(f"{workbook.name} is no .xlsx workbook; save it as .xlsx.")
    check_archive(SourceFile(workbook.resolve(), workbook.name, "xlsx"))
    return workbook.read_bytes()
