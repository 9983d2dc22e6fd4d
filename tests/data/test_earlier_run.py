"""What the run before left: the newest with an earlier day, never a half-written or foreign one."""

import json
from datetime import date

import pytest

from diagnostics.data.earlier_run import earlier_file, earlier_records
from diagnostics.data.handoff import write_records

JULY = date(2025, 7, 31)


def leave(folder, period, as_of, content=None, run="r1"):
    place = folder / "runs" / period / run
    place.mkdir(parents=True)
    if content is not None:
        write_records(place, "alerts", content)
    (place / "run.json").write_text(json.dumps({"as_of": as_of}))
    (place.parent / "current.json").write_text(json.dumps({"run": run}))
    return place


def test_the_newest_run_before_the_day_is_read_and_not_the_days_own(tmp_path):
    for period, day in (("2025-05", "2025-05-31"), ("2025-06", "2025-06-30"), ("2025-07", "2025-07-31")):
        leave(tmp_path, period, day, {"alerts": [period]})
    assert earlier_records(tmp_path, "alerts", JULY)["alerts"] == ["2025-06"]


def test_without_an_earlier_run_there_is_nothing(tmp_path):
    leave(tmp_path, "2025-07", "2025-07-31", {"alerts": []})
    assert earlier_file(tmp_path, "alerts", JULY) is None


def test_a_newest_run_without_the_file_hides_older_ones(tmp_path):
    leave(tmp_path, "2025-05", "2025-05-31", {"alerts": ["old"]})
    leave(tmp_path, "2025-06", "2025-06-30")
    assert earlier_records(tmp_path, "alerts", JULY) is None


@pytest.mark.parametrize("current", ["{", "[]", '{"run": "../../elsewhere"}', '{"run": "gone"}'])
def test_a_pointer_that_is_broken_or_leads_elsewhere_is_not_followed(tmp_path, current):
    place = leave(tmp_path, "2025-06", "2025-06-30", {"alerts": []})
    (place.parent / "current.json").write_text(current)
    assert earlier_file(tmp_path, "alerts", JULY) is None


def test_a_file_of_a_newer_program_says_nothing(tmp_path):
    place = leave(tmp_path, "2025-06", "2025-06-30", {"alerts": []})
    path = place / "results" / "alerts.json"
    path.write_text(path.read_text().replace('"version": 1', '"version": 99'))
    assert earlier_records(tmp_path, "alerts", JULY) is None


def test_a_run_made_since_hides_none_of_the_runs_before_it(tmp_path):
    leave(tmp_path, "2025-06", "2025-06-30", {"alerts": ["first"]}, run="r1")
    leave(tmp_path, "2025-06", "2025-07-10", {"alerts": ["second"]}, run="r2")
    before = earlier_file(tmp_path, "alerts", JULY)
    leave(tmp_path, "2025-06", "2025-07-31", {"alerts": ["of the day itself"]}, run="r3")
    assert earlier_file(tmp_path, "alerts", JULY) == before
    assert earlier_records(tmp_path, "alerts", JULY)["alerts"] == ["second"]
