"""Figures of a run that may be published, of periods that are over 「截至某日的可发布数据」."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.handoff import read_table

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement


def figures_until(run: Path, engagement: Engagement, day: date) -> pd.DataFrame:
    """Observations of a run from which pages may be made, of periods that are over by the end of a day 「可发布数据」.

    Parameters
    ----------
    run : Path
        Folder of the run, with the hand-off ``observations``.
    day : date
        As-of day.

    Returns
    -------
    DataFrame
        Without rows about people, figures behind few people missing; ``start`` is a timestamp.

    Raises
    ------
    InputError
        When the run has no such hand-off.
    """
    import pandas as pd

    from diagnostics.data.suppress import publishable

    observed = publishable(read_table(run, "observations"), engagement)
    starts = pd.to_datetime(observed["start"])
    calendar, after = engagement.calendar, day + timedelta(1)
    cells = list(zip(starts, observed["cycle"], strict=True))
    ends = {key: calendar.at(key[0].date(), key[1]).end for key in set(cells)}
    # Of no rows at all a plain list would be taken for a list of columns.
    over = pd.Series([ends[key] <= after for key in cells], index=observed.index, dtype=bool)
    return observed.assign(start=starts)[over].reset_index(drop=True)
