"""The payout curve as a figure and a table 「发放曲线」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.tables import Column, Table, table_html
from diagnostics.look.theme import LIGHT
from diagnostics.loop.intervene import payout
from diagnostics.model.pay_plan import PayItem, PayPlan
from diagnostics.terms import Language, say
from diagnostics.widgets.answers import cents

if TYPE_CHECKING:
    from diagnostics.model.pay_scenario import PayScenario

# Results as per cents of the target; the table's, and those of the line.
RESULTS = (60, 80, 90, 100, 110, 120)
_LINE = tuple(range(50, 131))
_WIDE, _HIGH, _LEFT, _TOP = 360, 150, 44, 12


def paid_at(plan: PayPlan, percents: tuple[int, ...]) -> list[float]:
    """Pay a month when every KPI stands at so many per cent of its target, before any floor 「各达成水平的月薪」.

    Examples
    --------
    >>> plan = PayPlan(fixed=3500, variable=4000, items=[{"kpi": "revenue", "weight": 1, "target": 100}])
    >>> paid_at(plan, (90, 100))
    [7100.0, 7500.0]
    """
    if not plan.items:
        return [plan.fixed for _ in percents]
    # One item with the target 1 has the result itself as its figure; difficulty and links change nothing where all are
    # alike.
    whole = PayItem(kpi="result", weight=1, target=1.0, scoring={"cap": 5, "floor": 0})
    same = plan.model_copy(update={"items": (whole,), "commissions": (), "difficulty": None, "fixed_of": {}})
    return [float(each) for each in payout(same, {"result": [each / 100 for each in percents]}).total]


def curve_answer(scenario: PayScenario, language: Language, currency: str) -> str:
    """What is paid for which result, as a line and as a table 「发放曲线与对照表」."""
    plan = scenario.plan
    paid = paid_at(plan, RESULTS)
    heads = (Column(key="what", label=say("lab.curve.at", language)),)
    table = Table(
        caption=say("lab.curve.caption", language, unit=currency),
        columns=(*heads, *(Column(key=f"r{each}", label=f"{each}%", align="right") for each in RESULTS)),
        rows=(
            {"what": say("lab.curve.pay", language)}
            | {
                f"r{at}": cents(max(pay, scenario.minimum_wage)).removesuffix(".00")
                for at, pay in zip(RESULTS, paid, strict=True)
            },
        ),
        note=say("lab.curve.commissions", language) if plan.commissions else "",
    )
    line = _svg(scenario, language) if plan.items else ""
    return line + str(table_html(table, language))


def _svg(scenario: PayScenario, language: Language) -> str:
    from markupsafe import Markup

    pay = [max(each, scenario.minimum_wage) for each in paid_at(scenario.plan, _LINE)]
    top = max(*pay, 1.0) * 1.05

    def x(percent: float) -> float:
        return round(_LEFT + (percent - _LINE[0]) / (_LINE[-1] - _LINE[0]) * (_WIDE - _LEFT - 8), 1)

    def y(amount: float) -> float:
        return round(_TOP + (1 - amount / top) * (_HIGH - _TOP - 20), 1)

    points = " ".join(f"{x(at)},{y(each)}" for at, each in zip(_LINE, pay, strict=True))
    full = scenario.plan.full
    axes = f"M{_LEFT} {y(0)}H{_WIDE - 8}M{_LEFT} {_TOP}V{y(0)}"
    marks = f"M{x(100)} {_TOP}V{y(0)}M{_LEFT} {y(full)}H{_WIDE - 8}"
    words = [
        *((x(each), _HIGH - 4, "middle", f"{each}%") for each in (60, 80, 100, 120)),
        (_LEFT - 4, y(full) + 4, "end", f"{full:,.0f}"), (_LEFT - 4, y(0) + 4, "end", "0"),
    ]  # fmt: skip
    written = Markup("").join(Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(*each) for each in words)
    drawn = (
        Markup('<path d="{}" stroke="{}" fill="none"/>').format(axes, LIGHT["quiet"])
        + Markup('<path d="{}" stroke="{}" stroke-dasharray="3 3" fill="none"/>').format(marks, LIGHT["quiet"])
        + Markup('<polyline points="{}" stroke="{}" stroke-width="2" fill="none"/>').format(points, LIGHT["accent"])
        + Markup('<g font-size="11" fill="{}">{}</g>').format(LIGHT["soft"], written)
    )
    alt = say("lab.curve.alt", language, full=cents(full), half=cents(paid_at(scenario.plan, (80,))[0]))
    start = Markup('<svg class="lab-curve" role="img" viewBox="0 0 {} {}" aria-label="{}">').format(_WIDE, _HIGH, alt)
    return str(start + drawn + Markup("</svg>"))
