"""Lines of a client's file in which facts stand 「明细所在行」."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

# Lines that are looked through: what lies further down is told by its file alone.
MOST_LINES = 500_000
_SAME = 1e-9


def csv_lines(path: Path, facts: Sequence[Mapping[str, Any]], encoding: str | None = None) -> list[int | None]:
    """Line of each fact in a plain CSV file, counted from 1 「CSV 行号」.

    Parameters
    ----------
    path : Path
        The file.
    facts : sequence of mapping
        Values by column, as the engine read them.
    encoding : str, optional
        Encoding of the file; UTF-8 where absent.

    Returns
    -------
    list
        A line a fact, None where the file has none that says the same; two facts alike have lines of their own.
    """
    found: list[int | None] = [None] * len(facts)
    try:
        with path.open(encoding=encoding or "utf-8-sig", newline="") as stream:
            for line, row in _rows(stream):
                at = next((at for at, each in enumerate(facts) if found[at] is None and _says(row, each)), None)
                if at is not None:
                    found[at] = line
                if None not in found or line > MOST_LINES:
                    break
    except (OSError, ValueError, LookupError, csv.Error):
        # The engine read it in another way; then its lines are not told rather than guessed.
        return [None] * len(facts)
    return found


def _rows(stream: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(stream)
    head = [each.strip() for each in next(reader, [])]
    at = reader.line_num + 1
    for row in reader:
        yield at, dict(zip(head, row, strict=False))
        at = reader.line_num + 1


def _says(row: Mapping[str, str], fact: Mapping[str, Any]) -> bool:
    """Whether a line says a fact; columns that only one of them has don't count, and they share at least one."""
    shared = [name for name in fact if name in row]
    return bool(shared) and all(_same(row[name].strip(), fact[name]) for name in shared)


def _same(text: str, value: Any) -> bool:
    if value is None or value != value:  # noqa: PLR0124 (NaN)
        return text == ""
    if isinstance(value, bool):
        return text.lower() == str(value).lower()
    told = str(value)
    if text == told:
        return True
    try:
        return math.isclose(float(text), float(told), rel_tol=_SAME)
    except ValueError:
        # A day in the engine is a moment at midnight; in the file it is as people write it.
        return bool(text) and told[:10].replace("-", "") == "".join(each for each in text[:10] if each.isdigit())
