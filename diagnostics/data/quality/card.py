"""All checks of the data of a run on one card 「数据质量卡」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.quality.blanks import blanks
from diagnostics.data.quality.double import double
from diagnostics.data.quality.duplicates import duplicates
from diagnostics.data.quality.extent import extent, up_to
from diagnostics.data.quality.freshness import freshness
from diagnostics.data.quality.gaps import gaps
from diagnostics.data.quality.manual import manual
from diagnostics.data.quality.outliers import far_cells, outliers
from diagnostics.data.quality.outside import outside
from diagnostics.data.quality.personal import personal
from diagnostics.data.quality.suspicious import bunching, calm, repeats, rounding
from diagnostics.model.quality import QualityCard, QualityItem

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period


def quality_card(engine: Engine, seen: Observations, at: Period) -> QualityCard:
    """Quality of the data behind the figures of a run 「数据质量卡」.

    Parameters
    ----------
    engine : Engine
        Where the facts are; its conversions are those of the files read so far.
    seen : Observations
        All figures up to the period, targets beside them.
    at : Period
        Period of the run; facts dated after it are not looked at.

    Returns
    -------
    QualityCard
        Items are features of the data to verify, none is a verdict on anybody: each has innocent explanations.

    Notes
    -----
    Looked at: blanks in the columns used, rows that occur twice, periods without figures inside a series, figures far
    from the entity's own history, share typed in by hand, how late the last fact is, figures that crowd just beyond a
    target, the same figure again and again, round numbers, numbers of single persons, a spread that suddenly shrinks.
    """
    engagement = engine.engagement
    used = dict.fromkeys(kpi.source for kpi in engagement.kpis.values() if kpi.measure is not None)
    cards, items = [], list[QualityItem]()
    for source in used:
        facts = up_to(engine, source, at)
        card = manual(engine, extent(engine, facts), facts)
        cards.append(card)
        for check in (blanks, duplicates, double, far_cells, rounding, personal):
            items += check(engine, card, facts)
        items += freshness(engine, card, at)
    items += outside(engine, {each.source: each.rows for each in cards})
    for look in (gaps, outliers, bunching, repeats, calm):
        items += look(engagement, seen)
    return QualityCard(at.text, tuple(cards), tuple(items), tuple(engine.conversions))
