"""Training for the weakest KPI of an entity 「培训建议」."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.model.text import Text


@dataclass(frozen=True, slots=True)
class Training:
    """Training for the weakest KPI of an entity 「培训建议」.

    Parameters
    ----------
    entity, kpi : str
        Whose weakest KPI.
    relative : float
        Its gap as a share of the reference, negative where it is worse.
    against : str
        Reference: "target" or "peers".
    module : str
        Module of the library; empty where it has none for this KPI.
    title : Text
        What it is called.
    points : float, optional
        Its gap in percentage points, as a share of one, where the KPI is a share; shares differ in points.
    """

    entity: str
    kpi: str
    relative: float
    against: str
    module: str
    title: Text
    points: float | None = None
