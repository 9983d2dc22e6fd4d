"""What an earlier run withheld is handed on where figures are about people."""

from datetime import date

import pandas as pd

from diagnostics.data.handoff import write_table
from diagnostics.data.suppression.shown_before import shown_before
from diagnostics.run.keys import shown_inputs
from diagnostics.run.pinning import determinants
from diagnostics.run.steps import STEPS

ABOUT = {"sales": {"file": "sales.csv", "time": "date", "entity": "store", "person": "member"}}
KPIS = [{"id": "orders", "measure": "sum(orders)"}]
DAY = date(2025, 7, 31)


def ran(folder, period, as_of, entity):
    run = folder / "runs" / period / "r1"
    run.mkdir(parents=True)
    write_table(run, "observations", pd.DataFrame({"entity": [entity], "withheld": [True]}))
    (run / "run.json").write_text(f'{{"as_of": "{as_of}"}}', encoding="utf-8")
    (run.parent / "current.json").write_text('{"run": "r1"}', encoding="utf-8")


def test_the_newest_earlier_run_is_read_and_is_an_input_of_what_it_changes(engagement):
    client, plain = engagement(KPIS, ABOUT), engagement(KPIS)
    assert shown_before(client, DAY) is None
    assert shown_inputs(client, DAY) == {}
    for at, entity in (("2025-05-31", "s1"), ("2025-06-30", "s2"), ("2025-07-31", "s3")):
        ran(client.folder, at[:7], at, entity)
    assert shown_before(client, DAY)["entity"].tolist() == ["s2"]
    assert shown_before(client, date(2025, 6, 30))["entity"].tolist() == ["s1"]
    told = shown_inputs(client, DAY)
    assert list(told) == ["withheld by the run before"]
    assert told != shown_inputs(client, date(2025, 6, 30))
    # Nobody is blanked where nothing is about people; and no figure is another for it, so that none is restated.
    assert (shown_before(plain, DAY), shown_inputs(plain, DAY)) == (None, {})
    assert determinants(told) == {}
    assert [each.name for each in STEPS if "shown" in each.reads] == ["diagnose"]


def test_a_run_that_this_code_cannot_read_says_nothing(engagement):
    client = engagement(KPIS, ABOUT)
    ran(client.folder, "2025-06", "2025-06-30", "s2")
    (client.folder / "runs" / "2025-06" / "r1" / "work" / "observations.parquet").write_text("no", encoding="utf-8")
    assert shown_before(client, DAY) is None
