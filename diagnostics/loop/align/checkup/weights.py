"""Weights of a table: each KPI's own, or its part of its group's 「表内权重」."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics.dictionary.wording import plain
from diagnostics.loop.align.checkup.lines import Line
from diagnostics.loop.align.checkup.weight_text import WeightRead, as_shares, read_weight

# A group's weight beside its name: 工作业绩(70%).
_IN_NAME = re.compile(
    r"[(\[]\s*(?:权重|占比|weight)?\s*:?\s*(?P<weight>\d+(?:\.\d+)?\s*(?:%|分))\s*[)\]]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class LineWeight:
    """Weight of a KPI 「指标权重」.

    Parameters
    ----------
    share : float, optional
        Share of the whole card; None where none was read.
    why : str
        Why not, though something stands there: weight, weight_negative, weight_range, weight_mixed, weight_nested.
    """

    share: float | None
    why: str = ""


def line_weights(lines: Sequence[Line]) -> tuple[LineWeight, ...]:
    """Weights of lines, in their order 「读取表内权重」.

    Parameters
    ----------
    lines : sequence of Line
        Those of one table.

    Notes
    -----
    Where groups have weights and the KPIs of each add up to 100 %, a KPI weighs the product. Where the KPIs of all
    groups add up to 100 %, the group's weight says nothing new.
    """
    reads = [read_weight(each.cells.get("weight")) for each in lines]
    own = [_line(line, read, share) for line, read, share in zip(lines, reads, as_shares(reads), strict=True)]
    groups = _groups(lines)
    if groups is None:
        return tuple(own)
    shares = dict(zip(groups, as_shares(list(groups.values())), strict=True))
    keys = [_group(line) for line in lines]
    total = math.fsum(each.share or 0.0 for each in own)
    if len(shares) < 2 or abs(total - 1) < abs(total - len(shares)) or total < 1.02:
        return tuple(own)
    return tuple(_product(each, shares[key]) for each, key in zip(own, keys, strict=True))


def _line(line: Line, read: WeightRead | None, share: float | None) -> LineWeight:
    written = line.texts.get("weight", "")
    if not written:
        return LineWeight(None)
    if read is None:
        return LineWeight(None, "weight")
    if read.value < 0:
        return LineWeight(None, "weight_negative")
    if share is None:
        return LineWeight(None, "weight_mixed")
    return LineWeight(share) if 0 < share <= 1 else LineWeight(None, "weight_range")


def _product(own: LineWeight, group: float | None) -> LineWeight:
    if own.share is None:
        return own
    return LineWeight(None, "weight_nested") if group is None else LineWeight(float(f"{own.share * group:.12g}"))


def _group(line: Line) -> str:
    return line.group or line.category


def _groups(lines: Sequence[Line]) -> dict[str, WeightRead | None] | None:
    """Weight of each group by its place or name; None where not all have one."""
    found: dict[str, WeightRead | None] = {}
    for line in lines:
        match = None if line.group else _IN_NAME.search(plain(line.category))
        if not line.group and match is None:
            return None
        found[_group(line)] = read_weight(line.cells.get("group_weight") if match is None else match["weight"])
    return found or None
