"""Every aggregate, level, cycle and dimension against plain Python and pandas on random facts."""

from collections import defaultdict
from datetime import datetime

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.data.observe import observe
from diagnostics.model.period import CYCLES

AGGREGATES = {
    "sum(v)": lambda rows: rows["v"].sum(min_count=1),
    "sum(k)": lambda rows: rows["k"].sum(min_count=1),
    "mean(v)": lambda rows: rows["v"].mean(),
    "count(*)": len,
    "count(v)": lambda rows: rows["v"].count(),
    "count_if(v > 0)": lambda rows: (rows["v"] > 0).sum(),
    "count_distinct(member)": lambda rows: rows["member"].nunique(),
    "count_distinct(channel)": lambda rows: rows["channel"].nunique(),
    "min(v)": lambda rows: rows["v"].min(),
    "max(v)": lambda rows: rows["v"].max(),
    "median(v)": lambda rows: rows["v"].median(),
    "quantile(v, 0.3)": lambda rows: rows["v"].quantile(0.3),
    "first(v)": lambda rows: at_end(rows, "min"),
    "last(v)": lambda rows: at_end(rows, "max"),
    "coalesce(sum(v), 0) + 2 * count_distinct(member) - coalesce(last(v), 0)": lambda rows: (
        rows["v"].sum() + 2 * rows["member"].nunique() - np.nan_to_num(at_end(rows, "max"))
    ),
}
FILTERS = {None: lambda row: True, "v > 0 or k = 1": lambda row: row["v"] > 0 or row["k"] == 1}
NAMES = ["s1", "一店", "00123", "s2", "s3", "华东", "group"]
FACTS = st.lists(
    st.tuples(
        st.datetimes(datetime(2024, 11, 1), datetime(2025, 4, 1)).map(lambda each: each.replace(minute=0, second=0, microsecond=0)),
        st.sampled_from(NAMES),
        st.sampled_from(["web", "shop", None]),
        st.none() | st.integers(-40, 40).map(lambda each: each / 4),
        st.none() | st.integers(-3, 3),
        st.none() | st.sampled_from(["m1", "m2", "m3"]),
    ),
    min_size=1,
    max_size=60,
)  # fmt: skip


def at_end(rows, which):
    """Values at the first or last moment of each entity that has one, added up."""
    rows = rows[rows["v"].notna()]
    if not len(rows):
        return np.nan
    ends = rows.groupby("own")["at"].transform(which)
    return rows.loc[rows["at"] == ends, "v"].sum()


def expected(facts, client, chosen, by):
    """Figures of every cell, worked out row by row."""
    cells = defaultdict(list)
    for row in facts.to_dict("records"):
        for level in client.entities.levels:
            entity = client.entities.above(row["own"], level)
            for cycle in {each for _, _, each in chosen} if entity else ():
                period = client.calendar.at(row["at"].date(), cycle).text
                cells[level, entity, cycle, period, *(row[each] for each in by)].append(row)
    found = {}
    for key, rows in cells.items():
        for text, where, cycle in chosen:
            passing = pd.DataFrame([each for each in rows if FILTERS[where](each)], columns=facts.columns)
            if cycle == key[2] and len(passing):
                found[text, where, *key] = (float(AGGREGATES[text](passing)), len(passing))
    return found


CALENDARS = st.fixed_dictionaries(
    {"fiscal_start": st.sampled_from([1, 2, 4]), "week_start": st.sampled_from(["monday", "saturday"])}
)
ASKED = st.lists(
    st.tuples(st.sampled_from(list(AGGREGATES)), st.sampled_from(list(FILTERS)), st.sampled_from(CYCLES)),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FACTS, ASKED, CALENDARS, st.sampled_from([(), ("channel",)]))
def test_every_aggregate_agrees_at_every_level_cycle_and_dimension(engagement, data, facts, chosen, calendar, by):
    frame = pd.DataFrame(facts, columns=["at", "store", "channel", "v", "k", "member"])
    frame = frame.astype({"v": "float64", "k": "Int64", "channel": "object", "member": "object"})
    for old in data.iterdir():
        old.unlink()
    frame.to_parquet(data / "facts.parquet")
    asked = {f"k{at}": each for at, each in enumerate(chosen)}
    kpis = [
        {"id": key, "measure": text, "where": where, "cycle": cycle, "dimensions": ["channel"]}
        for key, (text, where, cycle) in asked.items()
    ]
    client = engagement(
        kpis,
        {"facts": {"file": "facts.parquet", "time": "at", "entity": "store"}},
        calendar=calendar,
    )
    table = observe(client, by=by).table
    frame["own"] = frame["store"].map(client.entities.names)
    frame = frame.astype({"k": "float64"}).assign(at=frame["at"].map(pd.Timestamp.to_pydatetime).astype("object"))
    frame["channel"] = frame["channel"].where(frame["channel"].notna(), None)
    wanted = expected(frame, client, chosen, by)
    got = {}
    for row in table.to_dict("records"):
        text, where, cycle = asked[row["kpi"]]
        slices = tuple(None if pd.isna(row[each]) else row[each] for each in by)
        got[text, where, row["level"], row["entity"], cycle, row["period"], *slices] = (row["value"], row["n"])
    assert got.keys() == wanted.keys()
    for key, (value, count) in wanted.items():
        assert got[key][1] == count, key
        # Quarters add up exactly; only divisions and interpolation round.
        assert np.isclose(got[key][0], value, rtol=1e-12, atol=1e-12, equal_nan=True), (key, got[key], value)
