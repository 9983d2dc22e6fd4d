"""What survey sites and people write above their columns."""

import pytest

from diagnostics.loop.align.consensus.headings import question_text, roles, same


@pytest.mark.parametrize(
    "heading",
    [
        "我清楚目标？",
        "1、我清楚目标？",
        "第3题 我清楚目标？",
        "(12)我清楚目标？[量表题]*",
        "１２．我清楚目标？（必填）",
        "②我清楚目标？",
        "Q3. 我清楚目标？",
    ],
)
def test_numbers_and_marks_of_survey_sites_go_and_the_words_stay(heading):
    assert question_text(heading) == "我清楚目标？"


@pytest.mark.parametrize("heading", ["30天内能完成", "3个月内见效", "100%准确", "2025年目标清楚"])
def test_figures_that_belong_to_the_words_stay(heading):
    assert question_text(heading) == heading


def test_headings_are_alike_whatever_marks_and_widths():
    assert same("3、我认同用“营收”衡量工作。") == same("７．我认同用「营收」衡量工作")


def test_each_column_has_a_role():
    headings = [
        "序号",
        "提交答卷时间",
        "所用时间",
        "来自IP",
        "您的手机号",
        "1、您的岗位类别[单选题]",
        "2、我清楚岗位职责的目标并且愿意为它努力",
    ]
    assert list(roles(headings).values()) == ["record", "time", "site", "site", "person", "group", "question"]


@pytest.mark.parametrize(
    "heading",
    ["我认同用“电话接通率”衡量我们的工作", "Pay is fair to every employee", "Employee turnover measures our work", "我清楚本岗位的目标",
     "我的职位职责清楚", "My role is clear to me"],
)  # fmt: skip
def test_a_question_about_phones_or_positions_is_a_question(heading):
    assert roles([heading]) == {0: "question"}


def test_what_is_answered_on_the_scale_is_a_question_whatever_it_is_called():
    assert roles(["您的岗位", "您的身份"], on_scale={0}) == {0: "question", 1: "group"}


def test_a_group_that_was_declared_goes_before_one_that_looks_like_it():
    assert roles(["您的岗位", "您属于哪一边"], "2.您属于哪一边") == {0: "question", 1: "group"}
