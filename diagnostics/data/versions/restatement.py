"""What was published held against what is observed now 「数据重述」."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast

from diagnostics.data.suppress import publishable
from diagnostics.data.suppression.published import WITHHELD
from diagnostics.dictionary.bands import bands
from diagnostics.dictionary.scoring import score
from diagnostics.dictionary.scoring.level import level_of
from diagnostics.dictionary.targets import TargetBook
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.observations import KEYS, Observations
from diagnostics.model.restatement import Change, RestatedFigure, Restatement

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_KEY = [each for each in KEYS if each != "start"]
_TIERS = ("base", "target", "target_high", "stretch")
# Nearer figures are the same to any reader; another release of an engine may round the last digit otherwise.
SAME = 1e-9


def restate(
    engagement: Engagement, old: Observations, new: Observations, period: str = "", *, only_known: bool = False
) -> Restatement:
    """Published figures that came out otherwise 「数据重述」.

    Parameters
    ----------
    engagement : Engagement
        Its scorecards say what the difference does to points; its rules of suppression hold.
    old, new : Observations
        As published, and as observed now.
    period : str
        Period whose page had been published.
    only_known : bool
        Whether rows that only ``new`` has are no difference, as where ``old`` is a part of what was published.

    Returns
    -------
    Restatement
        Without figures about people and without what too few people stand behind: those were never published.

    Notes
    -----
    Targets of the period itself were published too and are compared like figures.

    Figures differ when they lie more than a thousand-millionth apart. A KPI or an entity that is new has no published
    figure; where both were known, a figure in place of a missing one is a difference. Points and bands hold both
    figures against the targets of now.
    """
    import numpy as np

    then, now = _published(engagement, old), _published(engagement, new)
    both = then.merge(now, on=_KEY, how="outer", suffixes=("_old", "_new"), indicator=True)
    unheard_of = both["_merge"].eq("right_only") if only_known else _unheard_of(both, then)
    kept = both[~both["suppressed_old"].eq(True) & ~unheard_of]
    before, after = kept["value_old"].to_numpy(np.float64), kept["value_new"].to_numpy(np.float64)
    differ = kept[_differ(before, after)].reset_index(drop=True)
    figures = [*_figures(engagement, differ), *_targets(engagement, kept, period)]
    mothers = {each.id for each in engagement.kpis.values() if each.mother}
    figures.sort(key=lambda each: _weight(each, mothers))
    return Restatement(period, tuple(figures), int(np.isfinite(before).sum()))


def own_figures(seen: Observations, first_day: Any) -> Observations:
    """Figures of a run's own period: those that begin in it, and the last of each longer cycle 「本期数值」.

    Parameters
    ----------
    first_day : date
        First day of the period.
    """
    import pandas as pd

    table = seen.table
    last = table.groupby(["kpi", "cycle"])["start"].transform("max")
    own = (table["start"] >= pd.Timestamp(first_day)) | (table["start"] == last)
    return Observations(table[own].reset_index(drop=True), seen.by, known=seen.known)


def _published(engagement: Engagement, seen: Observations) -> pd.DataFrame:
    """Figures that may be published; ``suppressed`` marks those behind too few people."""
    columns = [*_KEY, "value", *_TIERS, "people", *(each for each in (WITHHELD,) if each in seen.table)]
    frame = publishable(seen.table[columns], engagement)
    # Whoever is gone from the entities may have been a person: nobody can tell any more.
    frame = frame[frame["entity"].isin([each.id for each in engagement.entities])]
    return frame.drop(columns="people").astype(dict.fromkeys(("value", *_TIERS), "float64"))


def _unheard_of(both: pd.DataFrame, then: pd.DataFrame) -> pd.Series[bool]:
    """Rows that only exist now, of a KPI or an entity that had no figure at all."""
    known = both["kpi"].isin(then["kpi"]) & both["entity"].isin(then["entity"])
    return (both["_merge"] == "right_only") & ~known


def _differ(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.bool_]:
    import numpy as np

    one, other = np.isnan(before), np.isnan(after)
    apart = np.abs(after - before) > SAME * np.maximum(np.abs(before), np.abs(after))
    found: NDArray[np.bool_] = np.where(one | other, one != other, apart)
    return found


def _figures(engagement: Engagement, differ: pd.DataFrame) -> list[RestatedFigure]:
    if not len(differ):
        return []
    # The targets of now; of a figure that is gone, those it had.
    tiers = {name: differ[f"{name}_new"].fillna(differ[f"{name}_old"]) for name in _TIERS}
    ways = differ["kpi"].map({each.id: each.direction for each in engagement.kpis.values()}).to_numpy(dtype=object)
    status = {at: bands(differ.assign(value=differ[f"value_{at}"], **tiers), ways) for at in ("old", "new")}
    book = TargetBook.of(engagement)
    rows = differ.assign(**{f"tier_{name}": each for name, each in tiers.items()}).to_dict("records")
    return [
        _figure(engagement, book, row, (str(old), str(new)))
        for row, old, new in zip(rows, status["old"], status["new"], strict=True)
    ]


def _figure(engagement: Engagement, book: TargetBook, row: dict[Any, Any], status: tuple[str, str]) -> RestatedFigure:
    old, new = _number(row["value_old"]), _number(row["value_new"])
    difference = None if old is None or new is None else new - old
    points = [_points(engagement, book, row, each) for each in (old, new)]
    return RestatedFigure(
        **{name: str(row[name]) for name in _KEY},
        change=_change(old, new, withheld=row["suppressed_new"] is True),
        old=old,
        new=new,
        difference=difference,
        share=difference / abs(old) if difference is not None and old else None,
        old_points=points[0],
        new_points=points[1],
        old_status=status[0],
        new_status=status[1],
    )


def _change(old: float | None, new: float | None, *, withheld: bool) -> Change:
    if withheld:
        return "withheld"
    return "added" if old is None else "removed" if new is None else "changed"


def _points(engagement: Engagement, book: TargetBook, row: dict[Any, Any], actual: float | None) -> float | None:
    """Points of a figure by the scorecard that holds; None where none scores it or its target can't be scored."""
    kpi = engagement.kpis.get(row["kpi"])
    low, high = _number(row["tier_target"]), _number(row["tier_target_high"])
    if kpi is None or actual is None:
        return None
    held = book.holding(kpi.id, row["entity"], engagement.calendar.parse(row["period"]))
    if held is None:
        return None
    # Some rules need no target; the others have no points without one.
    target = low if kpi.direction != "range" else (low, low if high is None else high)
    try:
        found = float(score(actual, target, held.item.scoring, kpi.direction, full=level_of(held.item.scoring)))
    except InputError:
        return None
    return _number(found)


