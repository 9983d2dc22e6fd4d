"""Names that a client file may bear below the data folder 「数据文件名」."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

from diagnostics.dictionary.source_files import KINDS
from diagnostics.errors import InputError

_FORBIDDEN = set('*?<>:"|\\')


def checked_name(folder: Path, name: str, file: Path) -> str:
    """Name below the data folder that a file is to bear, checked 「检查文件名」.

    Parameters
    ----------
    folder : Path
        The data folder, resolved.
    name : str
        Name asked for; empty for the file's own.
    file : Path
        File that is brought in.

    Raises
    ------
    InputError
        When the name leads out of the folder, is hidden, names no kind of file that is read, another kind than the
        file's, a folder, or a link.
    """
    asked = name or file.name
    told = f"Name {asked[:120]!r}"
    parts = PurePosixPath(asked).parts
    if not parts or PurePosixPath(asked).is_absolute() or PureWindowsPath(asked).drive or ".." in parts:
        raise InputError(f"{told} (--as) must be a name below the data folder, such as 'sales.csv'.")
    if any(each.startswith(".") for each in parts):
        raise InputError(f"{told} (--as) is hidden: no part of a name begins with a dot.")
    if _FORBIDDEN & set(asked) or any(unicodedata.category(each) in {"Cc", "Cf"} for each in asked):
        raise InputError(f"{told} (--as) holds a sign that names of files don't hold everywhere; rename it.")
    if any(len(each.encode()) > 200 for each in parts):
        raise InputError(f"{told} (--as) is too long; a part of a name has at most 200 bytes.")
    _check_kind(told, PurePosixPath(asked), file)
    _check_place(folder, PurePosixPath(asked), told)
    return PurePosixPath(asked).as_posix()


def kind_of(name: str) -> str | None:
    """How a file of this name is read, None where its kind is not 「文件种类」."""
    return KINDS.get(PurePosixPath(name).suffix.lower())


def _check_kind(told: str, name: PurePosixPath, file: Path) -> None:
    kind = kind_of(name.name)
    if kind is None:
        raise InputError(f"{told} ends in {name.suffix!r}; read are {', '.join(sorted(KINDS))}.")
    if kind_of(file.name) != kind:
        raise InputError(f"{told} is of another kind than {file.name!r} ({file.suffix!r}); convert the file first.")


def _check_place(folder: Path, name: PurePosixPath, told: str) -> None:
    path = folder / name
    if path.is_symlink():
        raise InputError(f"{told} is a link; a version is a file of its own. Put the file itself there first.")
    if not path.resolve().is_relative_to(folder) or not path.parent.resolve().is_relative_to(folder):
        raise InputError(f"{told} leads out of the data folder; links are followed.")
    if path.exists() and not path.is_file():
        raise InputError(f"{told} is a folder, must be a file.")
    above = next((each for each in path.parents if each.is_relative_to(folder) and each.is_file()), None)
    if above is not None:
        raise InputError(f"{told} lies below {above.name!r}, which is a file.")
    twin = _twin(path)
    if twin:
        raise InputError(f"{told} differs from {twin!r} by upper and lower case alone; use --as {twin!r}.")


def _twin(path: Path) -> str:
    """Neighbour whose name is the same but for case: some disks take both for one."""
    if not path.parent.is_dir():
        return ""
    names = (each.name for each in path.parent.iterdir())
    return next((each for each in names if each != path.name and each.casefold() == path.name.casefold()), "")
