"""Decompositions of the step: to the leaves, by the method of the engagement, beside the other method."""

import pandas as pd
import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.decompose import decompose
from diagnostics.loop.diagnose.driver_levels import bridge_record, formulas_below, tree_record
from diagnostics.loop.diagnose.drivers import driver_records
from diagnostics.loop.diagnose.pooled import peers_of

STATED = {"profit": "revenue - cost", "revenue": "traffic * basket", "basket": "items * price"}
NOW = {"revenue": 60.0, "cost": 20.0, "traffic": 10.0, "basket": 6.0, "items": 2.0, "price": 3.0}
THEN = {"revenue": 40.0, "cost": 10.0, "traffic": 8.0, "basket": 5.0, "items": 2.0, "price": 2.5}


def side(figures):
    return lambda name: figures.get(name, float("nan"))


def test_a_driver_is_taken_apart_where_its_own_drivers_give_its_figure():
    assert list(formulas_below("profit", STATED, (side(THEN), side(NOW)))) == ["profit", "revenue", "basket"]
    lacking = {**THEN, "price": float("nan")}
    assert list(formulas_below("profit", STATED, (side(lacking), side(NOW)))) == ["profit", "revenue"]
    other = {**NOW, "price": 3.1}
    assert list(formulas_below("profit", STATED, (side(THEN), side(other)))) == ["profit", "revenue"]


def test_formulas_that_lead_to_each_other_end_where_they_began():
    stated = {"a": "b * c", "b": "a / c"}
    figures = side({"a": 6.0, "b": 3.0, "c": 2.0})
    assert list(formulas_below("a", stated, (figures, figures))) == ["a"]


def test_the_tree_of_a_record_sums_at_every_level():
    sides = side(THEN), side(NOW)
    nodes = pd.DataFrame(tree_record("profit", formulas_below("profit", STATED, sides), sides, "lmdi"))
    parts = nodes.set_index("path")["contribution"]
    assert parts["profit"] == pytest.approx(10)
    assert parts["profit/cost"] == pytest.approx(-10)
    below = parts["profit/revenue/basket/items"] + parts["profit/revenue/basket/price"]
    assert below == pytest.approx(parts["profit/revenue/basket"])
    assert nodes.loc[nodes["leaf"], "contribution"].sum() == pytest.approx(10)


def test_one_level_needs_no_tree():
    sides = side(THEN), side(NOW)
    assert tree_record("revenue", {"revenue": "traffic * basket"}, sides, "lmdi") == []


def test_a_bridge_is_told_where_methods_differ():
    product = decompose({"a": 1, "b": 2}, {"a": 2, "b": 3}, formula="a * b")
    assert [each["factor"] for each in bridge_record(product)["rows"]] == ["a", "b"]
    assert bridge_record(decompose({"a": 1, "b": 2}, {"a": 2, "b": 3}, formula="a - 2 * b")) is None


@pytest.fixture(scope="module")
def engagement(build_shops, tmp_path_factory):
    return build_shops(tmp_path_factory.mktemp("client") / "shops")


@pytest.fixture(scope="module")
def seen(engagement):
    from diagnostics.data.engine import open_engine
    from diagnostics.data.observe import observe

    with open_engine(engagement) as engine:
        return observe(engine, until=engagement.calendar.parse("2025-06"))


@pytest.mark.parametrize("method", ["lmdi", "chain", "shapley"])
def test_the_engagement_chooses_the_method(engagement, seen, method):
    engagement = type(engagement)(
        **{**vars(engagement), "settings": engagement.settings.model_copy(update={"decomposition": method})}
    )
    made, _ = driver_records(engagement, seen, engagement.calendar.parse("2025-06"), ("x",))
    revenue = next(each for each in made if each["kpi"] == "revenue")
    assert (revenue["asked"], revenue["method"]) == (method, method)
    assert revenue["bridge"]["other"] == ("shapley" if method == "shapley" else "lmdi")


def test_profit_leads_to_the_drivers_of_revenue(engagement, seen):
    made, _ = driver_records(engagement, seen, engagement.calendar.parse("2025-06"), ("x",))
    profit = next(each for each in made if each["kpi"] == "profit" and each["comparison"] == "year_ago")
    parts = {each["path"]: each["contribution"] for each in profit["tree"]}
    assert parts["profit/revenue/conversion_rate"] == pytest.approx(-6 * 106)
    assert parts["profit/cost"] == pytest.approx(6 * 53)
    assert profit["bridge"] is None


