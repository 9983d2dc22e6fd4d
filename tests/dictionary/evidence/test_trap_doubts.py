"""Reviews of traps that speak of nothing that was found."""

import json

import pytest

from diagnostics.dictionary.evidence.trap_doubts import trap_findings

REVIEW = "- {{id: t1, test: smooth, kpi: revenue{}}}\n"


def told(folder, more=""):
    engagement = folder.write("evidence/traps.yaml", REVIEW.format(more)).open()
    return [(each.code, each.variant, each.about) for each in trap_findings(engagement)]


def test_a_group_that_nothing_is_in_is_told(folder):
    assert told(folder, ", group: nowhere_at_all") == [("PD237", "group", "t1")]


def test_what_the_newest_run_has_no_finding_for_is_told_with_the_nearest(folder):
    assert told(folder) == []
    results = folder.path / "runs" / "2025-06" / "r1" / "results"
    results.mkdir(parents=True)
    (folder.path / "runs" / "2025-06" / "current.json").write_text('{"run": "r1"}')
    for near, variant in ((None, "nothing"), ({"test": "smooth", "level": "store"}, "near")):
        (results / "traps.json").write_text(json.dumps({"period": "2025-06", "unfitting": {"t1": near}}))
        assert told(folder) == [("PD237", variant, "t1")]


@pytest.mark.parametrize(
    ("record", "variant"),
    [
        ({"unfitting": {"t1": {"test": "smooth", "unsure": True}}, "later": [], "as_of": "2025-06-30"}, "unsure"),
        ({"unfitting": {}, "later": ["t1"], "as_of": "2025-06-30"}, "later"),
        ({"unfitting": {}, "later": [], "as_of": "2025-06-30"}, None),
    ],
)
def test_what_is_not_certain_and_what_waits_are_told_apart(folder, record, variant):
    results = folder.path / "runs" / "2025-06" / "r1" / "results"
    results.mkdir(parents=True)
    (folder.path / "runs" / "2025-06" / "current.json").write_text('{"run": "r1"}')
    (results / "traps.json").write_text(json.dumps({"period": "2025-06", **record}))
    review = ", state: confirmed, reply: 已核对, by: li, at: 2025-07-22"
    assert told(folder, review) == ([("PD237", variant, "t1")] if variant else [])
