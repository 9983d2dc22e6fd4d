"""Recognised work and hit rates on the page: names that agreed, no ranks, no cause claimed."""

import pytest

from diagnostics.loop.close.sections.people.hit_rates import hit_rates_section
from diagnostics.loop.close.sections.people.recognition import recognition_section

PART = {"owner": False, "tasks": 2, "milestones": 0, "check_ins": 1}


def told(section):
    return section.model_dump_json()


def recognised(verdict="no_evidence", name="赵主管", team="", part=PART, note=""):
    one = {"measure": "m1", "verdict": verdict, "at": "2025-04-08", "note": {"zh": note, "en": note}, "part": part}
    return {"recognised": [{"person": "zhao" if name else "", "name": name, "team": team, "for": [one]}]}


def test_what_somebody_did_stands_beside_what_the_measure_came_to(build):
    wording = build.add("m1").wording()
    (row,) = recognition_section(recognised(note="晚班也带起来了"), wording).parts[0].table.rows
    assert row == {
        "name": "赵主管", "measure": "措施m1", "part": "完成任务 2 项，跟进汇报 1 次：晚班也带起来了", "verdict": "未见效果的证据",
    }  # fmt: skip


@pytest.mark.parametrize("verdict", ["worked", "no_evidence", "worse", "insufficient", None])
def test_no_verdict_is_congratulated_on(build, verdict):
    build.add("m1")
    for language in ("zh", "en"):
        build.language = language
        said = told(recognition_section(recognised(verdict), build.wording()))
        assert not any(word in said.lower() for word in ("恭喜", "祝贺", "成功", "显著", "congrat", "success", "great"))


def test_a_team_is_told_by_its_name_and_people_by_theirs_alone(build):
    said = told(recognition_section(recognised(name="", team="s1", part=None), build.add("m1").wording()))
    assert "武侯店" in said
    assert "作为团队参与执行" in said
    assert "zhao" not in told(recognition_section(recognised(), build.wording()))


@pytest.mark.parametrize("record", [None, {}, {"recognised": [], "rates": None}])
def test_without_anybody_and_without_rates_nothing_is_told(build, record):
    assert recognition_section(record, build.wording()) is None
    assert hit_rates_section(record, build.wording()) is None


def rates(difference, low, high, unsaid=0):
    group = {"kpis": 6, "figures": 72, "share": 0.6, "low": 0.4, "high": 0.8}
    both = {way: {"set_with": way, **group} for way in ("staff", "given")}
    return {"rates": {**both, "unsaid": unsaid, "fewest": 5, "difference": difference, "low": low, "high": high}}


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (rates(0.2, 0.05, 0.35), "比下达的高 20 个百分点，可能的范围是 5 个百分点至 35 个百分点"),
        (rates(-0.2, -0.35, -0.05), "比下达的低 20 个百分点，可能的范围是低 5 个百分点至低 35 个百分点"),
        (rates(0.2, -0.05, 0.45), "分不出高低"),
    ],
)
def test_which_is_higher_is_said_only_where_the_whole_range_says_so(build, found, words):
    section = hit_rates_section(found, build.wording())
    assert words in section.parts[0].text.replace("\u00a0", " ")
    assert "不能说明共同制定带来了什么" in section.lead
    assert [row["range"] for row in section.parts[1].table.rows] == ["40% 至 80%"] * 2


def test_kpis_of_which_nobody_says_are_counted_and_few_are_not_told(build):
    assert "另有 3 个指标" in told(hit_rates_section(rates(0.2, 0.05, 0.35, unsaid=3), build.wording()))
    assert hit_rates_section(rates(None, None, None), build.wording()) is None
