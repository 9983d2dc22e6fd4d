"""Titles of causes that put it down to somebody."""

import pytest

from diagnostics.dictionary.evidence.naming import naming_findings, public_titles

TALKS = """\
- {id: a, role: 总经理, level: top, at: 2025-05-06, holders: 1}
- {id: b, role: 店员, level: front, at: 2025-05-06, holders: 12}
"""


def opened(folder, title):
    folder.replace("engagement.yaml", "people: {boss: 陈总}", "people: {boss: 陈总, zhang: 张三}")
    folder.write("evidence/interviews.yaml", TALKS)
    return folder.write("evidence/causes.yaml", f"- {{id: c, title: {title}, category: people, kpi: revenue}}\n").open()


@pytest.mark.parametrize(
    ("title", "variant"),
    [("店员责任心不强", "attitude"), ("张三的排班赶不上客流", "name"), ("总经理审批不及时", "role")],
)
def test_a_title_that_blames_somebody_is_told_and_held_back(folder, title, variant):
    engagement = opened(folder, title)
    (told,) = naming_findings(engagement)
    assert (told.code, told.variant, told.severity) == ("PD235", variant, "warning")
    assert public_titles(engagement)["c"].zh == "一项涉及个人的原因（1）"


@pytest.mark.parametrize("title", ["总经理审批要过三道", "店员不够", "排班没看客流", "服务态度评分口径不清"])
def test_titles_of_arrangements_are_left_in_peace(folder, title):
    engagement = opened(folder, title)
    assert list(naming_findings(engagement)) == []
    assert public_titles(engagement)["c"].zh == title
