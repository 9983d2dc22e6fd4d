"""Workbooks that people fill in: written where none is yet, merged back all or not at all 「工作簿导出导入」."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, Any, TypeVar

from diagnostics.data.temporary import temporary_folder
from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.lock import finish_killed, hold
from diagnostics.run.platform import write_whole
from diagnostics.run.replacing import replace_files

# A plan of an import: what it changes stands in its ``texts``, by file name.
Plan = TypeVar("Plan", bound=Any)


def new_workbook(target: Path, perhaps: str) -> Path:
    """Path of a workbook that is not there yet 「新工作簿路径」.

    Parameters
    ----------
    perhaps : str
        What people may have done with one that is: ``edited``, ``filled in``.

    Raises
    ------
    InputError
        When it is no .xlsx, or there already.
    """
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"--to {str(target)!r}, must end in .xlsx.")
    if target.exists():
        raise InputError(f"{target} is there already, perhaps {perhaps}; import it, or name another file with --to.")
    return target


def write_new(target: Path, content: bytes, *, make_folder: bool = False) -> Path:
    """Write a workbook whole, or another file that people asked for 「写工作簿」.

    Parameters
    ----------
    make_folder : bool
        Whether its folder is made where it is absent.

    Raises
    ------
    SurroundingsError
        When it can't be written.
    """
    try:
        if make_folder:
            target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    except OSError as error:
        raise SurroundingsError(f"{target.name} can't be written: {error.strerror}.") from error
    return target


def merge_back(
    path: Path, workbook: Path, plan: Callable[[Path, IO[bytes], Path], Plan], command: str, *, dry_run: bool
) -> Plan:
    """Merge a workbook into an engagement's files, once what a killed import left is settled 「合并工作簿」.

    Parameters
    ----------
    path, workbook : Path
        The engagement's folder, and the workbook.
    plan : callable
        Makes the plan of the import from the folder, the workbook and a private folder; it writes nothing.
    command : str
        Who holds the engagement meanwhile.
    dry_run : bool
        Whether only to plan.

    Raises
    ------
    InputError
        When the workbook or what it is merged into breaks a rule.
    SurroundingsError
        When another process holds the engagement, or a file can't be written.
    """
    content = workbook_bytes(workbook)
    finish_killed(path)
    root = files_root(path)
    if dry_run:
        with temporary_folder("import") as room:
            return plan(root, BytesIO(content), room)
    with hold(root, command), temporary_folder("import") as room:
        made = plan(root, BytesIO(content), room)
        if made.texts:
            for name in made.texts:
                (root / name).parent.mkdir(exist_ok=True)
            replace_files(root, {name: text.encode("utf-8") for name, text in made.texts.items()})
    return made


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
