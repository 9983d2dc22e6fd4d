"""What a firm's closed measures let expect of the next of their kind 「实践库的预期」."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnostics.model.expected_effect import ExpectedEffect, expect

if TYPE_CHECKING:
    from diagnostics.model.practice import ClosedMeasure


def expected_effects(
    outcomes: Iterable[ClosedMeasure], kind: str = "", kpi: str = "", *, synthetic: bool | None = None
) -> tuple[ExpectedEffect, ...]:
    """What closed measures let expect, one for each kind and KPI 「各类措施的预期」.

    Parameters
    ----------
    kind, kpi : str
        Only these, where not empty.
    synthetic : bool, optional
        Only made-up ones, or only real ones; the two are never put together.

    Notes
    -----
    Together stands what is of one kind, on one KPI of the same unit and direction. Measures without a kind, or
    without any interval among their like, are left out.
    """
    groups: dict[tuple[object, ...], list[ClosedMeasure]] = {}
    for each in outcomes:
        if not each.kind or kind not in ("", each.kind) or kpi not in ("", each.kpi.id):
            continue
        if synthetic is not None and each.synthetic != synthetic:
            continue
        key = (each.kind, each.kpi.id, each.kpi.unit == "share", each.kpi.direction, each.synthetic)
        groups.setdefault(key, []).append(each)
    return tuple(expect(groups[key]) for key in sorted(groups, key=str))
