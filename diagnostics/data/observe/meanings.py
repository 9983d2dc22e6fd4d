"""What a KPI means, and when: the KPI as stated, then its versions 「指标口径」."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar, Period

if TYPE_CHECKING:
    import pandas as pd

# Columns of a frame of figures from which the basis of each is told at the end.
SINCE, MONTHS = "perfloop_since", "perfloop_months"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A KPI as it is counted in a span of time 「某段时期的口径」.

    Parameters
    ----------
    kpi : Kpi
        As it is counted then.
    since : str
        First period of the version, empty for the KPI as stated.
    first, after : Period, optional
        First period in which it holds, and that of the next version.
    """

    kpi: Kpi
    since: str = ""
    first: Period | None = None
    after: Period | None = None

    def within(self, starts: pd.Series) -> pd.Series:
        """Which periods it holds for, by their first days; a period that a version cuts belongs to the one before.

        A missing day belongs to every meaning: no version may hide it.
        """
        import pandas as pd

        days = pd.to_datetime(starts)
        held = days.notna() | days.isna()
        if self.first is not None:
            held &= days.isna() | (days >= pd.Timestamp(self.first.start))
        if self.after is not None:
            held &= days.isna() | (days < pd.Timestamp(self.after.start))
        return held


def meanings(kpi: Kpi, calendar: Calendar) -> tuple[Meaning, ...]:
    """What a KPI means, in order of time 「按时间排列的口径」.

    Raises
    ------
    InputError
        When a version's first period has no canonical form, or versions aren't in order of time.
    """
    begins = [calendar.parse(each.since) for each in kpi.versions]
    for before, then in pairwise(begins):
        if then.start <= before.start:
            raise InputError(
                f"Version {then.text!r} of KPI {kpi.id!r} stands after version {before.text!r}; versions are in order"
                " of time, each with a period of its own."
            )
    names = ["", *(each.since for each in kpi.versions)]
    spans = zip(names, [None, *begins], [*begins, None], strict=True)
    return tuple(Meaning(kpi.counted(since), since, first, after) for since, first, after in spans)


def counted_in(kpi: Kpi, period: Period, calendar: Calendar) -> Kpi:
    """KPI as it is counted in a period 「某期口径下的指标」.

    Raises
    ------
    InputError
        When a version's first period has no canonical form, or versions aren't in order of time.
    """
    return next(
        each.kpi for each in reversed(meanings(kpi, calendar)) if each.first is None or each.first.start <= period.start
    )


def basis(since: pd.Series, months: pd.Series) -> pd.Series:
    """Text that marks by which definition, and over how many months, figures were counted 「口径标记」.

    Examples
    --------
    >>> import pandas as pd
    >>> basis(pd.Series(["", "2025-01", "2025-01"]), pd.Series([2, 2, float("nan")])).tolist()
    ['+2m', '2025-01+2m', '2025-01']
    """
    since = since.fillna("").astype("str")
    if not months.notna().any():
        return since
    suffix = months.map({each: f"+{int(each)}m" for each in months.dropna().unique()}).fillna("")
    return since + suffix.astype("str")