def test_an_unknown_method_of_an_engagement_is_refused_with_the_nearest(build_shops, tmp_path):
    folder = build_shops(tmp_path / "shops").folder
    file = folder / "engagement.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "decomposition: chains\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"decomposition == 'chains'.*must be one of.*did you mean 'chain'"):
        load_engagement(folder)


CITY = "id,name,level,parent,peer_group,open\nchain,全店,company,,,\n" + "".join(
    f"{each},{each},store,chain,city,{'2025-06-15' if each == 'z' else ''}\n" for each in "xyzw"
)


def test_a_peer_that_opened_within_the_period_is_no_yardstick(build_shops, facts, tmp_path):
    from diagnostics.data.engine import open_engine
    from diagnostics.data.observe import observe
    from diagnostics.loop.diagnose.slices.records import slice_records

    facts.loc[facts["store"] == "z", "sales"] *= 9
    facts = pd.concat([facts, facts[facts["store"] == "y"].assign(store="w")])
    engagement = build_shops(tmp_path / "shops", facts, entities=CITY)
    at = engagement.calendar.parse("2025-06")
    with open_engine(engagement) as engine:
        seen = observe(engine, until=at)
        sliced, _ = slice_records(engine, seen, at, ("x",))
    made, _ = driver_records(engagement, seen, at, ("x",))
    revenue = next(each for each in made if each["kpi"] == "revenue" and each["comparison"] == "peers")
    # The others sold 24 times at 106 each; z, which opened on the 15th, nine times as dear.
    assert revenue["before"] == pytest.approx(24 * 106)
    web = next(each for each in sliced if each["kpi"] == "revenue" and each["comparison"] == "peers")
    assert web["before"] == pytest.approx(12 * 106)
    assert peers_of(engagement, "x", at) == ("y", "w")
    assert peers_of(engagement, "x", engagement.calendar.parse("2025-07")) == ("y", "z", "w")


def test_a_ratio_is_told_as_rate_and_mix_of_the_shops_below(engagement, seen):
    made, _ = driver_records(engagement, seen, engagement.calendar.parse("2025-06"), ("chain",))
    rate = next(each for each in made if each["kpi"] == "conversion_rate" and each["comparison"] == "year_ago")
    parts = {each["factor"]: each["contribution"] for each in rate["factors"]}
    # All shops have 100 visitors: nothing moved between them, one sells less.
    assert parts == pytest.approx({"(rate)": -6 / 300, "(mix)": 0})
    assert rate["total"] == pytest.approx(sum(parts.values()))
    assert {each["entity"] for each in rate["groups"]} == {"x", "y", "z"}
    assert not [each for each in made if each["kpi"] == "buyers"]


@pytest.mark.parametrize("change", [{"people": 2.0}, {"denominator": 90.0}, {"basis": "2025-01"}])
def test_shops_that_may_not_or_cannot_stand_for_the_whole_give_no_rate_and_mix(engagement, seen, change):
    table = seen.table.copy()
    one = (table["kpi"] == "conversion_rate") & (table["entity"] == "x") & (table["period"] == "2025-06")
    for name, value in change.items():
        table.loc[one, name] = value
    made, _ = driver_records(engagement, type(seen)(table), engagement.calendar.parse("2025-06"), ("chain",))
    assert not [each for each in made if each["kpi"] == "conversion_rate"]


def test_people_below_an_entity_are_no_groups(build_shops, tmp_path):
    from diagnostics.data.engine import open_engine
    from diagnostics.data.observe import observe

    entities = "id,name,level,parent,person\nchain,全店,company,,\nx,张三,clerk,chain,true\ny,李四,clerk,chain,true\nz,王五,clerk,chain,true\n"
    engagement = build_shops(tmp_path / "shops", focus="", entities=entities, level="clerk")
    at = engagement.calendar.parse("2025-06")
    with open_engine(engagement) as engine:
        made, _ = driver_records(engagement, observe(engine, until=at), at, ("chain",))
    assert not [each for each in made if each["kpi"] == "conversion_rate"]
