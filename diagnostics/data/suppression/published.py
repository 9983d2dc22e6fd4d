"""What may leave a run: aggregates behind enough people, and nobody by name 「小样本抑制」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.suppression.fewest import Fewest
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.observations import Observations

if TYPE_CHECKING:
    import pandas as pd

# Column of observations whose figures are blanked so that others can't be worked out (``withheld.py``).
WITHHELD = "withheld"
# Figures of an observation that another period or entity may be held against.
_SHARED = ["value", "numerator", "denominator"]
# Words that tell as much as the figure they stand for.
_TELLING = ("status", "favourable", "outside_usual", "usual_side", "signal", "outside_funnel")


def shareable(observations: Observations, engagement: Engagement) -> Observations:
    """Observations from which published figures may be computed 「可用于发布的观测值」.

    Parameters
    ----------
    observations : Observations
        Everything observed.
    engagement : Engagement
        Its ``min_group``, for pay ``min_group_pay``, is the fewest people behind a published figure.

    Returns
    -------
    Observations
        Without rows about people; figures behind few people are missing, so that no reference to another period or to
        peers tells them. ``n`` and ``people`` stay, by which ``publishable`` blanks the rest.
    """
    table = observations.table
    people = table["entity"].isin([each.id for each in engagement.entities if each.person])
    few = blanked(table, Fewest.of(engagement))
    if not (people | few).any():
        return observations
    kept = table.copy()
    kept[_SHARED] = kept[_SHARED].where(~few)
    return Observations(kept[~people].reset_index(drop=True), observations.by, known=observations.known)


def publishable(frame: pd.DataFrame, engagement: Engagement, observed: pd.DataFrame | None = None) -> pd.DataFrame:
    """Rows that may be published, with figures behind few people blanked 「可发布的数据」.

    Parameters
    ----------
    frame : DataFrame
        Columns ``entity`` and ``people`` (distinct people behind the row's figures; NaN where the source names none),
        and ``withheld`` where further figures are blanked beside those.
    engagement : Engagement
        Its ``min_group``, for pay ``min_group_pay``, is the fewest people behind a published figure.
    observed : DataFrame, optional
        Observations that the frame was computed from: rows of a ``withheld`` KPI, entity and period are blanked too.

    Returns
    -------
    DataFrame
        Without rows about people; column ``suppressed`` says whose figures were blanked, and no longer why. Units
        without data about people are never suppressed.

    Raises
    ------
    InputError
        When the frame does not say how many people stand behind its figures, though the sources are about people.
    """
    import pandas as pd

    people = {each.id for each in engagement.entities if each.person}
    kept = frame[~frame["entity"].isin(people)].copy()
    if "people" not in kept.columns:
        if people or any(each.person for each in engagement.settings.sources.values()):
            raise InputError(
                "The frame has no column 'people', but the sources are about people; it can't be published."
            )
        return kept.assign(suppressed=False)
    few = blanked(kept, Fewest.of(engagement), observed)
    kept = kept.drop(columns=[WITHHELD], errors="ignore")
    for name in kept.columns:
        if name in _TELLING:
            kept[name] = kept[name].where(~few, "none" if name == "status" else None)
        elif pd.api.types.is_numeric_dtype(kept[name]) and not pd.api.types.is_bool_dtype(kept[name]):
            kept[name] = kept[name].astype("float64").where(~few) if few.any() else kept[name]
    return kept.assign(suppressed=few)


def blanked(frame: pd.DataFrame, least: int | Fewest, observed: pd.DataFrame | None = None) -> pd.Series[bool]:
    """Rows behind too few people, and those withheld beside them 「被抑制的行」.

    Parameters
    ----------
    frame, observed : DataFrame
        As for ``publishable``.
    least : int or Fewest
        Fewest people behind a published figure: one number, or by KPI.
    """
    import pandas as pd

    few = least.few(frame) if isinstance(least, Fewest) else frame["people"] < least
    if WITHHELD in frame.columns:
        few |= frame[WITHHELD].eq(True)
    if observed is not None and WITHHELD in observed.columns:
        keys = ["kpi", "entity", "period"]
        beside = pd.MultiIndex.from_frame(observed.loc[observed[WITHHELD].eq(True), keys])
        few |= pd.MultiIndex.from_frame(frame[keys]).isin(beside)
    return few
