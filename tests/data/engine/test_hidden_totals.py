"""A known entity whose figures are the sum of others' is refused on every engine, with a remedy that works."""

import random

import pandas as pd
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.errors import InputError
from tests.postgres_server import postgres_server  # noqa: F401

URL = "PERFLOOP_TEST_URL"
MONTHS = [f"2025-{at:02}-01" for at in range(1, 7)]
ENTITIES = (
    {"id": "group", "name": "集团", "level": "company"},
    {"id": "east", "name": "华东", "level": "region", "parent": "group"},
    {"id": "west", "name": "华西", "level": "region", "parent": "group"},
    *(
        {"id": f"s{at}", "name": f"{at}号", "level": "store", "parent": "east" if at < 4 else "west"}
        for at in range(1, 8)
    ),
    {"id": "hq", "name": "本部", "level": "store", "parent": "west"},
)
SUM = {"id": "sales", "measure": "sum(sales)"}


def shops(seed=3, whole=False):
    """Sales of seven shops in six months, in cents or whole units, with a rate that nothing adds up."""
    draw = random.Random(seed)
    return pd.DataFrame(
        [
            {"day": month, "store": f"{shop}号", "sales": round(draw.uniform(900, 9000), 0 if whole else 2),
             "rate": round(draw.random(), 3), "kind": "fact"}
            for month in MONTHS for shop in range(1, 8)
        ]
    )  # fmt: skip


def with_total(rows, name, among=range(1, 8), places=2, **said):
    """The rows, and a total of some shops below another name in each month."""
    own = rows[rows["store"].isin([f"{each}号" for each in among])]
    totals = own.groupby("day", as_index=False)["sales"].sum().round(places)
    totals = totals.assign(store=name, rate=[round(0.4 + at / 9, 3) for at in range(len(totals))], kind="fact")
    return pd.concat([rows, totals.assign(**said)], ignore_index=True)


@pytest.fixture
def read(engagement, data):
    """Read the rows through an engine."""

    def load(rows, *kpis, kind="csv", entities=ENTITIES, **source):
        name = f"f.{kind}"
        rows.to_parquet(data / name) if kind == "parquet" else rows.to_csv(data / name, index=False)
        source = {"file": name, "time": "day", "entity": "store", **source}
        with open_engine(engagement(list(kpis or [SUM]), {"f": source}, entities)) as engine:
            return len(engine.frame(engine.facts("f").table))

    return load


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("name", "among", "places"),
    [
        ("本部", range(1, 8), 2), ("集团", range(1, 8), 2), ("本部", range(1, 8), 0), ("华东", range(1, 4), 2),
        ("本部", range(1, 4), 2), ("本部", range(4, 8), 0), ("华东", range(1, 4), -2),
    ],
)  # fmt: skip
def test_a_total_of_all_or_of_one_region_is_refused_exact_or_rounded(read, kind, name, among, places):
    rate = {"id": "rate", "measure": "mean(rate)"}
    rows = with_total(shops(), name, among, places)
    with pytest.raises(InputError, match=rf"'{name}' is the sum of {len(among)} others .* would be counted twice"):
        read(rows, SUM, rate, kind=kind)
    assert read(rows, {"id": "sales", "measure": "sum(rate)"}, kind=kind) == len(rows)


def test_the_remedy_for_a_table_without_cells_leaves_the_total_out(read):
    rows = with_total(shops(), "本部")
    with pytest.raises(InputError, match=r"where: store != '本部' .*layout: \{totals: \[\], kept: \['本部'\]\}"):
        read(rows, kind="parquet")
    assert read(rows, {**SUM, "where": "store != '本部'"}, kind="parquet") == len(rows)
    assert read(rows, kind="parquet", layout={"totals": [], "kept": ["本部"]}) == len(rows)


def test_a_filter_that_leaves_no_total_in_is_enough_and_one_that_does_is_not(read):
    rows = with_total(shops(), "本部", kind="total")
    assert read(rows, {**SUM, "where": "kind = 'fact'"}) == len(rows)
    with pytest.raises(InputError, match="'本部' is the sum of 7 others"):
        read(rows, {**SUM, "where": "store != '测试店'"})
    assert read(rows, {**SUM, "where": "store != '本部'"}) == len(rows)
    with pytest.raises(InputError, match="'本部' is the sum of 7 others"):
        read(rows, {**SUM, "where": "store != '本部'"}, {**SUM, "id": "other", "where": "sales > 0"})


def test_parts_that_were_rounded_make_their_unrounded_total(read):
    rows = shops()
    told = with_total(rows, "本部", places=0)
    told["sales"] = told["sales"].round(0)
    with pytest.raises(InputError, match="'本部' is the sum of 7 others"):
        read(told)


def test_days_of_shops_make_the_months_of_a_total(read):
    rows = shops()
    rows["day"] = [month[:8] + f"{2 + at % 27:02}" for at, month in enumerate(rows["day"])]
    months = rows.assign(day=rows["day"].str[:8] + "28")
    totals = with_total(months, "本部").query("store == '本部'")
    with pytest.raises(InputError, match="'本部' is the sum of 7 others"):
        read(pd.concat([rows, totals], ignore_index=True))


@pytest.mark.parametrize("seed", range(3))
def test_figures_of_shops_alone_are_no_totals(read, seed):
    draw = random.Random(seed)
    still = {f"{shop}号": draw.randint(3, 30) for shop in range(1, 8)}
    rows = shops(seed).assign(none=0)
    rows["heads"] = [still[each] + (draw.random() < 0.05) for each in rows["store"]]
    rows["plan"] = 50_000
    kpis = [{"id": each, "measure": f"sum({each})"} for each in ("sales", "rate", "none", "heads", "plan")]
    assert read(rows, *kpis) == len(rows)
    assert read(rows[rows["store"] < "3"], *kpis) == 12


def test_names_of_the_entities_alone_are_looked_at_on_postgres(engagement, postgres_server, monkeypatch):  # noqa: F811
    monkeypatch.setenv(URL, postgres_server.url())
    rows = with_total(shops(), "本部", range(4, 8), 0)
    rows["day"] = pd.to_datetime(rows["day"]).dt.date
    kinds = {"day": "date", "store": "text", "sales": "numeric(12,2)", "rate": "double precision", "kind": "text"}
    postgres_server.load("sales.shops", rows, kinds)
    source = {"engine": "postgres", "url_env": URL, "table": "sales.shops", "time": "day", "entity": "store"}

    def count(kpi):
        with open_engine(engagement([kpi], {"f": source}, ENTITIES)) as engine:
            return engine.frame(engine.facts("f").table.count().as_table()).iloc[0, 0]

    with pytest.raises(InputError, match=r"column 'store': '本部' is the sum of 4 others .*where: store != '本部'"):
        count(SUM)
    assert count({**SUM, "where": "store != '本部'"}) == len(rows)
