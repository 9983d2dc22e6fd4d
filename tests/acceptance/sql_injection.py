"""Texts that look like SQL, as values: they equal themselves and nothing else, and no table changes."""

from __future__ import annotations

import json
import sqlite3

from tests.acceptance.payloads import Payload
from tests.acceptance.workbench import Workbench

LEDGER = """\
events:
  - event: A-001
    at: 2025-03-20
    actor: li
    kind: planned
    reason: {text}
    intervention:
      id: greeting
      title: {{zh: {text}, en: {text}}}
      dimension: skills
      cause: {{zh: {text}, en: {text}}}
      kpi: revenue
      entities: [north]
      owner: li
      due: 2025-04-30
      measure: {{zh: 迎宾培训, en: training}}
      baseline: 100
      target: 120
      expected: {{relative: 0.10}}
      start: 2025-05-01
      decision: 2025-11-30
"""


def check(payload: Payload, workbench: Workbench) -> None:
    """As the value of a filter, as data, as the name of an entity, and in the ledger."""
    text = payload.text
    as_a_value_that_nothing_equals(workbench, text)
    as_data(workbench, text)
    in_the_ledger(workbench, text)


def literal(text: str) -> str:
    """A text of the language."""
    return "'" + text.replace("'", "''") + "'"


def as_a_value_that_nothing_equals(workbench: Workbench, text: str) -> None:
    """Only rows that literally hold the text pass the filter."""
    for where in (f"region = {literal(text)}", f"region in ({literal(text)}, {literal(text + ' ')})"):
        workbench.kpi(where=where)
        workbench.settle()
        frame = workbench.observe(levels=["store"]).frame()
        held = workbench.client.joinpath("data/sales.csv").read_text(encoding="utf-8").count(f",{text},")
        assert frame["n"].sum() == held
        workbench.untouched()


def as_data(workbench: Workbench, text: str) -> None:
    """A cell, a slice and the name of an entity: each comes back as it is."""
    quoted = '"' + text.replace('"', '""') + '"'
    workbench.write(
        "data/sales.csv",
        "date,unit,revenue,region\n"
        + f"2025-05-03,north,120,{quoted}\n2025-05-04,{quoted},30,B\n2025-05-05,north,7,B\n",
    )
    workbench.write("entities.csv", f"id,name,level\nnorth,北店,store\nodd,{quoted},store\n")
    workbench.kpi(where=f"region = {literal(text)}", dimensions=["region"])
    assert workbench.observe(levels=["store"]).frame()["value"].tolist() == [120]
    workbench.kpi(where=None, dimensions=["region"])
    frame = workbench.observe(by=("region",), levels=["store"]).frame()
    assert dict(zip(frame["region"], frame["value"], strict=True)) == {
        text: 120,
        "B": frame.loc[frame["region"] == "B", "value"].iloc[-1],
    }
    assert set(frame["entity"]) == {"north", "odd"}
    assert frame["value"].sum() == 157


def in_the_ledger(workbench: Workbench, text: str) -> None:
    """An entry whose words are the text is kept and listed as it is; the ledger's tables stay whole."""
    workbench.write("ledger.yaml", LEDGER.format(text=json.dumps(text, ensure_ascii=False)))
    assert workbench.perfloop("ledger", "seed", workbench.client).code == 0
    told = workbench.perfloop("ledger", "list", workbench.client)
    assert told.code == 0, told.err
    assert "SQL" not in told.err
    assert workbench.perfloop("ledger", "verify", workbench.client).code == 0
    with sqlite3.connect(f"file:{workbench.client / 'ledger.db'}?mode=ro", uri=True) as ledger:
        tables = [name for (name,) in ledger.execute("select name from sqlite_master where type = 'table'")]
        stored = [row for table in tables for row in ledger.execute(f'select * from "{table}"')]
    ledger.close()
    assert any(text in str(cell) or json.dumps(text)[1:-1] in str(cell) for row in stored for cell in row)
