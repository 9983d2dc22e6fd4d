"""Conflicts as lines of a terminal 「口径冲突清单」."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.data.reconcile.conflicts import PERIODS, find_conflicts
from diagnostics.model.canonical import records

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.conflicts import Conflicts, DefinitionDifference
    from diagnostics.model.entity import Entities

# Largest differences told of each reading.
SHOWN = 5
_HEAD = ("KPI", "reading", "entity", "period", "authoritative", "reading's", "difference", "relative")


@dataclass(frozen=True, slots=True)
class Report:
    """Lines to print, and how many figures lie beyond tolerance 「清单」."""

    lines: tuple[str, ...]
    beyond: int


def reconcile(folder: str, period: str, periods: int = PERIODS) -> Report:
    """Conflicts of an engagement up to a period, as lines to print 「口径冲突清单」.

    Parameters
    ----------
    folder : str
        The engagement.
    period : str
        Last period, canonical text.
    periods : int
        Periods looked at, 1 to 120.

    Raises
    ------
    InputError
        When the engagement or its data can't be read.
    """
    from diagnostics.data.engine import open_engine
    from diagnostics.dictionary.load import load_engagement

    engagement = load_engagement(folder)
    with open_engine(engagement) as engine:
        found = find_conflicts(engine, period, periods=periods)
    return Report(tuple(report_lines(found, engagement.entities)), len(found.beyond))


def report_lines(found: Conflicts, entities: Entities) -> Iterator[str]:
    """Whose counts disagree, a line for each reading, then the largest few of each 「清单文本」."""
    yield found.summary("en")
    units = {(each.kpi, each.reading): each for each in found.differences if each.aspect == "unit"}
    for pair in found.pairs:
        yield _pair_line(pair, units.get((pair["kpi"], pair["reading"])))
    yield from _largest(found, entities, set(units))
    for state in ("missing_reading", "missing_authoritative", "other_span", "suppressed"):
        yield from _lacking(found.of(state), state)
    for each in found.differences:
        if each.aspect != "unit":
            told = " / ".join(repr(text.say("en")) if text else "nothing" for text in (each.own, each.other))
            yield f"{each.kpi}, {each.reading}: {each.aspect} differs: {told}"


def _pair_line(pair: Mapping[str, Any], unit: DefinitionDifference | None) -> str:
    """Whose two counts these are, how many of their figures disagree, and whether another unit explains it."""
    own, other = (pair[name].say("en") for name in ("department", "other_department"))
    line = (
        f"{pair['kpi']}: {pair['reading']} ({other}, source {pair['other_source']}) beside the authoritative"
        f" {own} (source {pair['source'] or 'formula'}): {pair['conflict']} of {pair['compared']} beyond tolerance"
        f" {pair['tolerance']:.10g}"
    )
    if unit is None:
        return line
    larger = unit.other.en if unit.own.en == "1" else f"1/{unit.own.en}"
    return f"{line}; its figures are about {larger} of the authoritative ones: perhaps another unit"


def _largest(found: Conflicts, entities: Entities, other_unit: Collection[tuple[str, str]]) -> Iterator[str]:
    """Largest differences of each reading; one is enough where all of them come from another unit."""
    keys = [(pair["kpi"], pair["reading"]) for pair in found.pairs]
    rows: list[tuple[str, ...]] = [_HEAD]
    after: dict[int, str] = {}
    for key in sorted(keys, key=lambda each: each in other_unit):
        own = found.beyond[(found.beyond["kpi"] == key[0]) & (found.beyond["reading"] == key[1])]
        shown = own.head(1 if key in other_unit else SHOWN)
        rows += [_cells(row, entities) for row in records(shown)]
        if len(own) > len(shown):
            after[len(rows) - 1] = f"  … {len(own) - len(shown)} more of {key[0]}, {key[1]}, none of them larger"
    if len(rows) == 1:
        return
    for at, line in enumerate(_aligned(rows)):
        yield line
        if at in after:
            yield after[at]


def _cells(row: dict[str, Any], entities: Entities) -> tuple[str, ...]:
    label = entities[str(row["entity"])].label
    figures = (f"{row[name]:.12g}" for name in ("authoritative", "value", "absolute"))
    relative = row["relative"]
    share = "–" if relative is None else f"{100 * relative:+.2f}%"
    return (str(row["kpi"]), str(row["reading"]), label, str(row["period"]), *figures, share)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(_width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield (
            "  "
            + "  ".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        )


def _width(text: str) -> int:
    """Places on a terminal: a Chinese character takes two."""
    return sum(2 if ord(each) >= 0x2E80 else 1 for each in text)


def _lacking(rows: pd.DataFrame, state: str) -> Iterator[str]:
    if len(rows):
        shown = [
            f"{row['kpi']}/{row['reading']} {row['entity']} {row['period']}" for row in rows.head(5).to_dict("records")
        ]
        more = ", …" if len(rows) > len(shown) else ""
        yield f"{len(rows)} {state.replace('_', ' ')}: {', '.join(shown)}{more}"
