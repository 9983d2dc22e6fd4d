"""Questions about figures: counted twice, changed since, left blank, doubtful, foretold badly 「数字类追问」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.close.questions.question import asked
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.questions.question import Question
    from diagnostics.loop.close.wording import Wording

# Forecasts looked back on that say something, and the share of them within their range below which they are doubted.
FEWEST, FEW = 4, 2 / 3


def of_figures(inputs: Inputs, wording: Wording) -> Iterator[Question]:
    """Questions about figures 「数字类追问」."""
    yield from _conflicts(inputs, wording)
    yield from _restated(inputs, wording)
    yield from _blank(inputs, wording)
    yield from _quality(inputs, wording)
    yield from _forecasts(inputs, wording)


def _conflicts(inputs: Inputs, wording: Wording) -> Iterator[Question]:
    """A question a KPI and reading that disagrees, told by its largest difference."""
    record = inputs.conflicts or {"pairs": (), "entities": ()}
    for pair in record["pairs"]:
        rows = [each for each in record["entities"]
                if (each["kpi"], each["reading"]) == (pair["kpi"], pair["reading"])]  # fmt: skip
        if not pair["conflict"] or not rows:
            continue
        largest = max(rows, key=lambda each: abs(each["absolute"] or 0.0))
        yield asked(
            "conflict", wording, f"conflicts.json · {pair['kpi']} · {largest['entity']} · {largest['period']}",
            pair["conflict"] / max(pair["compared"], 1),
            kpi=wording.kpi(pair["kpi"]), own=wording.label(wording.words(pair["department"])),
            other=wording.label(wording.words(pair["other_department"])), beyond=pair["conflict"],
            compared=pair["compared"], entity=wording.entity(largest["entity"]),
            period=wording.period(largest["period"]), value=wording.value(pair["kpi"], largest["authoritative"]),
            other_value=wording.value(pair["kpi"], largest["value"]),
        )  # fmt: skip


def _restated(inputs: Inputs, wording: Wording) -> Iterator[Question]:
    for at, each in enumerate((inputs.restatement or {}).get("restatements", ())):
        names = list(dict.fromkeys(one["kpi"] for one in each["figures"]))
        yield asked(
            "restated", wording, f"restatement.json · restatements[{at}]", each["count"],
            kpis=wording.say("list.separator").join(wording.kpi(one) for one in names[:3]), count=each["count"],
            day=wording.day(each["on"]), reason=each["reason"].rstrip("。.!！"),
            by=wording.person(each["by"]) if each["by"] else say("questions.nobody", wording.language),
        )  # fmt: skip


def _blank(inputs: Inputs, wording: Wording) -> Iterator[Question]:
    """Figures that are not shown since few people stand behind them, or since they would give such ones away."""
    gaps = inputs.gaps
    # Tables of an earlier perfloop lack the column.
    hidden = gaps[gaps["suppressed"].eq(True)] if "suppressed" in gaps else gaps.iloc[:0]
    if hidden.empty:
        return
    names = list(dict.fromkeys(hidden["kpi"]))
    yield asked(
        "blank", wording, f"gaps.parquet · suppressed · {names[0]}", float(len(hidden)),
        cells=len(hidden.drop_duplicates(["kpi", "entity", "period"])),
        kpis=wording.say("list.separator").join(wording.kpi(each) for each in names[:3]),
    )  # fmt: skip


def _quality(inputs: Inputs, wording: Wording) -> Iterator[Question]:
    items: list[Record] = (inputs.quality or {}).get("items", [])
    if not items:
        return
    worst = max(items, key=lambda each: (each["count"] / each["of"] if each["of"] else 0.0, each["count"]))
    about = wording.kpi(worst["kpi"]) if worst["kpi"] else wording.label(worst["source"])
    yield asked(
        "quality", wording, f"quality.json · {worst['check']} · {worst['kpi'] or worst['source']}",
        worst["count"] / worst["of"] if worst["of"] else 0.0,
        items=len(items), about=about, check=wording.say(f"quality.check.{worst['check']}"), count=worst["count"],
        of=worst["of"] or "–",
    )  # fmt: skip


def _forecasts(inputs: Inputs, wording: Wording) -> Iterator[Question]:
    """Forecasts to the period's end whose like missed often before, or whose target is far."""
    for each in (inputs.outlook or {}).get("outlook", ()):
        known = each["kpi"] in inputs.kpis and each["entity"] in inputs.entities and each["expected"] is not None
        tests = each["tests"] or 0
        if not known or tests < FEWEST or each["inside"] >= FEW * tests or each["end_target"] is None:
            continue
        key = each["kpi"]
        yield asked(
            "forecast", wording, f"outlook.json · {each['kpi']} · {each['entity']} · {each['until']}",
            1 - each["inside"] / tests,
            kpi=wording.kpi(each["kpi"]), entity=wording.entity(each["entity"]), until=wording.period(each["until"]),
            expected=wording.value(key, each["expected"]), target=wording.value(key, each["end_target"]),
            range=wording.range(key, each["low"], each["high"]), tests=tests, inside=each["inside"],
        )  # fmt: skip
