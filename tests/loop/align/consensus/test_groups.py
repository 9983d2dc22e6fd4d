"""Who leads and who does not."""

import pytest

from diagnostics.loop.align.consensus.groups import is_management


@pytest.mark.parametrize(
    "answer", ["中层管理", "基层管理者", "一线经理", "部门主管（员工）", "Staff manager", "店长", "Team lead"]
)
def test_who_leads_staff_is_management(answer):
    assert is_management(answer) is True


@pytest.mark.parametrize(
    "answer",
    ["普通员工", "非管理岗", "仓库管理员", "行政管理专员", "经理助理", "Individual contributor", "Not a manager"],
)
def test_who_leads_nobody_is_staff_whatever_the_words(answer):
    assert is_management(answer) is False


@pytest.mark.parametrize("answer", ["", "其他", "财务部"])
def test_what_does_not_tell_is_told_so(answer):
    assert is_management(answer) is None
