import json

import pandas as pd
import pytest

from diagnostics.data import handoff
from diagnostics.errors import InputError


def test_records_come_back_as_written(tmp_path):
    handoff.write_records(tmp_path, "alignment", {"client": "康悦", "kpis": [1, 2]})
    assert handoff.read_records(tmp_path, "alignment") == {"client": "康悦", "kpis": [1, 2]}


def test_a_table_comes_back_as_written(tmp_path):
    frame = pd.DataFrame({"kpi": ["a", "b"], "value": [1.5, None]})
    handoff.write_table(tmp_path, "gaps", frame)
    pd.testing.assert_frame_equal(handoff.read_table(tmp_path, "gaps"), frame)


def test_the_same_table_gives_the_same_bytes(tmp_path):
    frame = pd.DataFrame({"kpi": ["a"], "value": [0.1]})
    first = handoff.write_table(tmp_path / "one", "gaps", frame).read_bytes()
    assert first == handoff.write_table(tmp_path / "two", "gaps", frame.copy()).read_bytes()


def test_an_absent_hand_off_names_the_step_to_run(tmp_path):
    with pytest.raises(InputError, match="'tracking' is not there"):
        handoff.read_records(tmp_path, "tracking")


def test_a_newer_version_is_refused(tmp_path):
    path = handoff.write_records(tmp_path, "alignment", {})
    content = json.loads(path.read_text(encoding="utf-8"))
    content["schema"]["version"] = 99
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match="version 99; this perfloop reads up to 1"):
        handoff.read_records(tmp_path, "alignment")


def test_a_newer_table_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(handoff.SCHEMAS, "gaps", ("results/gaps.parquet", 2))
    handoff.write_table(tmp_path, "gaps", pd.DataFrame({"a": [1]}))
    monkeypatch.undo()
    with pytest.raises(InputError, match="version 2; this perfloop reads up to 1"):
        handoff.read_table(tmp_path, "gaps")


def test_another_hand_offs_file_is_refused(tmp_path):
    path = handoff.write_records(tmp_path, "alignment", {})
    path.rename(tmp_path / "results" / "tracking.json")
    with pytest.raises(InputError, match="must be 'perfloop.tracking'"):
        handoff.read_records(tmp_path, "tracking")


@pytest.mark.parametrize(("name", "reader"), [("gaps", handoff.read_table), ("alignment", handoff.read_records)])
def test_a_broken_file_is_refused(tmp_path, name, reader):
    path = tmp_path / handoff.SCHEMAS[name][0]
    path.parent.mkdir()
    path.write_bytes(b"{ not this")
    with pytest.raises(InputError, match="is no "):
        reader(tmp_path, name)
