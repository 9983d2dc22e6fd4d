"""Whether the effect of a scenario could be seen, and how to begin it so that it can 「能否看得出与推行顺序」."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from diagnostics.look.numbers import MISSING, show_ratio
from diagnostics.look.periods import show_period
from diagnostics.look.tables import Column, Table, table_html
from diagnostics.loop.intervene import roll_out, visibility
from diagnostics.loop.intervene.outlook import smallest_text
from diagnostics.model.intervention import Expected, Intervention
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.pay_scenario import PayScenario
    from diagnostics.model.visibility import RollOutPlan, Visibility
    from diagnostics.widgets.desk import Desk

_HEADS = ("first", "waves", "comparisons", "smallest")


def expected_kpi(scenario: PayScenario) -> str | None:
    """KPI by which a scenario would be judged: the margin's, else that with the largest effect; None without effects.

    「评估指标」
    """
    if not scenario.effects:
        return None
    if scenario.margin and scenario.margin.kpi in scenario.effects:
        return scenario.margin.kpi
    return max(scenario.effects, key=lambda kpi: abs(scenario.effects[kpi]))


def sight_answer(scenario: PayScenario, desk: Desk, language: Language) -> str:
    """Whether the effect could be seen, and ways to begin in steps; nothing where none is expected 「能否看得出」."""
    from markupsafe import Markup

    kpi = expected_kpi(scenario)
    history = desk.history(scenario)
    if kpi is None or history is None:
        why = "unstated" if kpi is None else "without_history"
        return str(Markup("<p>{}</p>").format(say(f"lab.sight.{why}", language)))
    first = scenario.first or _next(history.months[-1])
    start = date(int(first[:4]), int(first[5:]), 1)
    measure = Intervention(
        id=scenario.id, title=scenario.title or scenario.id, dimension="incentive", cause=scenario.id, kpi=kpi,
        entities=scenario.entities or history.entities, owner=scenario.id, due=start, measure=scenario.id, start=start,
        expected=Expected(relative=scenario.effects[kpi]),
    )  # fmt: skip
    observed, as_of = desk.observed_before(start), start - timedelta(1)
    others = desk.others(as_of)
    found = visibility(desk.engagement, measure, observed, as_of, others)
    told = Markup("<p>{}</p>").format(_told(found, measure, desk, language))
    ways = roll_out(desk.engagement, measure, observed, as_of, others, desk.seed)
    table = _table(ways.plans, ways.recommended, language) if ways else ""
    return str(told + Markup(table))  # noqa: S704 (table_html escapes every text)


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def _told(found: Visibility, measure: Intervention, desk: Desk, language: Language) -> str:
    title = measure.title.say(language)
    if found.sight == "impossible":
        why = say(f"proposals.sight.bar.{found.bar}", language)
        return say("proposals.sight.impossible", language, title=title, why=why)
    planned = show_ratio(found.planned_relative, language) if found.planned_relative is not None else MISSING
    alone = "" if found.comparisons else "_alone"
    return say(
        f"proposals.sight.{found.sight}{alone}", language, title=title, count=found.comparisons, planned=planned,
        judged=show_period(found.judged, language), smallest=smallest_text(desk.engagement, found, language),
    )  # fmt: skip


def _table(plans: tuple[RollOutPlan, ...], best: int | None, language: Language) -> str:
    columns = tuple(Column(key=each, label=say(f"lab.sight.{each}", language), align="right") for each in _HEADS)
    rows = tuple(
        {
            "first": str(plan.first) + (f" {say('lab.sight.best', language)}" if at == best else ""),
            "waves": str(len(plan.waves)), "comparisons": str(plan.comparisons),
            "smallest": show_ratio(plan.smallest_relative and abs(plan.smallest_relative), language).lstrip("+"),
        }
        for at, plan in enumerate(plans)
    )  # fmt: skip
    caption = say("lab.sight.caption", language)
    return str(table_html(Table(caption=caption, columns=columns, rows=rows), language))
