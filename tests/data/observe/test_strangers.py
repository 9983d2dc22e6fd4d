import csv
import io
from datetime import date

import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.observe.stranger_lines import sheet_of, write_sheet
from diagnostics.data.observe.strangers import OutOfLife, Stranger, facts_out_of_life, strangers
from diagnostics.errors import InputError

STORES = (
    {"id": "group", "level": "company"},
    {"id": "s1", "name": "华东1区", "level": "store", "parent": "group", "open": date(2025, 1, 10)},
    {"id": "s2", "name": "武侯店", "level": "store", "parent": "group", "close": date(2025, 2, 10)},
)


@pytest.fixture
def told(engagement, data):
    def build(rows, more=(), **kpi):
        (data / "sales.csv").write_text("date,store,amount\n" + rows, encoding="utf-8")
        return engagement([{"id": "sales", "measure": "sum(amount)", **kpi}, *more], entities=STORES)

    return build


def test_every_unmatched_name_is_listed_with_its_facts_and_a_proposal(told):
    rows = "2025-01-11,华东一区,1\n2025-01-12,华东一区,1\n2025-01-11,火星店,1\n2025-01-11,,1\n2025-01-11,s2,1\n"
    with open_engine(told(rows)) as engine:
        found = strangers(engine)
    listed = [(each.name, each.facts, each.proposal.id if each.proposal else None) for each in found]
    assert listed == [("华东一区", 2, "s1"), (None, 1, None), ("火星店", 1, None)]


def test_the_column_of_a_reading_is_looked_at_too(told):
    reading = {"id": "other", "source": "sales", "measure": "count()", "entity": "amount"}
    with open_engine(told("2025-01-11,s2,7\n", readings=[reading])) as engine:
        assert [(each.column, each.name) for each in strangers(engine)] == [("amount", "7")]


def test_facts_before_the_opening_and_after_the_closing_are_counted(told):
    rows = "2025-01-09,s1,1\n2025-01-10,s1,1\n2025-02-10,s2,1\n2025-02-11,s2,1\n2025-02-12,武侯店,1\n"
    with open_engine(told(rows)) as engine:
        found = facts_out_of_life(engine)
    assert found == (
        OutOfLife("sales", "s1", 1, 0, date(2025, 1, 9), date(2025, 1, 9)),
        OutOfLife("sales", "s2", 0, 2, date(2025, 2, 11), date(2025, 2, 12)),
    )


def test_a_day_that_stands_for_its_month_contradicts_no_opening_within_it(told):
    rows = "2024-12-01,s1,1\n2025-01-01,s1,1\n2025-02-01,s1,1\n2025-03-01,s2,1\n"
    with open_engine(told(rows)) as engine:
        found = facts_out_of_life(engine)
    assert [(each.entity, each.before, each.after) for each in found] == [("s1", 1, 0), ("s2", 0, 1)]


def test_the_sheet_holds_no_formula():
    found = [
        Stranger("sales", "store", each, 1, None) for each in ("=1+1", "@SUM(A1)", "-2", "\t=1", " +3", "武侯", None)
    ]
    cells = [row["name"] for row in csv.DictReader(io.StringIO(sheet_of(found)))]
    assert cells == ["'=1+1", "'@SUM(A1)", "'-2", "'\t=1", "' +3", "武侯", ""]


def test_a_sheet_is_never_overwritten(tmp_path):
    write_sheet(tmp_path / "u.csv", "a")
    with pytest.raises(InputError, match=r"u\.csv is there already"):
        write_sheet(tmp_path / "u.csv", "b")
    with pytest.raises(InputError, match="its folder is not there"):
        write_sheet(tmp_path / "no" / "u.csv", "b")
