"""What a step's result depends on."""

import shutil
from datetime import date

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from diagnostics.run import keys
from diagnostics.run.keys import (
    changed,
    earlier_inputs,
    engagement_inputs,
    environment,
    packages,
    source_files,
    step_inputs,
)
from diagnostics.run.manifest import key_of
from diagnostics.run.steps import STEPS


def inputs_of(folder, head="0"):
    return engagement_inputs(load_engagement(folder), head)


@pytest.mark.parametrize("name", ["engagement.yaml", "kpis.yaml", "scorecards.yaml", "entities.csv"])
def test_a_changed_byte_of_the_configuration_is_noticed_and_named(small, name):
    before = inputs_of(small)
    with (small / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    after = inputs_of(small)
    assert changed(before["configuration"], after["configuration"]) == (name,)
    assert before["sources"] == after["sources"]


def test_a_changed_source_is_named_whatever_its_time_stamp(small):
    before = inputs_of(small)
    shutil.copy2(small / "data" / "visits.csv", small / "copy.csv")
    (small / "data" / "visits.csv").write_text("date,store,orders,visits\n", encoding="utf-8")
    assert changed(before["sources"], inputs_of(small)["sources"]) == ("data visits.csv",)
    shutil.copy2(small / "copy.csv", small / "data" / "visits.csv")
    assert before == inputs_of(small)


def test_ledger_entries_and_seeds_are_inputs_of_the_ledger_alone(small):
    before = inputs_of(small)
    (small / "ledger.yaml").write_text("events: []\n", encoding="utf-8")
    after = inputs_of(small, head="1 abc")
    assert changed(before["ledger"], after["ledger"]) == ("ledger head", "ledger.yaml")
    assert before["configuration"] == after["configuration"]


def test_alerts_and_verdicts_of_an_earlier_run_are_inputs_of_the_track_step_alone(small):
    client, day = load_engagement(small), date(2025, 7, 31)
    assert earlier_inputs(client, day) == {}
    run = small / "runs" / "2025-06" / "r1"
    (run / "results").mkdir(parents=True)
    (run / "results" / "alerts.json").write_text("{}", encoding="utf-8")
    (run / "results" / "tracking.json").write_text("{}", encoding="utf-8")
    (run / "run.json").write_text('{"as_of": "2025-06-30"}', encoding="utf-8")
    (run.parent / "current.json").write_text('{"run": "r1"}', encoding="utf-8")
    before = earlier_inputs(client, day)
    (run / "results" / "alerts.json").write_text("{ }", encoding="utf-8")
    (run / "results" / "tracking.json").write_text("{ }", encoding="utf-8")
    names = ("alerts of the run before", "tracking of the run before")
    assert changed(before, earlier_inputs(client, day)) == names
    assert earlier_inputs(client, date(2025, 6, 30)) == {}
    assert [each.name for each in STEPS if "earlier" in each.reads] == ["track"]


def test_what_every_earlier_run_told_of_its_round_is_an_input_by_its_period(small):
    client, day = load_engagement(small), date(2025, 7, 31)
    for period, as_of in (("2025-05", "2025-05-31"), ("2025-06", "2025-06-30"), ("2025-07", "2025-07-31")):
        run = small / "runs" / period / "r1"
        (run / "results").mkdir(parents=True)
        (run / "results" / "alignment.json").write_text(period, encoding="utf-8")
        (run / "run.json").write_text(f'{{"as_of": "{as_of}"}}', encoding="utf-8")
        (run.parent / "current.json").write_text('{"run": "r1"}', encoding="utf-8")
    before = earlier_inputs(client, day)
    assert set(before) == {"alignment of run 2025-05", "alignment of run 2025-06"}
    (small / "runs" / "2025-05" / "r1" / "results" / "alignment.json").write_text("other", encoding="utf-8")
    (small / "runs" / "2025-06" / "current.json").write_text("{", encoding="utf-8")
    assert changed(before, earlier_inputs(client, day)) == (
        "alignment of run 2025-05",
        "alignment of run 2025-06",
        "run 2025-06",
    )


def test_a_file_pattern_takes_every_match(small):
    text = (small / "engagement.yaml").read_text(encoding="utf-8")
    (small / "engagement.yaml").write_text(text.replace("visits.csv", "'visits*.csv'"), encoding="utf-8")
    (small / "data" / "visits_2.csv").write_text("date,store,orders,visits\n", encoding="utf-8")
    assert set(source_files(load_engagement(small))) == {"visits.csv", "visits_2.csv"}


def test_a_source_without_a_file_is_named_with_its_place(small):
    (small / "data" / "visits.csv").unlink()
    with pytest.raises(InputError, match=r"visits.csv of the source “visits” is not there. \(engagement.yaml:\d+"):
        source_files(load_engagement(small))


def test_a_key_depends_on_parameters_notebook_and_steps_before(small):
    read = inputs_of(small)
    own = step_inputs(STEPS[1], read, {"period": "2025-06"}, {"align": "a"})
    other_period = step_inputs(STEPS[1], read, {"period": "2025-07"}, {"align": "a"})
    other_before = step_inputs(STEPS[1], read, {"period": "2025-06"}, {"align": "b"})
    assert changed(own, other_period) == ("parameter period",)
    assert changed(own, other_before) == ("step align",)
    assert {"notebook 2_diagnose.ipynb", "code of perfloop", "packages", "kpis.yaml", "data visits.csv"} <= set(own)
    assert len({key_of(each) for each in (own, other_period, other_before)}) == 3


def test_code_counts_and_compiled_code_does_not(tmp_path, monkeypatch):
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "gap.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(keys, "PACKAGE", tmp_path)
    first = environment.__wrapped__()
    (tmp_path / "__pycache__" / "gap.py").write_text("x", encoding="utf-8")
    assert environment.__wrapped__() == first
    (tmp_path / "gap.py").write_text("2", encoding="utf-8")
    assert changed(first, environment.__wrapped__()) == ("code of perfloop",)


def test_installed_packages_are_listed_with_their_versions():
    assert any(each.startswith("pandas==3") for each in packages())
