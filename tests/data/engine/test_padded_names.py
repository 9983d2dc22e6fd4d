"""Names are read without the blanks around them on every engine, and those that had any are listed."""

import pandas as pd
import pytest

from diagnostics.data.engine import open_engine
from tests.postgres_server import postgres_server  # noqa: F401

URL = "PERFLOOP_TEST_URL"
ROWS = pd.DataFrame(
    {
        "day": ["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04"],
        "store": ["一店 ", "\u3000一店", "二店", "二店"],
        "who": ["张三", "张三\t", "\u00a0李四", "李四"],
        "v": [1, 2, 4, 8],
    }
)
KPI = {"id": "people", "measure": "count_distinct(who)"}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "postgres"])
def test_names_of_entities_and_people_lose_the_blanks_around_them(engagement, data, request, monkeypatch, kind):
    source = {"time": "day", "entity": "store", "person": "who", "file": f"f.{kind}"}
    if kind == "postgres":
        server = request.getfixturevalue("postgres_server")
        monkeypatch.setenv(URL, server.url())
        server.load("sales.people", ROWS, {"day": "text", "store": "text", "who": "varchar(9)", "v": "integer"})
        source = {**source, "engine": "postgres", "url_env": URL, "table": "sales.people"}
        del source["file"]
    elif kind == "xlsx":
        ROWS.to_excel(data / "f.xlsx", index=False)
    else:
        getattr(ROWS, f"to_{kind}")(data / f"f.{kind}", index=False)
    with open_engine(engagement([KPI], {"f": source})) as engine:
        frame = engine.frame(engine.facts("f").table)
        told = {each.column: each.count for each in engine.conversions if each.kind == "trimmed"}
        examples = [one for each in engine.conversions if each.kind == "trimmed" for one in each.examples]
    assert told == {"store": 2, "who": 2}
    assert (set(frame["store"]), set(frame["who"])) == ({"一店", "二店"}, {"张三", "李四"})
    assert all(each.read == each.written.strip() for each in examples)


def test_a_name_of_blanks_alone_is_missing_and_clean_tables_are_left_alone(engagement, data):
    ROWS.assign(store=[" ", "一店", None, "二店"]).to_parquet(data / "f.parquet")
    source = {"file": "f.parquet", "time": "day", "entity": "store"}
    with open_engine(engagement([KPI], {"f": source})) as engine:
        assert engine.frame(engine.facts("f").table)["store"].isna().sum() == 2
    ROWS.assign(store="一店").to_parquet(data / "f.parquet")
    with open_engine(engagement([KPI], {"f": source})) as engine:
        engine.facts("f")
        assert engine.conversions == []
