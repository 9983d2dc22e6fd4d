"""Findings of lint, sorted under the five points of SMART 「SMART 逐项检查」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnostics.dictionary.rules.catalogue import named
from diagnostics.dictionary.rules.kpi_words import names, said
from diagnostics.dictionary.wording import is_timed
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding
from diagnostics.model.goal import Goal
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Scorecard
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


def smart(
    kpis: Mapping[str, Kpi] | Iterable[Kpi] | Engagement,
    findings: Iterable[Finding],
    scorecards: Iterable[Scorecard] = (),
    goals: Iterable[Goal] = (),
) -> SmartReading:
    """KPIs against SMART, point by point with reasons 「SMART 逐项检查」.

    Parameters
    ----------
    kpis : mapping or iterable of Kpi, or Engagement
        The dictionary; an engagement brings its own scorecards and goals.
    findings : iterable of Finding
        What ``lint`` or ``check_engagement`` found.
    scorecards : iterable of Scorecard
        Where targets stand.
    goals : iterable of Goal
        What KPIs lead to.

    Returns
    -------
    SmartReading
        Five points a KPI: 1 met, 0.5 with advice, 0 missed; NaN where it can't be known: whether a target can be
        reached without a target, whether a KPI leads anywhere without a goal or a mother metric, and by when where
        neither a cycle nor a target is stated.

    Examples
    --------
    >>> from diagnostics.dictionary import lint
    >>> kpi = Kpi(id="x", name="提升团队效率", unit="ratio", direction="higher", measure="sum(a) / sum(b)")
    >>> [(each.point, each.score) for each in smart([kpi], lint([kpi])).points][:3]
    [('specific', 0.0), ('measurable', 0.0), ('attainable', nan)]
    """
    if isinstance(kpis, Engagement):
        scorecards, goals, kpis = kpis.scorecards, kpis.settings.goals, kpis.kpis
    listed = tuple(kpis.values() if isinstance(kpis, Mapping) else kpis)
    held, known = tuple(findings), _Known.of(listed, scorecards, goals)
    return SmartReading(
        tuple(
            SmartPoint(
                kpi.id,
                named(kpi.name, kpi.id),
                point,
                tuple(each for each in held if each.about == kpi.id and each.code in CODES[point]),
                known.tells(kpi, point),
            )
            for kpi in listed
            for point in POINTS
        )
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What points of SMART are judged by: KPIs with a target, and whether there is anything to lead to."""

    targeted: frozenset[str]
    leads: bool

    @classmethod
    def of(cls, kpis: Iterable[Kpi], scorecards: Iterable[Scorecard], goals: Iterable[Goal]) -> _Known:
        items = (item for card in scorecards for item in card.items)
        targeted = {each.kpi for each in items if each.targets is not None and each.targets.target is not None}
        named_goals = any(not each.former and (each.kpis or each.key_results) for each in goals)
        return cls(frozenset(targeted), named_goals or any(each.mother for each in kpis))

    def tells(self, kpi: Kpi, point: Point) -> bool:
        if point == "attainable":
            return kpi.id in self.targeted
        if point == "relevant":
            return self.leads
        if point == "time_bound":
            stated = "cycle" in kpi.model_fields_set or any(map(is_timed, (*names(kpi), *said(kpi.definition))))
            return stated or kpi.id in self.targeted
        return True
