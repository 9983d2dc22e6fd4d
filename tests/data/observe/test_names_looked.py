"""A scan's own cells tell totals and blanks among names: the same refusals, without a look of their own."""

import pandas as pd
import pytest

from diagnostics.data.engine import hidden_totals, open_engine
from diagnostics.data.observe import observe
from diagnostics.errors import InputError
from tests.data.engine.test_hidden_totals import ENTITIES, SUM, shops, with_total

LONG = [{"id": f"k{at}", "measure": "sum(sales)", "where": f"kind = 'k{at}'"} for at in range(5)]


@pytest.fixture
def told(engagement, data):
    """An engine over the rows of a table."""

    def opened(rows, *kpis, kind="parquet", **source):
        name = f"f.{kind}"
        rows.to_parquet(data / name) if kind == "parquet" else rows.to_csv(data / name, index=False)
        kpis = [{"name": each["id"], "dimensions": ["kind"], **each} for each in kpis or [SUM]]
        return open_engine(
            engagement(kpis, {"f": {"file": name, "time": "day", "entity": "store", **source}}, ENTITIES)
        )

    return opened


@pytest.fixture
def apart(monkeypatch):
    """Looks for totals in the facts themselves, counted."""
    looks, made = [], hidden_totals.entity_sums

    def counted(*arguments, by_day):
        looks.append(by_day)
        return made(*arguments, by_day=by_day)

    monkeypatch.setattr(hidden_totals, "entity_sums", counted)
    return looks


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize(("name", "among"), [("本部", range(1, 8)), ("集团", range(1, 8)), ("华东", range(1, 4))])
@pytest.mark.parametrize("choice", [{}, {"by": ["kind"]}, {"until": "2025-07"}, {"periods": ["2025-03"]}])
def test_a_total_is_refused_whatever_is_observed(told, kind, name, among, choice):
    with told(with_total(shops(), name, among), kind=kind) as engine:
        for _ in range(2):
            with pytest.raises(InputError, match=rf"'{name}' is the sum of {len(among)} others .* counted twice"):
                observe(engine, **choice)


def test_clean_facts_are_looked_at_by_the_scan_alone(told, apart):
    with told(shops(), SUM, {"id": "rate", "measure": "mean(rate)", "where": "kind = 'fact'"}) as engine:
        observe(engine)
        observe(engine, kpis=["sales"])
        engine.facts("f")
    assert apart == []


def test_what_the_scan_does_not_hold_is_looked_for_apart_once(told, apart):
    with told(shops(), SUM, {"id": "rate", "measure": "mean(rate)"}) as engine:
        observe(engine, kpis=["sales"])
        observe(engine)
        observe(engine, periods=["2025-03"])
    assert apart == [False]


@pytest.mark.parametrize("more", [[], [{"id": "rate", "measure": "sum(sales)", "where": "rate > 0"}]])
def test_indicators_of_a_long_table_are_each_looked_at_by_their_key(told, apart, more):
    rows = pd.concat([shops(at).assign(kind=f"k{at}") for at in range(5)], ignore_index=True)
    with told(rows, *LONG, *more) as engine:
        observe(engine)
    assert apart == ([False] if more else [])
    last = with_total(rows[rows["kind"] == "k4"], "本部").assign(kind="k4")
    rows = pd.concat([rows[rows["kind"] != "k4"], last], ignore_index=True)
    with told(rows, *LONG, *more) as engine, pytest.raises(InputError, match="'本部' is the sum of 7 others"):
        observe(engine)


def test_facts_after_the_last_day_are_looked_at_once_they_count(told):
    early = shops().assign(day=lambda rows: "2024" + rows["day"].str[4:])
    rows = pd.concat([early, with_total(shops(), "本部")], ignore_index=True)
    with told(rows) as engine:
        assert len(observe(engine, until="2024-12").table)
        with pytest.raises(InputError, match="'本部' is the sum of 7 others"):
            observe(engine, until="2025-06")


def test_blanks_around_names_are_seen_in_the_cells_and_taken_away_once(told):
    rows = shops()
    padded = rows.assign(store=[f" {each}" if at % 3 else each for at, each in enumerate(rows["store"])])
    with told(rows) as engine:
        clean = observe(engine).table
        assert not engine.conversions
    with told(padded) as engine:
        first = observe(engine, until="2025-03").table
        pd.testing.assert_frame_equal(observe(engine).table, clean)
        assert [(each.column, each.count) for each in engine.conversions] == [("store", 28)]
    assert len(first) == len(clean[clean["start"] < pd.Timestamp("2025-04-01")])


def test_blanks_beyond_what_was_observed_are_taken_away_later(told):
    rows = shops()
    late = rows["day"] > "2025-05"
    with told(rows.assign(store=rows["store"].where(~late, rows["store"] + "\u3000"))) as engine:
        observe(engine, until="2025-04")
        assert not engine.conversions
        names = engine.frame(engine.facts("f").table.select("store").distinct())["store"]
        assert set(names) == {f"{each}号" for each in range(1, 8)}
        assert [each.count for each in engine.conversions] == [int(late.sum())]
