"""What losses are made of, on the page: the few first, and what a short history can't tell."""

from types import SimpleNamespace

import pytest

from diagnostics.loop.close.sections.losses import FEWEST, losses_section
from diagnostics.terms import say

WORDING = SimpleNamespace(
    language="zh", say=lambda term, **values: "、" if term == "list.separator" else term, share="{:.0%}".format,
    kpi=lambda key: key, label=lambda key: key, entity=lambda key: key, period=lambda key: key,
    value=lambda key, value: f"{value:.0f} 分钟",
)  # fmt: skip


def part(value, amount, cumulative, *, vital, merged=0):
    return {"value": value, "amount": amount, "share": amount / 100, "cumulative": cumulative, "vital": vital,
            "merged": merged}  # fmt: skip


def record(periods):
    parts = [
        part("换型", 60, 0.6, vital=True),
        part("故障", 25, 0.85, vital=True),
        part("", 15, 1.0, vital=False, merged=3),
    ]
    loss = {
        "kpi": "停机时间",
        "dimension": "原因",
        "entity": "全厂",
        "first": "甲",
        "last": "乙",
        "periods": periods,
        "total": 100,
    }
    return {"losses": [{**loss, "parts": parts}]}


def test_without_losses_nothing_is_said():
    assert losses_section(None, WORDING) is None


@pytest.mark.parametrize(("periods", "short"), [(FEWEST - 1, True), (FEWEST, False)])
def test_a_short_history_says_what_it_cannot_tell(periods, short):
    found = losses_section(record(periods), WORDING)
    told = [each.text for each in found.parts if each.kind == "paragraph"]
    assert (say("losses.short", "zh", periods=periods) in told) is short


def test_the_few_that_make_most_stand_in_the_lead_and_are_marked():
    found = losses_section(record(20), WORDING)
    assert found.lead == "停机时间主要来自换型、故障，合计占 85%。"
    rows = found.parts[0].table.rows
    assert [row["part"] for row in rows] == ["换型（重点）", "故障（重点）", "其余 3 类合计"]
    assert rows[-1]["cumulative"] == "100%"


def test_a_single_period_is_named_once():
    (loss,) = record(1)["losses"]
    (table, *_) = losses_section({"losses": [{**loss, "last": loss["first"]}]}, WORDING).parts
    assert table.table.caption == "全厂的停机时间：甲共 100 分钟"


def test_where_all_parts_are_alike_no_order_is_shown():
    found = record(20)
    flat = {
        **found["losses"][0],
        "dimension": "",
        "parts": [part(each, 50, 0.5 * at, vital=True) for at, each in ((1, "一线"), (2, "二线"))],
    }
    told = losses_section({"losses": [*found["losses"], flat]}, WORDING)
    assert [each.kind for each in told.parts].count("table") == 1
    assert "排不出占大头的少数几类：按单位看停机时间。" in [
        each.text for each in told.parts if each.kind == "paragraph"
    ]
    (only, *_) = losses_section({"losses": [flat]}, WORDING).parts
    assert only.kind == "paragraph"
