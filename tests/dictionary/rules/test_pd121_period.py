import pytest

from diagnostics.dictionary.linting import lint


@pytest.fixture
def unstated(system):
    """Traffic as a file without a cycle gives it."""

    def found(**fields):
        system.kpis["traffic"] |= fields
        kpis = system.built_kpis()
        traffic = kpis[1].model_dump(exclude={"cycle"}, exclude_unset=True)
        kpis[1] = type(kpis[1]).model_validate(traffic)
        return [each for each in lint(kpis, system.built_cards()) if each.code == "PD121"]

    return found


def test_a_target_for_a_period_that_nobody_states_is_a_tip(unstated):
    (finding,) = unstated()
    assert (finding.severity, finding.about) == ("tip", "traffic")


@pytest.mark.parametrize(
    ("name", "cycle"), [("季度新签客户数", "month"), ("Monthly sales calls", "quarter"), ("年度回款额", "month")]
)
def test_a_name_of_another_period_is_a_warning(system, name, cycle):
    system.kpis["traffic"] |= {"name": name, "cycle": cycle}
    assert system.one("PD121").severity == "warning"


@pytest.mark.parametrize(
    "name",
    [
        "年度重点客户数",
        "年度优秀供应商数",
        "年度大客户数",
        "年度体检覆盖率",
        "季度之星人数",
        "Annual members",
        "Annual pass holders",
    ],
)
def test_it_does_not_fire_where_a_period_is_part_of_what_is_counted(system, name):
    system.kpis["traffic"] |= {"name": name, "cycle": "month"}
    assert system.findings("PD121") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "月度新签客户数"},
        {"definition": "活动结束后3天内完成的复盘"},
        {"definition": "当月进店人次"},
        {"definition": "visits per month"},
    ],
)
def test_it_does_not_fire_where_words_tell_the_period(unstated, fields):
    assert unstated(**fields) == []


def test_it_does_not_fire_where_the_scorecard_has_a_rhythm(system, unstated):
    system.card["rhythm"] = {"assess": "month"}
    assert unstated() == []


def test_it_does_not_fire_off_the_scorecards(system, unstated):
    del system.items[1]
    assert unstated() == []


@pytest.mark.parametrize(
    ("name", "cycle"),
    [("月度新签客户数", "month"), ("日均销售额", "month"), ("年度累计回款额", "month"), ("库存周转次数", "month"), ("Sales a day", "month"),
     ("月活用户数", "quarter"), ("最低当日目标", "week"), ("季度奖发放及时率", "month"), ("生产周期", "month"), ("年度预算执行率", "month")],
)  # fmt: skip
def test_it_does_not_fire_for_averages_totals_to_date_and_names_of_things(system, name, cycle):
    system.kpis["traffic"] |= {"name": name, "cycle": cycle}
    assert system.findings("PD121") == []
