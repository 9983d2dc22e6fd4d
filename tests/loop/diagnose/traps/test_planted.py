"""What is planted in the demo clients is found, and nothing else."""

import json

import pytest

from diagnostics.data.handoff import read_records

pytestmark = pytest.mark.kernels


@pytest.mark.parametrize("case", ["demo_a", "demo_b"])
def test_the_traps_of_a_demo_client_are_those_that_were_planted(case, request):
    demo = request.getfixturevalue(case)
    planted = json.loads((demo.folder / "truth.json").read_text(encoding="utf-8"))["traps"]
    found = read_records(demo.run, "traps")
    assert [(each["test"], each["kpi"]) for each in found["items"]] == [(each["test"], each["kpi"]) for each in planted]
    assert set(found["waiting"].values()) == {0}
    assert "数据特征" in demo.page.read_text(encoding="utf-8")
