"""Which quantified gaps a measure acts on 「措施对应差距」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.model.plan_item import GapLink, GapSource

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.intervention import Intervention

# What a company promised itself comes first, then what others reach, then what it reached itself.
_ORDER: tuple[GapSource, ...] = ("target", "peers", "previous", "year_ago")


def gap_links(measure: Intervention, entities: Sequence[str], gaps: pd.DataFrame | None) -> tuple[GapLink, ...]:
    """Gaps that a measure acts on, one an entity 「措施对应差距」.

    Parameters
    ----------
    entities : sequence of str
        Entities of the measure that may be named.
    gaps : DataFrame or None
        Hand-off ``gaps`` of the run.

    Returns
    -------
    tuple of GapLink
        For each entity the unfavourable gap of the measure's KPI, to the target before peers before the past. Where the
        figures show none, the gap that the measure itself states by baseline and target; empty without either. A
        stated gap of a measure on people too is left out: it may be theirs.
    """
    found = [] if gaps is None else [each for entity in entities if (each := _observed(measure, entity, gaps))]
    withheld = len(entities) < len(measure.entities)
    return tuple(found) or (() if withheld else _stated(measure, entities))


def states_gap(measure: Intervention) -> bool:
    """Whether a measure itself states a gap, by baseline and target 「自述差距」."""
    return measure.baseline is not None and measure.target is not None and measure.baseline != measure.target


def _observed(measure: Intervention, entity: str, gaps: pd.DataFrame) -> GapLink | None:
    rows = gaps[(gaps["kpi"] == measure.kpi) & (gaps["entity"] == entity)]
    against: dict[str, dict[Any, Any]] = {
        row["comparison"]: row for row in rows.to_dict("records") if _unfavourable(row["favourable"])
    }
    for comparison in _ORDER:
        if comparison in against:
            row = against[comparison]
            relative = float(row["relative"])
            return GapLink(
                entity,
                comparison,
                str(row["period"]),
                float(row["actual"]),
                float(row["reference"]),
                float(row["absolute"]),
                relative if relative == relative else None,  # noqa: PLR0124 (missing against a reference of 0)
            )
    return None


def _unfavourable(value: Any) -> bool:
    # The column holds true, false and missing; a missing side is no gap against us.
    return value is not None and str(value) == "False"


def _stated(measure: Intervention, entities: Sequence[str]) -> tuple[GapLink, ...]:
    if measure.baseline is None or measure.target is None or measure.baseline == measure.target or not entities:
        return ()
    gap = measure.baseline - measure.target
    relative = gap / abs(measure.target) if measure.target else None
    entity = entities[0] if len(entities) == 1 else ""
    return (GapLink(entity, "stated", "", measure.baseline, measure.target, gap, relative),)
