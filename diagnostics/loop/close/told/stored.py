"""Values as results/ hold them, with where each stands 「结果中的数值」."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# What stands beside an estimate and is never evidence, and series of many figures: no sentence is made from them.
_LEFT_OUT = frozenset({"contrast", "path", "seed"})
_PERIOD = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?|-?Q[1-4]|-W\d{2})?|FY\d{4}")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Stored:
    """A value as results/ hold it 「结果中的数值」.

    Parameters
    ----------
    value : float
        The value.
    file, path : str
        File of the run, and where in it.
    kpi, entity, period : str
        Whose figure it is, where it is a KPI's.
    said : str
        Words in which alone it is told; anywhere where empty.
    told_in : str
        ``share`` where it is told in per cent or points and never without a unit; anyhow where empty.
    """

    value: float
    file: str
    path: str
    kpi: str = ""
    entity: str = ""
    period: str = ""
    said: str = ""
    told_in: str = ""

    def is_at(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch of a text may tell it 「是否在其措辞内」."""
        if not self.said:
            return True
        at = text.find(self.said)
        while at >= 0 and not (at <= start and end <= at + len(self.said)):
            at = text.find(self.said, at + 1)
        return at >= 0

    def ref(self) -> dict[str, str]:
        """Reference without what is empty 「引用」."""
        told = {
            "file": self.file, "path": self.path, "kpi": self.kpi, "entity": self.entity, "period": self.period,
        }  # fmt: skip
        return {name: each for name, each in told.items() if each}


def stored_in(record: Any, file: str, path: str, about: Mapping[str, str] | None = None) -> Iterator[Stored]:
    """Every value of a record 「记录中的数值」.

    Parameters
    ----------
    record : Any
        Plain data.
    file, path : str
        Where it stands.
    about : mapping, optional
        ``kpi``, ``entity`` and ``period`` of its figures.
    """
    for name, value in _leaves(record, path, 0):
        yield Stored(value, file, name, **(about or {}))


def _leaves(record: Any, path: str, depth: int) -> Iterator[tuple[str, float]]:
    if isinstance(record, bool) or record is None or depth > _DEEPEST:
        return
    if isinstance(record, int | float):
        if math.isfinite(record):
            yield path, float(record)
    elif isinstance(record, Mapping):
        for key, each in record.items():
            if key not in _LEFT_OUT:
                yield from _leaves(each, f"{path}.{key}" if path else str(key), depth + 1)
    elif isinstance(record, list | tuple):
        for number, each in enumerate(record):
            yield from _leaves(each, f"{path}[{number}]", depth + 1)


def periods_in(record: Any) -> set[str]:
    """Periods and days that a record names 「记录中的周期」."""
    if isinstance(record, str):
        return {record} if _PERIOD.fullmatch(record) else set()
    if isinstance(record, Mapping):
        return {found for each in record.values() for found in periods_in(each)}
    if isinstance(record, list | tuple):
        return {found for each in record for found in periods_in(each)}
    return set()
