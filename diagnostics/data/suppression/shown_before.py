"""What the newest run before withheld and showed of figures about people 「上期已发布与已抑制」."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.earlier_run import earlier_file
from diagnostics.data.handoff import read_table
from diagnostics.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement

# Kind of the step's input that holds it: it changes which figures are blanked, and no figure.
KIND = "withheld "


def shown_before(engagement: Engagement, as_of: date) -> pd.DataFrame | None:
    """Observations of the newest run before, with the column of what it withheld 「上期观测值」.

    Parameters
    ----------
    as_of : date
        As-of day of the run that asks: it never looks at itself, nor at a later run.

    Returns
    -------
    DataFrame or None
        None where nothing is about people, there is no earlier run, or this code can't read it.
    """
    path = shown_file(engagement, as_of)
    try:
        return None if path is None else read_table(path.parents[1], "observations")
    except InputError:
        # A run of another version of this program says nothing to this one.
        return None


def shown_file(engagement: Engagement, as_of: date) -> Path | None:
    """File that holds it, from which the key of the step is made 「上期观测值文件」."""
    about = any(each.person for each in engagement.settings.sources.values())
    if not about and not any(each.person for each in engagement.entities):
        return None
    return earlier_file(engagement.folder, "observations", as_of)
