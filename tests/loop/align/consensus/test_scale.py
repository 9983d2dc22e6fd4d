"""Answers in words and figures become 1 to 5."""

import pytest

from diagnostics.loop.align.consensus.scale import is_scale, read_answer


@pytest.mark.parametrize(
    ("texts", "score"),
    [
        (
            (
                "非常同意",
                "很满意",
                "完全清楚",
                "5",
                "5分",
                "A. 非常认同",
                "strongly agree",
                "5（非常同意）",
                "十分符合",
            ),
            5,
        ),
        (("同意", "比较同意", "较为满意", "基本认同", "4.0", "4", "Agree", "somewhat agree"), 4),
        (("一般", "中立", "说不清", "不确定", "3分", "Neutral", "neither agree nor disagree"), 3),
        (("不同意", "不太同意", "比较不认同", "不满意", "2", "disagree", "反对"), 2),
        (
            ("非常不同意", "很不满意", "完全不认同", "1", "Strongly disagree", "E、极不同意", "强烈反对", "根本不了解"),
            1,
        ),
        (("", "也许吧", "0", "6", "10", "同意不同意", "还行", "-1", "maybe", "4.5"), None),
    ],
)
def test_words_and_figures_are_read_or_told(texts, score):
    assert {each: read_answer(each) for each in texts} == dict.fromkeys(texts, score)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["同意", "一般", "", "非常不同意"], True),
        (["1", "5", "3", "4"], True),
        (["同意", "还行吧", "一般", "不太同意"], True),
        (["7", "9", "10", "4"], False),
        (["销售部", "财务部"], False),
        (["", ""], False),
        ([], False),
    ],
)
def test_a_column_on_another_scale_is_no_question(texts, expected):
    assert is_scale(texts) is expected
