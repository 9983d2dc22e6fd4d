"""Rate and mix of ratio KPIs among the entities below a focal one 「焦点率与结构」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.data.suppress import Fewest, blanked
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.decompose import decompose
from diagnostics.loop.diagnose.driver_levels import AGREE
from diagnostics.model.basis import break_between
from diagnostics.model.observations import BASIS
from diagnostics.terms import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.loop.diagnose.spans import Span
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period

Record = dict[str, Any]
RATIO = "sum(numerator) / sum(denominator)"


def mix_records(
    engagement: Engagement, observations: Observations, kpi: Kpi, entities: Sequence[str], span: Span
) -> list[Record]:
    """Rate and mix of a ratio KPI among the units right below each entity 「率与结构」.

    Returns
    -------
    list of dict
        Against a year ago and the period before, in the form of other decompositions; none where the entity has fewer
        than two units below, they are people or few people stand behind one, or they do not add up to the entity.
    """
    if kpi.measure is None or not parse_measure(kpi.measure).additive_pair:
        return []
    table, fewest = observations.table[observations.table["kpi"] == kpi.id], Fewest.of(engagement)
    found = []
    for entity in entities:
        below = [each.id for each in engagement.entities if each.parent == entity]
        if len(below) < 2 or any(engagement.entities[each].person for each in below):
            continue
        now = _parts(table, entity, below, span.now, fewest)
        for comparison, then in span.earlier if now is not None else ():
            before = _parts(table, entity, below, then, fewest)
            if now is None or before is None or _broken(before, now):
                continue
            record = _record(before, now)
            if record:
                about = {"kpi": kpi.id, "entity": entity, "comparison": comparison, "period": span.now.text}
                found.append({**about, "reference_period": then.text, "formula": kpi.measure, **record})
    return found


def _parts(table: pd.DataFrame, entity: str, below: Sequence[str], at: Period, fewest: Fewest) -> pd.DataFrame | None:
    """Sums of the units below in a period, None where they may not or can't stand for the whole."""
    rows = table[table["period"] == at.text]
    whole, parts = rows[rows["entity"] == entity], rows[rows["entity"].isin(below)]
    parts = parts[parts["denominator"].notna() & parts["numerator"].notna()]
    if whole.empty or parts.empty or blanked(parts, fewest).any() or blanked(whole, fewest).any():
        return None
    # Parts and the whole are read from the same facts; facts of the whole alone leave more than rounding between them.
    for name in ("numerator", "denominator"):
        total = float(whole[name].iloc[0])
        if math.isnan(total) or abs(float(parts[name].sum()) - total) > AGREE * abs(total):
            return None
    return parts[["entity", "numerator", "denominator", BASIS]]


def _broken(before: pd.DataFrame, now: pd.DataFrame) -> bool:
    kinds = {*before[BASIS], *now[BASIS]}
    return any(break_between(one, other) for one in kinds for other in kinds)


def _record(before: pd.DataFrame, now: pd.DataFrame) -> Record | None:
    try:
        found = decompose(before, now, formula=RATIO, by=("entity",), method="kitagawa")
    except InputError:
        # A unit without a denominator has no rate of its own.
        return None
    return {
        "asked": found.asked, "method": found.method, "reason": found.reason, "before": found.before,
        "after": found.after, "total": found.total, "factors": found.table.to_dict("records"),
        "groups": found.groups().to_dict("records"), "tree": [], "bridge": None,
        "note": {language: found.note(language) for language in LANGUAGES},
    }  # fmt: skip
