"""A column of shares written in two ways is refused with both figures."""

import pytest

from diagnostics.data.engine import open_engine
from diagnostics.errors import InputError


@pytest.mark.parametrize(
    ("column", "cells", "told"),
    [
        ("毛利率", ("35", "0.36", "37"), "holds 0.36 beside 35, which may be one share"),
        ("完成率(%)", ("85", "90%", "0.8"), "holds 0.8 beside 85"),
        ("增长率(%)", ("0.4", "3.2", "12"), ""),
        ("毛利率", ("0.35", "0.36", "1.2"), ""),
        ("销售额", ("35", "0.36", "37"), ""),
    ],
)
def test_shares_in_two_ways_are_refused_unless_the_layout_says_both_are_right(engagement, data, column, cells, told):
    rows = [f"2025-01-0{at},一店,{each}" for at, each in enumerate(cells, 1)]
    (data / "表.csv").write_text("\n".join([f"日期,门店,{column}", *rows]), encoding="utf-8")
    kpi = {"id": "rate", "measure": f'mean("{column}")'}
    source = {"file": "表.csv", "time": "日期", "entity": "门店"}
    with open_engine(engagement([kpi], {"facts": source})) as engine:
        if not told:
            assert len(engine.frame(engine.facts("facts").table)) == len(cells)
            return
        with pytest.raises(InputError, match=told):
            engine.facts("facts")
    said = {**source, "layout": {"totals": (), "scale": {column: "%" if "%" in column else "元"}}}
    with open_engine(engagement([kpi], {"facts": said})) as engine:
        assert engine.frame(engine.facts("facts").table)[column].notna().all()
