"""Causes against the facts of their KPIs."""

import pytest

from diagnostics.dictionary.evidence.facts import fact_findings

CAUSE = """\
- id: c
  title: 没人接
  category: people
  kpi: revenue
  slice: {{channel: {value}}}
  tests: [{{kind: event, event: {event}, direction: lower}}]
"""
FACTS = "date,store,visits,orders,sales,channel\n2025-01-03,武侯店,10,2,300,new\n2025-06-30,武侯店,10,2,300,returning\n"


@pytest.mark.parametrize(
    ("value", "event", "told"),
    [("new", "2025-03-01", []), ("vip", "2025-03-01", ["slice"]), ("newe", "2025-03-01", ["slice_near"]),
     ("new", "2029-01-01", ["event"])],
)  # fmt: skip
def test_slices_that_no_fact_is_in_and_events_after_the_data_are_told(folder, value, event, told):
    folder.replace("kpis.yaml", "measure: sum(sales)\n", "measure: sum(sales)\n  dimensions: [channel]\n")
    folder.write("data/visits.csv", FACTS).write("evidence/causes.yaml", CAUSE.format(value=value, event=event))
    assert [each.variant for each in fact_findings(folder.open())] == told
