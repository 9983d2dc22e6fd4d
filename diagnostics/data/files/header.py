"""Rules for the header of a file 「表头规则」."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.errors import InputError, nearest


def check_header(header: Sequence[str], place: str) -> None:
    """Refuse blank and duplicate column names: none is ever renamed silently 「检查表头」.

    Parameters
    ----------
    header : sequence of str
        Column names.
    place : str
        File and row, for the error.

    Raises
    ------
    InputError
        Naming the column.

    Examples
    --------
    >>> check_header(["revenue", "Revenue"], "a.csv:1")
    Traceback (most recent call last):
    diagnostics.errors.InputError: a.csv:1 has the column 'Revenue' twice (1 and 2); column names are unique.
    """
    seen: dict[str, int] = {}
    for number, name in enumerate(header, 1):
        if not name.strip():
            raise InputError(f"{place} has a blank name for column {number}; every column needs a name.")
        # The engine does not tell upper from lower case.
        key = name.casefold()
        if key in seen:
            raise InputError(
                f"{place} has the column {name!r} twice ({seen[key]} and {number}); column names are unique."
            )
        seen[key] = number


def check_same_header(files: Sequence[tuple[str, Sequence[str]]], source: str) -> None:
    """Refuse files of one source whose columns differ; their order may 「检查各文件表头一致」.

    Raises
    ------
    InputError
        Naming the file and a column that only one of two files has.
    """
    first, columns = files[0]
    for name, other in files[1:]:
        only = [each for each in other if each not in columns] or [each for each in columns if each not in other]
        if only:
            has, lacks = (name, first) if only[0] in other else (first, name)
            near = nearest(only[0], columns if has == name else other)
            meant = f" Did you mean {near!r}?" if near else ""
            raise InputError(f"{has} has a column {only[0]!r} that {lacks} lacks (source {source!r}).{meant}")
