"""What is saved runs again to the same numbers, and nothing of others is written over."""

from __future__ import annotations

import contextlib
import io
import json

import pandas as pd
import pytest
import yaml

from diagnostics.run.assets import asset
from diagnostics.widgets import edited, rerun
from tests.widgets.conftest import DRAWS, dial, shown, text


def saved(lab, name: str, fixed: float) -> str:
    """Save the active scenario with other fixed pay; what is said about it."""
    lab.board.change(edited(lab.board.active, ("plan", "fixed"), fixed))
    lab.head.name.value = name
    lab.head.save.click()
    return text(lab.head.status.value)


def test_a_saved_scenario_run_again_gives_the_numbers_shown(own_case_a, own_lab, observed_once):
    lab = own_lab
    dial(lab, "pay", "lab.pay.fixed", unit="CNY").value = 3650
    dial(lab, "weights", "lab.weights.weight", kpi="转化率").value = 22
    dial(lab, "outlook", "lab.outlook.months").value = 4
    lab.head.name.value = "mine"
    lab.head.save.click()
    assert (own_case_a / "scenarios/mine.yaml").is_file()
    again = rerun(own_case_a, "mine", DRAWS, 3).iloc[0]
    for figure in ("in_force", "mean", "low", "high"):
        assert f"{again[figure]:,.2f}" in shown(lab, "entity")
    # What the lab wrote it may write again.
    dial(lab, "pay", "lab.pay.fixed", unit="CNY").value = 3700
    lab.head.save.click()
    assert yaml.safe_load((own_case_a / "scenarios/mine.yaml").read_text("utf-8"))["plan"]["fixed"] == 3700


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("pay_link", "已经存在"),
        ("in_force", "只能用拉丁字母"),
        ("../up", "只能用拉丁字母"),
        ("", "只能用拉丁字母"),
        ("a b", "只能用拉丁字母"),
    ],
)
def test_files_that_were_there_and_odd_names_are_refused(own_case_a, own_lab, name, rule):
    files = {each: each.read_bytes() for each in sorted((own_case_a / "scenarios").iterdir())}
    lab = own_lab
    dial(lab, "pay", "lab.pay.fixed", unit="CNY").value = 3650
    lab.head.name.value = name
    lab.head.save.click()
    assert rule in text(lab.head.status.value)
    assert {each: each.read_bytes() for each in sorted((own_case_a / "scenarios").iterdir())} == files


def fixed_of(path) -> float:
    return float(yaml.safe_load(path.read_text("utf-8"))["plan"]["fixed"])


def test_what_another_hand_changed_meanwhile_is_not_written_over(own_case_a, own_lab):
    path = own_case_a / "scenarios/mine.yaml"
    assert "mine.yaml" in saved(own_lab, "mine", 3600)
    path.write_text(path.read_text("utf-8").replace("3600", "9999"), "utf-8")
    assert "被他人改过" in saved(own_lab, "mine", 3700)
    assert fixed_of(path) == 9999


def test_what_a_measure_names_is_not_written_over(own_case_a, own_lab, monkeypatch):
    saved(own_lab, "mine", 3600)
    monkeypatch.setattr(own_lab.desk, "agreed", lambda key: ["raise"] if key == "mine" else [])
    assert "是措施 raise 的约定内容" in saved(own_lab, "mine", 3700)
    assert fixed_of(own_case_a / "scenarios/mine.yaml") == 3600


def test_the_ledger_tells_which_measures_name_a_scenario(own_lab):
    from diagnostics.loop.intervene.ledger.seed import seed

    assert own_lab.desk.agreed("pay_link") == []
    seed(own_lab.desk.engagement)
    assert own_lab.desk.agreed("pay_link")
    assert own_lab.desk.agreed("pay") == []


def test_a_scenario_beside_another_keeps_its_file(own_case_a, own_lab):
    saved(own_lab, "mine", 3600)
    own_lab.head.copy.click()
    assert "属于台面上的另一个情景" in saved(own_lab, "mine", 3700)
    assert fixed_of(own_case_a / "scenarios/mine.yaml") == 3600


def test_the_message_names_draws_and_seed(own_lab):
    assert f"draws={DRAWS}" in (said := saved(own_lab, "mine", 3600))
    assert "seed=3" in said


def test_names_are_parted_by_commas_of_both_widths(own_case_a, observed_once):
    found = rerun(own_case_a, "pay_link，pay_link_guaranteed", 20)
    assert set(found["scenario"]) == {"pay_link", "pay_link_guaranteed"}


def test_the_rerun_notebook_prints_what_the_panels_compute(case_a, desks, observed_once):
    """The notebook's own cells, without a kernel."""
    cells = json.loads(asset("notebooks/lab/rerun.ipynb").read_text("utf-8"))["cells"]
    _, parameters, work = ("".join(each["source"]) for each in cells)
    found: dict[str, object] = {}
    exec(parameters, found)
    found |= {"engagement": str(case_a), "scenarios": "pay_link", "draws": DRAWS}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(work, found)
    told = pd.read_csv(io.StringIO(said.getvalue()))
    desk = desks["zh"]
    pd.testing.assert_frame_equal(told, desk.simulate(desk.scenarios["pay_link"]).frame(), check_dtype=False)
