import pytest


def at(system, assess, *, family=None, rank=None, **rhythm):
    system.card |= {"family": family, "rank": rank, "rhythm": {"track": "week", "assess": assess, **rhythm}}
    for kpi in system.kpis.values():
        kpi["cycle"] = "day"
    return system


def test_a_weekly_score_of_a_technical_role_is_found(system):
    finding = at(system, "week", family="technical").one("PD144")
    assert (finding.severity, finding.variant) == ("warning", "often")
    assert finding.message.zh == "考核表“店长”每周考核一次，对这类岗位太频繁，容易陷入短期冲刺。"
    assert finding.remedy.zh == "改为每月考核；更频繁的检查只做跟踪，不计分。"


@pytest.mark.parametrize(
    ("assess", "family", "rank", "variant"),
    [
        ("month", "business", "senior", "often"),
        ("day", "business", "junior", "often"),
        ("week", "support", None, "often"),
        ("year", "business", "junior", "seldom"),
    ],
)
def test_what_does_not_fit_the_role_is_found(system, assess, family, rank, variant):
    assert at(system, assess, family=family, rank=rank).one("PD144").variant == variant


def test_a_summary_more_often_than_the_score_is_found(system):
    assert at(system, "quarter", summarise="month").one("PD144").variant == "order"


def test_a_score_before_there_are_figures_is_found(system):
    at(system, "month").kpis["revenue"]["cycle"] = "quarter"
    finding = system.one("PD144")
    assert finding.variant == "figures"
    assert "1 of its KPIs is counted more slowly (“revenue” every quarter)" in finding.message.en


@pytest.mark.parametrize(
    ("assess", "family", "rank"),
    [
        ("month", "business", "junior"), ("quarter", "business", "middle"), ("year", "business", "senior"),
        ("quarter", "technical", "junior"), ("year", "support", None), ("month", "support", None), ("week", None, None),
    ],
)  # fmt: skip
def test_it_does_not_fire_on_the_rhythms_of_the_articles(system, assess, family, rank):
    assert at(system, assess, family=family, rank=rank, summarise="year").findings("PD144") == []


def test_it_does_not_fire_without_a_rhythm(system):
    system.card |= {"family": "technical"}
    system.card.pop("rhythm", None)
    assert system.findings("PD144") == []
