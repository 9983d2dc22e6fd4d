"""The dictionary out as a workbook, and back into the files, all of them or none 「字典导出导入」."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.run.workbook_exchange import files_root, merge_back, new_workbook, write_new

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
    target = new_workbook(to or files_root(path) / DEFAULT, "edited")
    return write_new(target, dictionary_workbook(path))


def dictionary_workbook(path: Path) -> bytes:
    """Workbook of an engagement's dictionary: the same files, the same bytes 「字典工作簿」."""
    from diagnostics.dictionary.exchange.plan_import import read_dictionary
    from diagnostics.dictionary.exchange.write_workbook import write_workbook

    now, files = read_dictionary(path)
    stream = BytesIO()
    settings = files.settings
    write_workbook(stream, now.tables, settings.id, settings.language, tuple(settings.sources))
    return stream.getvalue()


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

    return merge_back(path, workbook, plan_import, "dictionary import", dry_run=dry_run)
