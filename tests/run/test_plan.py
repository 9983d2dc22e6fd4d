"""What a run would do, and why."""

from datetime import date

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from diagnostics.run.carry_out import carry_out
from diagnostics.run.plan import make_plan
from diagnostics.run.steps import NAMES


def actions(folder, **more):
    return [each.action for each in make_plan(load_engagement(folder), "2025-06", **more).steps]


def test_a_first_run_runs_everything(small):
    plan = make_plan(load_engagement(small), "2025-06")
    assert [each.step.name for each in plan.steps] == list(NAMES)
    assert {each.action for each in plan.steps} == {"run"}
    assert {each.because() for each in plan.steps} == {"never run"}
    assert plan.as_of == date(2025, 6, 30)
    assert not plan.nothing_to_do


def test_planning_writes_nothing(small):
    before = sorted(small.rglob("*"))
    make_plan(load_engagement(small), "2025-06")
    assert sorted(small.rglob("*")) == before


def test_after_a_run_nothing_is_left_to_do(small, steps, said):
    carry_out(small, "2025-06", progress=said)
    plan = make_plan(load_engagement(small), "2025-06")
    assert {each.action for each in plan.steps} == {"reuse"}
    assert plan.nothing_to_do


def test_the_changed_input_is_named_and_steps_behind_follow(small, steps, said):
    carry_out(small, "2025-06", progress=said)
    with (small / "data" / "visits.csv").open("a", encoding="utf-8") as file:
        file.write("2025-06-05,south,1,10\n")
    plan = make_plan(load_engagement(small), "2025-06")
    assert [each.because() for each in plan.steps][:2] == ["data visits.csv", "data visits.csv"]
    assert plan.steps[2].because() == "step align runs again, step diagnose runs again"


def test_a_parameter_of_a_late_step_leaves_the_early_ones_alone(small, steps, said):
    carry_out(small, "2025-06", progress=said)
    assert actions(small, given={"seed": "7"}) == ["reuse", "reuse", "reuse", "run", "run"]


def test_the_as_of_date_is_a_parameter_never_the_clock(small):
    plan = make_plan(load_engagement(small), "2025-06", given={"as_of": "2025-07-15"})
    assert plan.as_of == date(2025, 7, 15)


def test_steps_that_were_not_asked_for_and_come_later_are_left_out(small):
    plan = make_plan(load_engagement(small), "2025-06", frozenset({"diagnose"}))
    assert [each.action for each in plan.steps] == ["run", "run", "leave out", "leave out", "leave out"]
    assert not plan.complete


def test_results_that_were_changed_on_disk_are_not_used_again(small, steps, said):
    run = carry_out(small, "2025-06", progress=said).run
    (run.folder / "results" / "diagnose.json").write_text("edited", encoding="utf-8")
    plan = make_plan(load_engagement(small), "2025-06")
    assert plan.steps[1].because() == "its results were changed on disk"
    assert plan.steps[0].action == "reuse"


def test_periods_are_planned_apart(small, steps, said):
    carry_out(small, "2025-05", progress=said)
    assert set(actions(small)) == {"run"}


@pytest.mark.parametrize(("period", "told"), [("2025-13", "does not exist"), ("June", "no known form")])
def test_a_wrong_period_is_refused(small, period, told):
    with pytest.raises(InputError, match=told):
        make_plan(load_engagement(small), period)


def test_a_wrong_as_of_date_is_refused(small):
    with pytest.raises(InputError, match=r"as_of == 'soon' \(-p\), must be a day"):
        make_plan(load_engagement(small), "2025-06", given={"as_of": "soon"})


def test_long_lists_of_reasons_are_cut(small, steps, said):
    carry_out(small, "2025-06", progress=said)
    for name in ("engagement.yaml", "kpis.yaml", "scorecards.yaml", "entities.csv"):
        with (small / name).open("a", encoding="utf-8") as file:
            file.write("\n")
    with (small / "data" / "visits.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    plan = make_plan(load_engagement(small), "2025-06")
    assert plan.steps[0].because().endswith("kpis.yaml and 1 more")


def test_an_as_of_date_within_the_period_is_refused(small):
    with pytest.raises(InputError, match="must be 2025-06-30 .the last day of 2025-06. or later"):
        make_plan(load_engagement(small), "2025-06", given={"as_of": "2025-06-15"})
