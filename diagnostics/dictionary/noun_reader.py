"""From plain data of a file to a noun, or to errors with places 「读取名词」."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from diagnostics.dictionary.noun_errors import explain, faults
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import Document, Path_
from diagnostics.errors import InputError

N = TypeVar("N", bound=BaseModel)
Subject = Callable[[Path_], str]


def read_noun(model: type[N], document: Document, path: Path_, subject: Subject, problems: Problems) -> N | None:
    """Noun at a path of a document; what is wrong goes to the problems 「读取名词」.

    Values keep their kind: a truth value is no number, a number is no text.

    Parameters
    ----------
    path : tuple
        Where the noun's mapping stands in the document.
    subject : callable
        Path to words such as ``KPI 'net_sales'``.
    """
    data = part(document.data, path)
    try:
        # JSON's strict mode takes lists for tuples and text for days, and converts nothing else.
        return model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        details: Any = error.errors(include_url=False)
        found = [((*path, *fault.path), fault) for fault in faults(details, data)]
        for at, fault in sorted(found, key=lambda each: document.mark(each[0])):
            problems.add(explain(fault, model, subject(at), error_place(document, at)))
        return None


def error_place(document: Document, path: Path_) -> str:
    """Place of a part for an error: file, line, column, path 「出错位置」."""
    line, column = document.mark(path)
    where = f"{document.file}:{line}:{column}"
    return f"{where}, {path_text(path)}" if path else where


def path_text(path: Path_) -> str:
    """Path as people write it 「路径文本」.

    Examples
    --------
    >>> path_text((0, "items", 2, "weight"))
    '[0].items[2].weight'
    """
    steps = (f"[{each}]" if isinstance(each, int) else f".{each[:40]}" for each in path)
    return "".join(steps).removeprefix(".")


def part(data: Any, path: Path_) -> Any:
    """Part of plain data at a path 「取部分」."""
    for step in path:
        data = data[step]
    return data


def entries(document: Document, what: str) -> list[Any]:
    """Entries of a file that is a list 「列表文件」.

    Raises
    ------
    InputError
        When the file holds something else.
    """
    if not isinstance(document.data, list):
        raise InputError(f"{document.file}:1:1: the file holds no list; it must be a list of {what}, each after '- '.")
    return document.data
