"""Losses by cause, product, shift: which few make most of them 「损失排序」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.handoff import write_records
from diagnostics.data.suppression.fewest import pay_kpis
from diagnostics.dictionary.expression import parse_measure
from diagnostics.errors import expect
from diagnostics.loop.diagnose.field_work.pareto import pareto
from diagnostics.model.engagement import Engagement
from diagnostics.model.losses import Loss, Losses

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Period

UNITS = frozenset(("minutes", "hours", "days", "count", "money", "number"))
YEAR = timedelta(days=366)


def losses(engagement: Engagement, period: str) -> Losses:
    """What each loss is made of, over the year up to a period's end 「损失排序」.

    A loss is a KPI of which less is better and whose facts add up: minutes, pieces, money. It is added up by each
    column that it may be sliced by, and by the units right below the topmost entity, over the periods that are
    complete by then.

    Parameters
    ----------
    engagement : Engagement
        As opened.
    period : str
        Canonical text of the period that is reported on.

    Returns
    -------
    Losses
        The largest part first; those that make four fifths together are marked.

    Raises
    ------
    InputError
        When the period has no known form.

    Notes
    -----
    Pay, and sources with a column of people or facts that name people as entities, are left out: a part may be the
    doing of very few, and sums over many periods would tell of them what no single period may. Facts without a value
    in the column are in no part and not in the whole.
    """
    expect("engagement", engagement, Engagement, "an Engagement, as dx.open_engagement gives it")
    span = engagement.calendar.parse(period)
    pay = pay_kpis(engagement)
    kpis = [each for each in engagement.kpis.values() if each.id not in pay and _is_loss(engagement, each)]
    pairs = [(each, column) for each in kpis for column in each.dimensions]
    return Losses(engagement.language, tuple(_found(engagement, span, pairs)))


def save_losses(found: Losses, run: str | Path) -> None:
    """Write the hand-off ``losses`` of a run; nothing where nothing is lost 「写损失交接文件」.

    Parameters
    ----------
    run : str or Path
        Folder of the run; empty in interactive use, where nothing is written.
    """
    if str(run) and found.losses:
        write_records(Path(run), "losses", {"losses": [each.record() for each in found.losses]})


def _is_loss(engagement: Engagement, kpi: Kpi) -> bool:
    source = engagement.settings.sources.get(kpi.source)
    if source is None or source.person or kpi.versions:
        return False
    if kpi.direction != "lower" or kpi.unit not in UNITS or kpi.measure is None:
        return False
    return parse_measure(kpi.measure).additive


def _found(engagement: Engagement, span: Period, pairs: list[tuple[Kpi, str]]) -> Iterator[Loss]:
    """Losses by column; a column of one value tells nothing and is left out."""
    from diagnostics.data.engine import open_engine
    from diagnostics.data.observe import observe

    top = next((each for each in engagement.entities if each.parent is None and not each.person), None)
    if top is None or not pairs:
        return
    below = [each for each in engagement.entities if each.parent == top.id]
    units = {} if any(each.person for each in below) else {each.id: each.level for each in below}
    with open_engine(engagement) as engine:
        kpis = tuple(dict.fromkeys(kpi.id for kpi, _ in pairs))
        for column in dict.fromkeys(("", *(column for _, column in pairs))):
            wanted = [each for each in kpis if not column or (engagement.kpis[each], column) in pairs]
            levels = [top.level] if column else sorted(set(units.values()))
            if not levels:
                continue
            table = observe(engine, by=[column] if column else (), levels=levels, until=span, kpis=wanted).table
            table = table[table["entity"].isin([top.id] if column else list(units))]
            table = table[(table["start"].dt.date >= span.end - YEAR) & table["value"].notna() & (table["value"] > 0)]
            for kpi in wanted:
                rows = table[table["kpi"] == kpi].assign(part=lambda each, of=column or "entity": each[of])
                rows = rows[rows["part"].notna()]
                # Facts may name people as their entities too.
                if rows["part"].nunique() > 1 and rows["people"].isna().all():
                    yield _loss(engagement.kpis[kpi], column, top.id, rows)


def _loss(kpi: Kpi, column: str, entity: str, rows: pd.DataFrame) -> Loss:
    ordered = rows.sort_values("start")["period"]
    parts = pareto(rows.assign(part=rows["part"].astype(str)), "part", "value")
    span = (str(ordered.iloc[0]), str(ordered.iloc[-1]), int(ordered.nunique()))
    return Loss(kpi.id, kpi.name, column, entity, *span, parts)
