"""Field work out as a workbook, and back into the files, all of them or none 「诊断底稿导出导入」."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import SurroundingsError
from diagnostics.run.workbook_exchange import merge_back, new_workbook, write_new

if TYPE_CHECKING:
    from diagnostics.dictionary.field_work.plan import WorkPlan

DEFAULT = {"zh": Path("evidence") / "诊断底稿.xlsx", "en": Path("evidence") / "field_work.xlsx"}


def export_work(path: Path, to: Path | None = None) -> Path:
    """Write an engagement's field work as a workbook to fill in 「导出诊断底稿」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    to : Path, optional
        The workbook, in the engagement's evidence/ by default; it must not be there yet: people may have filled it in.

    Raises
    ------
    InputError
        When the engagement can't be opened, or the file is there or no .xlsx.
    SurroundingsError
        When it can't be written.
    """
    from diagnostics.dictionary.field_work.known_names import known_names
    from diagnostics.dictionary.field_work.plan import read_work
    from diagnostics.dictionary.field_work.write_book import Names, write_book
    from diagnostics.dictionary.load import load_engagement

    engagement = load_engagement(path)
    settings, language = engagement.settings, engagement.language
    target = new_workbook(to or engagement.folder / DEFAULT[language], "filled in")
    stream = BytesIO()
    shown = known_names(engagement, language).shown
    names = Names(shown["kpis"], shown["entities"], tuple(settings.cause_categories), shown["people"])
    work = read_work(engagement.folder, language)
    write_book(stream, work.tables, settings.id, language, names)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SurroundingsError(f"{target.name} can't be written: {error.strerror}.") from error
    return write_new(target, stream.getvalue())


def import_work(path: Path, workbook: Path, *, dry_run: bool = False, delete: bool = False) -> WorkPlan:
    """Merge a workbook into the files of evidence/; a killed import is finished or undone first 「导入诊断底稿」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    workbook : Path
        Made by `export_work`, filled in since.
    dry_run : bool
        Whether only to say what would change.
    delete : bool
        Whether rows that are gone from the workbook go from the files too.

    Returns
    -------
    WorkPlan
        Where it has conflicts nothing was written.

    Raises
    ------
    InputError
        When the workbook or the merged files break a rule; sheet and cell are named.
    SurroundingsError
        When another process holds the engagement, or a file can't be written.
    """
    from diagnostics.dictionary.field_work.plan import plan_import

    planned = partial(plan_import, delete=delete)
    return merge_back(path, workbook, planned, "evidence import", dry_run=dry_run)


def lacking_columns(path: Path) -> list[str]:
    """What ``check`` says of drivers of causes that no KPI and no column provides, a line each 「缺少的驱动数据」."""
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.dictionary.source_contents import absent_columns

    engagement = load_engagement(path)
    language = engagement.language
    return [
        f"{each.code} {each.severity}: {each.message.say(language)} {each.remedy.say(language)}"
        for each in absent_columns(engagement)
        if each.variant.startswith("cause_")
    ]
