"""Findings of lint, sorted under the five points of SMART 「SMART 逐项检查」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from diagnostics.dictionary.rules.catalogue import named
from diagnostics.model.finding import Finding
from diagnostics.model.kpi import Kpi
from diagnostics.model.smart import POINTS, Point, SmartPoint, SmartReading

# What stands against each point: wording, one thing, an owner; unit, source, definition, a formula that measures;
# a target that can be reached and moved; the way to a goal; a period.
CODES: Mapping[Point, tuple[str, ...]] = {
    "specific": ("PD105", "PD118", "PD122", "PD123"),
    "measurable": ("PD106", "PD107", "PD111", "PD119", "PD124", "PD125", "PD126", "PD176"),
    "attainable": ("PD110", "PD127", "PD170", "PD172"),
    "relevant": ("PD108", "PD120"),
    "time_bound": ("PD121",),
}


def smart(kpis: Mapping[str, Kpi] | Iterable[Kpi], findings: Iterable[Finding]) -> SmartReading:
    """KPIs against SMART, point by point with reasons 「SMART 逐项检查」.

    Parameters
    ----------
    kpis : mapping or iterable of Kpi
        The dictionary.
    findings : iterable of Finding
        What ``lint`` or ``check_engagement`` found; without goals, scorecards or figures nothing stands against the
        points that need them.

    Returns
    -------
    SmartReading
        Five points a KPI: 1 met, 0.5 with advice, 0 missed.

    Examples
    --------
    >>> from diagnostics.dictionary import lint
    >>> kpi = Kpi(id="x", name="提升团队效率", unit="ratio", direction="higher", measure="sum(a) / sum(b)")
    >>> [(each.point, each.score) for each in smart([kpi], lint([kpi])).points][:2]
    [('specific', 0.0), ('measurable', 0.0)]
    """
    listed = tuple(kpis.values() if isinstance(kpis, Mapping) else kpis)
    held = tuple(findings)
    return SmartReading(
        tuple(
            SmartPoint(
                kpi.id,
                named(kpi.name, kpi.id),
                point,
                tuple(each for each in held if each.about == kpi.id and each.code in CODES[point]),
            )
            for kpi in listed
            for point in POINTS
        )
    )
