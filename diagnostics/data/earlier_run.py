"""Hand-offs of the runs before: what was known then 「之前运行的结果」."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from diagnostics.data.handoff import SCHEMAS, read_records
from diagnostics.errors import InputError

# What the history of rounds looks at in every run there was.
OF_EVERY_RUN = ("alignment", "quality", "traps")


@dataclass(frozen=True, order=True, slots=True)
class EarlierRun:
    """A complete run of an earlier day 「之前的运行」.

    Parameters
    ----------
    as_of : str
        Its as-of day, ISO text.
    folder : Path
        Where it lies, below the folder of its period.
    """

    as_of: str
    folder: Path

    @property
    def period(self) -> str:
        """Text of its period 「周期」."""
        return self.folder.parent.name

    def file(self, name: str) -> Path | None:
        """File of a hand-off, None where the run has none 「交接文件」."""
        path = self.folder / SCHEMAS[name][0]
        return path if path.is_file() else None

    def records(self, name: str) -> dict[str, Any] | None:
        """Content of a hand-off, None where the run has none 「交接记录」.

        Raises
        ------
        InputError
            When this code can't read it: it is broken, or a newer perfloop wrote it.
        """
        return None if self.file(name) is None else read_records(self.folder, name)


def earlier_runs(folder: Path, before: date) -> tuple[tuple[EarlierRun, ...], tuple[str, ...]]:
    """Last run of every period whose as-of day lies before a day, and periods whose run can't be read 「历次运行」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    before : date
        As-of day of the run that asks.

    Returns
    -------
    runs : tuple of EarlierRun
        In order of their as-of days.
    unread : tuple of str
        Periods of which nobody can tell what their run says, nor as of when.

    Notes
    -----
    A current run of that day or a later one hides none of the runs before it: else a run would take away its own
    input by being made, and never be up to date.
    """
    found, unread = [], []
    for current in sorted(folder.glob("runs/*/current.json")):
        run = _run(current)
        if run is None:
            unread.append(current.parent.name)
        elif (earlier := _until(run, before)) is not None:
            found.append(earlier)
    return tuple(sorted(found)), tuple(unread)


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
    found, _ = earlier_runs(folder, before)
    if not found:
        return None
    path = found[-1].folder / SCHEMAS[name][0]
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


def _until(current: EarlierRun, before: date) -> EarlierRun | None:
    """The current run where it is of an earlier day, else the last complete one of its period that is."""
    if current.as_of < before.isoformat():
        return current
    for manifest in sorted(current.folder.parent.glob("*/run.json"), reverse=True):
        run = _of(manifest.parent)
        if run is not None and run.as_of < before.isoformat():
            return run
    return None


def _run(current: Path) -> EarlierRun | None:
    """As-of day and folder of a complete run; None where what points to it, or its manifest, can't be read."""
    try:
        folder = current.parent / str(json.loads(current.read_text(encoding="utf-8"))["run"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return _of(folder) if folder.parent == current.parent else None


def _of(folder: Path) -> EarlierRun | None:
    """As-of day of a run's folder; None where its manifest can't be read."""
    try:
        as_of = json.loads((folder / "run.json").read_text(encoding="utf-8"))["as_of"]
        return EarlierRun(date.fromisoformat(as_of).isoformat(), folder)
    except (OSError, ValueError, KeyError, TypeError):
        return None