def _targets(engagement: Engagement, kept: pd.DataFrame, period: str) -> list[RestatedFigure]:
    """Targets of the page's own period that came out otherwise; a figure that is gone has taken its targets along."""
    import pandas as pd

    if not period or not len(kept):
        return []
    first = pd.Timestamp(engagement.calendar.parse(period).start)
    both = kept[kept["_merge"].eq("both") & ~kept["suppressed_new"].eq(True)]
    starts = both["period"].map({each: engagement.calendar.parse(each).start for each in both["period"].unique()})
    starts = pd.to_datetime(starts)
    own = both[(starts >= first) | (starts == starts.groupby([both["kpi"], both["cycle"]]).transform("max"))]
    found = []
    for name in _TIERS:
        old, new = f"{name}_old", f"{name}_new"
        for row in own[_differ(own[old].to_numpy(), own[new].to_numpy())].to_dict("records"):
            was, now = _number(row[old]), _number(row[new])
            difference = None if was is None or now is None else now - was
            share = difference / abs(was) if difference is not None and was else None
            change = _change(was, now, withheld=False)
            figure = RestatedFigure(
                kpi=str(row["kpi"]),
                level=str(row["level"]),
                entity=str(row["entity"]),
                cycle=str(row["cycle"]),
                period=str(row["period"]),
                change=change,
                old=was,
                new=now,
                difference=difference,
                share=share,
                tier=name,
            )
            found.append(figure)
    return found


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(cast("float", value))  # noqa: PLR0124 (NaN)


def _weight(figure: RestatedFigure, mothers: Collection[str]) -> tuple[Any, ...]:
    """Mother metrics come first, and of each kind what came or went, then the largest shares."""
    size = float("inf") if figure.share is None else abs(figure.share)
    return (figure.kpi not in mothers, -size, figure.tier, figure.kpi, figure.level, figure.entity, figure.period)
