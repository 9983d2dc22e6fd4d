import pytest

from diagnostics.dictionary.checking import check_engagement
from diagnostics.dictionary.field_work.why_checks import CODES, blames, chain_findings
from diagnostics.model.root_cause import Why, WhyChain
from diagnostics.model.text import Text


def codes(*whys, **causes):
    chain = WhyChain(id="w1", problem="转化率下降", whys=whys)
    return [each.code for each in chain_findings(chain, None, causes)]


def fact(text, *whys, **more):
    return Why(because=text, kind="fact", evidence="记录", whys=whys, **more)


def test_a_sound_chain_of_any_length_is_silent():
    assert codes(fact("收银机坏了一台", actionable=True)) == []
    assert codes(fact("a", fact("b", fact("c", fact("d", fact("e", fact("f", cause="queue")))))), queue=True) == []


def test_two_weeks_of_missed_new_customers_lead_to_a_step_that_can_be_changed():
    screening = fact("市场部交来的线索没有人筛选", actionable=True)
    chain = WhyChain(id="w2", problem="新客户开发量连续两周未达预期", kpi="new_customers", whys=[
        fact("能跟进的线索少", fact("线索质量不足", screening)), Why(because="销售不积极"),
    ])  # fmt: skip
    found = list(chain_findings(chain, None, {}))
    assert {each.code for each in found} == {"PD230", "PD232"}
    assert all("销售不积极" in each.message.zh for each in found)
    assert codes(fact("能跟进的线索少", fact("线索质量不足", screening))) == []


@pytest.mark.parametrize(
    "text",
    [
        "店员责任心不强",
        "工作态度不端正",
        "员工粗心大意",
        "主管不重视",
        "执行力差",
        "Staff are careless",
        "Human error",
        "服务态度",
    ],
)
def test_an_end_in_somebody_s_attitude_is_told(text):
    assert codes(fact(text, actionable=True)) == ["PD230"]
    assert codes(fact(text, fact("没有带教", actionable=True))) == []


@pytest.mark.parametrize(
    "text",
    ["没有责任人", "服务态度评分口径不清", "没有责任人制度", "态度调查一年一次", "服务态度培训停了", "Attitude survey is yearly",
     "产能不足", "人手不够", "The careful check takes ten minutes", "设备能力表没有更新"],
)  # fmt: skip
def test_what_is_organised_or_measured_blames_nobody(text):
    assert not blames(Text(zh=text, en=text))


def test_a_fact_that_nothing_shows_is_told_wherever_it_stands():
    assert codes(Why(because="机器旧", kind="fact", whys=(fact("没有预算", actionable=True),))) == ["PD231"]


def test_opinions_all_the_way_down_are_told_once_a_branch():
    talk = Why(because="大家都说慢", whys=(Why(because="人少", actionable=True), fact("排班没看客流", actionable=True)))
    assert codes(talk) == ["PD232"]


def test_a_chain_without_an_end_that_can_be_changed_is_told():
    assert codes(fact("下雨多")) == ["PD233"]
    assert codes(fact("下雨多", cause="weather"), weather=False) == ["PD233"]
    assert codes(fact("下雨多", fact("门口没有雨棚", actionable=True)), weather=False) == []


def test_check_tells_chain_and_line(work):
    found = [each for each in check_engagement(work.folder.open()) if each.code in CODES]
    assert [(each.code, each.place, each.about) for each in found] == [
        ("PD230", "evidence/whys.yaml:1", "w1"),
        ("PD232", "evidence/whys.yaml:1", "w1"),
    ]
    assert "店员不认真" in found[0].message.zh
