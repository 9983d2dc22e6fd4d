"""What a run would do, and why."""

import shutil
from datetime import date

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from diagnostics.run import keys
from diagnostics.run.assets import asset
from diagnostics.run.carry_out import carry_out
from diagnostics.run.plan import make_plan
from diagnostics.run.steps import NAMES
from tests.run.conftest import Steps
from tests.seeds import LEDGER


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


def write(name, text):
    def change(folder, patched):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def earlier_run(folder, patched):
    run = folder / "runs" / "2025-05" / "r1"
    write("runs/2025-05/r1/results/alerts.json", "{}")(folder, patched)
    write("runs/2025-05/current.json", '{"run": "r1"}')(folder, patched)
    (run / "run.json").write_text('{"as_of": "2025-05-31"}', encoding="utf-8")


def practice_library(folder, patched):
    write("../firm/outcomes/p.yaml", "[]")(folder, patched)
    patched.setenv("PERFLOOP_PRACTICES", str(folder.parent / "firm"))


def asset_otherwise(name):
    """Another content of what comes along with the product."""

    def change(folder, patched):
        other = folder.parent / "other" / name
        real = keys.asset(name)
        (shutil.copytree if real.is_dir() else shutil.copyfile)(real, make_room(other))
        with (other / "x" if real.is_dir() else other).open("a") as file:
            file.write("\n")
        patched.setattr(keys, "asset", lambda asked: other if asked == name else asset(asked))

    return change


def make_room(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def surroundings_otherwise(name):
    return lambda folder, patched: patched.setattr(keys, "environment", lambda: {**ENVIRONMENT, name: "other"})


ENVIRONMENT = keys.environment()
PLANNED = """\
  - event: A-002
    at: 2025-04-01
    actor: li
    kind: check_in
    id: greeting
    progress: 0.5
"""


@pytest.mark.parametrize(("first", "told", "change"), [
    ("align", "data visits.csv", write("data/visits.csv", "2025-06-05,south,1,10\n")),
    ("align", "engagement.yaml", write("engagement.yaml", "\n")),
    ("align", "kpis.yaml", write("kpis.yaml", "\n")),
    ("align", "scorecards.yaml", write("scorecards.yaml", "\n")),
    ("align", "entities.csv", write("entities.csv", "west,西店,store,,city\n")),
    ("align", "evidence/causes.yaml (new)", write("evidence/causes.yaml", "[]\n")),
    ("align", "evidence/costs.yaml (new)", write("evidence/costs.yaml", "[]\n")),
    ("align", "corrections.yaml (new)", write("corrections.yaml", "[]\n")),
    ("align", "code of perfloop", surroundings_otherwise("code of perfloop")),
    ("align", "packages", surroundings_otherwise("packages")),
    ("align", "notebook 1_align.ipynb", asset_otherwise("notebooks/1_align.ipynb")),
    ("diagnose", "days of the entries in ledger.yaml", write("ledger.yaml", PLANNED)),
    ("intervene", "ledger.yaml", write("ledger.yaml", "# a remark\n")),
    ("intervene", "scenario plan.yaml (new)", write("scenarios/plan.yaml", "{}\n")),
    ("intervene", "library own.yaml (new)", write("library/interventions/own.yaml", "[]\n")),
    ("intervene", "library", asset_otherwise("playbooks/library/interventions")),
    ("intervene", "practice library (new)", practice_library),
    ("intervene", "evidence/feedback.csv (new)", write("evidence/feedback.csv", "主题,原话,处理\n")),
    ("track", "alerts of the run before (new)", earlier_run),
    ("track", "notebook 4_track.ipynb", asset_otherwise("notebooks/4_track.ipynb")),
    ("close", "notes/gap.zh.md (new)", write("notes/gap.zh.md", "排班已调整。\n")),
    ("page", "template", asset_otherwise("reports/templates")),
])  # fmt: skip
def test_a_change_of_each_kind_is_named_and_runs_what_depends_on_it_again_and_no_more(
    ran, tmp_path, monkeypatch, first, told, change
):
    folder = shutil.copytree(ran, tmp_path / "small")
    change(folder, monkeypatch)
    plan = make_plan(load_engagement(folder), "2025-06")
    again = [each.step.name for each in plan.steps if each.action == "run"]
    assert again == list(NAMES[NAMES.index(first) :] if first in NAMES else ())
    reasons = [each.reasons for each in plan.steps if each.action == "run"] or [plan.page_changed]
    assert reasons[0] == (told,)
    assert plan.page_changed


@pytest.fixture(scope="module")
def ran(shared_small):
    """An engagement with a ledger and a complete run; tests copy it."""
    (shared_small / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    stand_in = Steps()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("diagnostics.run.carry_out.execute", stand_in.execute)
        patched.setattr("diagnostics.run.carry_out.render", stand_in.render)
        patched.setattr("diagnostics.data.engine.child.in_child", lambda function, *given, **_: function(*given))
        carry_out(shared_small, "2025-06")
    return shared_small


def test_a_parameter_is_told_with_its_old_and_new_value(ran):
    plan = make_plan(load_engagement(ran), "2025-06", given={"seed": "7"})
    assert plan.steps[3].reasons == ("parameter seed (0 → 7)",)


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
