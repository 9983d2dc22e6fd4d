"""Scenarios are read with file and line, held to the engagement, and saved so that they are read back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.data.demo import write_case
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.intervene.pay import (
    open_scenario,
    pay_scenarios,
    payout,
    read_scenario,
    save_scenario,
    scenario_text,
)
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Case A as an engagement."""
    folder = tmp_path_factory.mktemp("pay") / "a"
    write_case("a", folder)
    return load_engagement(folder)


def test_case_a_has_its_plan_in_force_first_and_its_new_one(demo):
    found = pay_scenarios(demo)
    assert list(found) == ["in_force", "pay_link", "pay_link_guaranteed"]
    plan = found["pay_link"].plan
    assert 6 <= len(plan.items) <= 8
    at_target = {each.kpi: each.target["qinghe"] for each in plan.items}
    assert payout(plan, at_target, whose=("qinghe",)).frame()["total"].tolist() == [7500.0]
    assert found["pay_link"].minimum_wage < plan.fixed


def test_saved_scenarios_are_read_back_as_they_were(demo, tmp_path):
    for each in pay_scenarios(demo).values():
        path = save_scenario(each, tmp_path / "scenarios")
        assert read_scenario(path) == each
        before = path.read_bytes()
        save_scenario(read_scenario(path), tmp_path / "scenarios")
        assert path.read_bytes() == before


@given(
    st.text(max_size=30).filter(lambda text: "\x00" not in text),
    st.floats(0, 1e9),
    st.dictionaries(st.sampled_from(["on", "1e5", "~", "北店", "=1+1"]), st.integers(0, 99)),
)
def test_odd_texts_and_numbers_survive_or_are_refused(tmp_path_factory, title, fixed, people):
    given_ = PayScenario(id="odd", title={"zh": title}, plan=PayPlan(fixed=fixed), people=people)
    folder = tmp_path_factory.mktemp("odd")
    try:
        path = save_scenario(given_, folder)
    except InputError:
        assert not list(folder.iterdir())
    else:
        assert read_scenario(path) == given_


def write(engagement, name, text):
    path = engagement.folder / "scenarios" / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("plan: {fixed: -5}\n", "wrong.yaml:1:8, plan.fixed"),
        ("plan: {fixed: 1, variabel: 5}\n", "Unknown field 'variabel'.*Did you mean 'variable'"),
        ("id: other\nplan: {fixed: 1}\n", "must be the name of the file, 'wrong'"),
        ("- 1\n", "must hold fields"),
        ("plan: {fixed: 1}\nentities: [qinghee]\n", "Did you mean 'qinghe'"),
        ("plan: {fixed: 1}\neffects: {revenu: 0.1}\n", "Did you mean 'revenue'"),
        (
            "plan: {fixed: 1, variable: 1, items: [{kpi: complaint_rate, weight: 1, target: 0.01}]}\n",
            "direction == 'higher' of 'complaint_rate'.*the KPI has 'lower'",
        ),
        ("plan: {fixed: 1, variable: 1, items: [{kpi: revenue, weight: 0.9}]}\n", "sum to 0.9, must sum to 1"),
        (
            "plan: {fixed: 1, commissions: [{kpi: complaint_rate, rate: 5}]}\n",
            "commission on 'complaint_rate'.*direction is 'lower'.*more for a worse result",
        ),
        ("plan: {fixed: 1}\noutlook: {levels: {revenu: {mean: 1}}}\n", "Did you mean 'revenue'"),
        ("plan: {fixed: 1}\noutlook: {levels: {revenue: {mean: {qinghee: 1}}}}\n", "Did you mean 'qinghe'"),
    ],
)
def test_a_file_that_breaks_a_rule_says_where(demo, text, why):
    path = write(demo, "wrong", text)
    try:
        with pytest.raises(InputError, match=why):
            open_scenario(demo, "wrong")
    finally:
        path.unlink()


def test_other_kinds_of_scenario_lie_beside(demo):
    path = write(demo, "rollout", "kind: rollout\nstarts: []\n")
    try:
        assert "rollout" not in pay_scenarios(demo)
    finally:
        path.unlink()


def test_an_unknown_scenario_is_named_with_the_nearest(demo):
    with pytest.raises(UnknownNameError, match="Did you mean 'pay_link'"):
        open_scenario(demo, "pay_lnk")
    assert open_scenario(demo, "scenarios/pay_link.yaml").id == "pay_link"


def test_a_path_is_no_name(demo):
    with pytest.raises(UnknownNameError, match="Unknown scenario"):
        open_scenario(demo, "../engagement")


def test_text_is_what_differs_from_the_defaults():
    assert scenario_text(PayScenario(id="x", plan=PayPlan(fixed=1))) == "id: x\nplan:\n  fixed: 1.0\n"
