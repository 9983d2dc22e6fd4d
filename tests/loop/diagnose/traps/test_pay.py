"""Tests of pay beside results, and of what records say."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.diagnose.traps import detect_traps
from diagnostics.loop.diagnose.traps.incentives.pay import fixed_rise
from diagnostics.loop.diagnose.traps.records import happened
from diagnostics.model.trap_words import line_of
from tests.loop.diagnose.traps.conftest import ENGAGEMENT

NAMES = {"kpi": "营收", "counter": ""}


def _raised():
    fixed = np.full((8, 30), 4000.0)
    fixed[0, 14:] *= 1.25
    return fixed, np.random.default_rng(1).normal(100, 3, (8, 30))


@pytest.mark.parametrize(("unit", "judged"), [(3, True), (0, False)])
def test_a_result_that_turns_into_a_loss_has_no_relative_change(unit, judged):
    fixed, result = _raised()
    result[unit, 14:] = -5
    found = fixed_rise(fixed, result)
    assert (found is not None) == judged
    assert found is None or np.isfinite(found.probability)


def test_a_fall_after_a_rise_of_pay_is_told_as_a_fall():
    told = line_of("fixed_rise", {"rise": 0.11, "change": -0.2, "n_rises": 1.0}, NAMES, "zh")
    assert "变化为 −20%" in told


@pytest.mark.parametrize(("before", "after", "told"), [(3400.0, 5000.0, "平均 47%"), (4000.0, 5600.0, "平均 40%")])
def test_a_rise_of_pay_is_told_in_per_cent_of_what_was_paid_before(before, after, told):
    fixed, result = _raised()
    fixed[:] = before
    fixed[0, 14:] = after
    found = fixed_rise(fixed, result)
    assert found.figures["rise"] == pytest.approx(after / before - 1)
    assert told in line_of("fixed_rise", found.figures, NAMES, "zh")


def test_deductions_without_any_reward_are_told_without_a_relation():
    for ratio in (None, float("inf")):
        told = line_of("deductions", {"n_done": 9.0, "n_count": 12.0, "ratio": ratio}, NAMES, "zh")
        assert told == "12 个月中有 9 个月扣罚超过奖励的两倍；这段时间没有奖励。"


def test_a_word_that_says_not_yet_is_no_answer_and_a_refusal_is_one():
    no = [
        "未答复",
        "尚未回复",
        "没有答复",
        "待回复。",
        "—",
        "/",
        "n/a",
        "pending",
        "not yet",
        "No reply",
        "已取消",
        None,
    ]
    yes = ["2024-01-05", "已答复", "不采纳：成本高", "无法采纳，已说明", "待遇问题已答复", "no budget for it"]
    assert not happened(pd.Series(no)).any()
    assert happened(pd.Series(yes)).all()


def test_deductions_without_a_column_of_rewards_lack_a_record(build_chain, tmp_path):
    bare = ENGAGEMENT.replace(", rewards: rewards", "")
    found = detect_traps(build_chain(tmp_path / "c", bad=True, engagement=bare), "2025-06")
    assert found.unseen["deductions"] == "record"


def test_suggestions_of_few_people_are_not_looked_at_and_of_enough_without_names(build_chain, tmp_path):
    named = ENGAGEMENT.replace("time: made}", "time: made, person: who}")
    for count in (4, 5):
        chain = build_chain(tmp_path / str(count), bad=True, engagement=named)
        path = chain.folder / "data" / "suggestions.csv"
        table = pd.read_csv(path, dtype=str)
        table.assign(who=[f"员工{at % count}" for at in range(len(table))]).to_csv(path, index=False)
        found = detect_traps(chain, "2025-06")
        assert len(found.of("suggestions")) == (count == 5)
    assert "who" not in found.rows("suggestions")


def test_the_latest_of_reviews_that_fit_alike_counts(build_chain, tmp_path):
    reviews = """\
- {id: t1, test: suggestions, state: confirmed, reply: 平台停用半年, by: li, at: 2025-06-29}
- {id: t2, test: suggestions, state: explained, reply: 口头答复, by: li, at: 2025-06-21}
"""
    for text in (reviews, "".join(reversed(reviews.splitlines(keepends=True)))):
        folder = tmp_path / text[7:9]
        (found,) = detect_traps(build_chain(folder, bad=True, reviews=text), "2025-06").of("suggestions")
        assert found.state == "confirmed"
