"""A period that is over is no promise: the figures it lacks are named instead."""

from types import SimpleNamespace

import pandas as pd
import pytest

from diagnostics.loop.close.verdict_time import needs, next_label, told_when
from diagnostics.loop.close.wording import Wording

SERIES = pd.DataFrame({"kpi": ["revenue"] * 2, "entity": ["s1", "s1"], "period": ["2025-06", "2025-07"],
                       "value": [1.0, None]})  # fmt: skip
REVIEW = SimpleNamespace(judge_from="2025-10", kpi="revenue", entities=("s1",))


def wording(as_of, language="zh"):
    return Wording(SimpleNamespace(language=language, series=SERIES, tracking={"as_of": as_of}))


@pytest.mark.parametrize(
    ("as_of", "cell", "label"),
    [
        ("2025-10-31", "2025年10月", "下一个可下结论的时间"),
        ("2026-11-22", "需要2025年10月的数据", "下结论需要到这一期的数据"),
    ],
)
def test_a_period_is_promised_until_it_is_over(as_of, cell, label):
    assert (told_when(REVIEW, wording(as_of)), next_label(REVIEW, wording(as_of))) == (cell, label)


def test_the_figures_lacking_are_named_beside_those_there_are():
    told = needs(REVIEW, wording("2026-11-22", "en"))
    assert told == "A verdict needs data through October 2025; the data end in June 2025."
