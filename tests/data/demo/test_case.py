"""The demo clients: the same bytes for a seed, and what was planted is in the facts."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from diagnostics.data.demo import CASES, manufacturer, wellness, write_case
from diagnostics.data.demo.manufacturer_facts import HIT_LINES
from diagnostics.data.demo.wellness_facts import FOCUS, STORES
from diagnostics.errors import InputError, UnknownNameError

SEEDS = (1, 2, 3)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


@cache
def shops(seed: int) -> pd.DataFrame:
    visits = wellness.facts(seed)["visits"]
    sums = visits.assign(month=visits["date"].str[:7]).groupby(["store", "month", "channel"])
    return sums[["visits", "orders", "sales", "complaints"]].sum().reset_index()


def by_shop(frame: pd.DataFrame, figure: str, per: str) -> pd.Series:
    sums = frame.groupby("store")[[figure, per]].sum()
    return sums[figure] / sums[per]


@pytest.mark.parametrize("case", CASES)
def test_the_same_seed_writes_the_same_bytes(case, tmp_path):
    assert write_case(case, tmp_path / "one", seed=5) == write_case(case, tmp_path / "two", seed=5)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


@pytest.mark.parametrize("case", CASES)
def test_another_seed_writes_other_facts_and_the_same_configuration(case, tmp_path):
    write_case(case, tmp_path / "one", seed=5)
    write_case(case, tmp_path / "two", seed=6)
    one, two = tree(tmp_path / "one"), tree(tmp_path / "two")
    assert one.keys() == two.keys()
    differing = {name for name in one if one[name] != two[name]}
    assert {"engagement.yaml", "kpis.yaml", "ledger.yaml", "entities.csv"} & differing == set()
    assert {each for each in one if each.endswith(".csv") and each != "entities.csv"} <= differing


@pytest.mark.parametrize("case", CASES)
def test_an_english_demo_differs_in_names_only(case, tmp_path):
    write_case(case, tmp_path / "zh", language="zh")
    write_case(case, tmp_path / "en", language="en")
    zh, en = tree(tmp_path / "zh"), tree(tmp_path / "en")
    assert {name for name in zh if name.startswith("data")} == {name for name in en if name.startswith("data")}
    assert all(zh[name] == en[name] for name in zh if name.startswith("data") or name == "truth.json")
    settings = yaml.safe_load(en["engagement.yaml"])
    assert settings["language"] == "en"
    names = [*settings["people"].values(), *(each.get("owner", "") for each in settings["sources"].values())]
    assert all(name.isascii() for name in names)
    assert settings["synthetic"] is True


@pytest.mark.parametrize("case", CASES)
def test_every_word_that_readers_see_stands_in_both_languages(case, tmp_path):
    write_case(case, tmp_path)

    def bilingual(node):
        if isinstance(node, dict):
            if {"zh", "en"} & node.keys():
                assert node["zh"].strip(), node
                assert node["en"].strip(), node
                assert not node["zh"].isascii(), node
            for each in node.values():
                bilingual(each)
        elif isinstance(node, list):
            for each in node:
                bilingual(each)

    for name in ("engagement.yaml", "kpis.yaml", "scorecards.yaml", "ledger.yaml"):
        bilingual(yaml.safe_load((tmp_path / name).read_text("utf-8")))


def test_the_demo_needs_an_empty_folder(tmp_path):
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(InputError, match="holds something already"):
        write_case("a", tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_case_is_refused(tmp_path):
    with pytest.raises(UnknownNameError, match="Unknown demo case 'c'"):
        write_case("c", tmp_path)


def test_the_truth_stands_beside_the_data(tmp_path):
    period = write_case("a", tmp_path, seed=9)
    truth = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    assert (truth["case"], truth["seed"], truth["period"]) == ("a", 9, period)
    ledger = yaml.safe_load((tmp_path / "ledger.yaml").read_text("utf-8"))["events"]
    planned = {each["intervention"]["id"]: each["intervention"] for each in ledger if each["kind"] == "planned"}
    assert truth["measures"].keys() == planned.keys()
    for name, measure in truth["measures"].items():
        assert planned[name]["kpi"] == measure["kpi"]
        assert str(planned[name]["start"]).startswith(measure["start"])


def test_the_data_folder_stays_small(tmp_path):
    for case in CASES:
        write_case(case, tmp_path / case)
        assert sum(len(each) for each in tree(tmp_path / case).values()) < 6_000_000


@pytest.mark.parametrize("seed", SEEDS)
def test_new_customers_of_the_focus_shop_are_converted_less(seed):
    facts = shops(seed)
    new = by_shop(facts[facts["channel"] == "new"], "orders", "visits")
    back = by_shop(facts[facts["channel"] == "returning"], "orders", "visits")
    assert new[FOCUS] == pytest.approx(0.19, abs=0.02)
    assert new.drop(FOCUS).between(0.36, 0.44).all()
    assert back.between(0.66, 0.74).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_traffic_falls_in_every_shop_alike(seed):
    traffic = shops(seed).groupby(["month", "store"])["visits"].sum().unstack()
    before, after = traffic.loc["2023-10":"2024-09"].sum(), traffic.loc["2025-01":"2025-12"].sum()
    change = after / before - 1
    assert change.between(-0.2, -0.06).all()
    assert abs(change[FOCUS] - change.drop(FOCUS).mean()) < 0.04


def test_the_pay_link_lifts_revenue_by_an_eighth_and_the_fixed_raise_does_not():
    raised, linked = [], []
    for seed in range(12):
        revenue = np.log(shops(seed).groupby(["month", "store"])["sales"].sum().unstack())
        relative = revenue[FOCUS] - revenue.drop(columns=FOCUS).mean(axis=1)
        raised.append(relative.loc["2024-02":"2025-04"].mean() - relative.loc["2022-01":"2024-01"].mean())
        linked.append(relative.loc["2025-05":].mean() - relative.loc[:"2025-04"].mean())
    assert np.mean(raised) == pytest.approx(0.0, abs=0.015)
    assert np.mean(linked) == pytest.approx(np.log(1.12), abs=0.02)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_follow_up_calls_lift_the_repurchase_rate(seed):
    members = wellness.facts(seed)["members"].set_index("month")
    own = members[members["store"] == FOCUS]
    rate = own["repurchased"] / own["members"]
    assert rate.loc["2024-09-01":].mean() - rate.loc[:"2024-08-01"].mean() == pytest.approx(0.045, abs=0.01)
    others = by_shop(members[members["store"] != FOCUS].reset_index(), "repurchased", "members")
    assert others.between(0.31, 0.37).all()


def test_a_shop_keeps_some_of_its_surprise_for_the_next_month():
    kept = []
    for seed in range(8):
        revenue = np.log(shops(seed).groupby(["month", "store"])["sales"].sum().unstack().drop(columns=FOCUS))
        own = revenue.sub(revenue.mean(axis=1), axis=0)
        kept += [own[each].autocorr() for each in own]
    assert len(kept) == 8 * (len(STORES) - 1)
    assert 0.1 < np.mean(kept) < 0.4


def test_every_department_scores_above_90_while_profit_falls():
    falls = []
    for seed in range(6):
        facts = manufacturer.facts(seed)
        assert facts["scores"]["score"].min() >= 90
        profit = facts["finance"].groupby(facts["finance"]["month"].str[:4])["profit"].sum()
        falls += list(profit.pct_change().loc["2023":"2024"])
    assert np.mean(falls) == pytest.approx(-0.08, abs=0.02)
    assert max(falls) < 0


@pytest.mark.parametrize("seed", SEEDS)
def test_scrap_rises_on_the_two_lines_with_the_new_material_only(seed):
    made = manufacturer.facts(seed)["production"]
    made = made[made["date"] < "2025"]
    sums = made.groupby([made["date"].str[:4], "line"])[["scrap_kg", "material_kg"]].sum()
    change = (sums["scrap_kg"] / sums["material_kg"]).unstack().loc[["2022", "2024"]].diff().iloc[-1]
    assert (change[list(HIT_LINES)] > 0.02).all()
    assert (change.drop(list(HIT_LINES)).abs() < 0.004).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_company_accounts_for_its_profit_to_the_yuan(seed):
    accounts = manufacturer.facts(seed)["finance"]
    assert (accounts["sales"] - accounts["material_cost"] - accounts["other_cost"] == accounts["profit"]).all()
    assert len(accounts) == 48


def test_payroll_ledger_and_plan_in_force_tell_one_story_of_the_raise(tmp_path):
    write_case("a", tmp_path)
    pay = wellness.facts(1)["pay"].query("store == @FOCUS").set_index("month")
    raised = pay.loc["2024-02-01", "fixed"] - pay.loc["2024-01-01", "fixed"]
    events = yaml.safe_load((tmp_path / "ledger.yaml").read_text(encoding="utf-8"))["events"]
    measure = next(each["intervention"] for each in events if each.get("intervention", {}).get("id") == "fixed_raise")
    assert f"{raised:,} 元" in measure["measure"]["zh"]
    assert f"{raised:,} yuan" in measure["measure"]["en"]
    assert measure["cost"] == 11 * raised
    plan = yaml.safe_load((tmp_path / "scenarios" / "in_force.yaml").read_text(encoding="utf-8"))["plan"]
    assert plan["fixed_of"] == {FOCUS: pay.loc["2025-04-01", "fixed"]}
    # Nobody signs for less: under the new scheme the same revenue paid more than the old one would have.
    new = pay.loc["2025-05-01":"2025-10-01"]
    revenue = new["variable"] / 4000 * 275_000
    assert (new["fixed"] == 3500).all()
    assert (new["fixed"] + new["variable"] > plan["fixed_of"][FOCUS] + 0.008 * revenue).all()
