"""Hand-offs of the run before: what was known then 「上次运行的结果」."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from diagnostics.data.handoff import SCHEMAS, read_records
from diagnostics.errors import InputError


def earlier_file(folder: Path, name: str, before: date) -> Path | None:
    """File of a hand-off in the newest run whose as-of day lies before a day 「上次运行的文件」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    name : str
        Hand-off, such as ``alerts``.
    before : date
        As-of day of the run that asks: it never looks at itself, so the same run stays the same.

    Returns
    -------
    Path or None
        None where there is no earlier run, or the newest one has no such file: an older one's would be out of date.
    """
    found = []
    for current in folder.glob("runs/*/current.json"):
        run = _run(current)
        if run is not None and run[0] < before.isoformat():
            found.append(run)
    if not found:
        return None
    path = max(found)[1] / SCHEMAS[name][0]
    return path if path.is_file() else None


def earlier_records(folder: Path, name: str, before: date) -> dict[str, Any] | None:
    """Content of that hand-off, None where there is none that this code reads 「上次运行的记录」."""
    path = earlier_file(folder, name, before)
    if path is None:
        return None
    try:
        return read_records(path.parents[1], name)
    except InputError:
        # A run of another version of this program says nothing to this one.
        return None


def _run(current: Path) -> tuple[str, Path] | None:
    """As-of day and folder of a complete run; None where what points to it, or its manifest, can't be read."""
    try:
        folder = current.parent / str(json.loads(current.read_text(encoding="utf-8"))["run"])
        if folder.parent != current.parent:
            return None
        return str(json.loads((folder / "run.json").read_text(encoding="utf-8"))["as_of"]), folder
    except (OSError, ValueError, KeyError, TypeError):
        return None
