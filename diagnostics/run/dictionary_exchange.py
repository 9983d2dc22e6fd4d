"""The dictionary out as a workbook, and back into the files, all of them or none 「字典导出导入」."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.run.workbook_exchange import files_root, merge_back, new_workbook, write_new

if TYPE_CHECKING:
    from diagnostics.dictionary.exchange.plan_import import ImportPlan
    from diagnostics.model.kpi_build import KpiBuild

DEFAULT = Path("reports") / "dictionary.xlsx"
BUILD = Path("reports") / "kpi_build.xlsx"


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


def export_build(path: Path, to: Path | None = None, period: str = "") -> tuple[Path, KpiBuild]:
    """Write the KPI sheet and the six steps behind it as a workbook to be signed 「导出KPI体系」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    to : Path, optional
        The workbook, reports/kpi_build.xlsx of the engagement by default; it must not be there yet.
    period : str
        Period for which scorecards and targets hold; all of them where empty.

    Raises
    ------
    InputError
        When the engagement can't be opened, the period has no known form, or the file is there or no .xlsx.
    SurroundingsError
        When it can't be written.
    """
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.align import build_kpis, write_build

    target = new_workbook(to or files_root(path) / BUILD, "signed")
    found = build_kpis(load_engagement(path), period)
    stream = BytesIO()
    write_build(stream, found)
    return write_new(target, stream.getvalue()), found


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
