"""Field work out as a workbook, and back into the files, all of them or none 「诊断底稿导出导入」."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.temporary import temporary_folder
from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.dictionary_exchange import files_root, workbook_bytes
from diagnostics.run.lock import finish_killed, hold
from diagnostics.run.platform import write_whole
from diagnostics.run.replacing import replace_files

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
    from diagnostics.dictionary.field_work.plan import read_work
    from diagnostics.dictionary.field_work.write_book import Names, write_book
    from diagnostics.dictionary.load import load_engagement

    engagement = load_engagement(path)
    settings, language = engagement.settings, engagement.language
    target = to or engagement.folder / DEFAULT[language]
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"--to {str(target)!r}, must end in .xlsx.")
    if target.exists():
        raise InputError(f"{target} is there already, perhaps filled in; import it, or name another file with --to.")
    stream = BytesIO()
    units = tuple(key for key, each in engagement.entities.by_id.items() if not each.person)
    names = Names(tuple(engagement.kpis), units, tuple(settings.cause_categories))
    work = read_work(engagement.folder, language)
    write_book(stream, work.tables, settings.id, language, names)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, stream.getvalue())
    except OSError as error:
        raise SurroundingsError(f"{target.name} can't be written: {error.strerror}.") from error
    return target


def import_work(path: Path, workbook: Path, *, dry_run: bool = False) -> WorkPlan:
    """Merge a workbook into the files of evidence/; a killed import is finished or undone first 「导入诊断底稿」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    workbook : Path
        Made by `export_work`, filled in since.
    dry_run : bool
        Whether only to say what would change.

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

    content = workbook_bytes(workbook)
    finish_killed(path)
    root = files_root(path)
    if dry_run:
        with temporary_folder("import") as room:
            return plan_import(root, BytesIO(content), room)
    with hold(root, "evidence import"), temporary_folder("import") as room:
        plan = plan_import(root, BytesIO(content), room)
        if plan.texts:
            (root / "evidence").mkdir(exist_ok=True)
            replace_files(root, {name: text.encode("utf-8") for name, text in plan.texts.items()})
    return plan
